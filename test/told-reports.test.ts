import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { runCheckReport } from '../src/app/check-report.ts';
import { prices } from '../src/registry/prices.ts';
import { products } from '../src/registry/products.ts';
import { planted } from './reports/planted.ts';

const folder = join(import.meta.dirname, 'reports/consistent');
const reports = readdirSync(folder);
const textOf = (report: string): string => readFileSync(join(folder, report), 'utf8');

/** What is said against a report that is held against itself alone. */
async function reproaches(text: string): Promise<readonly string[]> {
  const { items, contradictions } = await runCheckReport({
    file: '-',
    cwd: '.',
    stdin: Readable.from([Buffer.from(text)]),
    against: null,
    prices,
    products,
  });
  return [
    ...items
      .filter(({ verdict }) => verdict !== 'supported')
      .map(({ verdict, text: words, why, arithmetic }) => `${verdict}: ${words} | ${why} | ${arithmetic ?? ''}`),
    ...contradictions.map(({ statements, why }) => `${statements.join(' <> ')} | ${why}`),
  ];
}

test.each(reports)('nothing is said against %s', async (report) => {
  expect(await reproaches(textOf(report))).toEqual([]);
});

describe('a planted fault is found', () => {
  test.each(planted)('$report: $kind, $is', async ({ report, was, is, finds }) => {
    const text = textOf(report);
    expect(text).toContain(was);
    expect((await reproaches(text.replace(was, is))).join('\n')).toMatch(finds);
  });
});

test('every report has a fault planted, and every kind of fault', () => {
  expect(new Set(planted.map(({ report }) => report))).toEqual(new Set(reports));
  expect(new Set(planted.map(({ kind }) => kind)).size).toBe(10);
});

const data = process.env['BEEWOLF_TEST_DATA'] ?? join(import.meta.dirname, '../../shared/data');
const founding = join(data, '../seeds/000_032d56b69a7afe3f.txt');
const isThere = existsSync(founding);
if (!isThere) process.stdout.write(`skipped: no founding report at ${founding}\n`);

describe('the founding report', () => {
  test.runIf(isThere).each([
    ['earnings', /~\$50.*15 kH\/s ÷ 2\.4 GH\/s × 720 × 0\.6 XMR × 6\/24 × 120 USD = 0\.08 USD.*about 9\.26 MH\/s/],
    ['cost', /~\$150.*list price.*diverted.*× 6\.25 h = 3\.7/],
    ['one volume in an hour and in all', /2\.3GB in last hour.*2\.3GB egress/],
    [
      'a volume that is no pool traffic',
      /impossible: 2\.3GB egress.*|impossible: Network Traffic.*proxy or exfiltration/,
    ],
    ['no data accessed', /unsupported: .*[Nn]o .*data accessed.*unproven/],
    ['three doors', /brute force.*weak passphrase.*GitHub repo.*different doors/],
    ['onset before access', /08:00 EST.*08:15.*onset cannot precede/],
    ['offline', /offline for 2 hours.*14:32 to 16:00 = 88 min/],
    ['order', /08:16.*08:17.*08:18.*08:25.*order of the acts differs/],
    ['technique', /contradicted: MITRE ATT&CK: T1584.*T1496\.001.*T1078\.003|contradicted: T1584.*T1496\.001/],
    ['evidence', /terminated and rebuilt.*evidence was destroyed/],
    ['severity', /CRITICAL \(95\/100\).*P1 – HIGH/],
    ['a log of another cloud', /Cloud Trail.*belongs to another cloud/],
    ['mining before its processes', /08:15-14:30.*processes start at 08:30, it reaches its pool at 08:35/],
    ['load', /6\+ hours.*5 h 57 min/],
    ['indicators', /8080.*missing from the list[^]*\*\/10 .*missing from the list/],
    ['rapid detection', /Rapid detection.*6 h before/],
    ['all traffic blocked', /unsupported: .*[Bb]locked all/],
  ])('is reproached for its %s', async (_name, finds) => {
    expect((await reproaches(textOfFounding())).join('\n')).toMatch(finds);
  });
});

const textOfFounding = (): string => readFileSync(founding, 'utf8');
