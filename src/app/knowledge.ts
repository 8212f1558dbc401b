import type { BlocklistForm } from '../model/blocklist.ts';
import type { Howto } from '../model/howto.ts';
import type { Links } from '../model/links.ts';
import type { NetworkIndex } from '../model/network-index.ts';
import type { ProviderCase } from '../model/provider-case.ts';
import type { Prices } from '../model/prices.ts';
import type { Semantics } from '../model/semantics.ts';
import type { Source } from '../model/source.ts';

/** What is known of the providers, as data: everything that the core itself must not name. */
export interface Knowledge {
  readonly sources: readonly Source[];
  readonly semantics: readonly Semantics[];
  readonly links: readonly Links[];
  /** To whom addresses belong; null where no index was built. */
  readonly networks: NetworkIndex | null;
  readonly prices: readonly Prices[];
  readonly howtos: readonly Howto[];
  readonly providerCases: readonly ProviderCase[];
  readonly blocklists: readonly BlocklistForm[];
}
