import type { Coverage, CoverageState } from '../model/coverage.ts';
import type { Incident } from '../model/incident.ts';
import { compareText } from '../model/instant.ts';
import type { Step } from '../model/plan.ts';
import type { Resource } from '../model/resource.ts';

/** Account × region: what the intruder has there, and whether anyone looked. */
export interface BlastMap {
  /** Those with most resources of the intruder first. */
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly cells: readonly BlastCell[];
}

export interface BlastCell {
  readonly account: string;
  readonly region: string;
  readonly running: number;
  /** Still there, running or not. */
  readonly left: number;
  readonly made: number;
  /** `part`: some logs of the cell were seen and others not; null where no log is known of. */
  readonly seen: CoverageState | 'part' | null;
}

export function isLive({ state }: Resource): boolean {
  return state === 'running' || state === 'active';
}

/** Until these are done, a thing computes or starts what does. */
const stopping: ReadonlySet<Step['phase']> = new Set(['freeze', 'drain', 'stop', 'terminate']);

/** Tells what still runs: machines by their records, and whatever is there and the plan has still to stop. */
export function runningIn({ plan }: Pick<Incident, 'plan'>): (resource: Resource) => boolean {
  const open = (plan?.steps ?? []).filter(({ status, phase }) => status === 'open' && stopping.has(phase));
  const keys = new Set(
    open.flatMap(({ targets, account, region }) =>
      targets.map(({ type, uid }) => JSON.stringify([type, uid, account, region])),
    ),
  );
  return (resource) =>
    resource.state === 'running' ||
    (isLive(resource) && keys.has(JSON.stringify([resource.type, resource.uid, resource.account, resource.region])));
}

/** Cells without resources and without any word on coverage are left out. */
export function blastMap(incident: Incident): BlastMap {
  const { resources, coverage, accounts, regions } = incident;
  const runs = runningIn(incident);
  const made = Map.groupBy(resources, cellKey);
  const looked = Map.groupBy(coverage, cellKey);
  const rows = distinct([
    ...accounts,
    ...resources.map(({ account }) => account),
    ...coverage.map(({ account }) => account),
  ]);
  const columns = distinct([
    ...regions,
    ...resources.map(({ region }) => region),
    ...coverage.map(({ region }) => region),
  ]);
  const cells = rows.flatMap((account) =>
    columns.flatMap((region): readonly BlastCell[] => {
      const key = cellKey({ account, region });
      if (!made.has(key) && !looked.has(key)) return [];
      const here = made.get(key) ?? [];
      return [
        {
          account,
          region,
          running: here.filter(runs).length,
          left: here.filter(isLive).length,
          made: here.length,
          seen: seenOf(looked.get(key) ?? []),
        },
      ];
    }),
  );
  const madeIn = (account: string): number =>
    cells.reduce((sum, cell) => sum + (cell.account === account ? cell.made : 0), 0);
  return { accounts: rows.toSorted((a, b) => madeIn(b) - madeIn(a)), regions: columns, cells };
}

/** The place of a part that a record does not name. */
export const nowhere = 'not recorded';

const cellKey = ({ account, region }: { readonly account: string | null; readonly region: string | null }): string =>
  JSON.stringify([account ?? nowhere, region ?? nowhere]);

const distinct = (names: readonly (string | null)[]): readonly string[] =>
  [...new Set(names.map((name) => name ?? nowhere))].toSorted(compareText);

function seenOf(coverage: readonly Coverage[]): BlastCell['seen'] {
  const [first, ...others] = new Set(coverage.map(({ state }) => state));
  if (first === undefined) return null;
  return others.length === 0 ? first : 'part';
}
