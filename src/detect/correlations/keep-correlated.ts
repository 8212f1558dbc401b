import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { moveDurably } from '../../lake/durable.ts';
import type { Sql } from '../../lake/duckdb/emit-text.ts';
import type { Engine } from '../../lake/engine.ts';
import { freshFolder } from '../../lake/fresh-folder.ts';
import { literal } from '../../lake/sql.ts';
import { hashOfValue } from '../sigma/compile.ts';
import { correlate, type Correlating } from './correlate.ts';
import { evidenceColumns } from './evidence.ts';

export interface Keeping extends Correlating {
  /** `rule` of the first correlation; the others follow. */
  readonly firstRule: number;
  /** Where what was found last is kept; the scratch folder is on the same disk. */
  readonly folder: string;
  /** All that the feeds were matched with. */
  readonly partitions: readonly string[];
}

/** Raised whenever the same matches would be correlated otherwise. */
const version = 1;

/**
 * Leaves the view `correlated`: `rule` and the columns of `writeEvidence`, of all correlations that raise
 * findings. What was found of the same correlations in the same partitions is not sought again.
 */
export async function keepCorrelated(engine: Engine, keeping: Keeping): Promise<void> {
  const { correlations, silent, firstRule, folder, scratch, partitions } = keeping;
  const hashes = correlations.map(({ hash, identity }) => [hash, silent.has(identity.uid)]);
  const kept = join(folder, hashOfValue([version, hashes, partitions.toSorted()]).slice(0, 32));
  if (correlations.length > 0 && !existsSync(kept)) {
    const fresh = freshFolder(join(scratch, 'correlated'));
    await correlate(engine, { ...keeping, scratch: fresh });
    freshFolder(folder);
    moveDurably(fresh, kept);
  }
  const files = correlations.length === 0 ? [] : readdirSync(kept).toSorted();
  const parts = files.map((file) => {
    const number = Number(/\d+/.exec(file)?.[0]);
    return `SELECT ${firstRule + number} AS rule, * FROM read_parquet(${literal(join(kept, file))}, hive_partitioning = false)`;
  });
  await engine.run(
    `CREATE OR REPLACE TEMP VIEW correlated AS ${parts.length === 0 ? nothing : parts.join(' UNION ALL ')}`,
  );
}

const noEvidence: Sql = evidenceColumns.map((column) => `CAST(NULL AS VARCHAR) AS ${column}`).join(', ');
const nothing = `SELECT CAST(NULL AS INTEGER) AS rule, CAST(NULL AS UBIGINT) AS finding, CAST(NULL AS DATE) AS day, CAST(NULL AS VARCHAR[]) AS group_values,
  CAST(NULL AS VARCHAR) AS event_uid, CAST(NULL AS TIMESTAMP) AS "time", ${noEvidence}, false AS is_first WHERE false`;
