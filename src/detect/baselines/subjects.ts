/**
 * SQL over event columns for whose act it is, at three widths. Hashes, since there may be as many as
 * events; `alias` is the relation's name in the query.
 */

const identity = (alias: string): string => `coalesce(${alias}.actor_uid, ${alias}.actor_name, '?')`;

/** One credential, or the session or actor where the record names no credential. */
export const keySql = (alias: string): string =>
  `hash(coalesce(${alias}.credential, ${alias}.session_uid, ${identity(alias)}))`;

/** A lasting credential; of a temporary one, which has no past, the identity under its session's name. */
export const narrowSql = (alias: string): string =>
  `hash(CASE WHEN ${alias}.session_created IS NULL AND ${alias}.credential IS NOT NULL THEN ${alias}.credential ELSE concat_ws(' ', ${identity(alias)}, ${alias}.session_name) END)`;

/** The user, role or service. */
export const wideSql = (alias: string): string => `hash(${identity(alias)})`;

export const operationHashSql = (alias: string): string => `hash(${alias}.service, ${alias}.operation)`;

/** SQL condition: somebody called from an address of his own, and this is no copy of a call that another account logged. */
export const isDirectSql = (alias: string): string =>
  `(${alias}.invoked_by IS NULL AND (contains(${alias}.source_ip, ':') OR regexp_full_match(${alias}.source_ip, '[0-9.]+'))
    AND NOT (${alias}.credential IS NULL AND ${alias}.shared_uid IS NOT NULL))`;
