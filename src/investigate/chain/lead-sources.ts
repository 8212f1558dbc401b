import type { Scope } from '../scope.ts';
import type { Group } from './group.ts';
import type { Hop } from './hop.ts';
import type { Lead, Mark } from './lead.ts';
import { shiftSeconds } from '../cells.ts';
import { namesOf } from './entity.ts';
import type { MadeResource, Reach } from './reach.ts';
import { sessionBase } from './strand-keys.ts';
import type { Spreading } from './spread.ts';
import { strandId } from './strands.ts';
import type { StrandKey } from './strands.ts';

/** A seed is asked again by its credential, so that the owner's strands beside it are known. */
export const leadOfMark = (mark: Mark): Lead => ({
  match: 'key',
  value: mark.key,
  account: null,
  at: mark.first,
  isWhole: false,
  mark,
  session: null,
  hop: null,
});

/** Other credentials of the same session: a console session has several. */
export function leadsOfSiblings({ strands, isWhole }: Group): readonly Lead[] {
  const [strand] = strands;
  if (strand === undefined || strand.sessionUid === null || strand.sessionCreated === null) return [];
  return [
    {
      match: 'session',
      value: sessionBase(strand.sessionUid),
      account: null,
      at: strand.sessionCreated,
      isWhole,
      mark: null,
      session: null,
      hop: null,
    },
  ];
}

/** Later uses of what the intruder's call handed out: all of them are his. */
export function leadsOfIssuance({ machines }: Scope, issuance: Reach['issuances'][number]): readonly Lead[] {
  const { citation, copies, caller, operation, account, host } = issuance;
  type Join = Pick<Hop, 'join' | 'confidence'> & Partial<Pick<Hop, 'isOpening'>>;
  const lead = (match: Lead['match'], value: string, { join, confidence, isOpening = true }: Join): Lead => ({
    match,
    value,
    account,
    at: citation.time,
    isWhole: true,
    mark: null,
    session: null,
    hop: {
      ...hopFrom(caller),
      how: operation,
      join,
      confidence,
      account,
      time: citation.time,
      citations: [citation, ...copies],
      isOpening,
      isFollowed: true,
      isProvider: false,
    },
  });
  const leads = issuance.madeActors.flatMap((actor): readonly Lead[] =>
    host === null
      ? [lead('actor', actor, { join: 'identity named in the answer', confidence: 'confirmed', isOpening: false })]
      : [...new Set([host, ...machines.spellingsOf(host)])].map((spelled) => ({
          ...lead('local', `${spelled}/${actor}`, {
            join: 'user made on the machine',
            confidence: 'confirmed',
            isOpening: false,
          }),
          isWhole: false,
          marksFound: true,
        })),
  );
  if (issuance.signsInAs !== null)
    leads.push(
      lead('sign-in', issuance.signsInAs, {
        join: 'identity that got a new password',
        confidence: 'confirmed',
        isOpening: false,
      }),
    );
  for (const admitted of issuance.admitted)
    leads.push(lead('outsider', admitted, { join: 'account that was let in', confidence: 'likely', isOpening: false }));
  if (issuance.madeCredential !== null) leads.push(lead('key', issuance.madeCredential, named));
  if (issuance.issuedCredential !== null) leads.push(lead('key', issuance.issuedCredential, named));
  // Without its credential a session is found by id and time.
  else if (issuance.issuedSession !== null)
    leads.push(lead('session', issuance.issuedSession, { join: 'session id and time', confidence: 'likely' }));
  else if (issuance.keepsCaller && issuance.callerActor !== null) {
    const opened = lead('opened', issuance.callerActor, { join: 'identity and time', confidence: 'likely' });
    leads.push({ ...opened, session: issuance.callerSession && sessionBase(issuance.callerSession) });
  }
  return leads;
}

const named = { join: 'credential id in the answer', confidence: 'confirmed' } as const;

/** What runs on a resource that `maker` made, himself or through a launcher. */
export function leadsOfResource({ links }: Scope, one: MadeResource, maker: StrandKey): readonly Lead[] {
  if (!links.some(({ sessionNamedAfter }) => sessionNamedAfter.includes(one.kind))) return [];
  const { account, time, operation, eventUid } = one;
  const hop = {
    ...hopFrom(maker),
    how: operation,
    join: 'session named after the resource',
    confidence: 'likely',
    account,
    time,
    citations: [{ ref: eventUid, time }],
    isOpening: true,
    isFollowed: true,
    isProvider: false,
  } as const;
  return namesOf(one).map(
    (value) =>
      ({ match: 'resource', value, account, at: time, isWhole: true, mark: null, session: null, hop }) as const,
  );
}

/** A service works on at what it was told for this long. */
const workSeconds = 1800;

/**
 * What the service that was called does next on behalf of the same credential: of a credential that others use
 * as well, only for as long as it works at what the intruder told it.
 */
export const leadsThroughService = ({ strands }: Group, { strand, service, time, eventUid }: MadeResource): Lead[] =>
  strands
    .filter(({ key, network }) => key === strand.key && isThrough(network, service))
    .map((through) =>
      leadOfMark({
        ...through,
        first: time,
        last: shiftSeconds(time, workSeconds),
        uid: eventUid,
        marginSeconds: 0,
        isDoor: false,
        isPart: true,
      }),
    );

/**
 * What the provider makes elsewhere for a thing of the intruder's is his: an identity with all who come to it, and of
 * anything else what the provider goes on to do in the session in which it made it.
 */
export function leadsOfSpread({ thing, made, madeActors }: Spreading): readonly Lead[] {
  const { strand, time, eventUid, account } = made;
  const hop = {
    ...hopFrom(thing.strand),
    how: thing.operation,
    join: 'named after what it was made for',
    confidence: 'likely',
    account,
    time,
    citations: [
      { ref: thing.eventUid, time: thing.time },
      { ref: eventUid, time },
    ],
    isOpening: madeActors.length === 0,
    isFollowed: true,
    isProvider: false,
  } as const;
  if (madeActors.length === 0) {
    const last = shiftSeconds(time, workSeconds);
    const mark = {
      ...strand,
      first: time,
      last,
      uid: eventUid,
      marginSeconds: 0,
      isDoor: false,
      isPart: true,
    } as const;
    return [{ ...leadOfMark(mark), hop }];
  }
  return madeActors.map((value) => ({
    match: 'actor',
    value,
    account,
    at: time,
    isWhole: true,
    mark: null,
    session: null,
    hop,
  }));
}

/** Records spell a service that calls and one that is called in several ways: `compute-management`, `computemanagement`. */
const isThrough = (network: string, service: string | null): boolean =>
  network.startsWith('via:') && lettersOf(network.slice('via:'.length)) === lettersOf(service ?? '');
const lettersOf = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

const hopFrom = (caller: StrandKey) => ({ from: caller.key, fromStrand: strandId(caller) });
