import type { CorrelationDraft } from './correlation.ts';
import type { CorrelationKind } from './correlation-kind.ts';
import { demandKnownKeys, demandReachable, listAt, mapAt } from './fields.ts';
import { invalid, quote, unsupported, type Place } from './place.ts';
import { valueAt, type MapTree } from './tree.ts';

export const comparisons = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const;

/** What the figure of a timespan is compared with. */
export interface Bound {
  readonly op: (typeof comparisons)[number];
  readonly number: number;
}

const conditionKeys = new Set<string>([...comparisons, 'field', 'percentile']);
const counting: ReadonlySet<CorrelationKind> = new Set(['event_count', 'value_count', 'temporal', 'temporal_ordered']);

interface About extends Place {
  readonly kind: CorrelationKind;
  /** How many rules the correlation names: temporal ones without a condition ask for all. */
  readonly rules: number;
}

/** Reads the `condition` of a correlation. */
export function readBounds(
  correlation: MapTree,
  about: About,
): Pick<CorrelationDraft, 'bounds' | 'valueFields' | 'percentile'> {
  const { path, kind } = about;
  const given = valueAt(correlation, 'condition');
  if (given?.kind === 'scalar' && given.value !== null)
    throw unsupported({ path, line: given.line }, 'a condition of a correlation that is text', 'write it as a map');
  const condition = mapAt(correlation, 'condition', path);
  const isTemporal = kind === 'temporal' || kind === 'temporal_ordered';
  if (condition === null) {
    if (!isTemporal) throw invalid(about, `a correlation of type ${kind} needs a condition`);
    return { bounds: [{ op: 'gte', number: about.rules }], valueFields: [], percentile: null };
  }
  const place = { path, line: condition.line };
  demandKnownKeys(condition, conditionKeys, { ...place, what: 'the condition of a correlation' });
  const bounds = boundsOf(condition, { ...about, ...place });
  if (bounds.length === 0 && !isTemporal)
    throw invalid(place, `the condition compares with nothing: it has none of ${comparisons.join(', ')}`);
  return {
    bounds: bounds.length === 0 ? [{ op: 'gte', number: about.rules }] : bounds,
    valueFields: valueFieldsOf(condition, { ...about, ...place }),
    percentile: percentileOf(condition, { ...about, ...place }),
  };
}

function boundsOf(condition: MapTree, { path, kind }: About): readonly Bound[] {
  return comparisons.flatMap((op): readonly Bound[] => {
    const value = valueAt(condition, op);
    if (value === null) return [];
    const number = value.kind === 'scalar' ? numberOf(value.value) : Number.NaN;
    const place = { path, line: value.line };
    if (!Number.isFinite(number)) throw invalid(place, `${quote(op)} must be a number`);
    if (counting.has(kind) && !Number.isSafeInteger(number))
      throw invalid(place, `${quote(op)} must be a whole number: ${kind} counts`);
    return [{ op, number }];
  });
}

/** pySigma takes numbers in quotes as well. */
function numberOf(value: string | number | boolean | null): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
}

function valueFieldsOf(condition: MapTree, about: About): readonly string[] {
  const { kind } = about;
  const fields = [...new Set(listAt(condition, 'field', about.path))];
  const needsField = kind.startsWith('value_');
  if (needsField && fields.length === 0) throw invalid(about, `a correlation of type ${kind} needs a \`field\``);
  if (!needsField && fields.length > 0)
    throw invalid(about, `a correlation of type ${kind} has no use for a \`field\``);
  if (fields.length > 1 && kind !== 'value_count')
    throw invalid(about, `${kind} takes one field, not ${fields.length}`);
  return fields.map((field) => demandReachable(field, about));
}

function percentileOf(condition: MapTree, about: About): number | null {
  const { path, kind } = about;
  const value = valueAt(condition, 'percentile');
  if (value !== null && kind !== 'value_percentile')
    throw invalid({ path, line: value.line }, `a correlation of type ${kind} has no use for a \`percentile\``);
  if (kind === 'value_median') return 50;
  if (kind !== 'value_percentile') return null;
  if (value === null)
    throw unsupported(about, 'value_percentile without `percentile`', 'say which: `percentile: 95`, from 0 to 100');
  const percentile = value.kind === 'scalar' ? numberOf(value.value) : Number.NaN;
  if (percentile >= 0 && percentile <= 100) return percentile;
  throw invalid({ path, line: value.line }, '`percentile` must be a number from 0 to 100');
}
