import { describe, expect, test } from 'vitest';
import { assumed, investigateTrail, launched, record, roleIdentity, userIdentity, victim } from './trail.ts';
import type { Json, Session } from './trail.ts';
import type { Incident } from '../../src/model/incident.ts';

const key = 'AKIAEXAMPLEROOTKEY01';
const agent = 'aws-cli/2.15.0';
const thief = { who: userIdentity('build', key), ip: '203.0.113.9', agent };
const owner = { who: userIdentity('build', key), ip: '198.51.100.20', agent };
const one: Session = { role: 'role1', name: 's', key: 'ASIAEXAMPLESESSION1', created: '2026-11-20T11:01:00Z' };
const high = (...uids: readonly string[]) => [{ level: 'high', uids } as const];
const hops = (incident: Incident | undefined) =>
  incident?.chains.map(({ from, to, how, confidence }) => `${from.name} > ${to.name} ${how} ${confidence}`);
const things = (incident: Incident | undefined) => incident?.resources.map(({ uid }) => uid).toSorted();

/** As records write it that leave the beginning of a session out. */
const undated = (session: Session): Json => {
  const { sessionContext: _, ...rest } = roleIdentity(session) as Readonly<Record<string, Json>>;
  return rest;
};
const at = (who: Json) => ({ who, ip: '203.0.113.9', agent });
const opening = record('a1', one.created, thief, 'sts:AssumeRole', assumed(one));
const launch = (uid: string, who: Json, minute: string) =>
  record(uid, `2026-11-20T11:${minute}:00Z`, at(who), 'ec2:RunInstances', launched('g5.12xlarge', `i-${uid}`));

describe('a session of which records leave the beginning out', () => {
  test('is led back to its opener by its credential', async () => {
    const [incident] = await investigateTrail([opening, launch('go', undated(one), '05')], high('go'));
    expect(hops(incident)).toEqual(['build > role1/s AssumeRole confirmed']);
    expect(incident?.root?.credential).toBe(key);
  });

  test('is one with those of its records that tell it', async () => {
    const records = [opening, launch('go', undated(one), '05'), launch('on', roleIdentity(one), '06')];
    const [incident, ...others] = await investigateTrail(records, high('a1'));
    expect(others).toEqual([]);
    expect(things(incident)).toEqual(['i-go', 'i-on']);
    expect(hops(incident)).toEqual(['build > role1/s AssumeRole confirmed']);
  });

  test('is not taken for another of the same name', async () => {
    const theirs = { ...one, key: 'ASIAEXAMPLESESSION9', created: '2026-11-20T10:00:00Z' };
    const records = [
      record('b1', theirs.created, owner, 'sts:AssumeRole', assumed(theirs)),
      record('b2', '2026-11-20T10:05:00Z', { ...owner, who: undated(theirs) }, 'ec2:DescribeVpcs'),
      record('b3', '2026-11-20T10:06:00Z', { ...owner, who: roleIdentity(theirs) }, 'ec2:DescribeVpcs'),
      opening,
      launch('go', undated(one), '05'),
      launch('on', roleIdentity(one), '06'),
    ];
    const [incident] = await investigateTrail(records, high('go'));
    expect(things(incident)).toEqual(['i-go', 'i-on']);
    expect(JSON.stringify(incident?.timeline)).not.toContain('aws.cloudtrail:b');
  });
});

describe('a session of the console', () => {
  const inConsole = { ...one, key: 'ASIAEXAMPLECONSOLE1' };

  test('works under another credential than its answer named, and has the same opener', async () => {
    const records = [opening, launch('go', roleIdentity(inConsole), '05')];
    const [back] = await investigateTrail(records, high('go'));
    expect(hops(back)).toEqual(['build > role1/s AssumeRole likely']);
    expect(back?.root?.credential).toBe(key);
    const [forward] = await investigateTrail(records, high('a1'));
    expect(things(forward)).toEqual(['i-go']);
  });

  test('is not led back to a caller whose answer’s credential is at work elsewhere', async () => {
    const records = [
      opening,
      record(
        'u',
        '2026-11-20T11:02:00Z',
        at(roleIdentity({ ...one, created: '2026-11-20T11:01:01Z' })),
        'ec2:DescribeVpcs',
      ),
      launch('go', roleIdentity(inConsole), '05'),
    ];
    const [incident] = await investigateTrail(records, high('go'));
    expect(incident?.root?.identity.name).toBe('role1');
  });

  test('is one with the shell that it opens on the provider’s machines', async () => {
    const shell = {
      who: roleIdentity({ ...one, key: 'ASIAEXAMPLESHELL001' }),
      ip: '192.0.2.80',
      agent: 'aws-cli/2.17.63 os/linux exec-env/CloudShell md/arch#x86_64',
    };
    const records = [
      opening,
      record('c1', '2026-11-20T11:02:00Z', at(roleIdentity(inConsole)), 'ec2:DescribeRegions'),
      record('c2', '2026-11-20T11:05:00Z', shell, 'ec2:RunInstances', launched('g5.12xlarge', 'i-shell')),
      launch('go', roleIdentity(inConsole), '06'),
    ];
    const [incident, ...others] = await investigateTrail(records, high('c2'));
    expect(others).toEqual([]);
    expect(things(incident)).toEqual(['i-go', 'i-shell']);
    expect(incident?.root?.credential).toBe(key);
    const addresses = incident?.indicators.filter(({ type }) => type === 'ip').map(({ value }) => value);
    expect(addresses).toEqual(['203.0.113.9']);
  });
});

describe('a stranger from another account', () => {
  const trust = (account: string): Json =>
    JSON.stringify({
      Statement: [
        { Effect: 'Allow', Principal: { AWS: [`arn:aws:iam::${account}:root`] }, Action: 'sts:AssumeRole' },
        { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${victim}:root` }, Action: 'sts:AssumeRole' },
      ],
    });
  const opened = record('t1', '2026-11-20T10:50:00Z', thief, 'iam:UpdateAssumeRolePolicy', {
    requestParameters: { roleName: 'role1', policyDocument: trust('314159265358') },
  });
  const stranger = {
    who: { type: 'AWSAccount', principalId: 'AIDAOUTSIDE', accountId: '314159265358' },
    ip: '198.51.100.7',
    agent,
  };
  const comes = record('t2', one.created, stranger, 'sts:AssumeRole', assumed(one));
  const use = record('t3', '2026-11-20T11:02:00Z', { ...stranger, who: roleIdentity(one) }, 'iam:ListUsers');

  test('is the intruder where he let that account into a role of the owner', async () => {
    const [incident, ...others] = await investigateTrail([opened, comes, use], high('t1'));
    expect(others).toEqual([]);
    expect(hops(incident)).toEqual([
      'build > 314159265358 UpdateAssumeRolePolicy likely',
      '314159265358 > role1/s AssumeRole confirmed',
    ]);
    expect(incident?.last_seen).toBe('2026-11-20T11:02:00Z');
  });

  test('is not where that account came in before, nor anybody of the owner’s own', async () => {
    const before = record('t0', '2026-11-19T11:00:00Z', stranger, 'sts:AssumeRole', assumed({ ...one, role: 'role2' }));
    const [incident] = await investigateTrail([before, opened, comes, use], high('t1'));
    expect(hops(incident)).toEqual([]);
  });
});

describe('a service that works for a key in two hands', () => {
  const through = (ip: string, who: Json = userIdentity('build', key)) => ({ who, ip, agent: ip });
  const service = 'cloudformation.amazonaws.com';
  const stack = (uid: string, time: string, caller: typeof thief) =>
    record(uid, time, caller, 'cloudformation:CreateStack', {
      requestParameters: { stackName: uid },
      responseElements: { stackId: `arn:aws:cloudformation:us-east-1:${victim}:stack/${uid}/1` },
    });
  const makes = (uid: string, time: string, who?: Json) =>
    record(uid, time, through(service, who), 'ec2:RunInstances', launched('c5.large', `i-${uid}`));
  const begun = [
    record('o0', '2026-11-18T09:00:00Z', owner, 'ec2:DescribeVpcs'),
    stack('theirs', '2026-11-18T10:00:00Z', owner),
    makes('old', '2026-11-18T10:01:00Z'),
  ];

  test('does what it was told by the intruder on his behalf, and the rest on the owner’s', async () => {
    const records = [...begun, stack('his', '2026-11-20T11:00:00Z', thief), makes('new', '2026-11-20T11:01:00Z')];
    const [incident] = await investigateTrail(records, high('his'));
    expect(things(incident)?.filter((uid) => uid.startsWith('i-'))).toEqual(['i-new']);
  });

  test('is followed into the session that it works under', async () => {
    const session = (created: string): Json => ({
      ...(userIdentity('build', `ASIAEXAMPLE${created.slice(8, 10)}`) as Readonly<Record<string, Json>>),
      sessionContext: { attributes: { creationDate: created, mfaAuthenticated: 'false' } },
    });
    const records = [
      stack('theirs', '2026-11-18T10:00:00Z', owner),
      makes('old', '2026-11-18T10:01:00Z', session('2026-11-18T10:00:00Z')),
      stack('his', '2026-11-20T11:00:00Z', thief),
      makes('new', '2026-11-20T11:01:00Z', session('2026-11-20T11:00:00Z')),
    ];
    const [incident] = await investigateTrail(records, high('his'));
    expect(things(incident)?.filter((uid) => uid.startsWith('i-'))).toEqual(['i-new']);
  });
});

test('a task that was not placed anywhere was refused', async () => {
  const run = record('n1', '2026-11-20T11:00:00Z', thief, 'ecs:RunTask', {
    requestParameters: { cluster: 'default', taskDefinition: 'x:1', count: 10 },
    responseElements: { tasks: [], failures: [{ reason: 'Capacity is unavailable at this time.' }] },
  });
  const [incident] = await investigateTrail([run], high('n1'));
  expect(incident?.resources).toEqual([]);
  expect(incident?.failed.map(({ operation, count }) => `${operation} ${count}`)).toEqual(['RunTask 10']);
});

describe('two sessions of one role', () => {
  const [first, second] = [one, { ...one, name: 't', key: 'ASIAEXAMPLESESSION2' }];
  const both = [launch('go', roleIdentity(first), '05'), launch('on', roleIdentity(second), '06')];

  test('are in one hand where nobody else works from their address', async () => {
    const [incident, ...others] = await investigateTrail(both, high('go', 'on'));
    expect(others).toEqual([]);
    expect(things(incident)).toEqual(['i-go', 'i-on']);
  });

  test('are not where others work from it too', async () => {
    const colleague = record(
      'x',
      '2026-11-20T09:00:00Z',
      at(userIdentity('anna', 'AKIAEXAMPLEANNA00001')),
      's3:ListBuckets',
    );
    expect(await investigateTrail([colleague, ...both], high('go', 'on'))).toHaveLength(2);
  });
});

test('a group that the provider makes for a launcher of the intruder is his', async () => {
  const provider = {
    who: { type: 'AWSService', invokedBy: 'eks-nodegroup.amazonaws.com' },
    ip: 'eks-nodegroup.amazonaws.com',
    agent: 'eks-nodegroup.amazonaws.com',
  };
  const group = (uid: string, nodes: string) =>
    record(uid, '2026-11-20T11:02:00Z', provider, 'autoscaling:CreateAutoScalingGroup', {
      requestParameters: { autoScalingGroupName: `eks-${uid}`, tags: [{ key: 'eks:nodegroup-name', value: nodes }] },
    });
  const nodes = record('k1', '2026-11-20T11:01:00Z', thief, 'eks:CreateNodegroup', {
    requestParameters: { clusterName: 'c', nodegroupName: 'mine', instanceTypes: ['c6i.32xlarge'] },
  });
  const [incident] = await investigateTrail([nodes, group('a', 'mine'), group('b', 'theirs')], high('k1'));
  expect(things(incident)).toEqual(['eks-a', 'mine']);
});

test('isolating a machine of the owner that the intruder changed is containment, ending it is daily work', async () => {
  const responder = { who: userIdentity('anna', 'AKIAEXAMPLEANNA00001'), ip: '198.51.100.20', agent };
  const onMine = (uid: string, call: string, request: Readonly<Record<string, Json>>, caller = responder) =>
    record(uid, `2026-11-20T12:0${uid.slice(1)}:00Z`, caller, call, { requestParameters: request });
  const records = [
    onMine('m1', 'ec2:ModifyInstanceAttribute', { instanceId: 'i-web', userData: 'x' }, thief),
    onMine('m2', 'ec2:ModifyInstanceAttribute', { instanceId: 'i-web', groupSet: { items: [{ groupId: 'sg-1' }] } }),
    onMine('m3', 'ec2:TerminateInstances', { instancesSet: { items: [{ instanceId: 'i-web' }] } }),
  ];
  const [incident] = await investigateTrail(records, high('m1'));
  expect(incident?.containment.flatMap(({ evidence }) => evidence)).toEqual(['aws.cloudtrail:m2']);
});
