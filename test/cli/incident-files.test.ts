import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { coverageRef } from '../../src/model/evidence.ts';
import type { Incident } from '../../src/model/incident.ts';
import type { Summary } from '../../src/model/summary.ts';
import { navigatorLayer } from '../navigator.ts';
import { beewolf, temporaryFolder } from './beewolf.ts';

/** The folder of the one incident of a leaked key, and what is printed of it. */
async function investigateLeakedKey(): Promise<{ readonly folder: string; readonly stdout: string }> {
  const cwd = temporaryFolder();
  const played = await beewolf(['simulate', 'aws-leaked-key', '--out', 'played'], { cwd });
  expect(played.status, played.stderr).toBe(0);
  const { status, stdout, stderr } = await beewolf(
    ['investigate', 'played/logs', '-w', 'case', '--out', 'case/incidents'],
    { cwd },
  );
  expect(status, stderr).toBe(0);
  const incidents = join(cwd, 'case/incidents');
  const [name] = readdirSync(incidents).filter((entry) => entry !== 'summary.json');
  return { folder: join(incidents, name ?? ''), stdout };
}

let folder = '';
let printed = '';
const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');
const incident = (): Incident => JSON.parse(textOf('incident.json')) as Incident;

beforeAll(async () => {
  ({ folder, stdout: printed } = await investigateLeakedKey());
});

test('an incident lies in its folder in every form', () => {
  expect(readdirSync(folder).toSorted()).toEqual([
    'blocklists',
    'evidence',
    'github-issue.md',
    'incident.json',
    'incident.ocsf.json',
    'indicators.csv',
    'jira.json',
    'navigator.json',
    'plan.json',
    'provider-ticket.md',
    'report.docx',
    'report.html',
    'report.md',
    'report.pdf',
    'servicenow.json',
    'stix.json',
    'timeline.csv',
  ]);
});

test('the same logs give the same files, byte by byte', async () => {
  const { folder: again } = await investigateLeakedKey();
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const name of names.filter((entry) => !entry.startsWith('evidence') && entry !== 'blocklists'))
    expect(readFileSync(join(again, name)).equals(readFileSync(join(folder, name))), name).toBe(true);
});

test('a case that was moved answers as before', async () => {
  const { folder: first } = await investigateLeakedKey();
  const cwd = temporaryFolder();
  cpSync(join(first, '../..'), join(cwd, 'moved'), { recursive: true });
  rmSync(join(first, '../..'), { recursive: true });
  const { status, stderr } = await beewolf(['investigate', '-w', 'moved', '--out', 'again'], { cwd });
  expect(status, stderr).toBe(0);
  expect(readFileSync(join(cwd, 'again', basename(first), 'incident.json'), 'utf8')).toBe(textOf('incident.json'));
});

test('the summary and the incident say the same of every cell of the logs', () => {
  const { coverage } = JSON.parse(textOf('../summary.json')) as Summary;
  const states = new Map(coverage.map((cell) => [coverageRef(cell), cell.state]));
  const told = incident().coverage.map((cell) => [coverageRef(cell), cell.state] as const);
  expect(told.filter(([, state]) => state !== 'seen')).not.toEqual([]);
  expect(told).toEqual(told.map(([ref]) => [ref, states.get(ref)]));
});

test('the terminal, the map and the coverage say the same of what was not seen', () => {
  const { coverage } = incident();
  const countOf = (state: string) => coverage.filter((cell) => cell.state === state).length;
  expect(countOf('gap')).toBe(1);
  expect(countOf('unknown')).toBeGreaterThan(1);
  expect(printed).toContain(`unknown   1 log with a gap, ${countOf('unknown')} logs not read (`);
  const html = textOf('report.html');
  expect(html.match(/>gap<\/text>/g)).toHaveLength(1);
  expect(html.match(/>not read<\/text>/g)).toHaveLength(countOf('unknown'));
  expect(html).not.toContain('>?</text>');
});

test('the layer keeps the format of the Navigator and holds every technique', () => {
  const { techniques } = navigatorLayer.parse(JSON.parse(textOf('navigator.json')));
  expect(techniques.map(({ techniqueID }) => techniqueID)).toEqual(incident().techniques.map(({ id }) => id));
  expect(techniques.filter(({ score }) => score === 0)).toEqual([]);
});

describe('the ticket', () => {
  test('names a claim beside every amount, and its words are those of the claim', () => {
    const claims = new Map(incident().claims.map((claim) => [claim.claim_uid, claim]));
    const lines = textOf('provider-ticket.md')
      .split('\n')
      .filter((line) => /\d USD/.test(line));
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) {
      const [, uid = ''] = /`([0-9a-f]{6,}-cost[a-z0-9-]*)`/.exec(line) ?? [];
      expect(line).toContain(claims.get(uid)?.text);
    }
  });

  test('names every resource, and the provider in its own words', () => {
    const text = textOf('provider-ticket.md');
    for (const { uid } of incident().resources) expect(text).toContain(uid);
    expect(text).toContain('AWS Support Center');
  });
});

test('no file names a command that does not exist', () => {
  const known = new Set(commands.map(({ name }) => name.split(' ')[0]));
  for (const name of ['incident.json', 'plan.json', 'report.md', 'report.html', 'provider-ticket.md']) {
    const named = [...textOf(name).matchAll(/(?<=[`"\s>])beewolf ([a-z][a-z-]+)/g)].map(([, command]) => command ?? '');
    expect(named.filter((command) => !known.has(command))).toEqual([]);
  }
  expect(textOf('plan.json')).toMatch(/"beewolf investigate new-logs --since [^"]+"/);
});

test('the first page answers who, how, where, what still runs, what it cost and what is next', () => {
  const text = textOf('report.md');
  const page = text.slice(0, text.indexOf('\n## 1.'));
  const { root, entry, accounts, cost, plan, resources } = incident();
  const running = resources.filter(({ state }) => state === 'running');
  for (const part of [
    root?.identity.name,
    root?.credential,
    entry?.how,
    ...accounts,
    running[0]?.region,
    running[0]?.shape,
    cost?.likely.toFixed(2),
    plan?.steps.find(({ status }) => status === 'open')?.title,
  ]) {
    expect(part).toBeDefined();
    expect(page).toContain(part);
  }
});

test('a ticket has the names that a file gives, and indicators are defanged where that is asked for', async () => {
  const cwd = join(folder, '../../..');
  writeFileSync(join(cwd, 'ticket.yml'), 'project: SOC\nissue_type: Incident\ncomponents: []\n');
  const asked = ['investigate', '-w', 'case', '--out', 'again', '--ticket', 'ticket.yml', '--defang', '-q'];
  const { status, stderr } = await beewolf(asked, { cwd });
  expect(status, stderr).toBe(0);
  const textAgain = (name: string): string => readFileSync(join(cwd, 'again', basename(folder), name), 'utf8');
  expect(JSON.parse(textAgain('jira.json'))).toMatchObject({
    create: { fields: { project: { key: 'SOC' }, issuetype: { name: 'Incident' }, components: [] } },
    resolution: 'Unresolved',
  });
  const addresses = incident().indicators.flatMap(({ type, value }) => (type === 'ip' ? [value] : []));
  expect(addresses).not.toEqual([]);
  for (const address of addresses) {
    expect(textOf('indicators.csv')).toContain(`"${address}"`);
    expect(textOf('blocklists/ip.txt').split('\n')).toContain(address);
    expect(textAgain('indicators.csv')).not.toContain(`"${address}"`);
  }
});

describe('an earlier run', () => {
  const summary = () => join(folder, '../summary.json');
  const again = () => beewolf(['investigate', '-w', '.', '-q'], { cwd: join(folder, '../..') });

  test.each([
    ['whose summary is damaged', () => writeFileSync(summary(), '{"inc')],
    ['that was killed before it wrote its summary', () => rmSync(summary())],
  ])('%s is replaced as a whole', async (_, damage) => {
    damage();
    const left = join(folder, '..', 'abcdef0123456789');
    mkdirSync(left);
    writeFileSync(join(left, 'incident.json'), '{}');
    const unfinished = join(folder, '..', '.abcdef0123456789.writing');
    mkdirSync(unfinished);
    const { status, stderr } = await again();
    expect(status, stderr).toBe(0);
    expect([left, unfinished].filter((path) => existsSync(path))).toEqual([]);
    expect(JSON.parse(readFileSync(summary(), 'utf8'))).toMatchObject({
      incidents: [{ incident_uid: basename(folder) }],
    });
  });

  test('is not written where nothing can be', async () => {
    for (const [out, reason] of [
      [summary(), 'is not a folder'],
      [join(summary(), 'below'), 'is not a folder'],
      ['/proc/nobody', 'not found'],
    ] as const) {
      const { status, stderr } = await beewolf(['investigate', '-w', '.', '--out', out], {
        cwd: join(folder, '../..'),
      });
      expect({ out, status }).toEqual({ out, status: 2 });
      expect(stderr).toContain(reason);
    }
  });
});

test('what people add is told as their word, in a chosen zone, and every name in the report leads somewhere', async () => {
  const cwd = join(folder, '../../..');
  const { incident_uid: uid } = incident();
  writeFileSync(join(cwd, 'notes.yml'), 'analyst: Walter White\nclosing: The key is gone\n');
  const run = async (...args: readonly string[]) => beewolf([...args, '-w', 'case'], { cwd });
  const zone = ['--report-zone', 'America/New_York'];
  const noted = await run('investigate', '--notes', 'notes.yml', ...zone, '--out', 'noted');
  expect(noted.status, noted.stderr).toBe(0);
  const report = readFileSync(join(cwd, 'noted', uid, 'report.md'), 'utf8');
  expect(report).toContain('**Closure rationale:** The key is gone (stated by a person, Walter White)');
  expect(report).toMatch(/ UTC \(\d{2}:\d{2}:\d{2} E[SD]T\)/);
  expect(readFileSync(join(cwd, 'noted', uid, 'evidence', 'notes.yml'), 'utf8')).toContain('Walter White');
  const html = readFileSync(join(cwd, 'noted', uid, 'report.html'), 'utf8');
  const names = new Set([...html.matchAll(/ data-claims="([^"]*)"/g)].flatMap(([, list = '']) => list.split(' ')));
  expect(names.size).toBeGreaterThan(50);
  const asked = ['note:1', `${uid}-stated-closing`, ...[...names].filter((name) => name.includes('/')).slice(0, 3)];
  for (const name of asked) {
    const shown = await run('evidence', name);
    expect(shown.status, shown.stderr).toBe(0);
    if (name.includes('/')) expect(shown.stdout).toContain(`part      ${name}`);
  }
  writeFileSync(join(cwd, 'notes.yml'), 'statements: [{ text: x, evidence: ["aws.cloudtrail:never"] }]');
  const refused = await run('investigate', '--notes', 'notes.yml', '--out', 'refused');
  expect(refused.stderr).toContain('aws.cloudtrail:never, which is no event that was read');
  expect(existsSync(join(cwd, 'refused', 'summary.json'))).toBe(false);
});
