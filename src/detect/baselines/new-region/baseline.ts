import { defineBaseline } from '../../../model/baseline.ts';
import { daysOf, firstTimesSql } from '../first-times.ts';
import { signsSql } from '../sign-columns.ts';
import { counted, history, listed, onlyKnown, within } from '../wording.ts';

const historyDays = 14;

const firsts = firstTimesSql({
  uses: 'SELECT account AS subject, region_name AS value, happened, narrow FROM fact_launches WHERE account IS NOT NULL AND region_name IS NOT NULL',
  days: daysOf('account'),
  leastKnown: 0,
  leastDays: 1,
});

/** Everything launched there in the first hour, refused or not, by whomever. */
const launches = `(SELECT l.*, f.history, f.known, f.known_count,
    sum(l.things) OVER (PARTITION BY l.account, l.region ORDER BY l.happened RANGE UNBOUNDED PRECEDING) AS asked, f.happened AS since
  FROM (${firsts}) f JOIN fact_launches l ON l.account = f.subject AND l.region_name = f.value AND l.happened BETWEEN f.happened AND f.happened + INTERVAL 1 HOUR
  WHERE NOT l.is_provider)`;

/**
 * Launches in a region in which the account had never launched anything. Subject: account; unit: things
 * asked for, within an hour of the first; history: the account's earlier UTC days on record; rarity:
 * first-times.ts. Source: the act `launch` of the semantics, whatever its outcome.
 */
export const baseline = defineBaseline({
  id: 'new-region',
  title: 'Launch in a region that the account had not used',
  why: 'Intruders launch where nobody looks: in a region that is enabled and not used.',
  kind: 'first',
  unit: 'launch',
  level: 'low',
  techniques: ['T1535'],
  falsePositives: ['A service that is rolled out to one more region.'],
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
    what: '[region_name]',
    known: 'known',
  }),
  explain: (sign) =>
    `First launch in ${listed(sign.what)} by account ${sign.account ?? 'unknown'} ${history(sign, historyDays)}: ${counted(sign.value, 'launch')} ${within(sign.seconds)}, ${
      sign.known.length === 0 ? 'none anywhere before' : `until then in ${onlyKnown(sign)}`
    }`,
});
