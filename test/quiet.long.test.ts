import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataSet } from '../bench/data-sets.ts';
import { levels, type Level } from '../src/model/rule.ts';
import { beewolf, temporaryFolder } from './cli/beewolf.ts';

interface Found {
  readonly rule: { readonly title: string; readonly level: Level };
}

test('a hundred thousand events of ordinary life raise at most five findings of medium or more', async () => {
  const folder = temporaryFolder();
  const { path, events } = await dataSet('quiet', join(folder, 'bench'));
  expect(events).toBe(100_000);

  const ran = await beewolf(['hunt', path, '-o', 'jsonl'], { cwd: folder });
  expect(ran).toMatchObject({ status: 0, stderr: expect.stringContaining('100,000 events') as unknown });
  const found = ran.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as Found).rule);
  expect(found).not.toEqual([]);
  const grave = found.filter(({ level }) => levels.indexOf(level) >= levels.indexOf('medium'));
  expect(grave.length, JSON.stringify(grave)).toBeLessThanOrEqual(5);
});
