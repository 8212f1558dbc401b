import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from './manifest.ts';
import { storageError } from './system-reason.ts';

/** The names that commits give to files, in folders of the lake. */
const committed = /[/\\]\d{6,}-\d+\.(?:parquet|ndjson)$/;

/**
 * Removes files that a run placed and then died before its manifest named them, or died before it had
 * removed what its manifest no longer names. To be called while no other process has the workspace.
 */
export function removeOrphans(lake: string, manifest: Manifest): void {
  const { partitions, ledgers, asides, digests, texts } = manifest;
  const named = new Set([...partitions.map(({ file }) => file), ...ledgers, ...asides, ...digests, ...texts]);
  try {
    for (const file of filesUnder(lake, '')) if (committed.test(file) && !named.has(file)) rmSync(join(lake, file));
  } catch (error) {
    throw storageError(error, lake);
  }
}

function filesUnder(lake: string, folder: string): readonly string[] {
  if (!existsSync(join(lake, folder))) return [];
  return readdirSync(join(lake, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(lake, name) : [name];
  });
}
