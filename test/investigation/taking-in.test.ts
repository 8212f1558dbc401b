import { describe, expect, test } from 'vitest';
import { baselines } from '../../src/detect/baselines/list.ts';
import type { Finding } from '../../src/model/finding.ts';
import { launched, outcomeOfTrail, record, roleIdentity, userIdentity } from './trail.ts';
import type { Json, Match, Session, TrailRecord } from './trail.ts';

const office = '192.0.2.10';
const browser = 'Mozilla/5.0 (X11; Linux x86_64)';
const day = (number: number, time = '10:00:00') => `2026-11-${number}T${time}Z`;
const person = (name: string, number: number): Session => ({
  role: 'AWSReservedSSO_Administrator',
  name: `${name}@example.com`,
  key: `ASIAEXAMPLE${name.toUpperCase()}${number}`,
  created: day(number, '09:00:00'),
});
const at = (session: Session, ip = office, agent = browser) => ({ who: roleIdentity(session), ip, agent });

/** Three people at the office on two days, somebody who launches in the region, and the administrator on two other days. */
const others = [16, 17].flatMap((number) =>
  ['ben', 'cem', 'dora'].map((name, index) =>
    record(`${name}-${number}`, day(number), at(person(name, number), `192.0.2.${20 + index}`), 's3:ListBuckets'),
  ),
);
const pipeline = record(
  'ci',
  day(15),
  { who: userIdentity('ci', 'AKIAEXAMPLEPIPELINE1'), ip: '198.51.100.99', agent: 'terraform/1.6' },
  'ec2:RunInstances',
  launched('c5.large', 'i-ci'),
);
const past = [12, 19].map((number) =>
  record(`past-${number}`, day(number), at(person('ana', number)), 'iam:ListUsers'),
);
const around = [...others, pipeline, ...past];

const made = (name: string): Readonly<Record<string, Json>> => ({
  requestParameters: { userName: name },
  responseElements: { user: { userName: name, arn: `arn:aws:iam::123456789012:user/${name}`, userId: `AIDA${name}` } },
});
const keyOf = (name: string): Readonly<Record<string, Json>> => ({
  requestParameters: { userName: name },
  responseElements: { accessKey: { userName: name, accessKeyId: 'AKIAEXAMPLEJONAS0001', status: 'Active' } },
});
const takenInBy = (ana: ReturnType<typeof at>): readonly TrailRecord[] => [
  record('user', day(18, '14:05:00'), ana, 'iam:CreateUser', made('jonas')),
  record('group', day(18, '14:06:00'), ana, 'iam:AddUserToGroup', {
    requestParameters: { userName: 'jonas', groupName: 'developers' },
  }),
  record('key', day(18, '14:11:00'), ana, 'iam:CreateAccessKey', keyOf('jonas')),
];
const ana = at(person('ana', 18));
const takenIn = takenInBy(ana);
const jonas = (ip = '192.0.2.44') => ({
  who: userIdentity('jonas', 'AKIAEXAMPLEJONAS0001'),
  ip,
  agent: 'aws-cli/2.15.0',
});
const launch = record('go', day(18, '15:30:00'), jonas(), 'ec2:RunInstances', launched('t3.small', 'i-jonas'));
const looked = record('looked', day(19), jonas(), 's3:ListBuckets');
const found: readonly Match[] = [{ level: 'medium', uids: ['key'] }];

const told = async (records: readonly TrailRecord[], matches: readonly Match[] = found) => {
  const { incidents, explained } = await outcomeOfTrail(records, matches, { baselines });
  return { incidents: incidents.map(({ severity }) => severity.level), explained };
};
const isIncident = async (records: readonly TrailRecord[], matches?: readonly Match[]): Promise<boolean> => {
  const { incidents, explained } = await told(records, matches);
  return incidents.length === 1 && explained.length === 0;
};

describe('a colleague taken in by an administrator at her usual place', () => {
  test('is no incident, and is named with the reasons', async () => {
    const { incidents, explained } = await told([...around, ...takenIn, launch, looked]);
    expect(incidents).toEqual([]);
    expect(explained).toMatchObject([
      {
        actors: ['ana@example.com', 'AWSReservedSSO_Administrator', 'jonas'],
        tickets: [],
        launched: 1,
        evidence: ['user', 'group', 'key', 'go'].map((uid) => `aws.cloudtrail:${uid}`),
      },
    ]);
    expect(explained[0]?.why).toBe(
      'jonas was made by somebody on record from the same network and with the same kind of program on at least 2 other days, at least 3 others work from each network that they used, what was launched is small, and others launch in the same places, nothing else was done',
    );
  });

  test('who has not begun yet is none either, in any order of arrival', async () => {
    const { incidents, explained } = await told([...around, ...takenIn].reverse());
    expect(incidents).toEqual([]);
    expect(explained).toHaveLength(1);
  });
});

describe('where only one other works at the place', () => {
  const other = others.filter(({ eventID }) => eventID.startsWith('ben'));
  const week = [10, 11, 12, 13, 14, 16, 19].map((number) =>
    record(`week-${number}`, day(number), at(person('ana', number)), 'iam:ListUsers'),
  );

  test('an administrator who is on record there for a week, and nowhere else, takes a colleague in', async () => {
    const { incidents, explained } = await told([...other, ...week, pipeline, ...takenIn, looked]);
    expect(incidents).toEqual([]);
    expect(explained[0]?.why).toContain('that somebody is on record nowhere else');
  });

  test.each([
    ['the new key is used from elsewhere', record('away', day(19), jonas('203.0.113.9'), 's3:ListBuckets')],
    [
      'the administrator is on record elsewhere too',
      record('away', day(12, '12:00:00'), at(person('ana', 12), '203.0.113.9'), 'iam:ListUsers'),
    ],
  ])('but not where %s', async (_, more) => {
    expect(await isIncident([...other, ...week, pipeline, ...takenIn, looked, more])).toBe(true);
  });
});

describe('an administrator who renews a key of his own', () => {
  const ben = (ip = '192.0.2.20', agent = 'aws-cli/2.15.0') => ({
    who: userIdentity('ben', 'AKIAEXAMPLEBENOLD001'),
    ip,
    agent,
  });
  const week = [10, 11, 12, 13, 14, 15, 16, 20].map((number) =>
    record(`ben-week-${number}`, day(number), ben(), 's3:ListBuckets'),
  );
  const renewed = [
    record('key', day(18, '14:11:00'), ben(), 'iam:CreateAccessKey', {
      requestParameters: { userName: 'ben' },
      responseElements: { accessKey: { userName: 'ben', accessKeyId: 'AKIAEXAMPLEBENNEW001', status: 'Active' } },
    }),
    record('old', day(18, '14:15:00'), ben(), 'iam:DeleteAccessKey', {
      requestParameters: { userName: 'ben', accessKeyId: 'AKIAEXAMPLEBENOLD001' },
    }),
  ];
  const all = [...others, ...week, ...renewed];

  test('at his usual place does nothing to be told', async () => {
    const { incidents, explained } = await told(all);
    expect(incidents).toEqual([]);
    expect(explained[0]?.why).toContain('a credential was made by somebody for himself');
  });

  const away = { who: userIdentity('ben', 'AKIAEXAMPLEBENNEW001'), ip: '203.0.113.9', agent: 'aws-cli/2.15.0' };
  test.each([
    ['the new key is used elsewhere', [...all, record('away', day(19), away, 's3:ListBuckets')]],
    ['he was never there before', [...others, ...renewed]],
    [
      'he also makes one for somebody else',
      [...all, record('two', day(18, '14:20:00'), ben(), 'iam:CreateAccessKey', keyOf('ci'))],
    ],
  ])('but not where %s', async (_, records) => {
    expect(await isIncident(records)).toBe(true);
  });
});

describe('a way back in is not taken for a colleague', () => {
  const plus = (...more: readonly TrailRecord[]) => [...around, ...takenIn, ...more];

  test.each([
    ['who lays it calls from elsewhere', [...around, ...takenInBy(at(person('ana', 18), '203.0.113.9'))]],
    [
      'who lays it calls with another kind of program',
      [...around, ...takenInBy(at(person('ana', 18), office, 'python-requests/2.31'))],
    ],
    ['who lays it is on record on no other day', [...others, pipeline, ...takenIn]],
    ['who lays it is on record on one other day only', [...others, pipeline, ...past.slice(1), ...takenIn]],
    [
      'who lays it uses a session beside its owner',
      plus(record('owner', day(18, '09:30:00'), at(person('ana', 18), '198.51.100.7'), 's3:ListBuckets')),
    ],
    ['nobody else works at the place', [...past, pipeline, ...takenIn]],
    ['the new key is used from elsewhere', plus(record('away', day(19), jonas('203.0.113.9'), 's3:ListBuckets'))],
    ['the new key launches a GPU', plus({ ...launch, ...launched('g5.xlarge', 'i-jonas') })],
    ['the new key launches many', plus({ ...launch, ...launched('t3.small', 'i-1', 'i-2', 'i-3') })],
    ['the new key launches where nobody else does', plus({ ...launch, awsRegion: 'sa-east-1' })],
    ['the new key is refused a launch', plus({ ...launch, errorCode: 'Client.UnauthorizedOperation' })],
    ['the new key lays another', plus(record('next', day(19), jonas(), 'iam:CreateUser', made('shadow')))],
    [
      'the new key reads data',
      plus(record('read', day(19), jonas(), 'secretsmanager:GetSecretValue', { requestParameters: { secretId: 's' } })),
    ],
    [
      'the new key ends what others made',
      plus(
        record('end', day(19), jonas(), 'ec2:TerminateInstances', {
          requestParameters: { instancesSet: { items: [{ instanceId: 'i-ci' }] } },
        }),
      ),
    ],
    [
      'its maker launches',
      plus(record('own', day(18, '15:00:00'), ana, 'ec2:RunInstances', launched('t3.small', 'i-own'))),
    ],
    [
      'its maker gives somebody else a key',
      plus(record('old', day(18, '15:00:00'), ana, 'iam:CreateAccessKey', keyOf('ci'))),
    ],
    [
      'its maker switches a trail off',
      plus(record('off', day(18, '15:00:00'), ana, 'cloudtrail:StopLogging', { requestParameters: { name: 't' } })),
    ],
  ] as const)('where %s', async (_, records) => {
    expect(await isIncident(records)).toBe(true);
  });

  test('where a rule speaks of its rights', async () => {
    expect(await isIncident([...plus(), launch], [{ level: 'medium', uids: ['group'] }])).toBe(true);
  });

  test('where a rule finds it grave', async () => {
    expect(await isIncident([...plus(), launch], [{ level: 'high', uids: ['user'] }])).toBe(true);
  });

  test('where the others at the place are in the same hand', async () => {
    const hits = others.map(({ eventID }) => eventID);
    const { explained } = await told(plus(), [{ level: 'medium', uids: ['key', ...hits] }]);
    expect(explained).toEqual([]);
  });
});

describe('administrators laid in for an emergency', () => {
  const week = [10, 11, 12, 13, 14, 16, 19].map((number) =>
    record(`week-${number}`, day(number), at(person('ana', number)), 'iam:ListUsers'),
  );
  const glass = (name: string): Readonly<Record<string, Json>> => ({ requestParameters: { userName: name } });
  const laidIn = (who: ReturnType<typeof at>): readonly TrailRecord[] => [
    record('user', day(18, '14:05:00'), who, 'iam:CreateUser', made('glass')),
    record('password', day(18, '14:06:00'), who, 'iam:CreateLoginProfile', glass('glass')),
    record('admin', day(18, '14:07:00'), who, 'iam:AttachUserPolicy', {
      requestParameters: { userName: 'glass', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    }),
    record('factor', day(18, '14:08:00'), who, 'iam:EnableMFADevice', {
      requestParameters: { userName: 'glass', serialNumber: 'arn:aws:iam::123456789012:mfa/glass' },
    }),
  ];
  const grave: readonly Match[] = [{ level: 'critical', uids: ['user', 'password', 'admin'] }];
  const finding = (evidence: string): Finding => ({
    finding_uid: 'finding-1',
    rule: { uid: 'rule-0', title: 'An administrator was made', level: 'critical', origin: 'beewolf', author: null },
    severity: 'critical',
    techniques: [],
    first_seen: day(18, '14:05:00'),
    last_seen: day(18, '14:05:00'),
    count: 1,
    actors: [],
    accounts: [],
    regions: [],
    resources: [],
    evidence: [evidence],
    evidence_count: 1,
  });
  const levelOf = async (records: readonly TrailRecord[]) => {
    const findings = [finding('aws.cloudtrail:admin')];
    const all = [...others, pipeline, ...week, ...records];
    const { incidents } = await outcomeOfTrail(all, grave, { baselines, findings });
    return incidents.map(({ severity }) => severity.level);
  };

  test('by somebody long known at the place are an incident that wakes nobody', async () => {
    expect(await levelOf(laidIn(ana))).toEqual(['medium']);
  });

  const elsewhere = at(person('ana', 18), '203.0.113.9');
  const used = { who: userIdentity('glass', 'ASIAEXAMPLEGLASS0001'), ip: '192.0.2.44', agent: browser };
  test.each<readonly [string, readonly TrailRecord[]]>([
    ['they are made from elsewhere', laidIn(elsewhere)],
    ['one has no second factor', laidIn(ana).slice(0, 3)],
    ['one has a key', [...laidIn(ana), record('key', day(18, '14:11:00'), ana, 'iam:CreateAccessKey', keyOf('glass'))]],
    ['one is used', [...laidIn(ana), record('used', day(19), used, 's3:ListBuckets')]],
    [
      'more is done',
      [
        ...laidIn(ana),
        record('off', day(18, '14:12:00'), ana, 'cloudtrail:StopLogging', { requestParameters: { name: 't' } }),
      ],
    ],
  ])('are critical where %s', async (_, records) => {
    expect(await levelOf(records)).toEqual(['critical']);
  });
});
