import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Pair,
} from 'yaml';
import { invalid, quote, unsupported, type Place } from './place.ts';

/** YAML as plain data that remembers its lines. `text` is a scalar as a rule means it. */
export type Tree = MapTree | ListTree | ScalarTree;

export interface MapTree {
  readonly kind: 'map';
  readonly line: number;
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly key: string;
  readonly line: number;
  readonly value: Tree;
}

export interface ListTree {
  readonly kind: 'list';
  readonly line: number;
  readonly items: readonly Tree[];
}

export interface ScalarTree {
  readonly kind: 'scalar';
  readonly line: number;
  readonly value: string | number | boolean | null;
  readonly text: string;
}

/** One YAML document of a file, or why it is none. `document` counts from one; empty documents count but are left out. */
export type TreeDocument =
  | { readonly document: number; readonly tree: Tree; readonly error?: undefined }
  | { readonly document: number; readonly error: Error };

const maxCharacters = 8 * 1024 * 1024;
const maxNodes = 250_000;
const maxDepth = 100;

/**
 * Reads YAML 1.2 (core schema, as the Sigma specification asks) from text with any number of
 * documents. A document with an error stops no other. `path` only names the file in errors.
 */
export function readTrees(path: string, text: string): readonly TreeDocument[] {
  if (text.length > maxCharacters) {
    return [
      { document: 1, error: unsupported({ path, line: 1 }, `the file is longer than ${maxCharacters} characters`) },
    ];
  }
  const lines = new LineCounter();
  const documents = parseSafely(path, text, lines);
  if (documents instanceof Error) return [{ document: 1, error: documents }];
  return documents.flatMap((document, index) => readDocument(document, index + 1, { path, lines }));
}

const tooDeep = (place: Place): Error => invalid(place, 'the YAML is nested too deeply');

function parseSafely(path: string, text: string, lines: LineCounter): readonly Document[] | Error {
  try {
    // Keys are compared below: the library compares each with all before it, which takes seconds for a long map.
    const options = { prettyErrors: false, logLevel: 'silent', version: '1.2', uniqueKeys: false } as const;
    return parseAllDocuments(text, { ...options, lineCounter: lines });
  } catch (error) {
    if (error instanceof RangeError) return tooDeep({ path, line: 1 });
    throw error;
  }
}

interface Source {
  readonly path: string;
  readonly lines: LineCounter;
}

function readDocument(yaml: Document, document: number, source: Source): readonly TreeDocument[] {
  const [error] = yaml.errors;
  if (error !== undefined) {
    const place = { path: source.path, line: source.lines.linePos(error.pos[0]).line };
    if (error.message.includes('call stack')) return [{ document, error: tooDeep(place) }];
    return [{ document, error: invalid(place, `not valid YAML: ${error.message}`) }];
  }
  try {
    const tree = treeBuilder(source)(yaml.contents, { line: 1, depth: 0, isAliased: false });
    return tree.kind === 'scalar' && tree.value === null ? [] : [{ document, tree }];
  } catch (refusal) {
    if (refusal instanceof Error) return [{ document, error: refusal }];
    throw refusal;
  }
}

interface Spot {
  readonly line: number;
  readonly depth: number;
  readonly isAliased: boolean;
}

/**
 * Aliases are followed, so a node counts each time it is met: a bomb of aliases runs out of nodes.
 * Anchors are noted on the way, as an alias means the last one before it.
 */
function treeBuilder({ path, lines }: Source): (node: unknown, spot: Spot) => Tree {
  const anchors = new Map<string, unknown>();
  let nodes = 0;
  const build = (node: unknown, spot: Spot): Tree => {
    const line = (isNode(node) && node.range ? lines.linePos(node.range[0]).line : null) ?? spot.line;
    const inner = { line, depth: spot.depth + 1, isAliased: spot.isAliased };
    nodes += 1;
    if (nodes > maxNodes) throw unsupported({ path, line }, `the document has more than ${maxNodes} values`);
    if (spot.depth > maxDepth) throw tooDeep({ path, line });
    if (isAlias(node) && !anchors.has(node.source))
      throw invalid({ path, line }, `the alias *${node.source} has no anchor`);
    if (isAlias(node)) return build(anchors.get(node.source), { ...inner, isAliased: true });
    if (!isScalar(node) && !isCollection(node)) return { kind: 'scalar', line, value: null, text: '' };
    if (node.anchor !== undefined && !spot.isAliased) anchors.set(node.anchor, node);
    if (isSeq(node)) return { kind: 'list', line, items: node.items.map((item) => build(item, inner)) };
    if (isMap(node))
      return {
        kind: 'map',
        line,
        entries: distinct(
          node.items.map((pair) => entry(pair, inner)),
          path,
        ),
      };
    return isScalar(node) ? scalar(node.value, node.source, { path, line }) : { kind: 'list', line, items: [] };
  };
  const entry = (pair: Pair, inner: Spot): Entry => {
    const key = keyOf(build(pair.key, inner), path);
    return { ...key, value: build(pair.value, { ...inner, line: key.line }) };
  };
  return build;
}

function distinct(entries: readonly Entry[], path: string): readonly Entry[] {
  const keys = new Set<string>();
  for (const { key, line } of entries) {
    if (keys.has(key)) throw invalid({ path, line }, `the key ${quote(key)} stands twice`);
    keys.add(key);
  }
  return entries;
}

function keyOf(tree: Tree, path: string): { readonly key: string; readonly line: number } {
  const place = { path, line: tree.line };
  if (tree.kind !== 'scalar') throw invalid(place, `a key must be text, not a ${tree.kind}`);
  if (tree.text === '<<') throw unsupported(place, "the merge key '<<' is not part of YAML 1.2");
  return { key: tree.text, line: tree.line };
}

/** A whole number keeps its digits as written, so that account 012345678901 is not a number gone wrong. */
function scalar(value: unknown, source: string | undefined, place: Place): ScalarTree {
  const node = { kind: 'scalar', line: place.line } as const;
  if (value === null || value === undefined) return { ...node, value: null, text: '' };
  if (typeof value === 'string' || typeof value === 'boolean') return { ...node, value, text: String(value) };
  if (typeof value !== 'number') throw invalid(place, `a ${typeof value} is no value for a rule`);
  return { ...node, value, text: source !== undefined && /^-?\d+$/.test(source) ? source : String(value) };
}

/** The value under a key, or null where the map has no such key. */
export function valueAt(map: MapTree, key: string): Tree | null {
  return map.entries.find((entry) => entry.key === key)?.value ?? null;
}
