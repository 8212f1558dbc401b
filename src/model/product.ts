/** A log or product of a cloud by its words, so that a name that belongs to another cloud can be set right. */
export interface Product {
  readonly name: string;
  readonly cloud: string;
  /** What the same is called elsewhere. */
  readonly is: 'audit-log' | 'threat-detection' | 'object-store' | 'firewall';
}

/** What a cloud calls its products; of several names for one the usual stands first. Copy products.ts of any cloud. */
export const defineProducts = (
  cloud: string,
  names: Readonly<Record<Product['is'], readonly string[]>>,
): readonly Product[] =>
  (Object.keys(names) as readonly Product['is'][]).flatMap((is) => names[is].map((name) => ({ name, cloud, is })));
