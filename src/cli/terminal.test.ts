import { expect, test } from 'vitest';
import { describeTerminal, shorten, widthOf } from './terminal.ts';

const columns = [{ title: 'id' }, { title: 'n', align: 'right' }, { title: 'text', wraps: true }] as const;

test('columns are as wide as their widest cell, and nothing ends in blanks', () => {
  const terminal = describeTerminal({}, {}, true);
  expect(
    terminal.table(columns, [
      ['a', '1', 'one'],
      ['bcd', '22', 'two'],
    ]),
  ).toBe('id    n  text\na     1  one\nbcd  22  two');
});

test('long text goes on in the next line and stays within 80 columns', () => {
  const table = describeTerminal({}, {}, true).table(columns, [['x'.repeat(30), '1', 'word '.repeat(40).trim()]]);
  const lines = table.split('\n');
  expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(80);
  expect(lines.join(' ').match(/word/g)).toHaveLength(40);
});

test('a column that does not wrap is never cut', () => {
  const id = 'arn:'.repeat(40);
  expect(describeTerminal({}, {}, true).table(columns, [[id, '1', 'text']])).toContain(id);
});

test('a word longer than its column is broken, not lost', () => {
  const word = 'z'.repeat(200);
  const table = describeTerminal({}, {}, true).table(columns, [['a', '1', word]]);
  expect(table.match(/z/g)).toHaveLength(200);
});

test('a cell cannot break out of its place', () => {
  const table = describeTerminal({}, {}, true).table(columns, [['\u001b[2J', '1', 'line\nbreak\u202e']]);
  expect(table).toBe('id       n  text\n\\x1b[2J  1  line\\nbreak\\u{202e}');
});

test('wide letters take two columns, combined ones one', () => {
  expect(widthOf('日本')).toBe(4);
  expect(widthOf('e\u0301')).toBe(1);
  expect(widthOf('🐝')).toBe(2);
});

test('what is left out is shown by an ellipsis', () => {
  expect(shorten('abcdef', 4)).toBe('abc…');
  expect(shorten('abcd', 4)).toBe('abcd');
});

test.each([
  ['a terminal', { isTTY: true }, {}, true, true],
  ['a pipe', {}, {}, true, false],
  ['NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }, true, false],
  ['an empty NO_COLOR, which counts as unset', { isTTY: true }, { NO_COLOR: '' }, true, true],
  ['--no-color', { isTTY: true }, {}, false, false],
  ['a dumb terminal', { isTTY: true }, { TERM: 'dumb' }, true, false],
])('colours on %s', (_, stream, env, isWanted, isColoured) => {
  expect(describeTerminal(stream, env, isWanted).colours.isColorSupported).toBe(isColoured);
});
