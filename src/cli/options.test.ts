import { expect, test } from 'vitest';
import { hasCode } from '../model/errors.ts';
import { list, moment, zone } from './options.ts';

const since = moment('--since <time>', 'from', 'start');
const until = moment('--until <time>', 'to', 'end');

test.each([
  ['2026-03-10', '2026-03-10T00:00:00.000Z', '2026-03-10T23:59:59.999Z'],
  ['2026-03-10T12:00', '2026-03-10T12:00:00.000Z', '2026-03-10T12:00:00.000Z'],
  ['2026-03-10 12:00:30', '2026-03-10T12:00:30.000Z', '2026-03-10T12:00:30.000Z'],
  ['2026-03-10T12:00:00+0200', '2026-03-10T10:00:00.000Z', '2026-03-10T10:00:00.000Z'],
  ['2024-02-29T23:00:00-02:00', '2024-03-01T01:00:00.000Z', '2024-03-01T01:00:00.000Z'],
])('%s is a time, and a date the whole day', (given, start, end) => {
  expect([since.read([given]), until.read([given])]).toEqual([start, end]);
});

test.each([
  '2026-02-30T00:00:00Z',
  '2026-02-30',
  '2025-02-29',
  '2026-13-01',
  '2026-00-10',
  '2026-03-10T25:00:00Z',
  '2026-03-10T12:61:00Z',
  '2026-03-10T12:00:00+25:99',
  '10.03.2026',
  '',
  'yesterday',
])('%j is no time', (given) => {
  expect(() => since.read([given])).toThrow(expect.toSatisfy((error: unknown) => hasCode(error, 'usage.invalid')));
});

test('what is not given is none', () => {
  expect(since.read([])).toBeNull();
});

test.each(['', '  '])('a list holds no text such as %j', (given) => {
  expect(() => list('--identity <id>', 'who').read(['a', given])).toThrow('--identity must not be empty');
});

test('a zone is one by name, as an offset is none to the engine', () => {
  const timezone = zone('--timezone <zone>', 'of clocks');
  expect(timezone.read(['america/new_york'])).toBe('America/New_York');
  for (const given of ['+01:00', '-05', 'Mars/Phobos'])
    expect(() => timezone.read([given])).toThrow('--timezone must be a zone such as America/New_York');
});
