import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkReportSchema, type CheckedReport } from '../../src/model/check-report.ts';
import { docxOf } from '../docx-bytes.ts';
import { bareIncident, richIncident } from '../incident-fixture.ts';
import { beewolf, temporaryFolder, type Ran } from './beewolf.ts';

let folder = '';
const check = async (...args: readonly string[]): Promise<Ran> => beewolf(['check-report', ...args], { cwd: folder });

const { first_seen: first, indicators } = richIncident;
const address = indicators.find(({ type }) => type === 'ip')?.value ?? '';
const report = `INCIDENT REPORT
1. Findings:
Attacker IP: ${address.replaceAll('.', '[.]')}
First access: ${first.slice(0, 10)} 11:02 UTC
Hash rate: 15 KH/s
Estimated earnings: $50 in 6 hours
password=hunter2-of-the-report \u001b[31m \u202e
`;

beforeAll(() => {
  folder = temporaryFolder();
  for (const incident of [richIncident, { ...bareIncident, incident_uid: 'fedcba987654' }]) {
    mkdirSync(join(folder, 'incidents', incident.incident_uid), { recursive: true });
    writeFileSync(join(folder, 'incidents', incident.incident_uid, 'incident.json'), JSON.stringify(incident));
  }
  writeFileSync(join(folder, 'incidents', 'summary.json'), '{}');
  writeFileSync(join(folder, 'report.txt'), report);
  writeFileSync(
    join(folder, 'report.docx'),
    docxOf(
      report
        .split('\n')
        .slice(0, 6)
        .map((line) => `<w:p><w:r><w:t>${line}</w:t></w:r></w:p>`)
        .join(''),
    ),
  );
});

async function checked(...args: readonly string[]): Promise<CheckedReport> {
  const { status, stdout } = await check(...args, '-o', 'json');
  expect(status).toBe(0);
  return checkReportSchema.parse(JSON.parse(stdout));
}

describe('a report', () => {
  test('is held against the incident that it speaks of, in any form it comes in', async () => {
    for (const file of ['report.txt', 'report.docx']) {
      const { against, notes, items } = await checked(file, '--against', 'incidents');
      expect(against).toBe(richIncident.incident_uid);
      expect(notes[0]).toContain(`both name ${address}`);
      expect(items.find(({ text }) => text.startsWith('Attacker IP'))?.verdict).toBe('supported');
      expect(items.find(({ text }) => text.startsWith('Estimated earnings'))).toMatchObject({ verdict: 'impossible' });
    }
  });

  test('is held against one incident by its own folder', async () => {
    const { against } = await checked('report.txt', '--against', join('incidents', richIncident.incident_uid));
    expect(against).toBe(richIncident.incident_uid);
  });

  test('is held against itself and arithmetic where no incident is named', async () => {
    const { against, notes, items } = await checked('report.txt');
    expect([against, notes]).toEqual([null, ['invisible characters were left out of what is quoted']]);
    expect(items.map(({ verdict }) => verdict)).toContain('impossible');
    expect(items.filter(({ evidence }) => evidence.some((ref) => !ref.startsWith('table:')))).toEqual([]);
  });

  test('of another incident is not held against this one, and that is said', async () => {
    writeFileSync(
      join(folder, 'other.txt'),
      'Attacker IP: 198.51.100.77\nDate: 2019-05-05 10:00 UTC\nHost: web-77 was stopped at 2019-05-05 11:00 UTC.\n',
    );
    const { status, stdout, stderr } = await check('other.txt', '--against', 'incidents');
    expect(status).toBe(0);
    expect(stderr).toContain('THIS REPORT IS OF ANOTHER INCIDENT');
    expect(stdout).not.toContain('contradicted');
  });

  test('is read from standard input', async () => {
    const { status, stdout } = await beewolf(['check-report', '-'], { cwd: folder, input: report });
    expect(status).toBe(0);
    expect(stdout).toContain('Estimated earnings');
  });

  test('is answered in text and Markdown as well, its notes apart', async () => {
    for (const form of ['text', 'md']) {
      const { stdout, stderr } = await check('report.txt', '--against', 'incidents', '-o', form);
      expect(stdout).toMatch(/impossible/i);
      expect(stderr).toContain('held against');
      // oxlint-disable-next-line no-control-regex -- controls are what must not be there
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]|hunter2/);
    }
  });
});

describe('what is no report', () => {
  test.each([
    ['missing.txt', 'no report can be read'],
    ['incidents', 'is a folder'],
    ['empty.txt', 'is empty'],
    ['report.pdf', 'a PDF'],
  ])('%s is refused with the reason', async (name, why) => {
    writeFileSync(join(folder, 'empty.txt'), '');
    writeFileSync(join(folder, 'report.pdf'), '%PDF-1.7\n');
    const { status, stdout, stderr } = await check(name);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(why);
  });

  test('an incident that is damaged, of another version, or none is refused by its path', async () => {
    const damaged = join(folder, 'damaged');
    mkdirSync(damaged);
    expect((await check('report.txt', '--against', 'damaged')).stderr).toContain('holds no incident.json');
    writeFileSync(join(damaged, 'incident.json'), '{"schema_version": "1.0"');
    expect((await check('report.txt', '--against', 'damaged')).stderr).toContain('is not JSON');
    writeFileSync(join(damaged, 'incident.json'), JSON.stringify({ ...richIncident, schema_version: '0.1' }));
    const { stderr, status } = await check('report.txt', '--against', 'damaged');
    expect(stderr).toContain('no incident that this version can read at schema_version');
    expect(status).toBe(1);
  });
});
