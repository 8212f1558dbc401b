import type { Field } from '../../lake/predicate.ts';
import type { Sql } from '../../lake/duckdb/emit-text.ts';
import { numberAt } from '../../lake/duckdb/emit-test.ts';
import type { Engine } from '../../lake/engine.ts';
import { isReckoning, type CorrelationKind } from '../sigma/correlation.ts';
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

/** Names of the tables of matches as correlations reckon with them: numbers only, so that millions fit into memory. */
export const hitTable = (feed: number): Sql => `correlation_hits_${feed}`;
export const severalTable = (feed: number): Sql => `correlation_hits_${feed}_several`;

/**
 * Lays down the matches of all feeds, a table each: `t` (microseconds), `e` (hash of the event, where it
 * matters), `h<i>` (hash of a field's value) and `n<i>` (its number). Events with several values in a field
 * stand in a table of their own, where `h<i>` and `n<i>` are lists.
 */
export async function layHits(engine: Engine, feeds: readonly Feed[]): Promise<void> {
  for (const [number, feed] of feeds.entries()) {
    const several = feed.fields.map((_, i) => `l${i} IS NOT NULL`).join(' OR ') || 'false';
    const hasOne = feed.mayHaveSeveral ? ` WHERE NOT (${several})` : '';
    const laid = (table: Sql, columns: readonly Sql[], where: Sql): Promise<void> =>
      engine.run(`CREATE OR REPLACE TEMP TABLE ${table} AS SELECT ${columns.join(', ')} FROM ${feed.relation}${where}`);
    await laid(hitTable(number), plainColumns(feed), hasOne);
    if (feed.mayHaveSeveral) await laid(severalTable(number), severalColumns(feed), ` WHERE ${several}`);
  }
}

export async function dropHits(engine: Engine, feeds: readonly Feed[]): Promise<void> {
  for (const number of feeds.keys()) {
    await engine.run(`DROP TABLE ${hitTable(number)}`);
    await engine.run(`DROP TABLE IF EXISTS ${severalTable(number)}`);
  }
}

const eventColumnsOf = ({ isIdentified }: Feed): readonly Sql[] => [
  'epoch_us("time") AS t',
  `${isIdentified ? 'hash(event_uid)' : 'CAST(NULL AS UBIGINT)'} AS e`,
];

const plainColumns = (feed: Feed): readonly Sql[] => [
  ...eventColumnsOf(feed),
  ...[...feed.compared].map((i) => `${hashOf(`v${i}`)} AS h${i}`),
  ...[...feed.numeric].map((i) => `${numberIn(`v${i}`)} AS n${i}`),
];

const severalColumns = (feed: Feed): readonly Sql[] => [
  ...eventColumnsOf(feed),
  ...[...feed.compared].map((i) => `list_transform(${valuesOf(i)}, lambda value: hash(value)) AS h${i}`),
  ...[...feed.numeric].map((i) => `list_transform(${valuesOf(i)}, lambda value: ${numberIn('value')}) AS n${i}`),
];

/** All values of a field, be it one, several or none. */
export const valuesOf = (field: number): Sql =>
  `CASE WHEN l${field} IS NOT NULL THEN l${field} WHEN v${field} IS NULL THEN [] ELSE [v${field}] END`;

/** Sums of it are exact, the same in any order, and cannot overflow; what it cannot hold (10^19) is no number here. */
const numberType = 'DECIMAL(28, 9)';

/** UBIGINT: a value as correlations tell it from others; NULL where there is none. */
export const hashOf = (value: Sql): Sql => `CASE WHEN ${value} IS NOT NULL THEN hash(${value}) END`;

/** The number in a text, as it is reckoned with; NULL where it is none. */
export const numberIn = (text: Sql): Sql => numberAt(text, numberType);
