import { resolve } from 'node:path';
import { AppError } from '../model/errors.ts';
import type { Command, Context } from './command.ts';
import { commands as ownCommands } from './commands.ts';
import { exitCancelled, reportFailure } from './failure.ts';
import { openOutput } from './output.ts';
import { createProgram, globalOptions, type Request } from './program.ts';
import { openProgress } from './progress.ts';
import { packageVersion } from './resources.ts';
import { describeTerminal } from './terminal.ts';

/** The process as far as the command line uses it. */
type Host = Pick<NodeJS.Process, 'env' | 'cwd' | 'stdin' | 'stdout' | 'stderr' | 'on' | 'exit'>;

/** Runs one command line and answers with the status to exit with; nothing is thrown. */
export async function runCli(argv: readonly string[], host: Host, commands = ownCommands): Promise<number> {
  const output = openOutput(host.stdout);
  const signal = cancelOnInterrupt(host);
  host.on('uncaughtException', (error: unknown) => host.exit(reportFailure(error, host, helpHint(argv, commands))));
  // A reader of notes that has gone is no reason to stop.
  host.stderr.on('error', () => {});
  let status = 0;
  const onRequest = async (request: Request): Promise<void> => {
    const context = contextOf(request, host, { output, signal });
    try {
      status = await request.command.run(request, context);
    } finally {
      context.progress.clear();
    }
  };
  try {
    const program = createProgram({ version: packageVersion(), commands, env: host.env, host, onRequest });
    await program.parseAsync(argv, { from: 'user' });
    return status;
  } catch (error) {
    return reportFailure(error, host, helpHint(argv, commands));
  }
}

function contextOf({ globals }: Request, host: Host, parts: Pick<Context, 'output' | 'signal'>): Context {
  const isColourWanted = !globalOptions.plain.read(globals['plain'] ?? []);
  return {
    ...parts,
    cwd: host.cwd(),
    workspace: resolve(host.cwd(), globalOptions.workspace.read(globals['workspace'] ?? [])),
    isStrict: globalOptions.strict.read(globals['strict'] ?? []),
    terminal: describeTerminal(host.stdout, host.env, isColourWanted),
    progress: openProgress(host.stderr, { isQuiet: globalOptions.quiet.read(globals['quiet'] ?? []) }),
    stdin: host.stdin,
  };
}

/** Where to look, for one whose line could not be read. */
function helpHint(argv: readonly string[], commands: readonly Command[]): string {
  const words = argv.filter((word) => !word.startsWith('-'));
  const asked = commands.find(({ name }) => name === words[0] || name === words.slice(0, 2).join(' '));
  return `beewolf ${asked ? `${asked.name} ` : ''}--help shows what there is to type`;
}

/** The first Ctrl-C lets the work end cleanly, the second ends it at once. */
function cancelOnInterrupt(host: Host): AbortSignal {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) host.exit(exitCancelled);
    host.stderr.write('\nbeewolf: stopping; Ctrl-C again to stop at once\n');
    controller.abort(new AppError('cancelled', 'cancelled'));
  };
  host.on('SIGINT', stop);
  host.on('SIGTERM', stop);
  return controller.signal;
}
