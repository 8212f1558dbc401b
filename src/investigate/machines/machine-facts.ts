import { countIn, needed, numberOf, textIn, textOf } from '../../lake/cells.ts';
import type { Row } from '../../lake/engine.ts';
import { literal } from '../../lake/sql.ts';
import type { Measure, Semantics } from '../../model/semantics.ts';
import { operationsSql } from '../../lake/acts.ts';
import { citationsOf, instantOf, shiftSeconds, sqlIn, sqlInstant } from '../cells.ts';
import type { Timed } from '../cells.ts';
import { commandTraces, isBusyPort } from '../indicators/command-traces.ts';
import { oddFiles, runsMiner } from '../indicators/machine-indicators.ts';
import { miningRules } from '../mining-rules.ts';
import { relations } from '../scope.ts';
import type { Scope } from '../scope.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import type { Point } from './load.ts';
import type { KnownMachines } from './known-machines.ts';
import { isNamed, layMachineRecords, machinesOf } from './machine.ts';
import type { Machine } from './machine.ts';
import { sentBy } from './sent.ts';
import type { Sent } from './sent.ts';

/** A record by which a machine is known to mine. */
export interface MiningSign {
  /** `handled`: a command that fetches or copies a miner and runs none. */
  readonly is: 'command' | 'handled' | 'connection' | 'lookup' | 'alert';
  readonly time: string;
  readonly uid: string;
  /** What was run, or whom it spoke to. */
  readonly what: string;
  /** The program that the record is of. */
  readonly process: string | null;
}

/** Sign-ins of one user from one address, all accepted or all refused. */
export interface SignIns {
  readonly user: string;
  readonly address: string | null;
  readonly credential: string | null;
  /** The provider's or daemon's own word, such as `publickey`. */
  readonly method: string | null;
  readonly isAccepted: boolean;
  readonly count: number;
  readonly first: string;
  readonly last: string;
  readonly citations: readonly Timed[];
}

/** All that the records of one machine say of its load, its network and its doors. */
export interface MachineFacts {
  readonly machine: Machine;
  /** Per cent of all its processors. */
  readonly cpu: readonly Point[];
  /** Bytes that it sent, as its measurements have them. */
  readonly bytesOut: readonly Point[];
  readonly sent: Sent | null;
  readonly signs: readonly MiningSign[];
  readonly signIns: readonly SignIns[];
  /** What started the intruder's first process there, where a record tells. */
  readonly parent: { readonly what: string; readonly citations: readonly Timed[] } | null;
  /** Of files that the intruder's commands name, or that ran as miners. */
  readonly hashes: readonly { readonly path: string; readonly sha256: string; readonly citations: readonly Timed[] }[];
  /** Logs that speak of it. */
  readonly sources: readonly {
    readonly source: string;
    readonly count: number;
    readonly citations: readonly Timed[];
  }[];
}

/** What the records say of the machines that acts were done on; leaves the records of these laid for further questions. */
export async function machineFactsOf(
  scope: Scope,
  acts: readonly ActGroup[],
  known: KnownMachines,
): Promise<readonly MachineFacts[]> {
  const own = acts.filter(({ host }) => host !== null);
  const [first] = own;
  if (first === undefined) return [];
  const machines = await layMachineRecords(scope, machinesOf(own, known), first.time);
  const facts: MachineFacts[] = [];
  for (const [index, machine] of machines.entries()) {
    const signs = await signsOf(scope, index, first.time);
    facts.push({
      machine,
      cpu: await pointsOf(scope, index, 'cpu-percent'),
      bytesOut: await pointsOf(scope, index, 'bytes-out'),
      sent: await sentBy(scope, index, first.time),
      signs,
      signIns: await signInsOf(scope, index, first.time),
      parent: await parentOf(
        scope,
        own.find(({ host }) => isNamed(machine, host)),
      ),
      hashes: await hashesOf(scope, index, oddFiles(own, signs)),
      sources: await sourcesOf(scope, index),
    });
  }
  return facts;
}

const mostPoints = 50_000;

/** One series of a measure: of several that tell the same, the one with the most points. */
async function pointsOf({ engine, semantics }: Scope, machine: number, measure: Measure): Promise<readonly Point[]> {
  const names = metricsOf(semantics, measure);
  if (names.length === 0) return [];
  const rows = await engine.rows(`WITH points AS (
      SELECT service, metric, host_uid, event_uid, "time", TRY_CAST(measured AS DOUBLE) AS value FROM ${relations.machines}
      WHERE machine = ${machine} AND (service, metric) IN (VALUES ${names.join(', ')}) AND TRY_CAST(measured AS DOUBLE) IS NOT NULL),
    most AS (SELECT service, metric, host_uid FROM points GROUP BY service, metric, host_uid ORDER BY count(*) DESC, service, metric, host_uid LIMIT 1)
    SELECT event_uid, "time", value FROM points SEMI JOIN most ON points.service = most.service AND points.metric = most.metric AND points.host_uid IS NOT DISTINCT FROM most.host_uid
    ORDER BY "time", event_uid LIMIT ${mostPoints}`);
  return rows.flatMap((row) => {
    const value = numberOf(row['value']);
    return value === null ? [] : [{ time: timeIn(row, 'time'), value, uid: textIn(row, 'event_uid') }];
  });
}

const metricsOf = (semantics: readonly Semantics[], wanted: Measure): readonly string[] =>
  semantics.flatMap(({ measures = {} }) =>
    Object.entries(measures).flatMap(([service, metrics]) =>
      Object.entries(metrics).flatMap(([metric, measure]) =>
        measure === wanted ? [`(${literal(service)}, ${literal(metric)})`] : [],
      ),
    ),
  );

const mostSigns = 500;

/** Records that rules call mining, and those that speak to a pool which a command of them names. */
async function signsOf({ engine, rules }: Scope, machine: number, begin: string): Promise<readonly MiningSign[]> {
  const numbers = miningRules(rules);
  if (numbers.length === 0) return [];
  const columns = `event_uid, "time", source, command, process, alert, destination_ip, destination_port, domain`;
  const since = `machine = ${machine} AND "time" >= ${sqlInstant(shiftSeconds(begin, -daySeconds))}`;
  const matched = await engine.rows(`SELECT ${columns} FROM ${relations.machines} WHERE ${since}
    AND event_uid IN (SELECT event_uid FROM matches WHERE rule IN (${numbers.join(', ')})) ORDER BY "time", event_uid LIMIT ${mostSigns}`);
  const named = [...new Set(matched.flatMap((row) => textOf(row['command']) ?? []))].flatMap(commandTraces);
  const of = (type: string) => [...new Set(named.flatMap((one) => (one.type === type ? one.value : [])))];
  const ports = of('port').filter((port) => !isBusyPort(port));
  const spoken =
    await engine.rows(`SELECT ${columns} FROM ${relations.machines} WHERE ${since} AND (alert IS NULL OR command IS NOT NULL)
    AND (${sqlIn('destination_ip', of('ip'))} OR ${sqlIn('lower(domain)', of('domain'))} OR (${sqlIn('destination_port', ports)} AND destination_ip IS NOT NULL))
    ORDER BY "time", event_uid LIMIT ${mostSigns}`);
  const all = new Map([...matched, ...spoken].map((row) => [textIn(row, 'event_uid'), signOf(row)]));
  return [...all.values()].toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time) || (a.uid < b.uid ? -1 : 1));
}

function signOf(row: Row): MiningSign {
  const text = (column: string): string | null => textOf(row[column]) || null;
  const at = { time: timeIn(row, 'time'), uid: textIn(row, 'event_uid'), process: text('process') };
  const [address, port, domain] = [text('destination_ip'), text('destination_port'), text('domain')];
  if (address !== null) return { ...at, is: 'connection', what: port === null ? address : `${address}:${port}` };
  if (text('alert') !== null) return { ...at, is: 'alert', what: text('alert') ?? '' };
  const command = text('command');
  if (command !== null) return { ...at, is: runsMiner(command) ? 'command' : 'handled', what: command };
  if (domain !== null) return { ...at, is: 'lookup', what: domain };
  return { ...at, is: 'alert', what: text('process') ?? textIn(row, 'source') };
}

const daySeconds = 24 * 3600;
/** Users and addresses that were let in come first, so that no flood of refused ones hides the door. */
const mostGroups = 20_000;

/** Sign-ins of the month before and since; refused ones from a day before. */
async function signInsOf({ engine, semantics }: Scope, machine: number, begin: string): Promise<readonly SignIns[]> {
  const onMachines = semantics.filter(({ cloud }) => cloud === null);
  const signIns = operationsSql(onMachines, ({ verb }) => verb === 'login');
  const rows =
    await engine.rows(`SELECT actor_name, source_ip, credential, method, error IS NULL AS accepted, count(*) AS count,
      min("time") AS first, max("time") AS last, [{'ref': min_by(event_uid, ("time", event_uid)), 'time': min("time")}, {'ref': max_by(event_uid, ("time", event_uid)), 'time': max("time")}] AS citations
    FROM (SELECT *, kind AS method FROM ${relations.machines} WHERE machine = ${machine} AND ${signIns})
    WHERE error IS NULL OR "time" >= ${sqlInstant(shiftSeconds(begin, -daySeconds))}
    GROUP BY actor_name, source_ip, credential, method, accepted ORDER BY accepted DESC, first, actor_name, source_ip, credential, method, accepted LIMIT ${mostGroups}`);
  return rows.map((row) => ({
    user: textOf(row['actor_name']) ?? '',
    address: textOf(row['source_ip']),
    credential: textOf(row['credential']),
    method: textOf(row['method']),
    isAccepted: row['accepted'] === true,
    count: countIn(row, 'count'),
    first: timeIn(row, 'first'),
    last: timeIn(row, 'last'),
    citations: citationsOf(row['citations']),
  }));
}

async function parentOf(
  { engine, eventsWithin, semantics }: Scope,
  first: ActGroup | undefined,
): Promise<MachineFacts['parent']> {
  const [cited] = first?.citations ?? [];
  const places = semantics.flatMap(({ processes }) => processes?.parent ?? []);
  if (cited === undefined || places.length === 0 || first?.verb === 'login') return null;
  const values = places.map((place) => `nullif(json_extract_string(raw, ${literal(place)}), '')`).join(', ');
  const [row] = await engine.rows(
    `SELECT coalesce(${values}) AS parent FROM (${eventsWithin({ days: [cited.time.slice(0, 10)] })}) WHERE event_uid = ${literal(cited.ref)} LIMIT 1`,
  );
  const what = textOf(row?.['parent']);
  return what === null ? null : { what, citations: [cited] };
}

const mostHashes = 50;

/** SHA-256 of these files, where a record of the machine tells it beside their path. */
async function hashesOf(
  { engine, eventsWithin, semantics }: Scope,
  machine: number,
  paths: readonly string[],
): Promise<MachineFacts['hashes']> {
  const places = semantics.flatMap(({ processes }) => processes?.sha256 ?? []);
  if (places.length === 0 || paths.length === 0) return [];
  const named = `machine = ${machine} AND (${sqlIn('process', paths)} OR ${sqlIn('file', paths)})`;
  const days = await engine.rows(
    `SELECT DISTINCT CAST(CAST("time" AS DATE) AS VARCHAR) AS day FROM ${relations.machines} WHERE ${named} ORDER BY day`,
  );
  if (days.length === 0) return [];
  const values = places.map((place) => `nullif(json_extract_string(raw, ${literal(place)}), '')`).join(', ');
  const events = eventsWithin({ days: days.map((row) => textIn(row, 'day')) });
  const rows =
    await engine.rows(`SELECT path, lower(sha256) AS sha256, list({'ref': event_uid, 'time': "time"} ORDER BY "time", event_uid)[1:${mostCited}] AS citations
    FROM (SELECT event_uid, "time", CASE WHEN ${sqlIn('file', paths)} THEN file ELSE process END AS path, coalesce(${values}) AS sha256 FROM (${events})
      WHERE event_uid IN (SELECT event_uid FROM ${relations.machines} WHERE ${named}))
    WHERE regexp_matches(sha256, '^[0-9a-fA-F]{64}$') GROUP BY path, lower(sha256) ORDER BY path, sha256 LIMIT ${mostHashes}`);
  return rows.map((row) => ({
    path: textIn(row, 'path'),
    sha256: textIn(row, 'sha256'),
    citations: citationsOf(row['citations']),
  }));
}

const mostCited = 20;

async function sourcesOf({ engine }: Scope, machine: number): Promise<MachineFacts['sources']> {
  const rows =
    await engine.rows(`SELECT source, count(*) AS count, [{'ref': min_by(event_uid, ("time", event_uid)), 'time': min("time")}, {'ref': max_by(event_uid, ("time", event_uid)), 'time': max("time")}] AS citations
    FROM ${relations.machines} WHERE machine = ${machine} GROUP BY source ORDER BY source`);
  return rows.map((row) => ({
    source: textIn(row, 'source'),
    count: countIn(row, 'count'),
    citations: citationsOf(row['citations']),
  }));
}

const timeIn = (row: Row, column: string): string => needed(instantOf(row[column]), column);
