import type { Argument, Option } from './options.ts';
import type { Output } from './output.ts';
import type { Progress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** 0 all went well; 1 it failed; 3 `--fail-on` was met. Usage (2) and cancelled (130) are thrown as AppErrors. */
export type ExitCode = 0 | 1 | 3;

/** What every command is given, whatever its own options: the caller's terminal, wishes and patience. */
export interface Context {
  /** The caller's folder, which relative paths start from. */
  readonly cwd: string;
  /** Absolute path of the workspace, which may not exist yet. */
  readonly workspace: string;
  /** Whether any refused input makes the command fail. */
  readonly isStrict: boolean;
  /** Where data goes: nothing else may be written to standard output. */
  readonly output: Output;
  /** Colours and tables that fit the caller's terminal. */
  readonly terminal: Terminal;
  /** Notes and the progress line, on standard error. */
  readonly progress: Progress;
  readonly stdin: NodeJS.ReadStream;
  /** Aborted by Ctrl-C; pass it on to whatever takes time. Its reason is an AppError `cancelled`. */
  readonly signal: AbortSignal;
}

type Values<T> = { readonly [K in keyof T]: T[K] extends { read(given: readonly string[]): infer V } ? V : never };
type Arguments = Readonly<Record<string, Argument<unknown>>>;
type Options = Readonly<Record<string, Option<unknown>>>;

interface CommandDefinition<A extends Arguments, O extends Options> {
  /** As it is typed; `rules list` is the command `list` of the group `rules`. */
  readonly name: string;
  readonly summary: string;
  /** Shown under the options by `--help`: examples, and what is not plain from the options. */
  readonly details?: string;
  /** In the order in which they are typed. */
  readonly arguments: A;
  readonly options: O;
  /** Imports its use case when it runs, so that `--help` loads none of them. */
  run(given: { readonly arguments: Values<A>; readonly options: Values<O> }, context: Context): Promise<ExitCode>;
}

/** Text as it was typed, by the name of the argument or option; absent where nothing was. */
export type Typed = Readonly<Record<string, readonly string[]>>;

/** A command with its types hidden, so that commands of all kinds stand in one list. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly details: string | undefined;
  readonly arguments: Arguments;
  readonly options: Options;
  /** Throws AppError `usage.invalid` before anything is done when a value cannot be read. */
  run(typed: { readonly arguments: Typed; readonly options: Typed }, context: Context): Promise<ExitCode>;
}

/** A command of the command line, as data. Copy commands/sources.ts as an example. */
export function defineCommand<const A extends Arguments, const O extends Options>(
  definition: CommandDefinition<A, O>,
): Command {
  return {
    ...definition,
    details: definition.details,
    run: async (typed, context) =>
      definition.run(
        {
          arguments: readAll(definition.arguments, typed.arguments),
          options: readAll(definition.options, typed.options),
        },
        context,
      ),
  };
}

function readAll<T extends Arguments | Options>(readers: T, typed: Typed): Values<T> {
  const entries = Object.entries<{ read(given: readonly string[]): unknown }>(readers);
  const values = entries.map(([name, reader]) => [name, reader.read(typed[name] ?? [])] as const);
  return Object.fromEntries(values) as Values<T>;
}
