import type { EventColumn } from '../model/event.ts';
import type { Engine } from '../lake/engine.ts';
import { columnField, emitPredicate, type RecordSql } from '../lake/duckdb/emit.ts';
import { addressOf } from '../lake/duckdb/emit-address.ts';
import { foldedConstant, textConstant, type Sql } from '../lake/duckdb/emit-text.ts';
import type { Atom } from '../lake/predicate-shape.ts';
import { identifier } from '../lake/sql.ts';
import type { NodeId } from './match-graph.ts';

/**
 * Which atoms hold of which values of one column. A column has far fewer values than there are events,
 * so every atom is asked of every distinct value and of no event.
 */
export interface ColumnQuestion {
  /** SQL of a relation that has the column. */
  readonly from: Sql;
  readonly column: EventColumn;
  readonly atoms: ReadonlyMap<NodeId, Atom>;
}

/** For each value that any atom holds of: those atoms, in rising order. Absent values are not asked. */
export async function atomsByValue(
  engine: Engine,
  question: ColumnQuestion,
): Promise<ReadonlyMap<string, readonly NodeId[]>> {
  const found = new Map<string, NodeId[]>();
  const each: Ask = (ids, tests) =>
    `SELECT value, unnest(list_where([${ids.join(', ')}], [${tests.join(', ')}])) AS atom FROM vals`;
  for (const { distinct, body } of queries(question, each)) {
    for (const row of await engine.rows(
      `${distinct} SELECT value, list(DISTINCT atom) AS atoms FROM (${body}) GROUP BY value`,
    )) {
      const value = row['value'] as string;
      found.set(value, [...(found.get(value) ?? []), ...(row['atoms'] as readonly number[])]);
    }
  }
  for (const ids of found.values()) ids.sort((one, other) => one - other);
  return found;
}

/** The atoms that hold of any value of the column at all. */
export async function atomsEverTrue(engine: Engine, question: ColumnQuestion): Promise<ReadonlySet<NodeId>> {
  const found = new Set<NodeId>();
  const ever: Ask = (ids, tests) => {
    const held = tests.map((test) => `coalesce(bool_or(${test}), false)`);
    return `SELECT NULL AS value, unnest(list_where([${ids.join(', ')}], [${held.join(', ')}])) AS atom FROM vals`;
  };
  for (const { distinct, body } of queries(question, ever)) {
    for (const row of await engine.rows(`${distinct} SELECT DISTINCT atom FROM (${body})`))
      found.add(Number(row['atom']));
  }
  return found;
}

/** Expressions in one query; planning is linear up to here and beyond. */
const batch = 1000;

/** SQL of (value, atom) for atoms given by id and test. */
type Ask = (ids: readonly NodeId[], tests: readonly Sql[]) => Sql;

interface Query {
  readonly distinct: Sql;
  readonly body: Sql;
}

function* queries({ from, column, atoms }: ColumnQuestion, ask: Ask): Generator<Query> {
  const field = columnField(identifier(column), column);
  const asksAddresses = [...atoms.values()].some((atom) => atom.is === 'test' && atom.test.op === 'cidr');
  const columns = [
    `${field.text} AS value`,
    `${field.folded} AS folded`,
    ...(field.time ? [`${field.time} AS time`] : []),
    ...(asksAddresses ? [`${addressOf(field.text)} AS address`] : []),
  ];
  const distinct = `WITH vals AS MATERIALIZED (SELECT DISTINCT ${columns.join(', ')} FROM ${from} WHERE ${identifier(column)} IS NOT NULL)`;
  const value = {
    text: 'value',
    folded: 'folded',
    exists: 'true',
    ...(field.time && { time: 'time' }),
    ...(asksAddresses && { address: 'address' }),
  };
  const record: RecordSql = { field: () => value, raw: 'NULL', folded: 'NULL' };
  const equalities = [...atoms].flatMap(([id, atom]) => equality(id, atom));
  const others = [...atoms].filter(([id, atom]) => equality(id, atom).length === 0);
  for (let start = 0; start < equalities.length; start += batch) {
    yield { distinct, body: joined(equalities.slice(start, start + batch)) };
  }
  for (let start = 0; start < others.length; start += batch) {
    const some = others.slice(start, start + batch);
    yield {
      distinct,
      body: ask(
        some.map(([id]) => id),
        some.map(([, atom]) => emitPredicate(atom, record)),
      ),
    };
  }
}

/** `(atom, text, side)` of an equality, or nothing: thousands of them are joined rather than tried. */
function equality(id: NodeId, atom: Atom): readonly Sql[] {
  if (atom.is !== 'test' || atom.test.op !== 'equals') return [];
  const { cased, text } = atom.test;
  return [`(${id}, ${cased ? textConstant(text) : foldedConstant(text)}, ${cased})`];
}

function joined(equalities: readonly Sql[]): Sql {
  const side = (name: Sql, cased: boolean) =>
    `SELECT value, atom FROM vals JOIN asked ON vals.${name} = asked.text AND asked.cased = ${cased}`;
  return `WITH asked AS (SELECT * FROM (VALUES ${equalities.join(', ')}) t(atom, text, cased)) ${side('value', true)} UNION ALL ${side('folded', false)}`;
}
