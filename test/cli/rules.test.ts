import { existsSync, globSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../project-copy.ts';
import { beewolf, temporaryFolder } from './beewolf.ts';
import { ruleOfEverything } from './records.ts';

const refusedRule = `title: Looks behind itself
id: 22222222-2222-4333-8444-555555555555
logsource: { product: aws, service: cloudtrail }
detection:
  selection:
    eventName|re: 'a(?<!b)c'
  condition: selection
`;
const brokenRule = `title: Says nothing
logsource: { product: aws }
detection:
  selection:
    eventName|sounds_like: x
  condition: selection
`;
const otherLogs = ruleOfEverything.replace('11111111', '33333333').replace('cloudtrail', 'waf');

function ruleFolder(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'sigma/below'), { recursive: true });
  writeFileSync(join(folder, 'sigma/all.yml'), ruleOfEverything);
  writeFileSync(join(folder, 'sigma/below/waf.yaml'), otherLogs);
  writeFileSync(join(folder, 'sigma/behind.yml'), refusedRule);
  writeFileSync(join(folder, 'sigma/broken.yml'), brokenRule);
  writeFileSync(join(folder, 'sigma/README.md'), 'no rule');
  return folder;
}

test('our own rules are listed, whole, each with its source', async () => {
  const { stdout, stderr, status } = await beewolf(['rules', 'list', '-o', 'json'], { cwd: temporaryFolder() });
  const listed = JSON.parse(stdout) as readonly { readonly sources: readonly string[]; readonly title: string }[];
  expect(listed.length).toBe(globSync('rules/*/*/rule.yml', { cwd: projectRoot }).length);
  expect(listed.filter(({ sources }) => sources.length === 0)).toEqual([]);
  expect(listed[0]).toEqual({
    uid: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    level: expect.any(String) as string,
    title: expect.any(String) as string,
    logsource: { product: 'aws', service: 'cloudtrail' },
    sources: ['aws.cloudtrail'],
    author: 'Beewolf',
    techniques: expect.arrayContaining([expect.stringMatching(/^T\d{4}/)]) as string[],
    origin: 'beewolf',
    path: expect.stringMatching(/^rules\/aws\//) as string,
    document: 1,
  });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
});

test('rules of a folder are listed in its stead; one whose logs nobody reads says so', async () => {
  const { stdout, stderr, status } = await beewolf(['rules', 'list', 'sigma'], { cwd: ruleFolder() });
  expect(stdout).toBe(
    [
      'level     what',
      'high      Anything at all',
      '11111111  aws.cloudtrail · T1078.004 · Tests',
      'high      Anything at all',
      '33333333  no source for aws/waf · T1078.004 · Tests',
      '',
    ].join('\n'),
  );
  expect(stderr).toBe('  2 refused; beewolf rules check says why\n');
  expect(status).toBe(0);
});

test('our own rules can all be used', async () => {
  expect(await beewolf(['rules', 'check'], { cwd: temporaryFolder() })).toEqual({
    status: 0,
    stdout: '',
    stderr: expect.stringMatching(/^ {2}\d+ usable · 0 refused · 0 of the usable without a source here\n$/) as string,
  });
});

test('a rule that is refused is named by file and line with its reason', async () => {
  const cwd = ruleFolder();
  const { stdout, stderr, status } = await beewolf(['rules', 'check', 'sigma'], { cwd });
  expect(stdout).toMatch(/^sigma\/behind\.yml:6: the regular expression .*look-around/m);
  expect(stdout).toMatch(/^sigma\/broken\.yml:5: .*sounds_like/m);
  expect(stdout).not.toContain('all.yml');
  expect(stderr).toBe('  2 usable · 2 refused · 1 of the usable without a source here\n');
  expect(status).toBe(1);
});

test('the same in JSON, for a program', async () => {
  const { stdout, status } = await beewolf(['rules', 'check', 'sigma', '-o', 'json'], { cwd: ruleFolder() });
  expect(JSON.parse(stdout)).toEqual({
    usable: 2,
    without_source: 1,
    problems: [],
    refused: ['sigma/behind.yml', 'sigma/broken.yml'].map((path) => ({
      path,
      line: expect.any(Number) as number,
      document: 1,
      code: expect.stringMatching(/^rule\.(?:invalid|unsupported)$/) as string,
      reason: expect.not.stringContaining(path) as string,
      hint: expect.toSatisfy((hint: unknown) => hint === null || typeof hint === 'string') as string,
    })),
  });
  expect(status).toBe(1);
});

test('what is odd about a rule is a warning, a rule that can never match an error', async () => {
  const cwd = temporaryFolder();
  const odd = ruleOfEverything.replace('eventSource|exists', 'eventsource|exists');
  writeFileSync(join(cwd, 'odd.yml'), odd);
  const line = odd.split('\n').findIndex((text) => text.includes('eventsource')) + 1;
  const warned = await beewolf(['rules', 'check', '.'], { cwd });
  expect(warned).toEqual({
    status: 0,
    stdout: `odd.yml:${line}: warning: no record is known to have the field 'eventsource'\n  did you mean eventSource?\n`,
    stderr: '  1 usable · 0 refused · 1 warning · 0 of the usable without a source here\n',
  });
  writeFileSync(join(cwd, 'odd.yml'), ruleOfEverything.replace(': selection', ': selection and not selection'));
  const failed = await beewolf(['rules', 'check', '.', '-o', 'json'], { cwd });
  expect(JSON.parse(failed.stdout)).toMatchObject({
    usable: 1,
    refused: [],
    problems: [{ path: 'odd.yml', document: 1, severity: 'error', kind: 'never-matches', hint: null }],
  });
  expect(failed.status).toBe(1);
});

test('a rule with the id of one before it is refused, by its line', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'a.yml'), ruleOfEverything);
  writeFileSync(join(cwd, 'b.yml'), ruleOfEverything);
  const { stdout, status } = await beewolf(['rules', 'check', '.'], { cwd });
  expect(stdout).toMatch(/^b\.yml:2: the id 11111111-2222-4333-8444-555555555555 already belongs to a\.yml/);
  expect(status).toBe(1);
});

test('nothing is left behind: no workspace, no temporary folder', async () => {
  const cwd = ruleFolder();
  const scratch = temporaryFolder();
  await beewolf(['rules', 'check', 'sigma'], { cwd, env: { TMPDIR: scratch } });
  expect(existsSync(join(cwd, '.beewolf'))).toBe(false);
  expect(readdirSync(scratch)).toEqual([]);
});

test.each([
  ['a folder that is not there', 'absent', 'no rules at absent'],
  ['a folder without rules', 'bare', 'no rules in bare'],
])('%s is an error', async (_, name, message) => {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'bare'));
  expect(await beewolf(['rules', 'list', name], { cwd })).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringContaining(message) as string,
  });
});
