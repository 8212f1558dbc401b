import { describe, expect, test } from 'vitest';
import { miningRates } from '../../model/mining.ts';
import { exactly } from '../../model/range.ts';
import type { Beside, Check } from './check.ts';
import { cases } from './inside-cases.ts';
import { insideChecks } from './inside-checks.ts';
import type { Formulas } from './formulas.ts';
import type { Statement } from './statement.ts';

const formulas: Formulas = {
  mining: miningRates,
  chargesOf: ({ shape, processors }) =>
    shape === 'flex.16'
      ? [
          {
            what: 'flex.16',
            due: 'running',
            perHour: exactly(0.592),
            minimumSeconds: 60,
            endsWithinSeconds: null,
            estimate: null,
            tables: [{ name: 'made-up', date: '2026-01-05', source: 'https://example.com' }],
            threads: (processors ?? 16) * 2,
          },
        ]
      : null,
  products: [
    { name: 'Trail', cloud: 'one', is: 'audit-log' },
    { name: 'Ledger', cloud: 'two', is: 'audit-log' },
    { name: 'Watchman', cloud: 'one', is: 'threat-detection' },
    { name: 'Lookout', cloud: 'two', is: 'threat-detection' },
  ],
};
const beside: Beside = { incident: null, formulas };

/** What a check reproaches: everything but what it finds supported. */
function reproaches(check: Check, statements: readonly Statement[]): readonly string[] {
  const { judgements, clashes } = check.run(statements, beside);
  return [
    ...judgements
      .filter(({ verdict }) => verdict !== 'supported')
      .map(
        ({ verdict, why, arithmetic, statement }) =>
          `${verdict}: ${statement.quote.text} | ${why} | ${arithmetic ?? ''}`,
      ),
    ...clashes.map(
      ({ why, statements: told }) => `clash: ${told.map(({ quote }) => quote.text).join(' <> ')} | ${why}`,
    ),
  ];
}

const checkOf = (id: string): Check => {
  const check = insideChecks.find((one) => one.id === id);
  if (check === undefined) throw new Error(`no check ${id}`);
  return check;
};

describe.each(cases)('$check: $name', ({ check, story, fault, fine, finds }) => {
  test('is found', () => {
    const text = reproaches(checkOf(check), [...story, ...fault]).join('\n');
    expect(text).toMatch(finds);
    if (process.env['SHOW'] !== undefined) process.stdout.write(`${text}\n`);
  });

  test('leaves its twin alone', () => {
    const all = insideChecks.flatMap((one) => reproaches(one, [...story, ...fine]).map((text) => `${one.id} ${text}`));
    expect(all).toEqual([]);
  });
});

test('every check has a case, and says what it asks', () => {
  expect(new Set(cases.map(({ check }) => check))).toEqual(new Set(insideChecks.map(({ id }) => id)));
  expect(insideChecks.filter(({ asks }) => !asks.endsWith('?'))).toEqual([]);
});

test('nothing said is nothing found', () => {
  expect(insideChecks.flatMap((check) => reproaches(check, []))).toEqual([]);
});
