import { spawnSync } from 'node:child_process';
import { chmod, cp, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

/** Compiles src/ into dist/: Node strips no types under node_modules, so what is published is JavaScript. */
export async function build(): Promise<void> {
  await rm(dist, { recursive: true, force: true });
  const tsc = join(root, 'node_modules/.bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('tsc found errors');
  await chmod(join(dist, 'main.js'), 0o755);
  await cp(join(root, 'src'), dist, { recursive: true, filter: (path) => isShipped(path) });
}

/** What code may read beside itself; pages and tests' data stay at home. */
function isShipped(path: string): boolean {
  return !/[\\/](fixtures|testing)([\\/]|$)/.test(path) && !['.ts', '.md'].includes(extname(path));
}

if (import.meta.main) await build();
