import { describe, expect, test } from 'vitest';
import { investigateTrail, launched, onInstances, record, userIdentity } from './trail.ts';
import type { Json, TrailRecord } from './trail.ts';

const at = (clock: string) => `2026-11-20T${clock}:00Z`;
const thief = { who: userIdentity('ci', 'AKIAEXAMPLELEAKEDKEY'), ip: '203.0.113.9', agent: 'aws-cli/1.2' };
const sana = { who: userIdentity('sana', 'AKIAEXAMPLESANA00001'), ip: '198.51.100.20', agent: 'aws-cli/2.15' };
const launch = record('launch', at('10:00'), thief, 'ec2:RunInstances', launched('g5.xlarge', 'i-1', 'i-2'));
const end = record('end', at('12:00'), sana, 'ec2:TerminateInstances', onInstances('i-1', 'i-2'));
const by = (uid: string, clock: string, call: string, request: Readonly<Record<string, Json>>, more = {}) =>
  record(uid, at(clock), sana, call, { requestParameters: request, ...more });

const told = async (...more: readonly TrailRecord[]): Promise<readonly string[]> => {
  const uids = ['launch', ...more.map(({ eventID }) => eventID)];
  const incidents = await investigateTrail([launch, ...more], [{ level: 'high', uids }]);
  return incidents.map(({ root }) => root?.identity.name ?? '?');
};

describe('who answers an intrusion', () => {
  test('by ending what it made is told as containment', async () => {
    const incidents = await investigateTrail([launch, end], [{ level: 'high', uids: ['launch', 'end'] }]);
    expect(incidents.map(({ containment }) => containment.map(({ action }) => action))).toEqual([
      ['TerminateInstances'],
    ]);
  });

  test.each([
    [
      'a group for the machine',
      by(
        'sg',
        '11:55',
        'ec2:CreateSecurityGroup',
        { groupName: 'quarantine', groupDescription: 'q', vpcId: 'vpc-1' },
        { responseElements: { groupId: 'sg-1' } },
      ),
    ],
    ['a copy', by('copy', '11:50', 'ec2:CreateImage', { instanceId: 'i-1', name: 'evidence' })],
    ['a look', by('look', '11:40', 'ec2:DescribeInstances', {})],
  ] as const)('makes %s besides', async (_, more) => {
    expect(await told(more, end)).toEqual(['ci']);
  });

  test('launches anew a machine of the owner that he ended', async () => {
    const changed = record('changed', at('10:30'), thief, 'ec2:ModifyInstanceAttribute', {
      requestParameters: { instanceId: 'i-web', userData: 'x' },
    });
    const ended = by('ended', '11:50', 'ec2:TerminateInstances', {
      instancesSet: { items: [{ instanceId: 'i-web' }] },
    });
    const again = record('again', at('13:00'), sana, 'ec2:RunInstances', launched('c5.large', 'i-new'));
    expect(await told(changed, ended, again)).toEqual(['ci']);
    expect((await told(ended, again)).toSorted()).toEqual(['ci', 'sana']);
  });
});

describe('what answers an intrusion', () => {
  const rule = record('rule', at('10:10'), thief, 'events:PutRule', {
    requestParameters: { name: 'tick', scheduleExpression: 'rate(1 minute)' },
    responseElements: { ruleArn: 'arn:aws:events:us-east-1:123456789012:rule/tick' },
  });
  const opened = record('opened', at('10:20'), thief, 'iam:UpdateAssumeRolePolicy', {
    requestParameters: { roleName: 'deploy', policyDocument: '{"Statement":[{"Effect":"Allow"}]}' },
  });
  const containmentOf = async (...more: readonly TrailRecord[]) => {
    const uids = ['launch', ...more.map(({ eventID }) => eventID)];
    const incidents = await investigateTrail([launch, rule, opened, ...more, end], [{ level: 'high', uids }]);
    return incidents.map(({ root, containment }) => [root?.identity.name, containment.map(({ action }) => action)]);
  };
  const off = (name: string) => by('off', '11:30', 'events:DisableRule', { name });

  test('is to switch off the timetable that the intruder made, not one of the owner', async () => {
    expect(await containmentOf(off('tick'))).toEqual([['ci', ['DisableRule', 'TerminateInstances']]]);
    expect((await containmentOf(off('alarm'))).length).toBe(2);
  });

  test('is to narrow the trust that the intruder opened', async () => {
    const policyDocument =
      '{"Statement":[{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole","Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-11-20T11:30:00Z"}}}]}';
    const trust = by('trust', '11:30', 'iam:UpdateAssumeRolePolicy', { roleName: 'deploy', policyDocument });
    expect(await containmentOf(trust)).toEqual([['ci', ['UpdateAssumeRolePolicy', 'TerminateInstances']]]);
  });

  test('is to take rights from a role of the owner that the intruder gave it', async () => {
    const given = record('given', at('10:30'), thief, 'iam:AttachRolePolicy', {
      requestParameters: { roleName: 'deploy', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    });
    const taken = by('taken', '11:30', 'iam:DetachRolePolicy', {
      roleName: 'deploy',
      policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    });
    const incidents = await investigateTrail([launch, given, taken, end], [{ level: 'high', uids: ['launch'] }]);
    expect(incidents[0]?.containment.map(({ action }) => action)).toEqual(['DetachRolePolicy', 'TerminateInstances']);
  });
});

describe('copies that are handed on', () => {
  const security = '210987654321';
  const other = {
    who: userIdentity('audit', 'AKIAEXAMPLEAUDIT0001', security),
    ip: sana.ip,
    agent: sana.agent,
    account: security,
  };
  const inside = record('inside', at('09:00'), other, 'ec2:DescribeInstances');
  const made = by('copy', '11:20', 'ec2:CreateSnapshots', {
    CreateSnapshotsRequest: { InstanceSpecification: { InstanceId: 'i-1' } },
  });
  const change = (key: string, item: Readonly<Record<string, Json>>) =>
    by('share', '11:30', 'ec2:ModifySnapshotAttribute', {
      snapshotId: 'snap-1',
      createVolumePermission: { [key]: { items: [item] } },
    });
  const namesOf = async (...records: readonly TrailRecord[]) => {
    const uids = ['launch', 'share', 'end'];
    const incidents = await investigateTrail([launch, ...records], [{ level: 'high', uids }]);
    return incidents.map(({ root }) => root?.identity.name ?? '?').toSorted();
  };

  test('to an account of the same organisation are an answer too', async () => {
    expect(await namesOf(inside, made, change('add', { userId: security }), end)).toEqual(['ci']);
  });

  test.each([
    ['an account whose log nobody has', [made, change('add', { userId: security }), end]],
    ['everybody', [inside, made, change('add', { group: 'all' }), end]],
  ] as const)('to %s are none', async (_, records) => {
    expect(await namesOf(...records)).toEqual(['ci', 'sana']);
  });

  test('within the organisation begin no incident, and taken back they are no sharing', async () => {
    const told = (shared: TrailRecord) => investigateTrail([inside, shared], [{ level: 'medium', uids: ['share'] }]);
    expect(await told(change('add', { userId: security }))).toEqual([]);
    expect((await told(change('add', { userId: '999911112222' }))).map(({ kind }) => kind)).toEqual(['data-theft']);
    expect((await told(change('remove', { userId: '999911112222' }))).map(({ kind }) => kind)).not.toContain(
      'data-theft',
    );
  });
});

describe('who rids himself of a rival answers nothing', () => {
  test.each([
    [
      'launches more than he ended',
      record('own', at('12:10'), sana, 'ec2:RunInstances', launched('c5.large', 'i-a', 'i-b', 'i-c')),
    ],
    [
      'launches as many as he ended',
      record('own', at('12:10'), sana, 'ec2:RunInstances', launched('g5.xlarge', 'i-a', 'i-b')),
    ],
    ['makes a user', by('user', '12:10', 'iam:CreateUser', { userName: 'shadow' })],
    ['switches a trail off', by('off', '12:10', 'cloudtrail:StopLogging', { name: 't' })],
    ['reads a secret', by('secret', '12:10', 'secretsmanager:GetSecretValue', { secretId: 's' })],
    [
      'reaches into a machine of others',
      by('into', '12:10', 'ec2:ModifyInstanceAttribute', { instanceId: 'i-9', userData: '<sensitiveDataRemoved>' }),
    ],
    [
      'makes something hours later',
      by('group', '18:10', 'ec2:CreateSecurityGroup', { groupName: 'web' }, { responseElements: { groupId: 'sg-1' } }),
    ],
  ] as const)('where he %s', async (_, more) => {
    expect((await told(end, more)).toSorted()).toEqual(['ci', 'sana']);
  });

  test('though no finding speaks of what he launched', async () => {
    const own = record('own', at('12:10'), sana, 'ec2:RunInstances', launched('c5.large', 'i-a', 'i-b', 'i-c'));
    const incidents = await investigateTrail([launch, end, own], [{ level: 'high', uids: ['launch', 'end'] }]);
    expect(incidents).toHaveLength(2);
  });
});

describe('who gives the victim another key and takes the stolen one', () => {
  const keyFor = (userName: string, accessKeyId: string) =>
    by(
      'new',
      '12:20',
      'iam:CreateAccessKey',
      { userName },
      { responseElements: { accessKey: { userName, accessKeyId } } },
    );
  const fresh = 'AKIAEXAMPLEROTATED01';
  const rotated = keyFor('ci', fresh);
  const taken = by('off', '12:25', 'iam:UpdateAccessKey', {
    userName: 'ci',
    accessKeyId: 'AKIAEXAMPLELEAKEDKEY',
    status: 'Inactive',
  });
  const build = record(
    'build',
    at('14:00'),
    { who: userIdentity('ci', fresh), ip: '192.0.2.99', agent: 'terraform' },
    'ec2:RunInstances',
    launched('c5.large', 'i-ci'),
  );
  const outcome = async (records: readonly TrailRecord[], ...uids: readonly string[]) => {
    const incidents = await investigateTrail([launch, ...records], [{ level: 'high', uids: ['launch', ...uids] }]);
    return incidents.map(({ identities, resources }) => [
      identities.map(({ name }) => name).toSorted(),
      resources
        .map(({ uid }) => uid)
        .filter((uid) => uid.startsWith('i-'))
        .toSorted(),
    ]);
  };

  test('answers the intrusion, and what the new key does is daily work', async () => {
    expect(await outcome([rotated, taken, build], 'new')).toEqual([[['ci'], ['i-1', 'i-2']]]);
  });

  test.each([
    ['does not take the stolen one', [rotated, build]],
    [
      'calls from where the stolen key was used',
      [rotated, taken, build].map((one) => (one === build ? one : { ...one, sourceIPAddress: '203.0.113.20' })),
    ],
    [
      'does so before anything was found',
      [rotated, taken, build].map((one, index) => ({ ...one, eventTime: at(`09:0${index}`) })),
    ],
  ] as const)('is one of the intruders where he %s', async (_, records) => {
    const people = (await outcome(records, 'new')).flatMap(([names = []]) => names);
    expect(people).toContain('sana');
  });

  test('answers it also where he is found to end what the stolen key made, and nothing else', async () => {
    const uids = ['launch', 'new', 'end'];
    const [incident, ...others] = await investigateTrail(
      [launch, end, rotated, taken, build],
      [{ level: 'high', uids }],
    );
    expect(others).toEqual([]);
    expect(incident?.identities.map(({ name }) => name)).toEqual(['ci']);
    expect(incident?.containment.map(({ action }) => action)).toContain('TerminateInstances');
    const owners = by('end-web', '12:10', 'ec2:TerminateInstances', {
      instancesSet: { items: [{ instanceId: 'i-web' }] },
    });
    const people = (await outcome([owners, rotated, taken], 'new', 'end-web')).flatMap(([names = []]) => names);
    expect(people).toContain('sana');
  });

  test('is one of the intruders where more is found of him', async () => {
    const shadow = by('shadow', '12:30', 'iam:CreateUser', { userName: 'shadow' });
    const people = (await outcome([rotated, taken, build, shadow], 'new', 'shadow')).flatMap(([names = []]) => names);
    expect(people).toContain('sana');
  });
});

describe('who gives somebody another key and takes the old one, where nothing else was found', () => {
  const ciAt = (uid: string, time: string, key: string, ip: string) =>
    record(uid, time, { who: userIdentity('ci', key), ip, agent: 'terraform' }, 'ec2:DescribeInstances');
  const fresh = 'AKIAEXAMPLEROTATED01';
  const before = [14, 16, 18].map((day) =>
    ciAt(`old-${day}`, `2026-11-${day}T08:00:00Z`, 'AKIAEXAMPLELEAKEDKEY', '192.0.2.99'),
  );
  const made = by(
    'made',
    '12:20',
    'iam:CreateAccessKey',
    { userName: 'ci' },
    { responseElements: { accessKey: { userName: 'ci', accessKeyId: fresh } } },
  );
  const taken = by('taken', '13:00', 'iam:UpdateAccessKey', {
    userName: 'ci',
    accessKeyId: 'AKIAEXAMPLELEAKEDKEY',
    status: 'Inactive',
  });
  const count = async (records: readonly TrailRecord[]) =>
    (await investigateTrail([...before, ...records], [{ level: 'medium', uids: ['made'] }])).length;

  test('rotates it where the new one works from where the old one did', async () => {
    expect(await count([made, taken, ciAt('new', at('14:00'), fresh, '192.0.2.99')])).toBe(0);
  });

  test.each([
    ['the new one is used from elsewhere', [made, taken, ciAt('new', at('14:00'), fresh, '203.0.113.9')]],
    ['the old one is left', [made, ciAt('new', at('14:00'), fresh, '192.0.2.99')]],
    ['the new one is not used', [made, taken]],
  ] as const)('is an incident where %s', async (_, records) => {
    expect(await count(records)).toBe(1);
  });
});
