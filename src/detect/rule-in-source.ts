import type { Field, Predicate, Test } from '../lake/predicate.ts';
import type { Condition, Path, SigmaField, Source } from '../model/source.ts';
import type { AskedRule } from './kept-matches.ts';
import { all, any, not } from './sigma/combine.ts';
import { serving } from './sigma/logsource.ts';
import { passes } from './sigma/text-tests.ts';

/**
 * A rule as a source is asked it: Sigma's field names are those of the source, and only records that the
 * rule's logsource holds can match. Fields stay in their order.
 */
export function ruleInSource<Rule extends AskedRule>(rule: Rule, source: Source): Rule {
  const holds = logsourceHolds(rule, source);
  const { sigmaFields } = source;
  if (holds === null && sigmaFields === undefined) return rule;
  const named = (field: Field): SigmaField | null =>
    ('path' in field ? sigmaFields?.[field.path.join('.')] : undefined) ?? null;
  const predicate = sigmaFields === undefined ? rule.predicate : translated(rule.predicate, named);
  return {
    ...rule,
    predicate: holds === null ? predicate : all([holds, predicate]),
    fields: rule.fields.map((field) => placeOf(field, named)),
  };
}

/** Null where all records of the source are the logsource's. */
function logsourceHolds({ logsource }: AskedRule, source: Source): Predicate | null {
  const conditions = serving(logsource, source.sigma).map(({ when = [] }) => when);
  if (conditions.length === 0 || conditions.some((when) => when.length === 0)) return null;
  return any(conditions.map(allHold));
}

const allHold = (conditions: readonly Condition[]): Predicate =>
  all(
    conditions.map(({ of, oneOf }): Predicate => {
      const field = fieldAt(of);
      if (oneOf === undefined) return not({ is: 'null', field });
      return any(oneOf.map((text) => ({ is: 'test', field, test: { op: 'equals', text, cased: true } })));
    }),
  );

const fieldAt = (place: Condition['of']): Field => (typeof place === 'string' ? { column: place } : { path: place });

type Named = (field: Field) => SigmaField | null;

/** Where a field stands that is read as it is. One that only conditions make stands nowhere. */
function placeOf(field: Field, named: Named): Field {
  const meant = named(field);
  if (meant === null || isMade(meant)) return field;
  return fieldAt(isName(meant) ? meant.nameAt : meant);
}

const isMade = (field: SigmaField): field is { readonly trueWhen: readonly Condition[] } =>
  typeof field === 'object' && 'trueWhen' in field;
const isName = (field: SigmaField): field is { readonly nameAt: Path; readonly pathAt?: Path } =>
  typeof field === 'object' && 'nameAt' in field;

function translated(predicate: Predicate, named: Named): Predicate {
  switch (predicate.is) {
    case 'test':
      return translatedTest(predicate, named);
    case 'null':
    case 'exists': {
      const meant = named(predicate.field);
      if (meant !== null && isMade(meant)) return predicate.is === 'exists' ? always : never;
      return { ...predicate, field: placeOf(predicate.field, named) };
    }
    case 'anywhere':
      return predicate;
    case 'not':
      return not(translated(predicate.of, named));
    case 'all':
    case 'any':
      return { is: predicate.is, of: predicate.of.map((part) => translated(part, named)) };
  }
}

const always: Predicate = { is: 'all', of: [] };
const never: Predicate = { is: 'any', of: [] };

function translatedTest({ field, test }: Extract<Predicate, { readonly is: 'test' }>, named: Named): Predicate {
  const meant = named(field);
  if (meant !== null && isMade(meant)) return testOfMade(test, allHold(meant.trueWhen));
  const asked = 'field' in test ? { ...test, field: placeOf(test.field, named) } : test;
  if (meant === null || !isName(meant)) return { is: 'test', field: placeOf(field, named), test: asked };
  const { nameAt, pathAt } = meant;
  const ofName = testOfName({ path: nameAt }, asked);
  if (pathAt === undefined) return ofName;
  const path: Field = { path: pathAt };
  return any([{ is: 'test', field: path, test: asked }, all([{ is: 'null', field: path }, ofName])]);
}

/** What is asked of a text that is `true` where the condition holds, and `false` elsewhere. */
function testOfMade(test: Test, holds: Predicate): Predicate {
  const [ifTrue, ifFalse] = ['true', 'false'].map((text) => passes(test, text, true) === true);
  if (ifTrue === ifFalse) return ifTrue ? always : never;
  return ifTrue ? holds : not(holds);
}

/** What is asked of a path, of its last part alone: where the folders decide, it never passes. */
function testOfName(field: Field, test: Test): Predicate {
  if (!('text' in test) || !test.text.includes('/')) return { is: 'test', field, test };
  const name = test.text.slice(test.text.lastIndexOf('/') + 1);
  if (name === '' || (test.op !== 'equals' && test.op !== 'ends')) return never;
  return { is: 'test', field, test: { op: 'equals', text: name, cased: test.cased } };
}
