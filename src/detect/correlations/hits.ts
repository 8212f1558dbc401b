import { join } from 'node:path';
import type { Sql } from '../../lake/duckdb/emit-text.ts';
import { countIn } from '../../lake/cells.ts';
import type { Engine } from '../../lake/engine.ts';
import { literal } from '../../lake/sql.ts';
import { hashOf, numberIn, valuesOf, type Feed } from './feeds.ts';

/** Matches of several feeds in one relation. */
export interface HitSource {
  /**
   * SQL of `event_uid`, `time`, the marks, and of values: `v<j>` VARCHAR (NULL where there is none, or
   * several) and `l<j>` VARCHAR[] (NULL but where there are several).
   */
  readonly relation: Sql;
  /** Columns by which rows are told apart. */
  readonly marks: readonly Sql[];
  readonly feeds: readonly {
    readonly feed: number;
    /** Condition on marks: the row is a match of the feed. */
    readonly where: Sql;
    /** For each field of the feed the j of its values. */
    readonly columns: readonly number[];
  }[];
}

/** The matches of a feed as correlations reckon with them, in a file that other feeds may share. */
export interface LaidHits {
  /** SQL of `t` (microseconds), `e` (hash of the event, where it matters), `h<j>` (hash of a value), `n<j>` (its number). */
  readonly plain: Sql;
  /** The same for events with several values in a field, where `h<j>` and `n<j>` are lists; null where there can be none. */
  readonly several: Sql | null;
  readonly where: Sql;
  readonly columns: readonly number[];
  /** How many there are. */
  readonly count: number;
}

/**
 * Writes the matches of all feeds into files, as numbers only: they are read again for every correlation,
 * which passes over blocks of other feeds.
 * @returns where those of each feed stand, by its number
 */
export async function layHits(
  engine: Engine,
  {
    feeds,
    sources,
    scratch,
  }: { readonly feeds: readonly Feed[]; readonly sources: readonly HitSource[]; readonly scratch: string },
): Promise<ReadonlyMap<number, readonly LaidHits[]>> {
  const laid = new Map<number, LaidHits[]>();
  for (const [number, source] of sources.entries()) {
    const wanted = wantedOf(source, feeds);
    const several = [...wanted.all].map((j) => `l${j} IS NOT NULL`).join(' OR ') || 'false';
    const files = [`hits-${number}.parquet`, `hits-${number}-several.parquet`].map((name) =>
      literal(join(scratch, name)),
    );
    const write = (file: Sql, columns: readonly Sql[], where: Sql): Promise<void> =>
      engine.run(`COPY (SELECT ${[...source.marks, ...columns].join(', ')} FROM ${source.relation} WHERE ${where} ORDER BY ${source.marks.join(', ')})
        TO ${file} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 10240)`);
    const [plain = '', lists = ''] = files;
    await write(plain, plainColumns(wanted), wanted.mayHaveSeveral ? `NOT (${several})` : 'true');
    if (wanted.mayHaveSeveral) await write(lists, listColumns(wanted), several);
    const counts = await countEach(engine, source, wanted.mayHaveSeveral ? [plain, lists] : [plain]);
    for (const [index, { feed, where, columns }] of source.feeds.entries()) {
      const listed = wanted.mayHaveSeveral ? `read_parquet(${lists})` : null;
      const hits = { plain: `read_parquet(${plain})`, several: listed, where, columns, count: counts[index] ?? 0 };
      laid.set(feed, [...(laid.get(feed) ?? []), hits]);
    }
  }
  return laid;
}

/** Matches of each feed of a source. */
async function countEach(
  engine: Engine,
  { feeds, marks }: HitSource,
  files: readonly Sql[],
): Promise<readonly number[]> {
  const rows = files.map((file) => `SELECT ${marks.join(', ')} FROM read_parquet(${file})`).join(' UNION ALL ');
  const counts = feeds.map(({ where }, index) => `count(*) FILTER (${where}) AS n${index}`);
  const [row] = await engine.rows(`SELECT ${counts.join(', ')} FROM (${rows})`);
  return feeds.map((_, index) => countIn(row, `n${index}`));
}

/** What feeds ask of the columns of a source. */
interface Wanted {
  readonly all: ReadonlySet<number>;
  readonly compared: ReadonlySet<number>;
  /** With the condition of the feeds that reckon with it: reading a number costs more than all the rest. */
  readonly numeric: ReadonlyMap<number, Sql>;
  readonly isIdentified: boolean;
  readonly mayHaveSeveral: boolean;
}

function wantedOf(source: HitSource, feeds: readonly Feed[]): Wanted {
  const asked = source.feeds.flatMap(({ feed, columns, where }) => {
    const found = feeds[feed];
    return found === undefined ? [] : [{ ...found, columns, where }];
  });
  const columnsOf = (which: 'compared' | 'numeric') =>
    asked.flatMap((feed) =>
      [...feed[which]].map((field) => ({ column: feed.columns[field] ?? -1, where: feed.where })),
    );
  const reckoned = Map.groupBy(columnsOf('numeric'), ({ column }) => column);
  return {
    all: new Set(asked.flatMap(({ columns }) => columns)),
    compared: new Set(columnsOf('compared').map(({ column }) => column)),
    numeric: new Map([...reckoned].map(([column, by]) => [column, by.map(({ where }) => `(${where})`).join(' OR ')])),
    isIdentified: asked.some(({ isIdentified }) => isIdentified),
    mayHaveSeveral: asked.some(({ mayHaveSeveral }) => mayHaveSeveral),
  };
}

const eventColumnsOf = ({ isIdentified }: Wanted): readonly Sql[] => [
  'epoch_us("time") AS t',
  `${isIdentified ? 'hash(event_uid)' : 'CAST(NULL AS UBIGINT)'} AS e`,
];

const plainColumns = (wanted: Wanted): readonly Sql[] => [
  ...eventColumnsOf(wanted),
  ...[...wanted.compared].map((j) => `${hashOf(`v${j}`)} AS h${j}`),
  ...[...wanted.numeric].map(([j, where]) => `CASE WHEN ${where} THEN ${numberIn(`v${j}`)} END AS n${j}`),
];

const listColumns = (wanted: Wanted): readonly Sql[] => [
  ...eventColumnsOf(wanted),
  ...[...wanted.compared].map((j) => `list_transform(${valuesOf(j)}, lambda value: hash(value)) AS h${j}`),
  ...[...wanted.numeric.keys()].map(
    (j) => `list_transform(${valuesOf(j)}, lambda value: ${numberIn('value')}) AS n${j}`,
  ),
];
