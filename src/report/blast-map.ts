import type { Coverage, CoverageState } from '../model/coverage.ts';
import type { Incident } from '../model/incident.ts';
import { compareText } from '../model/instant.ts';
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
  readonly made: number;
  /** `part`: some logs of the cell were seen and others not; null where no log is known of. */
  readonly seen: CoverageState | 'part' | null;
}

export function isLive({ state }: Resource): boolean {
  return state === 'running' || state === 'active';
}

/** Cells without resources and without any word on coverage are left out. */
export function blastMap({ resources, coverage, accounts, regions }: Incident): BlastMap {
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
          running: here.filter(isLive).length,
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
