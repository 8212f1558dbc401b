import { cite } from '../../model/evidence.ts';
import type { Credential } from '../../model/exposure.ts';
import { compareActs } from '../act-order.ts';
import { latest, secondsBetween } from '../cells.ts';
import type { Component } from '../chain/component.ts';
import { identityOf } from '../chain/root.ts';
import { byFirst, isSignedIn } from '../chain/strands.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import type { TouchingAct } from './touching.ts';

/** The longest that any provider's temporary credential lives. */
const longestSessionSeconds = 36 * 3600;

interface Acts {
  /** The intruder's. */
  readonly own: readonly ActGroup[];
  readonly touching: readonly TouchingAct[];
  readonly asOf: string;
}

type State = Credential['state'];

/** Keys, sessions and passwords that the intruder held, made or could read, each with its state at the end. */
export function credentialsOf({ strands }: Component, { own: acts, touching, asOf }: Acts): readonly Credential[] {
  const ends = endings([
    ...acts.filter(({ outcome }) => outcome === 'accepted'),
    ...touching.filter(({ outcome }) => outcome === 'accepted'),
  ]);
  return [...heldBy(strands, ends, asOf), ...createdBy(acts, ends, asOf), ...readableBy(acts)];
}

function heldBy(strands: Component['strands'], ends: ReadonlyMap<string, State>, asOf: string): readonly Credential[] {
  const held = Map.groupBy(
    strands.filter(({ credential }) => credential !== null),
    ({ credential }) => credential ?? '',
  );
  return [...held].map(([uid, uses]) => {
    const [first] = uses.toSorted(byFirst);
    const created = first?.sessionCreated ?? null;
    const isSession = created !== null || (first !== undefined && isSignedIn(first));
    const isOver = created !== null && secondsBetween(asOf, created) > longestSessionSeconds;
    return {
      uid,
      type: isSession ? 'session' : 'key',
      identity: first ? identityOf(first) : null,
      account: first?.actorAccount ?? null,
      access: 'held' as const,
      state: ends.get(uid) ?? (isOver ? 'expired' : isSession ? 'unknown' : 'active'),
      first_seen: first?.first ?? null,
      last_seen: latest(uses.map(({ last }) => last)),
      ...cite(uses.map(({ firstUid, first: time }) => ({ ref: firstUid, time }))),
    };
  });
}

function createdBy(acts: readonly ActGroup[], ends: ReadonlyMap<string, State>, asOf: string): readonly Credential[] {
  const creations = acts.filter(({ verb, outcome }) => verb === 'create-credential' && outcome === 'accepted');
  return creations.flatMap((act) => {
    const [owner] = act.targets;
    const uids = act.made.length > 0 ? act.made : owner === undefined ? [] : [`${act.kind}:${owner}`];
    return uids.map((uid) => ({
      uid,
      type: act.kind,
      identity: owner === undefined ? null : { uid: owner, name: owner },
      account: act.account,
      access: 'created' as const,
      state: ends.get(uid) ?? ('active' as const),
      first_seen: act.time,
      last_seen: act.last > asOf ? asOf : act.last,
      ...cite(act.citations),
    }));
  });
}

function readableBy(acts: readonly ActGroup[]): readonly Credential[] {
  const reads = acts.filter(({ verb, outcome }) => verb === 'read-secret' && outcome === 'accepted');
  const bySecret = Map.groupBy(
    reads.flatMap((act) => act.targets.map((uid) => ({ uid, act }))),
    ({ uid, act }) => [act.kind, act.account, act.region, uid].join('\n'),
  );
  return [...bySecret.values()].flatMap((same) => {
    const [one] = same;
    if (one === undefined) return [];
    const citations = same.flatMap(({ act }) => act.citations);
    return [
      {
        uid: one.uid,
        type: one.act.kind,
        identity: null,
        account: one.act.account,
        access: 'readable' as const,
        state: 'unknown' as const,
        first_seen: one.act.time,
        last_seen: same.at(-1)?.act.last ?? null,
        ...cite(citations),
      },
    ];
  });
}

/** What ended or revived a credential last, by its id. */
function endings(acts: readonly ActGroup[]): ReadonlyMap<string, State> {
  const states = new Map<string, State>();
  for (const { verb, targets, kind } of acts.toSorted(compareActs)) {
    const state = stateAfter(verb);
    if (state === null) continue;
    for (const id of targets) for (const name of [id, `${kind}:${id}`]) states.set(name, state);
  }
  return states;
}

function stateAfter(verb: ActGroup['verb']): State | null {
  if (verb === 'disable-credential') return 'disabled';
  if (verb === 'delete') return 'deleted';
  return verb === 'change-credential' ? 'active' : null;
}
