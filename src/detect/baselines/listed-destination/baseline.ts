import { defineBaseline } from '../../../model/baseline.ts';
import { machineSignsSql } from '../../machines/machine-signs.ts';
import { citedSql, freshness, namesOfPools } from '../../machines/pool-flows.ts';
import { listed } from '../wording.ts';

/** So much of a list's weight must be left for a sign to count fully. */
const enough = 0.5;

const weight = (shared: string, at: string): string =>
  `i.weight * ${freshness(at, 'i.expires')} * CASE WHEN ${shared} THEN 0 ELSE 1 END`;

const contacts = `SELECT l.machine, l.host, l.host_uid, l.address, l.account, l.region, l.seen, l.event_uid, l.destination || ' port ' || l.port AS what,
    ${weight(`i.shared IS NOT NULL OR i.port <> l.port`, 'l.seen')} AS weight, i.entry || ${citedSql('i', 'l.seen')}
      || CASE WHEN i.shared IS NOT NULL THEN ', an address of ' || i.shared || ' that many share' WHEN i.port <> l.port THEN ', another port' ELSE '' END AS reason
  FROM machine_links l JOIN intel_addresses i USING (destination) WHERE NOT i.is_own`;

const queries = `SELECT i.machine, i.host, i.host_uid, i.address, i.account, i.region, i.seen, i.event_uid, i.domain AS what,
    ${weight('false', 'i.seen')} AS weight, i.entry || ${citedSql('i', 'i.seen')} AS reason
  FROM ${namesOfPools} i WHERE NOT i.is_own AND NOT i.is_site`;

/** The first time in each hour; of several lists the weightiest speaks. */
const rows = `(SELECT *, count(*) OVER (PARTITION BY machine, what ORDER BY seen, event_uid) AS times FROM (
    SELECT * FROM (${contacts} UNION ALL ${queries})
    QUALIFY row_number() OVER (PARTITION BY machine, event_uid, what ORDER BY weight DESC, reason) = 1))`;

/**
 * An address or a name that a list of the user's has. Subject: a machine; unit: hours in which it was met; a list
 * that is stale, one without a date that is not trusted wholly, an address that many share and another port than
 * the listed one are told and weigh less. Left out: resolvers that pass on what others ask, machines that ask
 * for more than ten listed names a day (sensors), pages for people. Source: flows and name queries.
 */
export const baseline = defineBaseline({
  id: 'listed-destination',
  title: 'A machine reached for what a list of miners names',
  why: 'What others have seen miners connect to is the first to look for.',
  kind: 'first',
  isOfMachines: true,
  unit: 'hour',
  level: 'medium',
  techniques: ['T1496.001', 'T1071'],
  falsePositives: ['A list that is out of date, or names a host that serves others too.'],
  historyDays: 0,
  query: machineSignsSql(rows, {
    told_at: 'seen',
    value: 'times',
    history: '0',
    is_weak: `weight < ${enough}`,
    what: '[what]',
    reasons: '[reason]',
    shown: `[{'seen': seen, 'event_uid': event_uid}]`,
  }),
  explain: (sign) => `${sign.subject} reached for ${listed(sign.what)}: ${listed(sign.reasons)}`,
});
