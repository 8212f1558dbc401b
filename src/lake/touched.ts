import { actsSql, narrowTo, operationsSql } from './acts.ts';
import { calledIn, calls } from './calls.ts';
import type { Engine } from './engine.ts';
import { list, literal } from './sql.ts';
import type { Summary } from './summaries.ts';
import type { Semantics, Verb } from '../model/semantics.ts';

/** Verbs of acts that only look, or that reach what lies in a thing: it is no resource of a finding, and there are very many. */
const looking: ReadonlySet<Verb> = new Set<Verb>(['read-data', 'destroy-data', 'list', 'assume', 'login', 'other']);

export const touchedName = 'touched';

/** `touched(event_uid, time, resources VARCHAR[])`: what acts other than looking made or aimed at, where there is any; asks the view `calls` which operations occur. */
export const touched = (engine: Engine, semantics: readonly Semantics[]): Summary => ({
  name: touchedName,
  version: actsSql(semantics, 'events'),
  query: async (events) => resourcesSql(events, narrowTo(semantics, await calledIn(engine, calls.name))),
});

const changing = `coalesce(read_only <> 'true', true)`;

/**
 * Raw records are read for these acts only: the engine applies a filter before it reads other columns
 * only if the filter asks of one column alone.
 */
function resourcesSql(relation: string, semantics: readonly Semantics[]): string {
  const services = `${list(semantics.flatMap(({ acts }) => Object.keys(acts)).map(literal))}::VARCHAR[]`;
  const byOperation = operationsSql(
    semantics,
    ({ verb, made, target }) => !looking.has(verb) && (made ?? target) !== undefined,
  );
  const events = `(SELECT * FROM ${relation} WHERE list_contains(${services}, service) AND ${changing} AND ${byOperation})`;
  return `SELECT event_uid, "time", list_sort(list_distinct(flatten(list(list_concat(made, targets))))) AS resources
    FROM (${actsSql(semantics, events)}) GROUP BY event_uid, "time" HAVING len(resources) > 0`;
}
