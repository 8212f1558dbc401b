import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { Incident } from '../../src/model/incident.ts';
import { violationsInText } from '../contract.ts';
import { beewolf, temporaryFolder, type Ran } from './beewolf.ts';
import { record, ruleOfEverything, uidOf } from './records.ts';

type LogRecord = Readonly<Record<string, unknown>>;

const address = (n: number): string => `198.51.100.${n}`;
const at = (minute: number, second = 0): string =>
  new Date(Date.UTC(2026, 2, 4, 23, 50 + minute, second)).toISOString().replace('.000', '');

const user = (name: string): LogRecord => ({
  ...(record(0)['userIdentity'] as LogRecord),
  arn: `arn:aws:iam::123456789012:user/${name}`,
  userName: name,
});

const refused = {
  eventName: 'ConsoleLogin',
  eventSource: 'signin.amazonaws.com',
  errorMessage: 'Failed authentication',
  responseElements: { ConsoleLogin: 'Failure' },
};
const entered = { ...refused, errorMessage: undefined, responseElements: { ConsoleLogin: 'Success' } };
const bucket = (name: string, bytes: unknown) => ({
  eventName: 'GetObject',
  requestParameters: { bucketName: name },
  additionalEventData: { bytesTransferredOut: bytes },
});
const tags = (...keys: readonly string[]) => ({
  eventName: 'TagRole',
  requestParameters: { tags: keys.map((key) => ({ key })) },
});

/** What happens, and in which findings it belongs. Numbers tell events apart. */
const story: readonly LogRecord[] = [
  // Casey: four refused sign-ins over midnight, then one that is let in, a minute too late for the shorter timespan.
  ...[0, 4, 8, 11].map((minute, n) => record(n, { ...refused, eventTime: at(minute), sourceIPAddress: address(1) })),
  record(4, { ...entered, eventTime: at(12), sourceIPAddress: address(1) }),
  // Robin: three in time, and too few.
  ...[0, 1, 2].map((minute, n) => record(10 + n, { ...refused, userIdentity: user('robin'), eventTime: at(minute) })),
  record(13, { ...entered, userIdentity: user('robin'), eventTime: at(3) }),
  // Kim: four, but one too late.
  ...[0, 5, 10, 15.5].map((minute, n) =>
    record(20 + n, { ...refused, userIdentity: user('kim'), eventTime: at(Math.floor(minute), (minute % 1) * 60 + 1) }),
  ),
  // Two buckets are read by each; only one of the readers takes enough.
  ...['one', 'two', 'two'].map((name, n) => record(30 + n, { ...bucket(name, 400 + n), eventTime: at(1, n) })),
  ...['one', 'one'].map((name, n) =>
    record(33 + n, { ...bucket(name, n === 0 ? 900 : 'much'), eventTime: at(1, n), userIdentity: user('robin') }),
  ),
  // A tag is set twice, once among others.
  record(40, { ...tags('owner', 'cost'), eventTime: at(2) }),
  record(41, { ...tags('owner'), eventTime: at(3) }),
];

const base = (name: string, selection: string): string =>
  `title: ${name}\nname: ${name}\nlogsource: {product: aws, service: cloudtrail}\ndetection:\n  s:\n    ${selection}\n  condition: s\n`;
const correlation = (title: string, body: string): string =>
  `title: ${title}\nname: ${title.replaceAll(' ', '_')}\nid: ${title.replaceAll(' ', '-')}\nlevel: high\nauthor: Tests\ntags: [attack.t1110]\ncorrelation:\n  ${body.trim().replaceAll('\n', '\n  ')}\n`;

const rules = [
  base('refused_sign_in', 'responseElements.ConsoleLogin: Failure'),
  base('sign_in', 'responseElements.ConsoleLogin: Success'),
  base('read_object', 'eventName: GetObject'),
  base('tagged', 'requestParameters.tags.key|exists: true'),
  correlation(
    'many refused',
    'type: event_count\nrules: [refused_sign_in]\ngroup-by: [userIdentity.arn]\ntimespan: 15m\ncondition: {gte: 4}',
  ),
  correlation(
    'refused then let in',
    'type: temporal_ordered\nrules: [many_refused, sign_in]\ngroup-by: [userIdentity.arn]\ntimespan: 5m',
  ),
  correlation(
    'from one address',
    'type: temporal\nrules: [refused_sign_in, sign_in]\ngroup-by: [from]\naliases: {from: {refused_sign_in: sourceIPAddress, sign_in: sourceIPAddress}}\ntimespan: 1m',
  ),
  correlation(
    'several buckets',
    'type: value_count\nrules: [read_object]\ngroup-by: [userIdentity.arn]\ntimespan: 1h\ncondition: {field: requestParameters.bucketName, gte: 2}',
  ),
  correlation(
    'much read',
    'type: value_sum\nrules: [read_object]\ngroup-by: [userIdentity.arn]\ntimespan: 1h\ncondition: {field: additionalEventData.bytesTransferredOut, gt: 1000}',
  ),
  correlation(
    'much at once',
    'type: value_avg\nrules: [read_object]\ngroup-by: [userIdentity.arn]\ntimespan: 1h\ncondition: {field: additionalEventData.bytesTransferredOut, gte: 900}',
  ),
  correlation(
    'half of them',
    'type: value_median\nrules: [read_object]\ngroup-by: [userIdentity.arn]\ntimespan: 1h\ncondition: {field: additionalEventData.bytesTransferredOut, eq: 401}',
  ),
  correlation(
    'nearly all',
    'type: value_percentile\nrules: [read_object]\ngroup-by: [userIdentity.arn]\ntimespan: 1h\ncondition: {field: additionalEventData.bytesTransferredOut, percentile: 75, gt: 401, lt: 402}',
  ),
  correlation(
    'tag twice',
    'type: event_count\nrules: tagged\ngroup-by: requestParameters.tags.key\ntimespan: 1h\ncondition: {eq: 2}',
  ),
].join('---\n');

const expected = [
  ['from one address', '2026-03-04', [12, 13]],
  ['from one address', '2026-03-05', [3, 4]],
  ['half of them', '2026-03-04', [30, 31, 32]],
  ['much at once', '2026-03-04', [33]],
  ['much read', '2026-03-04', [30, 31, 32]],
  ['nearly all', '2026-03-04', [30, 31, 32]],
  ['refused then let in', '2026-03-04', [0, 1, 2, 3, 4]],
  ['several buckets', '2026-03-04', [30, 31, 32]],
  ['tag twice', '2026-03-04', [40, 41]],
] as const;

let folder = '';
const hunt = async (...args: readonly string[]): Promise<Ran> =>
  beewolf(['hunt', '--no-builtin', '-o', 'jsonl', ...args], { cwd: folder });
const findingsIn = ({ stdout }: Ran): readonly Finding[] =>
  stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Finding]));
const told = (found: readonly Finding[]) =>
  found
    .map(({ rule, first_seen: first, evidence }) => [
      rule.title,
      first.slice(0, 10),
      evidence
        .map((uid) => story.findIndex((_, n) => uidOf(Number(String(story[n]?.['eventID']).slice(-12))) === uid))
        .map((n) => Number(String(story[n]?.['eventID']).slice(-12))),
    ])
    .toSorted((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));

function writeLogs(name: string, bytes: string | Buffer): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'log.json'), bytes);
}

beforeAll(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder, 'correlations.yml'), rules);
  writeLogs('all', JSON.stringify({ Records: story }));
});

describe('correlations', () => {
  test('find what belongs together, and nothing of the rules that feed them', async () => {
    const ran = await hunt('all', '-w', 'plain', '--rules', 'correlations.yml');
    expect(ran.stderr).not.toContain('rule refused');
    expect(violationsInText('finding', ran.stdout)).toEqual([]);
    const found = findingsIn(ran);
    expect(told(found)).toEqual(expected);
    const [sum] = found.filter(({ rule }) => rule.title === 'much read');
    expect(sum).toMatchObject({
      rule: { uid: 'much-read', level: 'high', author: 'Tests' },
      severity: 'high',
      techniques: ['T1110'],
      count: 3,
      evidence_count: 3,
      actors: ['arn:aws:iam::123456789012:user/casey'],
      accounts: ['123456789012'],
      regions: ['eu-west-1'],
    });
  });

  test('find the same in any order, in three runs, late, and with records that come twice', async () => {
    const plain = (await hunt('-w', 'plain', '--rules', 'correlations.yml')).stdout;
    expect(plain).not.toBe('');
    const lines = story.map((one) => JSON.stringify(one)).toReversed();
    writeLogs('backwards', lines.join('\n'));
    expect((await hunt('backwards', '-w', 'w1', '--rules', 'correlations.yml')).stdout).toBe(plain);
    const batches = [0, 1, 2].map((part) => [...lines.filter((_, n) => n % 3 === part), ...lines.slice(0, 3 + part)]);
    for (const [part, batch] of batches.entries())
      writeLogs(`part-${part}`, part === 1 ? gzipSync(batch.join('\n')) : batch.join('\n'));
    for (const part of [2, 0])
      expect((await hunt(`part-${part}`, '-w', 'w2', '--rules', 'correlations.yml')).stdout).not.toBe(plain);
    expect((await hunt('part-1', '-w', 'w2', '--rules', 'correlations.yml')).stdout).toBe(plain);
    expect((await hunt('all', '-w', 'w2', '--rules', 'correlations.yml')).stdout).toBe(plain);
  });

  test('tell each of their events with --per-event', async () => {
    const ran = await hunt('-w', 'plain', '--rules', 'correlations.yml', '--per-event');
    const found = findingsIn(ran).filter(({ rule }) => rule.title === 'refused then let in');
    expect(found.map(({ evidence }) => evidence)).toEqual([0, 1, 2, 3, 4].map((n) => [uidOf(n)]));
    expect(found.every(({ evidence_count: count }) => count === 1)).toBe(true);
  });

  test('begin incidents, which list them', async () => {
    const out = join(folder, 'incidents');
    const args = ['investigate', '-w', 'plain', '--rules', 'correlations.yml', '--out', out, '--force', '-o', 'json'];
    const ran = await beewolf(args, { cwd: folder });
    const { incidents } = JSON.parse(ran.stdout) as { readonly incidents: readonly { readonly path: string }[] };
    const findings = incidents.flatMap(({ path }) => {
      const incident = JSON.parse(readFileSync(join(out, path, 'incident.json'), 'utf8')) as Pick<Incident, 'findings'>;
      return incident.findings.map(({ rule }) => rule.uid);
    });
    expect(findings).toEqual(expect.arrayContaining(['much-read', 'several-buckets']));
  });

  test('let the rules that feed them speak where they generate', async () => {
    writeFileSync(
      join(folder, 'generating.yml'),
      rules.replaceAll('type: event_count\n', 'type: event_count\n  generate: true\n'),
    );
    const found = findingsIn(await hunt('-w', 'plain', '--rules', 'generating.yml'));
    const titles = new Set(found.map(({ rule }) => rule.title));
    expect(titles).toContain('refused_sign_in');
    expect(titles).not.toContain('read_object');
  });

  test('rest on a rule that nearly every event matches as well', async () => {
    writeFileSync(
      join(folder, 'broad.yml'),
      `${ruleOfEverything}---\n${correlation('busy', 'type: value_count\nrules: [11111111-2222-4333-8444-555555555555]\ngroup-by: [userIdentity.userName, awsRegion]\ntimespan: 1d\ncondition: {field: requestParameters.bucketName, gte: 2}')}`,
    );
    const found = findingsIn(await hunt('-w', 'plain', '--rules', 'broad.yml'));
    expect(told(found)).toEqual([['busy', '2026-03-04', [30, 31, 32]]]);
  });
});

describe('filters and placeholders', () => {
  test('narrow rules to what the reader does not know to be innocent', async () => {
    writeFileSync(
      join(folder, 'filter.yml'),
      `title: Casey may\nlogsource: {product: aws}\nfilter:\n  rules: [read_object]\n  selection: {userIdentity.userName: casey}\n  condition: not selection\n`,
    );
    const found = findingsIn(await hunt('-w', 'plain', '--rules', 'correlations.yml', '--rules', 'filter.yml'));
    expect(told(found)).toEqual(
      expected.filter(([title]) => !['half of them', 'much read', 'nearly all', 'several buckets'].includes(title)),
    );
  });

  test('expand to the values of a file, and are refused without it', async () => {
    writeFileSync(join(folder, 'expand.yml'), base('someone', "userIdentity.userName|expand: '%people%'"));
    writeFileSync(join(folder, 'people.yml'), 'people: [rob*, nobody]\n');
    const without = await hunt('-w', 'plain', '--rules', 'expand.yml');
    expect(without.stderr).toMatch(/rule refused: expand\.yml:6: the placeholder %people% has no value/);
    const found = findingsIn(await hunt('-w', 'plain', '--rules', 'expand.yml', '--placeholders', 'people.yml'));
    expect(found.map(({ count }) => count)).toEqual([6]);
    const missing = await hunt('-w', 'plain', '--rules', 'expand.yml', '--placeholders', 'absent.yml');
    expect([missing.status, missing.stderr]).toEqual([1, expect.stringContaining('no placeholders at absent.yml')]);
  });

  test('are checked, and correlations are listed with the sources of their rules', async () => {
    const checked = await beewolf(
      ['rules', 'check', 'correlations.yml', 'filter.yml', 'expand.yml', '--placeholders', 'people.yml'],
      { cwd: folder },
    );
    expect(checked.stderr).toMatch(/^ {2}9 usable · 0 refused · .*0 of the usable without a source here/m);
    expect(checked.status).toBe(0);
  });
});
