import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Cost, measure } from '../measure.ts';
import type { Figure } from '../targets.ts';
import { isZipped, type MachineSet, type MachineSetName } from './machine-sets.ts';

const root = join(import.meta.dirname, '../..');

/** Logs of one source, measured beside what everybody has to go through them with. */
export interface MachineRun {
  readonly set: MachineSet;
  /** `grep -c xmrig` on the same files; `gzip -dc` of those that are gzipped. */
  readonly floor: Cost;
  /** Reading alone: nothing of ours is asked of the events. */
  readonly read: Cost;
  /** A hunt with all rules of ours. */
  readonly hunt: Cost;
}

export async function measureMachines(set: MachineSet, cache: string): Promise<MachineRun> {
  process.stderr.write(`measuring ${set.name}\n`);
  return {
    set,
    floor: await measure(floorOf(set)),
    read: await hunt(set, cache, ['--no-builtin']),
    hunt: await hunt(set, cache, []),
  };
}

const floorOf = ({ name, path }: MachineSet): readonly string[] =>
  isZipped(name)
    ? ['bash', '-c', 'find "$0" -name "*.gz" -print0 | xargs -0 gzip -dc > /dev/null', path]
    : ['grep', '-rc', 'xmrig', path];

async function hunt(set: MachineSet, cache: string, more: readonly string[]): Promise<Cost> {
  const workspace = mkdtempSync(join(cache, 'workspace-'));
  try {
    return await measure([
      join(root, 'beewolf'),
      'hunt',
      set.path,
      '-w',
      workspace,
      ...more,
      '-o',
      'jsonl',
      '--no-color',
    ]);
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

const leastMegabytesASecond: Readonly<Partial<Record<MachineSetName, number>>> = { flow: 100, syslog: 40, auditd: 25 };

export const figuresOfMachines = ({ set, floor, read, hunt: whole }: MachineRun): readonly Figure[] => {
  const least = leastMegabytesASecond[set.name];
  const speed =
    least === undefined
      ? [
          {
            what: `${set.name}: reading, CPU, of gzip's`,
            value: read.cpuSeconds / floor.cpuSeconds,
            most: 3.5,
            unit: '×',
          },
        ]
      : [{ what: `${set.name}: reading`, value: speedOf(set, read), least, unit: 'MB/s' }];
  const peak = Math.max(read.peakMiB, whole.peakMiB);
  return [...speed, { what: `${set.name}: peak memory`, value: peak, most: 1024, unit: 'MiB' }];
};

/** What ran, and how much of the text it went through in a second. */
export function machineTable(runs: readonly MachineRun[]): string {
  const rows = runs.flatMap(({ set, floor, read, hunt: whole }) => [
    row(set, isZipped(set.name) ? 'gzip -dc' : 'grep -c xmrig', floor),
    row(set, `reading${saidAll(set, read)}`, read),
    row(set, `hunt, ${whole.stdout.split('\n').filter(Boolean).length} findings${saidAll(set, whole)}`, whole),
  ]);
  return ['| machines | MB | | MB/s | CPU s | wall s | peak MiB |', '|---|--:|---|--:|--:|--:|--:|', ...rows].join(
    '\n',
  );
}

const row = (set: MachineSet, what: string, cost: Cost): string =>
  `| ${set.name} | ${(set.rawBytes / 1e6).toFixed(0)} | ${what} | ${speedOf(set, cost).toFixed(1)} | ${cost.cpuSeconds.toFixed(2)} | ${cost.wallSeconds.toFixed(2)} | ${cost.peakMiB.toFixed(0)} |`;

const speedOf = ({ rawBytes }: MachineSet, { wallSeconds }: Cost): number => rawBytes / 1e6 / wallSeconds;

/** A fast run that left something out is none. */
const saidAll = ({ records }: MachineSet, { exitCode, stderr }: Cost): string =>
  exitCode === 0 && stderr.includes(`read ${records.toLocaleString('en')} records`) ? '' : ' **NOT ALL RECORDS**';
