import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run, type Outcome, type Point } from './child.ts';
import { CrashSite, runAlone, strayFiles } from './crash-site.ts';

const site = new CrashSite();
let undisturbed: Outcome;
beforeAll(async () => {
  await site.prepare();
  undisturbed = await run(site.task());
});
afterAll(() => site.close());

/** Kills a run at a point; the next one must end as if nothing had happened. */
async function survives(point: Point): Promise<void> {
  const task = site.task();
  expect(await runAlone({ ...task, point })).toBe('SIGKILL');
  // A run that has nothing to place writes over nothing that the dead one left.
  await run({ ...task, logs: [], isDetecting: false });
  expect(strayFiles(task.folder)).toEqual([]);
  const { events, matches } = await run(task);
  expect(events).toEqual(undisturbed.events);
  expect(matches).toEqual(undisturbed.matches);
  expect(strayFiles(task.folder)).toEqual([]);
}

test('the undisturbed run is worth disturbing', () => {
  expect(undisturbed.events.length).toBe(2400);
  expect(undisturbed.matches.length).toBe(2400);
  expect(undisturbed.steps).toMatchObject({
    'temporary-write': expect.any(Number) as number,
    manifest: expect.any(Number) as number,
  });
  expect(undisturbed.steps.manifest).toBeGreaterThan(2);
  expect(undisturbed.steps['temporary-write']).toBeGreaterThan(5);
});

describe.each(['temporary-write', 'fsync', 'rename', 'manifest'] as const)(
  'a run killed at %s is made good by the next',
  (step) => {
    test.each(['first', 'middle', 'last'] as const)('the %s time', async (which) => {
      const count = undisturbed.steps[step] ?? 0;
      await survives({ step, occurrence: { first: 0, middle: Math.floor(count / 2), last: count - 1 }[which] });
    });
  },
);

test('a run killed while it writes down what rules matched is made good by the next', async () => {
  for (const before of [1, 2, 4]) await survives({ statement: undisturbed.statements - before });
});

test('a run killed twice in a row is made good by the third', async () => {
  const task = site.task();
  for (const point of [
    { step: 'rename', occurrence: 1 },
    { step: 'fsync', occurrence: 4 },
  ] as const)
    expect(await runAlone({ ...task, point })).toBe('SIGKILL');
  expect((await run(task)).events).toEqual(undisturbed.events);
  expect(strayFiles(task.folder)).toEqual([]);
});
