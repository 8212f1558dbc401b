import { defineBaseline } from '../../../model/baseline.ts';
import { machineSignsSql } from '../../machines/machine-signs.ts';
import { poolFlows, poolSign } from '../../machines/pool-flows.ts';
import { heldConnection } from '../../machines/wording.ts';

/**
 * A connection that behaves like one to a mining pool. Subject, unit and points as in pool-connection; formula:
 * at least three points, so at the least a port that pools offer and a thin, steady flow over two hours, and
 * fewer than make it one to a pool. Where five machines hold the same connection in the same hour, as agents
 * do, it is told and weighs less. Source: flows, and name queries of the same machine.
 */
export const baseline = defineBaseline({
  id: 'pool-like-connection',
  title: 'A machine held a thin, steady connection like that to a mining pool',
  why: 'A miner keeps one thin connection to its pool for as long as it runs; private pools and proxies are in no list.',
  kind: 'peak',
  isOfMachines: true,
  unit: 'minute',
  level: 'medium',
  techniques: ['T1496.001', 'T1571'],
  falsePositives: ['A chat, a game or an agent that uses one of these ports for hours.'],
  historyDays: 0,
  query: machineSignsSql(
    `${poolFlows} WHERE points >= 3 AND rhythm = 2 AND NOT (points >= 4 AND greatest(coalesce(address_points, 0), coalesce(name_points, 0)) > 0)`,
    poolSign,
  ),
  explain: heldConnection,
});
