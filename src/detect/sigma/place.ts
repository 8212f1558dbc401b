import { AppError, type ErrorCode } from '../../model/errors.ts';

/** Where something stands in a rule file; `line` counts from one. */
export interface Place {
  readonly path: string;
  readonly line: number;
}

type RuleErrorCode = Extract<ErrorCode, `rule.${string}`>;

/** An error about a rule: its message begins with `path:line`, its cause is the place. */
export function fault(code: RuleErrorCode, place: Place, message: string, hint?: string): AppError {
  const details = hint === undefined ? { cause: place } : { cause: place, hint };
  return new AppError(code, `${place.path}:${place.line}: ${message}`, details);
}

export const invalid = (place: Place, message: string, hint?: string): AppError => fault('rule.invalid', place, message, hint);

export const unsupported = (place: Place, message: string, hint?: string): AppError =>
  fault('rule.unsupported', place, message, hint);

/** The line that an error of `fault` speaks of; 1 for any other error. */
export function lineOf(error: unknown): number {
  const cause = error instanceof AppError ? error.cause : null;
  if (typeof cause !== 'object' || cause === null || !('line' in cause)) return 1;
  return typeof cause.line === 'number' ? cause.line : 1;
}

/** A piece of a rule as it is quoted in an error: one line, not too long, control characters escaped. */
export function quote(text: string): string {
  const short = text.length > 80 ? `${text.slice(0, 77)}…` : text;
  return `'${JSON.stringify(short).slice(1, -1).replaceAll(String.raw`\"`, '"').replaceAll(String.raw`\\`, '\\')}'`;
}
