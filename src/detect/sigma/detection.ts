import type { Predicate } from '../../lake/predicate.ts';
import { all, any, countTests, maxTests } from './combine.ts';
import { compileCondition } from './condition.ts';
import { compileItem, compileKeyword, type ItemContext } from './item.ts';
import { invalid, quote, unsupported, type Place } from './place.ts';
import { valueAt, type MapTree, type Tree } from './tree.ts';

/**
 * Compiles the `detection` of a rule (specification 2.1.0, "Detection"). Every search identifier
 * must be sound, also one that the condition leaves out. Several conditions are alternatives.
 */
export function compileDetection(detection: MapTree, context: ItemContext): Predicate {
  const place = { path: context.path, line: detection.line };
  const timeframe = detection.entries.find((entry) => entry.key === 'timeframe');
  if (timeframe !== undefined) {
    throw unsupported(
      { ...place, line: timeframe.line },
      '`timeframe` belongs to the aggregations of Sigma 1',
      'write a Sigma correlation',
    );
  }
  const entries = detection.entries.filter((entry) => entry.key !== 'condition');
  if (entries.length === 0) throw invalid(place, 'the detection has no search identifier');
  const tooMany = (at: Place): Error => unsupported(at, `the rule asks more than ${maxTests} tests`);
  let tests = 0;
  // Modifiers make many values of one, so they are counted before they fill the memory.
  const spend = (more: number, at: Place): void => {
    tests += more;
    if (tests > maxTests) throw tooMany(at);
  };
  const identifiers = new Map(
    entries.map((entry) => [
      entry.key,
      compileIdentifier(entry.value, { ...context, spend, name: entry.key, line: entry.line }),
    ]),
  );
  const predicate = any(
    conditionsOf(detection, place).map(({ text, line }) => compileCondition(text, { ...place, line }, identifiers)),
  );
  if (countTests(predicate) > maxTests) throw tooMany(place);
  return predicate;
}

interface IdentifierContext extends ItemContext {
  readonly name: string;
  readonly line: number;
}

/** A map means all of its items, a list any of its keywords and maps, a lone value is a keyword. */
function compileIdentifier(tree: Tree, context: IdentifierContext): Predicate {
  const place: Place = { path: context.path, line: tree.line };
  const name = `the search identifier ${quote(context.name)}`;
  if (tree.kind === 'scalar') {
    if (tree.value === null) throw invalid({ ...place, line: context.line }, `${name} is empty`);
    return compileKeyword(tree, context);
  }
  if (tree.kind === 'map') {
    if (tree.entries.length === 0) throw invalid(place, `${name} has an empty map`);
    return all(tree.entries.map((entry) => compileItem(entry, context)));
  }
  if (tree.items.length === 0) throw invalid(place, `${name} is an empty list`);
  return any(
    tree.items.map((item) => {
      if (item.kind === 'list') throw invalid({ ...place, line: item.line }, `${name} has a list in its list`);
      return compileIdentifier(item, context);
    }),
  );
}

interface Condition {
  readonly text: string;
  readonly line: number;
}

function conditionsOf(detection: MapTree, place: Place): readonly Condition[] {
  const tree = valueAt(detection, 'condition');
  if (tree === null) throw invalid(place, 'the detection has no condition');
  const scalars = tree.kind === 'list' ? tree.items : [tree];
  if (scalars.length === 0) throw invalid({ ...place, line: tree.line }, 'the list of conditions is empty');
  return scalars.map((scalar) => {
    if (scalar.kind === 'scalar' && scalar.value !== null) return { text: scalar.text, line: scalar.line };
    throw invalid({ ...place, line: scalar.line }, 'a condition is a line of text');
  });
}
