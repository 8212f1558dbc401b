import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from './manifest.ts';

/** What the lake remembers of an object it has ingested. */
export interface LedgerEntry {
  readonly sha256: string;
  /** Where it lay when it was read. */
  readonly path: string;
  readonly records: number;
  readonly events: number;
}

export const ledgerText = (entries: readonly LedgerEntry[]): string => entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

/** Every object that the lake holds, in the order of arrival. */
export function* readLedger(lake: string, manifest: Manifest): Generator<LedgerEntry> {
  for (const file of manifest.ledgers) {
    const lines = readFileSync(join(lake, file), 'utf8').split('\n');
    for (const line of lines) if (line !== '') yield JSON.parse(line) as LedgerEntry;
  }
}
