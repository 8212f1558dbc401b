import { literal } from '../lake/sql.ts';
import type { HitSource } from './correlations/hits.ts';
import { withFields } from './field-values.ts';
import { broadGroups, placesIn, keptSql, placeOf, relationOf, type AskedRule, type Keeping } from './kept-matches.ts';
import { markColumns } from './match.ts';

/**
 * Where the matches of rules that feed correlations stand, each of many rules at once: in the cache, and in
 * the events of partitions where rules are broad. Fields are those of the rule, by their number.
 */
export function hitSources(feeds: readonly AskedRule[], keeping: Keeping): readonly HitSource[] {
  return [...keptHits(feeds, keeping), ...broadHits(feeds, keeping)];
}

function keptHits(feeds: readonly AskedRule[], keeping: Keeping): readonly HitSource[] {
  const isKept =
    ({ hash }: AskedRule) =>
    (entry: Keeping['entries'][number]) =>
      entry.rules.includes(hash) && !entry.broad.includes(hash);
  const kept = feeds.flatMap((feed, number) => (keeping.entries.some(isKept(feed)) ? [{ ...feed, number }] : []));
  if (kept.length === 0) return [];
  const entries = keeping.entries.filter((entry) => kept.some((feed) => isKept(feed)(entry)));
  const [widest] = kept.toSorted((a, b) => b.fields.length - a.fields.length);
  const numbers = kept.map(({ hash, number }) => `(${literal(hash)}, ${number})`).join(', ');
  return [
    {
      relation: `(SELECT * FROM (${keptSql(entries, widest?.fields ?? [], keeping)}) JOIN (VALUES ${numbers}) AS numbered(rule_hash, feed) USING (rule_hash))`,
      marks: ['feed'],
      feeds: kept.map(({ number, fields }) => ({
        feed: number,
        where: `feed = ${number}`,
        columns: fields.map((_, index) => index),
      })),
    },
  ];
}

function broadHits(feeds: readonly AskedRule[], keeping: Keeping): readonly HitSource[] {
  const numbered = feeds.map((feed, number) => ({ ...feed, number }));
  return broadGroups(numbered, keeping).map(({ source, rules, partitions }): HitSource => {
    const fields = [
      ...new Map(rules.flatMap((rule) => rule.fields).map((field) => [JSON.stringify(field), field])).values(),
    ];
    const places = fields.map((field) => JSON.stringify(field));
    const relation = relationOf(keeping.lake, partitions);
    const placed = fields.map((field) => placeOf(field, source));
    const marks = rules.map(({ number }) => `m${number}`);
    return {
      relation: `(${markColumns({
        relation: fields.length === 0 ? relation : withFields(relation, placed, source.brief ?? []),
        rules: rules.map(({ number, predicate }) => ({ key: number, predicate })),
        ...placesIn(source),
        keep: ['event_uid', 'time', ...fields.flatMap((_, index) => [`v${index}`, `l${index}`])],
      })})`,
      marks,
      feeds: rules.map(({ number, fields: own }) => ({
        feed: number,
        where: `m${number}`,
        columns: own.map((field) => places.indexOf(JSON.stringify(field))),
      })),
    };
  });
}
