import { invalid, quote, unsupported, type Place } from './place.ts';
import { valueAt, type MapTree, type Tree } from './tree.ts';

/** Text under a key; null where there is no key, no value, or nothing but space. */
export function textAt(tree: MapTree, key: string, path: string): string | null {
  const value = valueAt(tree, key);
  if (value === null) return null;
  return textOf(value, { path, key });
}

function textOf(value: Tree, { path, key }: { readonly path: string; readonly key: string }): string | null {
  if (value.kind !== 'scalar') throw invalid({ path, line: value.line }, `${quote(key)} is a ${value.kind}, not text`);
  return value.text.trim() === '' ? null : value.text.trim();
}

/** A list of texts under a key; a single text counts as a list of one. */
export function listAt(tree: MapTree, key: string, path: string): readonly string[] {
  return placedListAt(tree, key, path).map(({ text }) => text);
}

/** The same with the line of each text. */
export function placedListAt(
  tree: MapTree,
  key: string,
  path: string,
): readonly { readonly text: string; readonly line: number }[] {
  const value = valueAt(tree, key);
  if (value === null) return [];
  const items = value.kind === 'list' ? value.items : [value];
  return items.flatMap((item) => {
    const text = textOf(item, { path, key });
    return text === null ? [] : [{ text, line: item.line }];
  });
}

/** A map under a key; null where there is no key or no value. */
export function mapAt(tree: MapTree, key: string, path: string): MapTree | null {
  const value = valueAt(tree, key);
  if (value === null || (value.kind === 'scalar' && value.value === null)) return null;
  if (value.kind !== 'map') throw invalid({ path, line: value.line }, `${quote(key)} is a ${value.kind}, not a map`);
  return value;
}

/** True or false under a key; false where there is none. */
export function flagAt(tree: MapTree, key: string, path: string): boolean {
  const value = valueAt(tree, key);
  if (value === null || (value.kind === 'scalar' && value.value === null)) return false;
  if (value.kind === 'scalar' && typeof value.value === 'boolean') return value.value;
  throw invalid({ path, line: value.line }, `${quote(key)} must be true or false`);
}

/** No record nests so deep, and an engine plans a look at every step. */
const mostKeys = 64;

/** Refuses the name of a field that leads deeper than any record does; gives it back otherwise. */
export function demandReachable(name: string, place: Place): string {
  if (name.split('.').length <= mostKeys) return name;
  throw unsupported(place, `the field ${quote(name)} leads through more than ${mostKeys} keys`);
}

/** Refuses keys that the specification does not know here: they would change what is meant. */
export function demandKnownKeys(tree: MapTree, known: ReadonlySet<string>, about: Place & { what: string }): void {
  const unknown = tree.entries.find(({ key }) => !known.has(key));
  if (unknown === undefined) return;
  throw unsupported({ path: about.path, line: unknown.line }, `${quote(unknown.key)} of ${about.what}`);
}
