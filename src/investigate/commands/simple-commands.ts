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
  const pipelines: Pipeline[] = [];
  let current: Pipeline = [];
  const end = (words: readonly ParseEntry[]): void => {
    const simple = simpleOf(words);
    if (simple === null) return;
    const script = scriptOf(simple);
    const inner = script === null ? [[simple]] : read(script, depth + 1);
    // What a script writes last goes on through the pipe.
    pipelines.push(...inner.slice(0, -1));
    current = [...current, ...(inner.at(-1) ?? [])];
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
    if (separator === '|') continue;
    pipelines.push(current);
    current = [];
  }
  end(words);
  return [...pipelines, current].filter(({ length }) => length > 0);
}

function separatorOf(entry: ParseEntry): string | null {
  if (typeof entry === 'string' || !('op' in entry) || entry.op === 'glob') return null;
  if (entry.op === '|' || entry.op === '|&') return '|';
  return ['||', '&&', ';', ';;', '&', '(', ')', '<('].includes(entry.op) ? entry.op : null;
}

/** What only starts another program, with the letters and names of its options that a word of their own belongs to. */
const wrappers: Readonly<Record<string, string>> = {
  sudo: 'u g p C h R T D U r t user group prompt',
  doas: 'u C',
  nohup: '',
  env: 'u C unset chdir',
  time: 'f o',
  timeout: 'k s signal kill-after',
  setsid: '',
  nice: 'n adjustment',
  ionice: 'c n class classdata',
  stdbuf: 'i o e',
  busybox: '',
  exec: 'a',
  command: '',
  xargs: 'a d E I L n P s max-args max-procs',
};
const shells: ReadonlySet<string> = new Set('sh bash dash ash zsh ksh'.split(' '));

/** A shell that runs what it is told while it runs. */
export const isInteractiveShell = ({ program, args }: SimpleCommand): boolean =>
  shells.has(program) && args.every((word) => word.startsWith('-'));

function simpleOf(entries: readonly ParseEntry[]): SimpleCommand | null {
  const words: string[] = [];
  let input: string | null = null;
  let output: string | null = null;
  for (let at = 0; at < entries.length; at += 1) {
    const entry = entries[at];
    if (entry === undefined) break;
    const word = wordOf(entry);
    if (descriptorAt(entries, at) !== null) continue;
    if (word !== null) words.push(word);
    else if (typeof entry !== 'string' && 'op' in entry) {
      const file = wordOf(entries[at + 1] ?? '');
      if (entry.op === '<') input = file;
      // What a program has to complain of is not what it makes.
      else if ((entry.op === '>' || entry.op === '>>') && descriptorAt(entries, at - 1) !== '2') output = file;
      at += 1;
    }
  }
  const [program, ...args] = withoutShell(withoutWrappers(words));
  return program === undefined ? null : { program: nameOf(program), args, input, output };
}

/** The `2` of `2>/dev/null`, which the parser tells as a word. */
function descriptorAt(entries: readonly ParseEntry[], at: number): string | null {
  const entry = entries[at];
  const next = entries[at + 1];
  const isRedirected = typeof next === 'object' && 'op' in next && /^(?:[<>]|>>|[<>]&)$/.test(next.op);
  return isRedirected && typeof entry === 'string' && /^[012]$/.test(entry) ? entry : null;
}

function wordOf(entry: ParseEntry): string | null {
  if (typeof entry === 'string') return entry;
  return 'op' in entry && entry.op === 'glob' ? entry.pattern : null;
}

const nameOf = (path: string): string => (path.split('/').at(-1) ?? path).toLowerCase();

function withoutWrappers(words: readonly string[]): readonly string[] {
  let at = 0;
  let valued: readonly string[] | null = null;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const wrapper = Object.hasOwn(wrappers, nameOf(word)) ? wrappers[nameOf(word)] : undefined;
    if (wrapper !== undefined) valued = wrapper.split(' ');
    else if (valued !== null && isWithoutValue(word, valued)) at += 1;
    else if (!/^[A-Za-z_]\w*=/.test(word) && !(valued !== null && /^(?:-|\d+(?:\.\d+)?[smhd]?$)/.test(word))) break;
  }
  return words.slice(at);
}

/** `-u` and `-nu`, but not `-ubob`: the next word is the value of its last letter. */
function isWithoutValue(word: string, valued: readonly string[]): boolean {
  if (word.startsWith('--')) return valued.includes(word.slice(2));
  const at = word.startsWith('-')
    ? word
        .slice(1)
        .split('')
        .findIndex((letter) => valued.includes(letter))
    : -1;
  return at !== -1 && at === word.length - 2;
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
