import { expect, test } from 'vitest';
import { OrderedRuns } from './ordered-runs.ts';

/** Runs that end when they are told to, and a diary of what happened. */
function diary() {
  const runs = new OrderedRuns<string>();
  const said: string[] = [];
  const ends = new Map<string, () => void>();
  const start = (name: string, isLight: boolean): Promise<void> =>
    runs.start({
      isLight,
      work: () => {
        said.push(`begin ${name}`);
        return new Promise((resolve) => ends.set(name, () => resolve(name)));
      },
      use: async (result) => void said.push(`use ${result}`),
    });
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.();
    await new Promise(setImmediate);
  };
  return { runs, said, start, end };
}

test('two light ones run together, and are used in the order in which they began', async () => {
  const { said, start, end, runs } = diary();
  await start('a', true);
  await start('b', true);
  const third = start('c', true);
  await end('b');
  expect(said).toEqual(['begin a', 'begin b']);
  await end('a');
  await third;
  expect(said).toEqual(['begin a', 'begin b', 'use a', 'use b', 'begin c']);
  await end('c');
  await runs.idle();
  expect(said.at(-1)).toBe('use c');
});

test('a heavy one runs alone', async () => {
  const { said, start, end } = diary();
  await start('a', true);
  const heavy = start('b', false);
  await end('a');
  await heavy;
  const light = start('c', true);
  await new Promise(setImmediate);
  expect(said).toEqual(['begin a', 'use a', 'begin b']);
  await end('b');
  await light;
  expect(said).toEqual(['begin a', 'use a', 'begin b', 'use b', 'begin c']);
});

test('what one throws, the next to start is told', async () => {
  const runs = new OrderedRuns<string>();
  await runs.start({ isLight: false, work: () => Promise.reject(new Error('gone')), use: async () => {} });
  await expect(runs.idle()).rejects.toThrow('gone');
});
