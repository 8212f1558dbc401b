import { belongsTo, strandsOfLeads } from './lead.ts';
import type { Lead } from './lead.ts';
import { hostileStrands } from './group.ts';
import type { Group } from './group.ts';
import type { Hop } from './hop.ts';
import type { Issuance } from './issuance.ts';
import { issuancesAround, issuerOf } from './issuer.ts';
import { launchedBy, namesOf, reachOf } from './reach.ts';
import type { MadeResource } from './reach.ts';
import { groupOf, strandId } from './strands.ts';
import type { Strand, StrandKey } from './strands.ts';
import { confidences } from '../../model/claim.ts';
import { compareInstants, compareText } from '../../model/instant.ts';
import type { Scope } from '../scope.ts';
import { sessionBase } from './strand-keys.ts';

/** Everything that hangs together with the strands an investigation began with. */
export interface Web {
  readonly groups: ReadonlyMap<string, Group>;
  readonly hops: readonly Hop[];
  readonly made: readonly MadeResource[];
  /** Launches by the provider because of a launcher in the intruder's hand. */
  readonly respawned: readonly (MadeResource & { readonly cause: string })[];
  /** Sessions whose issuing record several callers fit, or none. */
  readonly unexplained: ReadonlyMap<string, 'ambiguous' | 'missing'>;
}

interface State {
  readonly groups: Map<string, Group>;
  readonly groupOfKey: Map<string, string>;
  readonly hops: Map<string, Hop>;
  readonly made: Map<string, MadeResource>;
  readonly respawned: Map<string, MadeResource & { readonly cause: string }>;
  readonly unexplained: Map<string, 'ambiguous' | 'missing'>;
  readonly asked: Set<string>;
  readonly reached: Set<string>;
}

/** Far beyond any chain that a provider lets live; a loop longer than this is our own mistake. */
const maximumRounds = 200;

/**
 * Follows the chain from the given strands in both directions, all strands of a round in one query:
 * back to who opened a session, forward to what was issued and made, until nothing new is found.
 * A cycle ends because nothing is asked twice.
 */
export async function followChain(scope: Scope, seeds: readonly Strand[]): Promise<Web> {
  const slackSeconds = Math.max(0, ...scope.links.map(({ issueSlackSeconds }) => issueSlackSeconds));
  const state: State = { groups: new Map(), groupOfKey: new Map(), hops: new Map(), made: new Map(), respawned: new Map(), unexplained: new Map(), asked: new Set(), reached: new Set() };
  let leads: readonly Lead[] = seeds.flatMap(leadsOfSeed);
  for (let round = 0; leads.length > 0 && round < maximumRounds; round++) {
    const found = await strandsOfLeads(scope, leads);
    const joined = join(state, found, leads, slackSeconds);
    const back = await leadsBack(scope, state, joined, slackSeconds);
    const onward = await leadsOnward(scope, state);
    leads = fresh(state, [...back, ...onward, ...siblingLeads(state, joined)]);
  }
  const { groups, unexplained } = state;
  return { groups, unexplained, hops: settled(state), made: inOrder(state.made), respawned: inOrder(state.respawned) };
}

/** A seed is asked again by its credential, so that the owner's strands beside it are known. */
function leadsOfSeed(strand: Strand): readonly Lead[] {
  return [{ match: 'key', value: strand.key, account: null, at: strand.first, isWhole: false, strand, session: null, hop: null }];
}

/** Takes found strands into their groups, marks what leads say, and returns the ids of groups that changed. */
function join(state: State, found: readonly Strand[], leads: readonly Lead[], slackSeconds: number): readonly string[] {
  const byValue = Map.groupBy(leads, ({ value }) => value);
  const changed = new Set<string>();
  for (const strand of found) {
    const candidates = [strand.key, strand.sessionUid && sessionValue(strand), strand.actorUid, strand.actorName, strand.sessionName]
      .flatMap((value) => (value === null ? [] : (byValue.get(value) ?? [])));
    const meant = [...new Set(candidates)].filter((lead) => belongsTo(strand, lead, slackSeconds));
    if (meant.length === 0) continue;
    const id = groupOf(strand);
    take(state, id, strand, meant);
    changed.add(id);
    for (const { hop } of meant) if (hop !== null) addHop(state, { ...hop, to: id });
  }
  return [...changed];
}

const sessionValue = ({ sessionUid }: Strand): string => sessionBase(sessionUid ?? '');

function take(state: State, id: string, strand: Strand, leads: readonly Lead[]): void {
  const group = state.groups.get(id) ?? { id, strands: [], marked: new Set<string>(), isWhole: false };
  const name = strandId(strand);
  const isKnown = group.strands.some((known) => strandId(known) === name);
  const marks = leads.flatMap(({ strand: mark }) => (mark === null ? [] : [strandId(mark)]));
  state.groups.set(id, {
    id,
    strands: isKnown ? group.strands : [...group.strands, strand],
    marked: new Set([...group.marked, ...marks]),
    isWhole: group.isWhole || leads.some(({ isWhole }) => isWhole),
  });
  state.groupOfKey.set(strand.key, id);
}

/** A hop is told once, by the record that made it: whether found backward or forward. */
function addHop(state: State, hop: Hop): void {
  const name = `${hop.to}\n${hop.citations[0]?.ref ?? ''}`;
  const known = state.hops.get(name);
  if (known === undefined || strength(hop) > strength(known)) state.hops.set(name, hop);
}

const strength = ({ confidence, citations }: Hop): number => citations.length - 1000 * confidences.indexOf(confidence);

/** Hops are noted by the caller's key, since its group may be found later; a group never leads to itself. */
function settled(state: State): readonly Hop[] {
  return [...state.hops.values()]
    .map((hop) => ({ ...hop, from: state.groupOfKey.get(hop.from) ?? hop.from }))
    .filter(({ from, to }) => from !== to)
    .toSorted((a, b) => compareInstants(a.time, b.time) || compareText(a.to, b.to));
}

/** Other credentials of the same session: a console session has several. */
function siblingLeads(state: State, changed: readonly string[]): readonly Lead[] {
  return changed.flatMap((id) => {
    const group = state.groups.get(id);
    const [strand] = group?.strands ?? [];
    if (group === undefined || strand === undefined || strand.sessionUid === null || strand.sessionCreated === null) return [];
    return [{ match: 'session', value: sessionValue(strand), account: null, at: strand.sessionCreated, isWhole: group.isWhole, strand: null, session: null, hop: null } as const];
  });
}

async function leadsBack(scope: Scope, state: State, changed: readonly string[], slackSeconds: number): Promise<readonly Lead[]> {
  const groups = changed.flatMap((id) => state.groups.get(id) ?? []).filter((group) => !state.unexplained.has(group.id) && hostileStrands(group).length > 0);
  const sessions = groups.filter(({ id, strands }) => strands.some(({ sessionCreated }) => sessionCreated !== null) && ![...state.hops.values()].some(({ to }) => to === id));
  const issuances = await issuancesAround(scope, sessions, slackSeconds);
  return sessions.flatMap((group) => {
    const issuer = issuerOf(group, issuances, slackSeconds);
    if (issuer === null || issuer === 'ambiguous') {
      state.unexplained.set(group.id, issuer ?? 'missing');
      return [];
    }
    const { issuance, copies, join: how, confidence } = issuer;
    const isFollowed = confidence !== 'possible' && !issuance.isProvider && !wasTaken(group, issuance);
    const lead: Lead = { match: 'key', value: issuance.caller.key, account: null, at: issuance.citation.time, isWhole: false, strand: isFollowed ? issuance.caller : null, session: null, hop: null };
    addHop(state, {
      ...hopFrom(issuance.caller),
      to: group.id,
      how: issuance.operation,
      join: how,
      confidence,
      account: group.strands[0]?.actorAccount ?? issuance.account,
      time: issuance.citation.time,
      citations: [issuance.citation, ...copies.map(({ citation }) => citation)],
      isFollowed,
    });
    return [lead];
  });
}

/**
 * A session that was opened from a network where its rightful user goes on using it, and that the
 * intruder uses from elsewhere, was taken from that user: whoever opened it is not the intruder.
 */
function wasTaken(group: Group, { caller }: Issuance): boolean {
  const hostile = new Set(hostileStrands(group).map(({ network }) => network));
  const rightful = new Set(group.strands.map(({ network }) => network).filter((network) => !hostile.has(network)));
  return !hostile.has(caller.network) && rightful.has(caller.network);
}

async function leadsOnward(scope: Scope, state: State): Promise<readonly Lead[]> {
  const strands = [...state.groups.values()].flatMap(hostileStrands).filter((strand) => !state.reached.has(strandId(strand)));
  for (const strand of strands) state.reached.add(strandId(strand));
  const { issuances, made } = await reachOf(scope, strands);
  for (const one of made) state.made.set(madeKey(one), one);
  const respawned = await launchedBy(scope, made.filter(({ kind }) => scope.links.some(({ launchers }) => launchers.includes(kind))));
  for (const one of respawned) state.respawned.set(madeKey(one), one);
  return [...issuances.flatMap((one) => leadsOfIssuance(one)), ...[...made, ...respawned].flatMap((one) => leadsOfResource(scope, one))];
}

const inOrder = <Made extends MadeResource>(made: ReadonlyMap<string, Made>): readonly Made[] =>
  [...made.values()].toSorted((a, b) => compareInstants(a.time, b.time) || compareText(madeKey(a), madeKey(b)));

const madeKey = ({ eventUid, uid }: MadeResource): string => `${eventUid}\n${uid}`;

function leadsOfIssuance(issuance: Issuance): readonly Lead[] {
  const { time } = issuance.citation;
  const hop = (join: string, confidence: Hop['confidence']) => ({ ...hopFrom(issuance.caller), how: issuance.operation, join, confidence, account: issuance.account, time, citations: [issuance.citation], isFollowed: true });
  const lead = (match: Lead['match'], value: string, join: string, confidence: Hop['confidence'] = 'confirmed'): Lead => ({ match, value, account: issuance.account, at: time, isWhole: true, strand: null, session: null, hop: hop(join, confidence) });
  const leads = issuance.madeActors.map((actor) => lead('actor', actor, 'identity named in the answer'));
  if (issuance.signsInAs !== null) leads.push(lead('sign-in', issuance.signsInAs, 'identity that got a new password'));
  if (issuance.madeCredential !== null) leads.push(lead('key', issuance.madeCredential, 'credential id in the answer'));
  if (issuance.issuedCredential !== null) leads.push(lead('key', issuance.issuedCredential, 'credential id in the answer'));
  // Without its credential a session is found by id and time, unless siblings of the same second stand beside it.
  else if (issuance.issuedSession !== null) leads.push(lead('session', issuance.issuedSession, 'session id and time', 'likely'));
  else if (issuance.keepsCaller && issuance.callerActor !== null) {
    leads.push({ ...lead('opened', issuance.callerActor, 'identity and time', 'likely'), session: issuance.callerSession && sessionBase(issuance.callerSession) });
  }
  return leads;
}

function leadsOfResource(scope: Scope, one: MadeResource): readonly Lead[] {
  if (!scope.links.some(({ sessionNamedAfter }) => sessionNamedAfter.includes(one.kind))) return [];
  const hop = { ...hopFrom(one.strand), how: one.operation, join: 'session named after the resource', confidence: 'likely', account: one.account, time: one.time, citations: [{ ref: one.eventUid, time: one.time }], isFollowed: true } as const;
  return namesOf(one).map((value) => ({ match: 'resource', value, account: one.account, at: one.time, isWhole: true, strand: null, session: null, hop }) as const);
}

const hopFrom = (caller: StrandKey) => ({ from: caller.key, fromStrand: strandId(caller) });

/** Leads that were not asked before. */
function fresh(state: State, leads: readonly Lead[]): readonly Lead[] {
  return leads.filter(({ match, value, account, at, isWhole, strand, hop }) => {
    const name = JSON.stringify([match, value, account, at, isWhole, strand && strandId(strand), hop && [hop.from, hop.how]]);
    if (state.asked.has(name)) return false;
    state.asked.add(name);
    return true;
  });
}
