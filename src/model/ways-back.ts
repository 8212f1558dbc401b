import type { Tampering } from './act.ts';

/** All by which an intruder can return over one identity or thing: a user, with his key and his rights, is one way. */
export interface WayBack<Act extends Tampering = Tampering> {
  /** The identity or thing; where no record names it, the operation. */
  readonly name: string;
  readonly account: string | null;
  readonly acts: readonly Act[];
}

/** What lies on a machine is named with it: the same file on two of them is two. */
const nameOf = ({ uid, name }: NonNullable<Tampering['target']>): string => {
  const machine = uid.endsWith(`:${name}`) ? uid.slice(0, -name.length - 1) : '';
  return machine === '' || machine.includes(':') ? name : uid;
};

/** The accepted acts, by account and target, of identities that were not deleted since; an act without a target is a way of its own. */
export function waysBack<Act extends Tampering>(acts: readonly Act[]): readonly WayBack<Act>[] {
  const laid = acts.filter(({ outcome, ended }) => outcome === 'success' && ended === undefined);
  const byTarget = Map.groupBy(laid, ({ account, target, operation, evidence }) =>
    JSON.stringify([account, target === null ? [operation, evidence] : nameOf(target)]),
  );
  return [...byTarget.values()].flatMap((same) => {
    const [one] = same;
    return one === undefined ? [] : [{ name: one.target?.name ?? one.operation, account: one.account, acts: same }];
  });
}
