import { operationsSql } from '../../lake/acts.ts';
import { needed, textIn, textsOf } from '../../lake/cells.ts';
import { literal } from '../../lake/sql.ts';
import { layActs, narrowed, relations, withStrandSql } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { instantOf, sqlIn } from '../cells.ts';
import { containing } from './component.ts';
import { reaching } from './machines.ts';

/**
 * Takes away anchors of whoever reaches into a machine and also cuts it off, ends it or keeps its disk: he answers an
 * intrusion with it, and is none. Only machines that a provider knows are meant.
 */
export async function dropResponders(scope: Scope): Promise<void> {
  const { engine, semantics, machines } = scope;
  const rows =
    await engine.rows(`SELECT actor_uid, target, min(time) AS first FROM (SELECT actor_uid, time, unnest(targets) AS target FROM ${relations.anchors}
    WHERE verb IN ${reaching} AND host IS NULL AND actor_uid IS NOT NULL) GROUP BY actor_uid, target ORDER BY ALL`);
  const reached = rows.flatMap((row) => {
    const target = textIn(row, 'target');
    const machine = machines.instanceOf(target);
    const at = needed(instantOf(row['first']), 'first');
    return machine === null ? [] : [{ actor: textIn(row, 'actor_uid'), target, machine: machine.uid, at }];
  });
  if (reached.length === 0) return;
  const answering = new Set([...containing, 'preserve']);
  const actors = [...new Set(reached.map(({ actor }) => actor))];
  const where = `${operationsSql(semantics, ({ verb }) => answering.has(verb))} AND error IS NULL AND ${sqlIn('actor_uid', actors)}`;
  const events = await narrowed(scope, { where, bounds: {} });
  if (events === null) return;
  await layActs(scope, {
    table: relations.answers,
    events: withStrandSql(events),
    condition: `verb IN (${[...answering].map(literal).join(', ')})`,
  });
  const answers = await engine.rows(
    `SELECT actor_uid, list(DISTINCT target) AS targets FROM (SELECT actor_uid, unnest(targets) AS target FROM ${relations.answers}) GROUP BY actor_uid ORDER BY actor_uid`,
  );
  const held = new Map(answers.map((row) => [textIn(row, 'actor_uid'), textsOf(row['targets'])]));
  for (const { actor, target, machine, at } of reached) {
    const isHeld = held.get(actor)?.some((id) => machines.keyAt({ host: null, hostUid: id }, at) === machine);
    if (!isHeld) continue;
    await engine.run(`DELETE FROM ${relations.anchors} WHERE verb IN ${reaching} AND host IS NULL
      AND actor_uid = ${literal(actor)} AND list_contains(targets, ${literal(target)})`);
  }
}
