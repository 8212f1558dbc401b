import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from '../custody/durable-file.ts';
import type { Finding } from '../model/finding.ts';
import type { RuleIdentity } from '../model/rule.ts';

const folderOf = (workspace: string): string => join(workspace, 'findings');

/**
 * Keeps the findings of a run in the workspace, a line each, so that a finding's uid leads back to it.
 * A run with the same rules replaces them, one with other rules leaves them.
 * @returns the file's path
 */
export async function keepFindings(
  workspace: string,
  rules: readonly RuleIdentity[],
  found: Iterable<Finding> | AsyncIterable<Finding>,
): Promise<string> {
  const uids = rules.map(({ uid }) => uid).toSorted();
  const name = createHash('sha256').update(JSON.stringify(uids)).digest('hex').slice(0, 16);
  const path = join(folderOf(workspace), `${name}.ndjson`);
  await mkdir(folderOf(workspace), { recursive: true, mode: 0o700 });
  await writeDurably(path, linesOf(found));
  return path;
}

async function* linesOf(found: Iterable<Finding> | AsyncIterable<Finding>): AsyncGenerator<string> {
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
