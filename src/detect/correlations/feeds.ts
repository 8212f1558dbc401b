import type { Field } from '../../lake/predicate.ts';
import type { Sql } from '../../lake/duckdb/emit-text.ts';
import { decimalAt } from '../../lake/duckdb/emit-test.ts';
import { isReckoning, type CorrelationKind } from '../sigma/correlation-kind.ts';
import type { Correlation } from '../sigma/link.ts';

/** What correlations need of the matches of one rule. */
export interface FeedNeeds {
  /** Uid of the rule. */
  readonly rule: string;
  /** Fields whose values matches must carry. */
  readonly fields: readonly Field[];
  /** Numbers of the fields whose values are told apart, and of those that are reckoned with. */
  readonly compared: ReadonlySet<number>;
  readonly numeric: ReadonlySet<number>;
  /** Whether it matters which event is which: several rules of one correlation may match the same. */
  readonly isIdentified: boolean;
}

/** The matches of one rule. */
export interface Feed extends FeedNeeds {
  /**
   * SQL of a relation with the columns of `matches` but for `rule`, and for field i of the needs its
   * value `v<i>` VARCHAR (NULL where it has none, or several) or its values `l<i>` VARCHAR[] (NULL but
   * where it has several).
   */
  readonly relation: Sql;
  /** Whether a field can have several values at all. */
  readonly mayHaveSeveral: boolean;
}

/** What each rule must give for the correlations, in the order in which they name them. */
export function feedNeeds(correlations: readonly Correlation[]): readonly FeedNeeds[] {
  const needs = new Map<string, Noted>();
  for (const correlation of correlations) {
    for (const base of correlation.bases) {
      if (!('rule' in base)) continue;
      const noted = needs.get(base.rule) ?? {
        fields: [],
        compared: new Set(),
        numeric: new Set(),
        isIdentified: false,
      };
      needs.set(base.rule, noted);
      noteNeeds(noted, correlation, base.columns);
    }
  }
  return [...needs].map(([rule, noted]) => ({ rule, ...noted }));
}

interface Noted {
  readonly fields: Field[];
  readonly compared: Set<number>;
  readonly numeric: Set<number>;
  isIdentified: boolean;
}

function noteNeeds(noted: Noted, { kind, bases, columns }: Correlation, fields: readonly Field[]): void {
  noted.isIdentified ||= kind === 'temporal_ordered' || (bases.length > 1 && countsEventsOnce(kind));
  for (const [column, field] of fields.entries()) {
    if (fieldNumber(noted, field) === -1) noted.fields.push(field);
    const isReckonedWith = column >= columns.length && isReckoning(kind);
    (isReckonedWith ? noted.numeric : noted.compared).add(fieldNumber(noted, field));
  }
}

/** Kinds for which an event that two rules match is one event. */
export const countsEventsOnce = (kind: CorrelationKind): boolean => kind === 'event_count' || isReckoning(kind);

/** The place of a field among those of a feed; -1 where it has none. */
export function fieldNumber({ fields }: Pick<FeedNeeds, 'fields'>, field: Field): number {
  const key = JSON.stringify(field);
  return fields.findIndex((one) => JSON.stringify(one) === key);
}

/** All values of a field, be it one, several or none. */
export const valuesOf = (field: number): Sql =>
  `CASE WHEN l${field} IS NOT NULL THEN l${field} WHEN v${field} IS NULL THEN [] ELSE [v${field}] END`;

/** Sums of it are exact, the same in any order, and cannot overflow; what it cannot hold (10^19) is no number here. */
const numberType = 'DECIMAL(28, 9)';

/** UBIGINT: a value as correlations tell it from others; NULL where there is none. */
export const hashOf = (value: Sql): Sql => `CASE WHEN ${value} IS NOT NULL THEN hash(${value}) END`;

/** The number in a text, as it is reckoned with; NULL where it is none. */
export const numberIn = (text: Sql): Sql => decimalAt(text, numberType);
