/** How rare first times must have been: at most one in so many days. */
const daysANovelty = 7;

interface FirstTimes {
  /** SQL of rows with `subject` UBIGINT, `value` VARCHAR, `happened` TIMESTAMP and `narrow` UBIGINT: every use, or the first of a day. */
  readonly uses: string;
  /** SQL of the days on record that are the history: `subject, day`, and how many came before, `earlier`. */
  readonly days: string;
  /** Values that must be known before one can be new. */
  readonly leastKnown: 0 | 1;
  /** Earlier days without which nothing can be told at all. */
  readonly leastDays: number;
}

/** Days on record of credentials, identities or accounts. */
export const daysOf = (level: 'self' | 'identity' | 'account'): string =>
  `(SELECT subject, day, earlier FROM baseline_days WHERE level = '${level}')`;

/** The same of what stands in a column of rows with `seen`. */
export const daysIn = (relation: string, column: string): string =>
  `(SELECT hash(subject) AS subject, day, row_number() OVER (PARTITION BY subject ORDER BY day) - 1 AS earlier
    FROM (SELECT DISTINCT ${column} AS subject, date_trunc('day', seen) AS day FROM ${relation}))`;

/**
 * SQL of the first use of each value by each subject that is rare enough to tell: `subject, value, happened,
 * narrow, history, known_count, known` (the first three known values).
 *
 * With d earlier days on record and n values that came later than the first day and at least two days
 * ago, a first time is rare where 7 n ≤ d: the subject met at most one new value in seven days. What came
 * within the last two days does not count, since one intrusion brings many. A value counts as known once
 * it is an hour old.
 */
export function firstTimesSql({ uses, days, leastKnown, leastDays }: FirstTimes): string {
  const earlier = `PARTITION BY subject ORDER BY`;
  return `WITH firsts AS MATERIALIZED (
      SELECT subject, value, one.happened AS happened, one.narrow AS narrow, date_trunc('day', one.happened) AS day
      FROM (SELECT subject, value, min({'happened': happened, 'narrow': narrow}) AS one FROM (${uses})
        WHERE subject IN (SELECT subject FROM ${days} WHERE earlier >= ${leastDays}) GROUP BY subject, value)
    ), counted AS (
      SELECT *, count(*) OVER (${earlier} happened RANGE BETWEEN UNBOUNDED PRECEDING AND INTERVAL 1 HOUR PRECEDING) AS known_count,
        count(*) FILTER (WHERE day > begun) OVER (${earlier} day RANGE BETWEEN UNBOUNDED PRECEDING AND INTERVAL 2 DAY PRECEDING) AS novelties
      FROM (SELECT *, min(day) OVER (PARTITION BY subject) AS begun FROM firsts)
    ), rare AS MATERIALIZED (
      SELECT c.*, d.earlier AS history FROM counted c
      JOIN ${days} d ON d.subject = c.subject AND d.day = c.day
      WHERE d.earlier >= ${leastDays} AND known_count >= ${leastKnown} AND novelties * ${daysANovelty} <= d.earlier
    ), known AS (
      SELECT r.subject, r.value, list(k.value ORDER BY k.happened, k.value)[1:3] AS known
      FROM rare r JOIN firsts k ON k.subject = r.subject AND k.happened <= r.happened - INTERVAL 1 HOUR GROUP BY r.subject, r.value
    )
    SELECT r.subject, r.value, happened, narrow, history, known_count, coalesce(known, []) AS known
    FROM rare r LEFT JOIN known USING (subject, value)`;
}
