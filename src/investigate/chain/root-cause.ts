import { cite } from '../../model/evidence.ts';
import type { Citation } from '../../model/evidence.ts';
import type { Alternative, RootCause } from '../../model/incident.ts';
import { plainText } from '../plain-text.ts';
import { identityOf } from './root.ts';
import type { Origin } from './root.ts';

/** How the root may have come into other hands, what cannot be excluded, and what the records contradict. */
export function rootCauseOf(origin: Origin): RootCause {
  const { bystanders, issuedBy } = origin;
  const citations = [
    ...firstUse(origin),
    ...bystanders.map(({ firstUid, first }) => ({ ref: firstUid, time: first })),
    ...(issuedBy?.citations ?? []),
  ];
  const [text, confidence] = causeOf(origin);
  return { text, confidence, alternatives: alternativesOf(origin), ...cite(citations) };
}

const firstUse = ({ strand }: Origin): readonly Citation[] => [{ ref: strand.firstUid, time: strand.first }];
const nameOf = ({ strand }: Origin): string => plainText(identityOf(strand).name);

function causeOf(origin: Origin): readonly [string, RootCause['confidence']] {
  const name = nameOf(origin);
  switch (origin.kind) {
    case 'key':
      return origin.bystanders.length > 0
        ? [
            `The key of ${name} is in other hands: it is used from networks or programs that differ from its owner's. How it got out is not in these logs.`,
            'likely',
          ]
        : [`The key of ${name} was misused. How it got out is not in these logs.`, 'possible'];
    case 'sign-in':
      return [
        `Somebody signed in as ${name}. How the password or sign-in was obtained is not in these logs.`,
        'possible',
      ];
    case 'taken-session':
      return [`The credentials of a running session of ${name} were taken and used from another network.`, 'likely'];
    case 'session':
      return sessionCause(origin);
  }
}

function sessionCause(origin: Origin): readonly [string, RootCause['confidence']] {
  const { issuedBy } = origin;
  const misused = `A session of ${nameOf(origin)} was misused.`;
  if (issuedBy === null || issuedBy.confidence === 'possible')
    return [`${misused} Who opened it cannot be told from these logs.`, 'possible'];
  return issuedBy.isProvider
    ? [
        `${misused} The provider opened it for what runs under that identity: its credentials were taken from there, or what runs there was taken over. How is not in these logs.`,
        'likely',
      ]
    : [`${misused} The record that opened it names a caller who is not held for the intruder.`, 'possible'];
}

function alternativesOf(origin: Origin): readonly Alternative[] {
  const name = nameOf(origin);
  const used = cite(firstUse(origin));
  const open = (text: string, why: string): Alternative => ({ text, standing: 'open', why, ...used });
  const insider = open(
    `the rightful user of ${name} did this knowingly`,
    'the word of its owner on which of these calls are his',
  );
  switch (origin.kind) {
    case 'key':
      return [
        insider,
        {
          text: 'the credentials of a running session were taken',
          standing: 'rejected',
          why: 'the record of the first misuse names a lasting key and no session',
          ...used,
        },
      ];
    case 'sign-in':
    case 'taken-session':
      return [insider];
    case 'session':
      return [insider, ...sessionAlternatives(origin, open)];
  }
}

function sessionAlternatives(origin: Origin, open: (text: string, why: string) => Alternative): readonly Alternative[] {
  const { issuedBy } = origin;
  const stolen = 'the session was opened with a stolen key or sign-in';
  if (issuedBy?.isProvider === true && issuedBy.confidence === 'confirmed')
    return [
      {
        text: stolen,
        standing: 'rejected',
        why: 'the record that opened it names the provider itself as the caller',
        ...cite(issuedBy.citations),
      },
    ];
  const why = 'the record that opened it, with its caller';
  return [open(`the session's credentials were taken from what runs as ${nameOf(origin)}`, why), open(stolen, why)];
}
