import type { Called } from './acts.ts';
import { textOf } from './cells.ts';
import type { Engine } from './engine.ts';
import type { Summary } from './summaries.ts';

/** How often and when each operation was called in each cell of the coverage: small, however many events there are. */
export const calls = {
  name: 'calls',
  version: '1',
  asksEventsAlone: true,
  query: (
    events,
  ) => `SELECT cloud, account, region, source, service, operation, min("time") AS first, max("time") AS last, count(*) AS count
    FROM ${events} GROUP BY cloud, account, region, source, service, operation`,
} as const satisfies Summary;

/**
 * SQL condition on the columns of an event: it tells what somebody did. Alerts and measurements speak of others, but
 * for a sensor's alert about a process, which is that process's own record; what names neither a deed nor anybody, as
 * a flow does, is nobody's use of anything.
 */
export const isDeedSql = (alias: string): string =>
  `((${alias}.alert IS NULL OR ${alias}.command IS NOT NULL) AND ${alias}.metric IS NULL AND (${alias}.operation IS NOT NULL
    OR coalesce(${alias}.credential, ${alias}.session_uid, ${alias}.actor_uid, ${alias}.actor_name) IS NOT NULL))`;

/**
 * SQL: from where somebody called. What a machine's own record tells of a connection of one of its processes has the
 * machine's address for its beginning, and nobody came from there.
 */
export const callerAddressSql = (alias: string): string =>
  `CASE WHEN ${alias}.host IS NULL OR ${alias}.process IS NULL OR ${alias}.destination_ip IS NULL THEN ${alias}.source_ip END`;

/** The operations that occur in a relation with the columns service and operation. */
export async function calledIn(engine: Engine, relation: string): Promise<readonly Called[]> {
  const rows = await engine.rows(`SELECT DISTINCT service, operation FROM ${relation}`);
  return rows.map(({ service, operation }) => ({ service: textOf(service) ?? '', operation: textOf(operation) ?? '' }));
}
