import type { Order, Subject } from '../../../model/howto.ts';
import { shellWord } from '../../../model/shell-word.ts';

/** Text that the shell is meant to read: a substitution of ours, never a value from a record. */
interface Verbatim {
  readonly verbatim: string;
}
type Value = string | readonly string[] | Verbatim | true;
type Options = Readonly<Record<string, Value>>;

interface Place {
  readonly account: string | null;
  readonly region?: string | null;
}

/**
 * One line of the AWS CLI. The account stands as profile, so that a line pasted into the wrong terminal
 * fails instead of meeting a role of the same name elsewhere. Every value is one word of the shell.
 */
export function aws(call: string, { account, region }: Place, options: Options = {}): string {
  const place: Options = {
    ...(account !== null && { profile: account }),
    ...(region !== null && region !== undefined && { region }),
  };
  const words = Object.entries({ ...place, ...options }).map(([name, value]) => option(name, value));
  return ['aws', call, ...words].join(' ');
}

/** The same for services that stand in no region. */
export const global = (call: string, { account }: Place, options: Options = {}): string =>
  aws(call, { account }, options);

function option(name: string, value: Value): string {
  if (value === true) return `--${name}`;
  if (typeof value === 'string') return `--${name}${value.startsWith('-') ? '=' : ' '}${shellWord(value)}`;
  if (isVerbatim(value)) return `--${name} ${value.verbatim}`;
  // The CLI reads a list as options or as JSON where a value begins so: then all of it is written as JSON.
  const words = value.some((one) => /^[-[{]/.test(one)) ? [json(value)] : value;
  return [`--${name}`, ...words.map(shellWord)].join(' ');
}

const isVerbatim = (value: Verbatim | readonly string[]): value is Verbatim => 'verbatim' in value;

export const verbatim = (text: string): Verbatim => ({ verbatim: text });
export const json = (value: unknown): string => JSON.stringify(value);

/** What a command says, in the place of a value of another. */
export const inner = (command: string): Verbatim => ({ verbatim: `"$(${command})"` });

/** A line for each subject. */
export const each =
  (write: (subject: Subject, order: Order) => string | readonly string[]) =>
  (order: Order): readonly string[] =>
    order.subjects.flatMap((subject) => write(subject, order));

/** One line for all subjects, by their ids. */
export const together =
  (call: string, name: string) =>
  ({ subjects }: Order): readonly string[] => {
    const [first] = subjects;
    return first === undefined ? [] : [aws(call, first, { [name]: subjects.map(({ uid }) => uid) })];
  };

/** The last part of an ARN or path: what a service takes for a name. */
export const tail = (id: string): string => id.split(/[/:]/).at(-1) ?? id;

export const detail = ({ details }: Subject, name: string): string => details[name]?.[0] ?? '';

/** A file name of ours for what is kept of a subject: nothing in it is anybody else's choice. */
export function keptAs({ type, account, region, uid }: Subject): string {
  const parts = ['kept', account, region, type, uid.split('/').at(-1) ?? uid].filter((part) => part !== null);
  return `${parts.map((part) => part.replaceAll(/[^\w.-]/g, '_').slice(-80)).join('-')}.txt`;
}

/** Keeps what a command says in a file. */
export const keep = (command: string, subject: Subject): string => `${command} > ${keptAs(subject)}`;
