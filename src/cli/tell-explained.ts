import type { Explained } from '../model/explained.ts';
import { inert } from '../model/inert.ts';
import { counted } from './counted.ts';
import type { Progress } from './progress.ts';
import { shorten } from './terminal.ts';

/** More than this are left to summary.json. */
const shown = 5;

/** Says on standard error what was found and is no incident; `--identity` tells it all the same. */
export function noteExplained(
  explained: readonly Explained[],
  { progress, width }: { readonly progress: Progress; readonly width: number },
): void {
  if (explained.length === 0) return;
  progress.note('  explained, and so no incident (summary.json says why, --identity tells it all the same):');
  for (const { actors, tickets, launched, first_seen: since, why } of explained.slice(0, shown)) {
    const reason = tickets.length > 0 ? ` for ${tickets.join(', ')}` : `: ${why}`;
    const text = `${since.slice(0, 10)}  ${counted(launched, 'resource')} by ${actors[0] ?? 'somebody'}${reason}`;
    progress.note(shorten(`    ${inert(text)}`, width));
  }
  if (explained.length > shown) progress.note(`    and ${explained.length - shown} more`);
}
