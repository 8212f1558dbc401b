import type { EventColumn } from '../model/event.ts';
import type { Engine, Row } from '../lake/engine.ts';
import type { Atom } from '../lake/predicate-shape.ts';
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
export async function decideTuples(engine: Engine, graph: Graph, rules: readonly NodeId[], facets: Facets, name: Sql): Promise<ReadonlyMap<Tuple, Outcome>> {
  const levels = await Promise.all(facets.columns.map(async (column) => levelOf(column, await columnTruth(engine, graph, rules, { column, name }))));
  const outcomes: Outcome[] = [settle(new Map(rules.map((rule, index) => [index, rule])))];
  const steps = new Map<string, number>();
  const advance = (from: number, level: Level, signature: string) => {
    const step = `${from}/${level.column}/${signature}`;
    const known = steps.get(step);
    if (known !== undefined) return known;
    const next = outcomes.push(assumeLevel(graph, outcomes[from] ?? nothing, level, signature)) - 1;
    steps.set(step, next);
    return next;
  };
  const ends = facets.tuples.map((tuple) => {
    const end = levels.reduce((from, level, index) => advance(from, level, level.signatureOf(tuple.values[index] ?? null)), 0);
    return [tuple, outcomes[end] ?? nothing] as const;
  });
  return new Map(ends);
}

const nothing: Outcome = { decided: [], open: new Map() };

interface ColumnTruth {
  readonly atoms: ColumnAtoms;
  readonly byValue: ReadonlyMap<string, readonly NodeId[]>;
}

async function columnTruth(engine: Engine, graph: Graph, rules: readonly NodeId[], { column, name }: { readonly column: EventColumn; readonly name: Sql }): Promise<ColumnTruth> {
  const atoms = atomsOfColumn(graph, rules, column);
  return { atoms, byValue: await atomsByValue(engine, name, column, atoms) };
}

/** The atoms that one column alone decides. */
export function atomsOfColumn(graph: Graph, rules: readonly NodeId[], column: EventColumn): ColumnAtoms {
  const all = atomsIn(graph, rules);
  return new Map([...all].filter(([id]) => nodeOf(graph, id).reads.size === 1 && nodeOf(graph, id).reads.has(column)));
}

/** One facet on the way from "nothing known" to a tuple's outcome. Values with one signature are alike to all rules. */
interface Level {
  readonly column: EventColumn;
  readonly signatureOf: (value: string | null) => string;
  readonly knows: (signature: string, atom: NodeId) => boolean | undefined;
  readonly memos: Map<string, Map<NodeId, NodeId>>;
}

const absent = 'absent';

function levelOf(column: EventColumn, { atoms, byValue }: ColumnTruth): Level {
  const truths = new Map<string, ReadonlySet<NodeId>>([[absent, new Set(idsOfNulls(atoms))]]);
  const signatures = new Map([...byValue].map(([value, ids]) => [value, ids.join()]));
  for (const [value, ids] of byValue) truths.set(signatures.get(value) ?? '', new Set(ids));
  return {
    column,
    signatureOf: (value) => (value === null ? absent : (signatures.get(value) ?? '')),
    knows: (signature, atom) => (atoms.has(atom) ? (truths.get(signature)?.has(atom) ?? false) : undefined),
    memos: new Map(),
  };
}

const idsOfNulls = (atoms: ColumnAtoms): readonly NodeId[] => [...atoms].filter(([, atom]: readonly [NodeId, Atom]) => atom.is === 'null').map(([id]) => id);

function assumeLevel(graph: Graph, { decided, open }: Outcome, level: Level, signature: string): Outcome {
  const memo = level.memos.get(signature) ?? new Map<NodeId, NodeId>();
  level.memos.set(signature, memo);
  const left = new Map<number, NodeId>();
  for (const [rule, node] of open) {
    const touches = nodeOf(graph, node).reads.has(level.column);
    left.set(rule, touches ? assume(graph, node, (atom) => level.knows(signature, atom), memo) : node);
  }
  const settled = settle(left);
  return { decided: [...decided, ...settled.decided], open: settled.open };
}

function settle(left: ReadonlyMap<number, NodeId>): Outcome {
  const decided = [...left].filter(([, node]) => node === always).map(([rule]) => rule);
  return { decided, open: new Map([...left].filter(([, node]) => node !== always && node !== never)) };
}
