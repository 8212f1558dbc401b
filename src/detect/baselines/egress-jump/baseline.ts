import { defineBaseline } from '../../../model/baseline.ts';
import { machineOf, machineSignsSql } from '../../machines/machine-signs.ts';
import { size } from '../../machines/wording.ts';
import { history } from '../wording.ts';

const historyDays = 7;

/** Bytes a day that are nobody's jump. */
const least = 200_000_000;

/** So many times the largest day of the past is one. */
const times = 5;

const told = `(WITH hours AS MATERIALIZED (SELECT machine, ${machineOf}, min(address) AS address, hour, CAST(hour AS DATE) AS day, sum(bytes_out) AS sent, max(bytes_out) AS most,
      max(last_at) AS last_at, arg_max(destination, (bytes_out, destination)) AS destination, arg_max(seen, (bytes_out, destination)) AS seen, arg_max(event_uid, (bytes_out, destination)) AS event_uid
      FROM machine_egress GROUP BY machine, hour),
    days AS (SELECT machine, day, sum(sent) AS sent FROM hours GROUP BY machine, day),
    past AS (SELECT machine, day, count(*) OVER earlier AS history, max(sent) OVER earlier AS most
      FROM days WINDOW earlier AS (PARTITION BY machine ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
    so_far AS (SELECT *, sum(sent) OVER day AS total, arg_max(destination, (sent, destination)) OVER day AS mostly FROM hours
      WINDOW day AS (PARTITION BY machine, day ORDER BY hour))
  SELECT s.*, p.history, coalesce(p.most, 0) AS past_most FROM so_far s JOIN past p USING (machine, day)
  WHERE total >= ${least} AND total >= ${times} * coalesce(p.most, 0) AND p.history >= 1)`;

/**
 * More left a machine for public addresses than on any day before. Subject: a machine; unit: bytes since the UTC
 * day began, told anew by the hour; formula: at least 200 MB, and at least five times its largest day before;
 * history: UTC days on which it sent anything. So a backup that runs every night, or one of a week ago, is no
 * jump. Source: flows with bytes, from private addresses.
 */
export const baseline = defineBaseline({
  id: 'egress-jump',
  title: 'More left a machine than on any day before',
  why: 'Data that is carried off leaves by the network. Mining sends little: such a volume is something else.',
  kind: 'peak',
  isOfMachines: true,
  isAnswerable: true,
  unit: 'byte',
  level: 'low',
  techniques: ['T1048'],
  falsePositives: ['A first backup, a migration, a release that many download.'],
  historyDays,
  query: machineSignsSql(told, {
    told_at: 'last_at',
    value: 'total',
    seconds: `date_diff('second', day, last_at)`,
    against: 'past_most',
    history: 'history',
    what: `[strftime(last_at, '%Y-%m-%d'), strftime(last_at, '%H:%M'), mostly]`,
    shown: `[{'seen': seen, 'event_uid': event_uid}]`,
  }),
  explain: (sign) => {
    const [day = '', until = '', mostly = ''] = sign.what;
    return `${sign.subject} sent ${size(sign.value)} to public addresses on ${day} until ${until}, most of all to ${mostly}, against at most ${size(sign.against)} a day ${history(sign, historyDays)}`;
  },
});
