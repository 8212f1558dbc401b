import { AppError } from '../model/errors.ts';

/** An option of a command: how it is typed, and how its text becomes a value. */
export interface Option<V> {
  /** As commander writes them: `-o, --output <format>`. The angle brackets name the value. */
  readonly flags: string;
  readonly about: string;
  readonly choices: readonly string[];
  /** What holds when nothing is given, for `--help`. */
  readonly fallback: string | undefined;
  /** Whether BEEWOLF_<NAME> in the environment stands in for it. A flag that overwrites or acts never does. */
  readonly isFromEnvironment: boolean;
  /** Takes every text given, in order; none when the option is absent, one that is empty for a flag. */
  read(given: readonly string[]): V;
}

/** A positional argument of a command. */
export interface Argument<V> {
  /** As commander writes them: `<uid>`, `[dir]`, `[path...]`. */
  readonly syntax: string;
  readonly about: string;
  readonly choices: readonly string[];
  read(given: readonly string[]): V;
}

/** A flag that is on or off, off by default. */
export function flag(
  flags: string,
  about: string,
  details: { readonly isFromEnvironment?: boolean } = {},
): Option<boolean> {
  return {
    ...option(flags, about),
    isFromEnvironment: details.isFromEnvironment ?? false,
    read: (given) => given.length > 0,
  };
}

export function text(flags: string, about: string): Option<string | null>;
export function text(flags: string, about: string, fallback: string): Option<string>;
export function text(flags: string, about: string, fallback?: string): Option<string | null> {
  return { ...option(flags, about), fallback, read: (given) => given.at(-1) ?? fallback ?? null };
}

/** May be given several times, each time with a text that is not blank. */
export function list(flags: string, about: string): Option<readonly string[]> {
  const read = (given: readonly string[]): readonly string[] => {
    if (given.some((one) => one.trim() === ''))
      throw new AppError('usage.invalid', `${nameOf(flags)} must not be empty`);
    return given;
  };
  return { ...option(flags, `${about}; may be repeated`), read };
}

/** A point in time as an instant in UTC; a date without a time stands for its first or its last millisecond. */
export function moment(flags: string, about: string, ofDate: 'start' | 'end'): Option<string | null> {
  const read = (given: readonly string[]): string | null => {
    const last = given.at(-1);
    if (last === undefined) return null;
    const instant = instantOf(last, ofDate);
    if (instant !== null) return instant;
    throw new AppError('usage.invalid', `${nameOf(flags)} must be a time such as 2026-03-04T12:00:00Z, not ${last}`);
  };
  return { ...option(flags, about), read };
}

function instantOf(given: string, ofDate: 'start' | 'end'): string | null {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/.exec(given);
  const [, date = '', clock = ofDate === 'start' ? '00:00' : '23:59:59.999', zone = 'Z'] = parts ?? [];
  const day = Date.parse(`${date}T00:00:00Z`);
  // Date.parse takes the 30th of February for a day of March.
  if (Number.isNaN(day) || new Date(day).toISOString().slice(0, 10) !== date) return null;
  const time = Date.parse(`${date}T${clock}${zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** A time zone by its IANA name; UTC when none is given. */
export function zone(flags: string, about: string): Option<string> {
  const read = (given: readonly string[]): string => {
    const name = given.at(-1) ?? 'UTC';
    try {
      // Some runtimes take an offset for a zone, which the engine does not know.
      if (/^[+-]/.test(name)) throw new RangeError('an offset is no zone');
      return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    } catch (error) {
      const why = `${nameOf(flags)} must be a zone such as America/New_York, not ${name}`;
      throw new AppError('usage.invalid', why, { cause: error });
    }
  };
  return { ...option(flags, about), fallback: 'UTC', read };
}

/** One of a few words; the first is what holds when none is given. */
export function choice<const T extends string>(flags: string, about: string, choices: readonly [T, ...T[]]): Option<T> {
  const read = (given: readonly string[]): T => chosen(nameOf(flags), choices, given.at(-1)) ?? choices[0];
  return { ...option(flags, about), choices, fallback: choices[0], read };
}

/** One of a few words, or null when none is given. */
export function optionalChoice<const T extends string>(
  flags: string,
  about: string,
  choices: readonly T[],
): Option<T | null> {
  return { ...option(flags, about), choices, read: (given) => chosen(nameOf(flags), choices, given.at(-1)) };
}

/** A whole number in digits, within bounds. */
export function integer(
  flags: string,
  about: string,
  {
    least,
    most = Number.MAX_SAFE_INTEGER,
    fallback,
  }: { readonly least: number; readonly most?: number; readonly fallback: number },
): Option<number> {
  const read = (given: readonly string[]): number => {
    const last = given.at(-1);
    if (last === undefined) return fallback;
    const number = Number(last);
    if (/^\d{1,15}$/.test(last) && number >= least && number <= most) return number;
    const bounds = most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`;
    throw new AppError('usage.invalid', `${nameOf(flags)} must be a whole number ${bounds}, not ${last}`);
  };
  return { ...option(flags, about), fallback: String(fallback), read };
}

/** A number from zero on, such as `0.25`. */
export function factor(flags: string, about: string, fallback: number): Option<number> {
  const read = (given: readonly string[]): number => {
    const last = given.at(-1);
    if (last === undefined) return fallback;
    if (/^\d{1,9}(?:\.\d{1,9})?$/.test(last)) return Number(last);
    throw new AppError('usage.invalid', `${nameOf(flags)} must be a number such as 0.5 or 10, not ${last}`);
  };
  return { ...option(flags, about), fallback: String(fallback), read };
}

/** An argument that must be given. */
export function required(name: string, about: string): Argument<string> {
  return { syntax: `<${name}>`, about, choices: [], read: (given) => given[0] ?? '' };
}

export function requiredChoice<const T extends string>(
  name: string,
  about: string,
  choices: readonly T[],
): Argument<T> {
  const read = (given: readonly string[]): T => {
    const value = chosen(name, choices, given[0]);
    if (value === null) throw new AppError('usage.invalid', `${name} must be one of ${choices.join(', ')}`);
    return value;
  };
  return { syntax: `<${name}>`, about, choices, read };
}

/** All the arguments that follow, none included. */
export function rest(name: string, about: string): Argument<readonly string[]> {
  return { syntax: `[${name}...]`, about, choices: [], read: (given) => given };
}

/** The long name as typed: `--output` of `-o, --output <format>`. */
export function nameOf(flags: string): string {
  return /--[a-z-]+/.exec(flags)?.[0] ?? flags;
}

function option(flags: string, about: string): Omit<Option<never>, 'read'> {
  return { flags, about, choices: [], fallback: undefined, isFromEnvironment: true };
}

function chosen<T extends string>(name: string, choices: readonly T[], given: string | undefined): T | null {
  if (given === undefined) return null;
  const found = choices.find((one) => one === given);
  if (found === undefined)
    throw new AppError('usage.invalid', `${name} must be one of ${choices.join(', ')}, not ${given}`);
  return found;
}
