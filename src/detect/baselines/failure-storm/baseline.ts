import { defineBaseline } from '../../../model/baseline.ts';
import { pastPeaksSql } from '../past-peaks.ts';
import { signsSql } from '../sign-columns.ts';
import { atMost, counted, history, within } from '../wording.ts';

const historyDays = 7;

/** So few failures are nobody's storm, and so few kinds are a broken loop. */
const least = 20;
const leastKinds = 5;

/** So many times the past most. */
const times = 5;

const slotted = `SELECT narrow, wide, account, slot, happened, question, sum(times) AS times FROM fact_failures GROUP BY ALL`;
const slots = `SELECT narrow, wide, account, slot AS happened, sum(times) AS value FROM (${slotted}) GROUP BY ALL`;

/** Each failure with how many, and how many kinds, there were by then. */
const failures = `(SELECT * FROM (
    SELECT *, sum(times) OVER slot AS value, sum(is_first) OVER slot AS kinds, min(happened) OVER slot AS since FROM (
      SELECT f.*, s.against, s.compared, s.history,
        CAST(row_number() OVER (PARTITION BY f.narrow, f.wide, f.account, f.slot, f.question ORDER BY f.happened) = 1 AS INTEGER) AS is_first
      FROM (${pastPeaksSql({ rows: slots, recent: '30 MINUTE', least, historyDays })}) s
      JOIN (${slotted}) f ON f.narrow = s.narrow AND f.wide = s.wide AND f.account = s.account AND f.slot = s.happened)
    WINDOW slot AS (PARTITION BY narrow, wide, account, slot ORDER BY happened RANGE UNBOUNDED PRECEDING))
  WHERE value >= ${least} AND kinds >= ${leastKinds} AND value >= ${times} * against)`;

/**
 * Many failed calls of many kinds. Subject: a credential in an account; unit: calls with an error (a call
 * that was only tried out is none) in a half-hour of the clock; formula: at least 20, of at least 5 kinds,
 * a kind being an operation in a region, and at least 5 times the most in any half-hour before; history:
 * UTC days with records. A loop that repeats one call is left alone.
 */
export const baseline = defineBaseline({
  id: 'failure-storm',
  title: 'Far more failed calls than ever before',
  why: 'A thief does not know what the key may do, and tries.',
  kind: 'peak',
  unit: 'failed call',
  level: 'low',
  techniques: ['T1580'],
  falsePositives: ['A deployment whose role lost a right, a tool that is set up for the first time.'],
  historyDays,
  query: signsSql(failures, {
    time: 'happened',
    narrow: 'narrow',
    account: 'account',
    is_failed: 'true',
    is_every: 'true',
    value: 'value',
    seconds: `date_diff('second', since, happened)`,
    against: 'against',
    history: 'history',
    compared: 'compared',
  }),
  explain: (sign) =>
    `${counted(sign.value, 'failed call')} of ${leastKinds} or more kinds ${within(sign.seconds)} by ${sign.subject}, ${atMost(sign, 'in half an hour')} ${history(sign, historyDays)}`,
});
