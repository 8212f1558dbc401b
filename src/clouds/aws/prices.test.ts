import { describe, expect, test } from 'vitest';
import type { Billable, Charge } from '../../model/prices.ts';
import { hoursAMonth } from '../../model/price-time.ts';
import { prices } from './prices.ts';

const asked = (kind: string, more: Partial<Billable> = {}): Billable => ({
  kind,
  shape: null,
  region: 'us-east-1',
  terms: {},
  definition: null,
  ...more,
});
const machine = (shape: string, region: string | null = 'us-east-1', terms: Billable['terms'] = {}) =>
  prices.quote(asked('ec2:instance', { shape, region, terms }));
const first = (quote: ReturnType<typeof prices.quote>): Charge => {
  const [charge] = quote?.charges ?? [];
  if (charge === undefined) throw new Error('nothing is charged');
  return charge;
};

describe('a machine on demand', () => {
  // From Amazon's price list of 19 January 2026, one of each way in which a price is put together.
  test.each([
    ['c5.large', 0.085, 2],
    ['c7i.48xlarge', 8.568, 192],
    ['m7i-flex.xlarge', 0.19152, 4],
    ['m8g.medium', 0.04488, 1],
    ['r7iz.32xlarge', 11.904, 128],
    ['t3.micro', 0.0104, 2],
    ['g4dn.xlarge', 0.526, 4],
    ['g5.48xlarge', 16.288, 192],
    ['g4dn.metal', 7.824, 96],
    ['p4d.24xlarge', 21.957642, 96],
    ['p5.48xlarge', 55.04, 192],
    ['trn1.32xlarge', 21.5, 128],
    ['x2iezn.12xlarge', 10.008, 48],
  ])('%s costs %f USD an hour and has %i threads', (shape, usd, threads) => {
    const charge = first(machine(shape));
    expect(charge.perHour.likely).toBeCloseTo(usd, 4);
    expect(charge).toMatchObject({ threads, estimate: null, due: 'running', minimumSeconds: 60 });
    expect(charge.tables.map(({ name, date }) => `${name}@${date}`)).toEqual(['aws-machines@2026-01-19']);
  });

  // Amazon's own prices for these regions; p4d's as of before the general price cut, as a share of us-east-1.
  test.each([
    ['c5.large', 'eu-west-1', 0.096],
    ['c5.large', 'sa-east-1', 0.131],
    ['m5.large', 'ap-northeast-1', 0.124],
    ['m5a.large', 'ap-south-1', 0.0556],
    ['g4dn.xlarge', 'eu-central-1', 0.658],
    ['g5.xlarge', 'ap-northeast-1', 1.459],
    ['p4d.24xlarge', 'eu-west-1', (21.957642 * 35.39655) / 32.7726],
    ['p5.48xlarge', 'eu-north-1', (55.04 * 105.2024) / 98.32],
  ])('%s in %s lies within its range', (shape, region, usd) => {
    const { perHour, estimate, tables } = first(machine(shape, region));
    expect(perHour.low).toBeLessThanOrEqual(usd);
    expect(perHour.high).toBeGreaterThanOrEqual(usd);
    expect(perHour.high / perHour.low).toBeLessThan(1.5);
    expect(estimate).toContain(region);
    expect(tables).toHaveLength(2);
  });

  test('costs the same in Ohio and Oregon', () => {
    for (const region of ['us-east-2', 'us-west-2'])
      expect(first(machine('m5.large', region)).perHour.low).toBeCloseTo(0.096, 9);
  });

  test.each([['mars-north-1'], [null], ['__proto__'], ['constructor']])(
    'in %s has a wide range, and says why',
    (region) => {
      const { perHour, estimate } = first(machine('c5.large', region));
      expect(perHour.high / perHour.low).toBeGreaterThan(1.5);
      expect(estimate).toContain('no price list of region');
    },
  );

  test('of a size that is not listed is estimated by others of its letter, and says so', () => {
    const { perHour, estimate } = first(machine('c9x.24xlarge'));
    expect(perHour.low).toBeLessThanOrEqual(96 * 0.0425);
    expect(perHour.high).toBeGreaterThanOrEqual(96 * 0.0425);
    expect(estimate).toContain('c9x.24xlarge is not listed');
  });

  test.each([
    ['q9.large'],
    ['c5'],
    ['c5.banana'],
    [''],
    ['__proto__.large'],
    ['constructor.name'],
    ['c5.999xlarge'],
    ['c5.0xlarge'],
  ])('of the size %j has no price, and says so', (shape) => {
    expect(machine(shape)).toMatchObject({ charges: [], unpriced: `no price is listed for ${shape}` });
  });

  test('of no recorded size has no price', () => {
    expect(prices.quote(asked('ec2:instance'))).toMatchObject({ charges: [], unpriced: 'no record tells its size' });
  });

  test('costs more with Windows and on a server of its own', () => {
    expect(first(machine('c5.large', 'us-east-1', { platform: ['windows'] })).perHour.likely).toBeCloseTo(
      0.085 + 0.092,
      6,
    );
    const { perHour } = first(machine('c5.large', 'us-east-1', { tenancy: ['dedicated'] }));
    expect(perHour.high).toBeCloseTo(0.0935, 6);
  });
});

describe('a spot machine', () => {
  test('costs a tenth to all of the listed price', () => {
    const { perHour, what, estimate } = first(machine('c5.large', 'us-east-1', { market: ['spot'] }));
    expect(perHour.low).toBeCloseTo(0.0085, 9);
    expect(perHour.high).toBeCloseTo(0.085, 9);
    expect(what).toBe('c5.large spot');
    expect(estimate).toContain('spot');
  });

  test('costs no more than was bid', () => {
    const { perHour } = first(machine('c5.large', 'us-east-1', { market: ['spot'], bid: ['0.02'] }));
    expect(perHour).toMatchObject({ likely: 0.02, high: 0.02 });
  });
});

describe('the disks of a machine', () => {
  const disks = (items: unknown) =>
    machine('c5.large', 'us-east-1', { volumes: [JSON.stringify(items)] })?.charges.slice(1) ?? [];

  test('are one of unknown size where no record tells', () => {
    expect(machine('c5.large')?.charges.slice(1)).toMatchObject([{ what: 'disk of unknown size', due: 'kept' }]);
  });

  test('cost by size and type, and stay where the launch says so', () => {
    const found = disks([
      { deviceName: '/dev/xvda', ebs: { volumeSize: 100, deleteOnTermination: true, volumeType: 'gp3' } },
      { deviceName: '/dev/sdf', ebs: { volumeSize: '500', deleteOnTermination: 'false', volumeType: 'io2' } },
      { deviceName: '/dev/sdg', virtualName: 'ephemeral0' },
    ]);
    expect(found.map(({ what, due }) => `${what}, ${due}`)).toEqual([
      'disk of 100 GiB, gp3, kept',
      'disk of 500 GiB, io2, lasting',
    ]);
    expect(found[0]?.perHour.likely).toBeCloseTo(8 / hoursAMonth, 9);
  });

  test.each([['{'], ['null'], ['7'], ['[null, 3, {"ebs":{"volumeSize":"x"}}]'], ['[{"ebs":null}]']])(
    'survive %s',
    (text) => {
      const quote = machine('c5.large', 'us-east-1', { volumes: [text] });
      expect(quote?.charges.slice(1).every(({ perHour }) => perHour.high > 0 && perHour.high < 1)).toBe(true);
    },
  );
});

describe('what bills without a machine', () => {
  const definition = { shape: null, terms: { cpu: ['16384'], memory: ['32768'] } };

  test('a Fargate service costs its tasks, of which no record proves that they ran', () => {
    const quote = prices.quote(
      asked('ecs:service', { shape: 'FARGATE', terms: { capacity: ['FARGATE'] }, definition }),
    );
    expect(quote?.isCounted).toBe(true);
    expect(first(quote).perHour).toEqual({
      low: 0,
      likely: 16 * 0.04048 + 32 * 0.004445,
      high: 16 * 0.04048 + 32 * 0.004445,
    });
  });

  test("tasks on one's own machines cost nothing beside these", () => {
    expect(prices.quote(asked('ecs:service', { terms: { capacity: ['EC2'] }, definition }))).toBeNull();
  });

  test('a task without its definition has no price', () => {
    expect(prices.quote(asked('ecs:task', { terms: { capacity: ['FARGATE'] } }))?.unpriced).toContain(
      'size of its tasks',
    );
  });

  test('a function is not guessed at', () => {
    const quote = prices.quote(asked('lambda:function', { shape: '3008' }));
    expect(quote?.charges).toEqual([]);
    expect(quote?.unpriced).toContain('0.176 USD an hour');
  });

  test.each([
    ['ec2:address', {}, 0.005],
    ['ec2:nat-gateway', {}, 0.045],
    ['ec2:volume', { terms: { gib: ['100'], type: ['gp2'] } }, 10 / hoursAMonth],
    ['savingsplans:plan', { terms: { commitment: ['2.5'] } }, 2.5],
    ['eks:cluster', {}, 0.1],
    ['sagemaker:notebook-instance', { shape: 'ml.c5.xlarge' }, 0.204],
    ['sagemaker:endpoint', { definition: { shape: 'ml.m5.xlarge', terms: {} } }, 0.2304],
    ['codebuild:build', { shape: 'BUILD_GENERAL1_LARGE', terms: { platform: ['LINUX_CONTAINER'] } }, 1.2],
    ['glue:job-run', { shape: 'G.2X' }, 0.88],
    ['amplify:job', {}, 0.6],
    ['apprunner:service', { terms: { cpu: ['4096'], memory: ['12288'] } }, 4 * 0.064 + 12 * 0.007],
    ['lightsail:instance', { shape: '2xlarge_3_0' }, 164 / hoursAMonth],
    ['ec2:capacity-reservation', { shape: 'p5.48xlarge' }, 55.04],
  ] as const)('%s costs what its page says', (kind, more, usd) => {
    expect(first(prices.quote(asked(kind, more))).perHour.likely).toBeCloseTo(usd, 6);
  });

  test('a job that ends by itself costs no more than its limit, and perhaps nothing', () => {
    const job = asked('sagemaker:training-job', { shape: 'ml.g5.xlarge', terms: { seconds: ['3600'] } });
    expect(first(prices.quote(job))).toMatchObject({ endsWithinSeconds: 3600, perHour: { low: 0 } });
    expect(first(prices.quote({ ...job, terms: {} })).endsWithinSeconds).toBe(86_400);
  });

  test.each([['ec2:reserved-instance'], ['bedrock:model'], ['bedrock:provisioned-throughput'], ['lightsail:instance']])(
    '%s is charged for, and no price is guessed',
    (kind) => {
      const quote = prices.quote(asked(kind));
      expect(quote?.charges).toEqual([]);
      expect(quote?.unpriced).not.toBeNull();
    },
  );

  test.each([['autoscaling:group'], ['ec2:fleet'], ['iam:user'], ['ec2:security-group'], ['__proto__']])(
    '%s costs nothing itself',
    (kind) => {
      expect(prices.quote(asked(kind))).toBeNull();
    },
  );
});
