import { expect, test } from 'vitest';
import { cutRecords } from './cut-records.ts';
import { hostileUnits } from './hostile-text.ts';

const size = 50 * 1024 * 1024;

async function* inChunks(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 1024 * 1024) yield bytes.subarray(at, at + 1024 * 1024);
}

test.each(hostileUnits)('50 MB of %j are cut within a minute and within bounds', async (unit) => {
  const start = performance.now();
  let length = 0;
  for await (const piece of cutRecords(inChunks(Buffer.alloc(size, unit)), {
    maxRecordBytes: 16 * 1024 * 1024,
    arrayKeys: ['Records'],
  }))
    length += piece.bytes.length;
  expect(length).toBeLessThanOrEqual(size);
  expect((performance.now() - start) / 1000).toBeLessThan(60);
});
