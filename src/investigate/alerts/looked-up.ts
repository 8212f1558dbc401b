import { countIn, needed, numberOf, textOf, textsOf } from '../../lake/cells.ts';
import { literal } from '../../lake/sql.ts';
import { citationsOf, instantOf, sqlIn } from '../cells.ts';
import type { Timed } from '../cells.ts';
import { isNamed } from '../machines/machine.ts';
import type { Machine } from '../machines/machine.ts';
import { relations } from '../scope.ts';
import type { Scope } from '../scope.ts';
import type { Alerted } from './alerted.ts';
import { statementsIn } from './statements.ts';
import type { Statement } from './statements.ts';

/** Records of a machine that hold what an alert names, the alert's own apart. */
export interface Held {
  readonly count: number;
  readonly first: string;
  readonly sources: readonly string[];
  /** Sent to it, where flows tell; 0 otherwise. */
  readonly bytes: number;
  readonly citations: readonly Timed[];
}

/** A statement of an alert about a machine, with the records that hold what it names; null where it names nothing to look for, or nothing holds it. */
export interface Said {
  readonly alert: Alerted;
  /** Counts the machines of the incident. */
  readonly machine: number;
  readonly statement: Statement;
  readonly held: Held | null;
}

const mostAlerts = 50;

/**
 * What alerts about the machines of an incident say beyond their title, statement by statement. A sensor's alert about a
 * process is that process's record: it says nothing that could be looked up elsewhere. Asks after the records of machines are laid.
 */
export async function saidOf(
  scope: Scope,
  alerted: readonly Alerted[],
  machines: readonly Machine[],
): Promise<readonly Said[]> {
  const about = alerted.flatMap((alert) => {
    const machine = machines.findIndex((one) => isAbout(alert, one));
    return machine < 0 || alert.isWeakness ? [] : [{ alert, machine }];
  });
  const said: Said[] = [];
  for (const { alert, machine } of about.slice(0, mostAlerts)) {
    const record = await recordOf(scope, alert);
    for (const statement of statementsIn(record)) {
      const condition = conditionOf(statement);
      const held = condition === null ? null : await heldBy(scope, { alert, machine, condition });
      said.push({ alert, machine, statement, held });
    }
  }
  return said;
}

const isAbout = ({ host, hostUid }: Alerted, machine: Machine): boolean =>
  (hostUid !== null && machine.ids.includes(hostUid)) || (machine.tie !== 'several' && isNamed(machine, host));

/** The latest record of an alert; null where it is that of a process. */
async function recordOf({ engine, eventsWithin }: Scope, { citations }: Alerted): Promise<unknown> {
  const last = citations.at(-1);
  if (last === undefined) return null;
  const [row] =
    await engine.rows(`SELECT CAST(raw AS VARCHAR) AS raw FROM (${eventsWithin({ days: [last.time.slice(0, 10)] })})
    WHERE event_uid = ${literal(last.ref)} AND command IS NULL AND process IS NULL LIMIT 1`);
  const raw = textOf(row?.['raw']);
  return raw === null ? null : (JSON.parse(raw) as unknown);
}

/** SQL: the record holds what the statement names; null where it names nothing. */
function conditionOf(statement: Statement): string | null {
  switch (statement.is) {
    case 'process':
      return `(process = ${literal(statement.path)} OR regexp_matches(command, ${literal(runOf(statement.path))}))`;
    case 'endpoint':
      return endpointSql(statement);
    case 'user':
      return `(error IS NULL AND (actor_name = ${literal(statement.name)} OR ${mentions(statement.name)}))`;
    case 'key':
      return mentions(statement.name);
    case 'sudoers':
      return `(contains(command, 'sudoers') OR contains(file, 'sudoers'))`;
    default:
      return null;
  }
}

/** RE2: a command line that runs the file, and not one that merely names it. */
const runOf = (path: string): string =>
  String.raw`(?:^|[;&|(]\s*|\b(?:sh|bash|dash|nohup|setsid|exec|sudo|env|nice|xargs)\s+(?:-\S+\s+)*["']?)${path.replace(/[^\w/-]/g, String.raw`\$&`)}(?:$|[\s"';&|)])`;

const mentions = (name: string): string => `(contains(command, ${literal(name)}) OR contains(file, ${literal(name)}))`;

function endpointSql({ host, port }: Extract<Statement, { is: 'endpoint' }>): string {
  const there = `(destination_ip = ${literal(host)} OR lower(domain) = ${literal(host)})`;
  const spoken =
    port === null ? there : `(${there} AND (destination_port = ${literal(port)} OR destination_ip IS NULL))`;
  const came = port === null ? ` OR source_ip = ${literal(host)}` : '';
  return `(${spoken}${came} OR contains(lower(command), ${literal(port === null ? host : `${host}:${port}`)}))`;
}

interface Asked extends Pick<Said, 'alert' | 'machine'> {
  readonly condition: string;
}

async function heldBy({ engine }: Scope, { alert, machine, condition }: Asked): Promise<Held | null> {
  const own = alert.citations.map(({ ref }) => ref);
  const [row] =
    await engine.rows(`SELECT count(*) AS count, min("time") AS first, list(DISTINCT source ORDER BY source) AS sources, CAST(sum(TRY_CAST(bytes_out AS BIGINT)) AS BIGINT) AS bytes,
      list({'ref': event_uid, 'time': "time"} ORDER BY "time", event_uid)[1:${mostCited}] AS citations
    FROM ${relations.machines} WHERE machine = ${machine} AND ${condition} AND NOT ${sqlIn('event_uid', own)}`);
  if (row === undefined || countIn(row, 'count') === 0) return null;
  return {
    count: countIn(row, 'count'),
    first: needed(instantOf(row['first']), 'first'),
    sources: textsOf(row['sources']),
    bytes: numberOf(row['bytes']) ?? 0,
    citations: citationsOf(row['citations']),
  };
}

const mostCited = 20;
