import { quote } from '../place.ts';
import { valueAt, type MapTree } from '../tree.ts';
import { distance } from './known-fields.ts';
import { warning, type Trouble } from './problem.ts';

/** What an analyst or a program misses most where a rule does not say it; any one of the keys will do. */
const wanted: readonly { readonly keys: readonly string[]; readonly name: string }[] = [
  { keys: ['id'], name: 'id' },
  { keys: ['level'], name: 'level' },
  { keys: ['author'], name: 'author' },
  { keys: ['description', 'why'], name: 'description' },
  { keys: ['falsepositives'], name: 'falsepositives' },
];

/** Keys of the Sigma rules specification 2.1.0 and those that our own rules add. */
const known = (
  'title id name related taxonomy status description license author references date modified logsource detection ' +
  'fields falsepositives level tags scope correlation filter action timeframe why next attack_version announceable administrative'
).split(' ');

/** Troubles with what a rule says of itself. One line tells all that is missing; a rule that raises no findings may be silent. */
export function lintMetadata(tree: MapTree, { isSilent }: { readonly isSilent: boolean }): readonly Trouble[] {
  return [
    ...(isSilent ? [] : missing(tree)),
    ...misspelt(tree),
    ...oddId(tree),
    ...oddTags(tree),
    ...brokenTexts(tree),
  ];
}

function missing(tree: MapTree): readonly Trouble[] {
  const names = wanted.filter(({ keys }) => keys.every((key) => isEmpty(tree, key))).map(({ name }) => name);
  const isTechnique = (tag: string): boolean => /^attack\.t\d{4}/i.test(tag);
  const all = textsAt(tree, 'tags').some(isTechnique) ? names : [...names, 'ATT&CK technique among its tags'];
  if (all.length === 0) return [];
  return [warning(tree.line, 'metadata', `the rule names no ${listed(all)}`)];
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and no ${names.at(-1) ?? ''}`;

function isEmpty(tree: MapTree, key: string): boolean {
  const value = valueAt(tree, key);
  if (value === null) return true;
  if (value.kind === 'scalar') return value.text.trim() === '';
  return value.kind === 'list' && value.items.length === 0;
}

/** A key that is none of the specification's, but nearly: what it says is read by nobody. */
function misspelt(tree: MapTree): readonly Trouble[] {
  return tree.entries.flatMap(({ key, line }) => {
    if (known.includes(key)) return [];
    const meant = known.find((name) => name.length > 4 && distance(key.toLowerCase(), name) <= 2);
    if (meant === undefined) return [];
    return [{ ...warning(line, 'metadata', `the key ${quote(key)} is not read`), hint: `did you mean ${meant}?` }];
  });
}

/** A colon and a blank make a map of what was meant as a sentence. */
function brokenTexts(tree: MapTree): readonly Trouble[] {
  return ['why', 'next'].flatMap((key) => {
    const value = valueAt(tree, key);
    const items = value?.kind === 'list' ? value.items : value === null ? [] : [value];
    return items
      .filter(({ kind }) => kind !== 'scalar')
      .map(({ kind, line }) => ({
        ...warning(line, 'metadata', `${quote(key)} has a ${kind} where a sentence should stand`),
        hint: 'a text with a colon in it stands in quotes',
      }));
  });
}

function oddId(tree: MapTree): readonly Trouble[] {
  const id = valueAt(tree, 'id');
  if (id?.kind !== 'scalar' || id.text.trim() === '') return [];
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id.text.trim())) return [];
  return [warning(id.line, 'metadata', `the id ${quote(id.text)} is no UUID, as Sigma wants it`)];
}

function oddTags(tree: MapTree): readonly Trouble[] {
  const tags = valueAt(tree, 'tags');
  const items = tags?.kind === 'list' ? tags.items : [];
  return items.flatMap((item) => {
    if (item.kind !== 'scalar' || !/^attack\.t\d/i.test(item.text)) return [];
    if (/^attack\.t\d{4}(?:\.\d{3})?$/i.test(item.text)) return [];
    return [warning(item.line, 'metadata', `the tag ${quote(item.text)} names no technique, as attack.t1078.004 does`)];
  });
}

function textsAt(tree: MapTree, key: string): readonly string[] {
  const value = valueAt(tree, key);
  const items = value?.kind === 'list' ? value.items : value === null ? [] : [value];
  return items.flatMap((item) => (item.kind === 'scalar' ? [item.text] : []));
}
