import { keyOf, type Sign, type Table } from '../../../model/source.ts';
import { valueOf } from './struct-text.ts';

export interface RowRecord {
  readonly json: string;
  /** Whether the row tells less than the record did. */
  readonly isLossy: boolean;
}

/** The record that a row stands for, as JSON text: from its columns, unless one of them holds it whole. */
export function rowRecord(row: readonly (readonly [column: string, text: string | null])[], table: Table): RowRecord {
  const spelled = new Map(Object.keys(table.columns).map((key) => [key.toLowerCase(), key]));
  const whole = row.find(([column]) => column.toLowerCase() === table.whole?.toLowerCase())?.[1];
  if (whole?.startsWith('{')) return { json: whole, isLossy: false };
  const members = row.flatMap(([column, text]) => {
    const key = spelled.get(column.toLowerCase()) ?? column;
    const value = text === null ? undefined : valueOf(text, table.columns[key] ?? 'text');
    return value === undefined ? [] : [[key, value] as const];
  });
  return { json: JSON.stringify(Object.fromEntries(members)), isLossy: true };
}

/** Whether rows under these columns are records: they name all the keys of one set, in any case, or hold records whole. */
export function isTableOf(columns: readonly string[], table: Table, recognise: readonly (readonly Sign[])[]): boolean {
  const given = new Set(columns.map((column) => column.toLowerCase()));
  return (
    (table.whole !== undefined && given.has(table.whole.toLowerCase())) ||
    recognise.some((signs) => signs.every((sign) => given.has(keyOf(sign).toLowerCase())))
  );
}
