import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** What the code has to pass besides its tests. Each has been seen to fail: `npm run gates`. */
export const gates = [
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'lint', command: ['oxlint', '--deny-warnings'] },
  { name: 'format', command: ['oxfmt', '--check'] },
  { name: 'unused', command: ['knip', '--no-progress'] },
] as const;

/** Runs one gate in a copy of the project; `output` is what it says, empty where it passes. */
export function runGate({ command: [program, ...args] }: (typeof gates)[number], folder: string) {
  const path = join(folder, 'node_modules/.bin', program);
  const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...args], { cwd: folder, encoding: 'utf8' });
  return { isPassed: status === 0, output: status === 0 ? '' : stdout + stderr };
}

if (import.meta.main) {
  for (const gate of gates) {
    const startedAt = performance.now();
    const { isPassed, output } = runGate(gate, root);
    process.stdout.write(output);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    process.stdout.write(`${isPassed ? 'passed' : 'FAILED'}  ${gate.name} (${gate.command.join(' ')}) ${seconds} s\n`);
    if (!isPassed) process.exitCode = 1;
  }
}
