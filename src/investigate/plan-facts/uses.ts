import { needed, numberOf, textOf, textsOf } from '../../lake/cells.ts';
import type { Row } from '../../lake/engine.ts';
import type { Coverage } from '../../model/coverage.ts';
import { cite } from '../../model/evidence.ts';
import type { RightfulUse } from '../../model/plan.ts';
import { earliest, instantOf, latest, shiftSeconds, sqlIn, sqlInstant } from '../cells.ts';
import { knownWithin, relations, whereUsed, withStrandSql } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { uses } from '../uses.ts';

/** How far back a use counts as lately: a monthly job is still seen. */
const lookbackSeconds = 31 * 24 * 3600;

/** From when on uses are looked for: not from before the first record that there is. */
export function usesSinceOf(asOf: string, coverage: readonly Coverage[]): string {
  const firsts = coverage.flatMap(({ first }) => first ?? []);
  const lately = shiftSeconds(asOf, -lookbackSeconds).replace('.000Z', 'Z');
  return firsts.length === 0 ? lately : latest([lately, earliest(firsts)]);
}

/** How many of one identity's users are told, the busiest first, and how many of their operations. */
const mostUsers = 12;
const mostOperations = 4;
const busiest = 'uses DESC, network, agent, session_name';

interface Held {
  /** Uids of identities. */
  readonly identities: readonly string[];
  /** Ids of lasting credentials. */
  readonly credentials: readonly string[];
  readonly since: string;
}

/**
 * Who else used identities and lasting credentials of the intruder lately, by the uid of the identity or the
 * credential: uses that belong to no intruder, by caller, network and program. The provider's own calls
 * under somebody's name are none.
 */
export async function rightfulUses(
  scope: Pick<Scope, 'engine' | 'eventsWithin' | 'asOf'>,
  held: Held,
): Promise<ReadonlyMap<string, readonly RightfulUse[]>> {
  if (held.identities.length + held.credentials.length === 0) return new Map();
  const { engine } = scope;
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${relations.others} AS ${othersSql(held)}`);
  const bounds = { from: held.since, ...(await whereUsed(scope, relations.others)) };
  const rows = await engine.rows(callsSql(held, knownWithin(scope, bounds)));
  return new Map(
    [...Map.groupBy(rows, (row) => needed(textOf(row['asked']), 'asked'))].map(([uid, same]) => [uid, same.map(useOf)]),
  );
}

/** Strands of these identities and credentials that are no intruder's: a look at the summary of uses alone. */
function othersSql({ identities, credentials, since }: Held): string {
  return `SELECT DISTINCT s.key, s.network, s.agent FROM ${uses.name} s
    WHERE (${sqlIn('actor_uid', identities)} OR ${sqlIn('credential', credentials)})
      AND s.last >= ${sqlInstant(since)} AND NOT starts_with(s.network, 'via:')
      AND NOT EXISTS (SELECT 1 FROM ${relations.hostile} h WHERE h.key = s.key AND h.network = s.network AND h.agent = s.agent AND h.since IS NULL)`;
}

/** What they called, by few columns of the files that hold them. */
function callsSql({ identities, credentials, since }: Held, events: string): string {
  const columns =
    'key, event_uid, time, operation, actor_uid, actor_name, credential, session_name, session_created, source_ip, user_agent';
  return `WITH calls AS MATERIALIZED (
      SELECT c.* FROM (${withStrandSql(`SELECT ${columns} FROM ${events}
        WHERE time >= ${sqlInstant(since)} AND key IN (SELECT key FROM ${relations.others})`)}) c
      JOIN ${relations.others} o ON o.key = c.key AND o.network = c.network AND o.agent = c.agent),
    asked AS (
      SELECT actor_uid AS asked, * FROM calls WHERE ${sqlIn('actor_uid', identities)}
      UNION ALL SELECT credential AS asked, * FROM calls WHERE ${sqlIn('credential', credentials)})
    SELECT * EXCLUDE (histogram), list_slice(list_transform(list_sort(list_transform(map_entries(histogram), lambda one: {'rank': -CAST(one.value AS BIGINT), 'name': one.key})), lambda one: one.name), 1, ${mostOperations}) AS operations
    FROM (SELECT asked, network, agent, session_name, min(actor_uid) AS actor_uid, min(actor_name) AS actor_name, min(time) AS first, max(time) AS last, count(*) AS uses,
      min_by(event_uid, (time, event_uid)) AS first_uid, max_by(event_uid, (time, event_uid)) AS last_uid, histogram(operation) AS histogram
      FROM asked GROUP BY asked, network, agent, session_name
      QUALIFY row_number() OVER (PARTITION BY asked ORDER BY ${busiest}) <= ${mostUsers})
    ORDER BY asked, ${busiest}`;
}

function useOf(row: Row): RightfulUse {
  const uid = needed(textOf(row['actor_uid']), 'actor_uid');
  const [first, last] = [needed(instantOf(row['first']), 'first'), needed(instantOf(row['last']), 'last')];
  const agent = textOf(row['agent']);
  return {
    who: { uid, name: textOf(row['actor_name']) ?? uid },
    session: textOf(row['session_name']),
    network: needed(textOf(row['network']), 'network'),
    agent: agent === '' ? null : agent,
    uses: needed(numberOf(row['uses']), 'uses'),
    operations: textsOf(row['operations']),
    first,
    last,
    ...cite([
      { ref: needed(textOf(row['first_uid']), 'first_uid'), time: first },
      { ref: needed(textOf(row['last_uid']), 'last_uid'), time: last },
    ]),
  };
}
