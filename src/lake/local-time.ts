import type { LocalTime } from '../model/source.ts';
import { list, literal } from './sql.ts';

/** What a day's name ends in while its events wait for their zone, or for their year as well. */
export const zoneless = '.local';
export const undated = '.undated';

/** Whether events of a day of this name still wait for a clock. */
export const isOpen = (day: string): boolean => day.endsWith(zoneless) || day.endsWith(undated);

/** A year before all logs, in which every day of every year exists: it stands for one that no record names. */
const yearUnknown = 2000;

/** Columns that `localTimesSql` makes: a time without its zone, and one without its year. */
const zonelessTime = 'zoneless_time';
const undatedTime = 'undated_time';

/** SQL of the two columns from the text that tells the time by a machine's own clock. */
export const localTimesSql = (text: string, { formats }: LocalTime): string =>
  `${readAs(text, formats, true)} AS ${zonelessTime}, ${readAs(text, formats, false)} AS ${undatedTime}`;

/** SQL of a time, exact or as the text has it; one without a zone would pass for exact. */
export const withLocalTime = (exact: string): string => `coalesce(${zonelessTime}, ${exact}, ${undatedTime})`;

/** SQL of what `withLocalTime` leaves open: the empty text, `zoneless` or `undated`. */
export const clockSql = (exact: string): string =>
  `CASE WHEN ${zonelessTime} IS NOT NULL THEN '${zoneless}' WHEN ${undatedTime} IS NULL OR ${exact} IS NOT NULL THEN '' ELSE '${undated}' END`;

/** From a day to the same day of another year; the 29th of February of a year that has none is its next day. */
export function daysUntil(day: string, year: number): number {
  const [, month = 1, date = 1] = day.split('-').map(Number);
  return (Date.UTC(year, month - 1, date) - Date.parse(day)) / dayMs;
}

export const dayIn = (day: string, year: number): string =>
  new Date(Date.parse(day) + daysUntil(day, year) * dayMs).toISOString().slice(0, 10);

const dayMs = 24 * 60 * 60 * 1000;

/**
 * SQL of the time of a record whose clock is `clockSql`, in the year that it is likely to have: the latest one by
 * which it is not a day after the newest dated record that was known when it was read (RFC 3339). Where that proves
 * right in the end, nothing has to be written anew.
 */
export function guessedSql(time: string, clock: string, newest: string): string {
  const limit = new Date(Date.parse(newest) + dayMs);
  const behind = `${yearUnknown}${limit.toISOString().slice(4, 10)} 23:59:59.999999`;
  const inYear = (year: number): string =>
    `CASE WHEN ${time} < TIMESTAMP '${yearUnknown}-03-01' THEN to_days(${daysUntil(`${yearUnknown}-01-01`, year)}) ELSE to_days(${daysUntil(`${yearUnknown}-03-01`, year)}) END`;
  const year = limit.getUTCFullYear();
  return `CASE WHEN ${clock} <> '${undated}' THEN ${time} WHEN ${time} <= TIMESTAMP '${behind}' THEN ${time} + ${inYear(year)} ELSE ${time} + ${inYear(year - 1)} END`;
}

/** SQL of the time of a row of a file, as its record has it: without the year that was guessed for it. */
export const unguessedSql = (time: string, file: string): string =>
  `coalesce(TRY_CAST(${undatedDay(file)} AS TIMESTAMP) + (${time} - date_trunc('day', ${time})), ${time})`;

/** A file lies in a folder of its partition's name. */
const undatedDay = (file: string): string =>
  `regexp_extract(${file}, '[/=](${yearUnknown}-[0-9]{2}-[0-9]{2})\\${undated}[^/]*/[^/]*$', 1)`;

function readAs(text: string, all: LocalTime['formats'], hasYear: boolean): string {
  const formats = all.filter((each) => each.hasYear === hasYear).map(({ format }) => format);
  const ways = [true, false].flatMap((isNumber) => {
    const fitting = formats.filter((format) => beginsWithNumber(format) === isNumber);
    return fitting.length === 0
      ? []
      : [`WHEN ${isNumber ? '' : 'NOT '}(${text} BETWEEN '0' AND ':') THEN ${strptime(text, fitting, hasYear)}`];
  });
  return ways.length === 0 ? 'CAST(NULL AS TIMESTAMP)' : `CASE ${ways.join(' ')} END`;
}

/** A format that cannot fit is not tried: failing costs the engine more than reading. */
const beginsWithNumber = (format: string): boolean => /^%[YmdHs]/.test(format);

/** Days of one digit may stand behind two blanks. */
function strptime(text: string, formats: readonly string[], hasYear: boolean): string {
  const single = `replace(${text}, '  ', ' ')`;
  const [read, forms] = hasYear
    ? [single, formats]
    : [`'${yearUnknown} ' || ${single}`, formats.map((format) => `%Y ${format}`)];
  return `try_strptime(${read}, ${list(forms.map(literal))})`;
}
