import { AppError } from '../../model/errors.ts';

/** Where something stands in a rule file; `line` counts from one. */
export interface Place {
  readonly path: string;
  readonly line: number;
}

/** The rule breaks the specification. The message begins with `path:line`, the cause is the place. */
export const invalid = (place: Place, message: string, hint?: string): AppError =>
  new AppError('rule.invalid', `${place.path}:${place.line}: ${message}`, detailsOf(place, hint));

/** The rule asks for something that we do not do. The message begins with `path:line`, the cause is the place. */
export const unsupported = (place: Place, message: string, hint?: string): AppError =>
  new AppError('rule.unsupported', `${place.path}:${place.line}: ${message}`, detailsOf(place, hint));

const detailsOf = (cause: Place, hint: string | undefined): { readonly cause: Place; readonly hint?: string } =>
  hint === undefined ? { cause } : { cause, hint };

/** The line that an error about a rule speaks of; 1 for any other error. */
export function lineOf(error: unknown): number {
  const cause = error instanceof AppError ? error.cause : null;
  if (typeof cause !== 'object' || cause === null || !('line' in cause)) return 1;
  return typeof cause.line === 'number' ? cause.line : 1;
}

/** A piece of a rule as it is quoted in an error: one line, not too long, control characters escaped. */
export function quote(text: string): string {
  const short = text.length > 80 ? `${text.slice(0, 77)}…` : text;
  return `'${JSON.stringify(short)
    .slice(1, -1)
    .replaceAll(String.raw`\"`, '"')
    .replaceAll(String.raw`\\`, '\\')}'`;
}
