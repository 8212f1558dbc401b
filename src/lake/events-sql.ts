import { join } from 'node:path';
import { eventColumns, type EventColumn } from '../model/event.ts';
import type { Partition } from './manifest.ts';
import { identifier, list, literal } from './sql.ts';

const columns = Object.keys(eventColumns) as EventColumn[];

/**
 * SQL of all events in the given partitions, with the columns of model/event.ts and `partition`, the file that
 * an event lies in, below the lake's folder: what is kept of it holds wherever the case is moved.
 */
export function eventsSql(lake: string, partitions: readonly Partition[]): string {
  if (partitions.length === 0) {
    return `SELECT ${columns.map((column) => `CAST(NULL AS ${eventColumns[column].type}) AS ${identifier(column)}`).join(', ')}, CAST(NULL AS VARCHAR) AS partition WHERE false`;
  }
  const paths = partitions.map(({ file }) => literal(join(lake, file)));
  return `SELECT ${columns.map(selected).join(', ')}, substr(partition, ${[...join(lake, '/')].length + 1}) AS partition FROM read_parquet(${list(paths)}, hive_partitioning = false, filename = 'partition')`;
}

/** An empty credential is what rules must see as it stands, and nobody's key: it must tie no two events together. */
const selected = (column: EventColumn): string =>
  column === 'credential' ? `nullif(credential, '') AS credential` : identifier(column);
