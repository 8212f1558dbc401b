import { defineBaseline } from '../../../model/baseline.ts';
import { daysOf, firstTimesSql } from '../first-times.ts';
import { signsSql } from '../sign-columns.ts';
import { history, listed, onlyKnown } from '../wording.ts';

const historyDays = 14;

const used = `fact_services JOIN (SELECT DISTINCT hash, text FROM fact_words WHERE kind = 'service' AND text IS NOT NULL) ON hash = service`;
const byAccount = firstTimesSql({
  uses: `SELECT account AS subject, text AS value, first_at AS happened, narrow FROM ${used} WHERE is_changing`,
  days: daysOf('account'),
  leastKnown: 1,
  leastDays: 3,
});
const by = (subject: 'narrow' | 'wide', level: 'self' | 'identity'): string =>
  firstTimesSql({
    uses: `SELECT ${subject} AS subject, text AS value, first_at AS happened, narrow FROM ${used}`,
    days: daysOf(level),
    leastKnown: 1,
    leastDays: 3,
  });

/** An identity is asked only where the credential itself has too little past. */
const firsts = `(SELECT *, 'account' AS compared FROM (${byAccount})
  UNION ALL SELECT *, 'self' FROM (${by('narrow', 'self')}) WHERE history >= ${historyDays}
  UNION ALL SELECT f.*, 'identity' FROM (${by('wide', 'identity')}) f
    JOIN baseline_days d ON d.level = 'self' AND d.subject = f.narrow AND d.day = date_trunc('day', f.happened) WHERE d.earlier < ${historyDays})`;

/**
 * A service that was never used. Subject: the account, for calls that change something; and a credential,
 * or its identity where that has more past, for calls of any kind. Unit: services; history: the subject's
 * earlier UTC days on record; rarity: first-times.ts, so that people who try things are left alone.
 */
export const baseline = defineBaseline({
  id: 'new-service',
  title: 'First use of a service',
  why: 'Who does not know the account tries what it never needed: other compute, quotas, mail, quiet services.',
  kind: 'first',
  isAnswerable: true,
  unit: 'service',
  level: 'low',
  techniques: ['T1078.004'],
  falsePositives: ['A new feature of a pipeline, a person with a new task.'],
  historyDays,
  query: signsSql(firsts, {
    time: 'happened',
    narrow: 'narrow',
    service: 'hash(value)',
    value: '1',
    against: 'known_count',
    history: 'history',
    compared: 'compared',
    what: '[value]',
    known: 'known',
  }),
  explain: (sign) =>
    sign.compared === 'account'
      ? `First change in ${listed(sign.what)} by account ${sign.account ?? 'unknown'} ${history(sign, historyDays)}, until then in ${onlyKnown(sign)}`
      : `First use of ${listed(sign.what)} by ${sign.subject} ${history(sign, historyDays)}, until then of ${onlyKnown(sign)}`,
});
