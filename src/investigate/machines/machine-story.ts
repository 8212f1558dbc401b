import { compareInstants } from '../../model/instant.ts';
import { earliest, latest } from '../cells.ts';
import type { Timed } from '../cells.ts';
import { plateauFrom, usualBefore } from './load.ts';
import type { Plateau, Usual } from './load.ts';
import type { MachineFacts } from './machine-facts.ts';

/** What the facts of one machine come to in one incident. */
export interface MachineStory {
  readonly facts: MachineFacts;
  /** The intruder's first act on it. */
  readonly begin: string;
  /** Of its processors, before and since. */
  readonly usual: Usual | null;
  readonly plateau: Plateau | null;
  /** When it can have mined; null where nothing says that it did. */
  readonly mining: MiningTime | null;
}

export interface MiningTime {
  readonly from: string;
  readonly to: string;
  /** Of all processor time in between, as a share of 1; null where nothing measured it. */
  readonly share: number | null;
  readonly citations: readonly Timed[];
}

/** Without a past a machine that is this busy is at its height. */
const busyPercent = 80;

/** Weighs the facts of a machine from the intruder's first act on it, until somebody ended what ran there. */
export function machineStory(facts: MachineFacts, begin: string, ended: string | null): MachineStory {
  const usual = usualBefore(facts.cpu, begin);
  const plateau = plateauFrom(facts.cpu, begin, { usual, least: busyPercent });
  return { facts, begin, usual, plateau, mining: miningTime(facts, plateau, ended) };
}

/** The time at which the processors were at their height, or else from the first sign of mining to the last; none without a sign. */
function miningTime({ signs }: MachineFacts, plateau: Plateau | null, ended: string | null): MiningTime | null {
  const [first, last] = [signs[0], signs.at(-1)];
  if (first === undefined || last === undefined) return null;
  const cited = [first, last].map(({ uid, time }) => ({ ref: uid, time }));
  const until = (time: string): string => (ended === null ? time : earliest([time, ended]));
  if (plateau === null) {
    const to = latest([last.time, ended ?? last.time]);
    return { from: first.time, to, share: null, citations: cited };
  }
  const from = plateau.from;
  const to = compareInstants(until(plateau.to), from) < 0 ? plateau.to : until(plateau.to);
  return { from, to, share: plateau.median / 100, citations: [...cited, ...plateau.citations] };
}
