import type { Row } from '../../lake/engine.ts';
import { literal } from '../../lake/sql.ts';
import { compareInstants } from '../../model/instant.ts';
import type { Verb } from '../../model/semantics.ts';
import {
  citationsOf,
  earliest,
  instantOf,
  latest,
  needed,
  numberOf,
  shiftSeconds,
  sqlInstant,
  textOf,
  textsOf,
} from '../cells.ts';
import type { Timed } from '../cells.ts';
import type { Component } from '../chain/component.ts';
import { strandKeyOf } from '../chain/strands.ts';
import type { StrandKey } from '../chain/strands.ts';
import { fillTable, layActs, relations } from '../scope.ts';
import type { Scope } from '../scope.ts';

/** One act of an intruder, or many alike that say nothing more one by one: reads of an hour, refusals of a minute. */
export interface ActGroup {
  readonly strand: StrandKey;
  readonly time: string;
  readonly last: string;
  readonly count: number;
  readonly citations: readonly Timed[];
  readonly service: string;
  readonly operation: string;
  readonly verb: Verb;
  readonly kind: string;
  readonly outcome: 'accepted' | 'refused' | 'dry-run';
  readonly error: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly actorUid: string | null;
  readonly actorName: string | null;
  readonly credential: string | null;
  readonly address: string | null;
  readonly made: readonly string[];
  readonly names: readonly string[];
  readonly targets: readonly string[];
  readonly causes: readonly string[];
  readonly shape: string | null;
  /** How many were asked for, in all calls together; null where no call says. */
  readonly amount: number | null;
  readonly bytes: number | null;
  readonly serves: boolean;
  readonly blinds: boolean;
  /** Done by the provider because of what the intruder made, not by the intruder. */
  readonly isRespawn: boolean;
}

/** Lays down all acts of all components, each with the number of its component. */
export async function layIncidentActs(scope: Scope, components: readonly Component[]): Promise<void> {
  const strands = components.flatMap((component, incident) =>
    component.strands.map(({ key, network, agent }) =>
      [String(incident), ...[key, network, agent].map(literal)].join(', '),
    ),
  );
  await fillTable(scope.engine, relations.hostile, {
    columns: 'incident INTEGER, key VARCHAR, network VARCHAR, agent VARCHAR',
    rows: strands,
  });
  const respawned = components.flatMap((component, incident) =>
    component.respawned.map(({ eventUid }) => `${incident}, ${literal(eventUid)}`),
  );
  await fillTable(scope.engine, relations.respawned, {
    columns: 'incident INTEGER, event_uid VARCHAR',
    rows: [...new Set(respawned)],
  });
  const all = components.flatMap(({ strands: own }) => own);
  const from = earliest(all.map(({ first }) => first));
  const to = latest([
    ...all.map(({ last }) => last),
    ...components.flatMap(({ respawned: own }) => own.map(({ time }) => time)),
  ]);
  const inRange = `e.time >= ${sqlInstant(from)} AND e.time < ${sqlInstant(shiftSeconds(to, 1))}`;
  await layActs(scope, {
    table: relations.acts,
    events: `SELECT e.*, h.incident, false AS is_respawn FROM ${relations.known} e JOIN ${relations.hostile} h ON e.key = h.key AND e.network = h.network AND e.agent = h.agent WHERE ${inRange}
      UNION ALL SELECT e.*, r.incident, true FROM ${relations.known} e JOIN ${relations.respawned} r ON e.event_uid = r.event_uid WHERE ${inRange}`,
  });
}

/** The acts of one component in order of time. */
export async function actGroupsOf({ engine }: Scope, incident: number): Promise<readonly ActGroup[]> {
  const first = (column: string) => `min_by(${column}, (time, event_uid)) AS ${column}`;
  const rows = await engine.rows(`SELECT key, network, agent, min(time) AS time, max(time) AS last, count(*) AS count,
      list({'ref': event_uid, 'time': time} ORDER BY time, event_uid) AS citations, min(event_uid) AS least,
      ${['service', 'verb', 'resource_type', 'actor_uid', 'actor_name', 'credential', 'source_ip', 'made', 'names', 'targets', 'causes'].map(first).join(', ')},
      operation, outcome, error, account, region, shape, sum(amount) AS amount, sum(bytes) AS bytes, bool_or(serves) AS serves, bool_or(blinds) AS blinds, is_respawn
    FROM (SELECT *, CASE
        WHEN verb IN ('list', 'read-data', 'execute') THEN 'hour ' || CAST(date_trunc('hour', time) AS VARCHAR) || coalesce(targets[1], '')
        WHEN outcome <> 'accepted' THEN 'minute ' || CAST(date_trunc('minute', time) AS VARCHAR)
        ELSE event_uid END AS bucket
      FROM ${relations.acts} WHERE incident = ${incident})
    GROUP BY key, network, agent, operation, outcome, error, account, region, shape, is_respawn, bucket
    ORDER BY time, least`);
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
    verb: needed(textOf(row['verb']), 'verb') as Verb,
    kind: needed(textOf(row['resource_type']), 'resource_type'),
    outcome: needed(textOf(row['outcome']), 'outcome') as ActGroup['outcome'],
    error: textOf(row['error']),
    account: textOf(row['account']),
    region: textOf(row['region']),
    actorUid: textOf(row['actor_uid']),
    actorName: textOf(row['actor_name']),
    credential: textOf(row['credential']),
    address: textOf(row['source_ip']),
    made: textsOf(row['made']),
    names: textsOf(row['names']),
    targets: textsOf(row['targets']),
    causes: textsOf(row['causes']),
    shape: textOf(row['shape']),
    amount: numberOf(row['amount']),
    bytes: numberOf(row['bytes']),
    serves: row['serves'] === true,
    blinds: row['blinds'] === true,
    isRespawn: row['is_respawn'] === true,
  };
}

export const byTime = (a: { readonly time: string }, b: { readonly time: string }): number =>
  compareInstants(a.time, b.time);
