import { defineBaseline } from '../../../model/baseline.ts';
import { daysOf, firstTimesSql } from '../first-times.ts';
import { signsSql } from '../sign-columns.ts';
import { counted, history, listed, onlyKnown, within } from '../wording.ts';

const historyDays = 14;

const kind = `class || ' ' || family`;
const firsts = firstTimesSql({
  uses: `SELECT account AS subject, ${kind} AS value, happened, narrow FROM fact_launches WHERE account IS NOT NULL AND class IS NOT NULL`,
  days: daysOf('account'),
  leastKnown: 0,
  leastDays: 1,
});

/** All of that kind in the first hour, refused or not, by whomever. */
const launches = `(SELECT l.*, f.history, f.known, f.known_count,
    sum(l.things) OVER (PARTITION BY l.account, f.value, l.shape ORDER BY l.happened RANGE UNBOUNDED PRECEDING) AS asked, f.happened AS since
  FROM (${firsts}) f JOIN fact_launches l ON l.account = f.subject AND ${kind} = f.value AND l.happened BETWEEN f.happened AND f.happened + INTERVAL 1 HOUR
  WHERE NOT l.is_provider)`;

/**
 * Machines with accelerators or of the largest sizes that are new to the account. Subject: account; unit:
 * things asked for, within an hour of the first; what is new is the family of a machine with accelerators,
 * or the size of a large one, as the semantics' patterns tell them; history: the account's earlier UTC days
 * on record; rarity: first-times.ts.
 */
export const baseline = defineBaseline({
  id: 'gpu-or-large',
  title: 'Machines with accelerators, or very large ones, that are new to the account',
  why: 'What mines best is what the account never needed: accelerators and the largest machines.',
  kind: 'first',
  isAnswerable: true,
  unit: 'launch',
  level: 'low',
  techniques: ['T1496.001'],
  falsePositives: ['The first training job of a team, a move to a newer family.'],
  historyDays,
  query: signsSql(launches, {
    time: 'happened',
    narrow: 'narrow',
    account: 'account',
    region: 'region',
    operation: 'operation',
    is_every: 'true',
    value: 'asked',
    seconds: `date_diff('second', since, happened)`,
    against: 'known_count',
    history: 'history',
    compared: `'account'`,
    what: '[shape]',
    known: 'known',
  }),
  explain: (sign) =>
    `First launch of ${listed(sign.what)} by account ${sign.account ?? 'unknown'} ${history(sign, historyDays)}: ${counted(sign.value, 'launch')} ${within(sign.seconds)}, ${
      sign.known.length === 0 ? 'nothing with accelerators or as large before' : `until then ${onlyKnown(sign)}`
    }`,
});
