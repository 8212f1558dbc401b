import type { LocalTime } from '../model/source.ts';
import { list, literal } from './sql.ts';

/** What a day's name ends in while its events wait for their zone, or for their year as well. */
export const zoneless = '.local';
export const undated = '.undated';

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
