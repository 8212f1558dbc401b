import type { Order, Subject } from '../../../model/howto.ts';
import { shellWord } from '../../../model/shell-word.ts';

/** Text that the shell is meant to read: a substitution of ours, never a value from a record. */
interface Verbatim {
  readonly verbatim: string;
}
type Value = string | Verbatim | true;
export type Options = Readonly<Record<string, Value>>;

interface Place {
  readonly account: string | null;
  readonly region?: string | null;
}

/**
 * One line of the OCI CLI. The tenancy stands as profile, so that a line pasted into the wrong terminal fails
 * instead of meeting another tenancy. Every value is one word of the shell; lists and objects are JSON.
 */
export function oci(call: string, { account, region }: Place, options: Options = {}): string {
  const place: Options = {
    ...(account !== null && { profile: account }),
    ...(region !== null && region !== undefined && { region }),
  };
  const words = Object.entries({ ...place, ...options }).map(([name, value]) => option(name, value));
  return ['oci', call, ...words].join(' ');
}

/** The same for what is only changed in the home region, which the profile names. */
export const global = (call: string, { account }: Place, options: Options = {}): string =>
  oci(call, { account }, options);

function option(name: string, value: Value): string {
  if (value === true) return `--${name}`;
  if (typeof value !== 'string') return `--${name} ${value.verbatim}`;
  return `--${name}${value.startsWith('-') ? '=' : ' '}${shellWord(value)}`;
}

export const json = (value: unknown): string => JSON.stringify(value);

/** What a command says, in the place of a value of another. */
export const inner = (command: string): Verbatim => ({ verbatim: `"$(${command})"` });

/** A part of an answer as plain text. */
export const answered = (query: string): Options => ({ query, 'raw-output': true });

/** A text inside of a query: nothing in it ends the text. */
export const queried = (text: string): string => `'${text.replaceAll(/[\\']/g, (sign) => `\\${sign}`)}'`;

/** A line for each subject. */
export const each =
  (write: (subject: Subject, order: Order) => string | readonly string[]) =>
  (order: Order): readonly string[] =>
    order.subjects.flatMap((subject) => write(subject, order));

export const detail = ({ details }: Subject, name: string): string => details[name]?.[0] ?? '';

/** A file name of ours for what is kept of a subject: nothing in it is anybody else's choice. */
export function keptAs({ type, account, region, uid }: Subject): string {
  const parts = ['kept', account, region, type, uid].filter((part) => part !== null);
  return `${parts.map((part) => part.replaceAll(/[^\w.-]/g, '_').slice(-60)).join('-')}.txt`;
}

/** Keeps what a command says in a file. */
export const keep = (command: string, subject: Subject): string => `${command} > ${keptAs(subject)}`;
export const keepMore = (command: string, subject: Subject): string => `${command} >> ${keptAs(subject)}`;
