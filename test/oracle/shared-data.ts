/** The logs and rules that tests share; they lie outside the repository and may be absent. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** `$BEEWOLF_TEST_DATA`, else `../shared/data` beside the repository; null (said on stderr) where there is none. */
export function sharedData(what: string): string | null {
  const folder = process.env['BEEWOLF_TEST_DATA'] ?? resolve(import.meta.dirname, '../../../shared/data');
  if (existsSync(folder)) return folder;
  process.stderr.write(`skipped: ${what} (no test data at ${folder}; set BEEWOLF_TEST_DATA)\n`);
  return null;
}

export interface SharedFile {
  readonly path: string;
  readonly text: string;
}

const textsOf = (folder: string, pattern: string): readonly SharedFile[] =>
  globSync(pattern, { cwd: folder })
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));

/** The Sigma rules of a folder below `sigma/rules`. */
export const sharedRules = (data: string, folder = '.'): readonly SharedFile[] =>
  textsOf(join(data, 'sigma/rules', folder), '**/*.yml');

/** Every CloudTrail record, real, labelled and made up for rule tests, without envelopes. */
export function sharedCloudTrail(data: string): readonly unknown[] {
  const whole = textsOf(data, 'cloudtrail/**/*.json').map(({ text }) => JSON.parse(text) as unknown);
  const lines = [...textsOf(data, 'cloudtrail/**/*.jsonl'), ...textsOf(data, 'labelled/AWS.CloudTrail.jsonl')]
    .flatMap(({ text }) => text.split('\n').filter((line) => line.trim() !== ''))
    .map((line) => JSON.parse(line) as unknown);
  const streamAlert = textsOf(data, 'streamalert/cloudtrail/**/*.json').map(({ text }) => JSON.parse(text) as unknown);
  return [...whole, ...lines, ...streamAlert]
    .flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]))
    .map(unwrapped);
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function unwrapped(value: unknown): unknown {
  if (!isMap(value)) return value;
  if ('eventName' in value) return value;
  const inner = ['detail', 'event', 'data'].map((key) => value[key]).find(isMap);
  return inner === undefined ? value : unwrapped(inner);
}
