import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, closeSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a command and everything that it started cost. */
export interface Cost {
  readonly wallSeconds: number;
  /** User and system time together. */
  readonly cpuSeconds: number;
  /** Peak resident memory of its largest process. */
  readonly peakMiB: number;
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export type Timer = 'gnu' | 'bash';

const gnuTime = '/usr/bin/time';

/**
 * Runs a command to its end and measures it: by GNU time where it is installed, else by bash's own
 * timing and the peak that /proc shows while it runs.
 */
export async function measure(command: readonly string[], timer: Timer = hasGnuTime() ? 'gnu' : 'bash'): Promise<Cost> {
  const folder = mkdtempSync(join(tmpdir(), 'beewolf-measure-'));
  try {
    return timer === 'gnu' ? await withGnuTime(command, folder) : await withBash(command, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function hasGnuTime(): boolean {
  return spawnSync(gnuTime, ['-f', '%e', 'true']).status === 0;
}

async function withGnuTime(command: readonly string[], folder: string): Promise<Cost> {
  const figures = join(folder, 'figures');
  const ran = await run([gnuTime, '-f', '%e %U %S %M', '-o', figures, ...command], folder, () => {});
  const [wall = 0, user = 0, system = 0, peak = 0] = lastLine(readFileSync(figures, 'utf8')).split(' ').map(Number);
  return { wallSeconds: wall, cpuSeconds: user + system, peakMiB: peak / 1024, ...ran };
}

async function withBash(command: readonly string[], folder: string): Promise<Cost> {
  const figures = join(folder, 'figures');
  const script = `TIMEFORMAT='%3R %3U %3S'; { time "$@" 2>&3; } 2>${JSON.stringify(figures)}`;
  let peak = 0;
  const ran = await run(['bash', '-c', `exec 3>&2; ${script}`, 'bash', ...command], folder, (pid) => {
    peak = Math.max(peak, ...treeOf(pid).map(peakOf));
  });
  const [wall = 0, user = 0, system = 0] = lastLine(readFileSync(figures, 'utf8')).split(' ').map(Number);
  return { wallSeconds: wall, cpuSeconds: user + system, peakMiB: peak / 1024, ...ran };
}

interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Output goes to files: what is measured must not wait for whoever reads it. */
function run(command: readonly string[], folder: string, watch: (pid: number) => void): Promise<Ran> {
  const [program = '', ...parameters] = command;
  const paths = { stdout: join(folder, 'stdout'), stderr: join(folder, 'stderr') };
  const stdout = openSync(paths.stdout, 'w');
  const stderr = openSync(paths.stderr, 'w');
  const child = spawn(program, parameters, { stdio: ['ignore', stdout, stderr] });
  const timer = setInterval(() => watch(child.pid ?? 0), 50);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      clearInterval(timer);
      closeSync(stdout);
      closeSync(stderr);
      resolve({
        exitCode: code ?? -1,
        stdout: readFileSync(paths.stdout, 'utf8'),
        stderr: readFileSync(paths.stderr, 'utf8'),
      });
    });
  });
}

/** A process and its descendants. */
function treeOf(pid: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (/^\d+$/.test(entry))
      parents.set(Number(entry), Number(/^PPid:\s+(\d+)/m.exec(statusOf(Number(entry)))?.[1] ?? 0));
  }
  const found = [pid];
  for (const known of found)
    found.push(...[...parents].filter(([, parent]) => parent === known).map(([child]) => child));
  return found;
}

function peakOf(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(statusOf(pid))?.[1] ?? 0);
}

/** Empty where the process has gone. */
function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
