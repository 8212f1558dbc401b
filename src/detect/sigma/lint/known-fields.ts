import type { Expression, Path, Source, TableValue } from '../../../model/source.ts';

/**
 * What is known of a field of a source's records: `single` holds one value, `several` perhaps more, below
 * an `open` one anything may stand, and `unknown` is in no record that the source documents.
 */
export type Standing = 'single' | 'several' | 'open' | 'unknown';

export interface KnownFields {
  readonly standingOf: (path: Path) => Standing;
  /** The documented field that a wrong name was probably meant to be. */
  readonly nearestTo: (name: string) => string | null;
}

interface Shape {
  readonly keys: Map<string, Shape>;
  isOpen: boolean;
  isList: boolean;
}

const emptyShape = (): Shape => ({ keys: new Map(), isOpen: false, isList: false });

/**
 * The fields of a source's records, as far as the source itself names them: in its table, columns and
 * documents. Null for a source without a table of whole records, which names only what it maps.
 */
export function knownFields(source: Source): KnownFields | null {
  if (source.table?.whole === undefined) return null;
  const root = emptyShape();
  for (const [key, value] of Object.entries(source.table.columns)) put(shapeAt(root, [key]), value);
  for (const path of pathsOf([source.uid, ...Object.values(source.columns)])) shapeAt(root, path);
  for (const path of source.documents) shapeAt(root, path).isOpen = true;
  for (const key of source.otherKeys ?? []) openUnlessKnown(root, key);
  const special = new Set(Object.keys(source.sigmaFields ?? {}));
  const names = [...namesOf(root, ''), ...special];
  return {
    standingOf: (path) => (special.has(path.join('.')) ? 'several' : standing(root, path)),
    nearestTo: (name) => nearest(name, names),
  };
}

function shapeAt(root: Shape, path: Path): Shape {
  let shape = root;
  for (const key of path) {
    const inner = shape.keys.get(key) ?? emptyShape();
    shape.keys.set(key, inner);
    shape = inner;
  }
  return shape;
}

function put(shape: Shape, value: TableValue): void {
  if (value === 'map') shape.isOpen = true;
  if (typeof value === 'string') return;
  if ('list' in value) {
    shape.isList = true;
    put(shape, value.list);
    return;
  }
  for (const [key, inner] of Object.entries(value.keys)) put(shapeAt(shape, [key]), inner);
}

/** A key that the source only lists may hold anything. */
function openUnlessKnown(root: Shape, key: string): void {
  if (!root.keys.has(key)) shapeAt(root, [key]).isOpen = true;
}

function pathsOf(expressions: readonly Expression[]): readonly Path[] {
  return expressions.flatMap((expression): readonly Path[] => {
    if (expression.make === 'constant') return [];
    if (expression.make === 'at') return [expression.path];
    if (expression.make === 'by') {
      const otherwise = expression.otherwise === undefined ? [] : [expression.otherwise];
      return [expression.path, ...pathsOf([...Object.values(expression.cases), ...otherwise])];
    }
    if (expression.make === 'given') return pathsOf([expression.has, expression.of]);
    return pathsOf('make' in expression.of ? [expression.of] : expression.of);
  });
}

function standing(root: Shape, path: Path): Standing {
  let shape = root;
  let isSeveral = false;
  for (const key of path) {
    if (shape.isOpen) return 'open';
    const inner = shape.keys.get(key);
    if (inner === undefined) return 'unknown';
    isSeveral ||= inner.isList;
    shape = inner;
  }
  if (shape.isOpen) return 'open';
  return isSeveral ? 'several' : 'single';
}

function namesOf(shape: Shape, before: string): readonly string[] {
  return [...shape.keys].flatMap(([key, inner]) => [before + key, ...namesOf(inner, `${before}${key}.`)]);
}

/** Nearer than this is a slip of the finger. */
const slips = 2;

function nearest(name: string, names: readonly string[]): string | null {
  const folded = name.toLowerCase();
  const same = names.find((known) => known.toLowerCase() === folded);
  if (same !== undefined) return same;
  const [closest] = names
    .map((known) => ({ known, away: distance(folded, known.toLowerCase()) }))
    .filter(({ known, away }) => away <= Math.min(slips, Math.floor(known.length / 4)))
    .toSorted((a, b) => a.away - b.away);
  return closest?.known ?? null;
}

/** Letters to add, take away or change (Levenshtein); cut short where it would be far. */
export function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > slips) return slips + 1;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
