import type { Announced } from '../model/announced.ts';
import { inert } from '../model/inert.ts';
import { counted } from './counted.ts';
import type { Progress } from './progress.ts';
import { shorten } from './terminal.ts';

/** More than this are left to summary.json. */
const shown = 5;

/** Says on standard error what was found and is no incident, since it was announced; `--identity` tells it all the same. */
export function noteAnnounced(
  announced: readonly Announced[],
  { progress, width }: { readonly progress: Progress; readonly width: number },
): void {
  if (announced.length === 0) return;
  progress.note('  no incident, since tickets announce it and it is like other work; summary.json says why:');
  for (const { actors, tickets, launched, first_seen: since } of announced.slice(0, shown)) {
    const text = `${since.slice(0, 10)}  ${counted(launched, 'resource')} by ${actors[0] ?? 'somebody'} for ${tickets.join(', ')}`;
    progress.note(shorten(`    ${inert(text)}`, width));
  }
  if (announced.length > shown) progress.note(`    and ${announced.length - shown} more`);
}
