import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { beewolf, temporaryFolder, uidsIn, type Ran } from './beewolf.ts';
import { record, ruleOfEverything } from './records.ts';
import { zipBytes } from './zip-bytes.ts';

/** What an attacker may write into a name, a tag or a user agent. */
const payloads = [
  '\u001b[31mred\u001b[0m\u001b[2J\u001b]0;title\u0007',
  '\u001b]8;;https://evil.example.com\u001b\\click\u001b]8;;\u001b\\',
  '\u009b31mC1',
  "=cmd|' /C calc'!A0",
  '+HYPERLINK("http://evil.example.com")',
  '@SUM(1+1)',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '![x](http://evil.example.com) [y](javascript:alert(1)) `z` **b**',
  'user\u202Etxt.exe\u2066\u200b',
  'line\nbreak\r\ncarriage\rreturn\u2028separator\u0085next',
  '"quoted", and; comma\ttab',
  "'; DROP TABLE events; --",
  'nul\u0000byte',
  '日本語 \uDBFF\uDFFF \uE000',
] as const;

/** Everything that acts instead of being read; line breaks are the layout's own. */
const active = /(?![\n ])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/u;

let folder = '';
let first: Ran;
const run = async (...args: readonly string[]): Promise<Ran> => beewolf(args, { cwd: folder });

beforeAll(async () => {
  folder = temporaryFolder();
  const hostile = payloads.map((text, n) =>
    record(n, {
      userIdentity: {
        type: 'IAMUser',
        principalId: text,
        arn: `arn:aws:iam::123456789012:user/${text}`,
        accountId: text,
        accessKeyId: text,
        userName: text,
        sessionContext: {
          attributes: { creationDate: text, mfaAuthenticated: text },
          sessionIssuer: { arn: text, userName: text },
        },
      },
      eventName: `Delete${text}`,
      awsRegion: text,
      sourceIPAddress: text,
      userAgent: text,
      errorCode: text,
      errorMessage: text,
      recipientAccountId: text,
      requestID: text,
      eventID: `id-${n}-${text}`,
      requestParameters: { bucketName: text, [text]: [text] },
      responseElements: { instancesSet: { items: [{ instanceId: text }] } },
    }),
  );
  mkdirSync(join(folder, 'logs'));
  writeFileSync(join(folder, 'logs/hostile.json'), JSON.stringify({ Records: hostile }));
  writeFileSync(join(folder, 'logs/\u001b[2Jname\u202e\n.json'), 'not JSON');
  writeFileSync(join(folder, 'logs/names.zip'), zipBytes([{ name: '\u001b]0;x\u0007\r\n', bytes: 'not JSON' }]));
  const rule = ruleOfEverything
    .replace('Anything at all', '"Anything \\e[31m \\u202e=cmd|x at all"')
    .replace('author: Tests', 'author: "T\\e[0m\\nests"');
  writeFileSync(join(folder, 'all.yml'), rule);
  writeFileSync(
    join(folder, 'bad\u001b[31m\n.yml'),
    'title: "x\\e[2J"\nlogsource: { product: aws }\ndetection: { a: { "b|\\e[31mbad": 1 }, condition: a }\n',
  );
  first = await run('hunt', 'logs', '--no-builtin', '--rules', 'all.yml', '--per-event', '-o', 'jsonl');
});

test('hostile records are events like any others', () => {
  expect(uidsIn(first.stdout)).toHaveLength(payloads.length);
  expect(first.status).toBe(0);
});

const hunt = ['hunt', '--no-builtin', '--rules', 'all.yml'];

describe('nothing that acts on a reader comes out', () => {
  test.each<[string, readonly string[]]>([
    ['hunt, table', [...hunt, 'logs']],
    ['hunt, csv', [...hunt, '-o', 'csv']],
    ['hunt, json', [...hunt, '-o', 'json']],
    ['hunt, a line each', [...hunt, '--per-event', '-o', 'jsonl']],
    ['investigate, table', ['investigate', 'logs', '--rules', 'all.yml']],
    ['investigate, json', ['investigate', 'logs', '--rules', 'all.yml', '-o', 'json']],
    ['rules list', ['rules', 'list', '.']],
    ['rules list, json', ['rules', 'list', '.', '-o', 'json']],
    ['rules check', ['rules', 'check', '.']],
    ['rules check, json', ['rules', 'check', '.', '-o', 'json']],
    ['an unknown uid', ['evidence', '\u001b[31mx\n']],
    ['a path that is not there', ['hunt', '\u001b[31mx\u202e\n']],
    ['an unknown option', ['hunt', '--\u001b[31mx']],
    ['an unknown command', ['\u001b[31mx']],
  ])('%s', async (_, args) => {
    const { stdout, stderr } = await run(...args);
    expect(stdout + stderr).not.toBe('');
    expect({ stdout: active.exec(stdout.replaceAll('\r\n', '\n')), stderr: active.exec(stderr) }).toEqual({
      stdout: null,
      stderr: null,
    });
  });

  test('the evidence of every hostile event, in both forms', async () => {
    // An argument cannot hold NUL; each of the others is one of these kinds.
    for (const uid of uidsIn(first.stdout).filter((one) => /id-(?:0|8|9)-/.test(one))) {
      for (const form of ['text', 'json']) {
        const { stdout, stderr, status } = await run('evidence', uid, '-o', form);
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
        expect(active.exec(stdout)).toBeNull();
      }
    }
  });
});

test('no cell of a CSV begins a formula', async () => {
  const { stdout } = await run(...hunt, '--per-event', '-o', 'csv');
  expect(stdout).toContain('cmd|');
  const cells = [...stdout.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell = '']) => cell);
  expect(cells.filter((cell) => /^[\s"']*[=+@-]/.test(cell) && !cell.startsWith("'"))).toEqual([]);
});

test('a JSON reader gets back what the attacker wrote', async () => {
  const { stdout } = await run(...hunt, '--per-event', '-o', 'jsonl');
  const accounts = stdout
    .trimEnd()
    .split('\n')
    .flatMap((line) => (JSON.parse(line) as { readonly accounts: readonly string[] }).accounts);
  expect(accounts.toSorted()).toEqual([...payloads].toSorted());
});
