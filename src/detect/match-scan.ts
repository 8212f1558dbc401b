import type { EventColumn } from '../model/event.ts';
import type { Path } from '../model/source.ts';
import { columnField, emitPredicate, eventRecord, type RecordSql } from '../lake/duckdb/emit.ts';
import {
  allTextsAtEach,
  existAmongAtEach,
  hasNestedArrays,
  mayHideArray,
  prefixes,
  stepsSql,
  textsAt,
  typesAt,
} from '../lake/duckdb/emit-path.ts';
import { valueOf } from '../lake/duckdb/emit-test.ts';
import type { Sql } from '../lake/duckdb/emit-text.ts';
import { fieldsOf, type Atom } from '../lake/predicate-shape.ts';
import { identifier } from '../lake/sql.ts';
import {
  atomsIn,
  isPlain,
  nodeOf,
  predicateOf,
  uniquePaths,
  type Document,
  type Graph,
  type NodeId,
} from './match-graph.ts';

/** What is asked of the events of one class: rules that hold in any case, and what is left of others. */
export interface Class {
  readonly decided: readonly number[];
  /** By the caller's rule number. */
  readonly open: ReadonlyMap<number, NodeId>;
}

/** A scan of events, each of which belongs to one of the classes. */
export interface Scan {
  /** The events, as `event`, with the class number in `chosen.class` where there are several. */
  readonly from: Sql;
  readonly where: Sql;
  readonly classes: readonly Class[];
  /** Columns that the result carries. */
  readonly keep: readonly string[];
}

/** `(rule, kept columns)` of every match, reading columns only. */
export function scanColumns(graph: Graph, { from, where, classes, keep }: Scan): Sql {
  const record = eventRecord('event');
  const rules = byClass('chosen.class', classes, (one) => rulesOf(graph, one, record));
  return `SELECT unnest(rules) AS rule, ${keep.join(', ')} FROM (SELECT ${kept(keep)}, ${rules} AS rules FROM ${from} WHERE ${where})`;
}

/**
 * `(rule, kept columns)` of every match, reading records or their briefs: each is parsed once for the paths
 * that its class asks for, once more where an array may stand on one, and taken apart only where one does.
 */
export function scanDocuments(graph: Graph, { from, where, classes, keep }: Scan, document: Document): Sql {
  const needs = classes.map((one) => rawNeeds(graph, one));
  const columns = [...new Set(needs.flatMap((need) => need.columns))];
  const parsed = [
    kept(keep),
    ...(classes.length > 1 ? ['chosen.class AS class'] : []),
    ...columns.map((column) => `event.${identifier(column)} AS ${identifier(`read_${column}`)}`),
    `event.${document} AS read_document`,
    ...(needs.some((need) => need.looksAnywhere) ? [`lower(CAST(event.${document} AS VARCHAR)) AS read_folded`] : []),
    `${byClass('chosen.class', needs, ({ paths }) => (paths.length === 0 ? '[]' : textsAt(`event.${document}`, paths)))} AS texts`,
  ];
  const read = `SELECT ${parsed.join(', ')} FROM ${from} WHERE ${where}`;
  const typed = `SELECT *, ${byClass('class', needs, typesOf)} AS types FROM (${read})`;
  const flagged = `SELECT *, coalesce(list_contains(types, 'ARRAY'), false) AS has_array FROM (${typed})`;
  const nested = `SELECT *, CASE WHEN has_array THEN ${hasNestedArrays('read_document')} ELSE false END AS is_nested FROM (${flagged})`;
  const opened = `SELECT ${['*', ...openedPaths(needs)].join(', ')} FROM (${nested})`;
  const rules = byClass('class', classes, (one, index) => rulesOf(graph, one, parsedRecord(needs[index] ?? noNeeds)));
  return `SELECT unnest(rules) AS rule, ${keep.join(', ')} FROM (SELECT ${keep.join(', ')}, ${rules} AS rules FROM (${opened}))`;
}

/** VARCHAR[]: types of all steps of all paths. A path that gave plain text has no array on it. */
function typesOf({ paths, steps, keys }: RawNeeds): Sql {
  if (paths.length === 0) return '[]::VARCHAR[]';
  if (keys.length > 0) return typesAt('read_document', steps);
  const mayHide = paths.map((path, index) => mayHideArray(path, `texts[${index + 1}]`));
  return `CASE WHEN ${mayHide.join(' OR ')} THEN ${typesAt('read_document', steps)} END`;
}

/** What only records with arrays need: the values of each path one by one, and whether its key stands. */
function openedPaths(needs: readonly RawNeeds[]): readonly Sql[] {
  const stepsOf = (which: 'paths' | 'keys'): Sql => byClass('class', needs, (need) => stepsSql(need[which]));
  const values = allTextsAtEach('read_document', stepsOf('paths'), 'is_nested');
  const keys = existAmongAtEach('read_document', stepsOf('keys'));
  return [
    ...(needs.some(({ paths }) => paths.length > 0) ? [`CASE WHEN has_array THEN ${values} END AS several`] : []),
    ...(needs.some(({ keys: asked }) => asked.length > 0) ? [`CASE WHEN has_array THEN ${keys} END AS keys`] : []),
  ];
}

const kept = (keep: readonly string[]): Sql => keep.map((column) => `event.${column}`).join(', ');

/** INTEGER[]: the rules that hold of an event of the class. */
function rulesOf(graph: Graph, { decided, open }: Class, record: RecordSql): Sql {
  const sure = `[${decided.join(', ')}]::INTEGER[]`;
  if (open.size === 0) return sure;
  const tests = [...open.values()].map((node) => emitPredicate(predicateOf(graph, node), record));
  const found = `list_where([${[...open.keys()].join(', ')}]::INTEGER[], [${tests.join(', ')}])`;
  return decided.length === 0 ? found : `list_concat(${sure}, ${found})`;
}

/** One expression per class, chosen by halving, so that an event passes few comparisons and nesting stays low. */
function byClass<T>(column: Sql, items: readonly T[], expression: (item: T, index: number) => Sql): Sql {
  const choose = (low: number, high: number): Sql => {
    const item = items[low];
    if (item === undefined) return 'NULL';
    if (high - low === 1) return expression(item, low);
    const middle = (low + high) >> 1;
    return `CASE WHEN ${column} < ${middle} THEN ${choose(low, middle)} ELSE ${choose(middle, high)} END`;
  };
  return choose(0, items.length);
}

interface RawNeeds {
  readonly paths: readonly Path[];
  /** The paths and all that leads to them. */
  readonly steps: readonly Path[];
  /** The paths whose key is asked for. */
  readonly keys: readonly Path[];
  readonly columns: readonly EventColumn[];
  readonly looksAnywhere: boolean;
}

const noNeeds: RawNeeds = { paths: [], steps: [], keys: [], columns: [], looksAnywhere: false };

function rawNeeds(graph: Graph, { open }: Class): RawNeeds {
  const atoms = [...atomsIn(graph, open.values()).values()];
  const paths = uniquePaths(atoms.flatMap(pathsOf));
  const columns = new Set([...open.values()].flatMap((node) => [...nodeOf(graph, node).reads]));
  return {
    paths,
    steps: uniquePaths(paths.flatMap(prefixes)),
    keys: uniquePaths(atoms.flatMap((atom) => (atom.is === 'exists' ? pathsOf(atom) : []))),
    columns: [...columns].filter(isPlain),
    looksAnywhere: atoms.some((atom) => atom.is === 'anywhere'),
  };
}

const pathsOf = (atom: Atom) => fieldsOf(atom).flatMap((field) => ('path' in field ? [field.path] : []));

/** The record of a raw scan: paths are looked up in what was parsed for its class. */
function parsedRecord({ paths, steps, keys }: RawNeeds): RecordSql {
  const place = (list: readonly Path[], path: Path) =>
    list.findIndex((one) => JSON.stringify(one) === JSON.stringify(path)) + 1;
  return {
    field: (field) => {
      if ('column' in field) return columnField(identifier(`read_${field.column}`), field.column);
      const { path } = field;
      const several = {
        when: 'has_array',
        values: `several[${place(paths, path)}]`,
        exists: `keys[${place(keys, path)}]`,
      };
      return {
        ...valueOf(`texts[${place(paths, path)}]`),
        exists: `(types[${place(steps, path)}] IS NOT NULL)`,
        several,
      };
    },
    raw: 'read_document',
    folded: 'read_folded',
  };
}
