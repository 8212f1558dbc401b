import { describe, expect, test } from 'vitest';
import { framingOf } from './framing.ts';

const keys = ['Records', 'Events'];
const framing = (text: string | Buffer) => framingOf(Buffer.from(text), keys);
/** What is left of a text behind its head. */
const rest = (text: string): string => {
  const found = framing(text);
  return found.form === 'none' ? '' : Buffer.from(text).subarray(found.skip).toString();
};

describe('the form of an object', () => {
  test.each([
    ['[{"a":1}]', 'array', '{"a":1}]'],
    [' \n[ {"a":1}]', 'array', ' {"a":1}]'],
    ['[]', 'array', ']'],
    ['\ufeff[{"a":1}]', 'array', '{"a":1}]'],
    ['{"Records":[{"a":1}]}', 'array', '{"a":1}]}'],
    ['{ "Records" : [\n{"a":1}]}', 'array', '\n{"a":1}]}'],
    ['{"Records":[]}', 'array', ']}'],
    ['{"n":1,"t":"x","Events":[{"a":1}]}', 'array', '{"a":1}]}'],
    ['{"a":1}\n{"a":2}\n', 'lines', '{"a":1}\n{"a":2}\n'],
    ['\ufeff{"a":1}', 'lines', '{"a":1}'],
    ['{"a":1}\r\n{"a":2}', 'lines', '{"a":1}\r\n{"a":2}'],
    ['{\n  "a": 1\n}\n', 'cut', '{\n  "a": 1\n}\n'],
    ['{"a":1}{"a":2}\n', 'cut', '{"a":1}{"a":2}\n'],
    ['{"deep":{"x":[1]},"Records":[{"a":1}]}\n', 'cut', '{"deep":{"x":[1]},"Records":[{"a":1}]}\n'],
    ['{"Records":{"a":1}}\n', 'lines', '{"Records":{"a":1}}\n'],
    ['{"a":1', 'lines', '{"a":1'],
    ['null\n{"a":1}\n', 'cut', 'null\n{"a":1}\n'],
    ['a banner\n[\n {"a":1}]', 'cut', 'a banner\n[\n {"a":1}]'],
  ])('of %j is %s', (text, form, behind) => {
    expect(framing(text).form).toBe(form);
    expect(rest(text)).toBe(behind);
  });

  test.each(['[INFO] 192.0.2.7:1 - 2 "A', '[pod/a/b] [INFO]'])('of %j is no array', (text) =>
    expect(framing(text)).toEqual({ form: 'none', reason: 'not JSON, nor lines of a known log' }),
  );

  test.each(['[true]', '[null]', '[1]', '["a"]'])('of %j is an array, of whatever', (text) =>
    expect(framing(text).form).toBe('array'),
  );

  test('of a line longer than what is seen of it is taken at its word', () => {
    expect(framing(`{"a":"${'x'.repeat(5000)}`).form).toBe('lines');
  });

  test.each([
    ['', 'empty'],
    [' \n\t', 'nothing but white space where it begins'],
    ['\ufeff', 'nothing but white space where it begins'],
    ['hello', 'not JSON, nor lines of a known log'],
    ['"text"', 'not JSON, nor lines of a known log'],
    ['<xml/>', 'not JSON, nor lines of a known log'],
    ['PAR1', 'not JSON, nor lines of a known log'],
    ['a,b\n1,{"c":2}\n', 'not JSON, nor lines of a known log'],
    [Buffer.from('\ufeff[{"a":1}]', 'utf16le'), 'text in UTF-16 (little-endian), expected UTF-8'],
    [Buffer.from('[{"a":1}]', 'utf16le'), 'text in UTF-16 (little-endian), expected UTF-8'],
    [Buffer.from('\ufeff[{"a":1}]', 'utf16le').swap16(), 'text in UTF-16 (big-endian), expected UTF-8'],
    [Buffer.from('[{"a":1}]', 'utf16le').swap16(), 'text in UTF-16 (big-endian), expected UTF-8'],
  ])('of %j is none: %s', (text, reason) => expect(framing(text)).toEqual({ form: 'none', reason }));
});

describe('the separator of an array', () => {
  test.each([
    ['[{"a":1},{"a":2}]', '},{"a":'],
    ['{"Records":[{"the key":{', '},{"the key":'],
    ['[{"a" :1}]', null],
    ['[ {"a":1}]', null],
    ['[\n{"a":1}]', null],
    ['[{"\\u0061":1}]', null],
    ['[{"a\nb":1}]', null],
    ['[{}]', null],
    ['[1]', null],
    ['{"Records": [{"a": 1}, {"a": 2}, {"a": 3}]}', '}, {"a":'],
    ['{"Records": [{"a": [{"b": 1}, {"b": 2}]},{"a": 2}, {"a": 3}]}', '},{"a":'],
  ])('of %j is %j', (text, separator) => {
    const found = framing(text);
    expect(found.form === 'array' ? (found.separator?.toString() ?? null) : 'none').toBe(separator);
  });
});

test('hostile heads are told within a moment', () => {
  const start = performance.now();
  for (const unit of ['{"', '{"a":', '{"a":1,', '{"a":[', '[[', '{"a":"', ' ', '{"a" : {', '{"a":[1,']) {
    for (const text of [unit.repeat(300_000), `{${unit.repeat(1000)}`]) framing(text);
  }
  expect(performance.now() - start).toBeLessThan(3000);
});
