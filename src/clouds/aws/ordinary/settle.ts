import { AppError } from '../../../model/errors.ts';
import type { Organisation, Random, Resident, SimulatedAccount } from '../../../model/simulation.ts';
import { cluster } from './cluster.ts';
import { compute } from './compute.ts';
import { type Estate, settleEstate } from './estate.ts';
import { infrastructure } from './infrastructure.ts';
import { outsiders } from './outsiders.ts';
import { machineLearning } from './machine-learning.ts';
import { people } from './people.ts';
import { pipeline } from './pipeline.ts';
import { podWithIdentity } from './pod-identity.ts';
import { services } from './services.ts';

/** Who lives only in accounts that name them. */
const others: Readonly<Record<string, (estate: Estate) => Resident>> = { 'machine-learning': machineLearning };

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
    podWithIdentity(estate),
    ...(account.also ?? []).map((name) => otherResident(name, estate)),
  ];
}

function otherResident(name: string, estate: Estate): Resident {
  const resident = others[name];
  if (resident) return resident(estate);
  throw new AppError('usage.invalid', `nobody in AWS is called '${name}'; there are ${Object.keys(others).join(', ')}`);
}
