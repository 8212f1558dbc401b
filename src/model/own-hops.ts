import type { Incident } from './incident.ts';

/** The hops that the intruder took: not those by which the provider or a rightful user opened what he took. */
export function ownHops({ chains, identities }: Pick<Incident, 'chains' | 'identities'>): Incident['chains'] {
  const own = new Set(identities.map(({ uid }) => uid));
  return chains.filter(({ from }) => own.has(from.uid));
}
