import type { Organisation, Random, Resident, SimulatedAccount } from '../../../model/simulation.ts';
import { cluster } from './cluster.ts';
import { compute } from './compute.ts';
import { settleEstate } from './estate.ts';
import { infrastructure } from './infrastructure.ts';
import { outsiders } from './outsiders.ts';
import { people } from './people.ts';
import { pipeline } from './pipeline.ts';
import { services } from './services.ts';

/** Everybody who lives in an account of AWS. */
export function settle(random: Random, account: SimulatedAccount, organisation: Organisation): readonly Resident[] {
  const estate = settleEstate(random, account, organisation);
  return [
    ...people(estate),
    pipeline(estate),
    infrastructure(estate),
    ...outsiders(estate),
    ...cluster(estate),
    ...compute(estate),
    ...services(estate),
  ];
}
