import type { Bounds } from '../statement.ts';
import type { ReportText } from '../passage.ts';
import type { Day, TimeFound } from './times.ts';
import { timesIn } from './times.ts';
import { zoneOf, zonePattern } from './zones.ts';
import type { Zone } from './zones.ts';
import { anyOf } from './phrases.ts';

/** What a report says once of all its times. */
export interface Frame {
  readonly zone: Zone;
  /** False where the report names no zone and one was taken from elsewhere. */
  readonly isZoneSaid: boolean;
  /** The day that it speaks of most; null where it names none. */
  readonly day: Day | null;
  readonly year: string;
  readonly days: ReadonlySet<Day>;
}

const declared = new RegExp(
  String.raw`\b(?:all )?(?:times?|timestamps?|time ?zones?|dates)\b(?:(?! at )[^.:;\d]){0,40}?(?:are|is|in|as|:|=|\()?\s{0,2}(?<![A-Za-z])(${zonePattern})`,
  'i',
);
const everywhere = new RegExp(
  String.raw`\b${anyOf`
      all (?:the )?(?:times|timestamps|dates)
      times? ?zones?
      local times?
      times are
      timestamps are
      throughout
      times (?:shown |given |stated |listed )?in
    `}\b`,
  'i',
);

/** Words that name the zone for what stands with them: `Time (UTC)`, `All times are EST`. */
export function zoneSaidIn(words: string): string | null {
  if (words.length > 2000) return null;
  const zone = declared.exec(words)?.[1] ?? inBrackets.exec(words)?.[1] ?? throughout.exec(words)?.[1] ?? null;
  // `45 times in all, the last`, `times in the west`: in small letters few of them are zones.
  return zone === null || !/^[a-z]+$/.test(zone) || /^(?:utc|gmt|ce?st|cet|[ep][sd]t|jst)$/.test(zone) ? zone : null;
}
const throughout = new RegExp(String.raw`\b(${zonePattern}) throughout\b`);
const inBrackets = new RegExp(String.raw`\((?:in |all times )?(${zonePattern})\)`, 'i');

/** Has every day; stands in where no year is named anywhere, so that days can still be compared. */
const anyYear = '1972';

/** `assumed` are the zone and day to take where the report names none. */
export function frameOf(
  { passages }: ReportText,
  assumed: { readonly zone: string | null; readonly day: Day | null },
): Frame {
  const days = new Map<Day, number>();
  const zones = new Map<string, number>();
  const years = new Map<string, number>();
  let told: string | null = null;
  for (const { text, label } of passages) {
    const line = text.slice(0, 20_000);
    if (told === null && /zone/i.test(label ?? '')) told = zoneSaidIn(`time zone: ${line}`);
    if (told === null && line.length < 400 && everywhere.test(line)) told = zoneSaidIn(line);
    for (const { from, to } of timesIn(line))
      for (const time of to === null ? [from] : [from, to]) tally(time, { days, zones, years });
  }
  const zone = told ?? most(zones);
  const year = most(years) ?? assumed.day?.slice(0, 4) ?? anyYear;
  return {
    zone: zoneOf(zone ?? assumed.zone ?? 'UTC') ?? (() => 0),
    isZoneSaid: zone !== null,
    day: withYear(most(days), year) ?? assumed.day,
    year,
    days: new Set(days.keys()),
  };
}

interface Tallies {
  readonly days: Map<string, number>;
  readonly zones: Map<string, number>;
  readonly years: Map<string, number>;
}

function tally({ days: [day, other], zone, clock }: TimeFound, { days, zones, years }: Tallies): void {
  // A date with a clock is one of the incident; one without may be of anything.
  const weight = clock === null ? 1 : 2;
  if (day !== undefined && other === undefined) days.set(day, (days.get(day) ?? 0) + weight);
  if (day?.length === 10) years.set(day.slice(0, 4), (years.get(day.slice(0, 4)) ?? 0) + weight);
  if (zone !== null && zoneOf(zone) !== null) zones.set(zone, (zones.get(zone) ?? 0) + 1);
}

function most(tallies: ReadonlyMap<string, number>): string | null {
  let best: string | null = null;
  for (const [name, count] of tallies) if (best === null || count > (tallies.get(best) ?? 0)) best = name;
  return best;
}

const withYear = (day: Day | null, year: string): Day | null =>
  day === null || day.length === 10 ? day : `${year}-${day}`;

/** The day of a written date; null where it names none, or two that nothing decides between. */
export function dayOf({ days }: TimeFound, { days: known, year }: Frame): Day | null {
  if (days.length === 1) return withYear(days[0] ?? null, year);
  return days.find((day) => known.has(day)) ?? null;
}

const roughly = 600_000;

/** Epoch milliseconds, with what the precision leaves open. */
export function boundsOfTime({ clock, nearness }: TimeFound, day: Day, zone: Zone): Bounds {
  const second = clock?.second ?? 0;
  const shown = Date.parse(`${day}T00:00:00Z`) + second * 1000;
  const said = shown - zone(shown) * 60_000;
  const end = said + (clock === null ? 86_400 : clock.open) * 1000 - 1;
  if (nearness === 'before') return { low: null, high: end, said, isRough: true };
  if (nearness === 'after') return { low: said, high: null, said, isRough: true };
  if (nearness === 'rough') return { low: said - roughly, high: end + roughly, said, isRough: true };
  return { low: said, high: end, said, isRough: false };
}

export const nextDay = (day: Day, count = 1): Day =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
