import type { Suppressed, Suppression } from '../model/suppression.ts';
import { counted } from './counted.ts';
import type { Progress } from './progress.ts';
import { shorten } from './terminal.ts';

/** More entries than this are summed up in a last line. */
const entriesShown = 12;

/** Those that want a person's attention come first. */
const order = ['expired', 'unknown-rule', 'idle', 'applied'];

/** Says on standard error what suppressions held back, and which did nothing; `given` and `became` go together. */
export function noteSuppressed(
  became: readonly Suppressed[],
  given: readonly Suppression[],
  { progress, width }: { readonly progress: Progress; readonly width: number },
): void {
  if (became.length === 0) return;
  const events = became.reduce((sum, one) => sum + one.events, 0);
  const applied = became.filter(({ state }) => state === 'applied').length;
  progress.note(`  suppressed ${counted(events, 'event')} by ${applied} of ${counted(became.length, 'suppression')}`);
  const lines = became
    .map((one, index) => ({ ...one, place: given[index]?.place ?? '' }))
    .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || b.events - a.events);
  for (const one of lines.slice(0, entriesShown)) progress.note(shorten(`    ${one.place}  ${textOf(one)}`, width));
  const hidden = lines.length - entriesShown;
  if (hidden > 0) progress.note(`    and ${hidden} more; summary.json of investigate lists all`);
}

function textOf({ state, rule, reason, expires, events, findings }: Suppressed): string {
  if (state === 'expired') return `expired ${expires}, applies no more: ${rule}, ${reason}`;
  if (state === 'unknown-rule') return `no rule in use is called ${rule}`;
  if (state === 'idle') return `held nothing back: ${rule}, ${reason}`;
  return `${counted(events, 'event')} of ${counted(findings, 'finding')}: ${rule}, ${reason}`;
}
