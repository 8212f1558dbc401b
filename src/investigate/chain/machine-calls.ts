import { needed, textIn } from '../../lake/cells.ts';
import { literal } from '../../lake/sql.ts';
import { earliest, instantOf, latest, shiftSeconds, sqlIn, sqlInstant } from '../cells.ts';
import { fillTable, knownWithin, relations, whereUsed } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { uses } from '../uses.ts';
import type { MachineCall, Visit } from './machines.ts';
import { strandKeyOf } from './strands.ts';
import { agentSql, networkSql } from './strand-keys.ts';

/** So long after the last sign of an intruder what a machine calls anew is taken for his. */
const afterSeconds = 24 * 3600;

/**
 * Calls with a machine's own credentials while an intruder was on it, of operations that this machine never called
 * before. Of one that has no past nothing is said: its work may have begun as well.
 */
export async function machineCalls(scope: Scope, visits: readonly Visit[]): Promise<readonly MachineCall[]> {
  const { engine, machines } = scope;
  const stays = staysIn(visits.filter(({ machine }) => machines.instanceOf(machine) !== null));
  if (stays.length === 0) return [];
  const own = sqlIn(
    'session_name',
    stays.map(({ machine }) => machine),
  );
  const bounds = await whereUsed(scope, `(SELECT key FROM ${uses.name} WHERE ${own})`);
  if (bounds.stays?.length === 0) return [];
  await fillTable(engine, relations.stays, {
    columns: 'machine VARCHAR, first TIMESTAMP, last TIMESTAMP',
    rows: stays.map(({ machine, first, last }) =>
      [literal(machine), sqlInstant(first), sqlInstant(shiftSeconds(last, afterSeconds))].join(', '),
    ),
  });
  const rows = await engine.rows(`WITH own AS MATERIALIZED (
      SELECT e.event_uid, e.time, e.service, e.operation, e.session_name AS machine, e.key, ${networkSql('e')} AS network, ${agentSql('e')} AS agent
      FROM ${knownWithin(scope, bounds)} e WHERE ${own})
    SELECT o.machine, o.key, o.network, o.agent, date_trunc('minute', o.time) AS minute, min(o.time) AS first, max(o.time) AS last, min_by(o.event_uid, (o.time, o.event_uid)) AS uid
    FROM own o JOIN ${relations.stays} s ON o.machine = s.machine AND o.time BETWEEN s.first AND s.last
    WHERE EXISTS (SELECT 1 FROM own b WHERE b.machine = o.machine AND b.time < s.first)
      AND NOT EXISTS (SELECT 1 FROM own b WHERE b.machine = o.machine AND b.time < s.first AND b.service = o.service AND b.operation = o.operation)
    GROUP BY ALL ORDER BY ALL`);
  return rows.map((row) => ({
    machine: textIn(row, 'machine'),
    mark: {
      ...strandKeyOf(row),
      first: needed(instantOf(row['first']), 'first'),
      last: needed(instantOf(row['last']), 'last'),
      uid: textIn(row, 'uid'),
      marginSeconds: 0,
      isDoor: false,
      isPart: true,
    },
  }));
}

interface Stay {
  readonly machine: string;
  readonly first: string;
  readonly last: string;
}

/** From the first to the last sign of somebody on each machine. */
const staysIn = (visits: readonly Visit[]): readonly Stay[] =>
  [...Map.groupBy(visits, ({ machine }) => machine)].map(([machine, same]) => ({
    machine,
    first: earliest(same.map(({ first }) => first)),
    last: latest(same.map(({ last }) => last)),
  }));
