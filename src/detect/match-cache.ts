import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeDurably } from '../lake/durable.ts';
import { freshFolder } from '../lake/fresh-folder.ts';

const entry = z.object({
  /** Parquet file of matches, beside the index. */
  file: z.string(),
  rules: z.array(z.string()),
  /** Those of the rules whose matches are not in the file, but asked for whenever they are needed. */
  broad: z.array(z.string()),
  partitions: z.array(z.string()),
});

/** `holds` names what a file says of a match: with other columns or another meaning of acts, all are matched anew. */
const index = z.object({ format: z.literal(3), holds: z.string(), entries: z.array(entry) });

/** Rules by hash that have met partitions by file name; the file holds where they matched. */
export type MatchEntry = Readonly<z.infer<typeof entry>>;

/** Rules and partitions that have yet to meet. */
export interface OpenPairs {
  readonly rules: readonly string[];
  readonly partitions: readonly string[];
}

const indexPath = (folder: string): string => join(folder, 'index.json');

/** A cache that cannot be read, or that holds something else, is as good as none, and emptied. */
export function readMatchIndex(folder: string, holds: string): readonly MatchEntry[] {
  if (!existsSync(indexPath(folder))) return [];
  const found = index.safeParse(parse(readFileSync(indexPath(folder), 'utf8')));
  if (found.success && found.data.holds === holds) return found.data.entries;
  freshFolder(folder);
  return [];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function writeMatchIndex(folder: string, holds: string, entries: readonly MatchEntry[]): void {
  writeDurably(indexPath(folder), `${JSON.stringify({ format: 3, holds, entries })}\n`);
}

/** Which rules must still be tried on which partitions, in as few groups as there are kinds of gap. */
export function openPairs(
  rules: readonly string[],
  partitions: readonly string[],
  entries: readonly MatchEntry[],
): readonly OpenPairs[] {
  const tried = entries.map((one) => new Set(one.rules));
  const metBy = new Map<string, number[]>();
  for (const [number, { partitions: met }] of entries.entries())
    for (const partition of met) metBy.set(partition, [...(metBy.get(partition) ?? []), number]);
  // Partitions that came together met the same rules: what is missing is worked out once for them.
  const alike = Map.groupBy(partitions, (partition) => metBy.get(partition)?.join(' ') ?? '');
  const groups = new Map<string, OpenPairs & { partitions: string[] }>();
  for (const same of alike.values()) {
    const numbers = metBy.get(same[0] ?? '') ?? [];
    const missing = rules.filter((rule) => !numbers.some((number) => tried[number]?.has(rule)));
    if (missing.length === 0) continue;
    const key = missing.join(' ');
    const group = groups.get(key) ?? { rules: missing, partitions: [] };
    group.partitions.push(...same);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Entries that still speak of a partition that exists; the files of the others are removed. */
export function dropStale(
  folder: string,
  entries: readonly MatchEntry[],
  partitions: ReadonlySet<string>,
): readonly MatchEntry[] {
  const kept = entries.filter((candidate) => candidate.partitions.some((partition) => partitions.has(partition)));
  for (const { file } of entries)
    if (!kept.some((other) => other.file === file)) rmSync(join(folder, file), { force: true });
  return kept;
}

/** A name for matches that depends on what was matched, so that a crash between file and index is harmless. */
export const matchFileName = ({ rules, partitions }: OpenPairs): string =>
  `${createHash('sha256')
    .update(JSON.stringify([rules, partitions]))
    .digest('hex')
    .slice(0, 32)}.parquet`;
