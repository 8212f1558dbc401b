import type { Bounds, Happening, Of, Statement } from '../statement.ts';
import { ofKind } from './beside-check.ts';
import { exactly, meets } from './bounds.ts';
import type { Occasion } from './occasion.ts';
import type { Occasions } from './occasions.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** What people round a time to, and by how many minutes the record may then be off: 14:30 is less exact than 14:32. */
const roundings = [
  [30, 8],
  [15, 5],
  [5, 2.5],
] as const;

/** What is told in windows and round times; an intruder's acts are copied from a log. */
const roundlyTold: ReadonlySet<string> = new Set([
  'containment',
  'isolation',
  'credential-revoked',
  'user-disabled',
  'termination',
  'rebuild',
  'outage',
]);

/** By how much two clocks and a person's rounding may differ, in milliseconds. */
export function slackOf({ said }: Bounds, of: string): number {
  const known = roundlyTold.has(of) ? roundings : roundings.slice(-1);
  const rounded = known.find(([minutes]) => said % (minutes * minute) === 0);
  return (rounded?.[1] ?? 1) * minute;
}

interface Timed {
  readonly of: string;
  readonly at: Bounds;
  readonly isDated: boolean;
}

/** The occasion that a time can be of, read so much later: the nearest of those within reach; null where there is none. */
export function occasionAt(timed: Timed, occasions: readonly Occasion[], shift: number): Occasion | null {
  const nearest = nearestTo(timed, occasions, shift);
  if (nearest === null) return null;
  return meets(timed.at, exactly(timed.at.said + nearest.later), slackOf(timed.at, timed.of)) ? nearest.occasion : null;
}

interface Near {
  readonly occasion: Occasion;
  readonly time: number;
  readonly later: number;
}

/** The occasion nearest to a time, and by how many milliseconds the evidence is later. */
export function nearestTo(timed: Timed, occasions: readonly Occasion[], shift: number): Near | null {
  // Of a time to the minute the middle is meant, and of two as near the earlier.
  const { at } = timed;
  const middle = at.low !== null && at.high !== null ? (at.low + at.high) / 2 - at.said : 0;
  let nearest: Near | null = null;
  for (const occasion of occasions) {
    for (const time of occasion.from === occasion.to ? [occasion.from] : [occasion.from, occasion.to]) {
      const later = asRead(timed, time, shift) - at.said;
      if (nearest === null || Math.abs(later - middle) < Math.abs(nearest.later - middle))
        nearest = { occasion, time, later };
    }
  }
  return nearest;
}

/** A time of the evidence on the report's clock; where the report names no day, on the day that is nearest. */
export function asRead({ at, isDated }: Pick<Timed, 'at' | 'isDated'>, time: number, shift: number): number {
  const read = time - shift;
  return isDated ? read : read - Math.round((read - at.said) / day) * day;
}

/** What people time to the minute and records know well; only these tell how a clock was set. */
const sharp: ReadonlySet<Happening> = new Set<Happening>([
  'access',
  'user-made',
  'key-added',
  'rights-raised',
  'download',
  'install',
  'mining',
  'pool-connection',
  'launch',
  'credential-made',
  'impairment',
  'alert',
  'isolation',
  'credential-revoked',
  'termination',
]);

/** Every half hour to the widest zones. */
const shifts = Array.from({ length: 57 }, (_, step) => (step - 28) * 30 * minute);

/** A shift is believed when so many different times fit by it, and so much of all of them. */
const fewest = 3;
const share = 0.7;

/**
 * By how many milliseconds all times of a report lie before the evidence's, as a zone misread makes them;
 * 0 where they fit as they are, or where no shift makes most of them fit.
 */
export function shiftOf(statements: readonly Statement[], occasions: Occasions): number {
  const moments = [
    ...new Map(
      ofKind(statements, 'moment')
        .filter(({ of, at }) => sharp.has(of) && occasions.has(of) && !at.isRough)
        .map((moment) => [JSON.stringify([moment.of, moment.at.said]), moment]),
    ).values(),
  ];
  const times = new Map(
    [...new Set(moments.map(({ of }) => of))].map((of) => [
      of,
      [...new Set((occasions.get(of) ?? []).flatMap(({ from, to }) => [from, to]))],
    ]),
  );
  const fitting = (shift: number): readonly Of<'moment'>[] =>
    moments.filter((moment) => isNear(moment, times.get(moment.of) ?? [], shift));
  const timesOf = (some: readonly Of<'moment'>[]): number => new Set(some.map(({ at }) => at.said)).size;
  const asTheyAre = fitting(0).length;
  if (asTheyAre > moments.length / 3) return 0;
  const [best] = shifts
    .map((shift) => ({ shift, fit: fitting(shift) }))
    .toSorted((a, b) => b.fit.length - a.fit.length || Math.abs(a.shift) - Math.abs(b.shift));
  if (best === undefined || timesOf(best.fit) < fewest || best.fit.length < moments.length * share) return 0;
  return best.fit.length > asTheyAre + 1 ? best.shift : 0;
}

const isNear = (moment: Of<'moment'>, times: readonly number[], shift: number): boolean =>
  times.some((time) => meets(moment.at, exactly(asRead(moment, time, shift)), slackOf(moment.at, moment.of)));
