import { describe, expect, test } from 'vitest';
import { baselines } from '../../src/detect/baselines/list.ts';
import type { Investigation } from '../../src/investigate/investigate.ts';
import { launched, onInstances, outcomeOfTrail, record, roleIdentity, userIdentity } from './trail.ts';
import type { Json, Match, Session, TrailRecord } from './trail.ts';

const office = '192.0.2.10';
const agent = 'aws-cli/2.15.0';
const day = (number: number, time = '10:00:00') => `2026-11-${number}T${time}Z`;
const person = (name: string, role: string, number: number): Session => ({
  role,
  name: `${name}@example.com`,
  key: `ASIAEXAMPLE${name.toUpperCase()}${number}`,
  created: day(number, '09:00:00'),
});
const at = (session: Session, ip = office) => ({ who: roleIdentity(session), ip, agent });

const tagged = (shape: string, ticket: string | null, ...ids: readonly string[]): Readonly<Record<string, Json>> => {
  const { requestParameters, ...rest } = launched(shape, ...ids);
  const tags = [{ key: 'team', value: 'models' }, ...(ticket === null ? [] : [{ key: 'ticket', value: ticket }])];
  return {
    ...rest,
    requestParameters: {
      ...(requestParameters as Readonly<Record<string, Json>>),
      tagSpecificationSet: { items: [{ resourceType: 'instance', tags }] },
    },
  };
};

/** Three people at the office on two days, and somebody who launches in the same region. */
const others = [16, 17].flatMap((number) =>
  ['ana', 'ben', 'cem'].map((name) =>
    record(`${name}-${number}`, day(number), at(person(name, 'reader', number)), 's3:ListBuckets'),
  ),
);
const pipeline = record(
  'ci',
  day(15),
  { who: userIdentity('ci', 'AKIAEXAMPLEPIPELINE1'), ip: '192.0.2.99', agent },
  'ec2:RunInstances',
  launched('c5.large', 'i-ci'),
);
const [before, now] = [person('dora', 'trainer', 17), person('dora', 'trainer', 20)];
const earlier = record('earlier', day(17), at(before), 'ec2:RunInstances', tagged('c5.large', 'ML-11', 'i-earlier'));
const go = record('go', day(20), at(now), 'ec2:RunInstances', tagged('g5.xlarge', 'ML-12', 'i-go'));
const looked = record('looked', day(18), at(person('dora', 'reader', 18)), 's3:ListBuckets');
const around = [...others, pipeline, earlier, looked];

const medium: readonly Match[] = [{ level: 'medium', uids: ['go'] }];
const told = async (
  records: readonly TrailRecord[],
  matches: readonly Match[] = medium,
  options: Partial<Investigation> = {},
) => {
  const { incidents, explained } = await outcomeOfTrail(records, matches, { baselines, ...options });
  return { incidents: incidents.map(({ title }) => title), explained };
};
const isIncident = async (records: readonly TrailRecord[], matches?: readonly Match[]): Promise<boolean> => {
  const { incidents, explained } = await told(records, matches);
  return incidents.length === 1 && explained.length === 0;
};

describe('work that its team announced', () => {
  test('is no incident, and is named with its tickets and reasons', async () => {
    const { incidents, explained } = await told([...around, go]);
    expect(incidents).toEqual([]);
    expect(explained).toMatchObject([
      {
        actors: ['dora@example.com', 'trainer'],
        tickets: ['ML-12'],
        launched: 1,
        regions: ['us-east-1'],
        evidence: ['aws.cloudtrail:go'],
      },
    ]);
    expect(explained[0]?.why).toContain('at least 3 others worked from each of these addresses');
  });

  test('that is large by a rule that asks how much is none either', async () => {
    const { incidents } = await told([...around, go], [{ level: 'high', uids: ['go'], isAnnounceable: true }]);
    expect(incidents).toEqual([]);
  });

  test('from where others work, though new to its people, is an incident that gets nobody out of bed', async () => {
    const many = Array.from({ length: 12 }, (_, index) => `i-${index}`);
    const severity = async (address: string) => {
      const launches = ['us-east-1', 'eu-west-1', 'sa-east-1'].map((region) =>
        record(`go-${region}`, day(20), at(now, address), 'ec2:RunInstances', {
          ...tagged('g5.48xlarge', 'ML-12', ...many),
          awsRegion: region,
        }),
      );
      const matches = [{ level: 'medium', uids: launches.map(({ eventID }) => eventID) }] as const;
      const { incidents } = await outcomeOfTrail([...others, pipeline, ...launches], matches, { baselines });
      return incidents[0]?.severity;
    };
    const { why, ...held } = (await severity(office)) ?? {};
    expect(held).toEqual({ score: 69, level: 'medium' });
    expect(why).toContain('held at 69: ML-12 announces it, and others work from the same addresses');
    expect((await severity('203.0.113.9'))?.level).toBe('high');
  });

  test('is told to whoever asks for it', async () => {
    const { incidents, explained } = await told([...around, go], medium, { identities: ['dora@example.com'] });
    expect(incidents).toHaveLength(1);
    expect(explained).toEqual([]);
  });

  test('is an incident where the past was not compared', async () => {
    const { incidents } = await told([...around, go], medium, { baselines: [] });
    expect(incidents).toHaveLength(1);
  });

  test('may end what the team announced before, and no finding on that counts', async () => {
    const end = record('end', day(20, '12:00:00'), at(now), 'ec2:TerminateInstances', onInstances('i-go', 'i-earlier'));
    const { incidents } = await told([...around, go, end], [...medium, { level: 'high', uids: ['end'] }]);
    expect(incidents).toEqual([]);
  });

  test('of somebody without a past is believed once nothing of it runs', async () => {
    const end = record('end', day(20, '12:00:00'), at(now), 'ec2:TerminateInstances', onInstances('i-go'));
    expect(await isIncident([...others, pipeline, go])).toBe(true);
    expect((await told([...others, pipeline, go, end])).incidents).toEqual([]);
  });

  test('is the same in any order of arrival', async () => {
    const records = [...around, go];
    expect(await told([...records].reverse())).toEqual(await told(records));
  });

  test('is not joined into an attack that uses the same role', async () => {
    const thief = { who: userIdentity('leaked', 'AKIAEXAMPLELEAKEDKEY'), ip: '203.0.113.9', agent };
    const attack = record('bad', day(20, '11:00:00'), thief, 'iam:CreateUser');
    const { incidents, explained } = await told([...around, go, attack], [{ level: 'medium', uids: ['go', 'bad'] }]);
    expect(incidents).toEqual([expect.stringContaining('leaked')]);
    expect(explained).toHaveLength(1);
  });
});

describe('who ends what he launched himself', () => {
  const trial = record(
    'trial',
    day(20),
    at(now, '203.0.113.9'),
    'ec2:RunInstances',
    launched('c5.large', 'i-1', 'i-2'),
  );
  const end = (...ids: readonly string[]) =>
    record('end', day(20, '12:00:00'), at(now, '203.0.113.9'), 'ec2:TerminateInstances', onInstances(...ids));
  const high: readonly Match[] = [{ level: 'high', uids: ['end'] }];

  test('has destroyed nothing, with or without a ticket', async () => {
    const { incidents, explained } = await told([trial, end('i-1', 'i-2')], high);
    expect(incidents).toEqual([]);
    expect(explained).toMatchObject([
      { tickets: [], launched: 2, evidence: ['aws.cloudtrail:trial', 'aws.cloudtrail:end'] },
    ]);
  });

  test('has, if it was another’s', async () => {
    expect(await isIncident([trial, pipeline, end('i-1', 'i-2', 'i-ci')], high)).toBe(true);
  });
});

describe('a ticket hides nobody', () => {
  const elsewhere = (ip: string): TrailRecord => ({ ...go, sourceIPAddress: ip });

  test('who calls from an address of his own', async () => {
    expect(await isIncident([...around, elsewhere('203.0.113.9')])).toBe(true);
  });

  test('whose address is used by nobody but identities in his hand', async () => {
    const thief = '203.0.113.9';
    const stolen = [16, 17, 18].flatMap((number) =>
      ['eva', 'fred', 'gus'].map((name) =>
        record(`${name}-${number}`, day(number), at(person(name, 'admin', number), thief), 'iam:ListUsers'),
      ),
    );
    const hits = stolen.map(({ eventID }) => eventID);
    const { explained } = await told(
      [...around, ...stolen, elsewhere(thief)],
      [{ level: 'medium', uids: ['go', ...hits] }],
    );
    expect(explained).toEqual([]);
  });

  test('who launches where nobody else does', async () => {
    expect(await isIncident([...around, { ...go, awsRegion: 'sa-east-1' }])).toBe(true);
  });

  test('whose role launches on no other day', async () => {
    expect(await isIncident([...others, pipeline, looked, go])).toBe(true);
  });

  test('who uses a session beside its owner', async () => {
    const owner = record('owner', day(20, '09:30:00'), at(now, '198.51.100.77'), 's3:ListBuckets');
    expect(await isIncident([...around, owner, go])).toBe(true);
  });

  test.each([
    ['launches something without one', 'ec2:RunInstances', tagged('c5.large', null, 'i-more')],
    ['makes a user', 'iam:CreateUser', { requestParameters: { userName: 'shadow' } }],
    ['reads a secret', 'secretsmanager:GetSecretValue', { requestParameters: { secretId: 's' } }],
    ['changes a machine', 'ec2:RebootInstances', onInstances('i-ci')],
    ['ends what others made', 'ec2:TerminateInstances', onInstances('i-ci')],
    [
      'is refused a launch',
      'ec2:RunInstances',
      { ...tagged('g5.xlarge', 'ML-12'), errorCode: 'Client.VcpuLimitExceeded' },
    ],
  ] as const)('who also %s', async (_, call, more) => {
    expect(await isIncident([...around, go, record('more', day(20, '10:30:00'), at(now), call, more)])).toBe(true);
  });

  test('whose launch is found to be grave', async () => {
    expect(await isIncident([...around, go], [{ level: 'high', uids: ['go'] }])).toBe(true);
  });

  test('in whose hand the provider put the session of a machine', async () => {
    const service = {
      who: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
      ip: 'ec2.amazonaws.com',
      agent: 'ec2.amazonaws.com',
    };
    const handed = record('handed', now.created, service, 'sts:AssumeRole', {
      responseElements: {
        credentials: { accessKeyId: now.key },
        assumedRoleUser: { assumedRoleId: `AROATRAINER:${now.name}` },
      },
    });
    expect(await isIncident([...around, handed, go])).toBe(true);
  });
});
