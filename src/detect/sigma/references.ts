import type { RuleIdentity } from '../../model/rule.ts';
import type { Placed } from './correlation.ts';
import { invalid, quote } from './place.ts';

/** A rule or correlation that others may name. */
interface Named {
  readonly identity: RuleIdentity;
  readonly name: string | null;
}

/** Looks up what a document at a path names; throws `rule.invalid` where that is nothing, or several. */
export type Lookup<T extends Named> = (reference: Placed, path: string) => T;

/** Ids go before names; a name of the same file goes before that of another, where names may repeat. */
export function lookupIn<T extends Named>(known: readonly T[]): Lookup<T> {
  const byUid = new Map(known.map((one) => [one.identity.uid, one]));
  const byName = Map.groupBy(known, ({ name }) => name);
  return ({ text, line }, path) => {
    const sameId = byUid.get(text);
    if (sameId !== undefined) return sameId;
    const sameName = byName.get(text) ?? [];
    const near = sameName.filter(({ identity }) => identity.path === path);
    const [first, second] = near.length > 0 ? near : sameName;
    if (first === undefined)
      throw invalid({ path, line }, `no rule here has the id or name ${quote(text)}, or it was refused`);
    if (second === undefined) return first;
    const places = [first, second].map(({ identity }) => `${identity.path}, document ${identity.document}`);
    throw invalid(
      { path, line },
      `several rules have the name ${quote(text)}: ${places.join('; ')}`,
      'name it by its id',
    );
  };
}
