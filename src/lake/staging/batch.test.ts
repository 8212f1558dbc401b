import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BatchWriter } from './batch.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'beewolf-batch-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function* body(...parts: string[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield Buffer.from(part);
}

async function* failing(...parts: string[]): AsyncGenerator<Buffer> {
  yield* body(...parts);
  throw new Error('broken off');
}

const object = (name: string) => ({ path: name, sha256: name.repeat(64).slice(0, 64), separator: null });
const writer = (form: 'array' | 'lines' | 'text') =>
  new BatchWriter(join(folder, 'batch.json'), { form, told: null }, 'key');

test('an array of several objects is one JSON array with a sentinel before each', async () => {
  const batch = writer('array');
  await batch.add(object('a'), body('\n,{"x":1},', '{"x":2}'));
  await batch.add(object('b'), body());
  await batch.add(object('c'), body('\n,{"x":3}'));
  const { file, objects } = batch.close();
  const text = readFileSync(file, 'utf8');
  expect(JSON.parse(text)).toEqual([{ key: 0 }, { x: 1 }, { x: 2 }, { key: 1 }, { key: 2 }, { x: 3 }]);
  expect(objects.map(({ start, end }) => text.slice(start, end))).toEqual(['\n,{"x":1},{"x":2}', '', '\n,{"x":3}']);
});

test('lines of several objects are a sentinel on a line before the lines of each', async () => {
  const batch = writer('lines');
  await batch.add(object('a'), body('{"x":1}\n{"x":2}'));
  await batch.add(object('b'), body('{"x":3}\n'));
  const { file, objects } = batch.close();
  const text = readFileSync(file, 'utf8');
  expect(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([{ key: 0 }, { x: 1 }, { x: 2 }, { key: 1 }, { x: 3 }]);
  expect(objects.map(({ start, end }) => text.slice(start, end))).toEqual(['{"x":1}\n{"x":2}', '{"x":3}\n']);
});

test('a text stands alone, without a sentinel', async () => {
  const batch = writer('text');
  await batch.add(object('a'), body('what', 'ever'));
  const { file, objects } = batch.close();
  expect(readFileSync(file, 'utf8')).toBe('whatever');
  expect(objects).toMatchObject([{ path: 'a', start: 0, end: 8 }]);
});

test.each(['array', 'lines', 'text'] as const)(
  'an object that fails half way leaves no trace in a batch of %s',
  async (form) => {
    const batch = writer(form);
    await expect(batch.add(object('a'), failing('{"x":1}'))).rejects.toThrow('broken off');
    await batch.add(object('b'), body(form === 'array' ? '\n,{"x":2}' : '{"x":2}'));
    await expect(batch.add(object('c'), failing('long and ', 'longer'))).rejects.toThrow('broken off');
    const length = batch.bytes;
    const { file, objects } = batch.close();
    const text = readFileSync(file, 'utf8');
    expect(objects.map(({ path }) => path)).toEqual(['b']);
    expect(text).not.toContain('long');
    expect(Buffer.byteLength(text)).toBe(form === 'array' ? length + 3 : length);
    if (form === 'array') expect(JSON.parse(text)).toEqual([{ key: 0 }, { x: 2 }]);
  },
);
