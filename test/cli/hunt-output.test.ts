import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { levels } from '../../src/model/rule.ts';
import type { Finding } from '../../src/model/finding.ts';
import { widthOf } from '../../src/cli/terminal.ts';
import { violationsInText } from '../contract.ts';
import { beewolf, shell, temporaryFolder, uidsIn, type Ran } from './beewolf.ts';
import { troubleLines } from './logs.ts';
import { delivered, ruleOfEverything, uidOf } from './records.ts';

const findingsIn = (jsonl: string): readonly Finding[] =>
  jsonl.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Finding]));

/** The cells of our own CSV: every one is quoted. */
const cellsOf = (line: string): readonly string[] =>
  [...line.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell = '']) => cell.replaceAll('""', '"'));

// eslint-disable-next-line no-control-regex
const escapes = /\u001b/;

let folder = '';
let jsonl: Ran;
const hunt = async (...args: readonly string[]): Promise<Ran> => beewolf(['hunt', ...args], { cwd: folder });

beforeAll(async () => {
  folder = temporaryFolder();
  mkdirSync(join(folder, 'logs'));
  writeFileSync(join(folder, 'logs/trouble.ndjson'), troubleLines());
  writeFileSync(join(folder, 'logs/ordinary.json'), delivered(1, 2, 3));
  writeFileSync(join(folder, 'all.yml'), ruleOfEverything);
  jsonl = await hunt('logs', '-o', 'jsonl');
});

describe('the forms of findings', () => {
  test('a finding a line keeps the contract, the gravest first', () => {
    expect(violationsInText('finding', jsonl.stdout)).toEqual([]);
    const found = findingsIn(jsonl.stdout);
    expect(found.length).toBeGreaterThan(20);
    const grave = found.map(({ severity }) => levels.indexOf(severity));
    expect(grave).toEqual(grave.toSorted((a, b) => b - a));
    expect(new Set(found.map(({ finding_uid: uid }) => uid)).size).toBe(found.length);
  });

  test('standard output carries data, standard error the rest', () => {
    expect(jsonl.status).toBe(0);
    expect(jsonl.stderr).toMatch(
      /^ {2}read [\d,]+ records in 2 objects {3}[\d,]+ events · 0 duplicates {3}[\d.]+ s\n {2}\d+ findings of \d+ rules: /,
    );
  });

  test('standard error says which rules are the loudest, within eighty columns', async () => {
    const { stderr } = await beewolf(['hunt', '-o', 'csv'], { cwd: folder, env: { COLUMNS: '80' } });
    const found = findingsIn(jsonl.stdout);
    const perRule = [...Map.groupBy(found, ({ rule }) => rule.title)].map(([title, { length }]) => ({ title, length }));
    const lines = stderr.trimEnd().split('\n');
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(80);
    const [head, ...loudest] = lines.slice(lines.findIndex((line) => line.includes(' findings of ')));
    const perLevel = levels.toReversed().flatMap((level) => {
      const count = found.filter(({ severity }) => severity === level).length;
      return count === 0 ? [] : [`${count} ${level === 'informational' ? 'info' : level}`];
    });
    expect(head).toBe(`  ${found.length} findings of ${perRule.length} rules: ${perLevel.join(', ')}`);
    expect(loudest).toHaveLength(6);
    const most = perRule.map(({ length }) => length).toSorted((a, b) => b - a);
    expect(loudest.slice(0, 5).map((line) => Number.parseInt(line, 10))).toEqual(most.slice(0, 5));
    const others = most.slice(5).reduce((sum, length) => sum + length, 0);
    expect(loudest[5]?.trim()).toBe(`and ${others} findings of ${perRule.length - 5} other rules`);
  });

  test('one JSON document holds the same findings', async () => {
    const { stdout, status } = await hunt('-o', 'json', '-q');
    expect(JSON.parse(stdout)).toEqual(findingsIn(jsonl.stdout));
    expect(status).toBe(0);
  });

  test('so do the lines of a CSV', async () => {
    const { stdout, stderr } = await hunt('-o', 'csv', '-q');
    expect(stderr).toBe('');
    const [heading = '', ...rows] = stdout.trimEnd().split(/\r?\n/);
    expect(cellsOf(heading)).toEqual(
      expect.arrayContaining(['finding_uid', 'severity', 'title', 'author', 'evidence']),
    );
    expect(rows.map((row) => cellsOf(row)[0])).toEqual(findingsIn(jsonl.stdout).map(({ finding_uid: uid }) => uid));
    expect(rows.map((row) => cellsOf(row).length)).toEqual(rows.map(() => cellsOf(heading).length));
  });

  test('a table fits eighty columns, shows every finding and has no colours in a pipe', async () => {
    const { stdout } = await beewolf(['hunt'], { cwd: folder, env: { COLUMNS: '80' } });
    const lines = stdout.trimEnd().split('\n');
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(80);
    expect(stdout).not.toMatch(escapes);
    for (const { finding_uid: uid, severity } of findingsIn(jsonl.stdout)) {
      const below = lines.findIndex((line) => line.startsWith(uid.slice(0, 8)));
      expect(lines.slice(0, below).findLast((line) => /^[a-z]/.test(line) && !/^[0-9a-f]{8} /.test(line))).toMatch(
        new RegExp(`^${severity} `),
      );
    }
  });

  test('each event stands on a line of its own with --per-event', async () => {
    const { stdout } = await hunt('--per-event', '-o', 'jsonl');
    expect(violationsInText('finding', stdout)).toEqual([]);
    const found = findingsIn(stdout);
    expect(found.every(({ evidence, evidence_count: count }) => evidence.length === 1 && count === 1)).toBe(true);
    const pairs = (findings: readonly Finding[]): readonly string[] =>
      findings.flatMap(({ finding_uid: uid, evidence }) => evidence.map((event) => `${uid} ${event}`)).toSorted();
    expect(pairs(found)).toEqual(pairs(findingsIn(jsonl.stdout)));
  });

  test('only the rules given speak under --no-builtin, and none without them', async () => {
    const all = await hunt('--no-builtin', '--rules', 'all.yml', '-o', 'jsonl');
    expect(new Set(findingsIn(all.stdout).map(({ rule }) => rule.title))).toEqual(new Set(['Anything at all']));
    expect(await hunt('--no-builtin', '-o', 'jsonl', '-q')).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(await hunt('--no-builtin', '-o', 'json', '-q')).toEqual({ status: 0, stdout: '[]\n', stderr: '' });
  });
});

describe('where logs come from', () => {
  const all = ['--no-builtin', '--rules', 'all.yml', '--per-event', '-o', 'jsonl'];

  test('standard input is kept, and the same input again is known', async () => {
    const args = ['hunt', '-', '-w', 'piped', ...all];
    const first = await beewolf(args, { cwd: folder, input: delivered(1, 2) });
    expect(uidsIn(first.stdout)).toEqual([uidOf(1), uidOf(2)]);
    const second = await beewolf(args, { cwd: folder, input: delivered(1, 2) });
    expect(second.stdout).toBe(first.stdout);
    expect(second.stderr).toContain('1 object already known, not read again');
    expect(readdirSync(join(folder, 'piped/kept'))).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });

  test('a glob is every file that it matches, a file given twice is read once', async () => {
    mkdirSync(join(folder, 'globbed/deep'), { recursive: true });
    writeFileSync(join(folder, 'globbed/a.json'), delivered(1));
    writeFileSync(join(folder, 'globbed/deep/b.json'), delivered(2));
    writeFileSync(join(folder, 'globbed/deep/c.log'), delivered(3));
    const { stdout, status } = await hunt('globbed/**/*.json', 'globbed/a.json', '-w', 'by-glob', ...all);
    expect({ uids: uidsIn(stdout), status }).toEqual({ uids: [uidOf(1), uidOf(2)], status: 0 });
  });

  test('a run speaks of all that the workspace holds and names what it held before', async () => {
    writeFileSync(join(folder, 'one.json'), delivered(1));
    writeFileSync(join(folder, 'two.json'), delivered(2));
    await hunt('one.json', '-w', 'grown');
    const { stdout, stderr } = await hunt('two.json', '-w', 'grown', ...all);
    expect(uidsIn(stdout)).toEqual([uidOf(1), uidOf(2)]);
    expect(stderr).toContain('with 1 events that this workspace held before');
  });
});

describe('global options', () => {
  test.each([
    ['before', ['-q', '-w', 'case-before', '--no-color', '--strict', 'hunt', 'logs', '-o', 'jsonl']],
    ['after', ['hunt', 'logs', '-o', 'jsonl', '--strict', '--no-color', '-w', 'case-after', '-q']],
  ])('stand %s the command', async (where, args) => {
    expect(await beewolf(args, { cwd: folder })).toEqual({ status: 0, stdout: jsonl.stdout, stderr: '' });
    expect(readdirSync(folder)).toContain(`case-${where}`);
  });

  test('stand in the environment, which is weaker than the command line', async () => {
    const env = { BEEWOLF_OUTPUT: 'table', BEEWOLF_QUIET: '1' };
    expect(await beewolf(['hunt', '-o', 'jsonl'], { cwd: folder, env })).toEqual({
      status: 0,
      stdout: jsonl.stdout,
      stderr: '',
    });
  });
});

describe('exit status', () => {
  test.each<[string, readonly string[], number, RegExp]>([
    ['0 when all went well', ['logs'], 0, /read/],
    ['0 when an input was refused', ['refused.txt'], 0, /refused .*refused\.txt: not JSON/],
    ['1 when an input was refused under --strict', ['refused.txt', '--strict'], 1, /refused .*refused\.txt: not JSON/],
    ['1 when a path that was typed is not there', ['logs', 'absent.json'], 1, /refused absent\.json: not found/],
    ['1 when a glob matches nothing', ['absent/*.json'], 1, /refused absent\/\*\.json: matches nothing/],
    ['1 when a folder of rules is not there', ['--rules', 'absent'], 1, /^beewolf: no rules at absent\n/],
    ['2 for an unknown option', ['--per-evnt'], 2, /unknown option '--per-evnt'/],
    ['2 for an unknown form', ['-o', 'xml'], 2, /--output must be one of table, json, jsonl, csv, sarif, ocsf/],
    [
      '2 without logs in a folder that holds none',
      ['-w', 'empty'],
      2,
      /^beewolf: no logs are given, and .*empty holds none yet\n/,
    ],
    ['3 when a finding is as grave as --fail-on', ['--fail-on', 'medium'], 3, /read/],
    ['0 when none is', ['-w', 'calm', 'logs/ordinary.json', '--fail-on', 'informational'], 0, /no findings/],
  ])('%s', async (_, args, status, said) => {
    writeFileSync(join(folder, 'refused.txt'), 'no JSON');
    const ran = await hunt(...args);
    expect(ran.status).toBe(status);
    expect(ran.stderr).toMatch(said);
    if (status === 2) expect(readdirSync(folder)).not.toContain('empty');
  });

  test('2 for an unknown command', async () => {
    expect(await beewolf(['hnt'], { cwd: folder })).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining("unknown command 'hnt'") as string,
    });
  });
});

test('a reader that goes away ends the run without a word', async () => {
  const numbers = Array.from({ length: 3000 }, (_, index) => index);
  writeFileSync(join(folder, 'many.json'), delivered(...numbers));
  const line =
    'beewolf hunt many.json -w many --no-builtin --rules all.yml --per-event -o jsonl | head -1; echo "status ${PIPESTATUS[0]}"';
  const { stdout, stderr } = await shell(line, { cwd: folder });
  const [first = '', status] = stdout.split('\n');
  expect(violationsInText('finding', first)).toEqual([]);
  expect(status).toBe('status 0');
  expect(stderr).toMatch(/^ {2}read 3,000 records in 1 object .*\n$/);
});

const hasTerminal = spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0;

describe.skipIf(!hasTerminal)('on a terminal (skipped without the program script)', () => {
  const onTerminal = async (env: string, options = ''): Promise<string> => {
    const line = `script -qec "TERM=xterm ${env} '${process.execPath}' '${join(import.meta.dirname, '../../src/main.ts')}' hunt -q ${options}" /dev/null`;
    return (await shell(line, { cwd: folder })).stdout;
  };

  test('severities are coloured', async () => {
    expect(await onTerminal('A=1')).toContain('\u001b[31mhigh\u001b[39m');
  });

  test('NO_COLOR and --no-color switch colours off', async () => {
    expect(await onTerminal('NO_COLOR=1')).not.toMatch(escapes);
    expect(await onTerminal('A=1', '--no-color')).not.toMatch(escapes);
  });
});
