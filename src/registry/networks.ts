import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { NetworkIndex } from '../model/network-index.ts';
import { ownRulesFolder } from './rules.ts';

/** The newest index of addresses that lies in the package; null where none was built. */
export function networkIndex(folder = join(dirname(ownRulesFolder()), 'data')): NetworkIndex | null {
  if (!existsSync(folder)) return null;
  const dates = readdirSync(folder).flatMap((name) => /^networks-(\d{4}-\d\d-\d\d)\.parquet$/.exec(name)?.[1] ?? []);
  const date = dates.toSorted().at(-1);
  return date === undefined ? null : { file: join(folder, `networks-${date}.parquet`), date };
}
