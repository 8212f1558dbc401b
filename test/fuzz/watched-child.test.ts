import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { WatchedChild } from './watched-child.ts';

const folder = mkdtempSync(join(tmpdir(), 'beewolf-watched-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const task = { seed: 's', numbers: [1], isByCommand: false, bytes: null };

/** A process that says it is ready, and does this with its first task. */
function childThat(name: string, act: string): WatchedChild {
  const script = join(folder, `${name}.mjs`);
  writeFileSync(script, `process.on('message', () => { ${act} });\nprocess.send('ready');\n`);
  return new WatchedChild(script, 1_000);
}

test.each([
  ['dies', 'process.exit(7)', 'crash', 'ended with 7'],
  ['aborts', 'process.abort()', 'crash', 'SIGABRT'],
  ['hangs', 'for (;;);', 'hang', 'nothing for 1 s'],
])('a process that %s is told of, and another takes its place', async (name, act, kind, what) => {
  const child = childThat(name, act);
  for (let turn = 0; turn < 2; turn += 1) {
    const { faults } = await child.attempt(task);
    expect(faults).toMatchObject([{ kind, what: expect.stringContaining(what) as string }]);
  }
  child.close();
});

test('what a process answers is passed on', async () => {
  const child = childThat('answers', `process.send({ faults: [], mutants: [], cpuSeconds: 3 })`);
  expect(await child.attempt(task)).toEqual({ faults: [], mutants: [], cpuSeconds: 3 });
  child.close();
});
