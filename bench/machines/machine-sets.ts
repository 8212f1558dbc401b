import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createRandom } from '../../src/simulate/random.ts';
import { auditLines } from './audit-lines.ts';
import { authLines } from './auth-lines.ts';
import { callRecords } from './call-records.ts';
import { flowRecords } from './flow-records.ts';
import type { MachineLog } from './machine-log.ts';

const logs = { flow: flowRecords, syslog: authLines, auditd: auditLines, calls: callRecords } as const;

export type MachineSetName = keyof typeof logs;
export const machineSetNames = Object.keys(logs) as readonly MachineSetName[];

/** Calls of the cloud come gzipped, as it delivers them, and are measured against gzip; the others against grep. */
export const isZipped = (name: MachineSetName): boolean => name === 'calls';

/** Logs of one source, made once and kept. */
export interface MachineSet {
  readonly name: MachineSetName;
  readonly path: string;
  readonly records: number;
  readonly files: number;
  readonly rawBytes: number;
  readonly storedBytes: number;
}

/** A file is closed at this size: what log rotation or a connector makes of a busy machine. */
const fileBytes = 50_000_000;

/** The set of this name and size from `cache`, made anew when what makes it has changed. */
export function machineSet(name: MachineSetName, megabytes: number, cache: string): MachineSet {
  const folder = join(cache, `${name}-${megabytes}-${generatorHash()}`);
  const manifest = join(folder, 'manifest.json');
  if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, 'utf8')) as MachineSet;
  rmSync(folder, { recursive: true, force: true });
  const path = join(folder, 'logs');
  process.stderr.write(`making ${megabytes} MB of ${name} in ${folder}\n`);
  const set: MachineSet = { name, path, ...write(name, megabytes * 1e6, path) };
  writeFileSync(`${manifest}.part`, `${JSON.stringify(set, null, 2)}\n`);
  renameSync(`${manifest}.part`, manifest);
  return set;
}

function write(name: MachineSetName, bytes: number, path: string): Omit<MachineSet, 'name' | 'path'> {
  const log: MachineLog = logs[name];
  const perFile = Math.min(fileBytes, Math.ceil(bytes / 4));
  let sum = { records: 0, files: 0, rawBytes: 0, storedBytes: 0 };
  let texts: string[] = [];
  let waiting = 0;
  const close = (): void => {
    const text = Buffer.from(texts.join(''));
    const target = join(path, log.fileName(sum.files) + (isZipped(name) ? '.gz' : ''));
    const stored = isZipped(name) ? gzipSync(text) : text;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, stored);
    const { records, files, rawBytes, storedBytes } = sum;
    sum = {
      records: records + texts.length,
      files: files + 1,
      rawBytes: rawBytes + text.length,
      storedBytes: storedBytes + stored.length,
    };
    texts = [];
    waiting = 0;
  };
  for (const text of log.records(createRandom(`bench/${name}`))) {
    texts.push(text);
    waiting += text.length;
    if (waiting < perFile && sum.rawBytes + waiting < bytes) continue;
    close();
    if (sum.rawBytes >= bytes) break;
  }
  return sum;
}

/** Changes when anything changes that the data depend on. */
function generatorHash(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(import.meta.dirname).toSorted())
    if (!file.endsWith('.test.ts')) hash.update(readFileSync(join(import.meta.dirname, file)));
  return hash.digest('hex').slice(0, 12);
}
