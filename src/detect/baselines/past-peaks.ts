interface PastPeaks {
  /** SQL of rows with `narrow, wide, account, happened, value` and any others: how much there was at that moment. */
  readonly rows: string;
  /** What is this recent is the present: an SQL interval. */
  readonly recent: string;
  /** Only rows with this much are asked about. */
  readonly least: number;
  /** Days on record with which a credential or identity is compared with itself. */
  readonly historyDays: number;
}

/** Earlier days without which nothing can be told at all. */
const leastDays = 1;

/**
 * SQL of the rows that reach `least` with `against`, the most there ever was before, `compared` with whom,
 * and `history`, that one's earlier days on record. A credential with enough history is compared with
 * itself, else with its identity, else with the busiest credential of the account.
 */
export function pastPeaksSql({ rows, recent, least, historyDays }: PastPeaks): string {
  const levels = [
    { level: 'self', subject: (row: string) => `${row}.narrow` },
    { level: 'identity', subject: (row: string) => `${row}.wide` },
    { level: 'account', subject: (row: string) => `${row}.account` },
  ];
  const tops = levels.map(
    ({ level, subject }) => `${level}_tops AS (
      SELECT subject, happened, max(value) OVER (PARTITION BY subject ORDER BY happened ROWS UNBOUNDED PRECEDING) AS top
      FROM (SELECT ${subject('r')} AS subject, happened, max(value) AS value FROM every_row r WHERE ${subject('r')} IN (SELECT ${subject('a')} FROM asked a) GROUP BY 1, 2))`,
  );
  const joins = levels.map(
    ({
      level,
      subject,
    }) => `LEFT JOIN baseline_days ${level} ON ${level}.level = '${level}' AND ${level}.subject = ${subject('a')} AND ${level}.day = date_trunc('day', a.happened)
    ASOF LEFT JOIN ${level}_tops ON ${level}_tops.subject = ${subject('a')} AND a.present >= ${level}_tops.happened`,
  );
  const choose = (self: string, identity: string, account: string): string =>
    `CASE WHEN self.earlier >= ${historyDays} THEN ${self} WHEN identity.earlier >= ${historyDays} THEN ${identity} ELSE ${account} END`;
  return `SELECT * FROM (WITH every_row AS MATERIALIZED (${rows}),
    asked AS MATERIALIZED (SELECT *, happened - INTERVAL ${recent} AS present FROM every_row WHERE value >= ${least}),
    ${tops.join(',\n    ')}
    SELECT a.* EXCLUDE (present), ${choose(`'self'`, `'identity'`, `'account'`)} AS compared,
      coalesce(${choose('self_tops.top', 'identity_tops.top', 'account_tops.top')}, 0) AS against,
      ${choose('self.earlier', 'identity.earlier', 'coalesce(account.earlier, 0)')} AS history
    FROM asked a ${joins.join('\n    ')}) WHERE history >= ${leastDays}`;
}
