import type { Transform } from 'node:stream';
import { finished } from 'node:stream/promises';
import { constants, createGunzip, createZstdDecompress, gunzipSync } from 'node:zlib';
import { systemCode } from '../system-reason.ts';
import { Cut } from './cut.ts';
import { Refused } from './refused.ts';
import type { StagingLimits } from './stored-object.ts';

/** What is said of an object whose compressed data breaks off. */
export const damaged = 'damaged or cut compressed data';

/** Stored bytes go into an inflater in portions that cannot give too much at once. */
const inputBytes = 16 * 1024;
/** What damage costs beyond itself: an inflater gives nothing of the portion in which it fails. */
const outputBytes = 64 * 1024;
/** Gives what a portion of input holds at once, so that nothing is lost where the next one is missing. */
const inflating = { chunkSize: outputBytes, flush: constants.Z_SYNC_FLUSH };
/** What a whole-buffer inflation may give before it is done as a stream instead. */
const wholeOutputBytes = 64 * 1024 * 1024;
/** Damage in up to so many bytes is sought to the byte; in more, what a portion holds is little. */
const soughtBytes = 1024 * 1024;

type Compression = 'gzip' | 'zstd' | 'none';

function compressionOf(head: Buffer): Compression {
  if (head.length >= 2 && head.readUInt16BE(0) === 0x1f8b) return 'gzip';
  if (head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528) return 'zstd';
  return 'none';
}

/** Inflates a small object in one go; null where it must be streamed: too large, or damaged. */
export function inflateWhole(stored: Buffer): Buffer | null {
  if (compressionOf(stored) === 'none') return stored;
  if (compressionOf(stored) === 'zstd') return null;
  try {
    return gunzipSync(stored, { maxOutputLength: wholeOutputBytes, chunkSize: expectedBytes(stored) });
  } catch {
    return null;
  }
}

/**
 * What a small gzip object holds before its damage, to the byte, or null where it must be streamed. An
 * inflater fails at the same byte each time and gives nothing of what it was fed last: so the longest
 * beginning that it takes is sought by halving.
 */
export function inflateBeforeDamage(stored: Buffer): Buffer | null {
  if (compressionOf(stored) !== 'gzip' || stored.length > soughtBytes) return null;
  let sound: Buffer = Buffer.alloc(0);
  let taken = 0;
  for (let failing = stored.length + 1; failing - taken > 1;) {
    const length = Math.floor((taken + failing) / 2);
    try {
      sound = gunzipSync(stored.subarray(0, length), soundOptions);
      taken = length;
    } catch (error) {
      if (systemCode(error) === 'ERR_BUFFER_TOO_LARGE') return null;
      failing = length;
    }
  }
  return sound;
}

/** Takes data that ends too early for all that it holds. */
const soundOptions = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: wholeOutputBytes };

/** One buffer of the right size saves gathering many small ones; the length that gzip notes at its end is only a hint. */
function expectedBytes(stored: Buffer): number {
  const noted = stored.length >= 4 ? stored.readUInt32LE(stored.length - 4) : 0;
  return Math.min(Math.max(noted + 1, 65_536), wholeOutputBytes);
}

/**
 * The text of an object from its stored bytes, in pieces.
 * @throws Cut where the compressed data breaks off or is damaged, after all that came before it.
 * @throws Refused where it inflates beyond the limits.
 */
export async function* inflate(stored: AsyncIterable<Buffer>, limits: StagingLimits): AsyncGenerator<Buffer> {
  let read = 0;
  let written = 0;
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of stored) {
      read += chunk.length;
      yield chunk;
    }
  };
  for await (const chunk of decompressed(counted())) {
    written += chunk.length;
    if (written > limits.maxObjectBytes) throw new Refused(`inflates to more than ${limits.maxObjectBytes} bytes`);
    if (written > limits.ratioFreeBytes && written > read * limits.maxRatio) {
      throw new Refused(`inflates to more than ${limits.maxRatio} times its size`);
    }
    yield chunk;
  }
}

async function* decompressed(stored: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const first = await stored.next();
  if (first.done) return;
  const whole = rejoined(first.value, stored);
  const compression = compressionOf(first.value);
  if (compression === 'none') yield* whole;
  else
    yield* through(
      whole,
      compression === 'gzip' ? createGunzip(inflating) : createZstdDecompress({ chunkSize: outputBytes }),
    );
}

async function* rejoined(head: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  yield* rest;
}

async function* bitsOf(stored: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of stored)
    for (let at = 0; at < chunk.length; at += inputBytes) yield chunk.subarray(at, at + inputBytes);
}

/** Feeds an inflater bit by bit and takes out all it gives before its error counts; a stream's own iterator drops that. */
async function* through(stored: AsyncGenerator<Buffer>, inflater: Transform): AsyncGenerator<Buffer> {
  const given: Buffer[] = [];
  const failures: Error[] = [];
  inflater.on('data', (chunk: Buffer) => given.push(chunk));
  let proceed: () => void = () => undefined;
  inflater.on('error', (error) => {
    failures.push(error);
    proceed();
  });
  try {
    for await (const bit of bitsOf(stored)) {
      if (failures.length > 0 || inflater.readableEnded) break;
      await new Promise<void>((resolve) => {
        proceed = resolve;
        inflater.write(bit, () => resolve());
      });
      if (given.length > 0) yield Buffer.concat(given.splice(0));
    }
    if (failures.length === 0) await finished(inflater.end()).catch(() => undefined);
    if (given.length > 0) yield Buffer.concat(given);
  } finally {
    inflater.destroy();
  }
  const [failure] = failures;
  if (failure === undefined) return;
  if (systemCode(failure)?.match(/^(Z_|ZSTD_)/)) throw new Cut(damaged, { cause: failure });
  throw failure;
}
