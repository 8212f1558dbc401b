import type { Partition } from './manifest.ts';

/** Events that a statement meets at a time: what it works out of them is held in memory until it is written. */
const eventsAtATime = 750_000;

/** Partitions in groups of some bounded number of events, in their order. */
export function inBounds(partitions: readonly Partition[]): readonly (readonly Partition[])[] {
  const groups: { partitions: Partition[]; events: number }[] = [];
  for (const partition of partitions) {
    const last = groups.at(-1);
    if (last === undefined || last.events + partition.rows > eventsAtATime)
      groups.push({ partitions: [partition], events: partition.rows });
    else {
      last.partitions.push(partition);
      last.events += partition.rows;
    }
  }
  return groups.map((group) => group.partitions);
}
