import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../model/errors.ts';
import type { Manifest } from './manifest.ts';
import { systemReason } from './system-reason.ts';

/** What the lake remembers of an object it has ingested. */
export interface LedgerEntry {
  readonly sha256: string;
  /** Where it lay when it was read. */
  readonly path: string;
  readonly records: number;
  readonly events: number;
  /** There where its records tell less than the provider's own, and give way to them. */
  readonly isLossy?: true;
}

export const ledgerText = (entries: readonly LedgerEntry[]): string =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

/**
 * Every object that the lake holds, in the order of arrival.
 * @throws AppError workspace.damaged
 */
export function* readLedger(lake: string, manifest: Manifest): Generator<LedgerEntry> {
  for (const file of manifest.ledgers) yield* entriesOf(join(lake, file));
}

function entriesOf(path: string): readonly LedgerEntry[] {
  try {
    const lines = readFileSync(path, 'utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as LedgerEntry);
  } catch (cause) {
    throw new AppError('workspace.damaged', `${path} cannot be read: ${systemReason(cause)}`, {
      cause,
      hint: 'ingest into a new workspace; the logs themselves were never changed',
    });
  }
}
