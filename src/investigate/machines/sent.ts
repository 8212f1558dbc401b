import { countIn, needed, numberOf, textIn, textOf } from '../../lake/cells.ts';
import type { Row } from '../../lake/engine.ts';
import { literal } from '../../lake/sql.ts';
import { citationsOf, instantOf, sqlIn, sqlInstant } from '../cells.ts';
import type { Timed } from '../cells.ts';
import { isInside } from '../indicators/inside.ts';
import { relations } from '../scope.ts';
import type { Scope } from '../scope.ts';
import type { Point } from './load.ts';
import { ownAddresses } from './machine.ts';

/** What a machine sent to one port of one address. */
export interface Destination {
  readonly address: string;
  readonly port: string | null;
  readonly bytes: number;
  readonly flows: number;
  readonly first: string;
  readonly last: string;
  readonly isInside: boolean;
  /** It was spoken to in the month before as well. */
  readonly isKnown: boolean;
  readonly citations: readonly Timed[];
}

/** What left a machine, by one log of its network. */
export interface Sent {
  readonly source: string;
  /** Since the intruder's first act: those that took the most, the most first. */
  readonly destinations: readonly Destination[];
  /** What the others took together. */
  readonly rest: { readonly count: number; readonly bytes: number };
  readonly bytes: number;
  /** Bytes of each hour, before as well. */
  readonly hours: readonly Point[];
}

const mostDestinations = 20;

/**
 * What a machine sent, by destination, from a moment on, as flows of its network tell. Several logs may tell of the same flows:
 * the one that tells of most is asked alone. Null where no flow with bytes is known.
 */
export async function sentBy({ engine }: Pick<Scope, 'engine'>, machine: number, begin: string): Promise<Sent | null> {
  const own = await ownAddresses({ engine }, machine);
  const flows = `SELECT *, TRY_CAST(bytes_out AS BIGINT) AS bytes FROM ${relations.machines}
    WHERE machine = ${machine} AND alert IS NULL AND ${sqlIn('source_ip', own)} AND destination_ip <> '' AND upper(coalesce(category, '')) <> 'REJECT'`;
  const since = `"time" >= ${sqlInstant(begin)}`;
  const [most] =
    await engine.rows(`SELECT source, CAST(sum(bytes) AS BIGINT) AS bytes FROM (${flows}) WHERE ${since} AND bytes IS NOT NULL
    GROUP BY source ORDER BY bytes DESC, source LIMIT 1`);
  const source = textOf(most?.['source']);
  if (source === null) return null;
  const counted = `SELECT * FROM (${flows}) WHERE bytes IS NOT NULL AND source = ${literal(source)}`;
  const rows = await engine.rows(`WITH flows AS (${counted})
    SELECT destination_ip, destination_port, CAST(sum(bytes) AS BIGINT) AS bytes, count(*) AS flows, min("time") AS first, max("time") AS last,
      (destination_ip, coalesce(destination_port, '')) IN (SELECT (destination_ip, coalesce(destination_port, '')) FROM flows WHERE NOT ${since}) AS known,
      count(*) OVER () AS destinations, CAST(sum(sum(bytes)) OVER () AS BIGINT) AS total,
      list({'ref': event_uid, 'time': "time"} ORDER BY bytes DESC, "time", event_uid)[1:${mostCited}] AS citations
    FROM flows WHERE ${since} GROUP BY destination_ip, destination_port ORDER BY bytes DESC, destination_ip, destination_port
    LIMIT ${mostDestinations}`);
  const hours =
    await engine.rows(`SELECT date_trunc('hour', "time") AS hour, CAST(sum(bytes) AS BIGINT) AS bytes, max_by(event_uid, (bytes, event_uid)) AS uid
    FROM (${counted}) GROUP BY hour ORDER BY hour`);
  const destinations = rows.map(destinationOf);
  const bytes = numberOf(rows[0]?.['total']) ?? 0;
  const all = numberOf(rows[0]?.['destinations']) ?? 0;
  return {
    source,
    destinations,
    rest: { count: all - destinations.length, bytes: bytes - bytesOf(destinations) },
    bytes,
    hours: hours.map((row) => ({
      time: needed(instantOf(row['hour']), 'hour'),
      value: numberOf(row['bytes']) ?? 0,
      uid: textIn(row, 'uid'),
    })),
  };
}

const mostCited = 5;

function destinationOf(row: Row): Destination {
  const address = textIn(row, 'destination_ip');
  return {
    address,
    port: textOf(row['destination_port']),
    bytes: numberOf(row['bytes']) ?? 0,
    flows: countIn(row, 'flows'),
    first: needed(instantOf(row['first']), 'first'),
    last: needed(instantOf(row['last']), 'last'),
    isInside: isInside(address),
    isKnown: row['known'] === true,
    citations: citationsOf(row['citations']),
  };
}

const bytesOf = (all: readonly Destination[]): number => all.reduce((sum, { bytes }) => sum + bytes, 0);
