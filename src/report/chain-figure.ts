import type { Chain } from '../model/act.ts';
import type { Confidence } from '../model/claim.ts';
import type { Incident } from '../model/incident.ts';
import { compareInstants, type Instant } from '../model/instant.ts';
import type { Resource } from '../model/resource.ts';
import { runningIn } from './blast-map.ts';

/** Who was reached from whom: a tree in rows, each under the one it was first reached from. */
export interface ChainFigure {
  readonly rows: readonly ChainRow[];
  /** Identities that the figure has no room for. */
  readonly more: number;
}

export interface ChainRow {
  readonly name: string;
  readonly account: string | null;
  readonly isShared: boolean;
  readonly depth: number;
  /** Index of the row it was reached from; null for where it begins. */
  readonly from: number | null;
  /** The provider's operations by which it was reached, and how often. */
  readonly ways: readonly { readonly how: string; readonly count: number }[];
  readonly first: Instant | null;
  /** Of the surest hop that leads here. */
  readonly confidence: Confidence;
  readonly made: number;
  readonly running: number;
}

const mostRows = 24;

interface Node {
  readonly uid: string;
  readonly depth: number;
  readonly from: number | null;
}

/** One row for each identity, whatever its sessions: those nearest to the root where not all have room. */
export function chainFigure(incident: Incident): ChainFigure {
  const hops = incident.chains.toSorted((a, b) => compareInstants(a.time, b.time));
  const all = [...new Set(hops.flatMap(({ from, to }) => [from.uid, to.uid]))];
  const reached = new Set(hops.filter(({ from, to }) => from.uid !== to.uid).map(({ to }) => to.uid));
  const root = incident.root?.identity.uid ?? null;
  // A circle of roles has no begin of its own: then the first hop is one.
  const begins = all.filter((uid) => uid === root || !reached.has(uid));
  const kept = nearest(begins.length > 0 ? begins : all.slice(0, 1), hops);
  const nodes: Node[] = [];
  const runs = runningIn(incident);
  const walk = (uid: string, depth: number, from: number | null): void => {
    if (!kept.has(uid) || nodes.some((node) => node.uid === uid)) return;
    const own = nodes.push({ uid, depth, from }) - 1;
    for (const next of new Set(hops.filter((hop) => hop.from.uid === uid).map(({ to }) => to.uid)))
      if (kept.get(next) === uid) walk(next, depth + 1, own);
  };
  for (const uid of kept.keys()) if (kept.get(uid) === null) walk(uid, 0, null);
  return { rows: nodes.map((node) => rowOf(node, incident, { hops, runs })), more: all.length - nodes.length };
}

/** Breadth first, the earlier hop first: each identity with the one that it was reached from. */
function nearest(begins: readonly string[], hops: readonly Chain[]): ReadonlyMap<string, string | null> {
  const found = new Map<string, string | null>(begins.slice(0, mostRows).map((uid) => [uid, null]));
  for (const uid of found.keys())
    for (const { from, to } of hops)
      if (from.uid === uid && !found.has(to.uid) && found.size < mostRows) found.set(to.uid, uid);
  return found;
}

const sureness: readonly Confidence[] = ['confirmed', 'likely', 'possible'];

interface Known {
  readonly hops: readonly Chain[];
  readonly runs: (resource: Resource) => boolean;
}

function rowOf({ uid, depth, from }: Node, incident: Incident, { hops, runs }: Known): ChainRow {
  const into = hops.filter(({ to }) => to.uid === uid);
  const identity = incident.identities.find((one) => one.uid === uid);
  const made = incident.resources.filter(({ actor }) => actor?.uid === uid);
  const foreign = into.filter((hop) => hop.from.uid !== uid);
  const named = into[0]?.to.name ?? hops.find((hop) => hop.from.uid === uid)?.from.name ?? uid;
  const entry = from === null && incident.root?.identity.uid === uid ? incident.entry : null;
  return {
    name: identity?.name ?? named,
    account: identity?.account ?? into[0]?.account ?? null,
    isShared: identity?.role === 'shared',
    depth,
    from,
    ways:
      entry === null
        ? [...Map.groupBy(into, ({ how }) => how)].map(([how, same]) => ({ how, count: same.length }))
        : [{ how: entry.address === null ? entry.how : `${entry.how} from ${entry.address}`, count: 1 }],
    first: entry?.time ?? into[0]?.time ?? null,
    confidence: sureness.find((level) => foreign.some(({ confidence }) => confidence === level)) ?? 'confirmed',
    made: made.length,
    running: made.filter(runs).length,
  };
}
