import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../model/errors.ts';
import { writeDurably } from './durable.ts';

const partition = z.object({
  /** Relative to the lake's folder. */
  file: z.string(),
  source: z.string(),
  /** UTC day of its events, YYYY-MM-DD. */
  day: z.string(),
  rows: z.int().nonnegative(),
});

const manifest = z.object({
  format: z.literal(1),
  /** Counts commits; names of files carry it, so that none is ever written twice. */
  commit: z.int().nonnegative(),
  partitions: z.array(partition),
  /** Ledgers of ingested objects, one JSON object a line, one file a commit. */
  ledgers: z.array(z.string()),
  /** Parquet files of what was set aside, with reasons. */
  asides: z.array(z.string()),
});

export type Partition = Readonly<z.infer<typeof partition>>;
/** What the lake holds. A file that no manifest names does not exist for any reader. */
export type Manifest = Omit<Readonly<z.infer<typeof manifest>>, 'partitions' | 'ledgers' | 'asides'> & {
  readonly partitions: readonly Partition[];
  readonly ledgers: readonly string[];
  readonly asides: readonly string[];
};

const empty: Manifest = { format: 1, commit: 0, partitions: [], ledgers: [], asides: [] };
const fileName = 'manifest.json';

export function readManifest(lake: string): Manifest {
  const path = join(lake, fileName);
  if (!existsSync(path)) return empty;
  const parsed = manifest.safeParse(parse(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new AppError('workspace.damaged', `${path} is not a manifest that this version can read`, {
    cause: parsed.error,
    hint: 'ingest into a new workspace; the logs themselves were never changed',
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The moment at which a commit counts: before it, nothing of it is seen; after it, everything. */
export const writeManifest = (lake: string, next: Manifest): void =>
  writeDurably(join(lake, fileName), `${JSON.stringify(next)}\n`);
