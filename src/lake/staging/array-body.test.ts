import { describe, expect, test } from 'vitest';
import { arrayBody, LooseEnvelope, withCommas, withoutHead } from './array-body.ts';
import { framingOf } from './framing.ts';
import { Cut } from './cut.ts';

async function* inChunks(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size));
}

/** What is written to a batch, the same for every size of chunk. */
async function body(text: string): Promise<string> {
  const framing = framingOf(Buffer.from(text), ['Records']);
  if (framing.form !== 'array') throw new TypeError('not an array');
  const found = new Set<string>();
  for (const size of [1, 3, 5000, 1 << 20]) {
    found.add(Buffer.concat(await Array.fromAsync(arrayBody(inChunks(text, size), framing))).toString());
  }
  expect(found.size).toBe(1);
  return [...found].join('');
}

describe('the elements of an array', () => {
  test.each([
    ['[{"a":1},{"a":2}]', '{"a":1}\n{"a":2}'],
    ['{"Records":[{"a":1},{"a":{"b":[1]}}]}\n', '{"a":1}\n{"a":{"b":[1]}}'],
    ['[ {"a":1}, {"a":2} ]', '\n, {"a":1}, {"a":2} '],
    ['{\n "Records": [\n  {"a":1}\n ] \n}\n', '\n,\n  {"a":1}\n '],
    ['[]', ''],
    ['{"Records": [ ] }', ' '],
    ['[1, 2]', '\n,1, 2'],
    ['["]"]', '\n,"]"'],
    [`[{"a":1}]${' '.repeat(4000)}`, '{"a":1}'],
  ])('of %j', async (text, expected) => expect(await body(text)).toBe(expected));

  test("are lines only between records of the first one's key", async () => {
    expect(await body('[{"a":1,"l":[{"b":1},{"c":2}]},{"a":2},{"b":3}]')).toBe(
      '{"a":1,"l":[{"b":1},{"c":2}]}\n{"a":2},{"b":3}',
    );
  });

  test('come back with their commas', async () => {
    const text = `${'{"a":1}\n'.repeat(3000)}{"a":2}\n{"b":1}`;
    for (const size of [1, 7, 4096]) {
      const restored = Buffer.concat(
        await Array.fromAsync(withCommas(inChunks(text, size), Buffer.from('},{"a":'))),
      ).toString();
      expect(restored).toBe(`${'{"a":1},'.repeat(3000)}{"a":2}\n{"b":1}`);
    }
  });

  test.each([
    '[{"a":1}',
    '[{"a":1},',
    '[',
    '{"Records":[{"a":1}',
    '{"Records":[{"a":1}]',
    '[{"a":1}] and more',
    '[{"a":1}]}',
    '{"Records":[{"a":1}]]',
  ])('of %j are not closed', async (text) => expect(body(text)).rejects.toThrow(Cut));

  test.each(['{"Records":[{"a":1}],"next":"x"}', '{"Records":[{"a":1}], "n": 1, "l": [1, 2] }\n'])(
    'of %j are not all that it says',
    async (text) => {
      await expect(body(text)).rejects.toThrow(LooseEnvelope);
    },
  );

  test('are not closed where more white space follows than any writer leaves', async () => {
    await expect(body(`[{"a":1}]${' '.repeat(10_000)}`)).rejects.toThrow(Cut);
  });
});

test('the head of a text is taken off whatever its chunks', async () => {
  for (const size of [1, 2, 100])
    expect(Buffer.concat(await Array.fromAsync(withoutHead(inChunks('0123456789', size), 4))).toString()).toBe(
      '456789',
    );
});
