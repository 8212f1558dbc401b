import { compareInstants } from '../../model/instant.ts';
import { latest, shiftSeconds } from '../cells.ts';
import { viaShell } from './strand-keys.ts';
import { isIndirect, isSession, strandId } from './strands.ts';
import type { Span, Strand } from './strands.ts';

/** One session, or one lasting credential: the unit that an intruder holds, wholly or beside its owner. */
export interface Group {
  readonly id: string;
  readonly strands: readonly Strand[];
  /** Ids of strands that findings, or hops of the chain, mark as the intruder's. */
  readonly marked: ReadonlySet<string>;
  /** Parts of long-established strands that are so marked, by the strand's id. */
  readonly windows: ReadonlyMap<string, readonly Window[]>;
  /** The intruder opened this session or made this credential: nobody else uses it. */
  readonly isWhole: boolean;
}

/** A part of a strand, with the act by which it is marked. */
export interface Window extends Span {
  readonly first: string;
  readonly firstUid: string;
}

/** A program that appears on the intruder's network this shortly before him counts as his. */
const leadSeconds = 3600;

/**
 * The strands that are the intruder's: marked ones, and others on the same network: of a session all,
 * of a lasting credential those that appear there with him and not long before, since owner and thief
 * may share a network. Services called on somebody's behalf are his when all direct strands are. Of
 * strands marked in part, and of what is done on machines, only the marked parts.
 */
export function hostileStrands({ strands, marked, windows, isWhole }: Group): readonly Strand[] {
  if (isWhole) return strands;
  const since = new Map<string, string>();
  for (const strand of strands) {
    if (!marked.has(strandId(strand))) continue;
    const known = since.get(strand.network);
    if (known === undefined || compareInstants(strand.first, known) < 0) since.set(strand.network, strand.first);
  }
  const isHostile = (strand: Strand) => {
    if (marked.has(strandId(strand))) return true;
    const begin = since.get(strand.network);
    if (begin === undefined || isIndirect(strand)) return false;
    return isSession(strand) || compareInstants(strand.first, shiftSeconds(begin, -leadSeconds)) >= 0;
  };
  const direct = strands.filter((strand) => !isIndirect(strand));
  const areAllHostile = direct.length > 0 && (direct.every(isHostile) || isShellOfOne(strands, marked));
  return strands.flatMap((strand) => {
    if (isHostile(strand) || (areAllHostile && !isLocal(strand))) return [strand];
    return merged(windows.get(strandId(strand)) ?? []).map(({ since: from, until, first, firstUid }) => ({
      ...strand,
      first,
      firstUid,
      last: until,
      window: { since: from, until },
    }));
  });
}

/** What is done on a machine by somebody who is in: whoever else has that name does it without key and address too. */
export const isLocal = (strand: Strand): boolean =>
  isIndirect(strand) && strand.credential === null && !isSession(strand);

/** Who works in the shell of a session's console is who sits at it, where that is on one network only. */
function isShellOfOne(strands: readonly Strand[], marked: ReadonlySet<string>): boolean {
  const isMarked = strands.some((strand) => strand.network === viaShell && marked.has(strandId(strand)));
  return isMarked && new Set(strands.filter((one) => !isIndirect(one)).map(({ network }) => network)).size === 1;
}

/** Overlapping windows as one, so that no act falls into two. */
function merged(windows: readonly Window[]): readonly Window[] {
  const ordered = windows.toSorted((a, b) => compareInstants(a.since, b.since) || compareInstants(a.first, b.first));
  const apart: Window[] = [];
  for (const window of ordered) {
    const last = apart.at(-1);
    if (last === undefined || compareInstants(window.since, last.until) > 0) apart.push(window);
    else apart[apart.length - 1] = { ...last, until: latest([last.until, window.until]) };
  }
  return apart;
}
