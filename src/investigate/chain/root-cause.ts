import { cite } from '../../model/evidence.ts';
import type { Citation } from '../../model/evidence.ts';
import type { RootCause } from '../../model/incident.ts';
import { verdictOn } from '../claims/door-claims.ts';
import { isByKey, isByPassword, isGuessed } from '../machines/door.ts';
import type { Door } from '../machines/door.ts';
import { plainText } from '../plain-text.ts';
import { identityOf } from './root.ts';
import type { Origin } from './root.ts';

/** How the root may have come into other hands, what cannot be excluded, and what the records contradict. */
export function rootCauseOf(origin: Origin, door?: Door): RootCause {
  if (door !== undefined) return causeAtDoor(origin, door);
  const { bystanders, issuedBy } = origin;
  const citations = [
    ...firstUse(origin),
    ...bystanders.map(({ firstUid, first }) => ({ ref: firstUid, time: first })),
    ...(issuedBy?.citations ?? []),
  ];
  const [text, confidence] = causeOf(origin);
  const { open, rejected } = othersOf(origin);
  return {
    text: `${text} It cannot be excluded that ${open.join(', or that ')}.`,
    confidence,
    alternatives: [...rejected],
    ...cite(citations),
  };
}

/** The same where somebody came in to a machine: what its sign-ins tell of the door. */
function causeAtDoor(origin: Origin, door: Door): RootCause {
  const { entry, guesses, earlier, machine, facts, begin } = door;
  const name = nameOf(origin);
  const citations = [
    ...firstUse(origin),
    ...begin.citations.slice(0, 1),
    ...earlier.flatMap((one) => one.citations),
    ...(guesses?.citations ?? []),
    ...(facts.parent?.citations ?? []),
  ];
  if (entry === null) {
    const parent = facts.parent === null ? '' : ` The first process was started by ${plainText(facts.parent.what)}.`;
    return {
      text: `Nobody is seen to sign in to ${plainText(machine)} before it began: another door was used, or the sign-in is not in these logs.${parent} It cannot be excluded that ${name} did this knowingly.`,
      confidence: 'possible',
      alternatives: guesses === null ? [] : [`guessing at the sign-in of the machine: ${verdictOn(door, guesses)}`],
      ...cite(citations),
    };
  }
  const from = plainText(entry.address ?? 'an unknown address');
  const before = earlier.length > 0 ? `, where it was never used from before` : '';
  const text = isByKey(entry)
    ? `A key of ${name} is in other hands: somebody signed in with it to ${plainText(machine)} from ${from}${before}. How it got out no log tells: a repository, a computer of its owner and a weak passphrase are all possible.`
    : isGuessed(door)
      ? `A password of ${name} was guessed, or known: ${guesses === null ? '' : `${guesses.ofEntry} refused sign-ins from ${from} came before the one that was let in`}.`
      : isByPassword(entry)
        ? `Somebody signed in to ${plainText(machine)} as ${name} from ${from} with a password that he knew. How he came to know it is not in these logs.`
        : `Somebody signed in to ${plainText(machine)} as ${name} from ${from}${before}. Whether by a key or a password the record does not tell, nor how he came by it.`;
  return {
    text: `${text} It cannot be excluded that the rightful user of ${name} did this knowingly.`,
    confidence: isByKey(entry) && earlier.length > 0 ? 'likely' : 'possible',
    alternatives: guesses === null || isGuessed(door) ? [] : [`brute force: ${verdictOn(door, guesses)}`],
    ...cite(citations),
  };
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
    case 'program':
      return [
        `Something that runs as ${name} was made to run more: a service with a hole, or a sign-in that is not among these logs. Which is not in them.`,
        'possible',
      ];
    case 'asker':
      return [
        `Something that runs on machine ${name} asked for what rules warn of. What it is, and how it came there, is not in these logs.`,
        'possible',
      ];
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
  const { issuedBy, machine } = origin;
  const misused = `A session of ${nameOf(origin)} was misused.`;
  if (machine !== undefined)
    return [
      `Credentials of machine ${plainText(machine)}, which the provider gives to it as ${nameOf(origin)}, were used${origin.address === null ? '' : ` from ${plainText(origin.address)}`}: they were taken from what runs on it, or that was taken over. How is not in these logs.`,
      'likely',
    ];
  if (issuedBy === null || issuedBy.confidence === 'possible')
    return [`${misused} Who opened it cannot be told from these logs.`, 'possible'];
  return issuedBy.isProvider
    ? [
        `${misused} The provider opened it for what runs under that identity: its credentials were taken from there, or what runs there was taken over. How is not in these logs.`,
        'likely',
      ]
    : [`${misused} The record that opened it names a caller who is not held for the intruder.`, 'possible'];
}

/** Other causes: those that nothing here decides, and those that a record contradicts, each with that record. */
interface Others {
  readonly open: readonly string[];
  readonly rejected: readonly string[];
}

function othersOf(origin: Origin): Others {
  const insider = `the rightful user of ${nameOf(origin)} did this knowingly`;
  switch (origin.kind) {
    case 'key':
      return {
        open: [insider],
        rejected: [
          'the credentials of a running session were taken: the record of the first misuse names a lasting key and no session',
        ],
      };
    case 'program':
    case 'asker':
    case 'sign-in':
    case 'taken-session':
      return { open: [insider], rejected: [] };
    case 'session':
      return otherSessionCauses(origin, insider);
  }
}

function otherSessionCauses(origin: Origin, insider: string): Others {
  const stolen = 'the session was opened with a stolen key or sign-in';
  if (origin.issuedBy?.isProvider === true && origin.issuedBy.confidence === 'confirmed')
    return {
      open: [insider],
      rejected: [`${stolen}: the record that opened it names the provider itself as the caller`],
    };
  if (origin.machine !== undefined)
    return { open: [insider, 'somebody opened a session under its name'], rejected: [] };
  return { open: [insider, `its credentials were taken from what runs as ${nameOf(origin)}`, stolen], rejected: [] };
}
