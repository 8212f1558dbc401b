import type { Happening } from '../../model/machine-simulation.ts';
import type { Random } from '../../model/simulation.ts';
import { refuse } from './deeds.ts';
import type { Host } from './host.ts';
import type { LifePlan } from './schema.ts';

type NoisePlan = NonNullable<LifePlan['noise']>;

/** Addresses of the internet that try passwords; none that somebody else has. */
export function noiseAddresses(
  random: Random,
  { addresses, networks }: NoisePlan,
  taken: ReadonlySet<string>,
): readonly string[] {
  const all = networks
    .flatMap((network) => Array.from({ length: 254 }, (_, last) => `${network}.${last + 1}`))
    .filter((address) => !taken.has(address));
  const drawn = all.map((address) => ({ address, mark: random.fraction() }));
  return drawn
    .toSorted((a, b) => a.mark - b.mark)
    .slice(0, addresses)
    .map(({ address }) => address);
}

/** Runs of guesses: an address tries some names, a few seconds apart, and comes again later. */
export function noise(day: {
  readonly host: Host;
  readonly midnight: number;
  readonly number: number;
  readonly random: Random;
  readonly plan: NoisePlan;
  readonly addresses: readonly string[];
  readonly count: number;
}): readonly Happening[] {
  const { host, midnight, number, plan, addresses, count } = day;
  const random = day.random.fork(`noise/${number}`);
  const happenings: Happening[] = [];
  for (let made = 0; made < count;) {
    const from = random.pick(addresses);
    const length = Math.min(count - made, random.chance(0.06) ? random.between(20, 40) : random.between(1, 9));
    let time = midnight + random.between(0, 86_399_000);
    for (let guess = 0; guess < length; guess += 1) {
      const user = random.chance(0.4) ? 'root' : random.pick(plan.users);
      const uid = user === 'root' ? 0 : null;
      happenings.push(...refuse(host, { time, user, uid, from, method: 'password', key: null }));
      time += random.between(1_800, 14_000);
    }
    made += length;
  }
  return happenings;
}
