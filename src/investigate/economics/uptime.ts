import { compareInstants } from '../../model/instant.ts';
import { hoursBetween } from '../../model/price-time.ts';
import type { Due } from '../../model/prices.ts';
import type { Verb } from '../../model/semantics.ts';

/** What an accepted act did to a thing. */
export interface Change {
  readonly time: string;
  readonly verb: Verb;
  /** How many units were asked for; null where the act says nothing of that. */
  readonly amount: number | null;
}

/** A time without a break in which something was due, with the units of each part of it. */
export interface Run {
  readonly from: string;
  readonly to: string;
  readonly parts: readonly { readonly hours: number; readonly units: number }[];
  /** Nothing that is recorded has ended it. */
  readonly isOpen: boolean;
}

interface Clock {
  readonly due: Due;
  /** Units where no change says how many. */
  readonly units: number;
  readonly isCounted: boolean;
  readonly asOf: string;
}

const begins: ReadonlySet<Verb> = new Set(['launch', 'create', 'start']);
const ends: ReadonlySet<Verb> = new Set(['terminate', 'delete']);

/**
 * When something was due, by its changes in order of time. What nothing has ended is due until `asOf`.
 * A change after `asOf` is as if it had not been.
 */
export function runsOf(changes: readonly Change[], { due, units: first, isCounted, asOf }: Clock): readonly Run[] {
  const runs: Run[] = [];
  let parts: Run['parts'][number][] = [];
  let [from, since]: [string | null, string] = [null, asOf];
  let units = first;
  const pass = (time: string) => {
    if (from !== null) parts = [...parts, { hours: hoursBetween(since, time), units }];
    since = time;
  };
  const close = (time: string, isOpen: boolean) => {
    pass(time);
    if (from !== null) runs.push({ from, to: time, parts, isOpen });
    [from, parts] = [null, []];
  };
  for (const { time, verb, amount } of changes) {
    if (compareInstants(time, asOf) > 0) break;
    pass(time);
    if (isCounted && amount !== null) units = amount;
    if (begins.has(verb)) from ??= time;
    else if (from !== null && isEnd(verb, due)) close(time, false);
  }
  close(asOf, true);
  return runs;
}

function isEnd(verb: Verb, due: Due): boolean {
  if (due === 'lasting') return false;
  return ends.has(verb) || (due === 'running' && verb === 'stop');
}

/** Unit-hours of a run that count: at least so many seconds of its first units, and at most until it ends by itself. */
export function unitHoursOf(run: Run, minimumSeconds: number, endsWithinSeconds: number | null): number {
  let left = endsWithinSeconds === null ? Infinity : endsWithinSeconds / 3600;
  let sum = 0;
  for (const { hours, units } of run.parts) {
    sum += Math.min(hours, left) * units;
    left = Math.max(0, left - hours);
  }
  return Math.max(sum, (minimumSeconds / 3600) * (run.parts[0]?.units ?? 0));
}

/** Units that are due at the end of a run: none once it has ended, by a record or by itself. */
export function unitsDue(run: Run, endsWithinSeconds: number | null): number {
  const hours = run.parts.reduce((sum, part) => sum + part.hours, 0);
  if (!run.isOpen || (endsWithinSeconds !== null && hours >= endsWithinSeconds / 3600)) return 0;
  return run.parts.at(-1)?.units ?? 0;
}
