import { operationsSql } from '../../lake/acts.ts';
import { literal } from '../../lake/sql.ts';
import { compareInstants } from '../../model/instant.ts';
import type { Range } from '../../model/range.ts';
import type { TouchedResource } from '../blast/resources.ts';
import { sqlInstant } from '../cells.ts';
import type { Machine } from '../machines/machine.ts';
import type { MachineStory } from '../machines/machine-story.ts';
import { layActs, narrowed, nothing, relations, withStrandSql } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { actGroupOf, byTime } from '../timeline/act-group.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import type { BilledThing } from './bill.ts';

/** The kind of a machine of which no record of a cloud tells; whoever knows its size and price may say so. */
const plainMachine = 'host:machine';

/** The launches of machines that logs of machines speak of, by the short name of the machine: by an id, or else by the name that they were given. */
export async function machineLaunches(
  scope: Scope,
  machines: readonly Machine[],
  first: string,
): Promise<ReadonlyMap<string, ActGroup>> {
  const launching = operationsSql(scope.semantics, ({ verb }) => verb === 'launch');
  if (machines.length === 0 || launching === 'false') return new Map();
  const where = `time < ${sqlInstant(first)} AND ${launching}`;
  const ids = machines.flatMap((one) => one.ids).map(literal);
  const shorts = machines.map(({ short }) => literal(short));
  const ofThem = [
    `list_has_any(made, CAST([${ids.join(', ')}] AS VARCHAR[]))`,
    `len(list_filter(names, lambda name: lower(split_part(name, '.', 1)) IN (${shorts.join(', ')}))) > 0`,
  ];
  await layActs(scope, {
    table: relations.launches,
    events: withStrandSql((await narrowed(scope, { where, bounds: { to: first } })) ?? nothing),
    condition: `outcome = 'accepted' AND (${ofThem.join(' OR ')})`,
  });
  const rows = await scope.engine
    .rows(`SELECT *, time AS last, 1 AS count, [{'ref': event_uid, 'time': time}] AS citations,
    false AS is_respawn FROM ${relations.launches} ORDER BY time, event_uid`);
  const found = rows.map(actGroupOf);
  return new Map(
    machines.flatMap((machine) => {
      const byId = found.filter(({ made }) => made.some((id) => machine.ids.includes(id)));
      // Of a machine whose id is known no other's launch counts, though it bore the same name.
      const byName = found.filter(
        ({ names }) =>
          machine.tie === 'none' && names.some((name) => name.toLowerCase().split('.')[0] === machine.short),
      );
      // A record of the beginning of a launch may know less than the one of its end.
      const launch = [...byName, ...byId].findLast(({ shape }) => shape !== null);
      return launch === undefined ? [] : [[machine.short, launch] as const];
    }),
  );
}

interface Used {
  readonly stories: readonly MachineStory[];
  readonly launches: ReadonlyMap<string, ActGroup>;
  readonly resources: readonly TouchedResource[];
}

/** Machines that ran for their owner and that the intruder mined on: for the time at which they mined, in the share that it took. */
export const usedMachines = ({ stories, launches, resources }: Used): readonly BilledThing[] => {
  const made = new Set(resources.filter(({ isMade }) => isMade).flatMap(({ uid, name }) => [uid, name ?? uid]));
  return stories.flatMap((story): readonly BilledThing[] => {
    const { machine } = story.facts;
    const launch = launches.get(machine.short) ?? null;
    const isMade = [...machine.ids, machine.name].some((id) => made.has(id));
    if (story.mining === null || isMade) return [];
    const { from, to, citations } = story.mining;
    if (compareInstants(to, from) <= 0) return [];
    return [
      {
        uid: machine.tie === 'one' ? (machine.ids[0] ?? machine.name) : machine.name,
        kind: launch?.kind ?? plainMachine,
        shape: launch?.shape ?? null,
        region: launch?.region ?? null,
        terms: { ...launch?.terms, machine: [machine.name] },
        definition: null,
        changes: [
          { time: from, verb: 'start', amount: null },
          { time: to, verb: 'stop', amount: null },
        ],
        amount: 1,
        origin: 'diverted',
        share: shareOf(story),
        isOver: true,
        citations: [...(launch?.citations ?? []), ...citations].toSorted(byTime),
      },
    ];
  });
};

/** At least what came on top of the usual, at most all that was busy. */
function shareOf({ mining, usual }: MachineStory): Range {
  const share = mining?.share ?? null;
  if (share === null) return { low: 0, likely: 1, high: 1 };
  return { low: Math.max(0, share - (usual?.high ?? 100) / 100), likely: share, high: share };
}
