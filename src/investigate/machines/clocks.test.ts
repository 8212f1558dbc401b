import { expect, test } from 'vitest';
import { clockGap } from './clocks.ts';
import type { Coming } from './clocks.ts';

const at = (clock: string, address = '203.0.113.9'): Coming => ({
  machine: 'build-1',
  address,
  ref: `${clock}-${address}`,
  time: `2024-02-10T${clock}Z`,
});

test.each<[string, readonly Coming[], readonly Coming[], number | null]>([
  ['agrees', [at('13:00:00')], [at('12:59:30')], null],
  ['is an hour behind', [at('13:00:00')], [at('14:00:20')], 3600],
  ['is half an hour ahead', [at('13:00:00'), at('15:10:00')], [at('12:30:00'), at('14:40:10')], -1800],
  ['agrees for one of two', [at('13:00:00'), at('15:10:00')], [at('13:00:00'), at('16:10:10')], null],
  ['fits no shift for both', [at('13:00:00'), at('15:10:00')], [at('14:00:00'), at('17:40:00')], null],
  ['fits several shifts', [at('13:00:00')], [at('14:00:00'), at('15:00:00')], null],
  ['is compared with other addresses only', [at('13:00:00')], [at('14:00:00', '192.0.2.1')], null],
  ['differs by no zone', [at('13:00:00')], [at('13:13:00')], null],
  ['is compared with nothing', [at('13:00:00')], [], null],
])('a clock that %s', (_, signIns, seen, expected) => {
  expect(clockGap(signIns, seen)?.behindSeconds ?? null).toBe(expected);
});
