import { defineBaseline } from '../../../model/baseline.ts';
import { machineSignsSql } from '../../machines/machine-signs.ts';
import { poolFlows, poolSign } from '../../machines/pool-flows.ts';
import { heldConnection } from '../../machines/wording.ts';

/**
 * A connection to a mining pool. Subject: a machine and one public host and port; unit: minutes with traffic,
 * told anew for each hour that it lasts; formula: at least four points of machines/pool-flows.ts, of which one
 * or more are for the address or the name. A list that is stale or bears no date gives fewer, an address that
 * many share none. Source: flows, and name queries of the same machine.
 */
export const baseline = defineBaseline({
  id: 'pool-connection',
  title: 'A machine held a connection to a mining pool',
  why: 'A miner keeps one thin connection to its pool for as long as it runs; address, name, port and rhythm together are hardly anything else.',
  kind: 'peak',
  isOfMachines: true,
  unit: 'minute',
  level: 'high',
  techniques: ['T1496.001', 'T1071', 'T1571'],
  falsePositives: ['Mining that the owner of the machine wants.'],
  historyDays: 0,
  query: machineSignsSql(
    `${poolFlows} WHERE points >= 4 AND greatest(coalesce(address_points, 0), coalesce(name_points, 0)) > 0`,
    { ...poolSign, is_weak: 'false' },
  ),
  explain: heldConnection,
});
