import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { moveDurably } from '../../lake/durable.ts';
import type { Sql } from '../../lake/duckdb/emit-text.ts';
import type { Engine } from '../../lake/engine.ts';
import { freshFolder } from '../../lake/fresh-folder.ts';
import { literal } from '../../lake/sql.ts';
import { hashOfValue } from '../sigma/hash-of-value.ts';
import { correlate, type Correlating } from './correlate.ts';
import { evidenceColumns, eventsFile, repeatedFile } from './evidence.ts';

export interface Keeping extends Omit<Correlating, 'into'> {
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
 * Leaves the views `correlated`: `rule` and the columns of `writeEvidence`, of all correlations that raise
 * findings; and `correlated_once`, with one row for each event of each rule. What was found of the same
 * correlations in the same partitions is not sought again.
 */
export async function keepCorrelated(engine: Engine, keeping: Keeping): Promise<void> {
  const { correlations, silent, firstRule, folder, scratch, partitions } = keeping;
  const hashes = correlations.map(({ hash, identity }) => [hash, silent.has(identity.uid)]);
  const kept = join(folder, hashOfValue([version, hashes, partitions.toSorted()]).slice(0, 32));
  if (correlations.length > 0 && !existsSync(kept)) {
    const into = freshFolder(join(scratch, 'correlated'));
    const passing = freshFolder(join(scratch, 'correlating'));
    await correlate(engine, { ...keeping, into, scratch: passing });
    freshFolder(passing);
    freshFolder(folder);
    moveDurably(into, kept);
  }
  const found = [...correlations.keys()].filter((number) => existsSync(join(kept, eventsFile(number))));
  const read = (name: string): Sql => `read_parquet(${literal(join(kept, name))}, hive_partitioning = false)`;
  const all = found.map(
    (number) => `SELECT ${firstRule + number} AS rule, found.* FROM ${read(eventsFile(number))} AS found`,
  );
  const once = found.map(
    (number, index) =>
      `${all[index] ?? ''} ANTI JOIN ${read(repeatedFile(number))} AS repeated USING (finding, event_uid)`,
  );
  await engine.run(`CREATE OR REPLACE TEMP VIEW correlated AS ${all.join(' UNION ALL ') || nothing}`);
  await engine.run(`CREATE OR REPLACE TEMP VIEW correlated_once AS ${once.join(' UNION ALL ') || nothing}`);
}

const noEvidence: Sql = evidenceColumns.map((column) => `CAST(NULL AS VARCHAR) AS ${column}`).join(', ');
const nothing = `SELECT CAST(NULL AS INTEGER) AS rule, CAST(NULL AS UBIGINT) AS finding, CAST(NULL AS DATE) AS day, CAST(NULL AS VARCHAR[]) AS group_values,
  CAST(NULL AS VARCHAR) AS event_uid, CAST(NULL AS TIMESTAMP) AS "time", ${noEvidence} WHERE false`;
