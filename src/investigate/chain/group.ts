import { shiftSeconds } from '../cells.ts';
import { compareInstants } from '../../model/instant.ts';
import { isIndirect, strandId } from './strands.ts';
import type { Strand } from './strands.ts';

/** One session, or one lasting credential: the unit that an intruder holds, wholly or beside its owner. */
export interface Group {
  readonly id: string;
  readonly strands: readonly Strand[];
  /** Ids of strands that findings, or hops of the chain, mark as the intruder's. */
  readonly marked: ReadonlySet<string>;
  /** The intruder opened this session or made this credential: nobody else uses it. */
  readonly isWhole: boolean;
}

/** A program that appears on the intruder's network this shortly before him counts as his. */
const leadSeconds = 3600;

/**
 * The strands that are the intruder's: marked ones, and others on the same network: of a session all,
 * of a lasting credential those that appear there with him and not long before, since owner and thief
 * may share a network. Services called on somebody's behalf are his when all direct strands are.
 */
export function hostileStrands({ strands, marked, isWhole }: Group): readonly Strand[] {
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
    return strand.sessionCreated !== null || compareInstants(strand.first, shiftSeconds(begin, -leadSeconds)) >= 0;
  };
  const direct = strands.filter((strand) => !isIndirect(strand));
  const areAllHostile = direct.length > 0 && direct.every(isHostile);
  return strands.filter((strand) => isHostile(strand) || (areAllHostile && isIndirect(strand)));
}
