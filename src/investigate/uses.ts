import { callerAddressSql, isDeedSql } from '../lake/calls.ts';
import { marksSql } from '../lake/partition-marks.ts';
import type { Summary } from '../lake/summaries.ts';
import { agentSql, keySql, networkSql, sessionBaseSql } from './chain/strand-keys.ts';

const identity = [
  'credential',
  'session_uid',
  'session_created',
  'session_name',
  'source_identity',
  'actor_uid',
  'caller_uid',
  'actor_name',
  'actor_type',
];
/** Of one credential's records some tell the beginning of its session, some not: the longest uid is the whole one. */
export const identityColumns = identity
  .map((column) => `${column === 'session_uid' ? 'max' : 'min'}(${column}) AS ${column}`)
  .join(', ');

/** What tells one use from another. */
const told = [...identity, 'user_agent', 'source_ip'];

/**
 * Every use of a credential: key × address × program, with the network and agent of its strand, and once more for each
 * way in which records write the same one: grouping by all columns costs less than comparing each. `alone` counts the
 * records that are no copy of a call which another account logged as well, `accepted` those not refused, `places` marks
 * the partitions that hold any. Rows lie by key, so that a look-up of one passes over most of them.
 */
export const uses = {
  name: 'uses',
  version: '7',
  query: (
    events,
  ) => `SELECT *, ${keySql('u')} AS key, ${networkSql('u')} AS network, ${agentSql('u')} AS agent, ${sessionBaseSql('u')} AS session_base FROM (
      SELECT ${told.join(', ')}, actor_account, min(time) AS first,
        min_by(event_uid, (time, event_uid)) AS first_uid, max(time) AS last, count(*) AS count, count(*) FILTER (shared_uid IS NULL) AS alone, count(*) FILTER (error IS NULL) AS accepted,
        ${marksSql('partition')} AS places
      FROM (SELECT e.* REPLACE (${callerAddressSql('e')} AS source_ip, coalesce(nullif(e.actor_account, ''), e.account) AS actor_account)
        FROM ${events} e WHERE ${isDeedSql('e')}) e GROUP BY ${told.join(', ')}, actor_account) u ORDER BY key`,
  rowsTogether: 8192,
} as const satisfies Summary;
