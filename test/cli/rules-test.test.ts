import {
  copyFileSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { widthOf } from '../../src/cli/terminal.ts';
import { projectRoot } from '../project-copy.ts';
import { beewolf, temporaryFolder } from './beewolf.ts';
import { record, ruleOfEverything } from './records.ts';

const lines = (records: readonly unknown[]): string => records.map((one) => `${JSON.stringify(one)}\n`).join('');

const ruleOf = (operation: string, id: number): string =>
  ruleOfEverything
    .replace('11111111', String(id).padStart(8, '0'))
    .replace('Anything at all', `Calls ${operation}`)
    .replace('eventSource|exists: true', `eventName: ${operation}`);

/** Logs of operations; numbers tell the records apart. */
const calls = (from: number, ...operations: readonly string[]): string =>
  lines(operations.map((eventName, index) => record(from + index, { eventName })));

interface Files {
  readonly [name: string]: string | Buffer;
}

function folderOf(files: Files): string {
  const cwd = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(cwd, name, '..'), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  return cwd;
}

const good = (name: string, operation: string, n: number): Files => ({
  [`${name}/rule.yml`]: ruleOf(operation, n),
  [`${name}/malicious.ndjson`]: calls(n, operation, operation),
  [`${name}/benign.ndjson`]: calls(n + 10, 'Other'),
});

interface Answer {
  readonly tested: number;
  readonly failed: number;
  readonly rules: readonly { readonly folder: string; readonly failures: readonly unknown[] }[];
}

async function failuresIn(cwd: string, ...paths: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const { stdout, status } = await beewolf(['rules', 'test', ...paths, '-o', 'json'], { cwd });
  const { rules, failed } = JSON.parse(stdout) as Answer;
  expect(failed).toBe(rules.filter(({ failures }) => failures.length > 0).length);
  expect(status).toBe(failed > 0 ? 1 : 0);
  return Object.fromEntries(rules.map(({ folder, failures }) => [folder, failures]));
}

test('our own rules pass', async () => {
  const cwd = temporaryFolder();
  const temporary = temporaryFolder();
  const { stdout, stderr, status } = await beewolf(['rules', 'test'], { cwd, env: { TMPDIR: temporary } });
  const count = globSync('rules/*/*/rule.yml', { cwd: projectRoot }).length;
  expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
  expect(stderr).toMatch(
    new RegExp(`^  ${count} tested on \\d{3,} malicious and \\d{3,} benign events · 0 failed\\n$`),
  );
  expect(existsSync(join(cwd, '.beewolf'))).toBe(false);
  expect(readdirSync(temporary)).toEqual([]);
});

test('a record that does not match, one that matches wrongly, and what is missing are named', async () => {
  const cwd = folderOf({
    ...good('mine/good', 'RunInstances', 100),
    ...good('mine/silent', 'StopLogging', 200),
    'mine/silent/malicious.ndjson': calls(200, 'StopLogging', 'StartLogging'),
    ...good('mine/fires', 'DeleteTrail', 300),
    'mine/fires/benign.ndjson': calls(310, 'Other', 'Other', 'DeleteTrail'),
    'mine/half/rule.yml': ruleOf('CreateUser', 400),
    'mine/half/malicious.json': `{"Records":${JSON.stringify([record(400, { eventName: 'CreateUser' })])}}`,
    'mine/untested/rule.yml': ruleOf('CreateRole', 500),
  });
  expect(await failuresIn(cwd, 'mine')).toEqual({
    'mine/good': [],
    'mine/silent': [
      {
        path: 'mine/silent/malicious.ndjson',
        record: 2,
        kind: 'silent',
        trouble: 'did not match: StartLogging, 2026-03-04 10:21:00',
      },
    ],
    'mine/fires': [
      {
        path: 'mine/fires/benign.ndjson',
        record: 3,
        kind: 'fired',
        trouble: 'matched: DeleteTrail, 2026-03-04 10:12:00',
      },
    ],
    'mine/half': [
      {
        path: 'mine/half',
        record: null,
        kind: 'no-log',
        trouble: 'has no benign.*: nothing shows that the rule can stay silent',
      },
    ],
  });
  const { stdout, stderr } = await beewolf(['rules', 'test', 'mine'], { cwd });
  expect(stdout).toContain('failed  mine/silent\n        Calls StopLogging\n        malicious.ndjson record 2 did not');
  expect(stdout).not.toContain('mine/good');
  expect(Math.max(...stdout.split('\n').map(widthOf))).toBeLessThanOrEqual(80);
  expect(stderr).toBe('  4 tested on 7 malicious and 5 benign events · 3 failed · 1 without fixtures\n');
});

test('logs that share records, bytes or ids are each tried on all of their own', async () => {
  const same = calls(1, 'RunInstances', 'RunInstances');
  const cwd = folderOf({
    ...good('mine/a', 'RunInstances', 1),
    'mine/a/malicious.ndjson': same,
    ...good('mine/b', 'RunInstances', 2),
    'mine/b/malicious.ndjson.gz': gzipSync(same),
    'mine/b/malicious.ndjson': same,
    ...good('mine/c', 'StopLogging', 3),
    'mine/c/malicious.ndjson': calls(1, 'StopLogging', 'StopLogging'),
    'mine/c/benign.ndjson': same,
  });
  expect(await failuresIn(cwd, 'mine')).toEqual({ 'mine/a': [], 'mine/b': [], 'mine/c': [] });
});

test('records that become no event fail their rule, and only it', async () => {
  const cwd = folderOf({
    ...good('mine/good', 'RunInstances', 100),
    ...good('mine/odd', 'StopLogging', 200),
    'mine/odd/benign.ndjson': calls(210, 'Other', 'Other') + lines([{ a: 1 }]) + calls(210, 'Other'),
    ...good('mine/text', 'DeleteTrail', 300),
    'mine/text/malicious.ndjson': 'no JSON at all',
  });
  const failures = await failuresIn(cwd, 'mine');
  expect(failures['mine/good']).toEqual([]);
  expect(failures['mine/odd']).toEqual([
    expect.objectContaining({ kind: 'unread', trouble: '1 of 4 records set aside: not a record of a known source' }),
    expect.objectContaining({ kind: 'unread', trouble: '1 of 4 records stand twice' }),
  ]);
  expect(failures['mine/text']).toEqual([
    expect.objectContaining({ kind: 'unread', trouble: 'refused: not JSON, nor lines of a known log' }),
    expect.objectContaining({ kind: 'no-log', trouble: 'holds no event: nothing shows that the rule fires' }),
  ]);
});

test('a rule that is refused, or whose logs nobody reads, fails; of rules that share a folder each must fire', async () => {
  const cwd = folderOf({
    ...good('mine/refused', 'RunInstances', 100),
    'mine/refused/rule.yml': ruleOf('RunInstances', 100).replace('eventName:', 'eventName|sounds_like:'),
    ...good('mine/elsewhere', 'RunInstances', 200),
    'mine/elsewhere/rule.yml': ruleOf('RunInstances', 200).replace('service: cloudtrail', 'service: waf'),
    ...good('mine/two', 'RunInstances', 300),
    'mine/two/other.yml': ruleOf('StopLogging', 301),
  });
  expect(await failuresIn(cwd, 'mine')).toMatchObject({
    'mine/refused': [{ kind: 'refused', trouble: expect.stringContaining('sounds_like') as string }],
    'mine/elsewhere': [{ kind: 'unserved' }],
    'mine/two': [{ kind: 'silent', record: null, trouble: 'no malicious record matches: Calls StopLogging' }],
  });
});

const correlation = `title: Three users at once
id: 99999999-2222-4333-8444-555555555555
correlation:
  type: event_count
  rules: [made]
  group-by: [userIdentity.arn]
  timespan: 5m
  condition: { gte: 3 }
level: high
---
title: A user was made
name: made
logsource: { product: aws, service: cloudtrail }
detection:
  call: { eventName: CreateUser }
  condition: call
`;

test('the records of a malicious log must make a correlation hold, those of a benign one must not', async () => {
  const cwd = folderOf({
    'mine/good/rule.yml': correlation,
    'mine/good/malicious.ndjson': calls(1, 'CreateUser', 'CreateUser', 'CreateUser'),
    'mine/good/benign.ndjson': calls(1, 'CreateUser', 'CreateUser', 'Other', 'Other', 'Other', 'Other', 'CreateUser'),
    'mine/wrong/rule.yml': correlation.replace('9999', '8888'),
    'mine/wrong/malicious.ndjson': calls(1, 'CreateUser', 'CreateUser'),
    'mine/wrong/benign.ndjson': calls(1, 'CreateUser', 'Other', 'CreateUser', 'CreateUser'),
  });
  expect(await failuresIn(cwd, 'mine')).toEqual({
    'mine/good': [],
    'mine/wrong': [
      ...[1, 2].map((number) => expect.objectContaining({ kind: 'silent', record: number }) as unknown),
      ...[1, 3, 4].map((number) => expect.objectContaining({ kind: 'fired', record: number }) as unknown),
    ],
  });
});

test('placeholders of rules have the values that a file gives', async () => {
  const cwd = folderOf({
    ...good('mine/a', 'RunInstances', 1),
    'mine/a/rule.yml': ruleOf("'%calls%'", 1).replace('eventName:', 'eventName|expand:'),
    'values.yml': 'calls: [RunInstances]',
  });
  const { status } = await beewolf(['rules', 'test', 'mine', '--placeholders', 'values.yml'], { cwd });
  expect(status).toBe(0);
  expect(await failuresIn(cwd, 'mine')).toMatchObject({ 'mine/a': [{ kind: 'refused' }] });
});

test('one rule file is tested on the logs beside it', async () => {
  const cwd = temporaryFolder();
  cpSync(join(projectRoot, 'rules/aws/trail-stopped'), join(cwd, 'rule'), { recursive: true });
  expect(await failuresIn(cwd, 'rule/rule.yml')).toEqual({ rule: [] });
  copyFileSync(join(cwd, 'rule/benign.ndjson'), join(cwd, 'rule/malicious.ndjson'));
  const { stdout, status } = await beewolf(['rules', 'test', '.'], { cwd });
  const count = readFileSync(join(cwd, 'rule/benign.ndjson'), 'utf8').trim().split('\n').length;
  expect(status).toBe(1);
  expect(stdout).toContain(`and ${count - 6} more; -o json lists all`);
});

test.each([
  ['a path that is not there', 'absent', 'no rules at absent'],
  ['a folder of rules without fixtures', 'bare', 'no rule with fixtures in bare'],
])('%s is an error', async (_, path, message) => {
  const cwd = folderOf({ 'bare/rule.yml': ruleOfEverything });
  expect(await beewolf(['rules', 'test', path], { cwd })).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringContaining(message) as string,
  });
});
