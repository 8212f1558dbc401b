/** The fields of one row of CSV (RFC 4180), or null where a quote stands where none can. */
export function csvFields(row: string): readonly string[] | null {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (row[at] === '"') {
      const end = closingQuote(row, at + 1);
      if (end === -1 || (end + 1 < row.length && row[end + 1] !== ',')) return null;
      fields.push(row.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 1;
    } else {
      const comma = row.indexOf(',', at);
      const end = comma === -1 ? row.length : comma;
      const field = row.slice(at, end);
      if (field.includes('"')) return null;
      fields.push(field);
      at = end;
    }
    if (at >= row.length) return fields;
    at += 1;
  }
}

function closingQuote(row: string, from: number): number {
  for (let at = row.indexOf('"', from); at !== -1; at = row.indexOf('"', at + 2)) if (row[at + 1] !== '"') return at;
  return -1;
}
