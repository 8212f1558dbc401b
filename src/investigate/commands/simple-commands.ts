import { parse, type ParseEntry } from 'shell-quote';

/** One program of a command line, with what it reads from and writes to. */
export interface SimpleCommand {
  /** The program without its folder, in lower case; what only starts another one, such as `sudo`, is left out. */
  readonly program: string;
  readonly args: readonly string[];
  /** `< file` and `> file`. */
  readonly input: string | null;
  readonly output: string | null;
}

/** Programs of which each reads what the one before it writes. */
export type Pipeline = readonly SimpleCommand[];

const longest = 4_000;
/** `sh -c` within `sh -c`: deeper is nobody's daily work, and is left unread. */
const deepest = 3;

/**
 * The pipelines of a command line in their order, those of `sh -c '…'` in its place. It may come from a shell, or from the
 * arguments of a program without their quotes, as the audit daemon tells them; what no shell understands is read as it stands.
 */
export const pipelinesOf = (command: string): readonly Pipeline[] => read(command.slice(0, longest), 0);

function read(command: string, depth: number): readonly Pipeline[] {
  if (depth > deepest) return [];
  const pipelines: SimpleCommand[][] = [[]];
  const scripts: Pipeline[] = [];
  const end = (words: readonly ParseEntry[]): void => {
    const simple = simpleOf(words);
    if (simple === null) return;
    const script = scriptOf(simple);
    if (script === null) pipelines.at(-1)?.push(simple);
    else scripts.push(...read(script, depth + 1));
  };
  let words: ParseEntry[] = [];
  for (const entry of parse(command, (name) => `$${name}`)) {
    const separator = separatorOf(entry);
    if (separator === null) {
      words.push(entry);
      continue;
    }
    end(words);
    words = [];
    if (separator !== '|') pipelines.push([]);
  }
  end(words);
  return [...pipelines.filter(({ length }) => length > 0), ...scripts];
}

function separatorOf(entry: ParseEntry): string | null {
  if (typeof entry === 'string' || !('op' in entry) || entry.op === 'glob') return null;
  if (entry.op === '|' || entry.op === '|&') return '|';
  return ['||', '&&', ';', ';;', '&', '(', ')', '<('].includes(entry.op) ? entry.op : null;
}

const wrappers: ReadonlySet<string> = new Set(
  'sudo doas nohup env time timeout setsid nice ionice stdbuf busybox exec command xargs'.split(' '),
);
const shells: ReadonlySet<string> = new Set('sh bash dash ash zsh ksh'.split(' '));
/** Options of wrappers that a word of their own belongs to. */
const valued = /^-(?:[ugpCThRDnckosS]|-user|-group|-signal|-kill-after|-adjustment)$/;

function simpleOf(entries: readonly ParseEntry[]): SimpleCommand | null {
  const words: string[] = [];
  let input: string | null = null;
  let output: string | null = null;
  for (let at = 0; at < entries.length; at += 1) {
    const entry = entries[at];
    if (entry === undefined) break;
    const word = wordOf(entry);
    if (word !== null) words.push(word);
    else if (typeof entry !== 'string' && 'op' in entry) {
      const file = wordOf(entries[at + 1] ?? '');
      if (entry.op === '<') input = file;
      else if (entry.op === '>' || entry.op === '>>') output = file;
      at += 1;
    }
  }
  const [program, ...args] = withoutShell(withoutWrappers(words));
  return program === undefined ? null : { program: nameOf(program), args, input, output };
}

function wordOf(entry: ParseEntry): string | null {
  if (typeof entry === 'string') return entry;
  return 'op' in entry && entry.op === 'glob' ? entry.pattern : null;
}

const nameOf = (path: string): string => (path.split('/').at(-1) ?? path).toLowerCase();

function withoutWrappers(words: readonly string[]): readonly string[] {
  let at = 0;
  let isWrapped = false;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (wrappers.has(nameOf(word))) isWrapped = true;
    else if (isWrapped && valued.test(word)) at += 1;
    else if (!/^[A-Za-z_]\w*=/.test(word) && !(isWrapped && /^(?:-|\d+(?:\.\d+)?[smhd]?$)/.test(word))) break;
  }
  return words.slice(at);
}

/** Where the quotes around what a shell is told to run are lost, its words stand there like any others. */
function withoutShell(words: readonly string[]): readonly string[] {
  const told = toldToRun(words);
  return told.length < 2 ? words : withoutShell(withoutWrappers(told));
}

/** What a shell is told to run, in one word. */
function scriptOf({ program, args }: SimpleCommand): string | null {
  return toldToRun([program, ...args])[0] ?? null;
}

function toldToRun([program, ...args]: readonly string[]): readonly string[] {
  const at = shells.has(nameOf(program ?? '')) ? args.findIndex((word) => /^-[a-z]*c$/.test(word)) : -1;
  return at < 0 ? [] : args.slice(at + 1);
}
