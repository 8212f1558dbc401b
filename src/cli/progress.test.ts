import { expect, test } from 'vitest';
import { openProgress } from './progress.ts';

function recorder(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 20, write: (text: string) => written.push(text), written };
}

test('a pipe gets notes and no progress line', () => {
  const stream = recorder(false);
  const progress = openProgress(stream, { isQuiet: false });
  progress.show('reading');
  progress.note('read 3 files');
  progress.clear();
  expect(stream.written).toEqual(['read 3 files\n']);
});

test('quiet says nothing', () => {
  const stream = recorder(true);
  const progress = openProgress(stream, { isQuiet: true });
  progress.show('reading');
  progress.note('read 3 files');
  expect(stream.written).toEqual([]);
});

test('on a terminal a note takes the place of the progress line', () => {
  const stream = recorder(true);
  const progress = openProgress(stream, { isQuiet: false });
  progress.show('reading');
  progress.note('read 3 files');
  expect(stream.written).toEqual(['\r\u001b[2Kreading', '\r\u001b[2K', 'read 3 files\n']);
});

test('the progress line fits its terminal and changes ten times a second at most', () => {
  const stream = recorder(true);
  let now = 0;
  const progress = openProgress(stream, { isQuiet: false, now: () => now });
  for (now = 0; now < 1000; now += 10) progress.show('a line that is longer than twenty columns');
  expect(stream.written).toHaveLength(10);
  expect(stream.written[0]).toBe('\r\u001b[2Ka line that is lon…');
});

test('a file name cannot move the cursor', () => {
  const stream = recorder(false);
  openProgress(stream, { isQuiet: false }).note('refused \u001b[1A\nfake');
  expect(stream.written).toEqual(['refused \\x1b[1A\\nfake\n']);
});
