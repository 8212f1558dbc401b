import type { Random } from '../../src/model/simulation.ts';
import { edited, editOf, untouched } from './edit-bytes.ts';
import type { Written } from './forms.ts';

interface ChangedRows {
  readonly bytes: Buffer;
  readonly what: string;
  /** Places of the rows that may be lost by it. */
  readonly touched: readonly number[] | 'all';
}

type Change = (written: Written, random: Random) => ChangedRows;

const spanText = ({ text, spans }: Written, index: number): string => {
  const span = spans[index];
  return text.toString('utf8', span?.from, span?.to);
};

/** Puts other text in the place of one row. */
function withRow(written: Written, index: number, row: string): Buffer {
  const { from = 0, to = 0 } = written.spans[index] ?? {};
  return edited(written.text, [{ from, to, bytes: Buffer.from(row), what: '' }]);
}

const oneRow =
  (change: (row: string, random: Random) => { readonly row: string; readonly what: string }): Change =>
  (written, random) => {
    const index = random.between(0, written.spans.length - 1);
    const { row, what } = change(spanText(written, index), random);
    return { bytes: withRow(written, index, row), what: `row ${index}: ${what}`, touched: [index] };
  };

const header = ({ text, spans }: Written): Buffer => text.subarray(0, spans[0]?.from ?? 0);
const body = ({ text, spans }: Written): Buffer => text.subarray(spans[0]?.from ?? 0);

const structure: readonly string[] = ['{', '}', '[', ']', '=', ', ', ',', '""', '"', 'null', '{a=', 'type=', '\\'];

const changes: readonly Change[] = [
  oneRow((row) => ({ row: `${row},more`, what: 'a field too many' })),
  oneRow((row, random) => ({ row: `${'x,'.repeat(random.pick([1, 5_000]))}${row}`, what: 'fields in front' })),
  oneRow((row) => ({ row: row.slice(0, row.lastIndexOf(',')), what: 'a field too few' })),
  oneRow((row) => ({ row: `"${row}`, what: 'a quote in front' })),
  oneRow((row) => ({ row: `${row}"`, what: 'a quote behind' })),
  oneRow(() => ({ row: '', what: 'nothing' })),
  oneRow(() => ({ row: '"', what: 'a lone quote' })),
  oneRow((row, random) => {
    const place = random.between(0, row.length);
    const token = random.pick(structure);
    return { row: row.slice(0, place) + token + row.slice(place), what: `${token} put in at ${place}` };
  }),
  oneRow((row, random) => {
    const found = [...row.matchAll(/[{}[\]=,"]/g)].map(({ index }) => index);
    const place = random.pick(found.length > 0 ? found : [0]);
    return { row: row.slice(0, place) + row.slice(place + 1), what: `${row[place] ?? ''} taken out at ${place}` };
  }),
  (written) => ({
    bytes: Buffer.concat([Buffer.from(header(written).toString('utf8').toUpperCase()), body(written)]),
    what: 'the header in capitals',
    touched: 'all',
  }),
  (written) => ({
    bytes: Buffer.concat([header(written), header(written), body(written)]),
    what: 'the header twice',
    touched: 'all',
  }),
  (written) => ({ bytes: body(written), what: 'without a header', touched: 'all' }),
  (written) => ({ bytes: Buffer.concat([Buffer.from('\uFEFF'), written.text]), what: 'a mark in front', touched: [] }),
  (written, random) => {
    const edit = editOf(written.text, random);
    const kept = untouched(written, [edit]);
    return {
      bytes: edited(written.text, [edit]),
      what: edit.what,
      touched: written.spans.flatMap((_, index) => (kept.includes(index) ? [] : [index])),
    };
  },
];

/** A mutation of query results: of a row, of the header, or of any bytes. */
export const changeRows: Change = (written, random) => random.pick(changes)(written, random);
