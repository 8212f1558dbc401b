import { countIn, textOf, textsOf } from '../../lake/cells.ts';
import type { Row } from '../../lake/engine.ts';
import { shiftSeconds, sqlInstant } from '../cells.ts';
import { eventsOfStrandsSql, fillStrands, knownWithin, relations, whereUsed } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { spanOf, strandId, strandKeyOf } from './strands.ts';
import type { Strand } from './strands.ts';

/** Who the caller of copied calls is, by the records of his own account. */
interface Caller {
  readonly keys: readonly string[];
  /** Calls of which no other copy was read. */
  readonly alone: number;
  readonly identity: Pick<Strand, 'actorUid' | 'actorName' | 'actorType' | 'actorAccount'> | null;
}

/**
 * Strands without those that are nothing but copies: of a call into another account that account records
 * the caller by id alone, and his own account with his credential. Where some of the other copies are
 * missing the strand stays, under the name that the rest of them give.
 */
export async function withoutCopies(scope: Scope, strands: readonly Strand[]): Promise<readonly Strand[]> {
  const callers = await callersOf(scope, strands);
  return strands.flatMap((strand) => {
    const caller = callers.get(strandId(strand));
    if (caller === undefined) return [strand];
    if (caller.alone === 0) return [];
    return [{ ...strand, ...caller.identity }];
  });
}

/** The credentials or sessions with which the callers of strands that are copies made those calls. */
export async function callerKeys(scope: Scope, strands: readonly Strand[]): Promise<readonly string[]> {
  const callers = await callersOf(scope, strands);
  return [...new Set([...callers.values()].flatMap(({ keys }) => keys))];
}

const mayBeCopy = ({ credential, sessionUid, shared }: Strand): boolean =>
  credential === null && sessionUid === null && shared > 0;

/** By strand; those that are no copies are not among them. */
async function callersOf(scope: Scope, strands: readonly Strand[]): Promise<ReadonlyMap<string, Caller>> {
  const nameless = strands.filter(mayBeCopy);
  if (nameless.length === 0) return new Map();
  await fillStrands(
    scope.engine,
    relations.nameless,
    nameless.map((strand) => ({ incident: 0, strand })),
  );
  const { from, to: last } = spanOf(nameless);
  const to = shiftSeconds(last, 1);
  const within = `time >= ${sqlInstant(from)} AND time < ${sqlInstant(to)}`;
  const used = knownWithin(scope, { from, to, ...(await whereUsed(scope, relations.nameless)) });
  const own = eventsOfStrandsSql(relations.nameless, `SELECT * FROM ${used} WHERE ${within}`);
  const rows = await scope.engine.rows(`WITH own AS MATERIALIZED (SELECT key, network, agent, shared_uid FROM (${own})),
    twins AS MATERIALIZED (SELECT shared_uid, key, actor_uid, actor_name, actor_type, coalesce(nullif(actor_account, ''), account) AS actor_account FROM ${knownWithin(scope, { from, to })}
      WHERE ${within} AND credential IS NOT NULL AND shared_uid IN (SELECT shared_uid FROM own WHERE shared_uid IS NOT NULL))
    SELECT own.key, own.network, own.agent, count(*) FILTER (twins.shared_uid IS NULL) AS alone,
      list(DISTINCT twins.key ORDER BY twins.key) FILTER (twins.key IS NOT NULL) AS keys, count(DISTINCT twins.actor_uid) AS callers,
      ${['actor_uid', 'actor_name', 'actor_type', 'actor_account'].map((column) => `min(twins.${column}) AS ${column}`).join(', ')}
    FROM own LEFT JOIN twins ON own.shared_uid = twins.shared_uid
    GROUP BY own.key, own.network, own.agent HAVING count(twins.key) > 0 ORDER BY ALL`);
  return new Map(rows.map((row) => [strandId(strandKeyOf(row)), callerOf(row)]));
}

function callerOf(row: Row): Caller {
  const identity = {
    actorUid: textOf(row['actor_uid']),
    actorName: textOf(row['actor_name']),
    actorType: textOf(row['actor_type']),
    actorAccount: textOf(row['actor_account']),
  };
  return {
    keys: textsOf(row['keys']),
    alone: countIn(row, 'alone'),
    identity: countIn(row, 'callers') === 1 ? identity : null,
  };
}
