/**
 * Runs a script or an installed program on Node 24, installing first where that is needed:
 * `node tools/run.mjs vitest run`, `node tools/run.mjs tools/gates.ts`. It lets the npm scripts
 * work in a fresh clone on a machine that has an older Node only.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ensureInstalled, lineOf, root } from './install.mjs';

const [program = '', ...args] = process.argv.slice(2);

try {
  await ensureInstalled();
  await run();
} catch (error) {
  process.stderr.write(`beewolf: ${lineOf(error)}\n`);
  process.exitCode = 1;
}

async function run() {
  const bin = join(root, 'node_modules', '.bin');
  const own = join(bin, 'node');
  const node = existsSync(own) ? own : process.execPath;
  const script = program.endsWith('.ts') ? join(root, program) : join(bin, program);
  // Programs that start `node` from the PATH get the same one.
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` };
  const child = spawn(node, [script, ...args], { stdio: 'inherit', env });
  // Ctrl-C reaches the child by itself, as it is of the same terminal; a second one would end it at once.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}
