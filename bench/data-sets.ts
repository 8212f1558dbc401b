import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { simulation } from '../src/clouds/aws/simulation.ts';
import type { Organisation } from '../src/model/simulation.ts';
import { deliver } from '../src/simulate/deliver.ts';
import { ordinaryLife } from '../src/simulate/ordinary-life.ts';
import { createRandom } from '../src/simulate/random.ts';
import { readScenario } from '../src/simulate/read-scenario.ts';
import { stageScenario } from '../src/simulate/stage-scenario.ts';
import { writeScenario } from '../src/simulate/write-scenario.ts';
import type { Share, Written } from './write-share.ts';

const root = join(import.meta.dirname, '..');
const seed = 'bench';
const since = Date.UTC(2026, 2, 9);

export const setNames = ['1m', '5m', 'small', 'large', 'folder', 'quiet'] as const;
export type SetName = (typeof setNames)[number];

/** Logs to measure with, made once and kept. */
export interface DataSet {
  readonly name: SetName;
  /** What `hunt` is given. */
  readonly path: string;
  /** The same bytes as gzip has them, for `gzip -dc`. */
  readonly gzipPath: string;
  readonly events: number;
  readonly files: number;
  readonly rawBytes: number;
  readonly storedBytes: number;
  readonly seconds: number;
}

/** The set of this name from `cache`, made anew when what makes it has changed. */
export async function dataSet(name: SetName, cache: string): Promise<DataSet> {
  const folder = join(cache, `${name}-${generatorHash()}`);
  const manifest = join(folder, 'manifest.json');
  if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, 'utf8')) as DataSet;

  rmSync(folder, { recursive: true, force: true });
  const path = join(folder, 'logs');
  mkdirSync(path, { recursive: true });
  process.stderr.write(`making ${name} in ${folder}\n`);
  const started = performance.now();
  const written = await make(name, path, folder);
  const set: DataSet = {
    name,
    path,
    gzipPath: name === 'large' ? join(folder, 'gzipped') : path,
    ...written,
    seconds: (performance.now() - started) / 1000,
  };
  writeFileSync(`${manifest}.part`, `${JSON.stringify(set, null, 2)}\n`);
  renameSync(`${manifest}.part`, manifest);
  return set;
}

function make(name: SetName, path: string, folder: string): Promise<Written> | Written {
  if (name === '1m') return makeLarge(path, 1_000_000, 4);
  if (name === 'quiet') return makeLarge(path, 100_000, 5);
  if (name === '5m') return makeLarge(path, 5_000_000, 20);
  if (name === 'small') return makeSmall(path, 12_000, 5);
  if (name === 'large') return makeObject(path, join(folder, 'gzipped'), 200_000_000);
  return makeFolder(folder, 3_000);
}

const names: readonly (readonly [string, number, Readonly<Record<string, number>>])[] = [
  ['prod', 30, { 'us-east-1': 5, 'eu-west-1': 3, 'us-west-2': 2 }],
  ['data', 18, { 'us-east-1': 4, 'eu-west-1': 2 }],
  ['shop', 14, { 'eu-west-1': 5, 'eu-central-1': 2 }],
  ['staging', 10, { 'us-east-1': 3, 'eu-west-1': 2 }],
  ['platform', 9, { 'us-east-1': 4, 'us-west-2': 1 }],
  ['media', 7, { 'us-west-2': 3, 'ap-southeast-2': 2 }],
  ['research', 4, { 'us-west-2': 3, 'us-east-1': 1 }],
  ['security', 3, { 'us-east-1': 1 }],
  ['network', 2, { 'us-east-1': 1, 'eu-west-1': 1 }],
  ['sandbox', 1.5, { 'eu-west-1': 1 }],
  ['backup', 1, { 'eu-central-1': 1 }],
  ['billing', 0.5, { 'us-east-1': 1 }],
];
const accounts: Organisation['accounts'] = names.map(([name, share, regions], index) => ({
  uid: String(100_000_000_001 + index * 11),
  name,
  share,
  home: Object.keys(regions)[0] ?? 'us-east-1',
  regions,
}));
const organisation: Organisation = { name: 'example', domain: 'example.com', accounts };

/** Ordinary life of twelve accounts in objects of 1 to 5 MB; accounts are shared out among threads. */
async function makeLarge(path: string, events: number, days: number): Promise<Written> {
  const total = accounts.reduce((sum, account) => sum + account.share, 0);
  const counts = accounts.map((account) => Math.round((events * account.share) / total));
  counts[0] = (counts[0] ?? 0) + events - counts.reduce((sum, count) => sum + count, 0);
  const shares = accounts.map((account, index): Share => ({
    path,
    organisation,
    account,
    span: { since, until: since + days * 86_400_000, events: counts[index] ?? 0, seed },
    characters: 1_500_000 + ((index * 700_000) % 3_000_000),
  }));

  const waiting = [...shares];
  const done: Written[] = [];
  const runNext = async (): Promise<void> => {
    for (let share = waiting.shift(); share; share = waiting.shift()) done.push(await inThread(share));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, runNext));
  return sum(done);
}

function inThread(share: Share): Promise<Written> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./write-share.ts', import.meta.url), { workerData: share });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

function sum(parts: readonly Written[]): Written {
  const add = (key: keyof Written): number => parts.reduce((total, part) => total + part[key], 0);
  return { events: add('events'), files: add('files'), rawBytes: add('rawBytes'), storedBytes: add('storedBytes') };
}

function* lifeOfOne(events: number): ReturnType<typeof ordinaryLife> {
  const [account] = accounts;
  if (account)
    yield* ordinaryLife(simulation, { organisation, account }, { since, until: since + 3 * 86_400_000, events, seed });
}

/** Many small objects, as quiet regions have them. */
function makeSmall(path: string, files: number, records: number): Written {
  const written: Written[] = [];
  const terms = { characters: Infinity, records, minutes: Infinity, random: createRandom(seed) };
  for (const object of deliver(lifeOfOne((files + 100) * records), simulation.render, terms)) {
    if (written.length === files) break;
    if (object.records !== records) continue;
    const target = join(path, object.key);
    const stored = gzipSync(object.text);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, stored);
    written.push({ events: records, files: 1, rawBytes: object.text.length, storedBytes: stored.length });
  }
  return sum(written);
}

/** One object of this many bytes, not compressed; gzipped beside it for comparison. */
function makeObject(path: string, gzipped: string, bytes: number): Written {
  const records: string[] = [];
  let size = 0;
  for (const call of lifeOfOne(Math.ceil(bytes / 1_000))) {
    const record = simulation.render.record(call);
    records.push(record);
    size += record.length + 1;
    if (size >= bytes) break;
  }
  const text = `{"Records":[${records.join(',')}]}`;
  writeFileSync(join(path, 'large.json'), text);
  mkdirSync(gzipped, { recursive: true });
  writeFileSync(join(gzipped, 'large.json.gz'), gzipSync(text));
  return { events: records.length, files: 1, rawBytes: text.length, storedBytes: text.length };
}

/** The demo's scenario with as much ordinary life around it as makes this many events. */
function makeFolder(folder: string, events: number): Written {
  const scenarioFolder = join(root, 'scenarios/aws-leaked-key');
  const scenario = readScenario(scenarioFolder);
  const { acts: played } = stageScenario(scenario, simulation, { seed, scale: 0 });
  const acts = played.flatMap(({ calls }) => calls).length;
  const written = writeScenario(scenarioFolder, folder, {
    clouds: [simulation],
    seed,
    scale: (events - acts) / scenario.ordinary,
  });
  const files = filesIn(join(folder, 'logs'));
  return {
    events: written.events,
    files: files.length,
    rawBytes: 0,
    storedBytes: files.reduce((total, file) => total + statSync(file).size, 0),
  };
}

export function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Changes when anything changes that the data depend on. */
function generatorHash(): string {
  const hash = createHash('sha256');
  const folders = [
    'src/simulate',
    'src/clouds/aws/ordinary',
    'src/clouds/aws/answers',
    'scenarios/aws-leaked-key',
  ].flatMap((folder) => filesIn(join(root, folder)));
  const files = [
    'src/clouds/aws/ids.ts',
    'src/clouds/aws/sources/cloudtrail/render.ts',
    'src/clouds/aws/sources/cloudtrail/render-identity.ts',
    'bench/data-sets.ts',
  ].map((file) => join(root, file));
  for (const file of [...folders, ...files].filter((name) => !name.endsWith('.test.ts')).sort())
    hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}
