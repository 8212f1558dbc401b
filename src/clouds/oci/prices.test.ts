import { describe, expect, test } from 'vitest';
import { hoursAMonth } from '../../model/price-time.ts';
import type { Billable, Charge } from '../../model/prices.ts';
import { prices } from './prices.ts';

const asked = (kind: string, more: Partial<Billable> = {}): Billable => ({
  kind,
  shape: null,
  region: 'us-ashburn-1',
  terms: {},
  definition: null,
  ...more,
});
const machine = (shape: string, terms: Billable['terms'] = {}, region: string | null = 'us-ashburn-1') =>
  prices.quote(asked('compute:instance', { shape, region, terms }));
const sized = (ocpus: number, memory: number) => ({ ocpus: [`${ocpus}`], memory: [`${memory}`] });
const first = (quote: ReturnType<typeof prices.quote>): Charge => {
  const [charge] = quote?.charges ?? [];
  if (charge === undefined) throw new Error('nothing is charged');
  return charge;
};

describe('a machine on demand', () => {
  // By Oracle's list of 5 January 2026, one of each way in which a price is put together.
  test.each([
    ['VM.Standard.E3.Flex', 16, 128, 0.592, 32],
    ['VM.Standard.E4.Flex', 64, 1024, 3.136, 128],
    ['VM.Standard.E5.Flex', 8, 96, 0.432, 16],
    ['VM.Standard.A1.Flex', 4, 24, 0.076, 4],
    ['VM.Optimized3.Flex', 18, 252, 1.35, 36],
    ['VM.Standard3.Flex', 32, 512, 2.048, 64],
    ['VM.DenseIO.E4.Flex', 8, 128, 0.2 + 0.192 + 6.8 * 0.0612, 16],
  ])('%s of %i OCPU and %i GB costs %f USD an hour and has %i threads', (shape, ocpus, memory, usd, threads) => {
    const charge = first(machine(shape, sized(ocpus, memory)));
    expect(charge.perHour.likely).toBeCloseTo(usd, 6);
    expect(charge).toMatchObject({ threads, estimate: null, minimumSeconds: 60 });
    expect(charge.tables.map(({ name, date }) => `${name}@${date}`)).toEqual(['oci-list@2026-01-05']);
  });

  test.each([
    ['VM.Standard2.24', 24 * 0.0638, 48],
    ['VM.Standard.E2.8', 0.24, 16],
    ['VM.GPU.A10.1', 2, 30],
    ['VM.GPU3.4', 11.8, 48],
    ['VM.Standard.E2.1.Micro', 0, 2],
  ])('%s costs %f USD an hour and has %i threads', (shape, usd, threads) => {
    expect(first(machine(shape)).perHour.likely).toBeCloseTo(usd, 6);
    expect(first(machine(shape))).toMatchObject({ threads, minimumSeconds: 60 });
  });

  test.each([
    ['BM.Standard.E4.128', 128 * 0.025 + 2048 * 0.0015, 256],
    ['BM.Standard.A1.160', 160 * 0.01 + 1024 * 0.0015, 160],
    ['BM.GPU4.8', 24.4, 128],
    ['BM.GPU.A100-v2.8', 32, 256],
    ['BM.GPU.H100.8', 80, 224],
    ['BM.GPU.MI300X.8', 48, 224],
  ])('the server %s costs %f USD an hour, and an hour at least', (shape, usd, threads) => {
    expect(first(machine(shape)).perHour.likely).toBeCloseTo(usd, 6);
    expect(first(machine(shape))).toMatchObject({ threads, minimumSeconds: 3600, estimate: null });
  });

  test.each([
    ['VM.Standard.E4.Flex', 'running'],
    ['BM.Standard.E4.128', 'running'],
    ['VM.DenseIO.E4.Flex', 'kept'],
    ['BM.HPC2.36', 'kept'],
    ['BM.GPU.H100.8', 'kept'],
  ])('%s is billed while it is %s', (shape, due) => {
    expect(first(machine(shape, sized(8, 128))).due).toBe(due);
  });

  test('costs half where it may be taken back', () => {
    const { perHour, what } = first(machine('VM.Standard.E3.Flex', { ...sized(16, 128), preemptible: ['TERMINATE'] }));
    expect(perHour.likely).toBeCloseTo(0.296, 6);
    expect(what).toBe('VM.Standard.E3.Flex of 16 OCPU and 128 GB preemptible');
  });

  test('has the default memory where the record tells none, and says so', () => {
    const { perHour, estimate } = first(machine('VM.Standard.E3.Flex', { ocpus: ['2'] }));
    expect(perHour.likely).toBeCloseTo(2 * 0.025 + 32 * 0.0015, 6);
    expect(estimate).toContain('the default');
  });

  test('costs the same in all commercial regions, and in other realms says that it may not', () => {
    const [here, there] = ['us-ashburn-1', 'ap-tokyo-1'].map((region) =>
      first(machine('VM.Standard3.Flex', sized(1, 1), region)),
    );
    expect(here).toEqual(there);
    expect(first(machine('VM.Standard3.Flex', sized(1, 1), 'us-gov-ashburn-1')).estimate).toContain('another realm');
  });

  test.each([
    ['VM.Standard.E4.Flex', {}],
    ['VM.Standard.E4.Flex', { ocpus: ['many'] }],
    ['VM.Standard.E4.Flex', { ocpus: ['-4'] }],
    ['VM.Standard.E4.Flex', { ocpus: ['999999999'] }],
  ])('%s with the terms %j has no price, and says so', (shape, terms) => {
    expect(machine(shape, terms)).toMatchObject({
      charges: [],
      unpriced: `no record tells how many OCPUs ${shape} has`,
    });
  });

  test.each([
    ['VM.Standard.E9.Flex'],
    ['BM.GPU.Z1000.8'],
    ['VM.Standard'],
    [''],
    ['VM.__proto__.Flex'],
    ['VM.constructor.8'],
    ['VM.GPU.A10.0'],
  ])('of the shape %j has no price, and says so', (shape) => {
    expect(machine(shape, sized(1, 1))).toMatchObject({ charges: [], unpriced: `no price is listed for ${shape}` });
  });

  test('of no recorded shape has no price', () => {
    expect(prices.quote(asked('compute:instance'))).toMatchObject({ unpriced: 'no record tells its size' });
  });

  test('has a boot volume that is billed as long as it is there', () => {
    const [, disk] = machine('VM.Standard3.Flex', sized(1, 1))?.charges ?? [];
    expect(disk).toMatchObject({ what: 'boot volume of unknown size', due: 'kept', threads: 0 });
    expect(disk?.perHour.low).toBeCloseTo((47 * 0.0425) / hoursAMonth, 9);
  });
});

describe('what bills without a machine', () => {
  test.each([
    ['blockvolumes:volume', { terms: { gib: ['1000'] } }, 42.5 / hoursAMonth],
    ['containerinstances:container-instance', { shape: 'CI.Standard.E4.Flex', terms: sized(8, 64) }, 0.296],
    ['compute:capacity-reservation', { shape: 'BM.GPU.H100.8' }, 68],
    ['oke:virtual-node-pool', {}, 0.015],
    ['datascience:notebook-session', { shape: 'VM.GPU.A10.2' }, 4],
  ] as const)('%s costs what its page says', (kind, more, usd) => {
    expect(first(prices.quote(asked(kind, more))).perHour.likely).toBeCloseTo(usd, 6);
  });

  test('a job ended by itself at a time that no record tells: perhaps it cost nothing', () => {
    expect(first(prices.quote(asked('datascience:job-run', { shape: 'VM.GPU3.1' }))).perHour.low).toBe(0);
  });

  test.each([['functions:function'], ['generativeai:dedicated-cluster'], ['database:db-system'], ['bds:cluster']])(
    '%s is charged for, and no price is guessed',
    (kind) => {
      const quote = prices.quote(asked(kind));
      expect(quote?.charges).toEqual([]);
      expect(quote?.unpriced).not.toBeNull();
    },
  );

  test.each([['compute:instance-pool'], ['oke:node-pool'], ['iam:user'], ['network:nat-gateway'], ['__proto__']])(
    '%s costs nothing itself',
    (kind) => {
      expect(prices.quote(asked(kind))).toBeNull();
    },
  );
});
