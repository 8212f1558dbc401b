import type { TimelineEntry } from '../model/act.ts';
import type { Instant } from '../model/instant.ts';

/** A run of like acts: one actor, one operation, one after the other. */
export interface FoldedAct<Entry extends TimelineEntry = TimelineEntry> {
  readonly first: Instant;
  readonly last: Instant;
  readonly entries: readonly [Entry, ...Entry[]];
}

/** Joins neighbours of one actor, operation and text, so that four hundred refusals are one line. Order is kept. */
export function foldTimeline<Entry extends TimelineEntry>(timeline: readonly Entry[]): readonly FoldedAct<Entry>[] {
  const folded: FoldedAct<Entry>[] = [];
  for (const entry of timeline) {
    const open = folded.at(-1);
    if (open === undefined || !isLike(open.entries[0], entry)) {
      folded.push({ first: entry.time, last: entry.time, entries: [entry] });
      continue;
    }
    folded[folded.length - 1] = { first: open.first, last: entry.time, entries: [...open.entries, entry] };
  }
  return folded;
}

function isLike(a: TimelineEntry, b: TimelineEntry): boolean {
  return a.action === b.action && a.actor?.uid === b.actor?.uid && a.text === b.text && a.target?.uid === b.target?.uid;
}
