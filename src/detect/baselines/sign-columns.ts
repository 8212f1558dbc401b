/**
 * What a baseline's query yields, a row for each act or moment that departs from the past. `time`,
 * `narrow` and whichever of account, region, service, source_ip and operation (hashes) is not NULL lead back to the
 * events; `is_every` means all that fit, else the one with the smallest uid. The rest is told in `Sign`.
 */
export const signColumns = {
  time: 'TIMESTAMP',
  narrow: 'UBIGINT',
  account: 'UBIGINT',
  region: 'UBIGINT',
  service: 'UBIGINT',
  source_ip: 'UBIGINT',
  operation: 'UBIGINT',
  is_failed: 'BOOLEAN',
  is_every: 'BOOLEAN',
  told_at: 'TIMESTAMP',
  value: 'BIGINT',
  seconds: 'BIGINT',
  against: 'BIGINT',
  history: 'BIGINT',
  compared: 'VARCHAR',
  what: 'VARCHAR[]',
  known: 'VARCHAR[]',
} as const;
export type SignColumn = keyof typeof signColumns;

const required = ['time', 'narrow', 'value', 'history'] as const satisfies readonly SignColumn[];

type Given = Readonly<Record<(typeof required)[number], string> & Partial<Record<SignColumn, string>>>;

const otherwise: Partial<Record<SignColumn, string>> = {
  is_every: 'false',
  seconds: '0',
  against: '0',
  compared: `'self'`,
  what: '[]',
  known: '[]',
};

/** SQL of signs from a relation; a column that is not given is its default, `told_at` is `time`. */
export function signsSql(from: string, given: Given): string {
  const columns = Object.entries(signColumns).map(([name, type]) => {
    const column = name as SignColumn;
    const sql = given[column] ?? (column === 'told_at' ? given.time : otherwise[column]) ?? 'NULL';
    return `CAST(${sql} AS ${type}) AS ${column}`;
  });
  return `SELECT ${columns.join(', ')} FROM ${from}`;
}
