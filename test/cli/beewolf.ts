import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { projectRoot } from '../project-copy.ts';

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly cwd: string;
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
}

/** The environment of a person's shell: nothing that a test run or a CI adds. */
const plainEnv = { PATH: process.env['PATH'] ?? '', HOME: tmpdir(), LANG: 'C.UTF-8' };

export const entryFile = join(projectRoot, 'src/main.ts');

/** Starts the command line as a process of its own. */
export function start(args: readonly string[], { cwd, env = {} }: RunOptions): ChildProcess {
  return spawn(process.execPath, [entryFile, ...args], { cwd, env: { ...plainEnv, ...env }, stdio: 'pipe' });
}

/** Runs the command line as a process of its own, to its end. */
export async function beewolf(args: readonly string[], options: RunOptions): Promise<Ran> {
  const child = start(args, options);
  child.stdin?.on('error', () => {});
  child.stdin?.end(options.input ?? '');
  return finished(child);
}

/** Everything that a process said, once it has ended. */
export async function finished(child: ChildProcess): Promise<Ran> {
  const said = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  child.stdout?.on('data', (chunk: Buffer) => said.stdout.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => said.stderr.push(chunk));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { status, stdout: Buffer.concat(said.stdout).toString(), stderr: Buffer.concat(said.stderr).toString() };
}

/** A shell line in which `beewolf` is the command line of this project. */
export async function shell(line: string, { cwd, env = {} }: RunOptions): Promise<Ran> {
  const prelude = `beewolf() { '${process.execPath}' '${entryFile}' "$@"; }\n`;
  return finished(
    spawn('bash', ['-c', prelude + line], { cwd, env: { ...plainEnv, ...env }, stdio: ['ignore', 'pipe', 'pipe'] }),
  );
}

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** An empty folder that goes when the tests of a file are done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'beewolf-cli-'));
  folders.push(folder);
  return folder;
}

/** The event uids that `hunt --per-event -o jsonl` speaks of, in order. */
export function uidsIn(jsonl: string): readonly string[] {
  const lines = jsonl.split('\n').filter((line) => line !== '');
  return lines.flatMap((line) => (JSON.parse(line) as { readonly evidence: readonly string[] }).evidence).toSorted();
}
