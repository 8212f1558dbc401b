import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { Incident } from '../../src/model/incident.ts';
import { beewolf, temporaryFolder, type Ran } from './beewolf.ts';
import { troubleLines } from './logs.ts';
import { delivered, record, uidOf } from './records.ts';
import { zipBytes } from './zip-bytes.ts';

const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

let folder = '';
const run = async (...args: readonly string[]): Promise<Ran> => beewolf(args, { cwd: folder });
const evidence = async (uid: string, ...options: readonly string[]): Promise<Ran> => run('evidence', uid, ...options);

interface EventAnswer {
  readonly is: string;
  readonly object: { readonly path: string; readonly sha256: string; readonly state: string };
  readonly record: number;
  readonly conflicts: readonly string[];
  readonly raw: Readonly<Record<string, unknown>>;
}

async function event(uid: string): Promise<EventAnswer> {
  const { stdout, stderr } = await evidence(uid, '-o', 'json');
  expect(stderr).toBe('');
  return JSON.parse(stdout) as EventAnswer;
}

describe('an event', () => {
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const made = record(5, {
    eventName: 'CreateAccessKey',
    responseElements: { accessKey: { accessKeyId: 'AKIAI44QH8DHBEXAMPLE', secretAccessKey: secret } },
    requestParameters: { size: 'BIG' },
  });
  const text = JSON.stringify({ Records: [record(4), made] }).replace('"BIG"', '12345678901234567890');

  beforeAll(async () => {
    folder = temporaryFolder();
    writeFileSync(join(folder, 'log.json'), text);
    await run('hunt', 'log.json', '-q');
  });

  test('comes with its record, its object, its place and a hash that still holds', async () => {
    const { stdout, status } = await evidence(uidOf(5));
    expect(status).toBe(0);
    const facts = stdout.slice(0, stdout.indexOf('\n\n'));
    expect(facts.split('\n')).toEqual([
      `event     ${uidOf(5)}`,
      'time      2026-03-04T10:05:00Z',
      'source    aws.cloudtrail',
      `object    ${join(folder, 'log.json')}`,
      `sha256    ${sha256(text)}`,
      'state     intact: the object still has this hash',
      'record    1, counted from 0',
    ]);
    expect(JSON.parse(stdout.slice(stdout.indexOf('\n\n')))).toMatchObject({
      eventID: made['eventID'],
      eventName: 'CreateAccessKey',
    });
  });

  test('shows identifiers, no secret, and every digit of a number', async () => {
    for (const form of ['text', 'json']) {
      const { stdout } = await evidence(uidOf(5), '-o', form);
      expect(stdout).not.toContain(secret);
      expect(stdout).toContain('"secretAccessKey": "[redacted]"');
      expect(stdout).toContain('"accessKeyId": "AKIAI44QH8DHBEXAMPLE"');
      expect(stdout).toContain('"size": 12345678901234567890');
    }
  });

  test('is given as it was written, and alone, under --raw', async () => {
    const { stdout } = await evidence(uidOf(5), '--raw');
    expect(text).toContain(stdout.trimEnd());
    expect(stdout).toContain(secret);
  });

  test('says so when its object has changed, and when it has gone', async () => {
    writeFileSync(join(folder, 'log.json'), text.replace('casey', 'riley'));
    expect((await event(uidOf(5))).object).toEqual({
      path: join(folder, 'log.json'),
      sha256: sha256(text),
      state: 'changed',
    });
    rmSync(join(folder, 'log.json'));
    expect((await event(uidOf(5))).object.state).toBe('gone');
    expect((await evidence(uidOf(5))).stdout).toContain('state     gone: the object is no longer there');
  });
});

describe('the object of an event', () => {
  beforeAll(() => {
    folder = temporaryFolder();
  });

  test('may be an entry of an archive', async () => {
    const entry = gzipSync(delivered(1, 2));
    const archive = join(folder, 'odd!/name.zip');
    mkdirSync(join(folder, 'odd!'));
    writeFileSync(
      archive,
      zipBytes([
        { name: 'a/other.json', bytes: delivered(3) },
        { name: '../x!/b.json.gz', bytes: entry },
      ]),
    );
    await run('hunt', archive, '-q');
    const whole = { path: `${archive}!/../x!/b.json.gz`, sha256: sha256(entry) };
    expect(await event(uidOf(2))).toMatchObject({ record: 1, object: { ...whole, state: 'intact' } });
    writeFileSync(archive, zipBytes([{ name: '../x!/b.json.gz', bytes: gzipSync(delivered(1)) }]));
    expect((await event(uidOf(2))).object).toEqual({ ...whole, state: 'changed' });
    writeFileSync(archive, zipBytes([{ name: 'a/other.json', bytes: delivered(3) }]));
    expect((await event(uidOf(2))).object).toEqual({ ...whole, state: 'gone' });
  });

  test('may be standard input, which the workspace keeps, wherever it moves', async () => {
    await beewolf(['hunt', '-', '-w', 'piped', '-q'], { cwd: folder, input: delivered(7) });
    const { object } = JSON.parse((await evidence(uidOf(7), '-w', 'piped', '-o', 'json')).stdout) as EventAnswer;
    expect(object).toEqual({
      path: join(folder, 'piped/kept', sha256(delivered(7))),
      sha256: sha256(delivered(7)),
      state: 'intact',
    });
    expect(readFileSync(object.path, 'utf8')).toBe(delivered(7));
  });

  test('is told for each of two records that share an id and differ', async () => {
    const other = JSON.stringify({ Records: [record(9, { sourceIPAddress: '203.0.113.9' })] });
    writeFileSync(join(folder, 'one.json'), delivered(9));
    writeFileSync(join(folder, 'two.json'), other);
    await run('hunt', 'one.json', 'two.json', '-w', 'conflict', '-q');
    const [first, second] = await Promise.all(
      [uidOf(9), `${uidOf(9)}#2`].map(
        async (uid) => JSON.parse((await evidence(uid, '-w', 'conflict', '-o', 'json', '-q')).stdout) as EventAnswer,
      ),
    );
    expect(first?.conflicts).toEqual([`${uidOf(9)}#2`]);
    expect(second?.conflicts).toEqual([uidOf(9)]);
    const told = Object.fromEntries(
      [first, second].map((answer) => [answer?.object.sha256, answer?.raw['sourceIPAddress']]),
    );
    expect(told).toEqual({ [sha256(delivered(9))]: '198.51.100.7', [sha256(other)]: '203.0.113.9' });
  });
});

describe('what a run has stated', () => {
  let finding: Finding;
  let incidentUid = '';

  beforeAll(async () => {
    folder = temporaryFolder();
    writeFileSync(join(folder, 'trouble.ndjson'), troubleLines());
    const { stdout } = await run('hunt', 'trouble.ndjson', '-o', 'jsonl');
    finding = JSON.parse(stdout.slice(0, stdout.indexOf('\n'))) as Finding;
    await run('investigate', '--out', 'elsewhere');
    incidentUid = readdirSync(join(folder, 'elsewhere')).find((name) => /^[0-9a-f]{6,64}$/.test(name)) ?? '';
  });

  test('a finding, whole or by its first letters', async () => {
    const { stdout } = await evidence(finding.finding_uid, '-o', 'json');
    expect(JSON.parse(stdout)).toEqual({ is: 'finding', finding });
    const short = await evidence(finding.finding_uid.slice(0, 8));
    expect(short.stdout).toContain(`finding   ${finding.finding_uid}\nwhat      ${finding.rule.title}\n`);
    for (const uid of finding.evidence) expect(short.stdout).toContain(uid);
  });

  test('a finding of other rules stays known after a run without them', async () => {
    await run('hunt', '--no-builtin', '-q');
    expect((await evidence(finding.finding_uid)).status).toBe(0);
  });

  test('an incident, and a claim of it, though it was written outside of the workspace', async () => {
    const incident = JSON.parse(readFileSync(join(folder, 'elsewhere', incidentUid, 'incident.json'), 'utf8')) as {
      readonly title: string;
      readonly claims: readonly { readonly claim_uid: string; readonly evidence: readonly string[] }[];
    };
    const [claim] = incident.claims;
    const shown = JSON.parse((await evidence(incidentUid.slice(0, 8), '-o', 'json')).stdout) as Readonly<
      Record<string, unknown>
    >;
    expect(shown).toMatchObject({
      is: 'incident',
      incident: { incident_uid: incidentUid, title: incident.title, folder: join(folder, 'elsewhere', incidentUid) },
    });
    const told = await evidence(claim?.claim_uid ?? '', '-o', 'json');
    expect(JSON.parse(told.stdout)).toMatchObject({ is: 'claim', claim, incident: { incident_uid: incidentUid } });
    const cited = await evidence(claim?.evidence[0] ?? '');
    expect(cited.stdout).toContain(`incident ${incidentUid}, claim ${claim?.claim_uid}`);
  });

  test('a list of prices, by where it is published', async () => {
    const { cost } = JSON.parse(
      readFileSync(join(folder, 'elsewhere', incidentUid, 'incident.json'), 'utf8'),
    ) as Incident;
    const ref = cost?.evidence.find((one) => one.startsWith('table:')) ?? '';
    const { status, stdout } = await evidence(ref);
    expect({ status, stdout }).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('source    https://') as string,
    });
    expect(stdout).toContain(`cited by  incident ${incidentUid}`);
  });

  test('a cell of the coverage, seen or not', async () => {
    const seen = await evidence(
      `coverage:aws/${finding.accounts[0]}/${finding.regions[0]}/aws.cloudtrail`,
      '-o',
      'json',
    );
    expect(JSON.parse(seen.stdout)).toMatchObject({
      is: 'coverage',
      cell: { cloud: 'aws' },
      seen: { first: expect.any(String) as string },
    });
    const unseen = await evidence('coverage:aws/999999999999/-/aws.cloudtrail');
    expect(unseen).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('no event of it in this workspace') as string,
    });
  });

  test.each([
    ['part of an event’s uid', () => finding.evidence[0]?.slice(0, -3) ?? '', () => finding.evidence[0] ?? ''],
    [
      'an event’s id without its source',
      () => finding.evidence[0]?.split(':')[1] ?? '',
      () => finding.evidence[0] ?? '',
    ],
    ['a finding’s uid with a slip', () => `${finding.finding_uid.slice(0, -1)}x`, () => finding.finding_uid],
  ])('%s is unknown, and what is near is named', async (_, asked, near) => {
    const { status, stdout, stderr } = await evidence(asked());
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^beewolf: nothing in .* has the uid .*\n {2}did you mean /);
    expect(stderr).toContain(near());
  });

  test.each(['note:1', 'table:prices@2026-01-01', 'coverage:x', 'nonsense'])(
    '%s is unknown where nothing rests on it',
    async (uid) => {
      expect(await evidence(uid)).toMatchObject({ status: 1, stdout: '' });
    },
  );

  test('without a workspace there is nothing to know, and none is made', async () => {
    const { status, stderr } = await evidence('x', '-w', 'absent');
    expect(status).toBe(1);
    expect(stderr).toBe(
      `beewolf: there is no workspace at ${join(folder, 'absent')}\n  hunt or investigate first, or name the workspace with --workspace\n`,
    );
    expect(readdirSync(folder)).not.toContain('absent');
  });
});
