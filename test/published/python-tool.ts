import { execFileSync } from 'node:child_process';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface PythonTool {
  readonly name: string;
  /** With their versions, as pip takes them; all as wheels. */
  readonly packages: readonly string[];
  /** Reads JSON from standard input and prints JSON. */
  readonly script: string;
}

/** Asks a tool one question. */
export type Ask = (question: unknown) => unknown;

/**
 * A program in Python in an environment of its own in the folder for temporary files; pip installs what it needs where
 * that is not there yet. Null, said on stderr, where it cannot be had; with CI set that is an error.
 */
export function pythonTool({ name, packages, script }: PythonTool): Ask | null {
  const folder = join(tmpdir(), `beewolf-${name}-${packages.join('-').replace(/[^\w.-]+/g, '')}`);
  const whole = join(folder, 'whole');
  try {
    if (!existsSync(whole)) {
      execFileSync('python3', ['-m', 'venv', '--clear', folder], { stdio: 'pipe', timeout: 120_000 });
      const terms = ['--only-binary=:all:', '--disable-pip-version-check', '--quiet'];
      execFileSync(join(folder, 'bin/python'), ['-m', 'pip', 'install', ...terms, ...packages], {
        stdio: 'pipe',
        timeout: 300_000,
      });
      // An environment cannot be moved: it is made in its place, and a file says that it is whole.
      writeFileSync(`${whole}.writing`, '');
      renameSync(`${whole}.writing`, whole);
    }
  } catch (error) {
    if (process.env['CI']) throw error;
    process.stderr.write(`skipped: ${name} (pip could not install ${packages.join(', ')})\n`);
    return null;
  }
  return (question) =>
    JSON.parse(
      execFileSync(join(folder, 'bin/python'), ['-c', script], {
        input: JSON.stringify(question),
        stdio: 'pipe',
        maxBuffer: 64 * 1024 * 1024,
        timeout: 120_000,
      }).toString(),
    ) as unknown;
}
