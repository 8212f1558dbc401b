import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { buildReport } from '../../src/report/build-report.ts';
import { compileTypst } from '../../src/report/compile-typst.ts';
import { renderTypst } from '../../src/report/typst.ts';
import { debianProgram } from '../debian-program.ts';
import { hostilePayloads } from '../hostile-payloads.ts';
import { bareIncident, hostileIncident, richIncident } from '../incident-fixture.ts';

/** veraPDF, the reference checker of PDF/A and PDF/UA, as Maven Central has it: https://docs.verapdf.org/ */
const version = '1.28.2';
const java = debianProgram('java', 'default-jre-headless', 'PDF/UA of report.pdf');
const maven = java && debianProgram('mvn', 'maven', 'PDF/UA of report.pdf');
const checker = maven && fetched(maven);

/** The checker in the folder for temporary files. */
function fetched(program: string): string | null {
  const folder = join(tmpdir(), `beewolf-verapdf-${version}`);
  const jar = join(folder, `greenfield-apps-${version}.jar`);
  if (existsSync(jar)) return jar;
  mkdirSync(folder, { recursive: true });
  const artifact = `-Dartifact=org.verapdf.apps:greenfield-apps:${version}`;
  const { status } = spawnSync(program, ['-q', '-B', 'dependency:copy', artifact, `-DoutputDirectory=${folder}`]);
  if (status === 0 && existsSync(jar)) return jar;
  if (process.env['CI']) throw new Error('Maven could not fetch veraPDF');
  process.stderr.write(`skipped: PDF/UA of report.pdf (Maven could not fetch veraPDF ${version})\n`);
  return null;
}

describe.skipIf(checker === null)('report.pdf keeps to PDF/UA-1, as veraPDF sees it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'beewolf-pdf-ua-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function verdictOn(pdf: Uint8Array): string {
    const path = join(folder, 'report.pdf');
    writeFileSync(path, pdf);
    const terms = [
      '-cp',
      checker ?? '',
      'org.verapdf.apps.GreenfieldCliWrapper',
      '--flavour',
      'ua1',
      '--format',
      'text',
    ];
    try {
      return execFileSync(java ?? '', [...terms, path], { encoding: 'utf8' });
    } catch (error) {
      return String((error as { readonly stdout?: unknown }).stdout);
    }
  }

  test.each([
    ['rich', richIncident],
    ['bare', bareIncident],
    ['hostile', hostileIncident(hostilePayloads.join(' '))],
  ])('the %s report', (_, incident) => {
    expect(verdictOn(compileTypst(renderTypst(buildReport(incident))))).toMatch(/^PASS /);
  });

  test('and a document without a title does not', () => {
    expect(verdictOn(compileTypst({ main: 'x', data: '""' }))).toMatch(/^FAIL /);
  });
});
