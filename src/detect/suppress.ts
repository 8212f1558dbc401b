import { countIn, numberOf, textOf } from '../lake/cells.ts';
import { emitTest, valueOf, type ConstantTest } from '../lake/duckdb/emit-test.ts';
import type { Engine, Row } from '../lake/engine.ts';
import type { RuleIdentity } from '../model/rule.ts';
import type { Suppressed, Suppression, SuppressionField } from '../model/suppression.ts';
import { parseWildcards, testOf } from './sigma/wildcard.ts';

export interface SuppressOptions {
  readonly suppressions: readonly Suppression[];
  /** Those that `matches.rule` counts. */
  readonly rules: readonly RuleIdentity[];
  /** The clock of the case, RFC 3339; null for the newest event. */
  readonly asOf: string | null;
}

/**
 * Takes the events that suppressions hold back out of the view `matches`, so that whatever is asked of it
 * afterwards speaks of the rest; needs the views `events` and `touched`. A correlation's finding goes when all of
 * its events do: one innocent event among others explains nothing.
 * @returns what became of each suppression, in the order given; an event counts for the first that holds it back
 */
export async function suppress(engine: Engine, options: SuppressOptions): Promise<readonly Suppressed[]> {
  const { suppressions, rules } = options;
  if (suppressions.length === 0) return [];
  const today = (options.asOf ?? (await newestEvent(engine)) ?? '').slice(0, '2026-01-31'.length);
  const asked = suppressions.map((suppression) => {
    const named = namedRules(suppression.rule, rules);
    const state = suppression.expires < today ? 'expired' : named.length === 0 ? 'unknown-rule' : 'idle';
    return { suppression, state, named } as const;
  });
  const inForce = asked.flatMap((one, number) => (one.state === 'idle' ? [{ ...one, number }] : []));
  const counts = inForce.length === 0 ? [] : await holdBack(engine, inForce);
  return asked.map(({ suppression: { rule, reason, author, expires }, state }, number) => {
    const own = counts.find((row) => numberOf(row['number']) === number);
    const isIdle = counts.every((row) => row[metBy(number)] !== true);
    return {
      rule,
      reason,
      author,
      expires,
      state: isIdle ? state : 'applied',
      events: own === undefined ? 0 : countIn(own, 'events'),
      findings: own === undefined ? 0 : countIn(own, 'findings'),
    };
  });
}

async function newestEvent(engine: Engine): Promise<string | null> {
  const [row] = await engine.rows('SELECT max("time") AS newest FROM events');
  return textOf(row?.['newest']);
}

/** Rules, by their place in the list, that a suppression means. */
function namedRules(name: string, rules: readonly RuleIdentity[]): readonly number[] {
  return rules.flatMap(({ uid, path }, rule) => {
    const file = path.replace(/\.ya?ml$/i, '');
    const folder = file.replace(/\/rule$/, '');
    const isNamed = name === '*' || name === uid || [path, file, folder].some((one) => `/${one}`.endsWith(`/${name}`));
    return isNamed ? [rule] : [];
  });
}

interface InForce {
  readonly suppression: Suppression;
  readonly named: readonly number[];
  readonly number: number;
}

/** Column of the counts: whether an event met this suppression, even if an earlier one holds it back. */
const metBy = (number: number): string => `met_${number}`;

/**
 * Conditions on what stands in a match are asked of it directly; those on addresses and resources once,
 * of the events of the rules concerned.
 * @returns a row for each suppression that held events back: number, events, findings, and whom they met
 */
async function holdBack(engine: Engine, inForce: readonly InForce[]): Promise<readonly Row[]> {
  const distant = inForce.filter(({ suppression: { conditions } }) => conditions.address ?? conditions.resource);
  await engine.run(`CREATE OR REPLACE TEMP TABLE innocent AS ${innocentSql(distant)}`);
  const held = inForce.map((one) => {
    const known = `(rule, event_uid) IN (SELECT (rule, event_uid) FROM innocent WHERE number = ${one.number})`;
    return { number: one.number, sql: `(${nearSql(one)}${distant.includes(one) ? ` AND ${known}` : ''})` };
  });
  await engine.run('DROP VIEW IF EXISTS all_matches');
  await engine.run('ALTER VIEW matches RENAME TO all_matches');
  const isHeld = held.map(({ sql }) => sql).join(' OR ');
  await engine.run(`CREATE TEMP VIEW matches AS SELECT * FROM all_matches WHERE NOT (${isHeld})`);
  await engine.run('DROP VIEW IF EXISTS all_correlated');
  await engine.run('ALTER VIEW correlated RENAME TO all_correlated');
  await engine.run(`CREATE TEMP VIEW correlated AS SELECT * FROM all_correlated WHERE (rule, finding) NOT IN (
    SELECT (rule, finding) FROM all_correlated GROUP BY rule, finding HAVING bool_and(${isHeld}))`);
  return engine.rows(`SELECT CASE ${held.map(({ number, sql }) => `WHEN ${sql} THEN ${number}`).join(' ')} END AS number,
      count(DISTINCT event_uid) AS events, count(DISTINCT hash(rule, actor_uid, account, CAST("time" AS DATE))) AS findings,
      ${held.map(({ number, sql }) => `bool_or(${sql}) AS ${metBy(number)}`).join(', ')}
    FROM all_matches WHERE ${isHeld} GROUP BY 1`);
}

/** SQL of `(number, rule, event_uid)`: the events whose addresses and resources are those of a suppression. */
function innocentSql(distant: readonly InForce[]): string {
  const each = distant.map(({ suppression: { conditions }, named, number }) => {
    const address = conditions.address === undefined ? [] : [isOneOf('source_ip', conditions.address, 'address')];
    const resource = conditions.resource === undefined ? [] : [areAllOf('resources', conditions.resource)];
    return `SELECT ${number} AS number, rule, matches.event_uid FROM matches
      ${conditions.address === undefined ? '' : 'JOIN events USING (event_uid, "time")'}
      ${conditions.resource === undefined ? '' : 'JOIN touched USING (event_uid, "time")'}
      WHERE rule IN (${named.join(', ')}) AND ${[...address, ...resource].join(' AND ')}`;
  });
  const none = `SELECT 0 AS number, 0 AS rule, '' AS event_uid WHERE false`;
  return each.length === 0 ? none : each.join('\nUNION ALL\n');
}

const nearColumns = { actor: 'actor_uid', account: 'account', region: 'region' } as const;

function nearSql({ suppression: { conditions }, named }: InForce): string {
  const fields = Object.entries(nearColumns).flatMap(([field, column]) => {
    const values = conditions[field as keyof typeof nearColumns];
    return values === undefined ? [] : [isOneOf(column, values, 'text')];
  });
  return [`rule IN (${named.join(', ')})`, ...fields].join(' AND ');
}

/** BOOLEAN, never NULL: the value is there and is one of those given. */
const isOneOf = (sql: string, values: readonly string[], kind: 'text' | 'address'): string =>
  `coalesce(${values.map((value) => emitTest(valueOf(sql), testFor(value, kind))).join(' OR ')}, false)`;

/** BOOLEAN, never NULL: there are some, and every one is one of those given. */
const areAllOf = (sql: string, values: readonly string[]): string =>
  `(len(${sql}) > 0 AND len(list_filter(${sql}, lambda item: NOT ${isOneOf('item', values, 'text')})) = 0)`;

function testFor(value: string, kind: 'text' | 'address'): ConstantTest {
  if (kind === 'address' && value.includes('/')) return { op: 'cidr', network: value };
  const test = testOf(parseWildcards(value), true);
  if ('field' in test) throw new TypeError('a wildcard compares with no field');
  return test;
}

/** Whether a value of a field can be used; what is wrong with it where not. */
export function suppressionTrouble(field: SuppressionField, value: string): string | null {
  if (value.trim() === '') return 'is empty';
  if (field !== 'address' || !value.includes('/')) return null;
  try {
    emitTest(valueOf('address'), testFor(value, 'address'));
    return null;
  } catch {
    return `has ${value}, which is no network such as 198.51.100.0/24`;
  }
}
