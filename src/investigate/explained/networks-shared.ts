import { countIn, textIn } from '../../lake/cells.ts';
import { sqlIn } from '../cells.ts';
import { relations } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { uses } from '../uses.ts';
import { fewestDays, fewestPeople, person } from './familiarity.ts';

interface Asked {
  readonly networks: readonly string[];
  /** Who vouches for nothing. */
  readonly people: readonly string[];
  /** The same of all that work under these. */
  readonly actors: readonly string[];
}

/** Those of the networks that enough others use on enough days; credentials of which findings speak vouch for nobody. */
export async function networksShared({ engine }: Scope, asked: Asked): Promise<ReadonlySet<string>> {
  const distinct = (texts: readonly string[]) => [...new Set(texts)];
  const networks = distinct(asked.networks).filter((one) => !one.startsWith('via:'));
  const rows =
    await engine.rows(`WITH others AS (SELECT network, ${person} AS person, unnest([CAST(first AS DATE), CAST(last AS DATE)]) AS day
      FROM ${uses.name} WHERE ${sqlIn('network', networks)} AND credential IS NOT NULL AND ${person} IS NOT NULL
        AND NOT ${sqlIn(person, distinct(asked.people))} AND NOT coalesce(${sqlIn('actor_uid', distinct(asked.actors))}, false)
        AND key NOT IN (SELECT key FROM ${relations.anchors}))
    SELECT network, count(DISTINCT person) AS people, count(DISTINCT day) AS days FROM others GROUP BY network ORDER BY network`);
  const isShared = (row: (typeof rows)[number]) =>
    countIn(row, 'people') >= fewestPeople && countIn(row, 'days') >= fewestDays;
  return new Set(rows.filter(isShared).map((row) => textIn(row, 'network')));
}
