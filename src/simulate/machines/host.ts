import { createHash } from 'node:crypto';
import type { Happening, SimulatedMachine, SimulatedProcess, Worker } from '../../model/machine-simulation.ts';
import type { Random } from '../../model/simulation.ts';

/** Numbers that a machine gives: each once, and rising with time, whatever the order in which they are asked for. */
export interface Numbers {
  readonly pid: (time: number) => number;
  readonly session: (time: number) => number;
  /** Of the end of a connection that nobody chose. */
  readonly port: () => number;
}

/** A machine, and what is known of all that runs on it. */
export interface Host {
  readonly machine: SimulatedMachine;
  readonly seed: string;
  readonly numbers: Numbers;
  /** Since when it runs; milliseconds since 1970. */
  readonly since: number;
  readonly until: number;
}

/** What takes a machine's processor and memory over a span of time: percent of the whole machine. */
export interface Load {
  readonly from: number;
  readonly until: number;
  readonly cpu: number;
  readonly memory: number;
}

/** Whose numbers: acts of a story have odd ones, so that no ordinary life around it changes them. */
export function numbersOf(random: Random, since: number, whose: 'story' | 'life'): Numbers {
  const odd = whose === 'story' ? 1 : 0;
  const counter = (): ((least: number) => number) => {
    const given = new Set<number>();
    return (least) => {
      let number = least - (least % 2) + odd;
      while (given.has(number)) number += 2;
      given.add(number);
      return number;
    };
  };
  const [nextPid, nextSession] = [counter(), counter()];
  const minutes = (time: number): number => Math.max(0, (time - since) / 60_000);
  return {
    // Some forty programs begin in a minute that nobody watches, and cron opens sessions of its own.
    pid: (time) => nextPid(1_400 + Math.floor(minutes(time) * 40)),
    session: (time) => nextSession(2 + Math.floor(minutes(time) / 6) * 2),
    port: () => random.between(32_768, 60_999),
  };
}

export const init = { pid: 1, name: 'systemd', executable: '/usr/lib/systemd/systemd' } as const;

export const root: Worker = { user: 'root', uid: 0, login: null };

export const homeOf = (user: string): string => (user === 'root' ? '/root' : `/home/${user}`);

/** The same program has the same hash everywhere. Not of any real file. */
const hashOf = (seed: string, executable: string): string =>
  createHash('sha256').update(`${seed}/program/${executable}`).digest('hex');

/** A key's fingerprint as OpenSSH writes it. */
export const fingerprintOf = (seed: string, key: string): string =>
  `SHA256:${createHash('sha256').update(`${seed}/key/${key}`).digest('base64').replace(/=+$/, '')}`;

/** What stands between blanks, or in quotes, as a shell would take it apart. */
function argumentsOf(line: string): readonly string[] {
  const words = line.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) =>
    word.replaceAll(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => double ?? single ?? ''),
  );
}

export interface Command {
  readonly line: string;
  readonly program?: string | undefined;
  readonly folder: string;
  readonly parent: SimulatedProcess['parent'];
}

/** A process that begins at a time. */
export function processOf(host: Host, time: number, { line, program, folder, parent }: Command): SimulatedProcess {
  const words = argumentsOf(line);
  const first = words[0] ?? '';
  const executable = program ?? (first.startsWith('/') ? first : `/usr/bin/${first}`);
  return {
    pid: host.numbers.pid(time),
    parent,
    executable,
    arguments: words,
    folder,
    sha256: hashOf(host.seed, executable),
  };
}

export const happening = (host: Host, time: number, deed: Happening['deed']): Happening => ({
  time: Math.round(time),
  machine: host.machine,
  deed,
});
