/** An address to cut off: public, and nobody's own or shared, as far as is known. */
export interface BlockedAddress {
  /** An IPv4 address, or an IPv6 address in the form of RFC 5952. */
  readonly address: string;
  readonly version: 4 | 6;
}

/** What one cloud knows of cutting addresses off. Copy blocklist.ts of any folder of src/clouds as an example. */
export interface BlocklistForm {
  readonly cloud: string;
  /** Names under which many of its customers, and the cloud itself, can be reached. */
  readonly sharedNames: readonly string[];
  /** Networks of the cloud itself that customers depend on. */
  readonly sharedNetworks: readonly string[];
  /** Rules of its network; null where we write none. */
  readonly rules: NetworkRules | null;
}

interface NetworkRules {
  /** The name of the file. */
  readonly file: string;
  readonly render: (incidentUid: string, addresses: readonly BlockedAddress[]) => string;
}

export const defineBlocklist = (form: BlocklistForm): BlocklistForm => form;
