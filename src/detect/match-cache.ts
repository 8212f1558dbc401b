import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeDurably } from '../lake/durable.ts';

const entry = z.object({
  /** Parquet file of matches, beside the index. */
  file: z.string(),
  rules: z.array(z.string()),
  partitions: z.array(z.string()),
});

const index = z.object({ format: z.literal(1), entries: z.array(entry) });

/** Rules by hash that have met partitions by file name; the file holds where they matched. */
export type MatchEntry = Readonly<z.infer<typeof entry>>;

/** Rules and partitions that have yet to meet. */
export interface OpenPairs {
  readonly rules: readonly string[];
  readonly partitions: readonly string[];
}

const indexPath = (folder: string): string => join(folder, 'index.json');

/** A cache that cannot be read is as good as none. */
export function readMatchIndex(folder: string): readonly MatchEntry[] {
  if (!existsSync(indexPath(folder))) return [];
  try {
    return index.parse(JSON.parse(readFileSync(indexPath(folder), 'utf8'))).entries;
  } catch {
    return [];
  }
}

export function writeMatchIndex(folder: string, entries: readonly MatchEntry[]): void {
  writeDurably(indexPath(folder), `${JSON.stringify({ format: 1, entries })}\n`);
}

/** Which rules must still be tried on which partitions, in as few groups as there are kinds of gap. */
export function openPairs(
  rules: readonly string[],
  partitions: readonly string[],
  entries: readonly MatchEntry[],
): readonly OpenPairs[] {
  const groups = new Map<string, OpenPairs & { partitions: string[] }>();
  const byPartition = new Map<string, Set<string>>();
  for (const { rules: tried, partitions: met } of entries) {
    for (const partition of met) {
      const seen = byPartition.get(partition) ?? new Set<string>();
      for (const rule of tried) seen.add(rule);
      byPartition.set(partition, seen);
    }
  }
  for (const partition of partitions) {
    const missing = rules.filter((rule) => byPartition.get(partition)?.has(rule) !== true);
    if (missing.length === 0) continue;
    const key = missing.join(' ');
    const group = groups.get(key) ?? { rules: missing, partitions: [] };
    group.partitions.push(partition);
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
