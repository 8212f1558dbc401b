import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../engine.ts';
import type { Predicate } from '../predicate.ts';
import { checkPredicates } from './check-regexes.ts';
import { openDuckDb } from './engine.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openDuckDb({ memoryMiB: 256, threads: 1, tempDirectory: tmpdir() });
});
afterAll(() => engine.close());

const regex = (pattern: string): Predicate => ({
  is: 'test',
  field: { path: ['a'] },
  test: { op: 'regex', pattern, flags: { i: true, m: false, s: false } },
});

test('a bad expression is an error for its own predicate alone', async () => {
  const problems = await checkPredicates(engine, [
    regex('^ok$'),
    { is: 'all', of: [regex('^ok$'), { is: 'not', of: regex(`(?=look')`) }] },
    regex('a{1001}'),
    regex('('),
    { is: 'test', field: { column: 'source_ip' }, test: { op: 'cidr', network: '10.0.0.0/99' } },
    { is: 'any', of: [] },
  ]);
  expect(problems.map((problem) => problem?.code ?? null)).toEqual([
    null,
    'rule.unsupported',
    'rule.unsupported',
    'rule.unsupported',
    'rule.unsupported',
    null,
  ]);
  expect(problems[1]?.message).toContain(`(?=look')`);
  expect(problems[1]?.message).toContain('invalid perl operator');
  expect(problems[2]?.message).toContain('repetition');
  expect(problems[4]?.message).toContain('10.0.0.0/99');
});

test('a nesting beyond all reason is refused without overflowing', async () => {
  let deep = regex('a');
  for (let level = 0; level < 100_000; level += 1) deep = { is: 'not', of: deep };
  const [problem] = await checkPredicates(engine, [deep]);
  expect(problem?.message).toMatch(/nested/);
});

test('thousands of expressions are checked at once', async () => {
  const problems = await checkPredicates(
    engine,
    Array.from({ length: 3000 }, (_, index) => regex(index === 2222 ? '[' : `^rule${index}.*$`)),
  );
  expect(problems.flatMap((problem, index) => (problem ? [index] : []))).toEqual([2222]);
});
