import { cite } from '../../model/evidence.ts';
import { compareText } from '../../model/instant.ts';
import type { Confidence } from '../../model/claim.ts';
import type { Indicator, IndicatorType } from '../../model/indicator.ts';
import { needed, textOf } from '../../lake/cells.ts';
import { citationsOf, earliest, latest } from '../cells.ts';
import type { Origin } from '../chain/root.ts';
import type { Timed } from '../cells.ts';
import { isWithinSql, relations } from '../scope.ts';
import { isInside } from './inside.ts';
import type { Noted as Told } from './machine-indicators.ts';
import { commandTraces, otherEnds, poolsNamed } from './command-traces.ts';
import type { Scope } from '../scope.ts';
import { uses } from '../uses.ts';
import type { ActGroup } from '../timeline/act-group.ts';

const address = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]*)$/i;

/** Something that only the intruder used: nobody else's act in these logs carries it. */
export interface Trace {
  readonly type: 'ip' | 'user-agent';
  readonly value: string;
  readonly citations: readonly Timed[];
}

/** SQL: a sign-in without a credential, within an hour of the intruder's acts from there: it is his own. */
const isWayIn = `(u.credential IS NULL AND u.first >= own.first - INTERVAL 1 HOUR AND u.last <= own.last + INTERVAL 1 HOUR)`;

/**
 * Addresses and programs of one component that no act outside all components carries. An address that
 * others use too may be the victim's own gateway, and is no indicator; who was only refused there is no such other.
 */
export async function tracesOf({ engine }: Scope, incident: number): Promise<readonly Trace[]> {
  const columns = [
    ['ip', 'source_ip'],
    ['user-agent', 'user_agent'],
  ] as const;
  const found: Trace[] = [];
  for (const [type, column] of columns) {
    const rows =
      await engine.rows(`WITH own AS (SELECT ${column} AS value, list({'ref': event_uid, 'time': time} ORDER BY time, event_uid) AS citations, min(time) AS first, max(time) AS last
        FROM ${relations.acts} WHERE incident = ${incident} AND NOT is_respawn AND ${column} IS NOT NULL AND network NOT LIKE 'via:%' GROUP BY ${column})
      SELECT value, citations FROM own WHERE value NOT IN (
        SELECT u.${column} FROM ${uses.name} u
        JOIN own ON u.${column} = own.value WHERE u.accepted > 0 AND (u.credential IS NOT NULL OR (u.alone > 0 AND NOT ${isWayIn}))
          AND NOT EXISTS (SELECT 1 FROM ${relations.hostile} h WHERE h.key = u.key AND h.network = u.network AND h.agent = u.agent AND ${isWithinSql('u', 'h')}))
      ORDER BY value`);
    found.push(
      ...rows.map((row) => ({
        type,
        value: needed(textOf(row['value']), column),
        citations: citationsOf(row['citations']),
      })),
    );
  }
  return found;
}

interface Known {
  readonly origin: Origin | null;
  /** Event uids of acts that rules from medium upwards speak of. */
  readonly grave: ReadonlySet<string>;
  /** What the records of machines add. */
  readonly beside: readonly Told[];
}

const namedIn = (acts: readonly ActGroup[], grave: ReadonlySet<string>): readonly Indicator[] => [
  ...inCommands(acts, grave),
  ...inRequests(
    acts.filter(({ outcome }) => outcome === 'accepted'),
    grave,
  ),
];

/** What commands name that rules speak of, or that handle files where programs do not live; what else was run in between may be anybody's. */
function inCommands(acts: readonly ActGroup[], grave: ReadonlySet<string>): readonly Indicator[] {
  const named = acts.flatMap(({ command, citations }) => {
    const traces = commandTraces(command ?? '');
    const isNoted = citations.some(({ ref }) => grave.has(ref)) || traces.some(({ type }) => type === 'file');
    return isNoted ? [...traces, ...otherEnds(command ?? '')].map((trace) => ({ ...trace, citations })) : [];
  });
  return [...Map.groupBy(named, ({ type, value }) => `${type}\n${value}`).values()].flatMap((same) => {
    const [one] = same;
    if (one === undefined || (one.type === 'ip' && isInside(one.value))) return [];
    const { type, value } = one;
    return [
      indicator(
        { type, value, role: "named in the intruder's commands", confidence: sureness(type, 'likely') },
        same.flatMap(({ citations }) => citations),
      ),
    ];
  });
}

/** What a request to a provider names that is to be run, where rules speak of it. */
function inRequests(acts: readonly ActGroup[], grave: ReadonlySet<string>): readonly Indicator[] {
  const named = acts.flatMap(({ terms, citations }) => {
    const text = (terms['commands'] ?? []).join(' ');
    if (text === '' || !citations.some(({ ref }) => grave.has(ref))) return [];
    return [...commandTraces(text), ...otherEnds(text)].map((trace) => ({
      ...trace,
      role: poolsNamed(text).has(trace.value) ? "the mining pool named in the intruder's requests" : inHisRequests,
      citations,
    }));
  });
  return [...Map.groupBy(named, ({ type, value }) => `${type}\n${value}`).values()].flatMap((same) => {
    const [one] = same;
    if (one === undefined || (one.type === 'ip' && isInside(one.value))) return [];
    const { type, value, role } = one;
    return [
      indicator(
        { type, value, role, confidence: sureness(type, 'likely') },
        same.flatMap(({ citations }) => citations),
      ),
    ];
  });
}

const inHisRequests = "named in the intruder's requests";

const machineTold = (beside: readonly Told[]): readonly Indicator[] =>
  [...Map.groupBy(beside, ({ type, value }) => `${type}\n${value}`).values()].flatMap((same) => {
    const [one] = same;
    if (one === undefined) return [];
    const roles = [...new Set(same.map(({ role }) => role))].slice(0, 3).join(', ');
    return [
      indicator(
        { type: one.type, value: one.value, role: roles, confidence: sureness(one.type, toldOf(one.type)) },
        same.flatMap(({ citations }) => citations),
      ),
    ];
  });

/** What others can look for: the intruder's addresses, programs, files and pools, and the users and keys he made or misused. */
export function indicatorsOf(
  traces: readonly Trace[],
  acts: readonly ActGroup[],
  { origin, grave, beside }: Known,
): readonly Indicator[] {
  const rootCredential = origin?.strand.credential ?? null;
  const seen = traces
    .filter(
      ({ type, value, citations }) =>
        citations.length > 0 && value !== '' && (type === 'user-agent' || (address.test(value) && !isInside(value))),
    )
    .map(({ type, value, citations }) =>
      indicator(
        {
          type,
          value,
          role: type === 'ip' ? 'the intruder called from here' : "the intruder's program",
          confidence: sureness(type, 'confirmed'),
        },
        citations,
      ),
    );
  const accepted = acts.filter(({ outcome }) => outcome === 'accepted');
  const users = accepted
    .filter(({ verb, kind }) => verb === 'create-identity' && kind.endsWith(':user'))
    .flatMap((act) =>
      [act.names[0] ?? act.made[0]].flatMap((value) =>
        value
          ? [indicator({ type: 'user', value, role: 'made by the intruder', confidence: 'confirmed' }, act.citations)]
          : [],
      ),
    );
  const keys = accepted
    .filter(({ verb }) => verb === 'create-credential')
    .flatMap((act) =>
      act.made.map((value) =>
        indicator({ type: 'key', value, role: 'made by the intruder', confidence: 'confirmed' }, act.citations),
      ),
    );
  const misused = acts
    .filter(({ credential }) => rootCredential !== null && credential === rootCredential)
    .flatMap(({ citations }) => citations);
  const root =
    rootCredential !== null && misused.length > 0
      ? [
          indicator(
            { type: 'key', value: rootCredential, role: 'misused by the intruder', confidence: 'confirmed' },
            misused,
          ),
        ]
      : [];
  // What something was says more than that it was named.
  const byValue = new Map(
    [...namedIn(acts, grave), ...machineTold(beside), ...seen, ...users, ...keys, ...root].map((one) => [
      `${one.type}\n${one.value}`,
      one,
    ]),
  );
  return [...byValue.values()].toSorted((a, b) => compareText(a.type, b.type) || compareText(a.value, b.value));
}

const indicator = (
  what: Pick<Indicator, 'type' | 'value' | 'role' | 'confidence'>,
  citations: readonly Timed[],
): Indicator => ({
  ...what,
  first_seen: earliest(citations.map(({ time }) => time)),
  last_seen: latest(citations.map(({ time }) => time)),
  ...cite(citations),
});

/** Others speak to the same port, and carry the same name of a program. */
const sureness = (type: IndicatorType, otherwise: Confidence): Confidence =>
  type === 'port' || type === 'user-agent' ? 'possible' : otherwise;

/** What was laid down or ran is his; that an address is a pool is concluded. */
const toldOf = (type: IndicatorType): Confidence =>
  type === 'file' || type === 'hash' || type === 'key' ? 'confirmed' : 'likely';
