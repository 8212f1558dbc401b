import { blocklists } from './blocklists.ts';
import { howtos } from './howtos.ts';
import { links } from './links.ts';
import { networkIndex } from './networks.ts';
import { prices } from './prices.ts';
import { providerCases } from './provider-cases.ts';
import { semantics } from './semantics.ts';
import { sources } from './sources.ts';

/** All that is known of all clouds, hosts and platforms. */
export const knowledge = {
  sources,
  semantics,
  links,
  networks: networkIndex(),
  prices,
  howtos,
  providerCases,
  blocklists,
} as const;
