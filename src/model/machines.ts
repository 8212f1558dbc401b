import type { EventColumn } from './event.ts';
import type { Where } from './semantics.ts';

/** What a record says: the text at a place, or what the first group of a pattern (RE2) finds in it. */
export type Said = Where | { readonly at: Where; readonly matches: string };

/** Where records of one source say by what a machine goes, beside the columns `host` and `host_uid`. */
export interface MachineSign {
  readonly source: string;
  /** Of which records: each of these columns holds one of the words. Of all where none is named. */
  readonly when?: readonly { readonly of: EventColumn; readonly oneOf: readonly string[] }[];
  /** Where the list stands of which each item speaks of one machine; places are then within the item. */
  readonly each?: string;
  /** Ids of it, and of what belongs to it, such as its network interfaces and the groups that these are in. */
  readonly uids?: readonly Said[];
  readonly names?: readonly Said[];
  /** Its own addresses, inside and outside. */
  readonly addresses?: readonly Said[];
  /** The record tells of a flow: one of its two ends is the machine's own. */
  readonly isFlow?: true;
  /** There are so many such records that only those of the days around what was found are asked. */
  readonly isFrequent?: true;
  readonly shape?: Where;
  readonly compartment?: Where;
  /** In the provider's words. */
  readonly state?: Where;
}

/** How a provider, or what runs on machines, names a machine. */
export interface Machines {
  /** `service:kind` of such a machine; what speaks of no cloud has none. */
  readonly kind?: string;
  /** RE2 for an id of one; the first group, where there is one, is the id by which other records name it. */
  readonly uid?: string;
  readonly signs: readonly MachineSign[];
}
