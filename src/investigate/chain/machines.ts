import { needed, textOf } from '../../lake/cells.ts';
import { compareInstants, compareText } from '../../model/instant.ts';
import { instantOf, latest, shiftSeconds } from '../cells.ts';
import { relations } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { strandId, strandKeyOf } from './strands.ts';

/** The anchoring acts of one strand on one machine. */
export interface Visit {
  readonly strand: string;
  /** A name as records have it, or an id. */
  readonly machine: string;
  readonly first: string;
  readonly last: string;
}

/** On a machine that rests for longer, what comes after is another story. */
const restSeconds = 24 * 3600;

/** Where the strands that hold anchors were at work. */
export async function visitsOf({ engine }: Pick<Scope, 'engine'>): Promise<readonly Visit[]> {
  const rows = await engine.rows(`SELECT key, network, agent, machine, min(time) AS first, max(time) AS last FROM (
      SELECT key, network, agent, time, unnest([lower(host), host_uid]) AS machine FROM ${relations.anchors})
    WHERE machine IS NOT NULL AND machine <> '' AND NOT starts_with(machine, 'localhost')
    GROUP BY key, network, agent, machine ORDER BY machine, first, key, network, agent`);
  return rows.map((row) => ({
    strand: strandId(strandKeyOf(row)),
    machine: needed(textOf(row['machine']), 'machine'),
    first: needed(instantOf(row['first']), 'first'),
    last: needed(instantOf(row['last']), 'last'),
  }));
}

/** Pairs of visits to one machine between which it did not rest. */
export function onOneMachine(visits: readonly Visit[]): readonly (readonly [Visit, Visit])[] {
  const whole = wholeNames(visits.map(({ machine }) => machine));
  const machines = Map.groupBy(visits, ({ machine }) => whole.get(machine) ?? machine);
  return [...machines.values()].flatMap((all) => {
    const pairs: (readonly [Visit, Visit])[] = [];
    let before: Visit | null = null;
    let until = '';
    for (const visit of all.toSorted(byFirst)) {
      if (before !== null && compareInstants(visit.first, shiftSeconds(until, restSeconds)) <= 0)
        pairs.push([before, visit]);
      until = before === null ? visit.last : latest([until, visit.last]);
      before = visit;
    }
    return pairs;
  });
}

const byFirst = (a: Visit, b: Visit): number =>
  compareInstants(a.first, b.first) || compareText(a.strand, b.strand) || compareText(a.machine, b.machine);

/** One log says `build-1`, another `build-1.example.com`: the same, where no other name begins so. */
function wholeNames(names: readonly string[]): ReadonlyMap<string, string> {
  const long = [...new Set(names)].filter((name) => name.includes('.'));
  const byShort = Map.groupBy(long, (name) => name.slice(0, name.indexOf('.')));
  return new Map(
    [...byShort].flatMap(([short, [only, ...others]]) => (only && others.length === 0 ? [[short, only]] : [])),
  );
}
