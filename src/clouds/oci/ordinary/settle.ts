import { AppError } from '../../../model/errors.ts';
import type { Organisation, Random, Resident, SimulatedAccount } from '../../../model/simulation.ts';
import { type Estate, settleEstate } from './estate.ts';
import { machineLearning } from './machine-learning.ts';
import { machines } from './machines.ts';
import { people } from './people.ts';
import { services } from './services.ts';

/** Who lives only in tenancies that name them. */
const others: Readonly<Record<string, (estate: Estate) => Resident>> = { 'machine-learning': machineLearning };

/** Everybody who lives in a tenancy of Oracle Cloud. */
export function settle(random: Random, account: SimulatedAccount, organisation: Organisation): readonly Resident[] {
  const estate = settleEstate(random, account, organisation);
  return [
    ...people(estate),
    ...machines(estate),
    ...services(estate),
    ...(account.also ?? []).map((name) => otherResident(name, estate)),
  ];
}

function otherResident(name: string, estate: Estate): Resident {
  const resident = others[name];
  if (resident) return resident(estate);
  throw new AppError(
    'usage.invalid',
    `nobody in Oracle Cloud is called '${name}'; there are ${Object.keys(others).join(', ')}`,
  );
}
