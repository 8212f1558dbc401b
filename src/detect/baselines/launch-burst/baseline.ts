import { defineBaseline } from '../../../model/baseline.ts';
import { pastPeaksSql } from '../past-peaks.ts';
import { signsSql } from '../sign-columns.ts';
import { atMost, counted, history, within } from '../wording.ts';

const historyDays = 7;

/** So few are nobody's burst. */
const least = 10;

/** So many times the past most are a burst. */
const times = 3;

const hours = `SELECT *, sum(things) OVER hour AS value, min(happened) OVER hour AS since
  FROM fact_launches WHERE NOT is_provider AND NOT is_dry
  WINDOW hour AS (PARTITION BY narrow, account ORDER BY happened RANGE BETWEEN INTERVAL 1 HOUR PRECEDING AND CURRENT ROW)`;

/**
 * Many launches within an hour. Subject: a credential in an account; unit: things that were made, or asked
 * for where the call was refused or made a group, in the 60 minutes up to each launch; formula: at least
 * 10, and at least 3 times the most in any such hour before; history: UTC days with records. Source: the
 * act `launch` of the semantics; the provider's own launches, such as autoscaling, are left out.
 */
export const baseline = defineBaseline({
  id: 'launch-burst',
  title: 'More launches in an hour than ever before',
  why: 'A miner earns by the hour until the key is closed, so everything is started at once.',
  kind: 'peak',
  isAnswerable: true,
  unit: 'launch',
  level: 'low',
  techniques: ['T1496.001'],
  falsePositives: ['A load test, a disaster drill, the first large job of a new team.'],
  historyDays,
  query: signsSql(
    `(${pastPeaksSql({ rows: hours, recent: '1 HOUR', least, historyDays })}) WHERE value >= ${times} * against`,
    {
      time: 'happened',
      narrow: 'narrow',
      account: 'account',
      region: 'region',
      operation: 'operation',
      is_every: 'true',
      value: 'value',
      seconds: `date_diff('second', since, happened)`,
      against: 'against',
      history: 'history',
      compared: 'compared',
    },
  ),
  explain: (sign) =>
    `${counted(sign.value, 'launch')} ${within(sign.seconds)} by ${sign.subject}, ${atMost(sign, 'an hour')} ${history(sign, historyDays)}`,
});
