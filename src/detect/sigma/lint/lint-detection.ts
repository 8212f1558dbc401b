import type { Field, Predicate, Test } from '../../../lake/predicate.ts';
import { atomsOf } from '../../../lake/predicate-shape.ts';
import type { Source, ValueForm } from '../../../model/source.ts';
import { all } from '../combine.ts';
import { compileCondition } from '../condition.ts';
import { compileItem, type ItemContext } from '../item.ts';
import { quote } from '../place.ts';
import { valueAt, type Entry, type MapTree, type ScalarTree, type Tree } from '../tree.ts';
import { isImpossible } from './impossible.ts';
import type { KnownFields } from './known-fields.ts';
import { warning, type Trouble } from './problem.ts';
import { passes } from '../text-tests.ts';

interface Surroundings {
  readonly context: Pick<ItemContext, 'path' | 'field' | 'placeholders'>;
  /** Null where the source does not say. */
  readonly fields: KnownFields | null;
  readonly valueForms: NonNullable<Source['valueForms']>;
}

/** Troubles of a detection that compiles; `predicate` is what it compiled to. */
export function lintDetection(detection: MapTree, predicate: Predicate, around: Surroundings): readonly Trouble[] {
  const searches = detection.entries.filter(({ key }) => key !== 'condition');
  const inside = searches.flatMap(({ value }) => lintSearch(value, around));
  const condition = valueAt(detection, 'condition');
  const line = condition?.line ?? detection.line;
  const never = isImpossible(predicate, isSingleBy(around))
    ? [
        {
          ...warning(line, 'never-matches', 'the rule can never match: what it asks for excludes itself'),
          severity: 'error' as const,
        },
      ]
    : [];
  return [...unknownFields(searches, around), ...inside, ...unusedSearches(detection, around), ...never];
}

const isSingleBy =
  ({ fields }: Surroundings) =>
  (field: Field): boolean =>
    'column' in field || fields?.standingOf(field.path) === 'single';

/** A map is linted as a whole, a list one by one; keywords look anywhere, so nothing is known of them. */
function lintSearch(tree: Tree, around: Surroundings): readonly Trouble[] {
  if (tree.kind === 'list') return tree.items.flatMap((item) => lintSearch(item, around));
  if (tree.kind === 'scalar') return [];
  return [...tree.entries.flatMap((entry) => lintItem(entry, around)), ...contradictions(tree, around)];
}

function lintItem(entry: Entry, around: Surroundings): readonly Trouble[] {
  const [name = '', ...modifiers] = entry.key.split('|');
  const values = entry.value.kind === 'list' ? entry.value.items.filter((item) => item.kind === 'scalar') : [];
  const repeated = modifiers.includes('re') || modifiers.includes('cased') ? [] : repeatedValues(entry.key, values);
  const form = around.valueForms[name];
  if (form === undefined) return repeated;
  const scalars = entry.value.kind === 'scalar' ? [entry.value] : values;
  return [...repeated, ...scalars.flatMap((scalar) => formTrouble(entry, scalar, { ...around, form }))];
}

function repeatedValues(key: string, values: readonly ScalarTree[]): readonly Trouble[] {
  const seen = new Set<string>();
  return values.flatMap(({ text, line }) => {
    const folded = text.toLowerCase();
    if (seen.has(folded)) return [warning(line, 'repeated-value', `${quote(key)} names ${quote(text)} twice`)];
    seen.add(folded);
    return [];
  });
}

function formTrouble(
  entry: Entry,
  scalar: ScalarTree,
  around: Surroundings & { readonly form: ValueForm },
): readonly Trouble[] {
  const asked = atomsOf(compileItem({ ...entry, value: scalar }, around.context));
  const tests = asked.flatMap((atom) => (atom.is === 'test' ? [atom.test] : []));
  if (tests.length === 0 || tests.length < asked.length || tests.some((test) => canPass(test, around.form))) return [];
  const known = 'oneOf' in around.form ? around.form.oneOf.join(', ') : `written like ${around.form.example}`;
  const name = entry.key.split('|')[0] ?? '';
  return [warning(scalar.line, 'no-such-value', `${quote(name)} never holds ${quote(scalar.text)}: it is ${known}`)];
}

/** Whether a value of the form may pass; true where that is not sure. */
function canPass(test: Test, form: ValueForm): boolean {
  if ('oneOf' in form) return form.oneOf.some((value) => passes(test, value, true) !== false);
  if (test.op !== 'equals') return true;
  return form.form.test(test.text) || (!test.cased && form.form.test(test.text.toLowerCase()));
}

/** Items of one map must hold together. */
function contradictions(map: MapTree, around: Surroundings): readonly Trouble[] {
  const isSingle = isSingleBy(around);
  const items = map.entries.map((entry) => ({ entry, predicate: compileItem(entry, around.context) }));
  const alone = items.filter(({ predicate }) => isImpossible(predicate, isSingle));
  const pairs = items.flatMap((later, index) => {
    if (alone.includes(later)) return [];
    const earlier = items
      .slice(0, index)
      .find((item) => !alone.includes(item) && isImpossible(all([item.predicate, later.predicate]), isSingle));
    return earlier === undefined ? [] : [{ later: later.entry, earlier: earlier.entry }];
  });
  return [
    ...alone.map(({ entry }) =>
      warning(entry.line, 'contradiction', `${quote(entry.key)} can never hold: its values exclude each other`),
    ),
    ...pairs.map(({ later, earlier }) =>
      warning(
        later.line,
        'contradiction',
        `${quote(later.key)} and ${quote(earlier.key)} of line ${earlier.line} can never hold together`,
      ),
    ),
  ];
}

/** Each unknown field once, by the first line that names it. */
function unknownFields(searches: readonly Entry[], { fields, context }: Surroundings): readonly Trouble[] {
  if (fields === null) return [];
  const noted = new Map<string, { readonly line: number; readonly field: Field }>();
  const field = (name: string, line: number): Field => {
    const found = context.field(name, line);
    if (!noted.has(name)) noted.set(name, { line, field: found });
    return found;
  };
  for (const entry of searches.flatMap(({ value }) => itemsOf(value))) compileItem(entry, { ...context, field });
  return [...noted].flatMap(
    ([name, { line, field: found }]) => unknownField({ name, line, field: found }, fields) ?? [],
  );
}

/** What is wrong with the name of a field; null where nothing is, or nothing is known. */
export function unknownField(
  { name, line, field }: { readonly name: string; readonly line: number; readonly field: Field },
  fields: KnownFields | null,
): Trouble | null {
  if (fields === null || 'column' in field || fields.standingOf(field.path) !== 'unknown') return null;
  const nearest = fields.nearestTo(name);
  const trouble = warning(line, 'unknown-field', `no record is known to have the field ${quote(name)}`);
  return { ...trouble, hint: nearest === null ? null : `did you mean ${nearest}?` };
}

function itemsOf(tree: Tree): readonly Entry[] {
  if (tree.kind === 'list') return tree.items.flatMap(itemsOf);
  return tree.kind === 'map' ? tree.entries : [];
}

/** Conditions are compiled once more over marks in place of searches, to see which of them they use. */
function unusedSearches(detection: MapTree, { context }: Surroundings): readonly Trouble[] {
  const condition = valueAt(detection, 'condition');
  if (condition === null) return [];
  const searches = detection.entries.filter(({ key }) => key !== 'condition');
  const marks = new Map(searches.map(({ key }) => [key, { is: 'exists', field: { path: [key] } } as const]));
  const scalars = (condition.kind === 'list' ? condition.items : [condition]).filter((one) => one.kind === 'scalar');
  const used = new Set(
    scalars.flatMap(({ text, line }) =>
      atomsOf(compileCondition(text, { path: context.path, line }, marks)).flatMap((atom) =>
        atom.is === 'exists' && 'path' in atom.field ? atom.field.path : [],
      ),
    ),
  );
  return searches
    .filter(({ key }) => !used.has(key))
    .map(({ key, line }) => warning(line, 'unused-search', `the condition does not ask for ${quote(key)}`));
}
