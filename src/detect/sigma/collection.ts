import { invalid, quote } from './place.ts';
import { readTrees, valueAt, type MapTree, type Tree, type TreeDocument } from './tree.ts';

/** A rule file as text. `origin` says who gave it: `beewolf` for ours, else the folder or file named by the caller. */
export interface RuleFile {
  readonly path: string;
  readonly text: string;
  readonly origin: string;
}

/** One Sigma document, ready to be compiled. `sharesId`: its id comes from another document of the file. */
export interface SigmaDocument {
  readonly path: string;
  readonly origin: string;
  readonly document: number;
  readonly tree: MapTree;
  readonly sharesId: boolean;
  readonly error?: undefined;
}

export interface BrokenDocument {
  readonly document: number;
  readonly error: Error;
}

/** What earlier documents of a file leave for later ones. */
interface Memory {
  readonly template: MapTree | null;
  readonly previous: MapTree | null;
}

/**
 * The Sigma documents of one file. The rule collections of Sigma 1 still mean what they did:
 * `action: global` is a template of all documents after it (it wins where both have a value, and a
 * further one replaces it), `repeat` is the document before with changes, `reset` drops the template;
 * as pySigma's sigma/collection.py does. A broken document stops no other.
 */
export function parse(file: RuleFile): readonly (SigmaDocument | BrokenDocument)[] {
  const trees = readTrees(file.path, file.text);
  if (trees.length === 0) {
    return [{ document: 1, error: invalid({ path: file.path, line: 1 }, 'the file holds no YAML document') }];
  }
  const found: (SigmaDocument | BrokenDocument)[] = [];
  let memory: Memory = { template: null, previous: null };
  for (const read of trees) {
    const [next, result] = take(read, memory, file);
    memory = next;
    if (result !== null) found.push(result);
  }
  return found;
}

function take(
  read: TreeDocument,
  memory: Memory,
  file: RuleFile,
): readonly [Memory, SigmaDocument | BrokenDocument | null] {
  const { document } = read;
  if (read.error !== undefined) return [memory, { document, error: read.error }];
  const broken = (message: string): readonly [Memory, BrokenDocument] => [
    memory,
    { document, error: invalid({ path: file.path, line: read.tree.line }, message) },
  ];
  if (read.tree.kind !== 'map') return broken(`a Sigma document is a map, this is a ${read.tree.kind}`);
  const action = actionOf(read.tree);
  const own = without(read.tree, 'action');
  if (action === 'global') return [{ template: own, previous: own }, null];
  if (action === 'reset') return [{ ...memory, template: null }, null];
  if (action === 'repeat' && memory.previous === null) return broken('action repeat: no document stands before it');
  if (action !== null && action !== 'repeat') return broken(`action ${quote(action)} is none of global, reset, repeat`);

  const inherited = action === 'repeat' ? memory.previous : memory.template;
  const tree = merged(own, inherited, action === 'repeat');
  const sharesId = inherited !== null && valueAt(own, 'id') === null && valueAt(inherited, 'id') !== null;
  return [
    { ...memory, previous: tree },
    { path: file.path, origin: file.origin, document, tree, sharesId },
  ];
}

function actionOf(tree: MapTree): string | null {
  const action = valueAt(tree, 'action');
  if (action === null) return null;
  return action.kind === 'scalar' ? action.text : action.kind;
}

const without = (tree: MapTree, key: string): MapTree => ({
  ...tree,
  entries: tree.entries.filter((entry) => entry.key !== key),
});

function merged(own: MapTree, inherited: MapTree | null, ownWins: boolean): MapTree {
  if (inherited === null) return own;
  return ownWins ? merge(inherited, own) : merge(own, inherited);
}

/** Maps are merged key by key, anything else of `over` replaces what `under` has. */
function merge(under: MapTree, over: MapTree): MapTree {
  const changes = new Map(over.entries.map((entry) => [entry.key, entry]));
  const kept = under.entries.map((entry) => {
    const change = changes.get(entry.key);
    changes.delete(entry.key);
    return change === undefined ? entry : { ...change, value: mergeValue(entry.value, change.value) };
  });
  return { ...under, entries: [...kept, ...changes.values()] };
}

const mergeValue = (under: Tree, over: Tree): Tree =>
  under.kind === 'map' && over.kind === 'map' ? merge(under, over) : over;
