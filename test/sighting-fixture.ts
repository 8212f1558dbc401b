import type { Sighting } from '../src/investigate/machines/tie-machines.ts';

/** What a log of a machine says of it, unless told otherwise. */
export const sighting = (more: Partial<Sighting> = {}, from = '2024-02-10T08:00:00Z', to = from): Sighting => ({
  isFromInside: true,
  cloud: null,
  account: null,
  region: null,
  uids: [],
  names: [],
  addresses: [],
  shape: null,
  compartment: null,
  state: null,
  first: { ref: `first-${from}`, time: from },
  last: { ref: `last-${to}`, time: to },
  ...more,
});
