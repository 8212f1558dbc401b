import { relations } from '../scope.ts';
import type { Scope } from '../scope.ts';

/**
 * Takes out of the acts of incidents what nobody did then, unless a rule speaks of it or the same hands brought it
 * about: records that say what is there, and what a timetable started.
 */
export async function dropUnmeant({ engine }: Pick<Scope, 'engine'>): Promise<void> {
  await engine.run(`DELETE FROM ${relations.acts} WHERE nature IS NOT NULL
    AND event_uid NOT IN (SELECT event_uid FROM ${relations.grave} UNION ALL SELECT event_uid FROM ${relations.chosen})`);
}
