import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { gates, runGate } from './check.ts';

/**
 * Shows that every gate can fail: a small project that passes them all is made from this one's
 * configuration, one violation is planted at a time, and the gate must say so. A gate that has never
 * been red is not known to work.
 */

const root = join(import.meta.dirname, '..');

interface Violation {
  readonly gate: (typeof gates)[number]['name'] | 'tests';
  /** What it shows; also words that the gate must say, so that it fails for the right reason. */
  readonly says: string;
  readonly path: string;
  readonly text: string;
}

const violations: readonly Violation[] = [
  { gate: 'types', says: 'TS2322', path: 'src/model/a.ts', text: `export const a: number = 'text';\n` },
  { gate: 'types', says: 'TS2532', path: 'src/model/a.ts', text: `const list = [1];\nexport const a = list[0] + 1;\n` },
  { gate: 'types', says: 'TS1294', path: 'src/model/a.ts', text: `export enum A {\n  One,\n}\n` },
  {
    gate: 'types',
    says: 'TS2375',
    path: 'src/model/a.ts',
    text: `export const a: { b?: number } = { b: undefined };\n`,
  },
  { gate: 'lint', says: 'no-explicit-any', path: 'src/model/a.ts', text: `export const a = (b: any): unknown => b;\n` },
  {
    gate: 'lint',
    says: 'no-non-null-assertion',
    path: 'src/model/a.ts',
    text: `export const a = (b?: string): string => b!;\n`,
  },
  {
    gate: 'lint',
    says: 'no-floating-promises',
    path: 'src/model/a.ts',
    text: `const later = async (): Promise<void> => {};\nexport function a(): void {\n  later();\n}\n`,
  },
  { gate: 'lint', says: 'no-default-export', path: 'src/model/a.ts', text: `const a = 1;\nexport default a;\n` },
  { gate: 'lint', says: 'no-barrel-file', path: 'src/model/a.ts', text: `export * from './kept.ts';\n` },
  { gate: 'lint', says: 'max-depth', path: 'src/model/a.ts', text: deeplyNested(4) },
  { gate: 'lint', says: 'max-lines-per-function', path: 'src/model/a.ts', text: longFunction(61) },
  {
    gate: 'lint',
    says: 'max-lines',
    path: 'src/model/a.ts',
    text: longFile(301),
  },
  {
    gate: 'lint',
    says: 'consistent-type-imports',
    path: 'src/model/a.ts',
    text: `import { Kept } from './kept.ts';\nexport const a: Kept = { kept: true };\n`,
  },
  {
    gate: 'lint',
    says: 'src/model may not import src/lake',
    path: 'src/model/a.ts',
    text: `import { lake } from '../lake/kept.ts';\nexport const a = lake;\n`,
  },
  {
    gate: 'lint',
    says: 'src/model may not import src/lake',
    path: 'src/model/a.ts',
    text: `export const a = async (): Promise<unknown> => import('../lake/kept.ts');\n`,
  },
  {
    gate: 'lint',
    says: 'src/model may not import src/lake',
    path: 'src/model/a.ts',
    text: `import type { Lake } from '../lake/kept.ts';\nexport const a: Lake = { kept: true };\n`,
  },
  {
    gate: 'lint',
    says: 'gives src/stray no layer',
    path: 'src/stray/a.ts',
    text: `export const a = 1;\n`,
  },
  {
    gate: 'lint',
    says: 'may not reach outside of src/',
    path: 'src/model/a.ts',
    text: `import { tool } from '../../tools/kept.ts';\nexport const a = tool;\n`,
  },
  {
    gate: 'lint',
    says: 'may not name a provider (aws)',
    path: 'src/lake/a.ts',
    text: `export const a = (cloud: string): boolean => cloud === 'aws';\n`,
  },
  {
    gate: 'lint',
    says: 'may not name a provider (oci)',
    path: 'src/lake/a.ts',
    text: `export const listOciTenancies = 1;\n`,
  },
  { gate: 'format', says: 'a.ts', path: 'src/model/a.ts', text: `export const a = "text"\n` },
  { gate: 'unused', says: 'a.ts', path: 'src/model/a.ts', text: `export const a = 1;\n` },
  {
    gate: 'tests',
    says: '0 passed, 1 failed',
    path: 'src/model/a.test.ts',
    text: `import { expect, test } from 'vitest';\ntest('fails', () => expect(1).toBe(2));\n`,
  },
  {
    gate: 'tests',
    says: 'could run here',
    path: 'src/model/a.test.ts',
    text: `import { test } from 'vitest';\ntest.skip('skipped for no reason', () => {});\ntest('passes', () => {});\n`,
  },
];

/** Configuration as it is, and code just large enough to be checked. */
function makeProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'beewolf-gates-'));
  const configuration = ['tsconfig.json', 'vitest.config.ts', 'ARCHITECTURE.md', '.gitignore'];
  const rules = ['.oxlintrc.json', '.oxfmtrc.json', 'knip.json', 'tools/lint', 'tools/closing-line.ts'];
  for (const path of [...configuration, ...rules]) cpSync(join(root, path), join(folder, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const put = putInto(folder);
  // Packages that this small code does not use would be found unused.
  put(
    'package.json',
    `${JSON.stringify({ name: 'small', type: 'module', devDependencies: usedPackages() }, null, 2)}\n`,
  );
  put('src/model/kept.ts', `export interface Kept {\n  readonly kept: boolean;\n}\n`);
  put(
    'src/lake/kept.ts',
    `import type { Kept } from '../model/kept.ts';\n\nexport type Lake = Kept;\nexport const lake: Lake = { kept: true };\n`,
  );
  put('src/cli/kept.ts', `export const cli = 1;\n`);
  put('src/main.ts', `import { cli } from './cli/kept.ts';\n\nprocess.exitCode = cli;\n`);
  put(
    'tools/kept.ts',
    `import { lake } from '../src/lake/kept.ts';\n\nexport const tool = lake;\nprocess.exitCode = Number(tool.kept);\n`,
  );
  return folder;
}

function usedPackages(): Readonly<Record<string, string>> {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const used = ['@types/node', 'oxlint', 'vitest'];
  return Object.fromEntries(Object.entries(devDependencies).filter(([name]) => used.includes(name)));
}

function putInto(folder: string): (path: string, text: string) => void {
  return (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
}

function longFunction(lines: number): string {
  return `export function a(list: string[]): void {\n${`  list.push('');\n`.repeat(lines)}}\n`;
}

function longFile(lines: number): string {
  return Array.from({ length: lines }, (_, at) => `export const a${at} = 1;\n`).join('');
}

function deeplyNested(depth: number): string {
  const open = Array.from({ length: depth }, (_, at) => `${'  '.repeat(at + 1)}if (b > ${at}) {\n`).join('');
  const close = Array.from({ length: depth }, (_, at) => `${'  '.repeat(depth - at)}}\n`).join('');
  return `export function a(b: number): number {\n${open}${'  '.repeat(depth + 1)}return 1;\n${close}  return 0;\n}\n`;
}

/** What a gate says of the project as it lies there. */
function ask(name: Violation['gate'], folder: string): { readonly isPassed: boolean; readonly output: string } {
  const gate = gates.find((one) => one.name === name);
  if (gate !== undefined) return runGate(gate, folder);
  const vitest = join(folder, 'node_modules/.bin/vitest');
  const env = { ...process.env, CI: 'true' };
  const { status, stdout } = spawnSync(process.execPath, [vitest, 'run'], { cwd: folder, env, encoding: 'utf8' });
  return { isPassed: status === 0, output: stdout };
}

/** Plants one violation, asks its gate, and takes it away again. */
function isRed(violation: Violation, folder: string): boolean {
  putInto(folder)(violation.path, violation.text);
  const { isPassed, output } = ask(violation.gate, folder);
  rmSync(join(folder, violation.path));
  const isSeen = !isPassed && output.includes(violation.says);
  if (!isSeen) console.log(output);
  return isSeen;
}

function main(): number {
  const folder = makeProject();
  let failures = 0;
  const expect = (isAsExpected: boolean, text: string): void => {
    if (!isAsExpected) failures += 1;
    console.log(`${isAsExpected ? 'ok    ' : 'FAILED'}  ${text}`);
  };
  for (const { name } of gates) {
    const { isPassed, output } = ask(name, folder);
    if (!isPassed) console.log(output);
    expect(isPassed, `${name} is green without a violation`);
  }
  for (const violation of violations) {
    expect(isRed(violation, folder), `${violation.gate} is red for ${violation.says} (${basename(violation.path)})`);
  }
  rmSync(folder, { recursive: true, force: true });
  console.log(`\n${gates.length + violations.length - failures} as expected, ${failures} not`);
  return failures === 0 ? 0 : 1;
}

process.exitCode = main();
