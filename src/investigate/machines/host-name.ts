const address = /^[0-9.:]+$/;

/** SQL: a machine's name without its domain, in lower case: one log writes it whole, another only its beginning. */
export const hostNameSql = (column: string): string =>
  `CASE WHEN regexp_matches(${column}, '^[0-9.:]+$') THEN ${column} ELSE lower(split_part(${column}, '.', 1)) END`;

/** The same of a name. */
export const hostName = (name: string): string =>
  address.test(name) ? name : (name.split('.')[0] ?? name).toLowerCase();
