import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from '../custody/durable-file.ts';
import type { Finding } from '../model/finding.ts';
import type { Case } from './pipeline.ts';

const folderOf = (workspace: string): string => join(workspace, 'findings');

/**
 * Keeps the findings of a run in the workspace, a line each, so that a finding's uid leads back to it.
 * A run with the same rules replaces them, one with other rules leaves them. Where rules, partitions
 * and suppressions are those of the last time, so are the findings, and `find` is not called.
 * @returns the file's path
 */
export async function keepFindings(
  { workspace, manifest, rules, detectors, asOf, suppressions, suppressed }: Omit<Case, 'accounting' | 'earlierEvents'>,
  find: () => AsyncIterable<Finding>,
): Promise<string> {
  const folder = folderOf(workspace.folder);
  const name = hashOf(detectors.map(({ identity }) => identity.uid).toSorted()).slice(0, 16);
  const path = join(folder, `${name}.ndjson`);
  const mark = join(folder, `${name}.of`);
  const of = hashOf([
    findingsVersion,
    detectors.map(({ hash, identity }) => [hash, identity.origin, rules.silent.has(identity.uid)]),
    asOf,
    manifest.partitions,
    suppressions.map(({ rule, conditions }, index) => [rule, conditions, suppressed[index]?.state]),
  ]);
  if (existsSync(path) && (await readFile(mark, 'utf8').catch(() => '')) === of) return path;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rm(mark, { force: true });
  await writeDurably(path, linesOf(find()));
  await writeDurably(mark, [of]);
  return path;
}

/** Raised whenever the same matches would be told as other findings. */
const findingsVersion = 3;

const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

async function* linesOf(found: AsyncIterable<Finding>): AsyncGenerator<string> {
  for await (const finding of found) yield `${JSON.stringify(finding)}\n`;
}

/** The findings in a file that `keepFindings` wrote, in the same order. */
export async function* readFindings(path: string): AsyncGenerator<Finding> {
  let rest = '';
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as Finding;
  }
}

/** Every finding that the workspace keeps, those of the latest run first; a uid may come more than once. */
export async function* keptFindings(workspace: string): AsyncGenerator<Finding> {
  const folder = folderOf(workspace);
  const names = await readdir(folder).catch((): string[] => []);
  const files = await Promise.all(
    names
      .filter((name) => name.endsWith('.ndjson'))
      .map(async (name) => ({ path: join(folder, name), writtenMs: (await stat(join(folder, name))).mtimeMs })),
  );
  for (const { path } of files.toSorted((a, b) => b.writtenMs - a.writtenMs)) yield* readFindings(path);
}
