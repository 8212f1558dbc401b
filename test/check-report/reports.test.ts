import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkText } from './check-text.ts';
import { faultsOfManyHands } from './faults-of-many-hands.ts';
import { faults } from './faults.ts';
import { investigatedScenario } from './investigated-scenario.ts';

/** Truthful reports on two synthetic incidents, in as many styles, and one planted fault at a time. */
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
  test('there are at least twelve, and thirty faults', () => {
    expect(reports.length).toBeGreaterThanOrEqual(12);
    expect(faults.length).toBeGreaterThanOrEqual(30);
  });

  for (const report of reports) {
    test(`${report} is contradicted by nothing`, async () => {
      const text = readFileSync(join(folder, report), 'utf8');
      for (const against of [null, incidentsOf(report)]) {
        const { items, contradictions } = await checkText(text, against);
        const wrong = items.filter(({ verdict }) => verdict === 'contradicted' || verdict === 'impossible');
        expect(wrong.map((item) => `${item.text}: ${item.why}`)).toEqual([]);
        expect(contradictions.map(({ statements, why }) => `${statements.join(' / ')}: ${why}`)).toEqual([]);
      }
    });
  }
});

describe('a planted fault is found', () => {
  for (const { what, report, from, to, found } of [...faults, ...faultsOfManyHands]) {
    test(`${what} in ${report}: ${to}`, async () => {
      const text = readFileSync(join(folder, report), 'utf8');
      expect(text.split(from), 'the words stand there once').toHaveLength(2);
      const told = await reproached(text.replace(from, to), incidentsOf(report));
      expect(
        told.some((statement) => statement.includes(found)),
        told.join('\n'),
      ).toBe(true);
      const before = await reproached(text, incidentsOf(report));
      expect(before.filter((statement) => statement.includes(found))).toEqual([]);
    });
  }
});

/** What is not borne out, in the report's own words. */
async function reproached(text: string, against: string | null): Promise<readonly string[]> {
  const { items, contradictions } = await checkText(text, against);
  return [
    ...items.filter(({ verdict }) => verdict !== 'supported').map((item) => item.text),
    ...contradictions.flatMap(({ statements }) => statements),
  ];
}
