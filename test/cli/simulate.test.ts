import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { beewolf, temporaryFolder } from './beewolf.ts';

const cwd = temporaryFolder();

test('logs and truth are written apart, and it is said that they are synthetic', async () => {
  const { status, stdout, stderr } = await beewolf(
    ['simulate', 'aws-leaked-key', '--out', 'played', '--seed', '7', '--scale', '0.05'],
    { cwd },
  );

  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('played/truth.json') });
  expect(stderr).toMatch(/Synthetic: nobody was attacked\. .* \d+ records in \d+ files/);
  expect(readdirSync(join(cwd, 'played')).toSorted()).toEqual(['logs', 'truth.json']);
  expect(readdirSync(join(cwd, 'played/logs'), { recursive: true }).join()).not.toContain('truth');
  expect(JSON.parse(readFileSync(join(cwd, 'played/truth.json'), 'utf8'))).toMatchObject({
    synthetic: true,
    seed: '7',
    scale: 0.05,
    ordinary_events: 95,
  });
});

test('what is there is never overwritten', async () => {
  mkdirSync(join(cwd, 'kept/logs'), { recursive: true });

  expect(await beewolf(['simulate', 'aws-leaked-key', '--out', 'kept'], { cwd })).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringContaining('is there already'),
  });
  expect(readdirSync(join(cwd, 'kept'))).toEqual(['logs']);
});

test("a folder of one's own is played as well", async () => {
  mkdirSync(join(cwd, 'mine'));
  writeFileSync(
    join(cwd, 'mine/scenario.yaml'),
    `title: nothing much
cloud: aws
organisation: { name: example, domain: example.com }
start: 2026-03-02T00:00:00Z
days: 1
ordinary: 40
deliverEveryMinutes: 1440
accounts: { only: { uid: '123456789012', home: us-east-1, regions: { us-east-1: 1 }, share: 1 } }
cast: {}
acts: []
`,
  );

  expect(await beewolf(['simulate', './mine', '--out', 'mine-played'], { cwd })).toMatchObject({ status: 0 });
  expect(JSON.parse(readFileSync(join(cwd, 'mine-played/truth.json'), 'utf8'))).toMatchObject({
    root: null,
    ordinary_events: 40,
  });
});

test.each([
  [['simulate', 'aws-leaked-key'], 'needs --out'],
  [['simulate', 'no-such', '--out', 'x'], 'aws-role-chain'],
  [['simulate', 'aws-leaked-key', '--out', 'x', '--scale', 'much'], '--scale must be a number'],
])('%j is refused in a line that helps', async (args, told) => {
  const { status, stdout, stderr } = await beewolf(args, { cwd });

  expect(status).toBeGreaterThan(0);
  expect(stdout).toBe('');
  expect(stderr).toContain(told);
});
