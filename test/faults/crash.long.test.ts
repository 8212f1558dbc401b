import { afterAll, beforeAll, expect, test } from 'vitest';
import { run, type Outcome, type Point } from './child.ts';
import { CrashSite, runAlone, strayFiles } from './crash-site.ts';

/** Numbers below 1, the same for the same seed: a run that fails is repeated by its seed. */
function* random(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

const seed = Number(process.env['BEEWOLF_SEED'] ?? Date.now() % 1_000_000);
const site = new CrashSite();
let undisturbed: Outcome;
let aloneMs = 0;
beforeAll(async () => {
  await site.prepare();
  undisturbed = await run(site.task());
  const start = performance.now();
  await runAlone(site.task());
  aloneMs = performance.now() - start;
});
afterAll(() => site.close());

const numbers = random(seed);
const below = (end: number): number => Math.floor(numbers.next().value * end);

function anyPoint(): Point {
  const steps = Object.entries(undisturbed.steps);
  const [step, count] = steps[below(steps.length)] ?? ['manifest', 1];
  return { step: step as keyof Outcome['steps'], occurrence: below(count) };
}

/** Kills runs one after another, until one lives; what stands then must be what an undisturbed run leaves. */
async function survives(deaths: (task: ReturnType<CrashSite['task']>) => Promise<void>): Promise<void> {
  const task = site.task();
  await deaths(task);
  await run({ ...task, logs: [], isDetecting: false });
  expect(strayFiles(task.folder)).toEqual([]);
  const { events, matches } = await run(task);
  expect(events).toEqual(undisturbed.events);
  expect(matches).toEqual(undisturbed.matches);
  expect(strayFiles(task.folder)).toEqual([]);
}

test.each(Array.from({ length: 100 }, (_, index) => index))(
  `run %i killed at a random step is made good (seed ${seed})`,
  async () => {
    await survives(async (task) => {
      for (let deaths = 1 + below(3); deaths > 0; deaths -= 1) await runAlone({ ...task, point: anyPoint() });
    });
  },
);

test.each(Array.from({ length: 50 }, (_, index) => index))(
  `run %i killed before a random statement is made good (seed ${seed})`,
  async () => {
    await survives(
      async (task) => void (await runAlone({ ...task, point: { statement: below(undisturbed.statements) } })),
    );
  },
);

test.each(Array.from({ length: 50 }, (_, index) => index))(
  `run %i killed at a random moment is made good (seed ${seed})`,
  async () => {
    await survives(async (task) => void (await runAlone(task, below(aloneMs))));
  },
);
