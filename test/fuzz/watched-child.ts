import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Task, Tried } from './child.ts';
import type { Fault } from './mutant.ts';

/** A round that says nothing for so long hangs; the machine may be busy with much else. */
const usualSilenceMs = 180_000;

/** Tries mutants in a process of its own, which is ended where it hangs and begun anew where it died. */
export class WatchedChild {
  readonly #script: string;
  readonly #silenceMs: number;
  #child: ChildProcess | null = null;
  #said = '';

  constructor(script = join(import.meta.dirname, 'child.ts'), silenceMs = usualSilenceMs) {
    this.#script = script;
    this.#silenceMs = silenceMs;
  }

  /** What came of it; a fault without mutants where the process died or hung. */
  async attempt(task: Task): Promise<Tried> {
    const child = this.#child ?? (await this.#start());
    const found = await new Promise<Tried | Fault>((resolve) => {
      const hangs = fault('hang', `nothing for ${this.#silenceMs / 1000} s`);
      const timer = setTimeout(() => end(hangs), this.#silenceMs);
      const onExit = (code: number | null, signal: string | null): void =>
        end(fault('crash', `the process ended with ${signal ?? code}: ${this.#said.slice(-2_000)}`));
      const end = (outcome: Tried | Fault): void => {
        clearTimeout(timer);
        child.off('message', end);
        child.off('exit', onExit);
        resolve(outcome);
      };
      child.once('message', end);
      child.once('exit', onExit);
      child.send(task);
    });
    if ('faults' in found) return found;
    child.kill('SIGKILL');
    this.#child = null;
    return { faults: [found], mutants: [], cpuSeconds: 0 };
  }

  async #start(): Promise<ChildProcess> {
    const child = fork(this.#script, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.#said = '';
    child.stderr?.on('data', (chunk: Buffer) => (this.#said = (this.#said + chunk.toString()).slice(-10_000)));
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', () => reject(new Error(`the fuzzer does not start: ${this.#said}`)));
    });
    child.removeAllListeners('exit');
    this.#child = child;
    return child;
  }

  close(): void {
    this.#child?.disconnect();
    this.#child = null;
  }
}

const fault = (kind: Fault['kind'], what: string): Fault => ({ kind, what, mutants: [] });
