import { operationsSql } from '../../lake/acts.ts';
import type { Row } from '../../lake/engine.ts';
import { literal } from '../../lake/sql.ts';
import { compareInstants } from '../../model/instant.ts';
import type { Terms } from '../../model/prices.ts';
import type { Act, Verb } from '../../model/semantics.ts';
import { needed, numberOf, textOf, textsOf } from '../../lake/cells.ts';
import { actOrderSql } from '../act-order.ts';
import { citationsOf, earliest, instantOf, latest, shiftSeconds, sqlInstant } from '../cells.ts';
import type { Timed } from '../cells.ts';
import type { Component } from '../chain/component.ts';
import { spanOf, strandKeyOf } from '../chain/strands.ts';
import type { StrandKey } from '../chain/strands.ts';
import {
  eventsOfStrandsSql,
  fillStrands,
  fillTable,
  knownWithin,
  layActs,
  narrowed,
  nothing,
  relations,
  whereUsed,
  withStrandSql,
} from '../scope.ts';
import type { Scope, Wanted } from '../scope.ts';
import { foldingOf } from './folding.ts';
import { parentSql } from './started.ts';
import { dropUnmeant } from './unmeant-acts.ts';

/** One act of an intruder, or many alike that say nothing more one by one (folding.ts). */
export interface ActGroup {
  readonly strand: StrandKey;
  readonly time: string;
  readonly last: string;
  readonly count: number;
  readonly citations: readonly Timed[];
  readonly service: string;
  readonly operation: string;
  /** How many operations it tells, of which that is the first. */
  readonly operations: number;
  /** From how many networks, of which the strand's is the first. */
  readonly networks: number;
  readonly verb: Verb;
  readonly kind: string;
  readonly outcome: 'accepted' | 'refused' | 'dry-run';
  readonly error: string | null;
  readonly account: string | null;
  readonly region: string | null;
  /** Where the provider divides an account so: that of the thing made or acted upon. */
  readonly compartment: string | null;
  readonly actorUid: string | null;
  readonly actorName: string | null;
  readonly credential: string | null;
  readonly address: string | null;
  /** The machine on which it was done, where that is known. */
  readonly host: string | null;
  /** What was run there, and by what program. */
  readonly command: string | null;
  readonly process: string | null;
  /** The file that was touched there, and whom a program spoke to, with the port. */
  readonly file: string | null;
  readonly destination: string | null;
  /** The name that was asked for. */
  readonly domain: string | null;
  readonly made: readonly string[];
  readonly names: readonly string[];
  readonly targets: readonly string[];
  /** What the names of those are only unique within, outermost first. */
  readonly parents: readonly string[];
  readonly causes: readonly string[];
  /** Tags that a launch gives to what it makes, each as JSON text. */
  readonly tags: readonly string[];
  readonly shape: string | null;
  /** How many were asked for, in all calls together; null where no call says. */
  readonly amount: number | null;
  readonly bytes: number | null;
  readonly terms: Terms;
  readonly serves: boolean;
  readonly blinds: boolean;
  /** Of what nobody did then: it says what is there, or what a timetable started. */
  readonly nature: Act['nature'] | null;
  /** Done by the provider because of what the intruder made, not by the intruder. */
  readonly isRespawn: boolean;
}

/** Lays down all acts of all components, each with the number of its component. */
export async function layIncidentActs(scope: Scope, components: readonly Component[]): Promise<void> {
  const strands = components.flatMap((component, incident) =>
    component.strands.map((strand) => ({ incident, strand })),
  );
  await fillStrands(scope.engine, relations.hostile, strands);
  const respawned = components.flatMap((component, incident) =>
    component.respawned.map(({ eventUid }) => `${incident}, ${literal(eventUid)}`),
  );
  const launches = components.flatMap((component) => component.respawned);
  await fillTable(scope.engine, relations.respawned, {
    columns: 'incident INTEGER, event_uid VARCHAR',
    rows: [...new Set(respawned)],
  });
  const { from, to: last } = spanOf(strands.map(({ strand }) => strand));
  const to = shiftSeconds(last, 1);
  const listed = operationsSql(scope.semantics, () => true);
  const ours = `time >= ${sqlInstant(from)} AND time < ${sqlInstant(to)} AND key IN (SELECT key FROM ${relations.hostile})`;
  const bounds = { from, to, ...(await whereUsed(scope, relations.hostile)) };
  // What an unlisted operation did shows in its name: its record, the greater part of all, is not read.
  const unlisted = `SELECT * FROM ${knownWithin(scope, bounds)} WHERE ${ours} AND NOT ${listed}`;
  const unread = eventsOfStrandsSql(relations.hostile, unlisted);
  const known = await narrowed(scope, { where: `${ours} AND ${listed}`, bounds });
  const read = eventsOfStrandsSql(relations.hostile, known ?? nothing);
  const caused = launches.length > 0 ? await narrowed(scope, launchesIn(launches, from)) : null;
  const spawned = withStrandSql(caused ?? nothing);
  await layActs(scope, {
    table: relations.acts,
    events: `SELECT *, false AS is_respawn, ${parentSql(scope.semantics)} AS parent_process FROM (${read})
      UNION ALL BY NAME SELECT * EXCLUDE (raw), CAST(NULL AS JSON) AS raw, false AS is_respawn FROM (${unread})
      UNION ALL BY NAME SELECT s.*, r.incident, true AS is_respawn FROM (${spawned}) s JOIN ${relations.respawned} r ON s.event_uid = r.event_uid`,
  });
  await dropUnmeant(scope);
}

/**
 * Leaves of the acts that were laid down those of some of the components, with their new numbers. What is done on
 * machines is laid down anew: since when a machine's past counts depends on who is there.
 */
export async function keepIncidents(
  scope: Scope,
  all: readonly Component[],
  kept: readonly Component[],
): Promise<void> {
  const { engine } = scope;
  const onMachines = await engine.rows(`SELECT 1 AS one FROM ${relations.acts} WHERE host IS NOT NULL LIMIT 1`);
  if (onMachines.length > 0) return layIncidentActs(scope, kept);
  const places = new Map(kept.map((component, number) => [component, number]));
  const numbers = all.flatMap((component, before) =>
    places.has(component) ? [`(${before}, ${places.get(component)})`] : [],
  );
  for (const table of [relations.hostile, relations.respawned, relations.acts])
    await engine.run(`CREATE OR REPLACE TEMP TABLE ${table} AS SELECT t.* REPLACE (CAST(k.number AS INTEGER) AS incident)
      FROM ${table} t JOIN (VALUES ${numbers.join(', ')}) k(incident, number) ON t.incident = k.incident`);
}

function launchesIn(launches: Component['respawned'], since: string): Wanted {
  const times = launches.map(({ time }) => time);
  // The engine's instants are told to the millisecond.
  const [from, to] = [latest([since, earliest(times)]), shiftSeconds(latest(times), 1)];
  const uids = `event_uid IN (SELECT event_uid FROM ${relations.respawned})`;
  return { where: `time >= ${sqlInstant(from)} AND time < ${sqlInstant(to)} AND ${uids}`, bounds: { from, to } };
}

/**
 * Acts of one component. The records of one call, of its beginning and of its end, say the same of it: refused
 * if either was, of the size that either gives, asked for once. Copies in other accounts stay apart.
 */
const callsOf = (incident: number): string => {
  const acts = `SELECT *, event_uid AS call, time AS began FROM ${relations.acts} WHERE incident = ${incident}`;
  const call = 'PARTITION BY shared_uid, account, operation, key, network, agent';
  const once = `row_number() OVER (${call} ORDER BY time, event_uid) = 1`;
  return `${acts} AND shared_uid IS NULL UNION ALL BY NAME
    SELECT * EXCLUDE (leads) REPLACE (CASE WHEN leads THEN amount END AS amount) FROM (
      SELECT * REPLACE (max(outcome) OVER (${call}) AS outcome, max(error) OVER (${call}) AS error, max(shape) OVER (${call}) AS shape,
        max(amount) OVER (${call}) AS amount, shared_uid AS call, min(time) OVER (${call}) AS began), ${once} AS leads FROM (${acts} AND shared_uid IS NOT NULL))`;
};

/** The acts of one component in order of time. */
export async function actGroupsOf({ engine }: Scope, incident: number): Promise<readonly ActGroup[]> {
  const first = (column: string) => `min_by(${column}, place) AS ${column}`;
  // Of several none is that of all.
  const common = (column: string) => `CASE WHEN count(DISTINCT ${column}) = 1 THEN min(${column}) END AS ${column}`;
  const firstList = (column: string) =>
    `coalesce(min_by(${column}, place) FILTER (len(${column}) > 0), CAST([] AS VARCHAR[])) AS ${column}`;
  const acts = callsOf(incident);
  const { together, bucket } = await foldingOf(engine, acts);
  const rows =
    await engine.rows(`SELECT * FROM (SELECT key, ${['network', 'agent', 'operation'].map(first).join(', ')}, ${['error', 'shape'].map(common).join(', ')}, count(DISTINCT operation) AS operations, count(DISTINCT network) AS networks,
      min(time) AS time, max(time) AS last, count(DISTINCT call) AS count, list({'ref': event_uid, 'time': time} ORDER BY place) AS citations, min(event_uid) AS least,
      ${['service', 'verb', 'resource_type', 'actor_uid', 'actor_name', 'credential', 'source_ip', 'compartment', 'terms', 'nature', 'domain', 'file'].map(first).join(', ')},
      min_by(destination_ip || coalesce(':' || destination_port, ''), place) AS destination,
      ${['made', 'names', 'targets', 'parents', 'causes', 'tags'].map(firstList).join(', ')},
      outcome, account, region, host, command, process, sum(amount) AS amount, sum(bytes) AS bytes, bool_or(serves) AS serves, bool_or(blinds) AS blinds, is_respawn
    FROM (SELECT *, row_number() OVER (ORDER BY time, event_uid) AS place FROM (${acts}))
    GROUP BY key, ${together.join(', ')}, outcome, account, region, host, command, process, is_respawn, ${bucket})
    ORDER BY ${actOrderSql({ uid: 'least' })}`);
  return rows.map(actGroupOf);
}

export function actGroupOf(row: Row): ActGroup {
  return {
    strand: strandKeyOf(row),
    time: needed(instantOf(row['time']), 'time'),
    last: needed(instantOf(row['last']), 'last'),
    count: needed(numberOf(row['count']), 'count'),
    citations: citationsOf(row['citations']),
    service: textOf(row['service']) ?? '',
    operation: textOf(row['operation']) ?? 'unknown',
    operations: numberOf(row['operations']) ?? 1,
    networks: numberOf(row['networks']) ?? 1,
    verb: needed(textOf(row['verb']), 'verb') as Verb,
    kind: needed(textOf(row['resource_type']), 'resource_type'),
    outcome: needed(textOf(row['outcome']), 'outcome') as ActGroup['outcome'],
    error: textOf(row['error']),
    account: textOf(row['account']),
    region: textOf(row['region']),
    compartment: textOf(row['compartment']),
    ...actorIn(row),
    credential: textOf(row['credential']),
    host: textOf(row['host']),
    command: textOf(row['command']),
    process: textOf(row['process']),
    file: textOf(row['file']),
    destination: textOf(row['destination']),
    domain: textOf(row['domain']),
    made: textsOf(row['made']),
    names: textsOf(row['names']),
    targets: textsOf(row['targets']),
    parents: textsOf(row['parents']),
    causes: textsOf(row['causes']),
    tags: textsOf(row['tags']),
    shape: textOf(row['shape']),
    amount: numberOf(row['amount']),
    bytes: numberOf(row['bytes']),
    terms: termsOf(textOf(row['terms'])),
    serves: row['serves'] === true,
    blinds: row['blinds'] === true,
    nature: natures.find((one) => one === row['nature']) ?? null,
    isRespawn: row['is_respawn'] === true,
  };
}

/** Who asks from the machine itself is the machine. */
function actorIn(row: Row): Pick<ActGroup, 'actorUid' | 'actorName' | 'address'> {
  const [actorUid, actorName, address] = [
    textOf(row['actor_uid']),
    textOf(row['actor_name']),
    textOf(row['source_ip']),
  ];
  const host = textOf(row['host']);
  const isItself = actorName === null && host !== null && /^(?:127\.|::1$)/.test(actorUid ?? '');
  return isItself ? { actorUid: host, actorName: host, address: null } : { actorUid, actorName, address };
}

const natures = ['state', 'timed', 'end'] as const;

/** Terms as lake/acts.ts writes them, without those that the record does not give. */
function termsOf(text: string | null): Terms {
  if (text === null) return {};
  const all = JSON.parse(text) as Terms;
  return Object.fromEntries(Object.entries(all).filter(([, values]) => values.length > 0));
}

export const byTime = (a: { readonly time: string }, b: { readonly time: string }): number =>
  compareInstants(a.time, b.time);
