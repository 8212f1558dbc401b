import type { Engine } from '../../lake/engine.ts';
import type { Coverage } from '../../model/coverage.ts';
import { operationsSql } from '../../lake/acts.ts';
import { instantOf, needed, numberOf, textOf } from '../cells.ts';
import { relations } from '../scope.ts';
import type { Scope } from '../scope.ts';

/** Every cloud × account × region × source of which a record was seen. */
export async function coverageOf({ engine }: Scope): Promise<readonly Coverage[]> {
  return coverageCells(engine, relations.known);
}

/** The same of any relation with the columns of model/event.ts. */
export async function coverageCells(engine: Engine, relation: string): Promise<readonly Coverage[]> {
  const rows = await engine.rows(`SELECT cloud, account, region, source, min(time) AS first, max(time) AS last, count(*) AS count
    FROM ${relation} GROUP BY cloud, account, region, source ORDER BY cloud, account, region, source`);
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

/** Services of which any read of data is logged, by anybody. */
export async function loggedReads({ engine, semantics }: Scope): Promise<ReadonlySet<string>> {
  const rows = await engine.rows(`SELECT DISTINCT service FROM ${relations.known} WHERE ${operationsSql(semantics, ({ verb }) => verb === 'read-data')}`);
  return new Set(rows.flatMap(({ service }) => textOf(service) ?? []));
}
