import { countIn, textIn, textOf } from '../../lake/cells.ts';
import { operationsSql } from '../../lake/acts.ts';
import { citationsOf } from '../cells.ts';
import type { Timed } from '../cells.ts';
import { relations } from '../scope.ts';
import type { Scope } from '../scope.ts';

/** A network interface of which no record says whose it is, and why it is held for a machine's. */
export interface OwnInterface {
  readonly uid: string;
  readonly address: string;
  /** Sign-ins on the machine to which a flow to it fits, by address and time, of all while it has flows. */
  readonly matched: number;
  readonly of: number;
  readonly citations: readonly Timed[];
}

const mostSignIns = 5000;
/** By fewer nothing is told. */
const enough = 3;

/**
 * The interface to which flows lead from where, and when, somebody signs in to a machine, or tries to: more than half
 * of all sign-ins, and twice as many as lead to any other. Asks `events`, a relation of columns of events, after the
 * records of machines are laid. Null where none stands out.
 */
export async function ownInterface(
  { engine, semantics }: Pick<Scope, 'engine' | 'semantics'>,
  machine: number,
  events: string,
): Promise<OwnInterface | null> {
  const onMachines = semantics.filter(({ cloud }) => cloud === null);
  const signIns = operationsSql(onMachines, ({ verb }) => verb === 'login');
  const rows = await engine.rows(`WITH signed AS (SELECT DISTINCT source_ip, "time" FROM ${relations.machines}
      WHERE machine = ${machine} AND ${signIns} AND source_ip <> '' ORDER BY "time" DESC, source_ip LIMIT ${mostSignIns}),
    flows AS (SELECT event_uid, "time", host_uid, source_ip, destination_ip, destination_port FROM ${events}
      WHERE bytes_out IS NOT NULL AND host_uid <> '' AND destination_ip <> '' AND destination_port <> '' AND source_ip IN (SELECT source_ip FROM signed)),
    ends AS (SELECT host_uid, destination_ip, destination_port, min("time") AS first, max("time") AS last FROM flows GROUP BY ALL),
    fits AS (SELECT f.host_uid, f.destination_ip, f.destination_port, count(DISTINCT (s.source_ip, s."time")) AS matched,
        list({'ref': f.event_uid, 'time': f."time"} ORDER BY f."time", f.event_uid)[1:10] AS citations
      FROM signed s JOIN flows f ON f.source_ip = s.source_ip AND f."time" BETWEEN s."time" - INTERVAL 5 MINUTE AND s."time" + INTERVAL 2 MINUTE GROUP BY ALL)
    SELECT fits.*, (SELECT count(*) FROM signed s WHERE s."time" BETWEEN e.first AND e.last + INTERVAL 5 MINUTE) AS of
    FROM fits JOIN ends e USING (host_uid, destination_ip, destination_port)
    ORDER BY matched DESC, host_uid, destination_ip, destination_port LIMIT 2`);
  const [best, next] = rows;
  if (best === undefined) return null;
  const [matched, of] = [countIn(best, 'matched'), countIn(best, 'of')];
  const others = next === undefined ? 0 : countIn(next, 'matched');
  if (matched < enough || matched * 2 <= of || matched < others * 2 || textOf(best['host_uid']) === null) return null;
  return {
    uid: textIn(best, 'host_uid'),
    address: textIn(best, 'destination_ip'),
    matched,
    of,
    citations: citationsOf(best['citations']),
  };
}
