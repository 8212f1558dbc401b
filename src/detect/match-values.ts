import type { EventColumn } from '../model/event.ts';
import type { Engine } from '../lake/engine.ts';
import { columnField, emitPredicate, type RecordSql } from '../lake/duckdb/emit.ts';
import { foldedConstant, textConstant, type Sql } from '../lake/duckdb/emit-text.ts';
import type { Atom } from '../lake/predicate-shape.ts';
import { identifier } from '../lake/sql.ts';
import type { NodeId } from './match-graph.ts';

/**
 * Which atoms hold of which values of one column. A column has far fewer values than there are events,
 * so every atom is asked of every distinct value and of no event.
 */
export type ColumnAtoms = ReadonlyMap<NodeId, Atom>;

/** Expressions in one query; planning is linear up to here and beyond. */
const batch = 1000;

/** For each value of the column that any atom holds of: those atoms, in rising order. Absent values are not asked. */
export async function atomsByValue(engine: Engine, from: Sql, column: EventColumn, atoms: ColumnAtoms): Promise<ReadonlyMap<string, readonly NodeId[]>> {
  const found = new Map<string, NodeId[]>();
  const each = (ids: Sql, tests: Sql) => `SELECT value, unnest(list_where(${ids}, ${tests})) AS atom FROM vals`;
  for (const query of queries(from, column, atoms, each)) {
    for (const row of await engine.rows(`${query.distinct} SELECT value, list(DISTINCT atom) AS atoms FROM (${query.body}) GROUP BY value`)) {
      const value = String(row['value']);
      found.set(value, [...(found.get(value) ?? []), ...(row['atoms'] as readonly number[])]);
    }
  }
  for (const ids of found.values()) ids.sort((one, other) => one - other);
  return found;
}

/** The atoms that hold of any value of the column at all. */
export async function atomsEverTrue(engine: Engine, from: Sql, column: EventColumn, atoms: ColumnAtoms): Promise<ReadonlySet<NodeId>> {
  const found = new Set<NodeId>();
  const ever = (ids: Sql, tests: Sql) => `SELECT NULL AS value, unnest(list_where(${ids}, list_transform(${tests}, lambda test: coalesce(test, false)))) AS atom FROM vals`;
  for (const query of queries(from, column, atoms, ever, 'bool_or')) {
    for (const row of await engine.rows(`${query.distinct} SELECT DISTINCT atom FROM (${query.body})`)) found.add(Number(row['atom']));
  }
  return found;
}

interface Query {
  readonly distinct: Sql;
  readonly body: Sql;
}

function* queries(from: Sql, column: EventColumn, atoms: ColumnAtoms, ask: (ids: Sql, tests: Sql) => Sql, aggregate = ''): Generator<Query> {
  const field = columnField(identifier(column), column);
  const distinct = `WITH vals AS MATERIALIZED (SELECT DISTINCT ${field.text} AS value, ${field.folded} AS folded${field.time ? `, ${field.time} AS time` : ''} FROM ${from} WHERE ${identifier(column)} IS NOT NULL)`;
  const value = { text: 'value', folded: 'folded', exists: 'true', ...(field.time && { time: 'time' }) };
  const record: RecordSql = { field: () => value, raw: 'NULL', folded: 'NULL' };
  const equalities = [...atoms].flatMap(([id, atom]) => equality(id, atom));
  const others = [...atoms].filter(([id, atom]) => equality(id, atom).length === 0);
  for (let start = 0; start < equalities.length; start += batch) {
    yield { distinct, body: joined(equalities.slice(start, start + batch)) };
  }
  for (let start = 0; start < others.length; start += batch) {
    const some = others.slice(start, start + batch);
    const tests = some.map(([, atom]) => `${aggregate}(${emitPredicate(atom, record)})`);
    yield { distinct, body: ask(`[${some.map(([id]) => id).join(', ')}]`, `[${tests.join(', ')}]`) };
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
