import { Command as Program, Argument as ProgramArgument, Option as ProgramOption } from 'commander';
import { AppError } from '../model/errors.ts';
import type { Command, Typed } from './command.ts';
import { flag, nameOf, text, type Argument, type Option } from './options.ts';

/** Stand before or after the command. */
export const globalOptions = {
  workspace: text('-w, --workspace <dir>', 'where this case keeps its data', '.beewolf'),
  quiet: flag('-q, --quiet', 'no notes and no progress', { isFromEnvironment: true }),
  plain: flag('--no-color', 'no colours', { isFromEnvironment: true }),
  strict: flag('--strict', 'fail when any input was refused', { isFromEnvironment: true }),
} as const;

/** A command that was asked for, with what was typed for it and for the global options. */
export interface Request {
  readonly command: Command;
  readonly arguments: Typed;
  readonly options: Typed;
  readonly globals: Typed;
}

interface Parts {
  readonly version: string;
  readonly commands: readonly Command[];
  readonly env: NodeJS.ProcessEnv;
  readonly host: Pick<NodeJS.Process, 'stdout' | 'stderr'>;
  /** Called when a command line names a command. */
  readonly onRequest: (request: Request) => Promise<void>;
}

const groups: Readonly<Record<string, string>> = {
  rules: 'what is hunted for: list, check and test rules',
};

const environmentNote = `
Every option that takes a value can stand in the environment, as BEEWOLF_OUTPUT for --output;
the command line comes first. Standard output carries data, standard error the rest.
Exit status: 0 done, 1 failed, 2 wrong usage, 3 --fail-on was met, 130 cancelled.`;

/** The command line as commander's object: parses, helps, suggests. Throws CommanderError in place of exiting. */
export function createProgram(parts: Parts): Program {
  const program = new Program('beewolf')
    .description('Hunts crypto miners and leaked credentials in public clouds.')
    .version(parts.version, '-V, --version', 'the version, and nothing else')
    .helpOption('-h, --help', 'what there is to type')
    .helpCommand('help [command]', 'what there is to type for a command')
    .addHelpText('after', environmentNote)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (help) => void parts.host.stdout.write(help),
      writeErr: (help) => void parts.host.stderr.write(help),
      // Errors are thrown as well, and told in one place with all others.
      outputError: () => {},
    })
    .exitOverride();
  addOptions(program, globalOptions);
  for (const command of parts.commands) addCommand(program, command, parts);
  return program;
}

function addCommand(program: Program, command: Command, parts: Parts): void {
  const [first = '', second] = command.name.split(' ');
  const added = second === undefined ? program.command(first) : groupOf(program, first).command(second);
  added.summary(command.summary).description(command.summary);
  if (command.details) added.addHelpText('after', `\n${command.details.trim()}`);
  for (const argument of Object.values(command.arguments)) added.addArgument(describeArgument(argument));
  addOptions(added, command.options);
  added.action(async () =>
    parts.onRequest({
      command,
      arguments: typedArguments(command.arguments, added.processedArgs),
      options: typedOptions(command.options, added, parts.env),
      globals: typedOptions(globalOptions, program, parts.env),
    }),
  );
}

function groupOf(program: Program, name: string): Program {
  const known = program.commands.find((command) => command.name() === name);
  return known ?? program.command(name).description(groups[name] ?? '');
}

function addOptions(program: Program, options: Readonly<Record<string, Option<unknown>>>): void {
  for (const option of Object.values(options)) {
    const described = new ProgramOption(option.flags, aboutWithDefault(option));
    if (takesValue(option)) described.argParser(collect);
    program.addOption(described);
  }
}

function aboutWithDefault(option: Option<unknown>): string {
  const choices = option.choices.length > 0 ? `: ${option.choices.join(', ')}` : '';
  return option.about + choices + (option.fallback === undefined ? '' : ` (default ${option.fallback})`);
}

function describeArgument(argument: Argument<unknown>): ProgramArgument {
  const choices = argument.choices.length > 0 ? `: ${argument.choices.join(', ')}` : '';
  return new ProgramArgument(argument.syntax, argument.about + choices);
}

const takesValue = (option: Option<unknown>): boolean => option.flags.includes('<');

const collect = (given: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), given];

function typedArguments(described: Command['arguments'], processed: readonly unknown[]): Typed {
  return Object.fromEntries(
    Object.keys(described).map((name, at) => [name, [processed[at] ?? []].flat().map(String)] as const),
  );
}

/** Command line first, then the environment; what a value means is for the option to read. */
function typedOptions(options: Command['options'], program: Program, env: NodeJS.ProcessEnv): Typed {
  return Object.fromEntries(
    Object.entries(options).map(([key, option]) => {
      const attribute = new ProgramOption(option.flags).attributeName();
      const isTyped = program.getOptionValueSource(attribute) === 'cli';
      const given: unknown = isTyped ? program.getOptionValue(attribute) : [];
      if (!isTyped) return [key, fromEnvironment(option, env)] as const;
      return [key, Array.isArray(given) ? given.map(String) : ['']] as const;
    }),
  );
}

function fromEnvironment(option: Option<unknown>, env: NodeJS.ProcessEnv): readonly string[] {
  if (!option.isFromEnvironment) return [];
  const name = `BEEWOLF_${nameOf(option.flags).slice(2).replaceAll('-', '_').toUpperCase()}`;
  const value = env[name];
  if (value === undefined || value === '') return [];
  if (takesValue(option)) return [value];
  if (['1', 'true', 'yes'].includes(value.toLowerCase())) return [''];
  if (['0', 'false', 'no'].includes(value.toLowerCase())) return [];
  throw new AppError('usage.invalid', `${name} must be 1 or 0, not ${value}`);
}
