import { levels } from '../model/rule.ts';
import { needed, textOf } from '../lake/cells.ts';
import { tightened } from '../lake/tightened.ts';
import { instantOf, shiftSeconds, sqlInstant } from './cells.ts';
import type { Mark } from './chain/lead.ts';
import { strandKeyOf } from './chain/strands.ts';
import type { Strand } from './chain/strands.ts';
import { providerSql } from '../lake/provider.ts';
import { inRangeSql, layActs, nothing, relations, withStrandSql } from './scope.ts';
import type { Scope } from './scope.ts';

/** Acts that hold an intrusion back are no sign of one. */
const restraints = `('contain', 'restrict', 'disable-credential')`;

/** Lays down the events of findings from medium upwards that can begin an incident, each with what it did. */
export async function layAnchors(scope: Scope): Promise<void> {
  const grave = scope.rules.flatMap(({ level, severity }, index) =>
    levels.indexOf(severity ?? level) >= levels.indexOf('medium') ? [index] : [],
  );
  await layGrave(scope, grave);
  const matched = `event_uid IN (SELECT event_uid FROM ${relations.grave})`;
  const from = `FROM ${relations.known} WHERE ${inRangeSql(scope)} AND`;
  // Of one call that two accounts logged, the copy that names the credential speaks.
  await scope.engine.run(`CREATE OR REPLACE TEMP TABLE ${relations.chosen} AS
    WITH matched AS MATERIALIZED (SELECT event_uid, shared_uid, credential, time, operation, partition ${from} ${matched}),
      twins AS MATERIALIZED (SELECT event_uid, shared_uid, time, operation, partition ${from} credential IS NOT NULL
        AND shared_uid IN (SELECT shared_uid FROM matched WHERE credential IS NULL AND shared_uid IS NOT NULL))
    SELECT event_uid, time, operation, partition FROM matched WHERE credential IS NOT NULL OR shared_uid IS NULL OR shared_uid NOT IN (SELECT shared_uid FROM twins)
    UNION SELECT event_uid, time, operation, partition FROM twins`);
  const where = (await tightened(scope.engine, relations.chosen, 'true')) ?? nothing;
  await layActs(scope, {
    table: relations.anchors,
    condition: `NOT ${providerSql(scope.links, 'a')} AND verb NOT IN ${restraints}`,
    events: withStrandSql(
      `SELECT * FROM ${relations.known} WHERE ${where} AND event_uid IN (SELECT event_uid FROM ${relations.chosen})`,
    ),
  });
}

/**
 * Lays down what rules from medium upwards matched. A rule of medium level that meets many people day after
 * day speaks of how things are done here: by itself it begins no incident, its findings stand all the same.
 */
async function layGrave({ engine, rules, asOf }: Scope, grave: readonly number[]): Promise<void> {
  const within = grave.length === 0 ? 'false' : `rule IN (${grave.join(', ')})`;
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${relations.grave} AS
    SELECT rule, event_uid, actor_uid, CAST("time" AS DATE) AS day FROM matches
    WHERE ${within} AND "time" < ${sqlInstant(shiftSeconds(asOf, 0.001))}`);
  const medium = grave.filter((rule) => (rules[rule]?.severity ?? rules[rule]?.level) === 'medium');
  if (medium.length === 0) return;
  await engine.run(`DELETE FROM ${relations.grave} WHERE rule IN (${medium.join(', ')}) AND rule IN (
    SELECT rule FROM ${relations.grave} GROUP BY rule
    HAVING count(DISTINCT actor_uid) >= ${usual.actors} AND count(DISTINCT day) >= ${usual.days})`);
}

/** From so many actors on so many days on, what a rule of medium level says is usual. */
const usual = { actors: 10, days: 3 };

/** How far around a finding a long-established strand is looked at. */
const marginSeconds = 3600;

/** The strands that hold anchors. */
export async function anchorMarks({ engine }: Scope): Promise<readonly Mark[]> {
  const rows =
    await engine.rows(`SELECT key, network, agent, min(time) AS first, max(time) AS last, min_by(event_uid, (time, event_uid)) AS uid
    FROM ${relations.anchors} GROUP BY key, network, agent ORDER BY first, uid`);
  return rows.map((row) => ({
    ...strandKeyOf(row),
    first: needed(instantOf(row['first']), 'first'),
    last: needed(instantOf(row['last']), 'last'),
    uid: needed(textOf(row['uid']), 'uid'),
    marginSeconds,
    isDoor: false,
  }));
}

/** Strands that a person named, as marks of everything in them. */
export const marksOf = (strands: readonly Strand[]): readonly Mark[] =>
  strands.map(({ key, network, agent, first, last, firstUid }) => ({
    key,
    network,
    agent,
    first,
    last,
    uid: firstUid,
    marginSeconds,
    isDoor: false,
  }));

export async function hasAnchors({ engine }: Scope): Promise<boolean> {
  return (await engine.rows(`SELECT 1 AS one FROM ${relations.anchors} LIMIT 1`)).length > 0;
}
