import { inert } from '../model/inert.ts';
import type { UnmatchedAlerts } from '../model/unmatched-alert.ts';
import { counted } from './counted.ts';
import type { Progress } from './progress.ts';
import { shorten } from './terminal.ts';

/** More than this are left to summary.json. */
const shown = 3;

/** Says on standard error which alerts stand in no incident: that nothing here bears them out does not make them wrong. */
export function noteUnmatched(
  alerts: UnmatchedAlerts | undefined,
  { progress, width }: { readonly progress: Progress; readonly width: number },
): void {
  if (alerts === undefined) return;
  progress.note(`  ${counted(alerts.count, 'alert')} that no incident bears out (summary.json lists them):`);
  for (const { last_seen: last, source, claim } of alerts.latest.slice(0, shown))
    progress.note(shorten(`    ${last.slice(0, 10)}  ${source}: ${inert(claim)}`, width));
  if (alerts.count > shown) progress.note(`    and ${alerts.count - shown} more`);
}
