import { lastPart } from '../chain/entity.ts';
import { isIndirect } from '../chain/strands.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { dayOf, endsItself, gaining, mostADay } from './habit.ts';

/** An act of somebody who launches, and whether a rule from medium upwards speaks of it. */
export interface Move extends ActGroup {
  readonly sessionName: string | null;
  readonly isFound: boolean;
  /** Refused for want of room, not of rights, or only tried out. */
  readonly isForWant: boolean;
  /** A grave rule speaks of it that does not ask how much. */
  readonly isGrave: boolean;
}

/** Where a unit works, asked apart. */
export interface Home {
  /** Networks that others use as well, day by day. */
  readonly shared: ReadonlySet<string>;
  /** The end of the first days of its account's records: who is at it by then was at it before. */
  readonly begun: string;
  /** After it nothing need have ended yet. */
  readonly settled: string;
}

export interface Routine {
  readonly moves: readonly Move[];
  readonly days: number;
  readonly how: 'shared' | 'alone' | 'brief';
}

/** On so many days the same is a routine. */
export const routineDays = 5;
/** The same where nobody else works there, and it goes on since the records begin. */
const longDays = 10;
/** The same thing in the same place. */
const kindDays = 3;
/** A day may bring so many times as much as the third busiest. */
const mostTimes = 2;
/** Of what was launched so much is ended by the same hand; the rest a market takes back, or a person. */
const endedShare = 0.8;
const briefShare = 0.95;
const briefSeconds = 3600;

const making: ReadonlySet<ActGroup['verb']> = new Set(['launch', 'create-identity', 'create-credential']);
const ending: ReadonlySet<ActGroup['verb']> = new Set(['terminate', 'delete']);

/** What of somebody's acts is weighed. */
export const weighedVerbs: ReadonlySet<ActGroup['verb']> = new Set(['launch', 'raise-quota', ...ending, ...gaining]);

/**
 * What of somebody's acts is a routine: launches of the same kinds in the same places, day after day, in like
 * numbers, from where he works day after day, ended again by himself; launches for which there was no room among
 * them; and the ends. Who steals machines does it from elsewhere, takes more, or leaves them running: each such act
 * is none of it. Null where there is no routine.
 * @param moves all that one unit launched, made and ended, in order of time
 */
export function routineIn(moves: readonly Move[], home: Home): Routine | null {
  const placed = withNetworks(moves);
  const ends = endsIn(placed);
  return (
    atHome(placed, { ends, home, how: 'shared' }) ??
    atHome(placed, { ends, home, how: 'alone' }) ??
    brief(placed, { ends, home })
  );
}

/** A move with the network of whoever told the service that carried it out. */
type Placed = Move & { readonly network: string };

function withNetworks(moves: readonly Move[]): readonly Placed[] {
  const direct = new Map(moves.flatMap(({ strand }) => (isIndirect(strand) ? [] : [[strand.key, strand.network]])));
  return moves.map((move) => ({ ...move, network: direct.get(move.strand.key) ?? move.strand.network }));
}

type Ends = ReadonlyMap<string, readonly Placed[]>;

interface Asked {
  readonly ends: Ends;
  readonly home: Home;
}

function endsIn(moves: readonly Placed[]): Ends {
  const pairs = moves
    .filter(({ verb, outcome }) => ending.has(verb) && outcome === 'accepted')
    .flatMap((move) => move.targets.map((id) => [lastPart(id), move] as const));
  return new Map([...Map.groupBy(pairs, ([id]) => id)].map(([id, same]) => [id, same.map(([, move]) => move)]));
}

function atHome(moves: readonly Placed[], { ends, home, how }: Asked & { how: 'shared' | 'alone' }): Routine | null {
  const launches = moves.filter(({ verb }) => verb === 'launch');
  const accepted = launches.filter(({ outcome }) => outcome === 'accepted');
  const needed = how === 'alone' ? longDays : routineDays;
  const isFromStart = (same: readonly Placed[]) => (same[0]?.time ?? '') < home.begun;
  const networks = [...Map.groupBy(accepted, ({ network }) => network)]
    .filter(([network]) => !network.startsWith('via:'))
    .filter(([network, same]) => (how === 'shared' ? home.shared.has(network) : isFromStart(same)))
    .filter(([, same]) => daysOf(same).size >= (how === 'alone' ? longDays : kindDays))
    .map(([network]) => network);
  const there = new Set(networks);
  const usual = usualIn(accepted.filter(({ network }) => there.has(network)));
  const ended = shareEnded(usual, { ends, home });
  if (daysOf(usual).size < needed || (ended ?? 1) < endedShare) return null;
  // Jobs end by themselves: that they did speaks for nobody, but who signs in anew each day holds more than one key.
  if (how === 'alone' && ended === null && new Set(usual.map(({ credential }) => credential)).size < longDays)
    return null;
  const things = new Set(usual.map(thingOf));
  const days = daysOf(usual);
  const own = new Set(accepted.flatMap(({ made }) => made.map(lastPart)));
  const isOwnEnd = ({ verb, targets }: Placed) =>
    ending.has(verb) && targets.length > 0 && targets.every((id) => own.has(lastPart(id)));
  const [last] = [...days].toSorted().slice(-1);
  // Of a long routine a market takes some back, and some are forgotten; of a short one nothing is left.
  const isLeft = (move: Placed) => days.size < longDays && !isGone(move, ends) && !move.serves && dayOf(move) !== last;
  const touched = new Set(moves.filter(isGaining).map(({ strand }) => strand.key));
  const seldom = new Set<Move>(seldomIn(accepted, { usual, ends, there }));
  const sizes = new Set([...seldom].map(sizeOnDay));
  const isLaunch = (move: Placed) =>
    move.outcome === 'accepted'
      ? seldom.has(move) || (things.has(thingOf(move)) && days.has(dayOf(move)) && !isLeft(move))
      : move.isForWant && (things.has(thingOf(move)) || sizes.has(sizeOnDay(move)));
  const isPart = (move: Placed) =>
    move.verb === 'launch' ? isLaunch(move) && !move.isGrave : move.verb === 'raise-quota' || isOwnEnd(move);
  const isOf = (move: Placed) => there.has(move.network) && !touched.has(move.strand.key) && isPart(move);
  return { moves: moves.filter(isOf), days: days.size, how };
}

interface Beside {
  readonly usual: readonly Placed[];
  readonly ends: Ends;
  readonly there: ReadonlySet<string>;
}

/** What nobody does who launches day by day: where a session did that, nothing of it is routine. */
const isGaining = ({ verb, outcome }: Placed): boolean => outcome === 'accepted' && gaining.has(verb);

/** It ends by itself, or the same hand ended all of it. */
const isGone = ({ kind, made }: Placed, ends: Ends): boolean =>
  endsItself.test(kind) || (made.length > 0 && made.every((id) => ends.has(lastPart(id))));

/** The little that somebody launches besides, from where his routine is and in the same accounts, and ends again. */
function seldomIn(accepted: readonly Placed[], { usual, ends, there }: Beside): readonly Placed[] {
  const accounts = new Set(usual.map(({ account }) => account));
  const routine = new Set<Move>(usual);
  const others = accepted.filter(
    (move) =>
      !routine.has(move) &&
      there.has(move.network) &&
      accounts.has(move.account) &&
      move.made.length > 0 &&
      isGone(move, ends),
  );
  return [...Map.groupBy(others, dayOf).values()].filter((same) => amountOf(same) <= mostADay).flat();
}

const amountOf = (launches: readonly ActGroup[]): number =>
  launches.reduce((sum, { made, amount }) => sum + Math.max(made.length, amount ?? 1), 0);

/** Whoever finds no room for a size in one place asks in the next. */
const sizeOnDay = (move: ActGroup): string => JSON.stringify([move.kind, move.shape, dayOf(move)]);

/** A thing of a size in a place. */
const thingOf = ({ kind, shape, account, region }: ActGroup): string => JSON.stringify([kind, shape, account, region]);

const daysOf = (moves: readonly ActGroup[]): ReadonlySet<string> => new Set(moves.map(dayOf));

/** Those of things that come again, on days on which there are not far more of them than on others. */
function usualIn(launches: readonly Placed[]): readonly Placed[] {
  const again = [...Map.groupBy(launches, thingOf).values()].filter((same) => daysOf(same).size >= kindDays).flat();
  const amounts = [...Map.groupBy(again, dayOf)].map(([day, same]) => ({
    day,
    amount: amountOf(same),
  }));
  const third = amounts.map(({ amount }) => amount).toSorted((a, b) => b - a)[kindDays - 1] ?? 0;
  const days = new Set(amounts.flatMap(({ day, amount }) => (amount <= mostTimes * third ? [day] : [])));
  return again.filter((one) => days.has(dayOf(one)));
}

/** How much was ended of what has no end of its own, null where there is none; of an order that serves on, and of what it launched, either. */
function shareEnded(launches: readonly Placed[], { ends, home }: Asked): number | null {
  const older = launches.filter(({ kind, time }) => !endsItself.test(kind) && time < home.settled);
  const machines = older.filter(({ serves }) => !serves);
  const counted = (machines.length > 0 ? machines : older).flatMap(({ made }) => made);
  return counted.length === 0 ? null : counted.filter((id) => ends.has(lastPart(id))).length / counted.length;
}

/** What is made and gone again within the hour, in the same session, day after day since the records begin: a test. */
function brief(moves: readonly Placed[], { ends, home }: Asked): Routine | null {
  const makings = moves.filter(({ verb, outcome }) => making.has(verb) && outcome === 'accepted');
  const isBrief = (move: Placed): boolean =>
    move.made.length > 0 &&
    move.made.every((id) => ends.get(lastPart(id))?.some((end) => isSoonAfter(move, end)) === true);
  const gone = makings.filter(isBrief);
  const days = daysOf(gone);
  if (days.size < longDays || gone.length < briefShare * makings.length || (gone[0]?.time ?? '') >= home.begun)
    return null;
  const usual = usualIn(gone);
  const parts = new Set<Move>(usual);
  const names = new Set(usual.flatMap(({ made, names: called }) => [...made, ...called].map(lastPart)));
  const isOfThem = ({ verb, targets }: Placed) =>
    (ending.has(verb) || verb === 'grant') && targets.length > 0 && targets.every((id) => names.has(lastPart(id)));
  return { moves: moves.filter((move) => parts.has(move) || isOfThem(move)), days: days.size, how: 'brief' };
}

const isSoonAfter = (move: Placed, end: Placed): boolean => {
  const seconds = (Date.parse(end.time) - Date.parse(move.time)) / 1000;
  return end.strand.key === move.strand.key && seconds >= 0 && seconds <= briefSeconds;
};
