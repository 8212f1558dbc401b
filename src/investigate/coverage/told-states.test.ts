import { expect, test } from 'vitest';
import type { Coverage, CoverageState } from '../../model/coverage.ts';
import { withToldStates } from './told-states.ts';

const cell = (region: string | null, state: CoverageState = 'seen', count = 3): Coverage => ({
  cloud: 'nimbus',
  account: '123456789012',
  region,
  source: 'nimbus.log',
  state,
  first: '2026-01-01T00:00:00Z',
  last: '2026-01-02T00:00:00Z',
  count,
});

test('a cell has the gravest state that any incident tells of it, and the figures of all logs', () => {
  const told = withToldStates(
    [cell('east'), cell('west'), cell('south', 'gap'), cell(null)],
    [{ coverage: [cell('east', 'gap', 1), cell('south')] }, { coverage: [cell('east', 'off', 1), cell(null, 'gap')] }],
  );
  expect(told).toEqual([cell('east', 'off'), cell('west'), cell('south', 'gap'), cell(null, 'gap')]);
});

test('a place that an incident misses is told once, after what was read', () => {
  const unread = { ...cell('north', 'unknown', 0), first: null, last: null };
  expect(withToldStates([cell('east')], [{ coverage: [unread] }, { coverage: [unread] }])).toEqual([
    cell('east'),
    unread,
  ]);
});
