import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Engine } from '../engine.ts';
import { openDuckDb } from './engine.ts';

let engine: Engine;
beforeEach(async () => {
  engine = await openDuckDb({ memoryMiB: 64, threads: 1, tempDirectory: tmpdir() });
});
afterEach(async () => engine.close());

const endless = 'SELECT max(a.range * b.range) AS n FROM range(10000000) a, range(10000000) b';

test('what asks beside an engine has temporary tables of its own', async () => {
  const beside = await engine.beside();
  await engine.run('CREATE TEMP TABLE bees AS SELECT 1 AS n');
  await beside.run('CREATE TEMP TABLE bees AS SELECT 2 AS n');
  expect(await engine.rows('FROM bees')).toEqual([{ n: 1 }]);
  expect(await beside.rows('FROM bees')).toEqual([{ n: 2 }]);
  await beside.close();
  expect(await engine.rows('FROM bees')).toEqual([{ n: 1 }]);
});

test('both work at once, and an interruption of one reaches both', async () => {
  const beside = await engine.beside();
  const running = [engine.rows(endless), beside.run(endless)];
  setTimeout(() => engine.interrupt(), 100);
  await Promise.allSettled(running);
  for (const one of running) await expect(one).rejects.toMatchObject({ code: 'cancelled' });
  await expect(beside.run('SELECT 1')).rejects.toMatchObject({ code: 'cancelled' });
  await beside.close();
});
