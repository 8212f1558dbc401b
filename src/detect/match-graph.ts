import type { EventColumn } from '../model/event.ts';
import type { Path } from '../model/source.ts';
import { fieldsOf, type Atom } from '../lake/predicate-shape.ts';
import type { Field, Predicate } from '../lake/predicate.ts';

/**
 * Conditions of many rules as one graph without repetitions: equal parts are the same node, so that what
 * is known about a part is worked out once. Node numbers are only meaningful within their graph.
 */
export type NodeId = number;

export const never: NodeId = 0;
export const always: NodeId = 1;

type Shape =
  | { readonly is: 'never' | 'always' }
  | { readonly is: 'atom'; readonly atom: Atom }
  | { readonly is: 'all' | 'any'; readonly of: readonly NodeId[] }
  | { readonly is: 'not'; readonly of: NodeId };

interface Node {
  readonly shape: Shape;
  /** Every column that is read, `brief` and `raw` for paths, and `raw` for looking anywhere. */
  readonly reads: ReadonlySet<EventColumn>;
}

export interface Graph {
  readonly nodes: Node[];
  readonly ids: Map<string, NodeId>;
}

export function newGraph(): Graph {
  const nothing = new Set<EventColumn>();
  return {
    nodes: [
      { shape: { is: 'never' }, reads: nothing },
      { shape: { is: 'always' }, reads: nothing },
    ],
    ids: new Map(),
  };
}

export function nodeOf(graph: Graph, id: NodeId): Node {
  const node = graph.nodes[id];
  if (!node) throw new RangeError(`no node ${id}`);
  return node;
}

/** The rules of one run as nodes of one graph. */
export interface RuleSet {
  readonly graph: Graph;
  readonly rules: readonly NodeId[];
}

/** The column with JSON that a node needs beside plain columns: the whole record only where its brief does not do. */
export type Document = 'brief' | 'raw';

export function documentOf(graph: Graph, id: NodeId): Document | null {
  const { reads } = nodeOf(graph, id);
  if (reads.has('raw')) return 'raw';
  return reads.has('brief') ? 'brief' : null;
}

/** Columns whose values are looked at as they are: all but documents. */
export const isPlain = (column: EventColumn): boolean => column !== 'raw' && column !== 'brief';

/** Where a source keeps what stands at paths of its records. */
export interface Places {
  /** The column that holds exactly the value at a path, where one does. */
  readonly columnOf: (path: Path) => EventColumn | null;
  /** Paths of what the column `brief` holds. */
  readonly brief: readonly Path[];
}

/** Adds a predicate whose nesting was checked, reading columns in place of paths where there is one. */
export function intern(graph: Graph, predicate: Predicate, places: Places): NodeId {
  if (predicate.is === 'not') return negate(graph, intern(graph, predicate.of, places));
  if (!('of' in predicate)) return internAtom(graph, throughColumns(predicate, places), places);
  return combine(
    graph,
    predicate.is,
    predicate.of.map((part) => intern(graph, part, places)),
  );
}

/** `exists` asks for the key in the record itself, which a column cannot tell. */
function throughColumns(atom: Atom, { columnOf }: Places): Atom {
  const through = (field: Field): Field => {
    const column = 'path' in field ? columnOf(field.path) : null;
    return column ? { column } : field;
  };
  if (atom.is === 'exists') return atom;
  const asked =
    'test' in atom && 'field' in atom.test
      ? { ...atom, test: { ...atom.test, field: through(atom.test.field) } }
      : atom;
  return asked.is === 'anywhere' ? asked : { ...asked, field: through(asked.field) };
}

/** The same paths, each once. */
export const uniquePaths = (paths: readonly Path[]): readonly Path[] => [
  ...new Map(paths.map((path) => [JSON.stringify(path), path])).values(),
];

/** The brief tells all below its paths, but not whether a path of its own stands in the record without a value. */
export const isInBrief = (path: Path, brief: readonly Path[], asksForKey = false): boolean =>
  brief.some((known) => known.length + (asksForKey ? 1 : 0) <= path.length && known.every((key, i) => key === path[i]));

function internAtom(graph: Graph, atom: Atom, { brief }: Places): NodeId {
  const columns = fieldsOf(atom).map((field): EventColumn => {
    if ('column' in field) return field.column;
    return isInBrief(field.path, brief, atom.is === 'exists') ? 'brief' : 'raw';
  });
  return add(graph, { is: 'atom', atom }, new Set(atom.is === 'anywhere' ? [...columns, 'raw'] : columns));
}

function add(graph: Graph, shape: Shape, reads: ReadonlySet<EventColumn>): NodeId {
  const key = JSON.stringify(shape);
  const known = graph.ids.get(key);
  if (known !== undefined) return known;
  const id = graph.nodes.push({ shape, reads }) - 1;
  graph.ids.set(key, id);
  return id;
}

function negate(graph: Graph, id: NodeId): NodeId {
  if (id === never) return always;
  if (id === always) return never;
  const { shape, reads } = nodeOf(graph, id);
  return shape.is === 'not' ? shape.of : add(graph, { is: 'not', of: id }, reads);
}

/** AND or OR, with what is certain left out. */
export function combine(graph: Graph, how: 'all' | 'any', parts: readonly NodeId[]): NodeId {
  const [neutral, decisive] = how === 'all' ? [always, never] : [never, always];
  const rest = new Set<NodeId>();
  for (const part of parts) {
    if (part === decisive) return decisive;
    const { shape } = nodeOf(graph, part);
    if (shape.is === how) for (const inner of shape.of) rest.add(inner);
    else if (part !== neutral) rest.add(part);
  }
  const [only] = rest;
  if (only === undefined) return neutral;
  if (rest.size === 1) return only;
  const of = [...rest].toSorted((one, other) => one - other);
  return add(graph, { is: how, of }, new Set(of.flatMap((part) => [...nodeOf(graph, part).reads])));
}

export interface Knowledge {
  /** What is known about an atom: true, false, or undefined. */
  readonly truthOf: (atom: NodeId) => boolean | undefined;
  /** What was worked out from it so far. */
  readonly memo: Map<NodeId, NodeId>;
}

/** What remains of a node once something is known. */
export function assume(graph: Graph, id: NodeId, knowledge: Knowledge): NodeId {
  const done = knowledge.memo.get(id);
  if (done !== undefined) return done;
  const rest = assumeAnew(graph, id, knowledge);
  knowledge.memo.set(id, rest);
  return rest;
}

function assumeAnew(graph: Graph, id: NodeId, knowledge: Knowledge): NodeId {
  const { shape } = nodeOf(graph, id);
  switch (shape.is) {
    case 'never':
    case 'always':
      return id;
    case 'atom': {
      const truth = knowledge.truthOf(id);
      if (truth === undefined) return id;
      return truth ? always : never;
    }
    case 'not':
      return negate(graph, assume(graph, shape.of, knowledge));
    case 'all':
    case 'any': {
      const decisive = shape.is === 'all' ? never : always;
      const parts: NodeId[] = [];
      for (const part of shape.of) {
        const rest = assume(graph, part, knowledge);
        if (rest === decisive) return decisive;
        parts.push(rest);
      }
      return combine(graph, shape.is, parts);
    }
  }
}

/** The narrowest condition over some columns only that holds wherever the node does. */
export function widen(graph: Graph, id: NodeId, mayRead: (column: EventColumn) => boolean): NodeId {
  const bound = (node: NodeId, isUpper: boolean): NodeId => {
    const { shape, reads } = nodeOf(graph, node);
    if ([...reads].every(mayRead)) return node;
    if (shape.is === 'not') return negate(graph, bound(shape.of, !isUpper));
    if (shape.is !== 'all' && shape.is !== 'any') return isUpper ? always : never;
    return combine(
      graph,
      shape.is,
      shape.of.map((part) => bound(part, isUpper)),
    );
  };
  return bound(id, true);
}

export function predicateOf(graph: Graph, id: NodeId): Predicate {
  const { shape } = nodeOf(graph, id);
  switch (shape.is) {
    case 'never':
      return { is: 'any', of: [] };
    case 'always':
      return { is: 'all', of: [] };
    case 'atom':
      return shape.atom;
    case 'not':
      return { is: 'not', of: predicateOf(graph, shape.of) };
    case 'all':
    case 'any':
      return { is: shape.is, of: shape.of.map((part) => predicateOf(graph, part)) };
  }
}

/** The atoms that a node is made of, each once. */
export function atomsIn(graph: Graph, ids: Iterable<NodeId>): ReadonlyMap<NodeId, Atom> {
  const seen = new Set<NodeId>();
  const atoms = new Map<NodeId, Atom>();
  const waiting = [...ids];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const { shape } = nodeOf(graph, id);
    if (shape.is === 'atom') atoms.set(id, shape.atom);
    else if (shape.is === 'not') waiting.push(shape.of);
    else if ('of' in shape) waiting.push(...shape.of);
  }
  return atoms;
}

/** The atoms that one column alone decides. */
export function atomsOfColumn({ graph, rules }: RuleSet, column: EventColumn): ReadonlyMap<NodeId, Atom> {
  const isDecided = ({ reads }: Node) => reads.size === 1 && reads.has(column);
  return new Map([...atomsIn(graph, rules)].filter(([id]) => isDecided(nodeOf(graph, id))));
}
