import type { Cell, Row } from './engine.ts';

/** Readers of engine values: what has another type than asked counts as absent. */
export const textOf = (cell: Cell | undefined): string | null => (typeof cell === 'string' ? cell : null);
export const numberOf = (cell: Cell | undefined): number | null => (typeof cell === 'number' ? cell : null);
export const textsOf = (cell: Cell | undefined): readonly string[] =>
  isList(cell) ? cell.filter((item) => typeof item === 'string') : [];
export const numbersOf = (cell: Cell | undefined): readonly number[] =>
  isList(cell) ? cell.filter((item) => typeof item === 'number') : [];

/** A column that the query guarantees; throws where it does not hold, which is our own mistake. */
export function needed<Value>(value: Value | null, column: string): Value {
  if (value === null) throw new TypeError(`the engine returned no ${column}`);
  return value;
}

/** The same for a column of a row: text, or a whole number. */
export const textIn = (row: Row | undefined, column: string): string => needed(textOf(row?.[column]), column);
export const countIn = (row: Row | undefined, column: string): number => needed(numberOf(row?.[column]), column);

const isList = (cell: Cell | undefined): cell is readonly Cell[] => Array.isArray(cell);
