/**
 * SQL BOOLEAN over a text that holds an address: whether it is one that anybody may be reached by. Private,
 * local, shared, group and broadcast addresses are not; those for documentation are. NULL for NULL.
 * RFC 1122, 1918, 3927, 5771, 6598, 4193, 4291.
 */
export const isPublicSql = (address: string): string =>
  `(NOT regexp_matches(${address}, '(?i)^(?:::ffff:)?(?:0|10|127|169[.]254|192[.]168|172[.](?:1[6-9]|2[0-9]|3[01])|100[.](?:6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])|22[4-9]|2[345][0-9])[.]|^f[cdf]|^fe[89a-f]|^::1?$'))`;
