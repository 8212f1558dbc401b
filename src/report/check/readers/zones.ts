/** Minutes east of UTC at a moment that is given as its clock shows it, in epoch milliseconds. */
export type Zone = (clock: number) => number;

const fixed =
  (minutes: number): Zone =>
  () =>
    minutes;

const hoursEast: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  Z: 0,
  ZULU: 0,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  AKST: -9,
  AKDT: -8,
  HST: -10,
  AST: -4,
  ADT: -3,
  BRT: -3,
  WET: 0,
  WEST: 1,
  BST: 1,
  CET: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  SAST: 2,
  MSK: 3,
  GST: 4,
  PKT: 5,
  IST: 5.5,
  ICT: 7,
  WIB: 7,
  SGT: 8,
  HKT: 8,
  AWST: 8,
  JST: 9,
  KST: 9,
  AEST: 10,
  AEDT: 11,
  NZST: 12,
  NZDT: 13,
};

/** Names that stand for winter and summer time alike. */
const places: Readonly<Record<string, string>> = {
  ET: 'America/New_York',
  CT: 'America/Chicago',
  MT: 'America/Denver',
  PT: 'America/Los_Angeles',
  EASTERN: 'America/New_York',
  CENTRAL: 'America/Chicago',
  MOUNTAIN: 'America/Denver',
  PACIFIC: 'America/Los_Angeles',
  'CENTRAL EUROPEAN': 'Europe/Berlin',
  'US/EASTERN': 'America/New_York',
  'US/PACIFIC': 'America/Los_Angeles',
};

const abbreviations = [...Object.keys(hoursEast), 'ET', 'PT', 'CT', 'MT']
  .toSorted((a, b) => b.length - a.length)
  .join('|');
const offset = String.raw`(?:UTC|GMT)(?: ?\+ ?|-)(?:1[0-4]|0?\d)(?::?[0-5]\d)?(?![\d:-])`;
const named = String.raw`(?:Eastern|Pacific|Mountain|Central(?: European)?)(?: (?:Standard|Daylight|Summer))?(?: Time)?|Coordinated Universal Time`;
const area = String.raw`(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|US)\/[A-Z][A-Za-z_]{1,30}(?:\/[A-Z][A-Za-z_]{1,30})?`;

/** A zone as reports write it (a bare `-05:00` only after seconds, as `08:15-09:30` is a span): `EST`, `UTC+2`, `+02:00`, `Europe/Berlin`, `Eastern Time`. */
export const zonePattern = String.raw`(?:${offset}|${area}|${named}|(?:${abbreviations})(?![A-Za-z0-9])|(?:\+|(?<=:\d\d:\d\d(?:[.,]\d{1,9})? ?)-)\d{2}:?\d{2}(?!\d|:\d))`;

const zones = new Map<string, Zone | null>();

/** Null where the words name no zone that is known. */
export function zoneOf(words: string): Zone | null {
  const known = zones.get(words);
  if (known !== undefined) return known;
  const zone = readZone(words.trim());
  if (zones.size < 500) zones.set(words, zone);
  return zone;
}

function readZone(words: string): Zone | null {
  const name = words.toUpperCase();
  const hours = hoursEast[name];
  if (hours !== undefined) return fixed(hours * 60);
  const east = /^(?:UTC|GMT)?\s?([+-])\s?(\d{1,2}):?(\d{2})?$/.exec(name);
  if (east !== null) return fixed((east[1] === '-' ? -1 : 1) * (Number(east[2]) * 60 + Number(east[3] ?? 0)));
  if (name === 'COORDINATED UNIVERSAL TIME') return fixed(0);
  return placeZone(places[name.replace(/ (?:(?:STANDARD|DAYLIGHT|SUMMER) )?TIME$/, '')] ?? words);
}

function placeZone(timeZone: string): Zone | null {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    return (clock) => offsetAt(format, clock - offsetAt(format, clock) * 60_000);
  } catch (cause) {
    if (cause instanceof RangeError) return null;
    throw cause;
  }
}

function offsetAt(format: Intl.DateTimeFormat, moment: number): number {
  const part = format.formatToParts(moment).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})/.exec(part) ?? [];
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
