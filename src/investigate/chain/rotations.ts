import { operationsSql } from '../../lake/acts.ts';
import { textIn } from '../../lake/cells.ts';
import { literal } from '../../lake/sql.ts';
import { instantOf, sqlIn, sqlInstant } from '../cells.ts';
import { layActs, narrowed, relations, withStrandSql } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { containing } from './component.ts';

/** What takes a credential, or the use of all of them, from somebody. */
const taking = [...containing].filter((verb) => verb !== 'stop' && verb !== 'terminate' && verb !== 'restore');
const lastPart = (column: string): string => `regexp_extract(${column}, '[^/:]+$')`;

/**
 * Takes away anchors of whoever gives a victim another credential and takes one from him: a rotation. The victim's
 * own acts were found before, from networks that this hand does not call from, and nothing else was found of it but
 * the end of what was made in the victim's name since.
 */
export async function dropRotations(scope: Scope): Promise<void> {
  const { engine, semantics } = scope;
  const giving = `verb IN ('create-credential', 'change-credential')`;
  const rows =
    await engine.rows(`WITH given AS (SELECT key, actor_uid, actor_name, network, account, time, unnest(targets) AS target FROM ${relations.anchors}
      WHERE ${giving} AND host IS NULL AND actor_uid IS NOT NULL AND network NOT LIKE 'via:%')
    SELECT DISTINCT g.key, g.actor_uid, v.actor_uid AS victim, coalesce(v.actor_name, v.actor_uid) AS name, coalesce(v.credential, v.key) AS credential
    FROM given g JOIN ${relations.anchors} v ON v.actor_uid <> g.actor_uid AND v.time < g.time AND v.account = g.account
      AND (g.target IN (v.actor_uid, v.actor_name) OR ${lastPart('g.target')} = ${lastPart('v.actor_uid')})
    WHERE NOT EXISTS (SELECT 1 FROM ${relations.anchors} o WHERE o.actor_uid = v.actor_uid AND o.network = g.network)
      AND NOT EXISTS (SELECT 1 FROM ${relations.anchors} o WHERE o.key = g.key AND NOT (o.${giving}) AND o.verb NOT IN ${listed(containing)})
    ORDER BY ALL`);
  if (rows.length === 0) return;
  const actors = [...new Set(rows.map((row) => textIn(row, 'actor_uid')))];
  const where = `${operationsSql(semantics, ({ verb }) => taking.includes(verb))} AND error IS NULL AND ${sqlIn('actor_uid', actors)}`;
  const events = await narrowed(scope, { where, bounds: {} });
  if (events === null) return;
  await layActs(scope, {
    table: relations.answers,
    events: withStrandSql(events),
    condition: `verb IN ${listed(taking)}`,
  });
  for (const row of rows) {
    const victim = ['victim', 'name', 'credential'].map((column) => textIn(row, column));
    const names = victim.flatMap((id) => [literal(id), `${lastPart(literal(id))}`]).join(', ');
    const key = literal(textIn(row, 'key'));
    const isTaken = `EXISTS (SELECT 1 FROM ${relations.answers} t WHERE t.key = ${key} AND list_has_any(t.targets || list_transform(t.targets, lambda id: ${lastPart('id')}), [${names}]))`;
    await engine.run(`DELETE FROM ${relations.anchors} a WHERE a.key = ${key} AND a.${giving} AND list_has_any(a.targets || list_transform(a.targets, lambda id: ${lastPart('id')}), [${names}])
      AND ${isTaken}`);
    await dropSweep(scope, { key, isTaken, victim: textIn(row, 'victim') });
  }
}

interface Rotation {
  /** SQL: the credential of whoever rotated. */
  readonly key: string;
  readonly isTaken: string;
  readonly victim: string;
}

/** Takes away the anchors by which the same hand ended nothing but what the victim's name made since it was first found. */
async function dropSweep(scope: Scope, { key, isTaken, victim }: Rotation): Promise<void> {
  const { engine, semantics } = scope;
  const ending = `a.key = ${key} AND a.verb IN ${listed(containing)} AND a.host IS NULL AND len(a.targets) > 0`;
  const [first] = await engine.rows(
    `SELECT min(time) AS time FROM ${relations.anchors} WHERE actor_uid = ${literal(victim)}
      AND EXISTS (SELECT 1 FROM ${relations.anchors} a WHERE ${ending})`,
  );
  const from = instantOf(first?.['time']);
  if (from === null) return;
  const making = operationsSql(semantics, ({ verb }) => verb === 'launch' || verb === 'create');
  const events = await narrowed(scope, {
    where: `${making} AND error IS NULL AND actor_uid = ${literal(victim)} AND time >= ${sqlInstant(from)}`,
    bounds: { from },
  });
  if (events === null) return;
  await layActs(scope, { table: relations.reached, events: withStrandSql(events) });
  await engine.run(`DELETE FROM ${relations.anchors} a WHERE ${ending} AND ${isTaken}
    AND list_has_all((SELECT coalesce(list(id), []) FROM (SELECT unnest(made) AS id FROM ${relations.reached})), a.targets)`);
}

const listed = (verbs: Iterable<string>): string => `(${[...verbs].map(literal).join(', ')})`;
