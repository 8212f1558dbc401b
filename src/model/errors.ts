/**
 * Every way in which Beewolf can fail, by name. Callers branch on the code, never on the message;
 * the part before the dot says whose trouble it is.
 */
export type ErrorCode =
  | 'usage.invalid'
  | 'input.not-found'
  | 'input.unreadable'
  | 'rule.invalid'
  | 'rule.unsupported'
  | 'workspace.busy'
  | 'workspace.full'
  | 'workspace.damaged'
  | 'workspace.newer'
  | 'output.exists'
  | 'evidence.unknown'
  | 'runtime.too-old'
  | 'engine.bad-data'
  | 'engine.no-memory'
  | 'engine.failed'
  | 'cancelled'
  | 'internal';

interface ErrorDetails {
  readonly cause?: unknown;
  /** What the person at the terminal can do about it, in a line. */
  readonly hint?: string;
}

/** The one error class: says what happened and where, and what to do. Its text never holds a secret. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.name = 'AppError';
    this.code = code;
    this.hint = details.hint;
  }
}

export function hasCode(error: unknown, code: ErrorCode): boolean {
  return error instanceof AppError && error.code === code;
}
