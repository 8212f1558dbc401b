import { describe, expect, test } from 'vitest';
import { assumed, investigateTrail, launched, record, roleIdentity, userIdentity, victim } from './trail.ts';
import type { Json, Session, TrailRecord } from './trail.ts';
import type { Incident } from '../../src/model/incident.ts';

const key = 'AKIAEXAMPLEROOTKEY01';
const agent = 'aws-cli/2.15.0';
const thief = { who: userIdentity('build', key), ip: '203.0.113.9', agent };
const as = (session: Session, ip = '203.0.113.9') => ({
  who: roleIdentity(session),
  ip,
  agent,
  account: session.account ?? victim,
});
const session = (number: number, minute: string): Session => ({
  role: `role${number}`,
  name: 's',
  key: `ASIAEXAMPLESESSION${number}`,
  created: `2026-11-20T11:${minute}:00Z`,
});
const [one, two, three] = [session(1, '01'), session(2, '02'), session(3, '03')];
const launch = (uid: string, session: Session, ip?: string): TrailRecord =>
  record(uid, '2026-11-20T11:30:00Z', as(session, ip), 'ec2:RunInstances', launched('p4d.24xlarge', `i-${uid}`));
const high = (...uids: readonly string[]) => [{ level: 'high', uids } as const];

const opened = [
  record('a1', '2026-11-20T11:01:00Z', thief, 'sts:AssumeRole', assumed(one)),
  record('a2', '2026-11-20T11:02:01Z', as(one), 'sts:AssumeRole', assumed(two)),
  record('a3', '2026-11-20T11:03:00Z', as(two), 'sts:AssumeRole', assumed(three)),
  launch('go', three),
];

describe('a chain of sessions', () => {
  test('leads from the last session to the key at its root', async () => {
    const [incident] = await investigateTrail(opened, high('go'));
    expect(incident?.root).toMatchObject({ identity: { name: 'build' }, credential: key });
    expect(incident?.chains.map(({ from, to, confidence }) => `${from.name} > ${to.name} ${confidence}`)).toEqual([
      'build > role1/s confirmed',
      'role1/s > role2/s confirmed',
      'role2/s > role3/s confirmed',
    ]);
    expect(incident?.first_seen).toBe('2026-11-20T11:01:00Z');
  });

  test('leads forward from the key to what the last session launched', async () => {
    const [incident] = await investigateTrail(opened, high('a1'));
    expect(incident?.resources.map(({ uid }) => uid)).toEqual(['i-go']);
  });

  test('joins a hop without its key by session and time, and says likely', async () => {
    const records = opened.map((each) =>
      each.eventID === 'a2'
        ? record('a2', '2026-11-20T11:02:01Z', as(one), 'sts:AssumeRole', assumed(two, false))
        : each,
    );
    const [incident] = await investigateTrail(records, high('go'));
    expect(incident?.root?.credential).toBe(key);
    expect(incident?.chains.map(({ confidence, join }) => `${confidence} ${join}`)).toEqual([
      'confirmed credential id in the answer',
      'likely session id and time',
      'confirmed credential id in the answer',
    ]);
    const forward = await investigateTrail(records, high('a1'));
    expect(forward[0]?.chains).toEqual(incident?.chains);
  });

  test('does not join a session that began five seconds off', async () => {
    const records = opened.map((each) =>
      each.eventID === 'a2'
        ? record('a2', '2026-11-20T11:02:05Z', as(one), 'sts:AssumeRole', assumed(two, false))
        : each,
    );
    const [incident] = await investigateTrail(records, high('go'));
    expect(incident?.root).toMatchObject({ identity: { name: 'role2' }, credential: two.key });
    expect(incident?.questions.map(({ text }) => text)).toContain('Who opened the session of role2?');
  });

  test('names no caller where two fit equally well', async () => {
    const other = { ...thief, who: userIdentity('other', 'AKIAEXAMPLEOTHERKEY1') };
    const records = [
      record('a1', '2026-11-20T11:01:00Z', thief, 'sts:AssumeRole', assumed(one, false)),
      record('b1', '2026-11-20T11:01:01Z', other, 'sts:AssumeRole', assumed(one, false)),
      launch('go', one),
    ];
    const [incident] = await investigateTrail(records, high('go'));
    expect(incident?.chains).toEqual([]);
    expect(incident?.root?.identity.name).toBe('role1');
    expect(incident?.questions.map(({ text }) => text)).toContain(
      'Which of several callers opened the session of role1?',
    );
  });

  test('ends in a cycle of roles that open each other', async () => {
    const again = { ...one, key: 'ASIAEXAMPLESESSION1B', created: '2026-11-20T11:04:00Z' };
    const records = [
      ...opened,
      record('a4', '2026-11-20T11:04:00Z', as(three), 'sts:AssumeRole', assumed(again)),
      launch('more', again),
    ];
    const [incident, ...others] = await investigateTrail(records, high('go', 'more'));
    expect(others).toEqual([]);
    expect(incident?.root?.credential).toBe(key);
    expect(incident?.chains).toHaveLength(4);
  });

  test('has a hop for each of two sessions of one role and name', async () => {
    const later = { ...three, key: 'ASIAEXAMPLESESSION3B', created: '2026-11-20T11:40:00Z' };
    const records = [
      ...opened,
      record('a4', '2026-11-20T11:40:00Z', as(two), 'sts:AssumeRole', assumed(later)),
      record('more', '2026-11-20T11:41:00Z', as(later), 'ec2:RunInstances', launched('p4d.24xlarge', 'i-more')),
    ];
    const [incident, ...others] = await investigateTrail(records, high('go', 'more'));
    expect(others).toEqual([]);
    const into = incident?.chains.filter(({ to }) => to.name === 'role3/s') ?? [];
    expect(into.map(({ time, evidence }) => `${time} ${evidence.join()}`)).toEqual([
      '2026-11-20T11:03:00Z aws.cloudtrail:a3',
      '2026-11-20T11:40:00Z aws.cloudtrail:a4',
    ]);
  });

  test('is the same in any order of arrival', async () => {
    const [forward] = await investigateTrail(opened, high('go', 'a1'));
    const [backward] = await investigateTrail([...opened].reverse(), high('go', 'a1'));
    expect(JSON.stringify(backward)).toBe(JSON.stringify(forward));
  });

  test('begins in the asked time range and is told whole', async () => {
    const [incident] = await investigateTrail(opened, high('go'), { since: '2026-11-20T11:30:00Z' });
    expect(incident?.chains).toHaveLength(3);
    expect(incident?.root?.credential).toBe(key);
    expect(await investigateTrail(opened, high('a1'), { since: '2026-11-20T11:30:00Z' })).toEqual([]);
  });
});

describe('a session taken from what rightfully uses it', () => {
  const app: Session = { role: 'web', name: 'i-0web', key: 'ASIAEXAMPLEINSTANCE1', created: '2026-11-20T08:00:00Z' };
  const service = {
    who: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
    ip: 'ec2.amazonaws.com',
    agent: 'ec2.amazonaws.com',
  };
  const admin = { ...thief, who: userIdentity('admin', 'AKIAEXAMPLEADMINKEY1'), ip: '192.0.2.5' };

  test('has its root in the session, and the provider that opened it is no intruder', async () => {
    const records = [
      record('p1', '2026-11-20T08:00:00Z', service, 'sts:AssumeRole', assumed(app)),
      record('w1', '2026-11-20T09:00:00Z', as(app, '192.0.2.50'), 's3:PutObject'),
      launch('go', app, '203.0.113.9'),
    ];
    const [incident] = await investigateTrail(records, high('go'));
    expect(incident?.title).toBe('Stolen session of web launched 1 instance in 1 account, 1 region');
    expect(incident?.root).toMatchObject({ identity: { name: 'web' }, credential: app.key });
    expect(incident?.identities.map(({ name, role }) => `${name} ${role}`)).toEqual(['web shared']);
    expect(incident?.timeline.map(({ action }) => action)).toEqual(['RunInstances']);
    expect(incident?.entry?.address).toBe('203.0.113.9');
  });

  test('does not accuse the person who opened it from his own network and goes on using it', async () => {
    const records = [
      record('p1', '2026-11-20T08:00:00Z', admin, 'sts:AssumeRole', assumed(app)),
      record('w1', '2026-11-20T09:00:00Z', as(app, '192.0.2.5'), 's3:PutObject'),
      launch('go', app, '203.0.113.9'),
    ];
    const [incident] = await investigateTrail(records, high('go'));
    expect(incident?.root?.identity.name).toBe('web');
    expect(incident?.identities.map(({ name }) => name)).toEqual(['web']);
    expect(incident?.chains[0]?.join).toContain('the caller is not held for the intruder');
  });
});

describe('what the intruder makes', () => {
  test('is followed: a user, its password and the session that it opens', async () => {
    const arn = `arn:aws:iam::${victim}:user/shadow`;
    const console = { type: 'IAMUser', principalId: 'AIDASHADOW', arn, accountId: victim, userName: 'shadow' };
    const inConsole = {
      ...console,
      accessKeyId: 'ASIAEXAMPLECONSOLE01',
      sessionContext: { attributes: { creationDate: '2026-11-20T11:20:00Z', mfaAuthenticated: 'false' } },
    };
    const browser = { ip: '198.51.100.7', agent: 'Mozilla/5.0' };
    const records = [
      record('u1', '2026-11-20T11:10:00Z', thief, 'iam:CreateUser', {
        requestParameters: { userName: 'shadow' },
        responseElements: { user: { arn, userId: 'AIDASHADOW', userName: 'shadow' } },
      }),
      record('u2', '2026-11-20T11:11:00Z', thief, 'iam:CreateLoginProfile', {
        requestParameters: { userName: 'shadow' },
      }),
      record('u3', '2026-11-20T11:20:00Z', { ...browser, who: console }, 'signin:ConsoleLogin', {
        responseElements: { ConsoleLogin: 'Success' },
      }),
      record(
        'u4',
        '2026-11-20T11:21:00Z',
        { ...browser, who: inConsole },
        'ec2:RunInstances',
        launched('c5.large', 'i-console'),
      ),
    ];
    const [incident, ...others] = await investigateTrail(records, high('u4'));
    expect(others).toEqual([]);
    expect(incident?.root?.credential).toBeNull();
    const [fromKey] = await investigateTrail(records, high('u1'));
    expect(fromKey?.root?.credential).toBe(key);
    expect(fromKey?.resources.map(({ uid }) => uid)).toEqual([arn, 'shadow', 'i-console']);
    expect(fromKey?.indicators.map(({ type, value }) => `${type} ${value}`)).toContain('user shadow');
  });

  test('is followed: launches by a group on his behalf, and what runs on them', async () => {
    const group = {
      who: {
        type: 'AssumedRole',
        principalId: 'AROASLR:AutoScaling',
        arn: `arn:aws:sts::${victim}:assumed-role/AWSServiceRoleForAutoScaling/AutoScaling`,
        accountId: victim,
        invokedBy: 'autoscaling.amazonaws.com',
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            arn: `arn:aws:iam::${victim}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
            userName: 'AWSServiceRoleForAutoScaling',
          },
          attributes: { creationDate: '2026-11-20T11:12:00Z' },
        },
      },
      ip: 'autoscaling.amazonaws.com',
      agent: 'autoscaling.amazonaws.com',
    };
    const tagged = (uid: string, name: string, id: string) => {
      const made = launched('g5.48xlarge', id);
      return record(uid, '2026-11-20T11:13:00Z', group, 'ec2:RunInstances', {
        ...made,
        requestParameters: {
          instanceType: 'g5.48xlarge',
          tagSpecificationSet: {
            items: [{ resourceType: 'instance', tags: [{ key: 'aws:autoscaling:groupName', value: name }] }],
          },
        },
      });
    };
    const onIt: Session = {
      role: 'node',
      name: 'i-mine',
      key: 'ASIAEXAMPLENODE00001',
      created: '2026-11-20T11:14:00Z',
    };
    const records = [
      record('g1', '2026-11-20T11:12:00Z', thief, 'autoscaling:CreateAutoScalingGroup', {
        requestParameters: { autoScalingGroupName: 'miners', minSize: 1, maxSize: 999, desiredCapacity: 20 },
      }),
      tagged('g2', 'miners', 'i-mine'),
      tagged('g3', 'web', 'i-web'),
      record('g4', '2026-11-20T11:15:00Z', as(onIt, '10.0.0.9'), 's3:ListBuckets'),
    ];
    const [incident] = await investigateTrail(records, high('g1', 'g2', 'g3'));
    expect(incident?.resources.map(({ uid, respawned_by: by }) => `${uid} ${by}`)).toEqual([
      'miners null',
      'i-mine miners',
    ]);
    expect(incident?.identities.map(({ name }) => name).toSorted()).toEqual(['build', 'node']);
    expect(incident?.last_seen).toBe('2026-11-20T11:15:00Z');
    expect(JSON.stringify(incident)).not.toContain('i-web');
    expect(incident?.indicators.map(({ value }) => value)).not.toContain('10.0.0.9');
  });

  test('what the group of a compute environment launches is its own', async () => {
    const service = 'autoscaling.amazonaws.com';
    const scaling = {
      who: {
        ...(roleIdentity({
          role: 'AWSServiceRoleForAutoScaling',
          name: 'AutoScaling',
          key: 'ASIAEXAMPLESCALING01',
          created: '2026-11-20T11:12:30Z',
        }) as Readonly<Record<string, Json>>),
        invokedBy: service,
      },
      ip: service,
      agent: service,
    };
    const ofGroup = (uid: string, name: string) =>
      record(uid, '2026-11-20T11:13:00Z', scaling, 'ec2:RunInstances', {
        ...launched('c6a.32xlarge', `i-${uid}`),
        requestParameters: {
          instanceType: 'c6a.32xlarge',
          tagSpecificationSet: { items: [{ tags: [{ key: 'aws:autoscaling:groupName', value: name }] }] },
        },
      });
    const arn = 'arn:aws:batch:us-east-1:123456789012:compute-environment/hash';
    const records = [
      record('ce', '2026-11-20T11:12:00Z', thief, 'batch:CreateComputeEnvironment', {
        requestParameters: { computeEnvironmentName: 'hash', computeResources: { instanceTypes: ['c6a.32xlarge'] } },
        responseElements: { computeEnvironmentArn: arn, computeEnvironmentName: 'hash' },
      }),
      ofGroup('mine', 'AWSBatch-hash-asg-0a1b'),
      ofGroup('theirs', 'AWSBatch-hash2-asg-0a1b'),
    ];
    const [incident] = await investigateTrail(records, high('ce'));
    expect(incident?.resources.map(({ uid, respawned_by: by }) => `${uid} ${by}`)).toEqual([
      `${arn} null`,
      `i-mine ${arn}`,
    ]);
  });
});

describe('a role that the intruder made', () => {
  const made = record('r1', '2026-11-20T10:50:00Z', thief, 'iam:CreateRole', {
    requestParameters: { roleName: 'role1' },
    responseElements: { role: { arn: `arn:aws:iam::${victim}:role/role1`, roleId: 'AROAROLE1', roleName: 'role1' } },
  });
  const outside = {
    who: { type: 'AWSAccount', principalId: 'AROAOUTSIDE:dev', accountId: '314159265358' },
    ip: '198.51.100.7',
    agent,
  };
  const opening = record('o1', one.created, outside, 'sts:AssumeRole', assumed(one));
  const use = record('o2', '2026-11-20T11:02:00Z', as(one, '198.51.100.8'), 'iam:ListUsers');
  const hops = (incident: Incident | undefined) =>
    incident?.chains.map(({ from, to, how, confidence }) => `${from.name} > ${to.name} ${how} ${confidence}`);

  test('has a hop from whoever opened it from outside of the organisation', async () => {
    const [incident, ...others] = await investigateTrail([made, opening, use], high('r1'));
    expect(others).toEqual([]);
    expect(hops(incident)).toEqual([
      'build > role1/s CreateRole confirmed',
      '314159265358/dev > role1/s AssumeRole confirmed',
    ]);
    expect(incident?.chains[1]?.evidence).toEqual(['aws.cloudtrail:o1']);
    expect(incident?.root?.credential).toBe(key);
    expect(incident?.identities.map(({ uid, account, role }) => `${uid} ${account} ${role}`)).toContain(
      'AROAOUTSIDE 314159265358 intruder',
    );
    expect(incident?.indicators.filter(({ type }) => type === 'ip').map(({ value }) => value)).toEqual([
      '198.51.100.7',
      '198.51.100.8',
      '203.0.113.9',
    ]);
  });

  test('is all that counts of an outsider who calls for others as well', async () => {
    const before = record('v1', '2026-11-20T09:00:00Z', outside, 'sts:AssumeRole', assumed(two));
    const after = record('v2', '2026-11-20T12:00:00Z', outside, 'sts:AssumeRole', assumed(three));
    const [incident] = await investigateTrail([before, made, opening, use, after], high('r1'));
    expect(incident?.timeline.flatMap(({ evidence }) => evidence)).toEqual(
      ['r1', 'o1', 'o2'].map((uid) => `aws.cloudtrail:${uid}`),
    );
    expect(incident?.identities.find(({ uid }) => uid === 'AROAOUTSIDE')?.role).toBe('shared');
    expect(incident?.indicators.map(({ value }) => value)).not.toContain('198.51.100.7');
  });

  test('has no hop from a service of the provider that runs with it', async () => {
    const service = {
      who: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' },
      ip: 'lambda.amazonaws.com',
      agent: 'lambda.amazonaws.com',
    };
    const handed = record('p1', one.created, service, 'sts:AssumeRole', assumed(one));
    const [incident] = await investigateTrail([made, handed, use], high('r1'));
    expect(hops(incident)).toEqual(['build > role1/s CreateRole confirmed']);
  });

  test('is the same in any order of arrival', async () => {
    const [forward] = await investigateTrail([made, opening, use], high('r1'));
    const [backward] = await investigateTrail([use, opening, made], high('r1'));
    expect(JSON.stringify(backward)).toBe(JSON.stringify(forward));
  });
});

test('a function that anybody may call is a way back in, one behind the provider’s sign-in is not', async () => {
  const url = (uid: string, authType: string, operation = 'CreateFunctionUrlConfig') =>
    record(uid, '2026-11-20T11:00:00Z', thief, `lambda:${operation}`, {
      requestParameters: { functionName: `f-${uid}`, authType },
    });
  const records = [
    url('l1', 'NONE'),
    url('l2', 'AWS_IAM'),
    url('l3', 'NONE', 'UpdateFunctionUrlConfig'),
    url('l4', 'NONE', 'CreateFunctionUrlConfig20211031'),
  ];
  const [incident] = await investigateTrail(records, high('l1'));
  expect(incident?.persistence.map(({ target }) => target?.uid)).toEqual(['f-l1', 'f-l3', 'f-l4']);
});

test('an identity that is no more than its session is told by one name', async () => {
  const sync = `arn:aws:sts::${victim}:federated-user/sync`;
  const federated = {
    type: 'FederatedUser',
    principalId: `${victim}:sync`,
    arn: sync,
    accountId: victim,
    accessKeyId: 'ASIAEXAMPLEFEDERATED',
    sessionContext: {
      sessionIssuer: { type: 'IAMUser', principalId: 'AIDABUILD', arn: `arn:aws:iam::${victim}:user/build` },
      attributes: { creationDate: '2026-11-20T11:00:00Z' },
    },
  };
  const records = [
    record('f1', '2026-11-20T11:00:00Z', thief, 'sts:GetFederationToken', {
      requestParameters: { name: 'sync' },
      responseElements: {
        credentials: { accessKeyId: 'ASIAEXAMPLEFEDERATED' },
        federatedUser: { federatedUserId: `${victim}:sync`, arn: sync },
      },
    }),
    record('f2', '2026-11-20T11:01:00Z', { ...thief, who: federated }, 'ec2:RunInstances', launched('c5.large', 'i-f')),
  ];
  const [incident] = await investigateTrail(records, high('f2'));
  expect(incident?.chains).toMatchObject([{ to: { uid: sync, name: 'sync' }, how: 'GetFederationToken' }]);
});

describe('a call into another account', () => {
  const other = '111122223333';
  const there: Session = { ...one, account: other };
  const byId = (uid: string, session: Session, time = session.created, shared = `shared-${uid}`): TrailRecord =>
    record(
      uid,
      time,
      {
        who: { type: 'AWSAccount', principalId: 'AIDASHADOW', accountId: victim },
        ip: '203.0.113.9',
        agent,
        account: other,
      },
      'sts:AssumeRole',
      { ...assumed(session), sharedEventID: shared },
    );
  const shadow = { ...thief, who: userIdentity('shadow', 'AKIAEXAMPLESHADOWKEY') };
  const made = record('m1', '2026-11-20T10:50:00Z', thief, 'iam:CreateUser', {
    requestParameters: { userName: 'shadow' },
    responseElements: {
      user: { arn: `arn:aws:iam::${victim}:user/shadow`, userId: 'AIDASHADOW', userName: 'shadow' },
    },
  });
  const opening = record('a1', there.created, shadow, 'sts:AssumeRole', {
    ...assumed(there),
    sharedEventID: 'shared-b1',
  });
  const use = record('go', '2026-11-20T11:30:00Z', as(there), 'ec2:RunInstances', launched('p4d.24xlarge', 'i-go'));
  const whole = [made, opening, byId('b1', there), use];
  const namesIn = (incident: Incident | undefined) => incident?.identities.map(({ name }) => name).toSorted();

  test('is of one caller, though that account records him by id alone', async () => {
    const [incident, ...others] = await investigateTrail(whole, high('go', 'm1'));
    expect(others).toEqual([]);
    expect(namesIn(incident)).toEqual(['build', 'role1', 'shadow']);
    expect(incident?.chains.map(({ from, to, evidence }) => `${from.name} > ${to.name} ${evidence.length}`)).toEqual([
      'build > shadow 1',
      'shadow > role1/s 2',
    ]);
  });

  test('is found by that id', async () => {
    const [incident] = await investigateTrail(whole, high('go', 'm1'), { identities: ['AIDASHADOW'] });
    expect(incident?.root?.identity.name).toBe('build');
  });

  test('of which his own account kept no record is told under his name, if other calls give it', async () => {
    const again: Session = { ...two, account: other };
    const records = [...whole, byId('b2', again, again.created, 'shared-with-nobody')];
    const [incident] = await investigateTrail(records, high('go', 'm1'));
    expect(namesIn(incident)).toEqual(['build', 'role1', 'shadow']);
    expect(incident?.timeline.flatMap(({ evidence }) => evidence)).toContain('aws.cloudtrail:b2');
  });

  test('is not lost where his account is not among the logs', async () => {
    const [incident] = await investigateTrail([made, byId('b1', there), use], high('go', 'm1'));
    expect(namesIn(incident)).toContain('role1');
    expect(incident?.chains.map(({ to, confidence }) => `${to.name} ${confidence}`)).toContain('role1/s confirmed');
  });
});

describe('incidents', () => {
  const stranger = { ...thief, who: userIdentity('stranger', 'AKIAEXAMPLESTRANGER1') };

  test('are not joined by an address alone', async () => {
    const records = [
      record('x1', '2026-11-20T11:00:00Z', thief, 'iam:CreateUser'),
      record('y1', '2026-11-20T11:00:00Z', stranger, 'iam:CreateUser'),
    ];
    expect(await investigateTrail(records, high('x1', 'y1'))).toHaveLength(2);
  });

  test('are joined by a user whose two keys are misused', async () => {
    const second = { ...thief, who: userIdentity('build', 'AKIAEXAMPLESECONDKEY') };
    const records = [
      record('x1', '2026-11-20T11:00:00Z', thief, 'iam:CreateUser'),
      record('y1', '2026-11-20T11:00:00Z', second, 'iam:CreateRole'),
    ];
    expect(await investigateTrail(records, high('x1', 'y1'))).toHaveLength(1);
  });

  test('are not begun by findings below medium', async () => {
    const records = [record('x1', '2026-11-20T11:00:00Z', thief, 'iam:ListUsers')];
    expect(await investigateTrail(records, [{ level: 'low', uids: ['x1'] }])).toEqual([]);
  });

  describe('of a rule of medium level that meets many', () => {
    const met = (person: number, day: number) =>
      record(
        `x${person}-${day}`,
        `2026-11-${day}T11:00:00Z`,
        { ...thief, who: userIdentity(`p${person}`, `AKIAEXAMPLEPERSON${100 + person}`) },
        'iam:ListUsers',
      );
    const everyone = (people: number, days: number) =>
      Array.from({ length: days }, (_, day) =>
        Array.from({ length: people }, (_, person) => met(person, 18 + day)),
      ).flat();
    const uidsOf = (records: readonly { readonly eventID?: unknown }[]) =>
      records.map(({ eventID }) => String(eventID));

    test('are not begun where it meets them day after day, and are by graver ones', async () => {
      const records = everyone(10, 3);
      const usual = { level: 'medium', uids: uidsOf(records) } as const;
      expect(await investigateTrail(records, [usual])).toEqual([]);
      expect(await investigateTrail(records, [usual, { level: 'high', uids: ['x3-19'] }])).toHaveLength(1);
      expect(await investigateTrail(records, [{ ...usual, level: 'high' }])).not.toEqual([]);
    });

    test.each([
      [9, 3],
      [10, 2],
    ])('are begun by %i people on %i days', async (people, days) => {
      const records = everyone(people, days);
      expect(await investigateTrail(records, [{ level: 'medium', uids: uidsOf(records) }])).not.toEqual([]);
    });
  });

  test('are told of an identity that no finding names, when it is asked for', async () => {
    const records = [record('x1', '2026-11-20T11:00:00Z', thief, 'iam:ListUsers')];
    const [incident] = await investigateTrail(records, [], { identities: ['BUILD'] });
    expect(incident).toMatchObject({
      kind: 'credential-abuse',
      severity: { level: 'informational' },
      root: { credential: key },
    });
  });

  test('know nothing later than the as-of time', async () => {
    const [incident] = await investigateTrail(opened, high('go', 'a1'), { asOf: '2026-11-20T11:02:30Z' });
    expect(incident?.last_seen).toBe('2026-11-20T11:02:01Z');
    expect(incident?.resources).toEqual([]);
  });

  test('keep hostile names as text, and sentences on one line', async () => {
    const evil = `'"; DROP TABLE events; --\u001b[31m\n| =cmd|' <script>`;
    const records = [
      record(
        'x1',
        '2026-11-20T11:00:00Z',
        { ...thief, who: userIdentity(evil, evil), agent: evil, ip: evil },
        'ec2:RunInstances',
        launched(evil, evil),
      ),
      record(
        'x2',
        '2026-11-20T11:01:00Z',
        { ...thief, who: userIdentity(evil, evil), agent: evil, ip: evil },
        'autoscaling:CreateAutoScalingGroup',
        { requestParameters: { autoScalingGroupName: evil } },
      ),
    ];
    const [incident] = await investigateTrail(records, high('x1', 'x2'));
    expect(incident?.resources[0]?.uid).toBe(evil);
    const sentences = [
      incident?.title,
      incident?.root?.why,
      ...(incident?.timeline ?? []).map(({ text }) => text),
      ...(incident?.claims ?? []).map(({ text }) => text),
      ...(incident?.recommendations ?? []).map(({ text, how }) => text + how),
    ];
    for (const sentence of sentences) expect(sentence).not.toMatch(/\p{Cc}/u);
  });
});
