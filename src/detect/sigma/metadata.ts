import { levels, type Level, type Logsource, type RuleIdentity, type Technique } from '../../model/rule.ts';
import type { SigmaDocument } from './collection.ts';
import { listAt, textAt } from './fields.ts';
import { invalid, quote, unsupported, type Place } from './place.ts';
import { valueAt, type MapTree } from './tree.ts';

/** The version of ATT&CK in which our own rules name techniques. */
export const ownAttackVersion = '19.1';

/** Sigma leaves `level` to the author; a rule that names none is reviewed like an ordinary one. */
const defaultLevel: Level = 'medium';

const own = 'beewolf';

/**
 * Who the rule is. Sigma tags name no version of ATT&CK: the custom field `attack_version` does, else
 * our own rules mean `ownAttackVersion` and others say `unspecified`. Throws where the specification asks for
 * what is not there (title; logsource, which a correlation has none) or where a value would change what the rule means.
 */
export function readIdentity(document: SigmaDocument): RuleIdentity {
  const { tree, path } = document;
  const place = { path, line: tree.line };
  const title = titleOf(tree, path);
  demandUsable(tree, path);
  return {
    uid: uidOf(document),
    title,
    level: levelOf(tree, path),
    origin: document.origin,
    author: listAt(tree, 'author', path).join(', ') || null,
    techniques: techniquesOf(document),
    description: textAt(tree, 'description', path),
    references: listAt(tree, 'references', path),
    falsePositives: listAt(tree, 'falsepositives', path),
    ...(textAt(tree, 'announceable', path) === 'true' && { isAnnounceable: true }),
    ...(textAt(tree, 'administrative', path) === 'true' && { isAdministrative: true }),
    logsource: valueAt(tree, 'correlation') === null ? logsourceOf(tree, place) : {},
    path,
    document: document.document,
  };
}

/** The title of a document; throws where it has none. */
export function titleOf(tree: MapTree, path: string): string {
  const title = textAt(tree, 'title', path);
  if (title === null) throw invalid({ path, line: tree.line }, 'the rule has no title');
  return title;
}

/** Documents that share one id (by `action: global` or `repeat`) are told apart by their number. */
function uidOf({ tree, path, document, sharesId }: SigmaDocument): string {
  const id = textAt(tree, 'id', path);
  const uid = id ?? path;
  return document > 1 && (id === null || sharesId) ? `${uid}#${document}` : uid;
}

function demandUsable(tree: MapTree, path: string): void {
  const status = textAt(tree, 'status', path);
  if (status === 'unsupported')
    throw unsupported(placeOf(tree, 'status', path), 'the rule says `status: unsupported` of itself');
  const taxonomy = textAt(tree, 'taxonomy', path) ?? 'sigma';
  if (taxonomy !== 'sigma') throw unsupported(placeOf(tree, 'taxonomy', path), `the taxonomy ${quote(taxonomy)}`);
}

function levelOf(tree: MapTree, path: string): Level {
  const text = textAt(tree, 'level', path);
  if (text === null) return defaultLevel;
  const level = levels.find((known) => known === text.toLowerCase());
  if (level === undefined)
    throw invalid(placeOf(tree, 'level', path), `the level ${quote(text)} is none of ${levels.join(', ')}`);
  return level;
}

function techniquesOf({ tree, path, origin }: SigmaDocument): readonly Technique[] {
  const attackVersion = textAt(tree, 'attack_version', path) ?? (origin === own ? ownAttackVersion : 'unspecified');
  const ids = listAt(tree, 'tags', path).flatMap(
    (tag) => /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1]?.toUpperCase() ?? [],
  );
  return [...new Set(ids)].map((id) => ({ id, attackVersion }));
}

/** The logs that a document is written for; throws where it names none. */
export function logsourceOf(tree: MapTree, place: Place): Logsource {
  const logsource = valueAt(tree, 'logsource');
  if (logsource === null) throw invalid(place, 'the rule has no logsource');
  const at = { ...place, line: logsource.line };
  if (logsource.kind !== 'map') throw invalid(at, `the logsource is a ${logsource.kind}, not a map`);
  const product = textAt(logsource, 'product', place.path);
  const service = textAt(logsource, 'service', place.path);
  const category = textAt(logsource, 'category', place.path);
  if (product === null && service === null && category === null) {
    throw invalid(at, 'the logsource names no product, service or category');
  }
  return {
    ...(product !== null && { product }),
    ...(service !== null && { service }),
    ...(category !== null && { category }),
  };
}

const placeOf = (tree: MapTree, key: string, path: string): Place => ({
  path,
  line: valueAt(tree, key)?.line ?? tree.line,
});
