import { expect, test } from 'vitest';
import type { DigestGap } from '../../lake/digests.ts';
import type { Coverage } from '../../model/coverage.ts';
import { withProvenGaps } from './proven-gaps.ts';

const cell = (region: string, count = 3): Coverage => ({
  cloud: 'nimbus',
  account: '123456789012',
  region,
  source: 'nimbus.log',
  state: 'seen',
  first: '2026-01-01T00:00:00.000Z',
  last: '2026-01-02T00:00:00.000Z',
  count,
});
const gap = (region: string, state: DigestGap['state'] = 'missing'): DigestGap => ({
  account: '123456789012',
  region,
  state,
  files: 2,
  first: '2026-01-01T10:00:00Z',
  last: '2026-01-01T11:00:00Z',
});

test('a cell that lacks a listed file is a gap, the others are not', () => {
  const states = withProvenGaps([cell('east'), cell('west')], [gap('west')]).map(({ region, state }) => [
    region,
    state,
  ]);
  expect(states).toEqual([
    ['east', 'seen'],
    ['west', 'gap'],
  ]);
});

test('a region of which nothing was given, though a digest lists files of it, is shown', () => {
  const [, south] = withProvenGaps([cell('east')], [gap('south'), gap('south', 'differs')]);
  expect(south).toEqual({
    ...cell('south', 0),
    state: 'gap',
    first: '2026-01-01T10:00:00Z',
    last: '2026-01-01T11:00:00Z',
  });
});

test('without gaps nothing changes', () => {
  expect(withProvenGaps([cell('east')], [])).toEqual([cell('east')]);
});
