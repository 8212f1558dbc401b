import { describe, expect, test } from 'vitest';
import type { Incident } from '../../src/model/incident.ts';
import { investigateTrail, launched, onInstances, record, userIdentity } from './trail.ts';
import type { Json, TrailRecord } from './trail.ts';

const thief = { who: userIdentity('build', 'AKIAEXAMPLEROOTKEY01'), ip: '203.0.113.9', agent: 'aws-cli/2.15.0' };
const responder = { who: userIdentity('alice', 'AKIAEXAMPLEALICE0001'), ip: '192.0.2.77', agent: 'aws-cli/2.15.30' };
const owner = { who: userIdentity('ops', 'AKIAEXAMPLEOPS000001'), ip: '192.0.2.10', agent: 'Terraform/1.9' };
const at = (clock: string): string => `2026-11-20T${clock}Z`;
const launch = (uid: string, clock: string, shape: string, more: Readonly<Record<string, Json>> = {}): TrailRecord => {
  return record(uid, at(clock), thief, 'ec2:RunInstances', { ...launched(shape, `i-${uid}`), ...more });
};
const end = (uid: string, clock: string, call: string, ...ids: readonly string[]): TrailRecord =>
  record(uid, at(clock), responder, call, onInstances(...ids));

async function told(records: readonly TrailRecord[], asOf: string): Promise<Incident> {
  const uids = records.filter(({ userIdentity: who }) => who === thief.who).map(({ eventID }) => eventID);
  const [incident] = await investigateTrail(records, [{ level: 'high', uids }], { asOf: at(asOf) });
  if (!incident) throw new Error('no incident');
  return incident;
}

const textsOf = ({ claims, incident_uid: uid }: Incident, kind: string): readonly string[] =>
  claims.filter(({ claim_uid: claim }) => claim.startsWith(`${uid}-${kind}`)).map(({ text }) => text);

describe('the cost of an intrusion', () => {
  test('of a machine that still runs is its time until the as-of time at its list price', async () => {
    const records = [launch('a', '10:00:00', 'p4d.24xlarge')];
    const { cost } = await told(records, '14:00:00');
    expect(cost).toMatchObject({ currency: 'USD', as_of: at('14:00:00'), per_hour: 21.96 });
    expect(cost?.likely).toBeCloseTo(4 * 21.957642, 1);
    expect(cost?.incremental).toBe(cost?.likely);
    expect(cost?.evidence).toEqual([
      'aws.cloudtrail:a',
      'table:aws-machines@2026-01-19',
      'table:aws-services@2026-03-10',
    ]);
    const price = cost?.inputs.find(({ name }) => name === '1 × p4d.24xlarge on demand, us-east-1: price');
    expect(price).toMatchObject({ value: 21.957642, unit: 'USD an hour', evidence: ['table:aws-machines@2026-01-19'] });
    const later = await told(records, '16:00:00');
    expect(later.cost?.likely).toBeCloseTo(6 * 21.957642, 1);
  });

  test('of a terminated machine ends with it', async () => {
    const incident = await told(
      [launch('a', '10:00:00', 'c5.large'), end('z', '11:30:00', 'ec2:TerminateInstances', 'i-a')],
      '20:00:00',
    );
    expect(incident.cost).toMatchObject({ likely: 0.13, per_hour: 0 });
    expect(textsOf(incident, 'cost-per-hour')).toEqual([]);
    expect(textsOf(incident, 'bills-on')).toEqual([]);
  });

  test('of a stopped machine is its disk, which bills on', async () => {
    const disk = {
      blockDeviceMapping: { items: [{ deviceName: '/dev/xvda', ebs: { volumeSize: 730, volumeType: 'gp3' } }] },
    };
    const asked = launch('a', '10:00:00', 'c5.large');
    const records = [
      { ...asked, requestParameters: { ...(asked['requestParameters'] as object), ...disk } } as TrailRecord,
      end('z', '11:00:00', 'ec2:StopInstances', 'i-a'),
    ];
    const incident = await told(records, '12:00:00');
    expect(incident.resources[0]?.state).toBe('stopped');
    // An hour of the machine, and two of 730 GiB at 0.08 USD a month of 730 hours.
    expect(incident.cost).toMatchObject({ likely: 0.25, per_hour: 0.08 });
    const [text] = textsOf(incident, 'bills-on');
    expect(text).toContain('1 × disk of 730 GiB, gp3, us-east-1: bills on');
    expect(text).toContain('58.40 USD a month');
  });

  test('of a disk that outlives its machine goes on', async () => {
    const asked = launch('a', '10:00:00', 'c5.large');
    const disks = [
      { deviceName: '/dev/sdf', ebs: { volumeSize: 1000, volumeType: 'gp3', deleteOnTermination: false } },
    ];
    const records = [
      {
        ...asked,
        requestParameters: { ...(asked['requestParameters'] as object), blockDeviceMapping: { items: disks } },
      } as TrailRecord,
      end('z', '11:00:00', 'ec2:TerminateInstances', 'i-a'),
    ];
    const incident = await told(records, '12:00:00');
    expect(incident.cost?.per_hour).toBe(0.11);
    expect(textsOf(incident, 'bills-on')).toHaveLength(1);
  });

  test('of a machine that was stopped and started again leaves the pause out', async () => {
    const records = [
      launch('a', '10:00:00', 'm5.24xlarge'),
      end('x', '11:00:00', 'ec2:StopInstances', 'i-a'),
      end('y', '13:00:00', 'ec2:StartInstances', 'i-a'),
      end('z', '14:00:00', 'ec2:TerminateInstances', 'i-a'),
    ];
    const { cost } = await told(records, '20:00:00');
    expect(cost?.inputs[0]).toMatchObject({
      name: '1 × m5.24xlarge on demand, us-east-1: time',
      value: 2,
      unit: 'hour',
    });
    expect(cost?.likely).toBeCloseTo(2 * 4.608, 1);
  });

  test('of a launch and an end within one second is a minute', async () => {
    const records = [launch('b', '10:00:00', 'p5.48xlarge'), end('a', '10:00:00', 'ec2:TerminateInstances', 'i-b')];
    const incident = await told(records, '12:00:00');
    expect(incident.resources[0]?.state).toBe('terminated');
    expect(incident.cost).toMatchObject({ likely: 0.92, per_hour: 0 });
  });

  test('of an end that a slower clock puts before its launch is a minute as well', async () => {
    const records = [
      launch('a', '10:00:01', 'p5.48xlarge'),
      end('z', '10:00:00', 'ec2:TerminateInstances', 'i-a'),
      launch('c', '09:59:00', 't3.micro'),
    ];
    const incident = await told(records, '12:00:00');
    expect(incident.resources.find(({ uid }) => uid === 'i-a')?.state).toBe('terminated');
    expect(incident.cost?.inputs.find(({ name }) => name.includes('p5.48xlarge'))?.value).toBeCloseTo(1 / 60, 5);
  });

  test('of a spot machine is a range', async () => {
    const asked = launch('a', '10:00:00', 'g5.48xlarge');
    const answer = {
      instancesSet: { items: [{ instanceId: 'i-a', instanceType: 'g5.48xlarge', instanceLifecycle: 'spot' }] },
    };
    const { cost, claims } = await told([{ ...asked, responseElements: answer }], '11:00:00');
    expect(cost?.low).toBeCloseTo(1.63, 1);
    expect(cost?.likely).toBeCloseTo(0.35 * 16.288, 1);
    expect(cost?.high).toBeCloseTo(16.29, 1);
    expect(claims.find(({ claim_uid: uid }) => uid.endsWith('-cost'))).toMatchObject({
      confidence: 'possible',
      unit: 'USD',
    });
  });

  test('of a size that nobody lists is named and not guessed', async () => {
    const alone = await told([launch('a', '10:00:00', 'q1.huge')], '12:00:00');
    expect(alone.cost).toBeNull();
    expect(textsOf(alone, 'not-priced')).toEqual(['Not in these sums: 1 instance, no price is listed for q1.huge']);
    const beside = await told([launch('a', '10:00:00', 'q1.huge'), launch('b', '10:00:00', 'c5.large')], '12:00:00');
    expect(beside.cost?.likely).toBeCloseTo(0.17, 2);
    expect(textsOf(beside, 'cost')[0]).toContain('1 thing without a price left out');
    expect(beside.cost?.inputs.at(-1)).toMatchObject({
      name: 'not counted: 1 instance, no price is listed for q1.huge',
      value: 1,
    });
  });

  test('of machines that a group launches is theirs, and the group itself costs nothing', async () => {
    const scaling = {
      who: {
        type: 'AssumedRole',
        principalId: 'AROASCALING:AutoScaling',
        arn: 'arn:aws:sts::123456789012:assumed-role/AWSServiceRoleForAutoScaling/AutoScaling',
        accountId: '123456789012',
        invokedBy: 'autoscaling.amazonaws.com',
      },
      ip: 'autoscaling.amazonaws.com',
      agent: 'autoscaling.amazonaws.com',
    };
    const tags = {
      tagSpecificationSet: { items: [{ tags: [{ key: 'aws:autoscaling:groupName', value: 'web-tier' }] }] },
    };
    const spawned = launched('g4dn.12xlarge', 'i-s1', 'i-s2') as { requestParameters: object; responseElements: Json };
    const records = [
      record('g', at('10:00:00'), thief, 'autoscaling:CreateAutoScalingGroup', {
        requestParameters: { autoScalingGroupName: 'web-tier', desiredCapacity: 2 },
      }),
      record('s', at('10:01:00'), scaling, 'ec2:RunInstances', {
        ...spawned,
        requestParameters: { ...spawned.requestParameters, ...tags } as Json,
      }),
    ];
    const incident = await told(records, '11:01:00');
    expect(incident.resources.map(({ type }) => type)).toEqual(['autoscaling:group', 'ec2:instance', 'ec2:instance']);
    expect(incident.cost?.likely).toBeCloseTo(2 * 3.912, 1);
  });

  test('of a Fargate service follows the number of tasks down to none', async () => {
    const records = [
      record('d', at('09:59:00'), thief, 'ecs:RegisterTaskDefinition', {
        requestParameters: { family: 'worker', cpu: '4096', memory: '8192', requiresCompatibilities: ['FARGATE'] },
        responseElements: {
          taskDefinition: { taskDefinitionArn: 'arn:aws:ecs:us-east-1:123456789012:task-definition/worker:1' },
        },
      }),
      record('s', at('10:00:00'), thief, 'ecs:CreateService', {
        requestParameters: { serviceName: 'w', taskDefinition: 'worker:1', desiredCount: 10, launchType: 'FARGATE' },
        responseElements: { service: { serviceArn: 'arn:aws:ecs:us-east-1:123456789012:service/c/w' } },
      }),
      record('u', at('12:00:00'), responder, 'ecs:UpdateService', {
        requestParameters: { service: 'w', desiredCount: 0 },
      }),
    ];
    const { cost } = await told(records, '20:00:00');
    expect(cost?.likely).toBeCloseTo(20 * (4 * 0.04048 + 8 * 0.004445), 1);
    expect(cost).toMatchObject({ low: 0, per_hour: 0 });
    expect((await told(records, '11:00:00')).cost?.per_hour).toBeCloseTo(10 * (4 * 0.04048 + 8 * 0.004445), 1);
  });

  test('of addresses, snapshots and commitments goes on after all machines are gone', async () => {
    const records = [
      launch('a', '10:00:00', 'c5.large'),
      record('e', at('10:01:00'), thief, 'ec2:AllocateAddress', {
        responseElements: { allocationId: 'eipalloc-1', publicIp: '198.51.100.1' },
      }),
      record('n', at('10:02:00'), thief, 'ec2:CreateSnapshot', {
        responseElements: { snapshotId: 'snap-1', volumeSize: '100' },
      }),
      record('p', at('10:03:00'), thief, 'savingsplans:CreateSavingsPlan', {
        requestParameters: { commitment: '3.0' },
        responseElements: { savingsPlanId: 'sp-1' },
      }),
      record('r', at('10:04:00'), thief, 'ec2:PurchaseReservedInstancesOffering', {
        requestParameters: { instanceCount: 4 },
        responseElements: { reservedInstancesId: 'ri-1' },
      }),
      end('z', '11:00:00', 'ec2:TerminateInstances', 'i-a'),
    ];
    const incident = await told(records, '12:00:00');
    expect(incident.cost?.per_hour).toBeCloseTo(0.005 + 3 + (50 * 0.05) / 730, 2);
    expect(textsOf(incident, 'bills-on')[0]).toContain('Savings Plan commitment');
    expect(textsOf(incident, 'not-priced')).toEqual([
      expect.stringContaining('1 reserved instance, billed for one or three years') as string,
    ]);
  });

  test('of calls to a model says that their number of tokens is unknown', async () => {
    const calls = ['1', '2'].map((n) =>
      record(`m${n}`, at(`10:0${n}:00`), thief, 'bedrock:InvokeModel', {
        requestParameters: { modelId: 'example.model-v1' },
      }),
    );
    const incident = await told(calls, '12:00:00');
    expect(incident.cost).toBeNull();
    expect(textsOf(incident, 'not-priced')[0]).toContain('billed by the token');
  });

  test('is nothing where nothing was made, and rests on what was done', async () => {
    const { cost } = await told([record('l', at('10:00:00'), thief, 'iam:ListUsers')], '12:00:00');
    expect(cost).toMatchObject({ low: 0, likely: 0, high: 0, per_hour: 0, incremental: 0, inputs: [] });
    expect(cost?.evidence).toContain('aws.cloudtrail:l');
  });
});

describe('machines that were there before', () => {
  const earlier = record('o', at('08:00:00'), owner, 'ec2:RunInstances', launched('c5.24xlarge', 'i-own'));
  const command = record('x', at('10:00:00'), thief, 'ssm:SendCommand', {
    requestParameters: { instanceIds: ['i-own'] },
  });

  test('cost nothing extra while they only serve the intruder', async () => {
    const incident = await told([earlier, command], '12:00:00');
    expect(incident.cost).toMatchObject({ low: 0, incremental: 0, per_hour: 0 });
    expect(incident.cost?.likely).toBeCloseTo(2 * 4.08, 1);
    expect(textsOf(incident, 'cost-diverted')[0]).toContain('is capacity that ran before and is paid for anyway');
    expect(incident.cost?.evidence).toContain('aws.cloudtrail:o');
  });

  test('are known where a command chooses them by a list of their ids, and not by tags', async () => {
    const by = (key: string, ...values: readonly string[]) =>
      record('x', at('10:00:00'), thief, 'ssm:SendCommand', { requestParameters: { targets: [{ key, values }] } });
    const listed = await told([earlier, by('InstanceIds', 'i-own')], '12:00:00');
    expect(listed.cost?.likely).toBeCloseTo(2 * 4.08, 1);
    const tagged = await told([earlier, by('tag:env', 'i-own')], '12:00:00');
    expect(tagged.cost?.likely).toBe(0);
  });

  test('cost what they run where the intruder starts them again', async () => {
    const stopped = record('s', at('09:00:00'), owner, 'ec2:StopInstances', onInstances('i-own'));
    const started = record('t', at('10:00:00'), thief, 'ec2:StartInstances', onInstances('i-own'));
    const { cost } = await told([earlier, stopped, started], '11:00:00');
    expect(cost?.likely).toBeCloseTo(4.08, 2);
    expect(cost?.incremental).toBe(cost?.likely);
  });

  test('are named without a price where no record tells their size', async () => {
    const incident = await told([command], '12:00:00');
    expect(incident.cost).toBeNull();
    expect(textsOf(incident, 'not-priced')).toEqual(['Not in these sums: 1 instance, no record tells its size']);
  });
});

describe('a service of the owner that is given a definition of the intruder’s', () => {
  const service = (uid: string, clock: string, by: typeof owner, taskDefinition: string, desiredCount: number) =>
    record(uid, at(clock), by, 'ecs:UpdateService', {
      requestParameters: { cluster: 'shop', service: 'web', taskDefinition, desiredCount },
      responseElements: { service: { serviceName: 'web', launchType: 'FARGATE', desiredCount } },
    });
  const defined = record('d', at('09:59:00'), thief, 'ecs:RegisterTaskDefinition', {
    requestParameters: { family: 'web', cpu: '16384', memory: '32768', networkMode: 'awsvpc' },
    responseElements: {
      taskDefinition: { taskDefinitionArn: 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:8' },
    },
  });
  const taken = service('t', '10:00:00', thief, 'web:8', 10);

  test('costs what it runs from then on', async () => {
    const { cost } = await told([defined, taken], '12:00:00');
    const lines = cost?.inputs.filter(({ name }) => name.endsWith(': time')) ?? [];
    expect(lines.map(({ name, value }) => `${name} ${value}`)).toEqual([
      '10 × Fargate task of 16 vCPU and 32 GB, us-east-1, with the intruder’s definition: time 20',
    ]);
    expect(cost?.low).toBe(0);
  });

  test('costs nothing more once its owner gives it another', async () => {
    const { cost } = await told([defined, taken, service('o', '11:00:00', owner, 'web:7', 3)], '12:00:00');
    expect(cost?.per_hour).toBe(0);
    expect(cost?.inputs.find(({ name }) => name.endsWith(': time'))?.value).toBe(10);
  });

  test('costs its owner what it did where the definition is his own', async () => {
    const { cost } = await told([{ ...defined, userIdentity: owner.who }, taken], '12:00:00');
    expect(cost?.likely ?? 0).toBe(0);
  });
});

describe('what mining earned', () => {
  const records = [
    launch('a', '10:00:00', 'c6a.48xlarge'),
    launch('b', '10:00:00', 'c6a.48xlarge'),
    launch('c', '10:00:00', 'c6a.48xlarge'),
  ];

  test('is a range by threads and hours, far below what it cost', async () => {
    const { earnings, cost, kind } = await told(records, '20:00:00');
    expect(kind).toBe('cryptojacking');
    // 3 × 192 threads × 10 h × 300 H/s ÷ 4 GH/s × 432 XMR ÷ 24 h × 200 USD
    expect(earnings?.likely).toBeCloseTo(1.56, 1);
    expect(earnings?.inputs[0]).toMatchObject({ value: 5760, unit: 'thread-hour' });
    expect((earnings?.high ?? 0) < (cost?.low ?? 0) / 10).toBe(true);
    expect(earnings?.evidence.at(-1)).toBe('table:mining-rates@2026-11-01');
  });

  test('is not asked where nothing was launched to mine', async () => {
    expect((await told([record('l', at('10:00:00'), thief, 'iam:ListUsers')], '12:00:00')).earnings).toBeNull();
  });
});

test('the same records in another order give the same money', async () => {
  const records = [
    launch('a', '10:00:00', 'c5.large'),
    launch('b', '10:00:00', 'p5.48xlarge', { awsRegion: 'eu-west-2' }),
    end('z', '11:00:00', 'ec2:TerminateInstances', 'i-a', 'i-b'),
  ];
  const [forward, backward] = [await told(records, '12:00:00'), await told(records.toReversed(), '12:00:00')];
  expect(JSON.stringify(backward)).toBe(JSON.stringify(forward));
});
