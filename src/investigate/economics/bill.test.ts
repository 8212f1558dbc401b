import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Charge, Prices } from '../../model/prices.ts';
import { exactly } from '../../model/range.ts';
import type { Verb } from '../../model/semantics.ts';
import { billOf, incremental, linesOf, sumOf } from './bill.ts';
import type { BilledThing } from './bill.ts';

const table = { name: 'nimbus', date: '2026-01-01', source: 'https://example.com/prices' };
const priced: Charge = {
  what: 'machine',
  due: 'running',
  perHour: { low: 1, likely: 2, high: 4 },
  minimumSeconds: 60,
  endsWithinSeconds: null,
  estimate: null,
  tables: [table],
  threads: 4,
};
const disk: Charge = { ...priced, what: 'disk', due: 'kept', perHour: exactly(0.5), minimumSeconds: 0, threads: 0 };
const single = { isCounted: false, unitsUnlessAsked: 1, unpriced: null };
const prices: Prices = {
  cloud: 'nimbus',
  tables: [table],
  named: ({ shape, region }) => ({ kind: 'compute:machine', shape, region, terms: {}, definition: null }),
  quote({ kind, shape }) {
    if (kind === 'compute:group') return null;
    if (kind === 'compute:service') return { ...single, isCounted: true, charges: [priced] };
    if (shape === null) return { ...single, charges: [], unpriced: 'no record tells its size' };
    return { ...single, charges: [priced, disk] };
  },
};

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 20, 10, minute)).toISOString();
const thing = (uid: string, more: Partial<BilledThing> = {}): BilledThing => ({
  uid,
  kind: 'compute:machine',
  shape: 'large',
  region: 'north',
  terms: {},
  definition: null,
  changes: [{ time: at(0), verb: 'launch', amount: null }],
  amount: 1,
  origin: 'made',
  isOver: false,
  citations: [{ ref: `event-${uid}`, time: at(0) }],
  ...more,
});

describe('a bill', () => {
  test('is hours × price for each charge of a thing', () => {
    const { items } = billOf([thing('a')], [prices], at(90));
    expect(sumOf(items, 'soFar')).toEqual({ low: 1.5 + 0.75, likely: 3 + 0.75, high: 6 + 0.75 });
    expect(sumOf(items, 'perHour')).toEqual({ low: 1.5, likely: 2.5, high: 4.5 });
  });

  test('multiplies by the units that were asked for where a thing stands for many', () => {
    const service = thing('s', { kind: 'compute:service', amount: 10 });
    expect(sumOf(billOf([service], [prices], at(60)).items, 'soFar').likely).toBe(20);
  });

  test('names what it cannot price, and charges nothing for what costs nothing itself', () => {
    const { items, unpriced } = billOf(
      [thing('a', { shape: null }), thing('g', { kind: 'compute:group' })],
      [prices],
      at(60),
    );
    expect(items).toEqual([]);
    expect(unpriced.map((one) => [one.thing.uid, one.why])).toEqual([['a', 'no record tells its size']]);
  });

  test('charges no disk for a machine that was only started, and nothing extra for one that ran', () => {
    const started = billOf([thing('a', { origin: 'started' })], [prices], at(60)).items;
    expect(started.map(({ charge }) => charge.what)).toEqual(['machine']);
    const diverted = billOf([thing('a', { origin: 'diverted' })], [prices], at(60)).items;
    expect(sumOf(diverted, 'soFar')).toEqual({ low: 0, likely: 2, high: 4 });
    expect(incremental(diverted)).toEqual([]);
  });

  test('puts like things in one line, the dearest first', () => {
    const lines = linesOf(billOf([thing('a'), thing('b'), thing('c', { region: 'south' })], [prices], at(60)).items);
    expect(lines.map(({ what, region, units, unitHours }) => [what, region, units, unitHours])).toEqual([
      ['machine', 'north', 2, 2],
      ['machine', 'south', 1, 1],
      ['disk', 'north', 2, 2],
      ['disk', 'south', 1, 1],
    ]);
  });
});

const verbs: readonly Verb[] = ['launch', 'start', 'stop', 'terminate', 'modify', 'delete'];
const anyThing = fc
  .record({
    kind: fc.constantFrom('compute:machine', 'compute:service', 'compute:group'),
    shape: fc.constantFrom('large', null),
    region: fc.constantFrom('north', 'south', null),
    origin: fc.constantFrom('made' as const, 'started' as const, 'diverted' as const),
    amount: fc.constantFrom(null, 1, 7),
    acts: fc.array(
      fc.record({
        minute: fc.integer({ min: 0, max: 300 }),
        verb: fc.constantFrom(...verbs),
        amount: fc.constantFrom(null, 0, 3),
      }),
      { maxLength: 8 },
    ),
  })
  .map(({ acts, ...more }) =>
    thing('x', {
      ...more,
      changes: acts
        .toSorted((a, b) => a.minute - b.minute)
        .map(({ minute, verb, amount }) => ({ time: at(minute), verb, amount })),
    }),
  );
const anyThings = fc
  .array(anyThing, { maxLength: 6 })
  .map((things) => things.map((one, index) => ({ ...one, uid: `t${index}` })));
const parts = ['low', 'likely', 'high'] as const;

describe('the bill of any things', () => {
  test('is the sum of the bills of each', () => {
    fc.assert(
      fc.property(anyThings, fc.integer({ min: 0, max: 400 }), (things, minute) => {
        const whole = billOf(things, [prices], at(minute));
        for (const sum of ['soFar', 'perHour'] as const)
          for (const part of parts) {
            const each = things.map((one) => sumOf(billOf([one], [prices], at(minute)).items, sum)[part]);
            expect(sumOf(whole.items, sum)[part]).toBeCloseTo(
              each.reduce((a, b) => a + b, 0),
              9,
            );
          }
        const lines = linesOf(whole.items);
        const ofLines = lines.reduce((total, { soFar }) => total + soFar.likely, 0);
        expect(ofLines).toBeCloseTo(sumOf(whole.items, 'soFar').likely, 9);
      }),
    );
  });

  test('never falls as time goes on', () => {
    fc.assert(
      fc.property(anyThings, fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 }), (things, a, b) => {
        const [early, late] = [Math.min(a, b), Math.max(a, b)].map((minute) =>
          sumOf(billOf(things, [prices], at(minute)).items, 'soFar'),
        );
        for (const part of parts) expect(early?.[part]).toBeLessThanOrEqual((late?.[part] ?? 0) + 1e-9);
      }),
    );
  });

  test('has its likely amount between the lowest and the highest', () => {
    fc.assert(
      fc.property(anyThings, (things) => {
        const { low, likely, high } = sumOf(billOf(things, [prices], at(200)).items, 'soFar');
        expect(low).toBeLessThanOrEqual(likely);
        expect(likely).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
