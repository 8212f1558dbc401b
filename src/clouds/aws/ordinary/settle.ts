import type { Organisation, Random, Resident, SimulatedAccount } from '../../../model/simulation.ts';
import { automation } from './automation.ts';
import { settleEstate } from './estate.ts';
import { machines } from './machines.ts';
import { people } from './people.ts';
import { services } from './services.ts';

/** Everybody who lives in an account of AWS. */
export function settle(random: Random, account: SimulatedAccount, organisation: Organisation): readonly Resident[] {
  const estate = settleEstate(random, account, organisation);
  return [...people(estate), ...automation(estate), ...machines(estate), ...services(estate)];
}
