/** An address or network of a list; `port` where the list names one beside it. */
export interface ListedNetwork {
  /** As the list has it. */
  readonly text: string;
  readonly version: 4 | 6;
  /** An IPv4 address as a number; of IPv6 the upper 64 bits. */
  readonly first: bigint;
  readonly last: bigint;
  /** A single IPv6 address, in the form of RFC 5952: its upper half alone would be its whole network. */
  readonly exact: string | null;
  readonly port: number | null;
}

/** What a list of intelligence names, and how far it is to be trusted. */
export interface IntelList {
  readonly name: string;
  readonly licence: string | null;
  /** The day of which it speaks, YYYY-MM-DD; null where it does not say. */
  readonly asOf: string | null;
  readonly expiresDays: number;
  /** From 0, nothing, to 1. */
  readonly weight: number;
  /** Ours: it speaks of connections only, since rules of ours speak of names that are asked for. */
  readonly isOwn: boolean;
  /** In lower case; each stands for the names below it as well. */
  readonly domains: readonly string[];
  /** Whole parts of names, such as a pool's own. */
  readonly words: readonly string[];
  readonly networks: readonly ListedNetwork[];
  /** Ports that speak for mining where a connection's rhythm does; never by themselves. */
  readonly ports: readonly number[];
  readonly setAside: readonly { readonly reason: string; readonly count: number }[];
}
