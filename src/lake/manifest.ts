import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../model/errors.ts';
import { writeDurably } from './durable.ts';
import { systemReason } from './system-reason.ts';

/** Relative to the lake's folder, and never outside it: files are removed by these names. */
const file = z
  .string()
  .regex(/^(?:[^/\\]+\/)+[^/\\]+$/)
  .refine((name) => !name.split('/').includes('..'));

const partition = z.object({
  file,
  source: z.string(),
  /** UTC day of its events, YYYY-MM-DD. */
  day: z.string(),
  rows: z.int().nonnegative(),
});

const manifest = z.object({
  format: z.literal(4),
  /** Counts commits; names of files carry it, so that none is ever written twice. */
  commit: z.int().nonnegative(),
  partitions: z.array(partition),
  /** Ledgers of ingested objects, one JSON object a line, one file a commit. */
  ledgers: z.array(file),
  /** Parquet files of what was set aside, with reasons. */
  asides: z.array(file),
  /** What digests list, one file a line (digests.ts). */
  digests: z.array(file).default([]),
  /** Hashes of the inflated text of objects, one JSON object a line. */
  texts: z.array(file).default([]),
});

export type Partition = Readonly<z.infer<typeof partition>>;
/** What the lake holds. A file that no manifest names does not exist for any reader. */
export type Manifest = Omit<
  Readonly<z.infer<typeof manifest>>,
  'partitions' | 'ledgers' | 'asides' | 'digests' | 'texts'
> & {
  readonly partitions: readonly Partition[];
  readonly ledgers: readonly string[];
  readonly asides: readonly string[];
  readonly digests: readonly string[];
  readonly texts: readonly string[];
};

const newer = z.object({ format: z.int().min(5) });
const empty: Manifest = { format: 4, commit: 0, partitions: [], ledgers: [], asides: [], digests: [], texts: [] };
const fileName = 'manifest.json';

export function readManifest(lake: string): Manifest {
  const path = join(lake, fileName);
  if (!existsSync(path)) return empty;
  const written = parse(read(path));
  const parsed = manifest.safeParse(written);
  if (parsed.success) return parsed.data;
  if (newer.safeParse(written).success) {
    throw new AppError('workspace.newer', `${path} was written by a newer version`, {
      hint: 'update this one, or ingest into a new workspace',
    });
  }
  throw new AppError('workspace.damaged', `${path} is not a manifest that this version can read`, {
    cause: parsed.error,
    hint: 'ingest into a new workspace; the logs themselves were never changed',
  });
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new AppError('workspace.damaged', `cannot read ${path}: ${systemReason(error)}`, { cause: error });
  }
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
