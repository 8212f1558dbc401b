import type { Semantics } from '../../model/semantics.ts';
import { cite } from '../../model/evidence.ts';
import type { Citation } from '../../model/evidence.ts';
import type { Identity } from '../../model/identity.ts';
import type { Root } from '../../model/incident.ts';
import type { Chain } from '../../model/act.ts';
import { compareInstants } from '../../model/instant.ts';
import { secondsBetween } from '../cells.ts';
import { plainText } from '../plain-text.ts';
import type { Component } from './component.ts';
import type { Web } from './web.ts';
import { hostileStrands, isLocal } from './group.ts';
import type { Group } from './group.ts';
import type { Hop } from './hop.ts';
import { machineOf } from './session-machine.ts';
import { byFirst, isAsker, isIndirect, isSession, isSignedIn, strandId } from './strands.ts';
import type { Strand } from './strands.ts';

/** The group behind all others, and what is known of how it came into the intruder's hand. */
export interface Origin {
  readonly group: Group;
  /** The intruder's first use of it. */
  readonly strand: Strand;
  /** From where that was. */
  readonly address: string | null;
  /** Uses by others that go on beside him. */
  readonly bystanders: readonly Strand[];
  readonly kind: 'key' | 'session' | 'taken-session' | 'sign-in' | 'program' | 'asker';
  readonly unexplained: 'ambiguous' | 'missing' | null;
  /** The record that opened a session that was taken from its rightful user. */
  readonly issuedBy: Hop | null;
  /** The provider's machine whose id the session bears, where no record says who opened it. */
  readonly machine?: string;
  /** Sessions that hops lead to from here. */
  readonly laterSessions: number;
}

/** Walks back from the first act of a component to the group that nothing in it led to. */
export function originOf({ strands, groups, hops }: Component, web: Web): Origin | null {
  // Nobody begins by what a machine asks for, where anybody is known.
  const people = strands.filter((one) => !isAsker(one));
  const first = firstWithKey(people.length > 0 ? people : strands);
  let group = groups.find((one) =>
    one.strands.some((strand) => first !== undefined && strandId(strand) === strandId(first)),
  );
  const seen = new Set<string>();
  while (group !== undefined && !seen.has(group.id)) {
    seen.add(group.id);
    const into: string = group.id;
    const hop = hops.find(
      ({ to, isFollowed, from }) => to === into && isFollowed && groups.some(({ id }) => id === from),
    );
    const next = groups.find(({ id }) => id === hop?.from);
    if (next === undefined) break;
    group = next;
  }
  if (group === undefined) return null;
  const own = new Set(strands.map(strandId));
  const [strand] = hostileStrands(group)
    .filter((one) => own.has(strandId(one)))
    .toSorted(byFirst);
  if (strand === undefined) return null;
  const { id } = group;
  const issuedBy = hops.find(({ to, isFollowed }) => to === id && !isFollowed) ?? null;
  const hostile = new Set(hostileStrands(group).map(strandId));
  const bystanders = group.strands.filter((one) => !hostile.has(strandId(one)) && !isIndirect(one));
  return {
    group,
    strand,
    address: null,
    bystanders,
    kind: kindOf(strand, issuedBy, bystanders),
    unexplained: web.unexplained.get(id) ?? null,
    issuedBy,
    laterSessions: sessionsBehind(id, { groups, hops }),
  };
}

/**
 * The same with the machine whose credentials they are: a provider gives them to it without a record, and names the
 * session after it. Whoever opens a session himself may choose that name, but then that is on record.
 */
export function withMachine(origin: Origin | null, semantics: readonly Semantics[]): Origin | null {
  if (origin === null || origin.kind !== 'session') return origin;
  const machine = machineOf(origin.strand, semantics);
  const isOpen = origin.issuedBy === null && origin.unexplained !== 'ambiguous';
  return machine !== null && isOpen ? { ...origin, machine } : origin;
}

/** Two logs write down one sign-in within this time. */
const momentSeconds = 2;

/** The first strand. Of one sign-in that several logs tell of, what names its key. */
function firstWithKey(strands: readonly Strand[]): Strand | undefined {
  const [first] = strands;
  if (first === undefined || first.credential !== null) return first;
  const isSame = (one: Strand): boolean =>
    one.credential !== null &&
    one.actorUid === first.actorUid &&
    secondsBetween(one.first, first.first) <= momentSeconds;
  return strands.find(isSame) ?? first;
}

/** Sessions to which followed hops lead from a group, by way of others too. */
function sessionsBehind(id: string, { groups, hops }: Pick<Component, 'groups' | 'hops'>): number {
  const reached = new Set([id]);
  // A set goes on over what is added while it is walked.
  for (const from of reached) for (const hop of hops) if (hop.isFollowed && hop.from === from) reached.add(hop.to);
  return groups.filter((one) => one.id !== id && reached.has(one.id) && one.strands.some(isSession)).length;
}

function kindOf(strand: Strand, issuedBy: Hop | null, bystanders: readonly Strand[]): Origin['kind'] {
  if (isSession(strand)) return issuedBy !== null && bystanders.length > 0 ? 'taken-session' : 'session';
  if (isSignedIn(strand)) return bystanders.length > 0 ? 'taken-session' : 'sign-in';
  if (strand.credential !== null) return 'key';
  if (isAsker(strand) && strand.actorUid !== null) return 'asker';
  // Only a provider names classes of identity: through a directory one signs in from no address of one's own.
  const isOnMachine = isLocal(strand) && strand.sessionUid === null && strand.actorType === null;
  return isOnMachine ? 'program' : 'sign-in';
}

/** The user or role of a strand. */
export function identityOf({ actorUid, actorName, key }: Pick<Strand, 'actorUid' | 'actorName' | 'key'>): Identity {
  const uid = actorUid ?? actorName ?? key;
  return { uid, name: actorName ?? uid };
}

/** The user or role, for a session with the session's name. Some identities are no more than their session. */
function sessionIdentityOf(strand: Strand): Identity {
  const { uid, name } = identityOf(strand);
  const { sessionName, callerUid } = strand;
  const isSessionItself = callerUid === uid && sessionName === name;
  return { uid, name: sessionName === null || isSessionItself ? name : `${name}/${sessionName}` };
}

export function rootOf(origin: Origin): Root {
  const { strand, issuedBy } = origin;
  const citations: readonly Citation[] = [{ ref: strand.firstUid, time: strand.first }, ...(issuedBy?.citations ?? [])];
  return {
    identity: identityOf(strand),
    credential: strand.credential,
    why: whyOf(origin),
    ...cite(citations),
  };
}

function whyOf(origin: Origin): string {
  const { kind, strand, address, issuedBy } = origin;
  const name = plainText(identityOf(strand).name);
  const from = address === null ? '' : ` from ${plainText(address)}`;
  const beside = besideOf(origin);
  switch (kind) {
    case 'key':
      return `key ${plainText(strand.credential ?? '')} of ${name} was first misused at ${strand.first}${from}${later(origin)}${beside}`;
    case 'program':
      return `what ran as ${name} was first misused at ${strand.first}; no sign-in before it is among the logs read${beside}`;
    case 'asker':
      return `what runs on machine ${name} was first found at ${strand.first}; which user or program asked, no record tells`;
    case 'sign-in':
      return `${name} was first misused at ${strand.first}${from} without a key in the record${beside}`;
    case 'taken-session':
      return `a session of ${name} was opened by ${issuedBy?.isProvider ? 'the provider for a service' : 'its rightful user'} and used at ${strand.first}${from} by somebody else`;
    case 'session':
      return `a session of ${name} was first misused at ${strand.first}${from}; ${openerOf(origin)}`;
  }
}

/** Who was there before goes on; of whoever first comes after the intruder nothing tells that it is not he. */
function besideOf({ strand, bystanders }: Origin): string {
  const isBefore = (one: Strand): boolean => compareInstants(one.first, strand.first) < 0;
  const places = (some: readonly Strand[]): string =>
    some.length === 1 ? 'another network or program' : `${some.length} other networks or programs`;
  const known = bystanders.filter(isBefore);
  const newer = bystanders.filter((one) => !isBefore(one));
  const goingOn = known.length === 0 ? '' : `; others went on using it from ${places(known)}`;
  return newer.length === 0
    ? goingOn
    : `${goingOn}; from ${places(newer)} it was first used after that, by others or by the same hand`;
}

function later({ laterSessions }: Origin): string {
  if (laterSessions === 0) return '';
  return laterSessions === 1
    ? ', and a later session leads back to it'
    : `, and ${laterSessions} later sessions lead back to it`;
}

/** What the logs say of who opened the session. */
function openerOf({ unexplained, issuedBy, machine }: Origin): string {
  if (machine !== undefined)
    return `it bears the name of machine ${plainText(machine)}, to which the provider gives such credentials without a record`;
  if (unexplained === 'ambiguous') return 'several records may have opened it, and nothing tells which';
  if (unexplained === 'missing' || issuedBy === null) return 'the record that opened it is not among the logs read';
  if (issuedBy.confidence === 'possible') return 'only a likeness tells which record opened it';
  return issuedBy.isProvider
    ? 'the provider opened it for a service'
    : 'the caller who opened it is not held for the intruder';
}

/**
 * The hops as the incident tells them: one for each record by which the intruder opened a session, or made or
 * named an identity; of others' one for all that differ in nothing but the moment.
 */
export function chainsOf({ hops, groups }: Component, web: Web): readonly Chain[] {
  const told = hops.map((hop) => {
    const target = groups.find(({ id }) => id === hop.to)?.strands[0];
    return {
      hop,
      from: identityOfStrand(web, hop),
      to: target === undefined ? { uid: hop.to, name: hop.to } : sessionIdentityOf(target),
    };
  });
  const alike = Map.groupBy(told, ({ hop, from, to }) =>
    JSON.stringify([
      hop.isFollowed && hop.citations[0]?.ref,
      from,
      to,
      hop.how,
      hop.join,
      hop.confidence,
      hop.account,
      hop.isFollowed,
    ]),
  );
  return [...alike.values()].flatMap((same) => {
    const [one] = same;
    if (one === undefined) return [];
    const { hop, from, to } = one;
    const join = hop.isFollowed
      ? hop.join
      : `${hop.join}; ${hop.isProvider ? 'the provider itself called' : 'the caller is not held for the intruder'}`;
    return [
      {
        from,
        to,
        how: hop.how,
        join,
        confidence: hop.confidence,
        account: hop.account,
        time: hop.time,
        ...cite(same.flatMap((each) => each.hop.citations)),
      },
    ];
  });
}

function identityOfStrand({ groups }: Web, { from, fromStrand }: Hop): Identity {
  const strands = groups.get(from)?.strands ?? [];
  const strand = strands.find((one) => strandId(one) === fromStrand) ?? strands[0];
  return strand === undefined ? { uid: from, name: from } : sessionIdentityOf(strand);
}
