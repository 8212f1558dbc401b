import { compareInstants } from '../../model/instant.ts';
import { isByKey, isGuessed } from '../machines/door.ts';
import type { Door, Guesses } from '../machines/door.ts';
import type { SignIns } from '../machines/machine-facts.ts';
import { counted, listed, plainText } from '../plain-text.ts';
import type { Advice } from '../../model/incident.ts';
import type { Draft } from './claims.ts';
import { advice } from './how-to.ts';

/** By which sign-in the intruder came, whether guessing opened the door, and whether its owner had used the key before. */
export function doorClaims(door: Door, number: number): readonly Draft[] {
  return [
    entryClaim(door, number),
    ...guessClaims(door, number),
    ...ownerClaims(door, number),
    ...leakClaim(door, number),
  ];
}

const begun = ({ begin }: Door) => begin.citations.slice(0, 1);

function entryClaim(door: Door, number: number): Draft {
  const { entry, begin, machine, facts } = door;
  const name = plainText(machine);
  const common = { key: `door-${number}`, subject: machine, unit: null, citations: begun(door) };
  if (entry === null) {
    const parent = facts.parent === null ? '' : `; ${plainText(facts.parent.what)} started it`;
    return {
      ...common,
      text: `No sign-in leads to the intruder's first act on ${name} at ${begin.time}: he came in by another door${parent}`,
      value: facts.parent?.what ?? null,
      confidence: 'possible',
      method: `${counted(facts.signIns.length, 'group')} of sign-ins among the records of the machine, none of this user before it`,
      citations: [...common.citations, ...(facts.parent?.citations ?? [])],
    };
  }
  return {
    ...common,
    text: `The door to ${name} was a sign-in of ${plainText(entry.user)} ${howText(entry)} from ${plainText(entry.address ?? 'an unknown address')} at ${begin.time}`,
    value: entry.address,
    confidence: 'confirmed',
    method: 'the accepted sign-in with which his acts on the machine begin',
  };
}

const howText = ({ credential, method }: SignIns): string =>
  credential === null ? (method === null ? '' : `by ${plainText(method)}`) : `with the key ${plainText(credential)}`;

function guessClaims(door: Door, number: number): readonly Draft[] {
  const { guesses, machine } = door;
  if (guesses === null) return [];
  return [
    {
      key: `door-guesses-${number}`,
      subject: machine,
      text: `${guessText(guesses, machine)}: ${verdictOn(door, guesses)}`,
      value: guesses.count,
      unit: 'record',
      confidence: isGuessed(door) ? 'possible' : 'confirmed',
      method:
        'records of refused sign-ins from a day before on, by address and name; one attempt may be several records',
      citations: guesses.citations,
    },
  ];
}

const guessText = ({ count, addresses, users, first, last }: Guesses, machine: string): string =>
  `${counted(count, 'record')} tell of refused sign-ins on ${plainText(machine)} from ${listed(addresses.map(plainText), 3)} as ${listed(
    users.map((user) => (user === '' ? 'an empty name' : plainText(user))),
    3,
  )}, ${first} to ${last}`;

/** Whether guessing was the door or noise, and by what. */
export function verdictOn(door: Door, guesses: Guesses): string {
  const { entry } = door;
  if (isGuessed(door))
    return `${counted(guesses.ofEntry, 'record')} of them are of the address and the name that came in afterwards, so a guessed password can have been the door`;
  const others = `none from where he came at the name by which he came`;
  if (entry === null) return 'none of them was let in';
  if (isByKey(entry))
    return `noise, not the door: he came in by a key, which nobody guesses${guesses.fromEntry > 0 ? `, though ${counted(guesses.fromEntry, 'record')} are from his address` : `, and ${others}`}`;
  return `noise, not the door: ${others}`;
}

function ownerClaims(door: Door, number: number): readonly Draft[] {
  const { entry, earlier, since, machine } = door;
  if (entry === null) return [];
  const what = entry.credential === null ? `the name ${plainText(entry.user)}` : 'that key';
  const uses = earlier.reduce((sum, { count }) => sum + count, 0);
  const places = listed([...new Set(earlier.map(({ address }) => plainText(address ?? 'an unknown address')))], 3);
  return [
    {
      key: `door-owner-${number}`,
      subject: machine,
      text:
        uses === 0
          ? `Nobody had signed in with ${what} from elsewhere before, in records that begin at ${since ?? 'that sign-in'}`
          : `Before that somebody had signed in with ${what} ${counted(uses, 'time')} from ${places}${compareInstants(entry.first, door.begin.time) < 0 ? '' : `, never from ${plainText(entry.address ?? 'there')}`}`,
      value: uses,
      unit: 'sign-in',
      confidence: 'confirmed',
      method: `accepted sign-ins on ${plainText(machine)} since ${since ?? 'the first record'}`,
      citations: [...begun(door), ...earlier.flatMap(({ citations }) => citations)],
    },
  ];
}

/** What no log tells is said to be so. */
function leakClaim(door: Door, number: number): readonly Draft[] {
  const { entry, machine } = door;
  if (entry === null || !isByKey(entry)) return [];
  return [
    {
      key: `door-leak-${number}`,
      subject: machine,
      text: `How the key got into the intruder's hands cannot be proven from logs: that it lay in a repository, that its passphrase was weak and that it was taken from a computer of its owner are all possible`,
      value: null,
      unit: null,
      confidence: 'possible',
      method: 'a sign-in tells that a key was used, not where it was copied; a log of the machine knows no passphrase',
      citations: begun(door),
    },
  ];
}

/** What would prove it. */
export function doorQuestions(door: Door): readonly Advice[] {
  const { entry, facts } = door;
  const [user, citations] = [plainText(entry?.user ?? door.begin.actorName ?? 'its user'), begun(door)];
  return [
    ...advice(entry !== null && isByKey(entry), {
      text: `Where was the key of ${user} copied from?`,
      why: 'no log of a machine or of a cloud tells that',
      how: `beewolf scan-repo over the repositories of ${user}, with their history; then forensics of the computers that hold the private key, and whether it has a passphrase`,
      citations,
    }),
    ...advice(entry === null, {
      text: `By which door did somebody come in to ${plainText(door.machine)}?`,
      why: `no sign-in leads to the first act${facts.parent === null ? '' : `, which ${plainText(facts.parent.what)} started`}`,
      how: 'logs of the services that it offers (web server, database, agents), and of who reached them at that time',
      citations,
    }),
  ];
}
