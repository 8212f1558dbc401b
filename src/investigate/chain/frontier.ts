import type { Scope } from '../scope.ts';
import { hostileStrands } from './group.ts';
import type { Group } from './group.ts';
import type { Issuance } from './issuance.ts';
import { indexIssuances, issuancesAround, issuerOf } from './issuer.ts';
import { strandsOfLeads } from './lead.ts';
import type { Lead, Mark } from './lead.ts';
import {
  leadOfMark,
  leadsOfIssuance,
  leadsOfResource,
  leadsOfSiblings,
  leadsOfSpread,
  leadsThroughService,
} from './lead-sources.ts';
import { launchedBy, reachOf } from './reach.ts';
import type { MadeResource, RespawnedResource } from './reach.ts';
import { spreadFrom } from './spread.ts';
import { isSession, strandId } from './strands.ts';
import type { Strand } from './strands.ts';
import { addHop, groupIn, madeKey, openLoom, weave, webOf } from './web.ts';
import type { Loom, Web } from './web.ts';

/** Far beyond any chain that a provider lets live; a loop longer than this is our own mistake. */
const maximumRounds = 200;

/**
 * Follows the chain from the given strands in both directions, all strands of a round in one query:
 * back to who opened a session, forward to what was issued and made, until nothing new is found.
 * A cycle ends because nothing is asked twice.
 */
export async function followChain(scope: Scope, seeds: readonly Mark[]): Promise<Web> {
  const loom = openLoom(Math.max(0, ...scope.links.map(({ issueSlackSeconds }) => issueSlackSeconds)));
  let leads: readonly Lead[] = seeds.map(leadOfMark);
  for (let round = 0; leads.length > 0 && round < maximumRounds; round++) {
    const changed = await takeIn(scope, loom, leads);
    const back = await leadsBack(scope, loom, changed);
    const onward = await leadsOnward(scope, loom);
    leads = fresh(loom, [...back, ...onward]);
  }
  return webOf(loom);
}

/** Takes in what leads find, and at once the whole of each session: who opened it is told by all of its credentials. */
async function takeIn(scope: Scope, loom: Loom, leads: readonly Lead[]): Promise<readonly string[]> {
  const changed = weave(loom, await strandsOfLeads(scope, leads, knownIn(loom)), leads);
  const siblings = fresh(
    loom,
    changed.flatMap((id) => leadsOfSiblings(groupIn(loom, id))),
  );
  const more = weave(loom, await strandsOfLeads(scope, siblings, knownIn(loom)), siblings);
  return [...new Set([...changed, ...more])];
}

/** All strands in hand, by their ids. */
const knownIn = ({ groups }: Loom): ReadonlyMap<string, Strand> =>
  new Map([...groups.values()].flatMap(({ strands }) => [...strands]));

/** Who opened the sessions that are new in the intruder's hand. */
async function leadsBack(scope: Scope, loom: Loom, changed: readonly string[]): Promise<readonly Lead[]> {
  const sessions = changed
    .filter((id) => !loom.explained.has(id) && !loom.unexplained.has(id))
    .map((id) => groupIn(loom, id))
    .filter((group) => group.strands.some(isSession) && hostileStrands(group).length > 0);
  const issuances = indexIssuances(await issuancesAround(scope, sessions, loom.slackSeconds));
  return sessions.flatMap((group) => {
    const issuer = issuerOf(group, issuances, loom.slackSeconds);
    if (issuer === null || issuer === 'ambiguous') {
      loom.unexplained.set(group.id, issuer ?? 'missing');
      return [];
    }
    const { issuance, copies, join, confidence } = issuer;
    const { caller, citation } = issuance;
    const isFollowed = confidence !== 'possible' && !issuance.isProvider && !wasTaken(group, issuance);
    // Of an identity that the intruder made, only who else came to it by himself adds anything.
    if (!isFollowed && loom.reachedByHop.has(group.id)) return [];
    addHop(loom, {
      from: caller.key,
      fromStrand: strandId(caller),
      to: group.id,
      how: issuance.operation,
      join,
      confidence,
      account: group.strands[0]?.actorAccount ?? issuance.account,
      time: citation.time,
      citations: [citation, ...copies.map((copy) => copy.citation)],
      isOpening: true,
      isFollowed,
      isProvider: issuance.isProvider,
    });
    const mark = {
      ...caller,
      first: citation.time,
      last: citation.time,
      uid: citation.ref,
      marginSeconds: 0,
      isDoor: true,
    };
    return [{ ...leadOfMark(mark), mark: isFollowed ? mark : null }];
  });
}

/**
 * A session that was opened from a network where its rightful user goes on using it, and that the
 * intruder uses from elsewhere, was taken from that user: whoever opened it is not the intruder.
 */
function wasTaken(group: Group, { caller }: Issuance): boolean {
  const hostile = new Set(hostileStrands(group).map(({ network }) => network));
  const isRightful = group.strands.some(({ network }) => network === caller.network);
  return isRightful && !hostile.has(caller.network);
}

/** What newly found strands of the intruder issued and made, and what was launched because of it. */
async function leadsOnward(scope: Scope, loom: Loom): Promise<readonly Lead[]> {
  const hostile = [...loom.groups.keys()].flatMap((id) => hostileStrands(groupIn(loom, id)));
  const strands = hostile.filter((strand) => !loom.reached.has(partId(strand)));
  for (const strand of strands) loom.reached.add(partId(strand));
  const { issuances, made } = await reachOf(scope, strands);
  const respawned = await launchedThrough(scope, made);
  const spread = await spreadFrom(scope, made);
  for (const one of made) loom.made.set(madeKey(one), one);
  for (const { thing, made: one, madeActors } of spread)
    if (madeActors.length > 0)
      loom.respawned.set(madeKey(one), { ...one, cause: thing.uid, launcher: thing.strand, isElsewhere: true });
  for (const one of respawned) loom.respawned.set(madeKey(one), one);
  return [
    ...issuances.flatMap((one) => leadsOfIssuance(scope, one)),
    ...made.flatMap((one) => leadsOfResource(scope, one, one.strand)),
    ...respawned.flatMap((one) => leadsOfResource(scope, one, one.launcher)),
    ...spread.flatMap(leadsOfSpread),
    ...made.flatMap((one) => leadsThroughService(groupIn(loom, loom.groupOfKey.get(one.strand.key) ?? ''), one)),
  ];
}

/** A launcher may start another, as a group of nodes starts a scaling group: all are followed to the machines. */
async function launchedThrough(scope: Scope, made: readonly MadeResource[]): Promise<readonly RespawnedResource[]> {
  const all = new Map<string, RespawnedResource>();
  let launchers = made.filter((one) => isLauncher(scope, one));
  while (launchers.length > 0) {
    const found = (await launchedBy(scope, launchers)).filter((one) => !all.has(madeKey(one)));
    for (const one of found) all.set(madeKey(one), one);
    launchers = found.filter((one) => isLauncher(scope, one)).map((one) => ({ ...one, strand: one.launcher }));
  }
  return [...all.values()];
}

const isLauncher = ({ links }: Scope, { kind }: MadeResource): boolean =>
  links.some(({ launchers }) => launchers.includes(kind));

const partId = (strand: Strand): string =>
  `${strandId(strand)}\n${strand.window?.since ?? ''}\n${strand.window?.until ?? ''}`;

/** Leads that were not asked before. */
function fresh(loom: Loom, leads: readonly Lead[]): readonly Lead[] {
  return leads.filter(({ match, value, account, at, isWhole, mark, session, hop }) => {
    const name = JSON.stringify([match, value, account, at, isWhole, mark, session, hop && [hop.from, hop.how]]);
    if (loom.asked.has(name)) return false;
    loom.asked.add(name);
    return true;
  });
}
