import type { Chain } from './act.ts';
import type { Incident } from './incident.ts';

/** The hops that the intruder took: not those by which the provider or a rightful user opened what he took. */
export function ownHops<Hop extends Chain>({
  chains,
  identities,
}: Pick<Incident, 'identities'> & { readonly chains: readonly Hop[] }): readonly Hop[] {
  const own = new Set(identities.map(({ uid }) => uid));
  return chains.filter(({ from }) => own.has(from.uid));
}
