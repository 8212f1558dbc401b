import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { widthOf } from '../../src/cli/terminal.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Summary } from '../../src/model/summary.ts';
import { violations, violationsInText } from '../contract.ts';
import { projectRoot } from '../project-copy.ts';
import { beewolf, temporaryFolder, uidsIn, type Ran } from './beewolf.ts';
import { record, ruleOfEverything, uidOf } from './records.ts';

/** Everything is found; stopping a trail moreover by a rule in a folder of its own. */
const stopRule = ruleOfEverything
  .replace('11111111', '22222222')
  .replace('Anything at all', 'A trail was stopped')
  .replace('eventSource|exists: true', 'eventName: StopLogging');

const stop = {
  eventSource: 'cloudtrail.amazonaws.com',
  eventName: 'StopLogging',
  readOnly: false,
  requestParameters: { name: 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/audit' },
};
const robin = {
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLE000000002',
    arn: 'arn:aws:iam::123456789012:user/robin',
    accountId: '123456789012',
    userName: 'robin',
  },
};

const logs = [
  record(1),
  record(2, { sourceIPAddress: '203.0.113.9' }),
  record(3, { awsRegion: 'us-east-1' }),
  record(4, { ...robin, sourceIPAddress: '2001:db8::5' }),
  record(5, { ...robin, recipientAccountId: '000011112222' }),
  record(6, stop),
];

let folder = '';
const rules = ['--no-builtin', '--rules', 'rules'];

interface Entry {
  readonly [key: string]: string | readonly string[];
}

function suppressions(name: string, ...entries: readonly Entry[]): readonly string[] {
  const whole = entries.map((entry) => ({ reason: 'known', expires: '2030-01-01', ...entry }));
  writeFileSync(join(folder, name), JSON.stringify(whole));
  return ['--suppress', name];
}

const hunt = (...args: readonly string[]): Promise<Ran> =>
  beewolf(['hunt', ...rules, '-o', 'jsonl', ...args], { cwd: folder });

/** Rule and event of everything that is still found. */
async function left(...entries: readonly Entry[]): Promise<readonly string[]> {
  const { stdout, status, stderr } = await hunt('--per-event', ...suppressions('s.yml', ...entries));
  expect(status, stderr).toBe(0);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Finding)
    .map(({ rule, evidence }) => `${rule.uid.slice(0, 4)} ${Number(evidence[0]?.slice(-12))}`)
    .toSorted();
}

const everything = ['1111 1', '1111 2', '1111 3', '1111 4', '1111 5', '1111 6', '2222 6'];
const without = (...gone: readonly string[]): readonly string[] => everything.filter((one) => !gone.includes(one));

beforeAll(async () => {
  folder = temporaryFolder();
  mkdirSync(join(folder, 'rules/cloud/trail-stopped'), { recursive: true });
  writeFileSync(join(folder, 'rules/all.yml'), ruleOfEverything);
  writeFileSync(join(folder, 'rules/cloud/trail-stopped/rule.yml'), stopRule);
  writeFileSync(join(folder, 'logs.json'), JSON.stringify({ Records: logs }));
  const { status } = await beewolf(['hunt', 'logs.json', ...rules, '-o', 'jsonl'], { cwd: folder });
  expect(status).toBe(0);
});

describe('a suppression holds back', () => {
  test.each<[string, Entry, readonly string[]]>([
    ['a rule by its id', { rule: '22222222-2222-4333-8444-555555555555' }, without('2222 6')],
    ['a rule by its folder', { rule: 'trail-stopped' }, without('2222 6')],
    ['a rule by its path', { rule: 'cloud/trail-stopped' }, without('2222 6')],
    ['a rule by its file', { rule: 'all' }, ['2222 6']],
    ['an actor', { rule: 'all', actor: 'arn:aws:iam::*:user/robin' }, without('1111 4', '1111 5')],
    ['an account with leading zeros', { rule: 'all', account: '000011112222' }, without('1111 5')],
    ['a region', { rule: 'all', region: ['us-east-1', 'us-east-2'] }, without('1111 3')],
    ['an address', { rule: 'all', address: '203.0.113.9' }, without('1111 2')],
    ['a network', { rule: '*', address: ['203.0.113.0/24', '2001:db8::/32'] }, without('1111 2', '1111 4')],
    ['a resource, of all rules', { rule: '*', resource: '*trail/audit' }, without('1111 6', '2222 6')],
    ['what meets all of its conditions', { rule: 'all', actor: '*robin', address: '198.51.100.7' }, without('1111 5')],
    ['nothing of another case', { rule: 'all', actor: '*ROBIN' }, everything],
    ['nothing of another rule', { rule: 'trail-stopped', actor: '*robin' }, everything],
  ])('%s', async (_, entry, expected) => {
    expect(await left(entry)).toEqual(expected);
  });

  test('a correlation whose events it meets all, and no other', async () => {
    const file = join(folder, 'by-actor.yml');
    writeFileSync(
      file,
      `title: Anything\nname: anything\nlogsource: {product: aws, service: cloudtrail}\ndetection:\n  s:\n    eventSource|exists: true\n  condition: s\n---\ntitle: Several by one\nid: several\nlevel: high\ncorrelation:\n  type: event_count\n  rules: [anything]\n  group-by: [userIdentity.arn]\n  timespan: 365d\n  condition: {gte: 2}\n`,
    );
    const found = async (...entries: readonly Entry[]): Promise<readonly string[]> => {
      const asked = ['hunt', '--no-builtin', '--rules', file, '-o', 'jsonl'];
      const { stdout, stderr } = await beewolf([...asked, ...suppressions('s.yml', ...entries)], { cwd: folder });
      const lines = stdout.split('\n').filter(Boolean);
      expect(stderr).not.toContain('unknown');
      return lines.map((line) => (JSON.parse(line) as Finding).actors[0] ?? '').toSorted();
    };
    const [casey, robinToo] = ['arn:aws:iam::123456789012:user/casey', 'arn:aws:iam::123456789012:user/robin'];
    expect(await found()).toEqual([casey, robinToo]);
    expect(await found({ rule: 'several', actor: '*robin' })).toEqual([casey]);
    expect(await found({ rule: 'several', account: '000011112222' })).toEqual([casey, robinToo]);
    expect(await found({ rule: 'several' })).toEqual([]);
  });

  test('events, so that a finding keeps the others', async () => {
    const found = async (...args: readonly string[]): Promise<readonly Finding[]> =>
      (await hunt(...args)).stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Finding)
        .filter(({ rule, actors }) => rule.title === 'Anything at all' && actors[0]?.endsWith('casey'));
    const [whole] = await found();
    const [rest] = await found(...suppressions('s.yml', { rule: 'all', address: '203.0.113.9' }));
    expect(whole?.evidence).toEqual([1, 2, 3, 6].map(uidOf));
    expect(rest).toEqual({ ...whole, count: 3, evidence: [1, 3, 6].map(uidOf), evidence_count: 3 });
    // What was found before a suppression is found again after it.
    expect(await found()).toEqual([whole]);
  });
});

test('what was held back, and what did nothing, is told within eighty columns', async () => {
  const { stdout, stderr } = await hunt(
    ...suppressions(
      'told.yml',
      { rule: 'all', actor: '*robin', reason: `Robin's job, ${'agreed '.repeat(20)}` },
      { rule: '*', actor: '*robin', reason: 'shadowed by the first' },
      { rule: 'all', region: 'mars-1', reason: 'nobody is there' },
      { rule: 'trail-stoped', reason: 'a slip' },
      { rule: 'all', reason: 'old', expires: '2026-03-03' },
    ),
  );
  expect(violationsInText('finding', stdout)).toEqual([]);
  expect(stderr.split('\n').filter((line) => /suppress|told\.yml/.test(line))).toEqual([
    '  suppressed 2 events by 2 of 5 suppressions',
    '    told.yml:1  expired 2026-03-03, applies no more: all, old',
    '    told.yml:1  no rule in use is called trail-stoped',
    '    told.yml:1  held nothing back: all, nobody is there',
    expect.stringMatching(/^ {4}told\.yml:1 {2}2 events of 2 findings: all, Robin's job, .*…$/) as string,
    '    told.yml:1  0 events of 0 findings: *, shadowed by the first',
  ]);
  expect(Math.max(...stderr.split('\n').map(widthOf))).toBeLessThanOrEqual(80);
});

test('the clock of the case decides what has expired: the newest event, else --as-of', async () => {
  const entry = { rule: '*', account: '*', expires: '2026-03-04' };
  expect(await left(entry)).toEqual([]);
  expect(await left({ ...entry, expires: '2026-03-03' })).toEqual(everything);
  const args = ['investigate', '--rules', 'rules', '--force', '-o', 'json', ...suppressions('s.yml', entry)];
  const { stdout } = await beewolf([...args, '--as-of', '2026-03-05T00:00:00Z'], { cwd: folder });
  expect((JSON.parse(stdout) as Summary).suppressed?.[0]?.state).toBe('expired');
});

test('investigate begins no incident with what is known to be innocent, and its summary says so', async () => {
  const investigate = async (...args: readonly string[]): Promise<Summary> => {
    const { stdout } = await beewolf(['investigate', '--rules', 'rules', '--force', '-o', 'json', ...args], {
      cwd: folder,
    });
    expect(violations('summary', JSON.parse(stdout))).toEqual([]);
    return JSON.parse(stdout) as Summary;
  };
  const plain = await investigate();
  expect(plain.incidents).not.toEqual([]);
  expect(plain).not.toHaveProperty('suppressed');
  const quiet = await investigate(...suppressions('s.yml', { rule: '*', account: '*', author: 'casey' }));
  expect(quiet.incidents).toEqual([]);
  expect(quiet.suppressed).toEqual([
    {
      rule: '*',
      reason: 'known',
      author: 'casey',
      expires: '2030-01-01',
      state: 'applied',
      events: expect.any(Number) as number,
      findings: expect.any(Number) as number,
    },
  ]);
});

describe('a file of suppressions', () => {
  test.each<[string, string, RegExp]>([
    ['is no YAML', '- rule: [', /^beewolf: bad\.yml:\d+: not valid YAML/],
    ['is no list', 'rule: all', /^beewolf: bad\.yml:1: suppressions are a list/],
    ['has an entry without a reason', '\n- rule: all\n  expires: 2027-01-01', /^beewolf: bad\.yml:2: reason: /],
    ['has an entry without an expiry', '- rule: all\n  reason: x', /^beewolf: bad\.yml:1: expires: /],
    ['has an expiry that is no day', '- {rule: a, reason: x, expires: soon}', /expires: must be a day/],
    ['has an unknown key', '- {rule: a, reason: x, expires: 2027-01-01, acount: 1}', /acount/],
    ['would hold back everything', '- {rule: "*", reason: x, expires: 2027-01-01}', /needs a condition/],
    ['has a network that is none', '- {rule: a, reason: x, expires: 2027-01-01, address: 10.0.0.0/33}', /no network/],
    ['has an entry that is text', '- all', /^beewolf: bad\.yml:1: the entry/],
  ])('that %s is refused before anything is read', async (_, text, message) => {
    writeFileSync(join(folder, 'bad.yml'), text);
    const { status, stdout, stderr } = await hunt('--suppress', 'bad.yml', '-w', 'never');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  test('that is not there is an error', async () => {
    expect(await hunt('--suppress', 'absent.yml')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('no suppressions at absent.yml') as string,
    });
  });

  test('may be the one of the guide', async () => {
    const guide = readFileSync(join(projectRoot, 'docs/guides/suppress.md'), 'utf8');
    const [, example = ''] = /```yaml\n(.*?)```/s.exec(guide) ?? [];
    writeFileSync(join(folder, 'guide.yml'), example);
    const { status, stderr } = await hunt('--suppress', 'guide.yml');
    expect(status).toBe(0);
    expect(stderr).toContain('suppressed 5 events by 1 of 2 suppressions');
    expect(stderr).toContain('no rule in use is called gpu-launch');
  });

  test('may be empty, and may be given with others', async () => {
    writeFileSync(join(folder, 'empty.yml'), '# nothing yet\n');
    const args = [...suppressions('one.yml', { rule: 'all' }), '--suppress', 'empty.yml'];
    const { stdout } = await hunt('--per-event', ...args);
    expect(uidsIn(stdout)).toEqual([uidOf(6)]);
  });

  test('reads values as text, so that an account keeps its zeros', async () => {
    writeFileSync(join(folder, 'plain.yml'), '- {rule: all, account: 000011112222, reason: x, expires: 2027-01-01}');
    const { stdout } = await hunt('--per-event', '--suppress', 'plain.yml');
    expect(uidsIn(stdout)).not.toContain(uidOf(5));
    expect(readFileSync(join(folder, 'plain.yml'), 'utf8')).toContain('000011112222');
  });
});
