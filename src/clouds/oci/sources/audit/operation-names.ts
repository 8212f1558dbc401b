import { semantics } from '../../semantics.ts';

/** Operations that are often recorded and stand in no semantics. */
const others = ['GetNamespace', 'GetBucket', 'ListBuckets', 'GetInstance', 'ListInstances'];

/** How an operation is written that a record has in lower case, as those of some services are. */
export const operationNames: Readonly<Record<string, string>> = Object.fromEntries(
  [...Object.values(semantics.acts).flatMap((acts) => Object.keys(acts)), ...others].map((name) => [
    name.toLowerCase(),
    name,
  ]),
);
