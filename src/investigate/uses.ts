import { callerAddressSql, isDeedSql } from '../lake/calls.ts';
import type { Summary } from '../lake/summaries.ts';
import { agentSql, isSessionSql, keySql, networkSql, sessionBaseSql } from './chain/strand-keys.ts';

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

/**
 * Every use of a credential: key × address × program, with the network and agent of its strand. `alone`
 * counts the records that are no copy of a call which another account logged as well, `accepted` those not refused. Rows lie by key,
 * so that a look-up of one passes over most of them.
 */
export const uses = {
  name: 'uses',
  version: '6',
  query: (
    events,
  ) => `SELECT *, ${networkSql('u')} AS network, ${agentSql('u')} AS agent, ${sessionBaseSql('u')} AS session_base FROM (
      SELECT key, source_ip, user_agent, ${identityColumns}, min(coalesce(nullif(actor_account, ''), account)) AS actor_account, min(time) AS first,
        min_by(event_uid, (time, event_uid)) AS first_uid, max(time) AS last, count(*) AS count, count(*) FILTER (shared_uid IS NULL) AS alone, count(*) FILTER (error IS NULL) AS accepted
      FROM (SELECT e.* REPLACE (${callerAddressSql('e')} AS source_ip), ${keySql('e')} AS key FROM ${events} e WHERE ${isDeedSql('e')}) e GROUP BY key, source_ip, user_agent, ${isSessionSql('e')}) u ORDER BY key, source_ip, user_agent`,
  rowsTogether: 8192,
} as const satisfies Summary;

/** In which partitions each key was used. */
export const places = {
  name: 'places',
  version: '4',
  query: (events) =>
    `SELECT DISTINCT key, partition FROM (SELECT ${keySql('e')} AS key, partition FROM ${events} e WHERE ${isDeedSql('e')}) ORDER BY key, partition`,
} as const satisfies Summary;
