import type { Feed, FeedNeeds } from '../src/detect/correlations/feeds.ts';
import type { HitSource } from '../src/detect/correlations/hits.ts';
import { literal } from '../src/lake/sql.ts';
import type { OracleEvent } from './oracle/correlation.ts';

/** The matches of a rule as a relation of its own. */
export function feedOf(needs: FeedNeeds, events: readonly OracleEvent[]): Feed {
  const name = /^([abc])\.yml$/.exec(needs.rule)?.[1] ?? '';
  const names = needs.fields.map((field) => ('path' in field ? field.path.join('.') : field.column));
  const columns = [
    'event_uid',
    'time',
    'account',
    'region',
    'actor_uid',
    'session_uid',
    'shared_uid',
    ...names.flatMap((_, i) => [`v${i}`, `l${i}`]),
  ];
  const listOf = (values: readonly string[]): string => `CAST([${values.map(literal).join(', ')}] AS VARCHAR[])`;
  const rows = events
    .filter(({ rules }) => rules.includes(name))
    .map(({ uid, time, fields }) => {
      const values = names.flatMap((field) => {
        const value = fields[field];
        if (value === undefined) return ['NULL', 'NULL'];
        return typeof value === 'string' ? [literal(value), 'NULL'] : ['NULL', listOf(value)];
      });
      return `(${[literal(uid), `TIMESTAMP ${literal(new Date(time).toISOString().slice(0, -1))}`, "'acct'", 'NULL', `'actor'`, 'NULL', 'NULL', ...values].join(', ')})`;
    });
  const types = columns.map((column) => {
    if (column === 'time') return 'CAST("time" AS TIMESTAMP) AS "time"';
    return `CAST(${column} AS VARCHAR${/^l\d/.test(column) ? '[]' : ''}) AS ${column}`;
  });
  const none = `(${columns.map(() => 'NULL').join(', ')})`;
  const given = `(VALUES ${rows.length === 0 ? none : rows.join(', ')}) AS given(${columns.map((column) => `"${column}"`).join(', ')})`;
  const mayHaveSeveral = events.some(({ fields }) => Object.values(fields).some((value) => typeof value !== 'string'));
  return {
    ...needs,
    mayHaveSeveral,
    relation: `(SELECT ${types.join(', ')} FROM ${given} WHERE event_uid IS NOT NULL)`,
  };
}

/** The matches of all rules in one relation, as the cache has them. */
export function hitSourceOf(feeds: readonly Feed[]): HitSource {
  const width = Math.max(0, ...feeds.map(({ fields }) => fields.length));
  const numbers = Array.from({ length: width }, (_, index) => index);
  const rows = feeds.map(({ relation, fields }, feed) => {
    const values = numbers.flatMap((j) =>
      j < fields.length ? [`v${j}`, `l${j}`] : [`CAST(NULL AS VARCHAR) AS v${j}`, `CAST(NULL AS VARCHAR[]) AS l${j}`],
    );
    return `SELECT ${[`${feed} AS feed`, 'event_uid', '"time"', ...values].join(', ')} FROM ${relation}`;
  });
  return {
    relation: `(${rows.join(' UNION ALL ')})`,
    marks: ['feed'],
    feeds: feeds.map(({ fields }, feed) => ({
      feed,
      where: `feed = ${feed}`,
      columns: fields.map((_, index) => index),
    })),
  };
}
