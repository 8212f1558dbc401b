import type { LocalTime } from '../model/source.ts';
import { list, literal } from './sql.ts';

/** SQL of a text that tells the time by a machine's own clock, and how it may be written. */
export interface LocalText {
  readonly text: string;
  readonly formats: LocalTime['formats'];
}

/** What a day's name ends in while its events wait for their zone, or for their year as well. */
export const zoneless = '.local';
export const undated = '.undated';

/** A year before all logs, in which every day of every year exists: it stands for one that no record names. */
export const yearUnknown = 2000;

/** SQL of a time, exact or else as the text has it. */
export const withLocalTime = (exact: string, local: LocalText | null): string =>
  local === null ? exact : `coalesce(${exact}, ${localSql(local, true)}, ${localSql(local, false)})`;

/** SQL of what `withLocalTime` leaves open: the empty text, `zoneless` or `undated`. */
export function clockOf(exact: string, local: LocalText | null): string {
  if (local === null) return `''`;
  return `CASE WHEN ${exact} IS NOT NULL THEN '' WHEN ${localSql(local, true)} IS NOT NULL THEN '${zoneless}'
    WHEN ${localSql(local, false)} IS NOT NULL THEN '${undated}' ELSE '' END`;
}

function localSql({ text, formats }: LocalText, hasYear: boolean): string {
  const asked = formats.filter((each) => each.hasYear === hasYear).map(({ format }) => format);
  if (asked.length === 0) return 'CAST(NULL AS TIMESTAMP)';
  const single = `regexp_replace(${text}, ' +', ' ', 'g')`;
  if (hasYear) return `try_strptime(${single}, ${list(asked.map(literal))})`;
  return `try_strptime('${yearUnknown} ' || ${single}, ${list(asked.map((format) => literal(`%Y ${format}`)))})`;
}
