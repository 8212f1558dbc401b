import { literal } from '../../lake/sql.ts';
import type { Semantics } from '../../model/semantics.ts';
import { hostNameSql } from '../machines/host-name.ts';
import { relations } from '../scope.ts';
import type { Scope } from '../scope.ts';

/** Numbers of processes are given again: what is started so long after its parent is not taken for its child. */
const lifeHours = 1;
/** The process that starts everything, and adopts what outlives its parent. */
const adopting = ['0', '1'];

/** SQL: the number of what started a process, by its record; NULL where none tells. */
export function parentSql(semantics: readonly Semantics[]): string {
  const places = semantics.flatMap(({ processes }) => processes?.parentUid ?? []);
  const values = places.map((place) => `nullif(json_extract_string(raw, ${literal(place)}), '')`);
  return values.length === 0 ? 'CAST(NULL AS VARCHAR)' : `coalesce(${values.join(', ')})`;
}

/**
 * Lays down, of the acts of incidents, what the processes did that findings speak of, and all that they started, by
 * the numbers that one log gives to them.
 * @param meant SQL condition: the act is one that a finding speaks of
 */
export async function layStarted({ engine }: Pick<Scope, 'engine'>, meant: string): Promise<void> {
  const ours = `FROM ${relations.acts} WHERE host IS NOT NULL AND process_uid <> '' AND process_uid NOT IN (${adopting.map(literal).join(', ')}) AND nature IS NULL`;
  const columns = `incident, event_uid, source, ${hostNameSql('host')} AS machine, process_uid, time`;
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${relations.started} AS WITH RECURSIVE
    own AS MATERIALIZED (SELECT ${columns}, parent_process, command <> '' AS is_run ${ours}),
    tree AS (SELECT ${columns} ${ours} AND command <> '' AND (${meant})
      UNION SELECT o.* EXCLUDE (parent_process, is_run) FROM own o JOIN tree t
        ON o.incident = t.incident AND o.source = t.source AND o.machine = t.machine AND o.time >= t.time AND o.time <= t.time + INTERVAL ${lifeHours} HOUR
          AND (o.parent_process = t.process_uid OR (NOT o.is_run AND o.process_uid = t.process_uid)))
    SELECT DISTINCT incident, event_uid FROM tree`);
}
