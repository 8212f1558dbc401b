import { levels } from '../model/rule.ts';
import { strandColumns, strandOf } from './chain/strands.ts';
import type { Strand } from './chain/strands.ts';
import { layActs, providerSql, relations } from './scope.ts';
import type { Scope } from './scope.ts';

/** Acts that hold an intrusion back are no sign of one. */
const restraints = `('contain', 'restrict', 'disable-credential')`;

/** Lays down the events of findings from medium upwards that can begin an incident, each with what it did. */
export async function layAnchors(scope: Scope): Promise<void> {
  const grave = scope.rules.flatMap(({ level }, index) =>
    levels.indexOf(level) >= levels.indexOf('medium') ? [index] : [],
  );
  const matched =
    grave.length === 0 ? 'false' : `event_uid IN (SELECT event_uid FROM matches WHERE rule IN (${grave.join(', ')}))`;
  // Of one call that two accounts logged, the copy that names the credential speaks.
  await layActs(scope, {
    table: relations.anchors,
    condition: `NOT ${providerSql(scope.links, 'a')} AND verb NOT IN ${restraints}`,
    events: `WITH matched AS (SELECT event_uid, shared_uid, credential FROM ${relations.scope} WHERE ${matched}),
      twins AS (SELECT event_uid, shared_uid FROM ${relations.scope}
        WHERE credential IS NOT NULL AND shared_uid IN (SELECT shared_uid FROM matched WHERE credential IS NULL AND shared_uid IS NOT NULL)),
      chosen AS (
        SELECT event_uid FROM matched WHERE credential IS NOT NULL OR shared_uid IS NULL OR shared_uid NOT IN (SELECT shared_uid FROM twins)
        UNION SELECT event_uid FROM twins)
    SELECT e.* FROM ${relations.scope} e WHERE event_uid IN (SELECT event_uid FROM chosen)`,
  });
}

/** The strands that hold anchors. */
export async function anchoredStrands({ engine }: Scope): Promise<readonly Strand[]> {
  const rows = await engine.rows(
    `SELECT ${strandColumns} FROM ${relations.anchors} GROUP BY key, network, agent ORDER BY first, first_uid`,
  );
  return rows.map(strandOf);
}
