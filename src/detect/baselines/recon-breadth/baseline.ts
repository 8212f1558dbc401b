import { defineBaseline } from '../../../model/baseline.ts';
import { pastPeaksSql } from '../past-peaks.ts';
import { signsSql } from '../sign-columns.ts';
import { atMost, counted, history, within } from '../wording.ts';

const historyDays = 7;

/** So few different questions are nobody's reconnaissance. */
const least = 20;

/** So many times the past most. */
const times = 3;

const looked = `SELECT narrow, wide, account, slot, question, min(first_at) AS first_at FROM fact_looks GROUP BY ALL`;
const slots = `SELECT narrow, wide, account, slot AS happened, count(*) AS value FROM (${looked}) GROUP BY ALL`;

/** Each question that was new in its half-hour, with how many there were by then. */
const questions = `(SELECT * FROM (
    SELECT q.narrow, q.account, q.first_at, s.against, s.compared, s.history,
      count(*) OVER slot AS value, min(q.first_at) OVER slot AS since
    FROM (${pastPeaksSql({ rows: slots, recent: '30 MINUTE', least, historyDays })}) s
    JOIN (${looked}) q ON q.narrow = s.narrow AND q.wide = s.wide AND q.account = s.account AND q.slot = s.happened
    WINDOW slot AS (PARTITION BY q.narrow, q.wide, q.account, q.slot ORDER BY q.first_at RANGE UNBOUNDED PRECEDING))
  WHERE value >= ${least} AND value >= ${times} * against)`;

/**
 * Many different look-ups. Subject: a credential in an account; unit: questions, each an operation that
 * only looks, in a region, counted once in a half-hour of the clock; formula: at least 20, and at least 3
 * times the most in any half-hour before; history: UTC days with records. Source: the verb `list` of the
 * semantics. An auditor's tool is as broad every time, and so stays silent from its second run on.
 */
export const baseline = defineBaseline({
  id: 'recon-breadth',
  title: 'Far more different look-ups than ever before',
  why: 'Who holds a stolen key first asks what it is worth: which services, regions, quotas, roles.',
  kind: 'peak',
  unit: 'look-up',
  level: 'low',
  techniques: ['T1580', 'T1526'],
  falsePositives: ['The first run of an inventory or audit tool, a person who investigates an outage.'],
  historyDays,
  query: signsSql(questions, {
    time: 'first_at',
    narrow: 'narrow',
    account: 'account',
    value: 'value',
    seconds: `date_diff('second', since, first_at)`,
    against: 'against',
    history: 'history',
    compared: 'compared',
  }),
  explain: (sign) =>
    `${counted(sign.value, 'different look-up')} ${within(sign.seconds)} by ${sign.subject}, ${atMost(sign, 'in half an hour')} ${history(sign, historyDays)}`,
});
