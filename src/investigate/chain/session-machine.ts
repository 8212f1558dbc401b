import type { Semantics } from '../../model/semantics.ts';
import { isSession } from './strands.ts';
import type { Strand } from './strands.ts';

/** The machine that a session is named after; null where its name is none that a provider gives to machines. */
export function machineOf(strand: Strand | undefined, semantics: readonly Semantics[]): string | null {
  const name = strand?.sessionName ?? null;
  if (strand === undefined || name === null || !isSession(strand)) return null;
  const isMachine = semantics.some(
    ({ machines }) => machines?.uid !== undefined && new RegExp(machines.uid).test(name),
  );
  return isMachine ? name : null;
}
