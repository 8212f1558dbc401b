import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { knowledge } from '../registry/knowledge.ts';
import { ownRulesFolder } from '../registry/rules.ts';
import { compileRules } from './compile-rules.ts';
import { openTrialLake, type TrialLake } from './trial-lake.ts';

/** Each takes at most a second or two on a quiet machine; without the care that is taken some took minutes. */
const patienceMs = 30_000;

const head = `title: A rule
id: 11111111-2222-4333-8444-555555555555
logsource: {product: aws, service: cloudtrail}
detection:
`;
const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
const list = (key: string, count: number, value: (n: number) => string): string =>
  `${head}  a:\n    ${key}:\n${numbers(count)
    .map((n) => `      - ${value(n)}\n`)
    .join('')}  condition: a\n`;
const item = (text: string): string => `${head}  a: {${text}}\n  condition: a\n`;
const searches = (count: number, condition: string): string =>
  `${head}${numbers(count)
    .map((n) => `  s${n}: {eventName: x${n}}\n`)
    .join('')}  condition: ${condition}\n`;

/** Each bracket holds the next. */
const nested = (depth: number): string =>
  `${numbers(depth)
    .map((n) => `(s${n} ${n % 2 === 0 ? 'and not' : 'or'} `)
    .join('')}s${depth}${')'.repeat(depth)}`;

let lake: TrialLake;
const logs = readdirSync(join(ownRulesFolder(), 'aws'))
  .slice(0, 40)
  .map((name) => join(ownRulesFolder(), 'aws', name, 'malicious.ndjson'));

beforeAll(async () => {
  lake = await openTrialLake({ knowledge, signal: new AbortController().signal });
});
afterAll(() => lake.close());

test.each<[string, string, RegExp | null]>([
  ['10,000 values', list('eventName', 10_000, (n) => `v${n}`), null],
  ['10,000 pieces of a field that is no column', list('requestParameters.x|contains', 10_000, (n) => `v${n}`), null],
  ['10,000 pieces of one value', list('userAgent|contains|all', 10_000, (n) => `v${n}`), null],
  ['10,000 expressions', list('userAgent|re', 10_000, (n) => `'v${n}[a-z]+'`), null],
  ['10,000 networks', list('sourceIPAddress|cidr', 10_000, (n) => `10.${n >> 8}.${n & 255}.0/24`), null],
  ['3,000 networks of version 6', list('sourceIPAddress|cidr', 3000, (n) => `2001:db8:${n.toString(16)}::/48`), null],
  [
    '10,000 keywords',
    `${head}  a:\n${numbers(10_000)
      .map((n) => `    - kw${n}\n`)
      .join('')}  condition: a\n`,
    null,
  ],
  ['10,000 values of many spellings', list('userAgent|windash', 10_000, (n) => `' -a -b -c -d${n}'`), /20000 tests/],
  ['100,000 values', list('eventName', 100_000, (n) => `v${n}`), /more than 20000 tests/],
  ['10,000 searches', searches(10_000, '1 of s*'), null],
  ['200 brackets', searches(1, `${'('.repeat(200)}s0${')'.repeat(200)}`), null],
  ['100,000 brackets', searches(1, `${'('.repeat(100_000)}s0${')'.repeat(100_000)}`), /more than 200 deep/],
  ['40 levels', searches(41, nested(40)), null],
  ['199 levels', searches(200, nested(199)), /more than (?:64|200) deep/],
  [
    'all of them, 5,000 times',
    searches(
      30,
      numbers(5000)
        .map(() => 'all of them')
        .join(' or '),
    ),
    /20000 tests/,
  ],
  ['a repetition in a repetition', item(`userAgent|re: '((((a+)+)+)+)+$'`), null],
  ['an expression of many counts', item(`userAgent|re: '${'.{0,1000}'.repeat(4)}b'`), /add up to/],
  ['an expression of many loops', item(`userAgent|re: '${'.*a'.repeat(3000)}b'`), /written out|unbounded/],
  ['a pattern of 500 wildcards', item(`userAgent: '${'*a'.repeat(500)}*'`), null],
])('a rule of %s is matched soon, or refused', async (_, text, refusal) => {
  const started = performance.now();
  const loaded = await compileRules([{ path: 'rule.yml', text, origin: 'test' }], { engine: lake.engine });
  if (refusal === null) {
    expect(loaded.refused).toEqual([]);
    const tried = await lake.tryRules(loaded, logs);
    expect(tried.size).toBe(logs.length);
  } else expect(loaded.refused.map(({ message }) => message)).toEqual([expect.stringMatching(refusal)]);
  expect(performance.now() - started).toBeLessThan(patienceMs);
});
