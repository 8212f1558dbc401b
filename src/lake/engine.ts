/** A value as an engine returns it: times as RFC 3339 text in UTC, whole numbers as numbers, lists as arrays. */
export type Cell = string | number | boolean | null | readonly Cell[] | { readonly [key: string]: Cell };
export type Row = Readonly<Record<string, Cell>>;

/** An engine that asks the lake. */
export interface Engine {
  run(sql: string): Promise<void>;
  /** The same, at once and beside whatever else runs: it sees neither temporary tables nor views. */
  runBeside(sql: string): Promise<void>;
  /** A way to ask the same engine at once with this one, with temporary tables and views of its own; close it before this one. */
  beside(): Promise<Engine>;
  /** A result read whole: ask only for what is bounded. */
  rows(sql: string): Promise<readonly Row[]>;
  /** A result of any size, some hundred rows at a time. */
  stream(sql: string): AsyncIterable<readonly Row[]>;
  /** Breaks off what is running and all that is asked from then on: it fails with the code `cancelled`. */
  interrupt(): void;
  /** Stops what is running and frees files and memory. */
  close(): Promise<void>;
}
