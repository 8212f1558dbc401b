import type { TimelineEntry } from '../../model/act.ts';
import { cite } from '../../model/evidence.ts';
import { compareInstants } from '../../model/instant.ts';
import { levels } from '../../model/rule.ts';
import { countIn, textIn, textOf } from '../../lake/cells.ts';
import { isDeedSql } from '../../lake/calls.ts';
import { literal } from '../../lake/sql.ts';
import { citationsOf, earliest, latest, shiftSeconds, sqlInstant } from '../cells.ts';
import type { Timed } from '../cells.ts';
import type { MatchedRule } from '../matched-rules.ts';
import { counted, plainText } from '../plain-text.ts';
import type { Scope } from '../scope.ts';
import type { Ground, Grounds } from './grounds.ts';
import { isTie } from './grounds.ts';
import type { KnownMachines } from './known-machines.ts';

/** Records that are nobody's act, such as flows and measurements, in which a rule sees something of a machine. */
export interface Observed {
  readonly machine: string;
  readonly name: string;
  readonly source: string;
  readonly account: string | null;
  readonly rule: MatchedRule['rule'];
  readonly citations: readonly Timed[];
}

/** So long before the first act on a machine, and after the last, what is seen of it belongs to it. */
const [beforeSeconds, afterSeconds] = [3600, 24 * 3600];

/** What rules from medium upwards see of machines on which incidents' acts are on record, in order of rules. */
export async function observedOn(scope: Scope, grounds: Grounds): Promise<readonly Observed[]> {
  const { machines } = scope;
  const all = [...grounds.values()].flat();
  const ids = all.flatMap(({ tied, parts }) => [
    ...parts,
    ...(isTie(tied) ? [tied.instance.uid, ...tied.instance.parts] : []),
  ]);
  const names = all.flatMap(({ host }) => machines.spellingsOf(host));
  const rules = scope.rules.flatMap(({ level, severity }, rule) =>
    levels.indexOf(severity ?? level) >= levels.indexOf('medium') ? [rule] : [],
  );
  if (all.length === 0 || rules.length === 0) return [];
  const from = shiftSeconds(earliest(all.map(({ first }) => first)), -beforeSeconds);
  const to = latest([shiftSeconds(latest(all.map(({ last }) => last)), afterSeconds)]);
  const until = compareInstants(to, scope.asOf) < 0 ? to : scope.asOf;
  const within = `"time" >= ${sqlInstant(from)} AND "time" <= ${sqlInstant(until)}`;
  const listed = (texts: readonly string[]) => [...new Set(['', ...texts])].map(literal).join(', ');
  const rows = await scope.engine.rows(`SELECT m.rule, e.source, e.account, lower(e.host) AS host, e.host_uid,
      list({'ref': e.event_uid, 'time': e.time} ORDER BY e.time, e.event_uid) AS citations
    FROM (SELECT * EXCLUDE (raw) FROM (${scope.eventsWithin({ from, to: until })}) WHERE ${within}) e
    JOIN (SELECT DISTINCT rule, event_uid FROM matches WHERE rule IN (${rules.join(', ')}) AND ${within}) m ON m.event_uid = e.event_uid
    WHERE NOT ${isDeedSql('e')} AND e.alert IS NULL AND (e.host_uid IN (${listed(ids)}) OR lower(e.host) IN (${listed(names)}))
      AND coalesce(nullif(e.host, ''), nullif(e.host_uid, '')) IS NOT NULL
    GROUP BY ALL ORDER BY ALL`);
  return rows.flatMap((row) => {
    const rule = scope.rules[countIn(row, 'rule')];
    const citations = citationsOf(row['citations']);
    const named = { host: textOf(row['host']), hostUid: textOf(row['host_uid']) };
    const machine = machines.keyAt(named, citations[0]?.time ?? scope.asOf);
    if (rule === undefined || machine === null) return [];
    const name = named.host ?? machine;
    return [{ rule, machine, name, source: textIn(row, 'source'), account: textOf(row['account']), citations }];
  });
}

/** Those of one incident's machines, within its time on each. */
export function observedOf(
  observed: readonly Observed[],
  grounds: readonly Ground[],
  machines: KnownMachines,
): readonly Observed[] {
  const stays = grounds.map(({ host, first, last }) => ({
    machine: machines.keyAt({ host, hostUid: null }, first),
    host,
    from: shiftSeconds(first, -beforeSeconds),
    to: shiftSeconds(last, afterSeconds),
  }));
  return observed.flatMap((one) => {
    const own = stays.filter(({ machine }) => machine === one.machine);
    const citations = one.citations.filter(({ time }) =>
      own.some(({ from, to }) => compareInstants(from, time) <= 0 && compareInstants(time, to) <= 0),
    );
    return citations.length === 0 ? [] : [{ ...one, name: own[0]?.host ?? one.name, citations }];
  });
}

/** No act bears such an actor, so that a finding counts by its evidence alone. */
const nobody = '\u0000';

export const matchedBy = (observed: readonly Observed[]): readonly MatchedRule[] =>
  observed.map(({ rule, account, citations }) => ({
    rule,
    actor: nobody,
    account,
    day: citations[0]?.time.slice(0, 10) ?? '',
    citations,
  }));

/** What was seen, a line for each rule and source. */
export const observedEntries = (observed: readonly Observed[]): readonly TimelineEntry[] =>
  observed.map(({ rule, source, name, machine, citations }) => {
    const times = citations.map(({ time }) => time);
    const until = citations.length === 1 ? '' : `, ${counted(citations.length, 'record')} until ${latest(times)}`;
    return {
      time: earliest(times),
      actor: { uid: source, name: source },
      action: 'record',
      target: { uid: machine, name },
      text: `${source} shows of ${plainText(name)}: ${plainText(rule.title)}${until}`,
      ...cite(citations),
    };
  });
