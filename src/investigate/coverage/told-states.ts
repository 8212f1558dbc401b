import { coverageRef } from '../../model/evidence.ts';
import type { Coverage, CoverageState } from '../../model/coverage.ts';
import { compareText } from '../../model/instant.ts';

/** The gravest first. */
const gravity: readonly CoverageState[] = ['off', 'denied', 'gap', 'unknown', 'seen'];

/** The cells of all logs, and those that an incident misses, each with the gravest state that it has there or in any incident: unknown is not clean. */
export function withToldStates(
  cells: readonly Coverage[],
  incidents: readonly { readonly coverage: readonly Coverage[] }[],
): readonly Coverage[] {
  const told = Map.groupBy(
    incidents.flatMap(({ coverage }) => coverage),
    (cell) => coverageRef(cell),
  );
  const known = new Set(cells.map((cell) => coverageRef(cell)));
  const unread = [...told].flatMap(([ref, same]) => (known.has(ref) ? [] : same.slice(0, 1)));
  const all = [...cells, ...unread.toSorted((a, b) => compareText(coverageRef(a), coverageRef(b)))];
  return all.map((cell) => {
    const states = new Set([cell, ...(told.get(coverageRef(cell)) ?? [])].map(({ state }) => state));
    return { ...cell, state: gravity.find((state) => states.has(state)) ?? cell.state };
  });
}
