import { carrierColumns } from '../../../model/carriers.ts';
import type { Source } from '../../../model/source.ts';
import type { Piece } from '../cut-records.ts';
import { JsonScanner } from '../scan-json.ts';
import { cutAnswer } from './cut-answer.ts';
import { csvFields } from './csv-fields.ts';
import { cutCsv } from './cut-csv.ts';
import { isTableOf, rowRecord } from './row-record.ts';

/** A record made of a row. */
export interface RowPiece extends Piece {
  readonly isLossy: boolean;
}

interface CutRowsOptions {
  readonly sources: readonly Source[];
  readonly maxRecordBytes: number;
}

type Columns = readonly (readonly [string, string | null])[];
type TableSource = Source & { readonly table: NonNullable<Source['table']> };

const headBytes = 65_536;
const hasTable = (source: Source): source is TableSource => source.table !== undefined;

/** Whether text that begins so holds rows of query results that are records of some source. */
export function holdsRows(head: Buffer, sources: readonly Source[]): boolean {
  const tables = sources.filter(hasTable);
  const start = head.toString('utf8', 0, headBytes).replace(/^\uFEFF?\s*/, '');
  if (start.startsWith('{')) return answering(start, tables) !== null;
  const header = csvFields(start.slice(0, start.search(/\r?\n|$/)));
  return header !== null && (sourceOf(header, tables) !== null || carries(header));
}

/** Query results as records: each row becomes one, in JSON as the provider spells it. */
export async function* cutRows(
  text: AsyncIterable<Buffer>,
  { sources, maxRecordBytes }: CutRowsOptions,
): AsyncGenerator<RowPiece> {
  const tables = sources.filter(hasTable);
  const { head, whole } = await peeked(text);
  const opening = head.toString('utf8', 0, headBytes).replace(/^\uFEFF?\s*/, '');
  if (!opening.startsWith('{')) {
    yield* csvRecords(whole, tables, maxRecordBytes);
    return;
  }
  const key = answering(opening, tables)?.table.rows ?? '';
  for await (const row of cutAnswer(whole, key, maxRecordBytes)) yield recordOf(row, row.columns, tables);
}

/** The source in whose query results a JSON object has its rows, by the object's own keys. */
function answering(start: string, tables: readonly TableSource[]): TableSource | null {
  const text = Buffer.from(start);
  const answers = ({ table: { rows } }: TableSource): boolean =>
    rows !== undefined && new JsonScanner([rows]).scan(text, text.length) === 'records';
  return tables.find(answers) ?? null;
}

async function* csvRecords(
  text: AsyncIterable<Buffer>,
  tables: readonly TableSource[],
  maxRecordBytes: number,
): AsyncGenerator<RowPiece> {
  let header: readonly string[] | null = null;
  for await (const row of cutCsv(text, maxRecordBytes)) {
    if (header === null) {
      header = (row.fields ?? []).map((name) => name.replace(/^\uFEFF/, '').trim());
      continue;
    }
    const names = header;
    const fits = row.fields === null || row.fields.length === names.length;
    const columns = row.fields && fits ? row.fields.map((field, index) => [names[index] ?? '', field] as const) : null;
    yield recordOf(
      fits ? row : { ...row, fault: `a row of ${row.fields?.length ?? 0} fields under a header of ${names.length}` },
      columns,
      tables,
    );
  }
}

function recordOf({ offset, bytes, fault }: Piece, columns: Columns | null, tables: readonly TableSource[]): RowPiece {
  const names = columns?.map(([name]) => name) ?? [];
  const source = sourceOf(names, tables);
  if (columns === null || (source === null && !carries(names)))
    return { offset, bytes, fault: fault ?? 'columns of no known source', isLossy: false };
  if (new Set(names).size < names.length) return { offset, bytes, fault: 'has a key twice', isLossy: false };
  if (source === null)
    return { offset, bytes: Buffer.from(JSON.stringify(Object.fromEntries(columns))), fault: null, isLossy: false };
  const { json, isLossy } = rowRecord(columns, source.table);
  return { offset, bytes: Buffer.from(json), fault: null, isLossy };
}

const sourceOf = (columns: readonly string[], tables: readonly TableSource[]): TableSource | null =>
  tables.find(({ table, recognise }) => isTableOf(columns, table, recognise)) ?? null;

/** Whether rows hold what others wrote, each in a column of its own beside what tells of it. */
const carries = (columns: readonly string[]): boolean => columns.some((column) => carrierColumns.has(column));

async function peeked(text: AsyncIterable<Buffer>): Promise<{ head: Buffer; whole: AsyncIterable<Buffer> }> {
  const iterator = text[Symbol.asyncIterator]();
  const first = await iterator.next();
  const head = first.done ? Buffer.alloc(0) : first.value;
  const whole = async function* (): AsyncGenerator<Buffer> {
    yield head;
    yield* { [Symbol.asyncIterator]: () => iterator };
  };
  return { head, whole: whole() };
}
