/** SQL text literal. NUL cannot stand in one, so it is cut out: no stored value holds it unescaped. */
export const literal = (text: string): string => `'${text.replaceAll('\0', '').replaceAll("'", "''")}'`;

export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const list = (items: readonly string[]): string => `[${items.join(', ')}]`;
