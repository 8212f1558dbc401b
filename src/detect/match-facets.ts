import type { EventColumn } from '../model/event.ts';
import type { Engine, Row } from '../lake/engine.ts';
import type { Sql } from '../lake/duckdb/emit-text.ts';
import { identifier } from '../lake/sql.ts';
import { always, assume, atomsIn, never, nodeOf, type Graph, type NodeId } from './match-graph.ts';
import { atomsByValue, type ColumnAtoms } from './match-values.ts';

/** Combinations of facet values beyond which fewer facets are taken: an attacker can invent error codes. */
const mostTuples = 20_000;

/** A combination of facet values that occurs in the data. */
interface Tuple {
  readonly id: number;
  readonly events: number;
  readonly values: readonly (string | null)[];
}

export interface Facets {
  readonly columns: readonly EventColumn[];
  readonly tuples: readonly Tuple[];
}

/** Which rules hold of every event of a tuple, and what is left to ask of each for the others. */
export interface Outcome {
  readonly decided: readonly number[];
  readonly open: ReadonlyMap<number, NodeId>;
}

/**
 * Fills the table `name` (tuple, then the facets) with the combinations that occur. Facets with too
 * many values are given up, the widest first.
 */
export async function collectTuples(engine: Engine, from: Sql, columns: readonly EventColumn[], name: Sql): Promise<Facets> {
  const names = columns.map(identifier).join(', ');
  const groups = columns.length === 0 ? 'SELECT count(*) AS events' : `SELECT ${names}, count(*) AS events`;
  const limit = columns.length === 0 ? '' : `GROUP BY ${names} LIMIT ${mostTuples + 1}`;
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${name} AS SELECT row_number() OVER () AS tuple, * FROM (${groups} FROM ${from} ${limit})`);
  const rows = await engine.rows(`FROM ${name}`);
  if (rows.length <= mostTuples) return { columns, tuples: rows.map((row) => tupleOf(row, columns)) };
  const distinct = (column: EventColumn) => new Set(rows.map((row) => row[column])).size;
  const [widest] = columns.toSorted((one, other) => distinct(other) - distinct(one));
  return collectTuples(engine, from, columns.filter((column) => column !== widest), name);
}

function tupleOf(row: Row, columns: readonly EventColumn[]): Tuple {
  const values = columns.map((column) => row[column] ?? null).map((value) => (value === null ? null : String(value)));
  return { id: Number(row['tuple']), events: Number(row['events']), values };
}

/** Works out for each tuple what its facets decide about the rules; tuples that decide the same share one outcome. */
export async function decideTuples(engine: Engine, graph: Graph, rules: readonly NodeId[], { facets, name }: { readonly facets: Facets; readonly name: Sql }): Promise<ReadonlyMap<Tuple, Outcome>> {
  const levels: Level[] = [];
  for (const column of facets.columns) {
    const atoms = atomsOfColumn(graph, rules, column);
    levels.push(levelOf(column, { atoms, byValue: await atomsByValue(engine, name, column, atoms) }, rulesByAtom(graph, rules, atoms)));
  }
  const start = settle(new Map(rules.map((rule, index) => [index, rule])));
  const advance = stepper(graph);
  return new Map(facets.tuples.map((tuple) => [tuple, levels.reduce((from, level, index) => advance(from, level, level.signatureOf(tuple.values[index] ?? null)), start)]));
}

/** From an outcome to the next, by one more facet; every step is worked out once. */
function stepper(graph: Graph): (from: Outcome, level: Level, signature: string) => Outcome {
  const steps = new Map<Outcome, Map<string, Outcome>>();
  const advance = (from: Outcome, level: Level, signature: string): Outcome => {
    const known = steps.get(from) ?? new Map<string, Outcome>();
    steps.set(from, known);
    const key = `${level.column}/${signature}`;
    const next = known.get(key) ?? (signature === '' ? assumeNothing(graph, from, level) : assumeMore(graph, { from, base: advance(from, level, '') }, level, signature));
    known.set(key, next);
    return next;
  };
  return advance;
}

interface ColumnTruth {
  readonly atoms: ColumnAtoms;
  readonly byValue: ReadonlyMap<string, readonly NodeId[]>;
}

/** The atoms that one column alone decides. */
export function atomsOfColumn(graph: Graph, rules: readonly NodeId[], column: EventColumn): ColumnAtoms {
  const all = atomsIn(graph, rules);
  return new Map([...all].filter(([id]) => nodeOf(graph, id).reads.size === 1 && nodeOf(graph, id).reads.has(column)));
}

/** One facet on the way from "nothing known" to a tuple's outcome. */
interface Level {
  readonly column: EventColumn;
  /** Values with one signature are alike to all rules; that of values that pass no test is ''. */
  readonly signatureOf: (value: string | null) => string;
  /** The atoms that hold of a signature's values. */
  readonly truths: ReadonlyMap<string, ReadonlySet<NodeId>>;
  readonly atoms: ColumnAtoms;
  readonly rulesByAtom: ReadonlyMap<NodeId, readonly number[]>;
  /** By signature: what remains of each node. */
  readonly memos: Map<string, Map<NodeId, NodeId>>;
}

function levelOf(column: EventColumn, { atoms, byValue }: ColumnTruth, rules: Level['rulesByAtom']): Level {
  const nulls = [...atoms].filter(([, atom]) => atom.is === 'null').map(([id]) => id);
  const signatures = new Map<string | null, string>([...byValue, [null, nulls] as const].map(([value, ids]) => [value, ids.join()]));
  const truths = new Map([...byValue.values(), nulls].map((ids) => [ids.join(), new Set(ids)]));
  return { column, signatureOf: (value) => signatures.get(value) ?? '', truths, atoms, rulesByAtom: rules, memos: new Map() };
}

function rulesByAtom(graph: Graph, rules: readonly NodeId[], atoms: ColumnAtoms): ReadonlyMap<NodeId, readonly number[]> {
  const found = new Map<NodeId, number[]>();
  for (const [index, rule] of rules.entries()) {
    for (const atom of atomsIn(graph, [rule]).keys()) {
      if (!atoms.has(atom)) continue;
      const users = found.get(atom) ?? [];
      users.push(index);
      found.set(atom, users);
    }
  }
  return found;
}

/** The outcome for values that pass no test of the facet. */
function assumeNothing(graph: Graph, { decided, open }: Outcome, level: Level): Outcome {
  const settled = settle(assumeLevel(graph, open, level, ''));
  return { decided: [...decided, ...settled.decided], open: settled.open };
}

/** Values that pass some tests differ from those that pass none only in the rules that ask these tests. */
function assumeMore(graph: Graph, { from, base }: { readonly from: Outcome; readonly base: Outcome }, level: Level, signature: string): Outcome {
  const touched = new Map<number, NodeId>();
  for (const atom of level.truths.get(signature) ?? []) {
    for (const rule of level.rulesByAtom.get(atom) ?? []) {
      const node = from.open.get(rule);
      if (node !== undefined) touched.set(rule, node);
    }
  }
  const settled = settle(assumeLevel(graph, touched, level, signature));
  const open = new Map(base.open);
  for (const rule of touched.keys()) open.delete(rule);
  for (const [rule, node] of settled.open) open.set(rule, node);
  return { decided: [...base.decided.filter((rule) => !touched.has(rule)), ...settled.decided], open };
}

function assumeLevel(graph: Graph, open: Outcome['open'], level: Level, signature: string): Outcome['open'] {
  const memo = level.memos.get(signature) ?? new Map<NodeId, NodeId>();
  level.memos.set(signature, memo);
  const truths = level.truths.get(signature);
  const knows = (atom: NodeId) => (level.atoms.has(atom) ? (truths?.has(atom) ?? false) : undefined);
  return new Map([...open].map(([rule, node]) => [rule, nodeOf(graph, node).reads.has(level.column) ? assume(graph, node, knows, memo) : node]));
}

function settle(left: ReadonlyMap<number, NodeId>): Outcome {
  const decided = [...left].filter(([, node]) => node === always).map(([rule]) => rule);
  return { decided, open: new Map([...left].filter(([, node]) => node !== always && node !== never)) };
}
