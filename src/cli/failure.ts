import { CommanderError } from 'commander';
import { AppError } from '../model/errors.ts';
import { inert } from '../model/inert.ts';

export const exitCancelled = 130;
const exitFailed = 1;
const exitUsage = 2;

/** Tells the person at the terminal what went wrong, in a line and perhaps a hint; answers with the exit status. */
export function reportFailure(error: unknown, host: Pick<NodeJS.Process, 'stderr' | 'env'>, usageHint: string): number {
  const say = (line: string): void => void host.stderr.write(`${line}\n`);
  if (error instanceof CommanderError) return reportUsage(error, say, usageHint);
  if (isCancelled(error)) {
    say('beewolf: cancelled');
    return exitCancelled;
  }
  if (error instanceof AppError) {
    say(`beewolf: ${inert(error.message)}`);
    if (error.hint !== undefined) say(`  ${inert(error.hint)}`);
    else if (error.code === 'usage.invalid') say(`  ${usageHint}`);
    else if (error.code === 'internal') sayHowToTell(error, host, say);
    return error.code === 'usage.invalid' ? exitUsage : exitFailed;
  }
  say(`beewolf: internal: ${inert(firstLine(error))}`);
  sayHowToTell(error, host, say);
  return exitFailed;
}

/** Work that was aborted throws our own error or, out of Node's own functions, an AbortError. */
function isCancelled(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'cancelled';
  return error instanceof Error && error.name === 'AbortError';
}

/** Help and version come this way too, as commander stops by throwing; they have been printed already. */
function reportUsage(error: CommanderError, say: (line: string) => void, usageHint: string): number {
  if (error.exitCode === 0) return 0;
  if (error.code !== 'commander.help') {
    say(
      `beewolf: ${error.message
        .replace(/^error: /, '')
        .split('\n')
        .map(inert)
        .join(' ')}`,
    );
    say(`  ${usageHint}`);
  }
  return exitUsage;
}

function sayHowToTell(error: unknown, host: Pick<NodeJS.Process, 'env'>, say: (line: string) => void): void {
  if (!host.env['BEEWOLF_DEBUG']) return say('  this is a fault of Beewolf; BEEWOLF_DEBUG=1 shows where');
  for (let at = error; at instanceof Error; at = at.cause) {
    for (const line of (at.stack ?? String(at)).split('\n')) say(inert(line));
  }
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
