/**
 * SQL over event columns for what tells two users of one credential apart. All of them are NULL-safe;
 * `alias` is the relation's name in the query.
 */

/** One credential, or the session or actor where the record names no credential. */
export const keySql = (alias: string): string =>
  `coalesce(${alias}.credential, ${alias}.session_uid, 'actor:' || coalesce(${alias}.actor_uid, ${alias}.actor_name, '?'))`;

/** The network of a console's shell. */
export const viaShell = 'via:shell';

/** A session's uid without its beginning, which the lake writes after an `@`: what an issuing record names. */
export const sessionBase = (uid: string): string => uid.replace(/@\d{4}-\d\d-\d\dT[^@]*$/, '');
export const sessionBaseSql = (alias: string): string =>
  `regexp_replace(${alias}.session_uid, '@[0-9]{4}-[0-9]{2}-[0-9]{2}T[^@]*$', '')`;

/**
 * The network of the caller: an IPv4 /24, an IPv6 /48; `via:…` where the provider writes the name of a
 * service that called on the caller's behalf, or nothing, and for the shell that its console opens, which
 * runs on the provider's own machines.
 */
export const networkSql = (alias: string): string => {
  const ip = `${alias}.source_ip`;
  const groups = `string_split(split_part(${ip}, '::', 1), ':')`;
  const group = (index: number) => `coalesce(nullif(${groups}[${index}], ''), '0')`;
  return `CASE
    WHEN ${ip} IS NULL THEN 'via:?'
    WHEN ${isSessionSql(alias)} AND contains(lower(${alias}.user_agent), 'exec-env/cloud') AND regexp_matches(${alias}.user_agent, '(?i)\\bexec-env/cloud-?shell\\b') THEN '${viaShell}'
    WHEN regexp_matches(${ip}, '^[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+$') THEN regexp_replace(${ip}, '[0-9]+$', '0/24')
    WHEN regexp_matches(${ip}, '^[0-9a-fA-F:]*:[0-9a-fA-F:.]*$') THEN lower(${group(1)} || ':' || ${group(2)} || ':' || ${group(3)} || '::/48')
    ELSE 'via:' || ${ip} END`;
};

/** Of a session some records tell the beginning, others no more than its name. */
const isSessionSql = (alias: string): string =>
  `(${alias}.session_created IS NOT NULL OR ${alias}.session_name IS NOT NULL)`;

/**
 * The family of the caller's program: its first word without version. Empty for a temporary session,
 * whose many programs (a browser and its consoles) are one user.
 */
export const agentSql = (alias: string): string =>
  `CASE WHEN ${isSessionSql(alias)} THEN '' ELSE lower(coalesce(regexp_extract(${alias}.user_agent, '[A-Za-z][A-Za-z.-]*'), '')) END`;
