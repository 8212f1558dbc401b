import { operationsSql } from '../lake/acts.ts';
import { literal } from '../lake/sql.ts';
import { instantOf, shiftSeconds } from './cells.ts';
import { hostNameSql } from './machines/host-name.ts';
import { systemFolders } from './machines/system-folders.ts';
import { chosenColumns, knownWithin, relations } from './scope.ts';
import type { Scope } from './scope.ts';

/** So long after a timetable was changed what it starts anew is told; and so long before nothing may have started it. */
const daySeconds = 24 * 3600;

/**
 * Chooses, beside what findings speak of, what timetables start that chosen acts changed: commands that the same
 * user's timetable had not started in the day before. So it does with what they start anew of a program that was chosen
 * before, and with the change of a user's timetable that brought about what findings speak of. Asks after the chosen
 * events are laid.
 */
export async function chooseTimed(scope: Scope): Promise<void> {
  const { engine, semantics } = scope;
  const onMachines = semantics.filter(({ cloud }) => cloud === null);
  const acts = onMachines.flatMap((one) => Object.values(one.acts).flatMap((byName) => Object.values(byName).flat()));
  const kinds = new Set(acts.flatMap(({ nature, kind }) => (nature === 'timed' ? [kind] : [])));
  if (kinds.size === 0) return;
  const timed = operationsSql(onMachines, ({ nature }) => nature === 'timed');
  const changing = operationsSql(
    onMachines,
    ({ verb, kind, nature }) => nature === undefined && verb === 'modify' && kinds.has(kind),
  );
  const chosen = `event_uid IN (SELECT event_uid FROM ${relations.chosen})`;
  const [row] = await engine.rows(`SELECT min(time) AS first, max(time) AS last FROM ${relations.chosen}`);
  const [first, last] = [instantOf(row?.['first']), instantOf(row?.['last'])];
  if (first === null || last === null) return;
  const around = knownWithin(scope, { from: shiftSeconds(first, -daySeconds), to: shiftSeconds(last, daySeconds) });
  await engine.run(`INSERT INTO ${relations.chosen} WITH near AS MATERIALIZED (
      SELECT ${chosenColumns}, actor_name, command, process, ${hostNameSql('host')} AS machine, ${timed} AS is_timed, ${changing} AS is_change, ${chosen} AS is_chosen
      FROM ${around} WHERE host IS NOT NULL AND error IS NULL AND (${timed} OR ${changing} OR ${chosen})),
    changed AS (SELECT machine, min(time) AS time, CAST(NULL AS VARCHAR) AS program FROM near WHERE is_change AND is_chosen GROUP BY machine
      UNION ALL SELECT machine, min(time) AS time, process AS program FROM near
        WHERE NOT is_timed AND is_chosen AND process LIKE '/%' AND NOT regexp_matches(process, ${literal(systemFolders)}) GROUP BY machine, process),
    begun AS (SELECT machine, actor_name, command, min(time) AS time FROM near WHERE is_timed GROUP BY ALL HAVING bool_or(is_chosen))
    SELECT ${chosenColumns} FROM near n WHERE is_timed AND NOT is_chosen
      AND EXISTS (SELECT 1 FROM changed c WHERE c.machine = n.machine AND n.time > c.time AND n.time <= c.time + INTERVAL ${daySeconds} SECOND
        AND (c.program IS NULL OR list_contains(string_split(n.command, ' '), c.program))
        AND NOT EXISTS (SELECT 1 FROM near b WHERE b.is_timed AND b.machine = n.machine AND b.time <= c.time
          AND b.actor_name IS NOT DISTINCT FROM n.actor_name AND b.command IS NOT DISTINCT FROM n.command))
    UNION SELECT ${chosenColumns} FROM near n WHERE is_change AND NOT is_chosen AND EXISTS (SELECT 1 FROM begun b WHERE b.machine = n.machine
      AND b.actor_name = n.actor_name AND n.time < b.time AND n.time > b.time - INTERVAL ${daySeconds} SECOND
      AND NOT EXISTS (SELECT 1 FROM near l WHERE l.is_change AND l.machine = n.machine AND l.actor_name = n.actor_name AND l.time > n.time AND l.time < b.time))`);
}
