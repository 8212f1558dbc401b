import { describe, expect, test } from 'vitest';
import { cutRecords } from './cut-records.ts';
import { hostileUnits } from './hostile-text.ts';

const options = { maxRecordBytes: 1024, arrayKeys: ['Records', 'Events'] };

async function* inChunks(text: string | Buffer, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

interface Cut {
  readonly records: readonly unknown[];
  readonly faults: readonly string[];
}

/** The records that were found, and the text and fault of what was not one. The same for every size of chunk. */
async function cut(text: string | Buffer, limits: Partial<typeof options> = {}): Promise<Cut> {
  const bytes = Buffer.from(text);
  const results = [];
  for (const size of [1, 7, 64 * 1024]) {
    const records: unknown[] = [];
    const faults: string[] = [];
    for await (const piece of cutRecords(inChunks(bytes, size), { ...options, ...limits })) {
      expect(bytes.subarray(piece.offset, piece.offset + piece.bytes.length).equals(piece.bytes)).toBe(true);
      if (piece.fault === null) records.push(JSON.parse(piece.bytes.toString()));
      else faults.push(`${piece.fault}: ${piece.bytes.toString().trim()}`);
    }
    results.push({ records, faults });
  }
  expect(results[0]).toEqual(results[2]);
  expect(results[1]).toEqual(results[2]);
  return results[2] ?? { records: [], faults: [] };
}

const whole = (...records: unknown[]): Cut => ({ records, faults: [] });

describe('records are found in an envelope inside of another', () => {
  const arrayKeys = ['Records', 'data.results'];
  test.each([
    ['alone', '{"data":{"results":[{"a":1},{"a":2}]}}'],
    ['beside others', '{"x":{"results":[{"b":1}]},"data":{"fields":[],"results":[{"a":1},{"a":2}],"summary":{"n":2}}}'],
    ['printed', '{\n  "data": {\n    "results": [\n      {"a":1},\n      {"a":2}\n    ]\n  }\n}\n'],
    ['twice', '{"data":{"results":[{"a":1}]}}\n{"data":{"results":[{"a":2}]}}'],
  ])('%s', async (_, text) => {
    expect(await cut(text, { arrayKeys })).toEqual(whole({ a: 1 }, { a: 2 }));
  });

  test('but not where the outer key is another, or no array is there', async () => {
    const others = [{ other: { results: [{ a: 1 }] } }, { data: { results: { a: 1 } } }, { data: [{ results: [1] }] }];
    expect(await cut(others.map((one) => JSON.stringify(one)).join('\n'), { arrayKeys })).toEqual(whole(...others));
  });

  test('and what the outer of two envelopes says behind the records of the inner one is no record', async () => {
    const text =
      '{"data":{"items":[{"a":1}],"n":1},"next":null,"more":{"b":[1]}}\n{"data":{"items":[{"a":2}]},"next":null}';
    expect(await cut(text, { arrayKeys: ['data.items'] })).toEqual(whole({ a: 1 }, { a: 2 }));
  });
});

describe('records are found', () => {
  test.each([
    ['in an array', '[{"a":1},{"a":2}]'],
    ['on lines', '{"a":1}\n{"a":2}\n'],
    ['on lines ended the way of Windows', '{"a":1}\r\n{"a":2}\r\n'],
    ['one directly behind another', '{"a":1}{"a":2}'],
    ['in an envelope', '{"Records":[{"a":1},{"a":2}]}'],
    [
      'in an envelope with keys before and behind',
      '{"v":{"x":[{}]},"t":"]}","Records" : [{"a":1},{"a":2}],"next":{"a":3},"n":[{"a":4}],"z":null}',
    ],
    ['in the two arrays of one envelope', '{"Records":[{"a":1}],"n":0,"Events":[{"a":2}]}'],
    ['in envelopes one behind another', '{"Records":[{"a":1}]}{"Records":[]}\n{"Records":[{"a":2}],"next":"x"}'],
    ['in an array of envelopes', '[{"Records":[{"a":1}]},{"Events":[{"a":2}]}]'],
    ['behind a byte-order mark', '\ufeff{"a":1}{"a":2}'],
    ['printed over many lines', '{\n  "a": 1\n}\n{\n  "a": 2\n}\n'],
    ['behind an envelope that is never closed', '{"Records":[{"a":1}]\n{"a":2}'],
    ['behind an array that is closed too early', '{"Records":[{"a":1}],{"a":2}]}'],
  ])('%s', async (_form, text) => expect(await cut(text)).toEqual(whole({ a: 1 }, { a: 2 })));

  test('with brackets and quotes in their text', async () => {
    const record = { a: '}{][,"\\', 'k"}': ['{', '\\"'], Records: 'none' };
    expect(await cut(JSON.stringify([record, record]))).toEqual(whole(record, record));
  });

  test('with a nested key that is named like one of an envelope', async () => {
    const record = { a: { Records: [{ b: 1 }] } };
    expect(await cut(JSON.stringify(record))).toEqual(whole(record));
  });

  test('nowhere in nothing', async () => {
    expect(await cut('')).toEqual(whole());
    expect(await cut(' \n[]\n')).toEqual(whole());
    expect(await cut('{"Records":[]}')).toEqual(whole());
  });
});

describe('a damaged record costs itself alone', () => {
  const [first, last] = ['{"id":1,"o":{"x":[{"y":1},{"y":2}]}}', '{"id":3,"o":{"x":[{"y":1},{"y":2}]}}'].map(
    (text) => ({ text, value: JSON.parse(text) as unknown }),
  );
  const damaged: readonly (readonly [string, string])[] = [
    ['an open string', '{"id":2,"s":"abc}'],
    ['a lost opening quote', '{"id":2,s":"abc","t":"u"}'],
    ['a lost closing quote', '{"id":2,"s":"abc,"t":{"u":"v"}}'],
    ['a lost last bracket', '{"id":2,"o":{"x":1}'],
    ['a bracket too many', '{"id":2,"o":{"x":1}]}'],
    ['brackets that do not match', '{"id":2,"o":[1}}'],
    ['a missing value', '{"id":2,"o":}'],
    ['a missing colon', '{"id":2,"o" 1}'],
    ['a missing comma', '{"id":2 "o":1}'],
    ['an end behind a key', '{"id":2,"o":'],
    ['an end behind a comma', '{"id":2,'],
    ['a raw control character', '{"id":2,"o":"a\u0001b"}'],
    ['single quotes', "{'id':2}"],
    ['nothing of JSON', 'oops: 17 & more'],
  ];
  test.each(damaged)('in an array: %s', async (_damage, text) => {
    const { records, faults } = await cut(`[${first?.text},${text},${last?.text}]`);
    expect(records).toEqual([first?.value, last?.value]);
    expect(faults.length).toBeGreaterThan(0);
  });
  test.each(damaged)('on lines: %s', async (_damage, text) => {
    const { records, faults } = await cut(`${first?.text}\n${text}\n${last?.text}\n${last?.text}\n`);
    expect(records).toEqual([first?.value, last?.value, last?.value]);
    expect(faults).toHaveLength(1);
  });

  test('at the end of a text that breaks off, whatever is nested in it', async () => {
    const { records, faults } = await cut('[{"a":1},{"a":2,"b":[{"c":1},{"c":2},{"c"');
    expect(records).toEqual([{ a: 1 }]);
    expect(faults).toEqual(['the object ends in the middle of this record: {"a":2,"b":[{"c":1},{"c":2},{"c"']);
  });

  test('whose parts look like an envelope, with what stands behind them', async () => {
    const { records, faults } = await cut(
      '[{"x":"y":[{"k":1},{"Records":[{"d":1}],"e":"told"}],"f":"told too"},{"a":2}]',
    );
    expect(records).toEqual([{ d: 1 }, { a: 2 }]);
    expect(faults.join('')).toContain('"e":"told"');
    expect(faults.join('')).toContain('"f":"told too"');
  });

  test('and what its envelope says behind all records is still no record', async () => {
    const { records, faults } = await cut('{"v":1,"Records":[{"a":1},{"b":2,,"c":3},{"a":2}],"next":[{"a":5}]}');
    expect(records).toEqual([{ a: 1 }, { a: 2 }]);
    expect(faults).toHaveLength(1);
  });

  test('where it would swallow all that follow as parts of itself', async () => {
    const { records, faults } = await cut('[{"a":1,"b":[{"a":2},{"a":3},{"a":4}]');
    expect(records).toEqual([{ a: 2 }, { a: 3 }, { a: 4 }]);
    expect(faults).toHaveLength(1);
  });

  test('where it is longer than the limit', async () => {
    const long = `{"a":1,"s":"${'x'.repeat(5000)}"}`;
    const { records, faults } = await cut(`[{"a":0},${long},{"a":2}]`);
    expect(records).toEqual([{ a: 0 }, { a: 2 }]);
    expect(faults[0]).toContain('longer than 1024 bytes');
  });
});

describe('hostile text takes linear time', () => {
  const size = 2 * 1024 * 1024;
  test.each(hostileUnits)('of %j over and over', async (unit) => {
    const start = performance.now();
    let length = 0;
    for await (const piece of cutRecords(inChunks(Buffer.alloc(size, unit), 1024 * 1024), {
      maxRecordBytes: 16 * 1024 * 1024,
      arrayKeys: ['Records'],
    }))
      length += piece.bytes.length;
    expect(length).toBeLessThanOrEqual(size);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
