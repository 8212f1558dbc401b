import { describe, expect, test } from 'vitest';
import { investigateTrail, launched, record, roleIdentity, userIdentity, victim } from './trail.ts';
import type { Json, Session } from './trail.ts';

const thief = { who: userIdentity('build', 'AKIAEXAMPLEROOTKEY01'), ip: '203.0.113.9', agent: 'aws-cli/2.15.0' };
const member = '210987654321';
const high = (...uids: readonly string[]) => [{ level: 'high', uids }] as const;

/** A service at work in a session of a role of the account. */
const service = (name: string, session: Omit<Session, 'created'>) => ({
  who: {
    ...(roleIdentity({ ...session, created: '2026-11-20T11:12:30Z' }) as Readonly<Record<string, Json>>),
    invokedBy: name,
  },
  ip: name,
  agent: name,
  account: session.account ?? victim,
});

describe('a set of stacks', () => {
  const stacks = (key: string) =>
    service('cloudformation.amazonaws.com', {
      role: 'stacksets-exec-0a1b',
      name: 'AWSCloudFormation',
      key,
      account: member,
    });
  const stack = (uid: string, key: string, stackName: string) =>
    record(uid, '2026-11-20T11:13:00Z', stacks(key), 'cloudformation:CreateStack', {
      requestParameters: { stackName },
      responseElements: { stackId: `arn:aws:cloudformation:us-east-1:${member}:stack/${stackName}/7f` },
    });
  const records = [
    record('set', '2026-11-20T11:12:00Z', thief, 'cloudformation:CreateStackSet', {
      requestParameters: { stackSetName: 'base' },
      responseElements: { stackSetId: 'base:0a1b' },
    }),
    stack('mine', 'ASIAEXAMPLESTACKS001', 'StackSet-base-4c1d'),
    record('fleet', '2026-11-20T11:13:20Z', stacks('ASIAEXAMPLESTACKS001'), 'ec2:RunInstances', {
      ...launched('c6a.32xlarge', 'i-mine'),
    }),
    stack('theirs', 'ASIAEXAMPLESTACKS002', 'StackSet-baseline-4c1d'),
    record('other', '2026-11-20T11:13:20Z', stacks('ASIAEXAMPLESTACKS002'), 'ec2:RunInstances', {
      ...launched('c6a.32xlarge', 'i-theirs'),
    }),
    stack('longer', 'ASIAEXAMPLESTACKS004', 'StackSet-base-prod-0b1f6a52-3c4d-4e5f-8a9b-0c1d2e3f4a5b'),
    record('third', '2026-11-20T11:13:20Z', stacks('ASIAEXAMPLESTACKS004'), 'ec2:RunInstances', {
      ...launched('c6a.32xlarge', 'i-theirs-too'),
    }),
  ];

  test('is followed into the other accounts, to what its stacks launched', async () => {
    const [incident, ...others] = await investigateTrail(records, high('set'));
    expect(others).toEqual([]);
    expect(incident?.accounts.toSorted()).toEqual([victim, member]);
    expect(incident?.resources.map(({ name, uid }) => name ?? uid)).toEqual(['base', 'StackSet-base-4c1d', 'i-mine']);
    expect(incident?.chains.map(({ how, to }) => `${how} ${to.name}`)).toEqual([
      'CreateStackSet stacksets-exec-0a1b/AWSCloudFormation',
    ]);
    expect(JSON.stringify(incident)).not.toContain('i-theirs');
  });

  test('makes one incident of what is found in several of them', async () => {
    const incidents = await investigateTrail(records, high('set', 'mine', 'fleet'));
    expect(incidents).toHaveLength(1);
  });

  test('is known by the service alone: anybody may name a stack so', async () => {
    const forged = { ...stacks('ASIAEXAMPLESTACKS003'), ip: '192.0.2.4', agent: 'aws-cli/2' };
    const { invokedBy: _, ...who } = forged.who as Readonly<Record<string, Json>>;
    const own = record('own', '2026-11-20T11:14:00Z', { ...forged, who }, 'cloudformation:CreateStack', {
      requestParameters: { stackName: 'StackSet-base-9999' },
    });
    const [incident] = await investigateTrail([...records, own], high('set'));
    expect(JSON.stringify(incident)).not.toContain('StackSet-base-9999');
  });
});

test('a permission set is followed to the roles that are made for it, and to who works under them', async () => {
  const sso = service('sso.amazonaws.com', {
    role: 'AWSServiceRoleForSSO',
    name: 'AWS-SSO',
    key: 'ASIAEXAMPLESSO000001',
    account: member,
  });
  const roleName = 'AWSReservedSSO_Help_0a1b2c3d4e5f6071';
  const guest: Session = {
    role: roleName,
    name: 'helper',
    key: 'ASIAEXAMPLEGUEST0001',
    created: '2026-11-20T11:30:00Z',
    account: member,
  };
  const records = [
    record('set', '2026-11-20T11:12:00Z', thief, 'sso:CreatePermissionSet', {
      requestParameters: { name: 'Help' },
      responseElements: {
        permissionSet: { name: 'Help', permissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-1/ps-1' },
      },
    }),
    record('role', '2026-11-20T11:13:00Z', sso, 'iam:CreateRole', {
      requestParameters: { roleName },
      responseElements: {
        role: { roleName, arn: `arn:aws:iam::${member}:role/${roleName}`, roleId: `AROA${roleName.toUpperCase()}` },
      },
    }),
    record(
      'run',
      '2026-11-20T11:31:00Z',
      { who: roleIdentity(guest), ip: '198.51.100.7', agent: 'Mozilla/5.0', account: member },
      'ec2:RunInstances',
      launched('g5.48xlarge', 'i-guest'),
    ),
  ];
  const incidents = await investigateTrail(records, high('set', 'run'));
  expect(incidents).toHaveLength(1);
  expect(incidents[0]?.root?.credential).toBe('AKIAEXAMPLEROOTKEY01');
  expect(incidents[0]?.resources.map(({ uid }) => uid)).toContain('i-guest');
  const role = incidents[0]?.resources.find(({ name, uid }) => (name ?? uid).includes(roleName));
  expect(role?.respawned_by).toContain('permissionSet');
  // The service did as it was told, and nobody is to cut it off.
  expect(incidents[0]?.identities.map(({ name }) => name).toSorted()).toEqual([roleName, 'build']);
});

test('a group of nodes is followed through its scaling group to the machines', async () => {
  const nodes = service('eks-nodegroup.amazonaws.com', {
    role: 'AWSServiceRoleForAmazonEKSNodegroup',
    name: 'EKS',
    key: 'ASIAEXAMPLENODES0001',
  });
  const scaling = service('autoscaling.amazonaws.com', {
    role: 'AWSServiceRoleForAutoScaling',
    name: 'AutoScaling',
    key: 'ASIAEXAMPLESCALING01',
  });
  const arn = 'arn:aws:eks:us-east-1:123456789012:nodegroup/main/spare/7f';
  const records = [
    record('nodes', '2026-11-20T11:12:00Z', thief, 'eks:CreateNodegroup', {
      requestParameters: { clusterName: 'main', nodegroupName: 'spare', instanceTypes: ['c6a.48xlarge'] },
      responseElements: { nodegroup: { nodegroupArn: arn } },
    }),
    record('group', '2026-11-20T11:12:20Z', nodes, 'autoscaling:CreateAutoScalingGroup', {
      requestParameters: {
        autoScalingGroupName: 'eks-spare-0a1b',
        desiredCapacity: 1,
        tags: [{ key: 'eks:nodegroup-name', value: 'spare' }],
      },
    }),
    record('run', '2026-11-20T11:13:00Z', scaling, 'ec2:RunInstances', {
      ...launched('c6a.48xlarge', 'i-node'),
      requestParameters: {
        instanceType: 'c6a.48xlarge',
        tagSpecificationSet: { items: [{ tags: [{ key: 'aws:autoscaling:groupName', value: 'eks-spare-0a1b' }] }] },
      },
    }),
  ];
  const [incident] = await investigateTrail(records, high('nodes'));
  expect(incident?.resources.map(({ uid, respawned_by: by }) => `${uid} ${by}`)).toEqual([
    `${arn} null`,
    `eks-spare-0a1b ${arn}`,
    'i-node eks-spare-0a1b',
  ]);
  const asked = incident?.questions.map(({ text }) => text).filter((text) => /run, and for whom|start in/.test(text));
  expect(asked).toEqual(['What did 1 instance in us-east-1 of account 123456789012 run, and for whom?']);
});
