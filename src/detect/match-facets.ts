import type { EventColumn } from '../model/event.ts';
import type { Engine, Row } from '../lake/engine.ts';
import type { Sql } from '../lake/duckdb/emit-text.ts';
import { identifier } from '../lake/sql.ts';
import {
  always,
  assume,
  atomsIn,
  atomsOfColumn,
  never,
  nodeOf,
  type Graph,
  type NodeId,
  type RuleSet,
} from './match-graph.ts';
import { atomsByValue } from './match-values.ts';
import type { Atom } from '../lake/predicate-shape.ts';

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

/** Where the combinations of facets are collected from, and the table that they are kept in. */
interface Collection {
  readonly from: Sql;
  readonly name: Sql;
}

/**
 * Fills the named table (tuple, then the facets) with the combinations that occur. Facets with too many
 * values are given up, the widest first.
 */
export async function collectTuples(
  engine: Engine,
  { from, name }: Collection,
  columns: readonly EventColumn[],
): Promise<Facets> {
  const names = columns.map(identifier).join(', ');
  const groups = columns.length === 0 ? 'SELECT count(*) AS events' : `SELECT ${names}, count(*) AS events`;
  const limit = columns.length === 0 ? '' : `GROUP BY ${names} LIMIT ${mostTuples + 1}`;
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE ${name} AS SELECT row_number() OVER () AS tuple, * FROM (${groups} FROM ${from} ${limit})`,
  );
  const rows = await engine.rows(`FROM ${name}`);
  if (rows.length <= mostTuples) return { columns, tuples: rows.map((row) => tupleOf(row, columns)) };
  const distinct = (column: EventColumn) => new Set(rows.map((row) => row[column])).size;
  const [widest] = columns.toSorted((one, other) => distinct(other) - distinct(one));
  return collectTuples(
    engine,
    { from, name },
    columns.filter((column) => column !== widest),
  );
}

function tupleOf(row: Row, columns: readonly EventColumn[]): Tuple {
  const values = columns.map((column) => (row[column] ?? null) as string | null);
  return { id: Number(row['tuple']), events: Number(row['events']), values };
}

/** Works out for each tuple what its facets decide about the rules; tuples that decide the same share one outcome. */
export async function decideTuples(
  engine: Engine,
  ruleSet: RuleSet,
  { facets, name }: { readonly facets: Facets; readonly name: Sql },
): Promise<ReadonlyMap<Tuple, Outcome>> {
  const levels: Level[] = [];
  for (const column of facets.columns) {
    const atoms = atomsOfColumn(ruleSet, column);
    const byValue = await atomsByValue(engine, { from: name, column, atoms });
    levels.push(levelOf({ column, atoms, byValue }, rulesByAtom(ruleSet, atoms)));
  }
  const start = settle(new Map(ruleSet.rules.map((rule, index) => [index, rule])));
  const advance = stepper(ruleSet.graph);
  const outcomeOf = ({ values }: Tuple) =>
    levels.reduce(
      (from, level, index) => advance(from, { level, signature: level.signatureOf(values[index] ?? null) }),
      start,
    );
  return new Map(facets.tuples.map((tuple) => [tuple, outcomeOf(tuple)]));
}

/** One facet of one kind of values. */
interface Turn {
  readonly level: Level;
  readonly signature: string;
}

/** From an outcome to the next, by one more facet; every step is worked out once. */
function stepper(graph: Graph): (from: Outcome, turn: Turn) => Outcome {
  const steps = new Map<Outcome, Map<string, Outcome>>();
  const advance = (from: Outcome, turn: Turn): Outcome => {
    const known = steps.get(from) ?? new Map<string, Outcome>();
    steps.set(from, known);
    const key = `${turn.level.column}/${turn.signature}`;
    const next = known.get(key) ?? stepAnew(from, turn);
    known.set(key, next);
    return next;
  };
  const stepAnew = (from: Outcome, turn: Turn): Outcome =>
    turn.signature === ''
      ? assumeNothing(graph, from, turn)
      : assumeMore(graph, { from, base: advance(from, { ...turn, signature: '' }) }, turn);
  return advance;
}

interface ColumnTruth {
  readonly column: EventColumn;
  readonly atoms: ReadonlyMap<NodeId, Atom>;
  readonly byValue: ReadonlyMap<string, readonly NodeId[]>;
}

/** One facet on the way from "nothing known" to a tuple's outcome. */
interface Level {
  readonly column: EventColumn;
  /** Values with one signature are alike to all rules; that of values that pass no test is ''. */
  readonly signatureOf: (value: string | null) => string;
  /** The atoms that hold of a signature's values. */
  readonly truths: ReadonlyMap<string, ReadonlySet<NodeId>>;
  readonly atoms: ReadonlyMap<NodeId, Atom>;
  readonly rulesByAtom: ReadonlyMap<NodeId, readonly number[]>;
  /** By signature: what remains of each node. */
  readonly memos: Map<string, Map<NodeId, NodeId>>;
}

function levelOf({ column, atoms, byValue }: ColumnTruth, rules: Level['rulesByAtom']): Level {
  const nulls = [...atoms].filter(([, atom]) => atom.is === 'null').map(([id]) => id);
  const signatures = new Map<string | null, string>(
    [...byValue, [null, nulls] as const].map(([value, ids]) => [value, ids.join()]),
  );
  const truths = new Map([...byValue.values(), nulls].map((ids) => [ids.join(), new Set(ids)]));
  return {
    column,
    signatureOf: (value) => signatures.get(value) ?? '',
    truths,
    atoms,
    rulesByAtom: rules,
    memos: new Map(),
  };
}

function rulesByAtom(
  { graph, rules }: RuleSet,
  atoms: ReadonlyMap<NodeId, Atom>,
): ReadonlyMap<NodeId, readonly number[]> {
  const users = [...rules.entries()].flatMap(([rule, node]) =>
    [...atomsIn(graph, [node]).keys()].filter((atom) => atoms.has(atom)).map((atom) => ({ atom, rule })),
  );
  return new Map(
    [...Map.groupBy(users, ({ atom }) => atom)].map(([atom, group]) => [atom, group.map(({ rule }) => rule)]),
  );
}

/** The outcome for values that pass no test of the facet. */
function assumeNothing(graph: Graph, { decided, open }: Outcome, turn: Turn): Outcome {
  const settled = settle(assumeTurn(graph, open, turn));
  return { decided: [...decided, ...settled.decided], open: settled.open };
}

/** Values that pass some tests differ from those that pass none only in the rules that ask these tests. */
function assumeMore(
  graph: Graph,
  { from, base }: { readonly from: Outcome; readonly base: Outcome },
  turn: Turn,
): Outcome {
  const touched = new Map<number, NodeId>();
  for (const atom of turn.level.truths.get(turn.signature) ?? []) {
    for (const rule of turn.level.rulesByAtom.get(atom) ?? []) {
      const node = from.open.get(rule);
      if (node !== undefined) touched.set(rule, node);
    }
  }
  const settled = settle(assumeTurn(graph, touched, turn));
  const open = new Map([...base.open].filter(([rule]) => !touched.has(rule)));
  for (const [rule, node] of settled.open) open.set(rule, node);
  return { decided: [...base.decided.filter((rule) => !touched.has(rule)), ...settled.decided], open };
}

function assumeTurn(graph: Graph, open: Outcome['open'], { level, signature }: Turn): Outcome['open'] {
  const memo = level.memos.get(signature) ?? new Map<NodeId, NodeId>();
  level.memos.set(signature, memo);
  const truths = level.truths.get(signature);
  const truthOf = (atom: NodeId) => (level.atoms.has(atom) ? (truths?.has(atom) ?? false) : undefined);
  const left = ([rule, node]: readonly [number, NodeId]) => {
    const touches = nodeOf(graph, node).reads.has(level.column);
    return [rule, touches ? assume(graph, node, { truthOf, memo }) : node] as const;
  };
  return new Map([...open].map(left));
}

function settle(left: ReadonlyMap<number, NodeId>): Outcome {
  const decided = [...left].filter(([, node]) => node === always).map(([rule]) => rule);
  return { decided, open: new Map([...left].filter(([, node]) => node !== always && node !== never)) };
}
