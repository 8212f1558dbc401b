import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readManifest } from '../../src/lake/manifest.ts';
import { nimbusRecord, type NimbusRecord } from '../nimbus-source.ts';
import { run, type Task } from './child.ts';

/** Where runs are killed: a workspace that holds some logs, more logs to come, and what an undisturbed run makes of them. */
export class CrashSite {
  readonly folder = mkdtempSync(join(tmpdir(), 'beewolf-faults-'));
  readonly #base = join(this.folder, 'base');
  #sites = 0;

  /** Fills the workspace with the first logs. */
  async prepare(): Promise<void> {
    mkdirSync(join(this.#base, 'logs'), { recursive: true });
    for (const [name, bytes] of Object.entries(logs())) writeFileSync(join(this.#base, 'logs', name), bytes);
    await run({ folder: this.#base, logs: ['logs/early.json'], isDetecting: true, point: null });
  }

  /** The run to be disturbed, in a copy of the workspace. */
  task(): Task {
    this.#sites += 1;
    const folder = join(this.folder, `site-${this.#sites}`);
    cpSync(this.#base, folder, { recursive: true });
    return { folder, logs: ['logs'], isDetecting: true, point: null };
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Early logs, and more that repeat some of their records, contradict others, and are damaged in places. */
function logs(): Readonly<Record<string, Buffer>> {
  const many = (from: number, to: number, more: Partial<NimbusRecord> = {}): readonly NimbusRecord[] =>
    Array.from({ length: to - from }, (_, index) =>
      nimbusRecord(from + index, {
        what: index % 3 === 0 ? 'Stop' : 'Launch',
        ask: { pad: 'x'.repeat(50), n: index },
        ...more,
      }),
    );
  const lines = (records: readonly unknown[]): string =>
    records.map((record) => `${JSON.stringify(record)}\n`).join('');
  return {
    'early.json': Buffer.from(JSON.stringify({ Records: many(0, 600) })),
    'a-again.json': Buffer.from(lines(many(0, 100))),
    'b-other.json.gz': gzipSync(JSON.stringify({ Records: many(50, 150, { note: 'other' }) })),
    'c-more.json': Buffer.from(JSON.stringify({ Records: many(600, 1400) })),
    'd-damaged.json': Buffer.from(`${lines(many(1400, 1500))}{"what":"x","who":\n${lines(many(1500, 1600))}`),
    'e-printed.json': Buffer.from(
      many(1600, 1700)
        .map((record) => JSON.stringify(record, null, 2))
        .join('\n'),
    ),
    'f-third.json': Buffer.from(lines(many(100, 200, { note: 'third' }))),
    'g-last.json': Buffer.from(lines(many(1700, 2200))),
    'h-none.txt': Buffer.from('nothing of ours'),
  };
}

/** Runs a task in a process of its own. @returns the signal that it died of, or null */
export async function runAlone(task: Task, killAfterMs: number | null = null): Promise<string | null> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'child.ts'), JSON.stringify(task)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let trouble = '';
  child.stderr.on('data', (chunk: Buffer) => (trouble += chunk.toString()));
  if (killAfterMs !== null) setTimeout(() => child.kill('SIGKILL'), killAfterMs).unref();
  const [status, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (status !== null && status !== 0) throw new Error(trouble);
  return signal;
}

/** Files of a folder of what is made of partitions, as its own index has them. */
function madeFiles(lake: string, folder: string): readonly string[] {
  const index = join(lake, folder, 'index.json');
  if (!existsSync(index)) return [];
  const { partitions } = JSON.parse(readFileSync(index, 'utf8')) as { partitions: readonly { file: string }[] };
  const files = partitions.map(({ file }) => file).filter((file) => file.startsWith(`${folder}/`));
  return [`${folder}/index.json`, ...files];
}

/** Files in a lake that neither its manifest nor an index in it names, and files that it names in vain. */
export function strayFiles(folder: string): readonly string[] {
  const lake = join(folder, 'lake');
  const { partitions, ledgers, asides, digests, texts } = readManifest(lake);
  const named = [
    ...partitions.map(({ file }) => file),
    ...ledgers,
    ...asides,
    ...digests,
    ...texts,
    'manifest.json',
    ...['settled', 'named'].flatMap((made) => madeFiles(lake, made)),
  ];
  const present = readdirSync(lake, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name).slice(lake.length + 1)] : [],
  );
  return [...present.filter((file) => !named.includes(file)), ...named.filter((file) => !present.includes(file))];
}
