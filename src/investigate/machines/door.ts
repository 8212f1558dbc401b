import { compareInstants } from '../../model/instant.ts';
import { earliest, latest, shiftSeconds } from '../cells.ts';
import type { Timed } from '../cells.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import type { MachineFacts, SignIns } from './machine-facts.ts';

/** How somebody came in to a machine, and who else was at its doors. */
export interface Door {
  readonly machine: string;
  readonly facts: MachineFacts;
  /** The intruder's first act there. */
  readonly begin: ActGroup;
  /** The sign-in by which he came; null where none is among the records. */
  readonly entry: SignIns | null;
  readonly guesses: Guesses | null;
  /** Sign-ins with the same key, or of the same user where no key is told, from elsewhere before. */
  readonly earlier: readonly SignIns[];
  /** From when on sign-ins are among the records. */
  readonly since: string | null;
}

/** Sign-ins that were refused. */
export interface Guesses {
  readonly count: number;
  readonly addresses: readonly string[];
  readonly users: readonly string[];
  readonly first: string;
  readonly last: string;
  /** From the address by which the intruder came, before he did, at the name by which he came. */
  readonly ofEntry: number;
  /** From that address at any name. */
  readonly fromEntry: number;
  readonly citations: readonly Timed[];
}

/** The way in to a machine, by what its sign-ins tell. `begin` is the first act there that was let in. */
export function doorOf(facts: MachineFacts, begin: ActGroup): Door {
  const { signIns, machine } = facts;
  const accepted = signIns.filter(({ isAccepted }) => isAccepted);
  const entry = begin.verb === 'login' ? entryOf(accepted, begin) : null;
  const earlier =
    entry === null
      ? []
      : accepted.filter(
          (one) =>
            one.address !== entry.address &&
            compareInstants(one.first, begin.time) < 0 &&
            (entry.credential === null ? one.user === entry.user : one.credential === entry.credential),
        );
  return {
    machine: machine.name,
    facts,
    begin,
    entry,
    guesses: guessesOf(signIns, begin, entry),
    earlier,
    since: accepted.length === 0 ? null : earliest(accepted.map(({ first }) => first)),
  };
}

/** Two logs write down one sign-in within this time. */
const momentSeconds = 2;

/** The sign-in that the act is, as the log that names its key tells it where one does. */
function entryOf(accepted: readonly SignIns[], { time, address, actorName, credential }: ActGroup): SignIns | null {
  const same = accepted.filter(
    (one) =>
      one.address === address &&
      one.user === (actorName ?? '') &&
      (credential === null || one.credential === credential) &&
      compareInstants(one.first, shiftSeconds(time, momentSeconds)) <= 0 &&
      compareInstants(one.last, shiftSeconds(time, -momentSeconds)) >= 0,
  );
  return same.find((one) => one.credential !== null) ?? same[0] ?? null;
}

function guessesOf(signIns: readonly SignIns[], begin: ActGroup, entry: SignIns | null): Guesses | null {
  const refused = signIns.filter(({ isAccepted }) => !isAccepted);
  if (refused.length === 0) return null;
  const sum = (some: readonly SignIns[]): number => some.reduce((all, { count }) => all + count, 0);
  const before = refused.filter(({ first, address }) => compareInstants(first, begin.time) < 0 && address !== null);
  const fromEntry = before.filter(({ address }) => address === entry?.address);
  return {
    count: sum(refused),
    addresses: [...new Set(refused.flatMap(({ address }) => address ?? []))].toSorted(),
    users: [...new Set(refused.map(({ user }) => user))].toSorted(),
    first: earliest(refused.map(({ first }) => first)),
    last: latest(refused.map(({ last }) => last)),
    ofEntry: sum(fromEntry.filter(({ user }) => user === entry?.user)),
    fromEntry: sum(fromEntry),
    citations: refused.flatMap(({ citations }) => citations),
  };
}

/** By a key, which nobody guesses. */
export const isByKey = ({ method, credential }: SignIns): boolean => credential !== null || method === 'publickey';

/** By a password, as the record says itself. */
export const isByPassword = ({ method }: SignIns): boolean =>
  method !== null && /^(?:password|keyboard-interactive)/.test(method);

/** Whether guessing can have opened the door: the name by which he came, from where he came, without a key. */
export const isGuessed = ({ entry, guesses }: Door): boolean =>
  entry !== null && !isByKey(entry) && guesses !== null && guesses.ofEntry > 0;
