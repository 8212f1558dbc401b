import { defineBaseline } from '../../../model/baseline.ts';
import { machineSignsSql } from '../../machines/machine-signs.ts';
import { daysIn, firstTimesSql } from '../first-times.ts';
import { history, onlyKnown } from '../wording.ts';

const historyDays = 14;

/** With fewer days than this a new network is ordinary. */
const leastDays = 3;

const firstsOf = (subject: string): string =>
  firstTimesSql({
    uses: `SELECT hash(${subject}) AS subject, label AS value, seen AS happened, hash(event_uid) AS narrow FROM machine_logins l JOIN login_networks n ON n.source_ip = l.address`,
    days: daysIn('machine_logins', subject),
    leastKnown: 1,
    leastDays,
  });

/** Who has too little past is compared with all who sign in on that machine. */
const told = `(WITH own AS MATERIALIZED (${firstsOf('actor')}), everyone AS MATERIALIZED (${firstsOf('machine')}),
    past AS (SELECT actor, day, row_number() OVER (PARTITION BY actor ORDER BY day) - 1 AS earlier FROM (SELECT DISTINCT actor, date_trunc('day', seen) AS day FROM machine_logins))
  SELECT l.*, f.value AS network, f.history, f.known_count, f.known, 'self' AS compared, e.subject IS NOT NULL AS is_new_to_all
    FROM own f JOIN machine_logins l ON hash(l.actor) = f.subject AND l.seen = f.happened AND hash(l.event_uid) = f.narrow
    LEFT JOIN everyone e ON e.subject = hash(l.machine) AND e.value = f.value AND e.happened = f.happened
  UNION ALL SELECT l.*, f.value, f.history, f.known_count, f.known, 'account', true
    FROM everyone f JOIN machine_logins l ON hash(l.machine) = f.subject AND l.seen = f.happened AND hash(l.event_uid) = f.narrow
    JOIN past p ON p.actor = l.actor AND p.day = date_trunc('day', l.seen) WHERE p.earlier < ${leastDays})`;

/**
 * A sign-in that was let in from a network from which its user had never come; of a user with fewer than three days
 * on record, from which nobody had. Subject: a user on a machine; unit: networks, by AS number where the index of
 * addresses knows it, else /24 and /48; history: earlier UTC days with sign-ins of the user, or of the machine;
 * rarity: baselines/first-times.ts, so that who travels is left alone. Attempts that failed are none, private
 * addresses have no network. Source: the act `login` of machines.
 */
export const baseline = defineBaseline({
  id: 'new-login-network',
  title: 'Sign-in on a machine from a new network',
  why: 'A stolen key or a guessed password is used from elsewhere than its owner uses it.',
  kind: 'first',
  isOfMachines: true,
  unit: 'network',
  level: 'low',
  techniques: ['T1078.003', 'T1021.004'],
  falsePositives: ['A journey, a new office, a provider that hands out other addresses.'],
  historyDays,
  query: machineSignsSql(told, {
    subject: 'actor',
    told_at: 'seen',
    value: '1',
    against: 'known_count',
    history: 'history',
    compared: 'compared',
    what: `['from ' || network]`,
    known: 'known',
    reasons: `CASE WHEN is_new_to_all AND compared = 'self' THEN ['new to everybody on that machine too'] ELSE [] END`,
    shown: `[{'seen': seen, 'event_uid': event_uid}]`,
  }),
  explain: (sign) => {
    const whose = sign.compared === 'self' ? '' : ' by anybody on that machine';
    const also = sign.reasons.length > 0 ? `, ${sign.reasons[0] ?? ''}` : '';
    return `First sign-in of ${sign.subject} ${sign.what.join(' and ')}${also} ${history(sign, historyDays)}, until then${whose} from ${onlyKnown(sign)}`;
  },
});
