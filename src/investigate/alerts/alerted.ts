import { textIn, textOf } from '../../lake/cells.ts';
import type { Engine, Row } from '../../lake/engine.ts';
import type { Summary } from '../../lake/summaries.ts';
import { citationsOf } from '../cells.ts';
import type { Timed } from '../cells.ts';

const told = [
  'account',
  'region',
  'operation',
  'category',
  'actor_uid',
  'actor_name',
  'credential',
  'source_ip',
  'host',
  'host_uid',
  'command',
  'alert',
  'alert_severity',
  'alert_status',
] as const;

/** What alerts of providers and sensors say, a row for each record of one: few, however many events there are. */
export const alerts = {
  name: 'alerts',
  version: '2',
  query: (
    events,
  ) => `SELECT event_uid, "time", source, coalesce(nullif(alert_uid, ''), event_uid) AS alert_uid, ${told.join(', ')}
    FROM ${events} WHERE alert <> '' ORDER BY "time", event_uid`,
} as const satisfies Summary;

/** An alert as its latest record has it, with all records of it. */
export interface Alerted {
  readonly source: string;
  readonly uid: string;
  readonly text: string;
  readonly account: string | null;
  readonly region: string | null;
  readonly operation: string | null;
  /** It speaks of a setting that is at fault, not of anything that happened. */
  readonly isWeakness: boolean;
  readonly severity: string | null;
  readonly status: string | null;
  readonly actorUid: string | null;
  readonly actorName: string | null;
  readonly credential: string | null;
  readonly address: string | null;
  readonly host: string | null;
  readonly hostUid: string | null;
  /** What ran, where a sensor tells of a process: then it is that process's record, and of no other time. */
  readonly command: string | null;
  readonly citations: readonly Timed[];
}

/** All alerts of the view `alerts`, by their first record. */
export async function readAlerts(engine: Engine): Promise<readonly Alerted[]> {
  const latest = told.map((column) => `max_by(${column}, ("time", event_uid)) AS ${column}`).join(', ');
  const rows = await engine.rows(`SELECT source, alert_uid, ${latest},
      list({'ref': event_uid, 'time': "time"} ORDER BY "time", event_uid) AS citations
    FROM ${alerts.name} GROUP BY source, alert_uid ORDER BY min("time"), source, alert_uid`);
  return rows.map(alertOf);
}

const alertOf = (row: Row): Alerted => ({
  source: textIn(row, 'source'),
  uid: textIn(row, 'alert_uid'),
  text: textIn(row, 'alert'),
  account: filled(row, 'account'),
  region: filled(row, 'region'),
  operation: filled(row, 'operation'),
  isWeakness: row['category'] === 'weakness',
  severity: filled(row, 'alert_severity'),
  status: filled(row, 'alert_status'),
  actorUid: filled(row, 'actor_uid'),
  actorName: filled(row, 'actor_name'),
  credential: filled(row, 'credential'),
  address: filled(row, 'source_ip'),
  host: filled(row, 'host'),
  hostUid: filled(row, 'host_uid'),
  command: filled(row, 'command'),
  citations: citationsOf(row['citations']),
});

/** A text that says something. */
const filled = (row: Row, column: string): string | null => textOf(row[column])?.trim() || null;
