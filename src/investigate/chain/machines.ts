import { isIP } from 'node:net';
import { needed, textOf } from '../../lake/cells.ts';
import type { Row } from '../../lake/engine.ts';
import { compareInstants, compareText } from '../../model/instant.ts';
import { instantOf, latest, shiftSeconds } from '../cells.ts';
import type { KnownMachines } from '../machines/known-machines.ts';
import { relations } from '../scope.ts';
import type { Scope } from '../scope.ts';
import type { Mark } from './lead.ts';
import { strandId, strandKeyOf } from './strands.ts';

/** The anchoring acts of one strand on, or upon, one machine. */
export interface Visit {
  readonly strand: string;
  /** What the machine is known by, whatever records call it. */
  readonly machine: string;
  readonly first: string;
  readonly last: string;
  /** By calls that name the machine, not by anything that was done on it. */
  readonly isUpon?: true;
}

/** Calls with the credentials that a provider gives to what runs on a machine. */
export interface MachineCall {
  readonly mark: Mark;
  readonly machine: string;
}

/** On a machine that rests for longer, what comes after is another story. */
const restSeconds = 24 * 3600;

/** Calls that reach into a machine; what else is done to it need not have to do with what happens on it. */
export const reaching = `('execute', 'read-secret', 'read-data', 'impair', 'create-credential', 'change-credential')`;

/**
 * Where the strands that hold anchors were at work: on a machine by its own logs, upon it by calls that name it,
 * or with its own credentials.
 */
export async function visitsOf({ engine, machines }: Scope): Promise<readonly Visit[]> {
  const columns = 'key, network, agent';
  const span = 'min(time) AS first, max(time) AS last';
  const rows =
    await engine.rows(`SELECT ${columns}, host, host_uid, CAST(NULL AS VARCHAR) AS named, CAST(NULL AS VARCHAR) AS address, false AS is_upon, ${span} FROM ${relations.anchors}
      WHERE coalesce(nullif(host, ''), nullif(host_uid, '')) IS NOT NULL GROUP BY ALL
    UNION ALL SELECT ${columns}, NULL, NULL, NULL, source_ip, false, ${span} FROM ${relations.anchors}
      WHERE coalesce(nullif(host, ''), nullif(host_uid, '')) IS NULL AND actor_uid = source_ip GROUP BY ALL
    UNION ALL SELECT ${columns}, NULL, NULL, session_name, NULL, false, ${span} FROM ${relations.anchors} WHERE session_name IS NOT NULL GROUP BY ALL
    UNION ALL SELECT ${columns}, NULL, NULL, named, NULL, true, ${span} FROM (
      SELECT *, unnest(targets) AS named FROM ${relations.anchors} WHERE host IS NULL AND verb IN ${reaching}) GROUP BY ALL
    ORDER BY ALL`);
  return [...rows.flatMap((row) => visitIn(row, machines)), ...(await departuresOf({ engine, machines }))];
}

/** So long after a command that signs in elsewhere the sign-in is on record there; clocks are off by less. */
const crossing = { before: 2, after: 15 };

/** Programs that sign in to another machine. */
const crossings = '(^|[\\s;&|/])(ssh|scp|sftp|rsync)\\s';

/**
 * Who signs in to a machine from another, where in that moment a command of found acts went to that name, was at work
 * there before: the address is that other machine's, or the command names one of the machine that he came to, or
 * no record tells the address of either.
 */
async function departuresOf({ engine, machines }: Pick<Scope, 'engine' | 'machines'>): Promise<readonly Visit[]> {
  const rows =
    await engine.rows(`SELECT DISTINCT l.key, l.network, l.agent, l.host, l.source_ip, l.time, c.host AS from_host, c.command
    FROM ${relations.anchors} l JOIN ${relations.anchors} c
    ON c.host <> l.host AND c.command <> '' AND regexp_matches(c.command, '${crossings}') AND contains(c.command, l.actor_name || '@')
      AND l.time >= c.time - INTERVAL ${crossing.before} SECOND AND l.time <= c.time + INTERVAL ${crossing.after} SECOND
    WHERE l.verb = 'login' AND l.outcome = 'accepted' AND l.source_ip <> '' AND l.actor_name <> '' AND l.host <> '' ORDER BY ALL`);
  return rows.flatMap((row): readonly Visit[] => {
    const time = needed(instantOf(row['time']), 'time');
    const at = (host: string | null, address: string | null = null) =>
      machines.keyAt({ host, hostUid: null, address }, time);
    const hosts = [textOf(row['from_host']), textOf(row['host'])];
    const [from = null, to = null] = hosts.map((host) => at(host));
    // Of machines whose own addresses no record tells, the name and the moment stand for them.
    const isUntold = (came: string | null, named: readonly string[]): boolean =>
      came === null &&
      named.every((name) => isIP(name) !== 0 && at(null, name) === null) &&
      !hosts.some((host) => host !== null && machines.hasAddress(host, time));
    const named = [...(textOf(row['command']) ?? '').matchAll(/@([\w.:-]+)/g)].flatMap(([, name]) => name ?? []);
    const isThere = named.some((name) => [at(name), at(null, name)].includes(to));
    const came = at(null, textOf(row['source_ip']));
    if (from === null || from === to || (came !== from && !isThere && !isUntold(came, named))) return [];
    return [{ strand: strandId(strandKeyOf(row)), machine: from, first: time, last: time }];
  });
}

/** The same of who calls with a machine's credentials. */
export const visitsBy = (calls: readonly MachineCall[]): readonly Visit[] =>
  calls.map(({ mark, machine }) => ({ strand: strandId(mark), machine, first: mark.first, last: mark.last }));

function visitIn(row: Row, machines: KnownMachines): readonly Visit[] {
  const [first, last] = [needed(instantOf(row['first']), 'first'), needed(instantOf(row['last']), 'last')];
  const strand = strandId(strandKeyOf(row));
  const named = textOf(row['named']);
  if (named !== null) {
    const machine = machines.instanceOf(named)?.uid;
    return machine === undefined
      ? []
      : [{ strand, machine, first, last, ...(row['is_upon'] === true && { isUpon: true as const }) }];
  }
  const machine = machines.keyAt(
    { host: textOf(row['host']), hostUid: textOf(row['host_uid']), address: textOf(row['address']) },
    first,
  );
  return machine === null ? [] : [{ strand, machine, first, last }];
}

/**
 * Pairs of visits to one machine between which it did not rest. Who reaches into a machine only after something was
 * done on it may as well be answering that: he is joined with what comes after him alone.
 */
export function onOneMachine(visits: readonly Visit[]): readonly (readonly [Visit, Visit])[] {
  const machines = Map.groupBy(visits, ({ machine }) => machine);
  return [...machines.values()].flatMap((visited) => {
    const begun = visited.filter(({ isUpon }) => !isUpon).toSorted(byFirst)[0]?.first;
    const all = visited.filter(
      ({ isUpon, first }) => !isUpon || begun === undefined || compareInstants(first, begun) <= 0,
    );
    const pairs: (readonly [Visit, Visit])[] = [];
    let before: Visit | null = null;
    let until = '';
    for (const visit of all.toSorted(byFirst)) {
      if (before !== null && compareInstants(visit.first, shiftSeconds(until, restSeconds)) <= 0)
        pairs.push([before, visit]);
      until = before === null ? visit.last : latest([until, visit.last]);
      before = visit;
    }
    return pairs;
  });
}

const byFirst = (a: Visit, b: Visit): number =>
  compareInstants(a.first, b.first) || compareText(a.strand, b.strand) || compareText(a.machine, b.machine);
