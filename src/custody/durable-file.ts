import { mkdir, open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { createHash, randomUUID } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../model/errors.ts';

/** What was written: bytes, and their SHA-256 in lower-case hex. */
export interface WrittenFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Writes a file piece by piece by way of a temporary one beside it: after a crash it stands there whole, as
 * it was before, or not at all. A link in its place is replaced, never followed. The folder must exist.
 * Throws `workspace.full` or `workspace.damaged`; what the pieces throw passes through.
 */
export async function writeDurably(
  path: string,
  pieces: Iterable<string> | AsyncIterable<string>,
): Promise<WrittenFile> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    const told = await writePieces(temporary, pieces);
    await rename(temporary, path);
    await syncFolder(dirname(path));
    return { name: basename(path), ...told };
  } catch (error) {
    await rm(temporary, { force: true });
    throw storageError(error, path);
  }
}

async function writePieces(
  path: string,
  pieces: Iterable<string> | AsyncIterable<string>,
): Promise<Omit<WrittenFile, 'name'>> {
  const hash = createHash('sha256');
  let bytes = 0;
  // `wx` fails on anything that is already there, a planted link included.
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const block of blocks(pieces)) {
      hash.update(block);
      bytes += block.length;
      await writeWhole(file, block);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

const blockLength = 1 << 18;

/** Joins small pieces, so that a hundred thousand records are not as many writes. */
async function* blocks(pieces: Iterable<string> | AsyncIterable<string>): AsyncGenerator<Buffer> {
  let waiting: string[] = [];
  let length = 0;
  for await (const piece of pieces) {
    waiting.push(piece);
    length += piece.length;
    if (length < blockLength) continue;
    yield Buffer.from(waiting.join(''));
    waiting = [];
    length = 0;
  }
  if (length > 0) yield Buffer.from(waiting.join(''));
}

async function writeWhole(file: FileHandle, block: Buffer): Promise<void> {
  for (let written = 0; written < block.length;) {
    written += (await file.write(block, written)).bytesWritten;
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Makes a folder and those above it. Throws `workspace.full` or `workspace.damaged`. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw storageError(error, path);
  }
}

function storageError(error: unknown, path: string): unknown {
  if (error instanceof AppError || !(error instanceof Error) || !('syscall' in error)) return error;
  const isFull = 'code' in error && ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(String(error.code));
  const hint = isFull ? 'make room, or give another folder' : 'look whether the folder may be written to';
  return new AppError(isFull ? 'workspace.full' : 'workspace.damaged', `cannot write ${path}: ${error.message}`, {
    cause: error,
    hint,
  });
}
