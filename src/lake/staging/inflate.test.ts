import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Cut } from './cut.ts';
import { Refused } from './refused.ts';
import { inflate, inflateBeforeDamage, inflateWhole } from './inflate.ts';
import { defaultLimits, type StagingLimits } from './stored-object.ts';

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

interface Read {
  readonly text: Buffer;
  readonly failure: unknown;
}

/** What a reader gets, and how it ends; `pauseMs` makes it slow. */
async function read(stored: Buffer, limits: Partial<StagingLimits> = {}, pauseMs = 0): Promise<Read> {
  const parts: Buffer[] = [];
  try {
    for await (const part of inflate(inChunks(stored, 64 * 1024), { ...defaultLimits, ...limits })) {
      parts.push(part);
      if (pauseMs > 0) await wait(pauseMs);
    }
    return { text: Buffer.concat(parts), failure: null };
  } catch (failure) {
    return { text: Buffer.concat(parts), failure };
  }
}

/** Text that compresses to about half. */
const text = Buffer.from(randomBytes(3 * 1024 * 1024).toString('hex'));

describe('inflating', () => {
  test.each([
    ['plain text', text],
    ['gzip', gzipSync(text)],
    ['zstandard', zstdCompressSync(text)],
    ['gzip of several members', Buffer.concat([gzipSync(text.subarray(0, 1000)), gzipSync(text.subarray(1000))])],
  ])('gives the text of %s', async (_form, stored) => {
    const { text: found, failure } = await read(stored);
    expect(failure).toBeNull();
    expect(found.equals(text)).toBe(true);
    expect(inflateWhole(stored)?.equals(text) ?? true).toBe(true);
  });

  test('passes over what stands behind the last member', async () => {
    const { text: found, failure } = await read(Buffer.concat([gzipSync(text), Buffer.alloc(100_000)]));
    expect(failure).toBeNull();
    expect(found.equals(text)).toBe(true);
  });

  test('gives nothing for nothing', async () => expect((await read(Buffer.alloc(0))).text).toHaveLength(0));

  test.each([
    ['gzip', gzipSync],
    ['zstandard', zstdCompressSync],
  ])('gives all that a cut %s stream holds, then says so, however slow its reader is', async (name, compress) => {
    const stored = compress(text);
    const cut = stored.subarray(0, stored.length - 1000);
    const found = await Promise.all([0, 1, 4].map((pauseMs) => read(cut, {}, pauseMs)));
    for (const { text: part, failure } of found) {
      expect(failure).toBeInstanceOf(Cut);
      expect(text.subarray(0, part.length).equals(part)).toBe(true);
      expect(part.length).toBeGreaterThan(text.length - (name === 'gzip' ? 4096 : 256 * 1024));
      expect(part.length).toBe(found[0]?.text.length);
    }
    expect(inflateWhole(cut)).toBeNull();
  });

  test('gives what stands before damage, the same for every reader', async () => {
    const stored = gzipSync(text);
    const middle = Math.floor(stored.length / 2);
    stored.fill(0xff, middle, middle + 64);
    const found = await Promise.all([0, 1, 4].map((pauseMs) => read(stored, {}, pauseMs)));
    for (const { text: part, failure } of found) {
      expect(failure).toBeInstanceOf(Cut);
      expect(part.length).toBeGreaterThan(text.length / 4);
      expect(part.length).toBe(found[0]?.text.length);
    }
  });

  test('gives the text before a wrong checksum', async () => {
    const stored = gzipSync(text.subarray(0, 1_000_000));
    stored.writeUInt32LE(1, stored.length - 8);
    const { text: part, failure } = await read(stored);
    expect(failure).toBeInstanceOf(Cut);
    expect(part.length).toBeGreaterThan(1_000_000 - 128 * 1024);
  });

  test('gives all of a small object that stands before damage, to the byte', () => {
    const small = text.subarray(0, 20_000);
    const stored = gzipSync(small);
    const wrong = Buffer.from(stored);
    wrong.writeUInt32LE(1, stored.length - 8);
    const others = [wrong, Buffer.concat([stored, Buffer.from('no gzip')]), stored.subarray(0, -3)];
    for (const other of others) expect(inflateBeforeDamage(other)?.equals(small)).toBe(true);
    const part = inflateBeforeDamage(stored.subarray(0, stored.length / 2)) ?? Buffer.alloc(0);
    expect(part.length).toBeGreaterThan(small.length / 3);
    expect(small.subarray(0, part.length).equals(part)).toBe(true);
    expect(inflateBeforeDamage(Buffer.concat([stored, wrong]))?.length).toBe(2 * small.length);
  });

  test('leaves to a stream what is large, or is no gzip', () => {
    expect(inflateBeforeDamage(gzipSync(text).subarray(0, -3))).toBeNull();
    expect(inflateBeforeDamage(zstdCompressSync(text).subarray(0, -3))).toBeNull();
    expect(inflateBeforeDamage(gzipSync(Buffer.alloc(100 * 1024 * 1024)).subarray(0, -3))).toBeNull();
  });

  test('refuses a bomb before it has filled anything', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const limits = { maxRatio: 100, ratioFreeBytes: 1024 * 1024 };
    const { text: part, failure } = await read(bomb, limits);
    expect(failure).toBeInstanceOf(Refused);
    expect(part.length).toBeLessThan(16 * 1024 * 1024);
    expect((await read(bomb, { maxObjectBytes: 1024 * 1024 })).failure).toBeInstanceOf(Refused);
    expect((await read(Buffer.alloc(2 * 1024 * 1024), { maxObjectBytes: 1024 * 1024 })).failure).toBeInstanceOf(
      Refused,
    );
  });

  test('takes text of more zeros than a bomb may have, where it is small', async () => {
    expect((await read(gzipSync(Buffer.alloc(1024 * 1024)))).failure).toBeNull();
  });

  test('ends a reader that stops early', async () => {
    for await (const part of inflate(inChunks(gzipSync(text), 1024), defaultLimits)) {
      expect(part.length).toBeGreaterThan(0);
      break;
    }
  });

  test('passes on a failure to read what is stored', async () => {
    async function* failing(): AsyncGenerator<Buffer> {
      yield gzipSync(text).subarray(0, 1000);
      throw Object.assign(new Error('gone'), { code: 'EIO' });
    }
    await expect(Array.fromAsync(inflate(failing(), defaultLimits))).rejects.toMatchObject({ code: 'EIO' });
  });
});
