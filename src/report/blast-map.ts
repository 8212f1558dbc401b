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
  /** Still there, running or not. */
  readonly left: number;
  readonly made: number;
  /** `part`: some logs of the cell were seen and others not; null where no log is known of. */
  readonly seen: CoverageState | 'part' | null;
}

export function isLive({ state }: Resource): boolean {
  return state === 'running' || state === 'active';
}

/**
 * Tells what still runs: machines by their own records, and whatever is there and stands behind the claim of what
 * does: a service, a group that starts machines. Of a claim with too much evidence to list, its kinds tell.
 */
export function runningIn({
  claims,
  resources,
}: Pick<Incident, 'claims' | 'resources'>): (resource: Resource) => boolean {
  const claim = claims.find(({ claim_uid: uid }) => uid.endsWith('-running'));
  const refs = new Set(claim?.evidence);
  const isCited = ({ evidence }: Resource): boolean => evidence.some((ref) => refs.has(ref));
  const kinds = new Set(resources.filter((one) => isLive(one) && isCited(one)).map(({ type }) => type));
  const isWhole = claim?.evidence_count === claim?.evidence.length;
  return (resource) =>
    resource.state === 'running' || (isLive(resource) && (isWhole ? isCited(resource) : kinds.has(resource.type)));
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
