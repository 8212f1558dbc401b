import type { Sql } from '../../lake/duckdb/emit-text.ts';
import { countIn } from '../../lake/cells.ts';
import type { Engine } from '../../lake/engine.ts';
import { literal } from '../../lake/sql.ts';
import type { Correlation } from '../sigma/link.ts';
import { evidenceColumns, writeEvidence } from './evidence.ts';
import { hitTables, layHits, type Feed } from './feeds.ts';
import { itemsSql, type Laid } from './items.ts';
import { carriedColumns, groupColumns, momentsSql } from './moments.ts';

export interface Correlating {
  /** Those that others name stand first. */
  readonly correlations: readonly Correlation[];
  /** Uids of those that raise no findings. */
  readonly silent: ReadonlySet<string>;
  readonly feeds: readonly Feed[];
  /** Folder on a disk with room, for what was found. */
  readonly scratch: string;
}

/**
 * Finds where correlations hold, and leaves the view `correlated`: `correlation` (its place among those
 * given) and the columns of `writeEvidence`. What is found depends on the set of matches only.
 */
export async function correlate(engine: Engine, { correlations, silent, feeds, scratch }: Correlating): Promise<void> {
  const files: Sql[] = [];
  const moments = new Map<string, { readonly correlation: Correlation; readonly table: Sql }>();
  const laid = { feeds, moments, engine, scratch };
  if (correlations.length > 0) await layHits(engine, feeds);
  for (const [number, correlation] of correlations.entries()) {
    const table = `correlation_${number}_moments`;
    const held = await layMoments(engine, correlation, { table, laid });
    moments.set(correlation.identity.uid, { correlation, table });
    if (held === 0 || silent.has(correlation.identity.uid)) continue;
    const file = await writeEvidence(number, correlation, laid);
    files.push(`SELECT ${number} AS correlation, * FROM read_parquet(${literal(file)}, hive_partitioning = false)`);
  }
  await engine.run(
    `CREATE OR REPLACE TEMP VIEW correlated AS ${files.length === 0 ? nothing : files.join(' UNION ALL ')}`,
  );
  for (const { table } of moments.values()) await engine.run(`DROP TABLE ${table}`);
  if (correlations.length > 0) for (const table of Object.values(hitTables)) await engine.run(`DROP TABLE ${table}`);
}

/** Items that are put in order at a time: more would not fit into the engine's memory. */
const itemsAPass = 3_000_000;

/** @returns at how many times the correlation holds */
async function layMoments(
  engine: Engine,
  correlation: Correlation,
  { table, laid }: { readonly table: Sql; readonly laid: Laid },
): Promise<number> {
  const items = itemsSql(correlation, laid);
  const keys = groupColumns(correlation);
  const [counted] = await engine.rows(`SELECT count(*) AS n FROM (${items})`);
  const passes = keys.length === 0 ? 1 : Math.max(1, Math.ceil(countIn(counted, 'n') / itemsAPass));
  const columns = [...keys, ...carriedColumns(correlation)].map((column) => `${column} UBIGINT`);
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${table} (${[...columns, 't BIGINT', 'begins BOOLEAN'].join(', ')})`);
  for (let pass = 0; pass < passes; pass += 1) {
    const some = passes === 1 ? items : `SELECT * FROM (${items}) WHERE hash(${keys.join(', ')}) % ${passes} = ${pass}`;
    await engine.run(`INSERT INTO ${table} ${momentsSql(correlation, some)}`);
  }
  const [held] = await engine.rows(`SELECT count(*) AS n FROM ${table}`);
  return countIn(held, 'n');
}

const noEvidence = evidenceColumns.map((column) => `CAST(NULL AS VARCHAR) AS ${column}`);
const nothing = `SELECT 0 AS correlation, CAST(NULL AS UBIGINT) AS finding, CAST(NULL AS DATE) AS day, CAST(NULL AS VARCHAR[]) AS group_values,
  CAST(NULL AS VARCHAR) AS event_uid, CAST(NULL AS TIMESTAMP) AS "time", ${noEvidence.join(', ')}, false AS is_first WHERE false`;
