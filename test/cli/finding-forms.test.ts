import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { detectionFinding } from '../ocsf.ts';
import { sarifLog } from '../sarif.ts';
import { beewolf, temporaryFolder } from './beewolf.ts';
import { troubleLines } from './logs.ts';
import { delivered, ruleOfEverything } from './records.ts';

/** A rule of the community: named by somebody, who also writes what a viewer might take for a link. */
const author = 'Nemo (@nemo), [Friend](https://example.com) {0}';
const communityRule = ruleOfEverything
  .replace('author: Tests', `author: '${author}'`)
  .replace('Anything at all', "'Any [thing](https://example.com) {0} at all'")
  .replace('[attack.t1078.004]', '[attack.t1078.004, attack.t1595, attack.initial-access]');

let folder = '';
let found: readonly Finding[] = [];

/** What a form prints, the same at every run. */
async function hunted(form: string, ...args: readonly string[]): Promise<string> {
  const run = () => beewolf(['hunt', '--rules', 'sigma', '-o', form, '-q', ...args], { cwd: folder });
  const { stdout, status, stderr } = await run();
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect((await run()).stdout).toBe(stdout);
  return stdout;
}

const linesOf = (text: string): readonly unknown[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));

beforeAll(async () => {
  folder = temporaryFolder();
  mkdirSync(join(folder, 'logs'));
  mkdirSync(join(folder, 'sigma'));
  writeFileSync(join(folder, 'logs/trouble.ndjson'), troubleLines());
  writeFileSync(join(folder, 'logs/ordinary.json'), delivered(1, 2, 3));
  writeFileSync(join(folder, 'sigma/all.yml'), communityRule);
  const { stdout } = await beewolf(['hunt', 'logs', '--rules', 'sigma', '-o', 'jsonl'], { cwd: folder });
  found = linesOf(stdout) as readonly Finding[];
  expect(found.length).toBeGreaterThan(40);
});

describe('OCSF', () => {
  test('has a Detection Finding of version 1.8 for every finding', async () => {
    const events = linesOf(await hunted('ocsf'));
    expect(events.flatMap((event) => detectionFinding.safeParse(event).error?.issues ?? [])).toEqual([]);
    const read = events.map((event) => detectionFinding.parse(event));
    expect(read.map((event) => event.finding_info.uid)).toEqual(found.map((finding) => finding.finding_uid));
    for (const [index, event] of read.entries()) {
      const finding = found[index];
      if (finding === undefined) throw new Error('one for each');
      expect(event.severity.toLowerCase()).toBe(finding.severity);
      expect(new Date(event.end_time).toISOString()).toBe(finding.last_seen);
      expect(event.finding_info.related_events.map(({ uid }) => uid)).toEqual(finding.evidence);
      expect(event.finding_info.related_events_count).toBe(finding.evidence_count);
      expect(event.message).toContain(finding.rule.author);
      expect(event.cloud?.account?.uid).toBe(finding.accounts[0]);
    }
    const techniques = new Set(read.flatMap((event) => event.finding_info.attacks ?? []).map((one) => one.version));
    expect([...techniques]).toEqual(expect.arrayContaining(['19.1', undefined]));
  });

  test('has one for every event with --per-event', async () => {
    const events = linesOf(await hunted('ocsf', '--per-event'));
    expect(events.flatMap((event) => detectionFinding.safeParse(event).error?.issues ?? [])).toEqual([]);
    expect(events.length).toBe(found.reduce((sum, { count }) => sum + count, 0));
  });
});

describe('SARIF', () => {
  test('is one log of version 2.1.0 with a result for every finding', async () => {
    const log = sarifLog.parse(JSON.parse(await hunted('sarif')));
    const [run] = log.runs;
    expect(run?.results.map(({ partialFingerprints: prints }) => Object.values(prints)[0])).toEqual(
      found.map((finding) => finding.finding_uid),
    );
    expect(run?.results.map(({ properties }) => properties)).toEqual(found);
    expect(run?.tool.driver.rules.map(({ id }) => id)).toEqual([...new Set(found.map(({ rule }) => rule.uid))]);
    expect(new Set(run?.results.map(({ level }) => level))).toEqual(new Set(['error', 'warning', 'note']));
  });

  test('holds no link and no placeholder that a rule or a log wrote', async () => {
    const [run] = sarifLog.parse(JSON.parse(await hunted('sarif'))).runs;
    const index = found.findIndex(({ rule }) => rule.origin === 'sigma');
    const said = run?.results[index]?.message.text ?? '';
    expect(said).toMatch(/^Any \\\[thing\\\]\(https:\/\/example\.com\) \{\{0\}\} at all by arn:/);
    expect(said).toContain('Rule by Nemo (@nemo), \\[Friend\\](https://example.com) {{0}}.');
  });

  test('is a whole log without findings too', async () => {
    const { stdout, stderr } = await beewolf(['hunt', '--no-builtin', '-o', 'sarif'], { cwd: folder });
    expect(sarifLog.parse(JSON.parse(stdout)).runs[0]?.results).toEqual([]);
    expect(stderr).toContain('no rule was asked');
  });
});

test.each(['table', 'json', 'jsonl', 'csv', 'sarif', 'ocsf'])(
  'the author of a rule of the community stands in the form %s and beside the counts',
  async (form) => {
    const run = await beewolf(['hunt', '--rules', 'sigma', '--no-builtin', '-o', form], { cwd: folder });
    expect(run.stdout.replaceAll(/\s+/g, ' ')).toContain('Nemo (@nemo)');
    expect(run.stderr).toMatch(/^ +\d+ {2}high {2}Any .* by Nemo \(@nemo\)/m);
  },
);
