/**
 * SQL over event columns for whose act it is, at three widths, and for what was called. Hashes, since there
 * may be as many as events; each text is hashed once. `alias` is the relation's name in the query.
 */

const identity = (alias: string): string => `hash(coalesce(${alias}.actor_uid, ${alias}.actor_name, '?'))`;
const session = (alias: string): string => `hash(${identity(alias)}, hash(${alias}.session_name))`;

/** One credential, or the identity under its session's name where the record names none. */
export const keySql = (alias: string): string =>
  `CASE WHEN ${alias}.credential IS NOT NULL THEN hash(${alias}.credential) ELSE ${session(alias)} END`;

/** A lasting credential; of a temporary one, which has no past, the identity under its session's name. */
export const narrowSql = (alias: string): string =>
  `CASE WHEN ${alias}.session_created IS NULL AND ${alias}.credential IS NOT NULL THEN hash(${alias}.credential) ELSE ${session(alias)} END`;

/** The user, role or service. */
export const wideSql = identity;

export const operationHashSql = (alias: string): string => `hash(hash(${alias}.service), hash(${alias}.operation))`;

/** SQL condition: somebody called from an address of his own, and this is no copy of a call that another account logged. */
export const isDirectSql = (alias: string): string =>
  `(${alias}.invoked_by IS NULL AND (contains(${alias}.source_ip, ':') OR regexp_full_match(${alias}.source_ip, '[0-9.]+'))
    AND NOT (${alias}.credential IS NULL AND ${alias}.shared_uid IS NOT NULL))`;
