import type { Partition } from '../lake/manifest.ts';
import type { OpenPairs } from './match-cache.ts';

/** Events that a statement meets at a time: a rule may match them all, and what it matched is held until it is written. */
const eventsAtATime = 750_000;

/** The same pairs in groups of partitions of some bounded size, in their order. */
export function inBounds({ rules, partitions }: OpenPairs, all: readonly Partition[]): readonly OpenPairs[] {
  const rows = new Map(all.map((partition) => [partition.file, partition.rows]));
  const groups: { rules: readonly string[]; partitions: string[]; events: number }[] = [];
  for (const partition of partitions) {
    const events = rows.get(partition) ?? 0;
    const last = groups.at(-1);
    if (last === undefined || last.events + events > eventsAtATime)
      groups.push({ rules, partitions: [partition], events });
    else {
      last.partitions.push(partition);
      last.events += events;
    }
  }
  return groups;
}
