import { PassThrough, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { openOutput } from './output.ts';

async function written(write: (output: ReturnType<typeof openOutput>) => Promise<void>): Promise<string> {
  const stream = new PassThrough();
  await write(openOutput(stream));
  stream.end();
  return String(Buffer.concat(await stream.toArray()));
}

test('JSON holds no character that acts on a terminal, and parses to the same value', async () => {
  const hostile = { text: 'a\u001b[31m\u009b\u202e\u2028\u{e0041}é🐝\nb' };
  const line = await written((output) => output.jsonLine(hostile));
  expect(JSON.parse(line)).toEqual(hostile);
  expect(line).not.toMatch(/[\u0080-\u009f\u202e\u2028\u{e0041}]/u);
  expect(line.split('\n')).toHaveLength(2);
  expect(line).toContain('é🐝');
});

test('a document is indented and parses', async () => {
  const text = await written((output) => output.json({ a: [1, 2] }));
  expect(JSON.parse(text)).toEqual({ a: [1, 2] });
  expect(text.split('\n').length).toBeGreaterThan(3);
});

test('a reader that has gone is no error, and can be asked for', async () => {
  const gone = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
  });
  const output = openOutput(gone);
  await output.line('one');
  await new Promise(setImmediate);
  expect(output.isClosed()).toBe(true);
  await output.line('two');
});

test('a slow reader is waited for', async () => {
  let free: (() => void) | undefined;
  const slow = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => void (free = done) });
  let isWritten = false;
  const writing = openOutput(slow)
    .line('one')
    .then(() => (isWritten = true));
  await new Promise(setImmediate);
  expect(isWritten).toBe(false);
  free?.();
  await writing;
  expect(isWritten).toBe(true);
});
