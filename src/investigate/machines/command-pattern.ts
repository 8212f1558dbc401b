/** SQL: a command without what changes from one run to the next: numbers, and ids of hex digits. */
export const commandPatternSql = `regexp_replace(command, '[0-9a-fA-F]{6,}|[0-9]+', '#', 'g')`;
