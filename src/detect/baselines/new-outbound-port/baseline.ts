import { defineBaseline } from '../../../model/baseline.ts';
import { machineSignsSql } from '../../machines/machine-signs.ts';
import { daysIn, firstTimesSql } from '../first-times.ts';
import { history, listed, onlyKnown } from '../wording.ts';

const historyDays = 7;

const uses = `SELECT hash(machine) AS subject, port || '/' || protocol AS value, seen AS happened, hash(event_uid) AS narrow FROM machine_links WHERE is_sure AND protocol IS NOT NULL`;

const firsts = firstTimesSql({
  uses,
  days: daysIn('machine_links', 'machine'),
  leastKnown: 1,
  leastDays: 1,
});

const told = `(SELECT l.*, f.value AS used, f.history, f.known_count, f.known FROM (${firsts}) f
  JOIN machine_links l ON hash(l.machine) = f.subject AND l.seen = f.happened AND hash(l.event_uid) = f.narrow)`;

/**
 * A port on public hosts to which a machine had never sent anything. Subject: a machine; unit: ports by protocol;
 * history: its earlier UTC days with flows; rarity: baselines/first-times.ts. Source: flows from private
 * addresses to ports below those that clients are given.
 */
export const baseline = defineBaseline({
  id: 'new-outbound-port',
  title: 'A machine sent to a port that it had never used',
  why: 'What an intruder brings along talks to hosts of its own: pools, proxies, control servers.',
  kind: 'first',
  isOfMachines: true,
  unit: 'port',
  level: 'low',
  techniques: ['T1571'],
  falsePositives: ['New software, a new service of a partner.'],
  historyDays,
  query: machineSignsSql(told, {
    told_at: 'seen',
    value: '1',
    against: 'known_count',
    history: 'history',
    what: '[used]',
    known: 'known',
    reasons: `['to ' || destination]`,
    shown: `[{'seen': seen, 'event_uid': event_uid}]`,
  }),
  explain: (sign) =>
    `${sign.subject} sent to ${listed(sign.what)} for the first time (${listed(sign.reasons)}) ${history(sign, historyDays)}, until then to ${onlyKnown(sign)}`,
});
