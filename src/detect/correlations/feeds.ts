import type { Field } from '../../lake/predicate.ts';
import type { Sql } from '../../lake/duckdb/emit-text.ts';
import { numberAt } from '../../lake/duckdb/emit-test.ts';
import type { Engine } from '../../lake/engine.ts';
import { isReckoning, type CorrelationKind } from '../sigma/correlation.ts';
import type { Base, Correlation } from '../sigma/link.ts';

/** What correlations need of the matches of one rule. */
export interface FeedNeeds {
  /** Uid of the rule. */
  readonly rule: string;
  /** Fields whose values matches must carry. */
  readonly fields: readonly Field[];
  /** Numbers of the fields that are reckoned with. */
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
}

/** What each rule must give for the correlations, in the order in which they name them. */
export function feedNeeds(correlations: readonly Correlation[]): readonly FeedNeeds[] {
  const needs = new Map<string, { fields: Field[]; numeric: Set<number>; isIdentified: boolean }>();
  for (const correlation of correlations) {
    for (const base of correlation.bases) if ('rule' in base) noteNeeds(needs, correlation, base);
  }
  return [...needs].map(([rule, found]) => ({ rule, ...found }));
}

type RuleBase = Extract<Base, { readonly rule: string }>;

function noteNeeds(
  needs: Map<string, { fields: Field[]; numeric: Set<number>; isIdentified: boolean }>,
  { kind, bases, columns }: Correlation,
  base: RuleBase,
): void {
  const found = needs.get(base.rule) ?? { fields: [], numeric: new Set<number>(), isIdentified: false };
  needs.set(base.rule, found);
  found.isIdentified ||= kind === 'temporal_ordered' || (bases.length > 1 && countsEventsOnce(kind));
  for (const [column, field] of base.columns.entries()) {
    if (fieldNumber(found, field) === -1) found.fields.push(field);
    if (column >= columns.length && isReckoning(kind)) found.numeric.add(fieldNumber(found, field));
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
export const hitTables = { plain: 'correlation_hits', several: 'correlation_hits_several' } as const;

/**
 * Lays down the matches of all feeds, by their number: `feed, t` (microseconds), `e` (hash of the event,
 * where it matters), `h<i>` (hash of a field's value) and `n<i>` (its number). Events with several values
 * in a field stand in a table of their own, where `h<i>` and `n<i>` are lists.
 */
export async function layHits(engine: Engine, feeds: readonly Feed[]): Promise<void> {
  const width = Math.max(0, ...feeds.map(({ fields }) => fields.length));
  const numbers = Array.from({ length: width }, (_, index) => index);
  const columns = (of: '' | '[]'): Sql =>
    [
      'feed INTEGER',
      't BIGINT',
      'e UBIGINT',
      ...numbers.flatMap((i) => [`h${i} UBIGINT${of}`, `n${i} ${numberType}${of}`]),
    ].join(', ');
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${hitTables.plain} (${columns('')})`);
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${hitTables.several} (${columns('[]')})`);
  for (const [number, feed] of feeds.entries()) {
    const { relation, fields } = feed;
    const lists = fields.map((_, i) => `l${i} IS NOT NULL`);
    const row = (field: (i: number) => readonly Sql[]): Sql =>
      [
        String(number),
        'epoch_us("time")',
        feed.isIdentified ? 'hash(event_uid)' : 'NULL',
        ...numbers.flatMap((i) => (i < fields.length ? field(i) : ['NULL', 'NULL'])),
      ].join(', ');
    const one = (i: number) => [hashOf(`v${i}`), feed.numeric.has(i) ? numberIn(`v${i}`) : 'NULL'];
    const many = (i: number) => {
      const values = `CASE WHEN l${i} IS NOT NULL THEN l${i} WHEN v${i} IS NULL THEN [] ELSE [v${i}] END`;
      return [
        `list_transform(${values}, lambda value: hash(value))`,
        feed.numeric.has(i) ? `list_transform(${values}, lambda value: ${numberIn('value')})` : 'NULL',
      ];
    };
    const hasSeveral = lists.length === 0 ? 'false' : lists.join(' OR ');
    await engine.run(`INSERT INTO ${hitTables.plain} SELECT ${row(one)} FROM ${relation} WHERE NOT (${hasSeveral})`);
    if (lists.length > 0)
      await engine.run(`INSERT INTO ${hitTables.several} SELECT ${row(many)} FROM ${relation} WHERE ${hasSeveral}`);
  }
}

/** Sums of it are exact, the same in any order, and cannot overflow; what it cannot hold (10^19) is no number here. */
const numberType = 'DECIMAL(28, 9)';

/** UBIGINT: a value as correlations tell it from others; NULL where there is none. */
export const hashOf = (value: Sql): Sql => `CASE WHEN ${value} IS NOT NULL THEN hash(${value}) END`;

/** The number in a text, as it is reckoned with; NULL where it is none. */
export const numberIn = (text: Sql): Sql => numberAt(text, numberType);
