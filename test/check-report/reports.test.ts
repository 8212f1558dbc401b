import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkText } from './check-text.ts';
import { faults } from './faults.ts';
import { investigatedScenario } from './investigated-scenario.ts';

/** Twelve truthful reports on two synthetic incidents, in as many styles, and one planted fault at a time. */
const folder = join(import.meta.dirname, 'reports');
const reports = readdirSync(folder).toSorted();

let folders: ReadonlyMap<string, string>;

beforeAll(async () => {
  const [buildServer, leakedKey] = await Promise.all(['oci-build-server', 'aws-leaked-key'].map(investigatedScenario));
  folders = new Map([
    ['build', buildServer ?? ''],
    ['key', leakedKey ?? ''],
  ]);
}, 180_000);

const incidentsOf = (report: string): string | null => folders.get(report.split('-')[0] ?? '') ?? null;

describe('a truthful report', () => {
  test('there are twelve, and thirty faults', () => {
    expect(reports.length).toBeGreaterThanOrEqual(12);
    expect(faults.length).toBeGreaterThanOrEqual(30);
  });

  test.each(reports)('%s is contradicted by nothing', async (report) => {
    const text = readFileSync(join(folder, report), 'utf8');
    for (const against of [null, incidentsOf(report)]) {
      const { items, contradictions } = await checkText(text, against);
      const wrong = items.filter(({ verdict }) => verdict === 'contradicted' || verdict === 'impossible');
      expect(wrong.map((item) => `${item.text}: ${item.why}`)).toEqual([]);
      expect(contradictions.map(({ statements, why }) => `${statements.join(' / ')}: ${why}`)).toEqual([]);
    }
  });
});

describe('a planted fault is found', () => {
  test.each(faults)('$what in $report: $to', async ({ report, from, to, found }) => {
    const text = readFileSync(join(folder, report), 'utf8');
    expect(text.split(from), 'the words stand there once').toHaveLength(2);
    const { items, contradictions } = await checkText(text.replace(from, to), incidentsOf(report));
    const told = [
      ...items.filter(({ verdict }) => verdict === 'contradicted' || verdict === 'impossible').map((item) => item.text),
      ...contradictions.flatMap(({ statements }) => statements),
    ];
    expect(
      told.some((statement) => statement.includes(found)),
      told.join('\n'),
    ).toBe(true);
  });
});
