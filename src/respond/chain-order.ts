import type { Incident } from '../model/incident.ts';

/** How the intruder's identities led to one another. */
export interface ChainOrder {
  /** Hops from the root; what no hop leads to stands last. */
  readonly depthOf: (uid: string) => number;
  /** Identities that lead back to themselves: cut one by one, each opens the other again. */
  readonly inCycle: ReadonlySet<string>;
}

export function chainOrder({ chains, root }: Pick<Incident, 'chains' | 'root'>): ChainOrder {
  const next = new Map<string, Set<string>>();
  for (const { from, to, confidence } of chains) {
    if (confidence === 'possible') continue;
    next.set(from.uid, (next.get(from.uid) ?? new Set()).add(to.uid));
  }
  const depths = depthsFrom(root === null ? [] : [root.identity.uid], next);
  const last = depths.size;
  return {
    depthOf: (uid) => depths.get(uid) ?? last,
    inCycle: new Set([...next.keys()].filter((uid) => leadsBack(uid, next))),
  };
}

type Next = ReadonlyMap<string, ReadonlySet<string>>;

function depthsFrom(start: readonly string[], next: Next): ReadonlyMap<string, number> {
  const depths = new Map(start.map((uid) => [uid, 0]));
  // A map goes on over what is added while it is walked.
  for (const [uid, depth] of depths)
    for (const to of next.get(uid) ?? []) if (!depths.has(to)) depths.set(to, depth + 1);
  return depths;
}

const leadsBack = (uid: string, next: Next): boolean => depthsFrom([...(next.get(uid) ?? [])], next).has(uid);
