import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeDurably } from './durable.ts';
import type { Manifest, Partition } from './manifest.ts';

/** What stands beside the lake's own partitions once more was known: `partitions` in place of those `of`. */
export const settledSchema = z.object({
  of: z.array(z.string()),
  partitions: z.array(z.object({ file: z.string(), source: z.string(), day: z.string(), rows: z.int() })),
});

interface Settled {
  readonly of: readonly string[];
  readonly partitions: readonly Partition[];
}

export const settledIndex = 'index.json';
const pathOf = (lake: string, folder: string): string => join(lake, folder, settledIndex);

export function writeSettled(lake: string, folder: string, settled: Settled): void {
  writeDurably(pathOf(lake, folder), JSON.stringify(settled));
}

/** The index of a folder of the lake, as that folder's own schema has it; null where nothing was settled there. */
export function readSettled<Index>(lake: string, folder: string, schema: z.ZodType<Index>): Index | null {
  const path = pathOf(lake, folder);
  return existsSync(path) ? schema.parse(JSON.parse(readFileSync(path, 'utf8'))) : null;
}

export function withSettled(manifest: Manifest, { of, partitions }: Settled): Manifest {
  const replaced = new Set(of);
  return { ...manifest, partitions: [...manifest.partitions.filter(({ file }) => !replaced.has(file)), ...partitions] };
}
