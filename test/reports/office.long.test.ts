import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { buildReport } from '../../src/report/build-report.ts';
import { renderDocx } from '../../src/report/docx.ts';
import { debianProgram } from '../debian-program.ts';
import { hostilePayloads } from '../hostile-payloads.ts';
import { bareIncident, hostileIncident, richIncident } from '../incident-fixture.ts';

const office = debianProgram('soffice', 'libreoffice-writer', 'report.docx in LibreOffice');
const reader = debianProgram('pdftotext', 'poppler-utils', 'report.docx in LibreOffice');

describe.skipIf(office === null || reader === null)('report.docx in LibreOffice', () => {
  const folder = mkdtempSync(join(tmpdir(), 'beewolf-office-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    ['rich', richIncident],
    ['bare', bareIncident],
    ['hostile', hostileIncident(hostilePayloads.join(' '))],
  ])('the %s report opens, and what it prints is what it says', (name, incident) => {
    const report = buildReport(incident);
    writeFileSync(join(folder, `${name}.docx`), renderDocx(report));
    const home = `-env:UserInstallation=file://${join(folder, 'home')}`;
    const terms = [home, '--headless', '--convert-to', 'pdf', '--outdir', folder, join(folder, `${name}.docx`)];
    execFileSync(office ?? '', terms, { stdio: 'pipe', timeout: 120_000 });
    const pdf = join(folder, `${name}.pdf`);
    execFileSync(reader ?? '', ['-layout', pdf, join(folder, `${name}.txt`)]);
    const text = readFileSync(join(folder, `${name}.txt`), 'utf8');
    for (const { title } of report.sections) expect(text).toContain(title);
    expect(text).toContain(`page 1 of `);
    expect(text).toContain(`E${report.references.length} `);
    expect(readFileSync(pdf, 'latin1')).not.toMatch(/\/URI ?\(|\/JavaScript/);
  });
});
