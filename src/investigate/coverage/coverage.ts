import type { Engine } from '../../lake/engine.ts';
import type { Coverage } from '../../model/coverage.ts';
import { operationsSql } from '../../lake/acts.ts';
import { calls } from '../../lake/calls.ts';
import { compareInstants, compareText } from '../../model/instant.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { needed, numberOf, textOf } from '../../lake/cells.ts';
import { instantOf } from '../cells.ts';
import type { Scope } from '../scope.ts';

/** Every cloud × account × region × source of which a record was seen, by the summary `calls`. */
export async function coverageOf({ engine }: { readonly engine: Engine }): Promise<readonly Coverage[]> {
  const rows =
    await engine.rows(`SELECT cloud, nullif(account, '') AS account, nullif(region, '') AS region, source, min(first) AS first, max(last) AS last, CAST(sum(count) AS BIGINT) AS count
    FROM ${calls.name} GROUP BY ALL ORDER BY cloud, account, region, source`);
  return rows.map((row) => ({
    cloud: textOf(row['cloud']),
    account: textOf(row['account']),
    region: textOf(row['region']),
    source: needed(textOf(row['source']), 'source'),
    state: 'seen',
    first: instantOf(row['first']),
    last: instantOf(row['last']),
    count: needed(numberOf(row['count']), 'count'),
  }));
}

/**
 * The cells of the accounts that an intruder acted in. Where he switched the records off, a cell is off,
 * or has a gap when later records stand there again; a region that only others of these accounts have records
 * of is unknown in the rest.
 * @param touched further accounts, in which machines are that he acted on
 */
export function coverageOfIncident(
  cells: readonly Coverage[],
  acts: readonly ActGroup[],
  touched: readonly string[] = [],
): readonly Coverage[] {
  const accounts = new Set<string | null>([...acts.map(({ account }) => account), ...touched]);
  const blinding = blindingActs(acts);
  const known = cells
    .filter(({ account }) => account !== null && accounts.has(account))
    .map((cell): Coverage => {
      const blinded = blinding.find(({ account, region }) => account === cell.account && region === cell.region);
      if (blinded === undefined) return cell;
      return { ...cell, state: cell.last !== null && compareInstants(cell.last, blinded.last) > 0 ? 'gap' : 'off' };
    });
  return [...known, ...unreadCells(known, acts)];
}

/**
 * Places of which no record was read: an account's other regions, by the log that tells most of what the intruder
 * did, or most of the account. Records of other kinds, such as alerts and flows, are no stand-in for it.
 */
function unreadCells(known: readonly Coverage[], acts: readonly ActGroup[]): readonly Coverage[] {
  const telling = Map.groupBy(acts, ({ citations }) => citations[0]?.ref.split(':', 1)[0]);
  const actsIn = ({ source }: Coverage): number => telling.get(source)?.length ?? 0;
  const placeOf = ({ cloud, account, region, source }: Coverage) => JSON.stringify([cloud, account, region, source]);
  const read = new Set(known.map(placeOf));
  const accounts = Map.groupBy(known, ({ cloud, account }) => JSON.stringify([cloud, account]));
  return [...accounts.values()].flatMap((own) => {
    const main = own.reduce((most, cell) =>
      (actsIn(cell) - actsIn(most) || cell.count - most.count) > 0 ? cell : most,
    );
    const kin = known.filter(({ cloud, region }) => cloud === main.cloud && region !== null);
    const regions = [...new Set(kin.map(({ region }) => region))].toSorted((a, b) => compareText(a ?? '', b ?? ''));
    return regions
      .map((region): Coverage => ({ ...main, region, state: 'unknown', first: null, last: null, count: 0 }))
      .filter((cell) => !read.has(placeOf(cell)));
  });
}

/** The cells that hold records. */
export const cellsRead = (cells: readonly Coverage[]): readonly Coverage[] => cells.filter(({ count }) => count > 0);

/** Accepted acts after which records are missing. */
export const blindingActs = (acts: readonly ActGroup[]): readonly ActGroup[] =>
  acts.filter(({ blinds, outcome }) => blinds && outcome === 'accepted');

/** Services of which any read of data is logged, by anybody. */
export async function loggedReads({ engine, semantics }: Scope): Promise<ReadonlySet<string>> {
  const rows = await engine.rows(
    `SELECT DISTINCT service FROM ${calls.name} WHERE ${operationsSql(semantics, ({ verb }) => verb === 'read-data')}`,
  );
  return new Set(rows.flatMap(({ service }) => textOf(service) ?? []));
}
