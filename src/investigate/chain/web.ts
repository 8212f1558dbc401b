import { confidences } from '../../model/claim.ts';
import { compareInstants, compareText } from '../../model/instant.ts';
import { shiftSeconds } from '../cells.ts';
import type { Group, Window } from './group.ts';
import type { Hop } from './hop.ts';
import { belongsTo } from './lead.ts';
import type { Lead, Mark } from './lead.ts';
import type { MadeResource, RespawnedResource } from './reach.ts';
import { sessionBase } from './strand-keys.ts';
import { groupOf, isSession, strandId } from './strands.ts';
import type { Strand } from './strands.ts';

/** Everything that hangs together with the strands an investigation began with. */
export interface Web {
  readonly groups: ReadonlyMap<string, Group>;
  readonly hops: readonly Hop[];
  readonly made: readonly MadeResource[];
  /** Launches by the provider because of a launcher in the intruder's hand. */
  readonly respawned: readonly RespawnedResource[];
  /** Sessions whose issuing record several callers fit, or none. */
  readonly unexplained: ReadonlyMap<string, Unexplained>;
}

export type Unexplained = 'ambiguous' | 'missing';

/** A web while it is being spun; nothing outside chain/ sees it. */
export interface Loom {
  readonly slackSeconds: number;
  readonly groups: Map<string, OpenGroup>;
  readonly groupOfKey: Map<string, string>;
  readonly hops: Map<string, Hop>;
  /** Groups that a hop leads to, and those among them of which it says who opened the session. */
  readonly reachedByHop: Set<string>;
  readonly explained: Set<string>;
  readonly unexplained: Map<string, Unexplained>;
  readonly made: Map<string, MadeResource>;
  readonly respawned: Map<string, RespawnedResource>;
  readonly asked: Set<string>;
  readonly reached: Set<string>;
}

interface OpenGroup {
  readonly strands: Map<string, Strand>;
  readonly marked: Set<string>;
  readonly windows: Map<string, Window[]>;
  isWhole: boolean;
}

export const openLoom = (slackSeconds: number): Loom => ({
  slackSeconds,
  groups: new Map(),
  groupOfKey: new Map(),
  hops: new Map(),
  reachedByHop: new Set(),
  explained: new Set(),
  unexplained: new Map(),
  made: new Map(),
  respawned: new Map(),
  asked: new Set(),
  reached: new Set(),
});

export function groupIn({ groups }: Loom, id: string): Group {
  const open = groups.get(id);
  return {
    id,
    strands: [...(open?.strands.values() ?? [])],
    marked: open?.marked ?? new Set(),
    windows: open?.windows ?? new Map<string, Window[]>(),
    isWhole: open?.isWhole ?? false,
  };
}

/** Takes found strands into their groups, marks what leads say, and returns the ids of the groups they fell into. */
export function weave(loom: Loom, found: readonly Strand[], leads: readonly Lead[]): readonly string[] {
  const byValue = Map.groupBy(leads, ({ value }) => value);
  const changed = new Set<string>();
  for (const strand of found) {
    const values = new Set([
      strand.key,
      sessionBase(strand.sessionUid ?? ''),
      strand.actorUid,
      strand.actorName,
      strand.sessionName,
      strand.actorAccount,
    ]);
    const candidates = [...values].flatMap((value) => (value === null ? [] : (byValue.get(value) ?? [])));
    const meant = candidates.filter((lead) => belongsTo(strand, lead, loom.slackSeconds));
    if (meant.length === 0) continue;
    const id = groupOf(strand);
    take(loom, strand, meant);
    changed.add(id);
    for (const { hop } of meant)
      if (hop !== null) addHop(loom, { ...hop, to: id, account: strand.actorAccount ?? hop.account });
  }
  return [...changed];
}

const openGroup = (): OpenGroup => ({
  strands: new Map<string, Strand>(),
  marked: new Set<string>(),
  windows: new Map<string, Window[]>(),
  isWhole: false,
});

function take(loom: Loom, strand: Strand, leads: readonly Lead[]): void {
  const id = groupOf(strand);
  const group = loom.groups.get(id) ?? openGroup();
  loom.groups.set(id, group);
  loom.groupOfKey.set(strand.key, id);
  const name = strandId(strand);
  group.strands.set(name, strand);
  for (const { mark, isWhole, marksFound } of leads) {
    group.isWhole ||= isWhole;
    if (marksFound) group.marked.add(name);
    if (mark === null || strandId(mark) !== name) continue;
    const window = windowOf(strand, mark);
    if (window === null) group.marked.add(name);
    else group.windows.set(name, [...(group.windows.get(name) ?? []), window]);
  }
}

/** A strand that was in use for this long is its owner's, whatever was done under its name at last. */
const establishedSeconds = 24 * 3600;

/**
 * The part of a strand that a mark means: all of it (null) when the intruder brought it along. Of one
 * long in use, or of sign-ins without a credential, which tell nobody apart, the marked acts and their surroundings.
 */
function windowOf(strand: Strand, mark: Mark): Window | null {
  const { first, last, uid, marginSeconds, isDoor, isPart, aroundSeconds: around = 0 } = mark;
  if (isPart) return { since: shiftSeconds(first, -around), until: shiftSeconds(last, around), first, firstUid: uid };
  if (isSession(strand)) return null;
  const isEstablished = compareInstants(strand.first, shiftSeconds(first, -establishedSeconds)) < 0;
  if (!isEstablished && !(isDoor && strand.credential === null)) return null;
  return { since: shiftSeconds(first, -marginSeconds), until: shiftSeconds(last, marginSeconds), first, firstUid: uid };
}

/** A hop is told once, by the record that made it: whether found backward or forward. */
export function addHop(loom: Loom, hop: Hop): void {
  const name = `${hop.to}\n${hop.citations[0]?.ref ?? ''}`;
  const known = loom.hops.get(name);
  if (known === undefined || strength(hop) > strength(known)) loom.hops.set(name, hop);
  loom.reachedByHop.add(hop.to);
  if (hop.isOpening) loom.explained.add(hop.to);
}

const strength = ({ confidence, citations }: Hop): number => citations.length - 1000 * confidences.indexOf(confidence);

/** The finished web, everything in its order. */
export function webOf(loom: Loom): Web {
  const { groups, unexplained, made, respawned } = loom;
  return {
    groups: new Map([...groups.keys()].toSorted(compareText).map((id) => [id, groupIn(loom, id)])),
    unexplained,
    hops: settledHops(loom),
    made: inOrder(made),
    respawned: inOrder(respawned),
  };
}

/** Hops are noted by the caller's key, since its group may be found later; a group never leads to itself. */
function settledHops({ hops, groupOfKey }: Loom): readonly Hop[] {
  return [...hops.values()]
    .map((hop) => ({ ...hop, from: groupOfKey.get(hop.from) ?? hop.from }))
    .filter(({ from, to }) => from !== to)
    .toSorted((a, b) => compareInstants(a.time, b.time) || compareText(a.to, b.to) || compareText(a.from, b.from));
}

const inOrder = <Made extends MadeResource>(made: ReadonlyMap<string, Made>): readonly Made[] =>
  [...made.values()].toSorted((a, b) => compareInstants(a.time, b.time) || compareText(madeKey(a), madeKey(b)));

export const madeKey = ({ eventUid, uid }: MadeResource): string => `${eventUid}\n${uid}`;
