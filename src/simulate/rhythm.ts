import type { Rhythm } from '../model/simulation.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How busy each hour of a working day is, from 0 to 1, in UTC: a European office with some Americans. */
const officeHours = [2, 1, 1, 1, 2, 5, 18, 48, 84, 97, 100, 92, 66, 90, 98, 88, 72, 50, 34, 24, 16, 9, 5, 3];

/** How much of its share somebody of this rhythm does at a time (milliseconds since 1970, UTC): 0 to 1. */
export function activity(rhythm: Rhythm, time: number): number {
  const hour = Math.floor((time % dayMs) / hourMs);
  if (rhythm === 'office') return ((officeHours[hour] ?? 0) / 100) * (isWeekend(time) ? 0.08 : 1);
  if (rhythm === 'nightly') return hour >= 1 && hour < 4 ? 1 : 0.01;
  if (rhythm === 'hourly') return time % hourMs < 6 * 60_000 ? 1 : 0.03;
  // Machines serve people: a little less by night.
  return 0.72 + 0.28 * ((officeHours[hour] ?? 0) / 100);
}

/** In UTC. */
export function isWeekend(time: number): boolean {
  // 1 January 1970 was a Thursday.
  const weekday = (Math.floor(time / dayMs) + 4) % 7;
  return weekday === 0 || weekday === 6;
}
