import { eventColumns, type EventColumn } from '../model/event.ts';
import { emitPredicate, eventRecord } from '../lake/duckdb/emit.ts';
import { textConstant, type Sql } from '../lake/duckdb/emit-text.ts';
import type { Engine } from '../lake/engine.ts';
import { checkNesting } from '../lake/predicate-shape.ts';
import type { Predicate } from '../lake/predicate.ts';
import { identifier } from '../lake/sql.ts';
import { collectTuples, decideTuples, type Facets, type Outcome } from './match-facets.ts';
import {
  always,
  assume,
  atomsOfColumn,
  combine,
  documentOf,
  intern,
  isPlain,
  never,
  newGraph,
  nodeOf,
  predicateOf,
  widen,
  type Document,
  type Graph,
  type NodeId,
  type Places,
  type RuleSet,
} from './match-graph.ts';
import { scanColumns, scanDocuments, type Class } from './match-scan.ts';
import { atomsEverTrue } from './match-values.ts';

export interface MatchTask extends Places {
  /** SQL of a relation with the columns of model/event.ts, all of one source. */
  readonly relation: string;
  readonly rules: readonly { readonly key: number; readonly predicate: Predicate }[];
  /** Columns with few distinct values, the most telling first. */
  readonly facets: readonly EventColumn[];
  /**
   * Name of the table to create: rule INTEGER, event_uid, and the columns of the relation named in `keep`.
   * Keeping `raw` makes every scan read raw records, which costs more than all the rest.
   */
  readonly into: string;
  readonly keep: readonly string[];
  /** Above this share of open events a rule is asked of all in a plain scan, which costs less than sorting them out; 0.25 unless told. */
  readonly wideShare?: number;
  /** A rule that columns alone decide, and that matches a greater share of the events, is left out: see `askColumns`. */
  readonly broadShare: number;
}

/**
 * Finds every event of every rule. What the columns can decide is decided over their distinct values;
 * events are read only for what is then still open, and their raw records only where a rule needs one.
 * Predicates must have passed checkPredicates.
 * @returns the keys of the rules that were left out for being broad
 */
export async function matchRules(engine: Engine, task: MatchTask): Promise<readonly number[]> {
  const into = identifier(task.into);
  const keep = [...new Set(['event_uid', ...task.keep])].map(identifier);
  await engine.run(
    `CREATE TABLE ${into} AS SELECT NULL::INTEGER AS rule, ${keep.join(', ')} FROM ${task.relation} LIMIT 0`,
  );
  if (task.rules.length === 0) return [];
  const tuples = identifier(`${task.into} tuples`);
  const classes = identifier(`${task.into} classes`);
  try {
    const plan = await planMatching(engine, task, tuples);
    for (const query of [
      ...everyEvent(plan, task, keep),
      ...(await someEvents(engine, plan, { task, keep, tuples, classes })),
    ]) {
      await engine.run(`INSERT INTO ${into} ${query}`);
    }
    return [...plan.broad].map((rule) => keyOf(task, rule));
  } finally {
    await engine.run(`DROP TABLE IF EXISTS ${classes}`);
    await engine.run(`DROP TABLE IF EXISTS ${tuples}`);
  }
}

interface Plan extends RuleSet {
  readonly facets: Facets;
  readonly outcomes: ReadonlyMap<Facets['tuples'][number], Outcome>;
  /** Rules, by index, that are asked of every event: their facets leave too many open. */
  readonly wide: ReadonlySet<number>;
  /** Rules, by index, that are not asked at all. */
  readonly broad: ReadonlySet<number>;
}

const keyOf = (task: MatchTask, rule: number): number => task.rules[rule]?.key ?? -1;

type Asking = Omit<MatchTask, 'facets' | 'into' | 'broadShare'>;

/**
 * SQL of `(rule, kept columns)` of every match of rules that columns decide. For rules that match very
 * many events, asking again costs less than keeping what they matched.
 */
export function askColumns({ relation, rules, keep, ...places }: Asking): Sql {
  const graph = newGraph();
  const open = new Map(rules.map(({ key, predicate }) => [key, intern(graph, predicate, places)]));
  const where = columnFilter(graph, combine(graph, 'any', [...open.values()]));
  return scanColumns(graph, {
    from: `${relation} AS event`,
    where,
    classes: [{ decided: [], open }],
    keep: keep.map(identifier),
  });
}

/** SQL of the kept columns of every event that any of the rules matches, with `m<key>` BOOLEAN: whether this one does. */
export function markColumns({ relation, rules, keep, ...places }: Asking): Sql {
  const graph = newGraph();
  const asked = rules.map(({ key, predicate }) => ({ key, node: intern(graph, predicate, places) }));
  const where = columnFilter(
    graph,
    combine(
      graph,
      'any',
      asked.map(({ node }) => node),
    ),
  );
  const record = eventRecord('event');
  const marks = asked.map(({ key, node }) => `${emitPredicate(predicateOf(graph, node), record)} AS m${key}`);
  return `SELECT ${[...keep.map((column) => `event.${identifier(column)}`), ...marks].join(', ')} FROM ${relation} AS event WHERE ${where}`;
}

async function planMatching(engine: Engine, task: MatchTask, tuples: Sql): Promise<Plan> {
  const graph = newGraph();
  const asked = task.rules.map(({ predicate }) => {
    checkNesting(predicate);
    return intern(graph, predicate, task);
  });
  const rules = { graph, rules: asked };
  const used = task.facets.filter(
    (column) => eventColumns[column].type === 'VARCHAR' && atomsOfColumn(rules, column).size > 0,
  );
  const facets = await collectTuples(engine, { from: task.relation, name: tuples }, used);
  const possible = await withoutTheImpossible(engine, rules, { relation: task.relation, facets: facets.columns });
  const outcomes = await decideTuples(engine, possible, { facets, name: tuples });
  const broad = broadRules(rules, outcomes, task.broadShare);
  const wide = wideRules(outcomes, task.wideShare ?? 0.25);
  return { ...possible, facets, outcomes, broad, wide: wide.difference(broad) };
}

interface Surroundings {
  readonly relation: Sql;
  readonly facets: readonly EventColumn[];
}

/** Rules without the tests of other columns that no value of the data passes: most tests of any rule set. */
async function withoutTheImpossible(
  engine: Engine,
  ruleSet: RuleSet,
  { relation, facets }: Surroundings,
): Promise<RuleSet> {
  const { graph, rules } = ruleSet;
  const impossible = new Set<NodeId>();
  for (const column of new Set(rules.flatMap((rule) => [...nodeOf(graph, rule).reads]))) {
    if (!isPlain(column) || facets.includes(column)) continue;
    const atoms = new Map([...atomsOfColumn(ruleSet, column)].filter(([, atom]) => atom.is === 'test'));
    const possible = atoms.size === 0 ? new Set() : await atomsEverTrue(engine, { from: relation, column, atoms });
    for (const atom of atoms.keys()) if (!possible.has(atom)) impossible.add(atom);
  }
  const knowledge = {
    truthOf: (atom: NodeId) => (impossible.has(atom) ? false : undefined),
    memo: new Map<NodeId, NodeId>(),
  };
  return { graph, rules: rules.map((rule) => assume(graph, rule, knowledge)) };
}

/** Conditions in one query: each takes some 50 µs of planning, and each query reads the events again. */
const heaviest = 2000;

function wideRules(outcomes: Plan['outcomes'], wideShare: number): ReadonlySet<number> {
  const openEvents: number[] = [];
  let events = 0;
  for (const [tuple, { open }] of outcomes) {
    events += tuple.events;
    for (const rule of open.keys()) openEvents[rule] = (openEvents[rule] ?? 0) + tuple.events;
  }
  return new Set(openEvents.flatMap((open, rule) => (open > events * wideShare ? [rule] : [])));
}

function broadRules({ graph, rules }: RuleSet, outcomes: Plan['outcomes'], share: number): ReadonlySet<number> {
  const decidedEvents: number[] = [];
  let events = 0;
  for (const [tuple, { decided }] of outcomes) {
    events += tuple.events;
    for (const rule of decided) decidedEvents[rule] = (decidedEvents[rule] ?? 0) + tuple.events;
  }
  const isBroad = (decided: number, rule: number) =>
    decided > events * share && documentOf(graph, rules[rule] ?? never) === null;
  return new Set(decidedEvents.flatMap((decided, rule) => (isBroad(decided, rule) ? [rule] : [])));
}

/**
 * Queries for the rules that are asked of every event. Rules that read the same columns go together, so
 * that what they have in common can keep events out; documents are read once for all.
 */
function everyEvent({ graph, rules, wide }: Plan, task: MatchTask, keep: readonly Sql[]): readonly Sql[] {
  const asked = [...wide].map((index) => ({ key: keyOf(task, index), node: rules[index] ?? never }));
  const groups = Map.groupBy(
    asked,
    ({ node }) => documentOf(graph, node) ?? [...nodeOf(graph, node).reads].toSorted().join(),
  );
  return [...groups.values()].flatMap((group) =>
    batches(group, () => 1).map(({ items }) => {
      const scan = {
        from: `${task.relation} AS event`,
        where: columnFilter(
          graph,
          combine(
            graph,
            'any',
            items.map(({ node }) => node),
          ),
        ),
        classes: [{ decided: [], open: new Map(items.map(({ key, node }) => [key, node])) }],
        keep,
      };
      const document = documentOf(graph, group[0]?.node ?? never);
      return document === null ? scanColumns(graph, scan) : scanDocuments(graph, scan, document);
    }),
  );
}

/** What columns say about the events that can match: first each column alone, which reaches into the Parquet reader. */
function columnFilter(graph: Graph, node: NodeId): Sql {
  const columns = [...nodeOf(graph, node).reads].filter(isPlain);
  const alone = columns.map((column) => widen(graph, node, (other) => other === column));
  const filters = new Set([...alone, widen(graph, node, isPlain)]);
  filters.delete(always);
  if (filters.size === 0) return 'true';
  const record = eventRecord('event');
  return [...filters].map((filter) => emitPredicate(predicateOf(graph, filter), record)).join(' AND ');
}

interface Target {
  readonly task: MatchTask;
  readonly keep: readonly Sql[];
  readonly tuples: Sql;
  readonly classes: Sql;
}

/** Queries for the rules that only some tuples leave open or decide; fills the table of classes. */
async function someEvents(engine: Engine, plan: Plan, target: Target): Promise<readonly Sql[]> {
  const sorted = ([null, 'brief', 'raw'] as const).map((document) => ({
    document,
    members: sortIntoClasses(plan, target.task, document),
  }));
  const rows = sorted.flatMap(({ document, members }) =>
    members.flatMap((one, index) => one.tuples.map((id) => `(${id}, '${document}', ${index})`)),
  );
  if (rows.length === 0) return [];
  const assigned = `(VALUES ${rows.join(', ')}) assigned(id, document, class)`;
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE ${target.classes} AS SELECT t.*, document, class FROM ${assigned} JOIN ${target.tuples} t ON t.tuple = id`,
  );
  return sorted.flatMap(({ document, members }) =>
    batches(members, ({ asked }) => asked.open.size).map((part) => someClasses(plan, target, { document, ...part })),
  );
}

interface Members {
  readonly asked: Class;
  readonly tuples: number[];
}

/** Tuples that leave the same to ask form one class; what is decided goes with the scan of columns. */
function sortIntoClasses(
  { graph, facets, outcomes, wide, broad }: Plan,
  task: MatchTask,
  document: Document | null,
): readonly Members[] {
  const apart = wide.union(broad);
  const byOutcome = new Map<Outcome, Members>();
  const byContent = new Map<string, Members>();
  for (const tuple of facets.tuples) {
    const outcome = outcomes.get(tuple);
    if (!outcome) continue;
    const known = byOutcome.get(outcome);
    const open = [...outcome.open].filter(([rule, node]) => !apart.has(rule) && documentOf(graph, node) === document);
    const decided = document !== null ? [] : outcome.decided.filter((rule) => !apart.has(rule));
    const content = known ? '' : `${decided.join()}|${open.join()}`;
    const members = known ??
      byContent.get(content) ?? {
        asked: {
          decided: decided.map((rule) => keyOf(task, rule)),
          open: new Map(open.map(([rule, node]) => [keyOf(task, rule), node])),
        },
        tuples: [],
      };
    members.tuples.push(tuple.id);
    byOutcome.set(outcome, members);
    if (!known) byContent.set(content, members);
  }
  return [...byContent.values()].filter(({ asked }) => asked.decided.length + asked.open.size > 0);
}

/** More values than this in a filter would cost more than reading the events that it keeps out, without and with their documents. */
const mostFiltered = { columns: 64, documents: 512 };

function someClasses(
  { graph, facets }: Plan,
  { task, keep, classes }: Target,
  chosen: Batch<Members> & { readonly document: Document | null },
): Sql {
  const { document, items, first } = chosen;
  const on = facets.columns.map(
    (column) => `event.${identifier(column)} IS NOT DISTINCT FROM chosen.${identifier(column)}`,
  );
  const members = `(SELECT * EXCLUDE (class, document), class - ${first} AS class FROM ${classes} WHERE document = '${document}' AND class BETWEEN ${first} AND ${first + items.length - 1})`;
  const scan = {
    from: `${task.relation} AS event JOIN ${members} AS chosen ON ${on.length === 0 ? 'true' : on.join(' AND ')}`,
    where: facetFilter(
      facets,
      new Set(items.flatMap((one) => one.tuples)),
      document !== null || keep.includes(identifier('raw')) ? mostFiltered.documents : mostFiltered.columns,
    ),
    classes: items.map(({ asked }) => asked),
    keep,
  };
  return document === null ? scanColumns(graph, scan) : scanDocuments(graph, scan, document);
}

/**
 * Narrows a scan by single columns. The join alone is exact, but only a filter over one column reaches
 * into the Parquet reader and saves it from unpacking the wide columns of other events; IN would not
 * (it is used on statistics only), list_contains does.
 */
function facetFilter({ columns, tuples }: Facets, chosen: ReadonlySet<number>, most: number): Sql {
  const filters = columns.flatMap((column, index) => {
    const values = new Set(tuples.filter(({ id }) => chosen.has(id)).map((tuple) => tuple.values[index] ?? null));
    if (values.size > most) return [];
    const texts = [...values].filter((value) => value !== null).map(textConstant);
    return [
      `coalesce(list_contains([${texts.join(', ')}]::VARCHAR[], event.${identifier(column)}), ${values.has(null)})`,
    ];
  });
  return filters.length === 0 ? 'true' : filters.join(' AND ');
}

interface Batch<T> {
  readonly items: readonly T[];
  /** Number of the first item. */
  readonly first: number;
}

function batches<T>(items: readonly T[], weightOf: (item: T) => number): readonly Batch<T>[] {
  const made: { readonly items: T[]; readonly first: number }[] = [];
  let weight = Infinity;
  for (const [index, item] of items.entries()) {
    weight += weightOf(item);
    if (weight > heaviest) {
      made.push({ items: [], first: index });
      weight = weightOf(item);
    }
    made.at(-1)?.items.push(item);
  }
  return made;
}
