import { AppError } from '../model/errors.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'not found',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EISDIR: 'is a folder',
  ENOTDIR: 'is not a folder',
  ELOOP: 'links lead in a circle',
  EIO: 'the disk reports a read error',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the name is too long',
  ENOSPC: 'no space left on the disk',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'a file would grow larger than is allowed',
  EROFS: 'the disk can only be read',
};

/** What the operating system complained of, in words for a person. */
export function systemReason(error: unknown): string {
  const code = systemCode(error);
  if (code !== null) return reasons[code] ?? code;
  return error instanceof Error ? error.message : String(error);
}

export function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** A failure to write our own files, as opposed to reading somebody else's: it ends the run. */
export function storageError(error: unknown, path: string): AppError {
  const isFull = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(systemCode(error) ?? '');
  if (isFull) {
    return new AppError('workspace.full', `cannot write ${path}: ${systemReason(error)}`, {
      cause: error,
      hint: 'make room, or give another folder with --workspace; what was committed before is intact',
    });
  }
  return new AppError('workspace.damaged', `cannot write ${path}: ${systemReason(error)}`, { cause: error });
}
