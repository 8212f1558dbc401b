import { zonePattern } from './zones.ts';

/** A day of the calendar, as `2024-02-10`; `02-10` where the text names no year. */
export type Day = string;

/** A date, a clock time or both, where they stand in a text. Zone and day are as written, or null. */
export interface TimeFound {
  readonly start: number;
  readonly end: number;
  /** More than one where `02/03/2024` can be read in two ways. */
  readonly days: readonly Day[];
  /** Seconds after midnight and how many seconds the writing leaves open; null for a date alone. */
  readonly clock: { readonly second: number; readonly open: number } | null;
  readonly zone: string | null;
  readonly nearness: 'exact' | 'rough' | 'before' | 'after' | 'until' | 'since';
}

/** From one time to the other, or one time alone. */
export interface TimesFound {
  readonly start: number;
  readonly end: number;
  readonly from: TimeFound;
  readonly to: TimeFound | null;
}

const month = String.raw`(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`;
const weekday = String.raw`(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?`;
const date = [
  String.raw`\d{4}[-/.]\d{2}[-/.]\d{2}`,
  String.raw`${weekday}${month} \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?(?![\d:])`,
  String.raw`${weekday}\d{1,2}(?:st|nd|rd|th)?(?: of)?[ -]${month}(?:,?[ -]\d{4})?(?![\d:])`,
  String.raw`\d{1,2}[/.]\d{1,2}[/.]\d{4}`,
].join('|');
const hourWords = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
/** Only where the half of the day is said as well. */
const spoken = String.raw`\b(?:half|(?:a )?quarter|five|ten|twenty|twenty-five) (?:past|to) (?:${hourWords.join('|')}) (?:in the (?:early |late )?(?:morning|afternoon|evening)|at night)\b`;
const clock = String.raw`(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-6]\d(?:[.,]\d{1,9})?)?(?: ?[ap]\.?m\b\.?| in the (?:early |late )?(?:morning|afternoon|evening)\b| at night\b)?|(?:1[0-2]|[1-9]) ?[ap]\.?m\b\.?|(?:[01]\d|2[0-3])[0-5]\d(?= ?(?:Z\b|hrs\b|hours\b|UTC\b))|\b(?:noon|midnight)\b|${spoken}`;
const zone = String.raw`(?: ?\(?(?:hrs |hours )?${zonePattern}\)?)?`;
const join = String.raw`(?:T| {0,2}(?:,|@|at|on|-|–)? ?(?:approximately |approx\.? |about |around |~ ?|≈ ?)?)`;

const time = String.raw`(?:(?<date>${date})(?:${join}(?<clockOfDate>${clock})(?<zoneOfDate>${zone}))?|(?<clock>${clock})(?<zone>${zone})(?:(?:,? (?:on )?|, )(?<dateOfClock>${date}))?)`;
const timePattern = new RegExp(String.raw`(?<![\w:.,/\\#+-]|\d[-–])${time}(?![\w/]|:\d|:[\da-f]{2}\b|\.\d)`, 'giu');
const nextPattern = new RegExp(
  String.raw` {0,2}(?:(?:UTC|GMT) )?(?:-|–|—|to|until|till|through|and|→|->) {0,2}(?:approximately |about |around |~)?${time}(?![\w/]|:\d|:[\da-f]{2}\b|\.\d)`,
  'iuy',
);

const before: readonly (readonly [RegExp, TimeFound['nearness']])[] = [
  [/(?:~|≈|\b(?:approximately|approx\.?|about|around|roughly|circa|c\.))\s{0,2}(?:at\s)?$/i, 'rough'],
  [/\b(?:before|by|prior to|no later than)\s{1,2}$/i, 'before'],
  [/\b(?:until|till|through|ended|ending|up to)\s{1,2}(?:at\s)?$/i, 'until'],
  [/\bsince\s{1,2}$/i, 'since'],
  [/\b(?:after|no earlier than|following)\s{1,2}$/i, 'after'],
];

/** All times of a text in order, `from … to …` as one. */
export function timesIn(text: string): readonly TimesFound[] {
  if (!/\d|noon|midnight| (?:past|to) /i.test(text)) return [];
  const found: TimesFound[] = [];
  let taken = 0;
  for (const match of text.matchAll(timePattern)) {
    // `may 2 instances`: the month is written `May`.
    if (match.index < taken || /^ma(?:y|rch)\b/.test(match[0])) continue;
    const from = timeOf(match, match.index, text);
    const to = nextTime(text, from);
    found.push({ start: from.start, end: to?.end ?? from.end, from, to });
    taken = to?.end ?? from.end;
  }
  return found;
}

function nextTime(text: string, from: TimeFound): TimeFound | null {
  nextPattern.lastIndex = from.end;
  const match = nextPattern.exec(text);
  if (match === null) return null;
  if (/^\s*and\b/i.test(match[0]) && !/\bbetween\s{1,2}$/i.test(text.slice(Math.max(0, from.start - 10), from.start)))
    return null;
  const to = timeOf(match, match.index, text);
  // `2024-02-10 - 14:30` is one time; `10 Feb – 08:15` likewise.
  return (from.clock === null) === (to.clock === null) ? { ...to, nearness: 'exact' } : null;
}

function timeOf(match: RegExpExecArray, start: number, text: string): TimeFound {
  const { groups = {} } = match;
  const day = groups['date'] ?? groups['dateOfClock'];
  const hours = groups['clockOfDate'] ?? groups['clock'];
  const near = text.slice(Math.max(0, start - 24), start);
  const inner = /(?:~|≈|approximately|approx\.?|about|around) ?[\d]/i.test(match[0]);
  return {
    start,
    end: start + match[0].trimEnd().length,
    days: day === undefined ? [] : daysOf(day),
    clock: hours === undefined ? null : clockOf(hours),
    zone: zoneWords(groups['zoneOfDate'] ?? groups['zone']),
    nearness: inner ? 'rough' : (before.find(([pattern]) => pattern.test(near))?.[1] ?? 'exact'),
  };
}

function zoneWords(words: string | undefined): string | null {
  const zone = words
    ?.replace(/[()]/g, '')
    .replace(/^ ?(?:hrs|hours) /, '')
    .trim();
  return zone === undefined || zone === '' ? null : zone;
}

/** Also `24:00`, the end of a day. */
function clockOf(words: string): TimeFound['clock'] {
  if (/\bnoon/i.test(words)) return { second: 43_200, open: 60 };
  if (/midnight/i.test(words)) return { second: 0, open: 60 };
  const [, plainHours, plainMinutes] = /^(\d{2})(\d{2})$/.exec(words) ?? [];
  if (plainHours !== undefined) return { second: Number(plainHours) * 3600 + Number(plainMinutes) * 60, open: 60 };
  const inWords = /(half|quarter|five|ten|twenty-five|twenty) (past|to) (\w+)/i.exec(words);
  if (inWords !== null) return clockOf(figuresOf(inWords, words));
  const [, hour = '0', minute, second] = /^(\d{1,2})(?::(\d{2}))?(?::(\d{2}))?/.exec(words) ?? [];
  const half = halfOf(words, Number(hour));
  const hours = half === null ? Number(hour) : (Number(hour) % 12) + (half === 'p' ? 12 : 0);
  return {
    second: hours * 3600 + Number(minute ?? 0) * 60 + Number(second ?? 0),
    open: second === undefined ? 60 : 1,
  };
}

const minuteWords: Readonly<Record<string, number>> = {
  half: 30,
  quarter: 15,
  five: 5,
  ten: 10,
  twenty: 20,
  'twenty-five': 25,
};

/** `7:30 in the evening` of `half past seven in the evening`. */
function figuresOf([, part = '', side = '', hour = '']: RegExpExecArray, words: string): string {
  const minutes = minuteWords[part.toLowerCase()] ?? 0;
  const isTo = side.toLowerCase() === 'to';
  const hours = hourWords.indexOf(hour.toLowerCase()) + (isTo ? 0 : 1);
  const figures = `${hours === 0 ? 12 : hours}:${String(isTo ? 60 - minutes : minutes).padStart(2, '0')}`;
  return `${figures} ${/(?:in the|at night).*$/i.exec(words)?.[0] ?? ''}`;
}

/** `2:30 pm` and `2:30 in the afternoon`; an hour beyond twelve is of a whole day. */
function halfOf(words: string, hour: number): 'a' | 'p' | null {
  if (hour > 12) return null;
  if (/afternoon|evening/i.test(words)) return 'p';
  if (/at night/i.test(words)) return hour >= 6 && hour < 12 ? 'p' : 'a';
  if (/morning/i.test(words)) return 'a';
  const [, half] = /([ap])\.?m/i.exec(words) ?? [];
  return half === undefined ? null : half.toLowerCase() === 'p' ? 'p' : 'a';
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function daysOf(words: string): readonly Day[] {
  const iso = /^(\d{4})\D(\d{2})\D(\d{2})$/.exec(words);
  if (iso !== null) return real([dayOf(iso[1], iso[2], iso[3])]);
  const figures = /^(\d{1,2})([/.])(\d{1,2})[/.](\d{4})$/.exec(words);
  if (figures !== null) {
    const [, first, mark, second, year] = figures;
    const dayFirst = dayOf(year, second, first);
    return real(mark === '.' || first === second ? [dayFirst] : [dayOf(year, first, second), dayFirst]);
  }
  const name = new RegExp(month, 'i').exec(words)?.[0].slice(0, 3).toLowerCase() ?? '';
  const year = /\b\d{4}\b/.exec(words)?.[0];
  const day = /(?<!\d)\d{1,2}(?!\d)/.exec(words)?.[0];
  return real([dayOf(year, String(months.indexOf(name) + 1), day)]);
}

function dayOf(year: string | undefined, monthOfYear: string | undefined, day: string | undefined): Day {
  const rest = `${(monthOfYear ?? '').padStart(2, '0')}-${(day ?? '').padStart(2, '0')}`;
  return year === undefined ? rest : `${year}-${rest}`;
}

/** Days that the calendar has; 2024 stands in for a year that is not named, as it has every day. */
function real(days: readonly Day[]): readonly Day[] {
  return days.filter((day) => {
    const whole = day.length === 5 ? `2024-${day}` : day;
    const at = Date.parse(`${whole}T00:00:00Z`);
    return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === whole;
  });
}
