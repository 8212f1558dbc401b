import type { Summary } from '../model/summary.ts';
import type { Context, ExitCode } from './command.ts';
import { counted } from './counted.ts';
import type { Progress } from './progress.ts';

type Accounting = Pick<Summary, 'objects' | 'records'>;

const number = new Intl.NumberFormat('en-US');
const refusalsShown = 20;

interface Telling {
  readonly progress: Progress;
  /** Events that the workspace held before. */
  readonly earlierEvents: number;
  readonly elapsedMs: number;
}

/** Says on standard error where every object and record went; the sums add up or it says so. */
export function noteAccounting(
  { objects, records }: Accounting,
  { progress, earlierEvents, elapsedMs }: Telling,
): void {
  const parts = [
    `${number.format(records.events)} events`,
    `${number.format(records.duplicates)} duplicates`,
    ...(records.conflicts > 0 ? [`${number.format(records.conflicts)} conflicts`] : []),
    ...records.set_aside.map(({ reason, count }) => `${number.format(count)} set aside (${reason})`),
  ];
  progress.note(
    `  read ${number.format(records.read)} records in ${counted(objects.ingested, 'object')}   ${parts.join(' · ')}   ${(elapsedMs / 1000).toFixed(1)} s`,
  );
  if (objects.known > 0) progress.note(`  ${counted(objects.known, 'object')} already known, not read again`);
  for (const { path, reason } of objects.refused.slice(0, refusalsShown)) progress.note(`  refused ${path}: ${reason}`);
  const hidden = objects.refused.length - refusalsShown;
  if (hidden > 0) progress.note(`  … and ${number.format(hidden)} more refused; summary.json of investigate lists all`);
  if (earlierEvents > 0) progress.note(`  with ${number.format(earlierEvents)} events that this workspace held before`);
}

/** Refused input fails a run only under `--strict`; a path that was typed and is not there always does. */
export function statusFor({ objects }: Accounting, { isStrict }: Pick<Context, 'isStrict'>): ExitCode {
  if (isStrict && objects.refused.length > 0) return 1;
  return objects.refused.some(({ reason }) => reason === 'not found' || reason === 'matches nothing') ? 1 : 0;
}
