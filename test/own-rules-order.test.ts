import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ownRulesFolder } from '../src/registry/rules.ts';
import { sources } from '../src/registry/sources.ts';
import { beewolf, temporaryFolder } from './cli/beewolf.ts';

interface Placed {
  /** The log that it stands in: a log is of one form, and sensors of hosts differ from rule to rule. */
  readonly log: string;
  readonly record: string;
}

const joinedBy = sources.flatMap(({ lines }) => lines?.joinedBy ?? []).map((pattern) => new RegExp(pattern));

/** Lines of one record stay together. */
const recordsIn = (text: string): readonly string[] =>
  [
    ...Map.groupBy(
      text.trim().split('\n'),
      (line, index) =>
        joinedBy.map((form) => form.exec(line)?.slice(1).join(' ')).find((key) => key !== undefined) ?? index,
    ).values(),
  ].map((lines) => lines.join('\n'));

/** The records of all twins, malicious and benign: every rule and correlation of ours meets every record. */
const records = globSync('**/{malicious,benign}.*', { cwd: ownRulesFolder() })
  .toSorted()
  .flatMap((name) => {
    const log = name.startsWith('host/') ? name.replaceAll('/', '-') : `${name.split('/')[0] ?? ''}.json`;
    return recordsIn(readFileSync(join(ownRulesFolder(), name), 'utf8')).map((record): Placed => ({ log, record }));
  });

/** An order of its own that is the same in every run. */
const scattered = records
  .map((record, index) => ({ record, key: (index * 7919) % 10_007 }))
  .toSorted((a, b) => a.key - b.key)
  .map(({ record }) => record);

test(
  'our rules, correlations and baselines find the same in any order, in three runs, and in records that come twice',
  { timeout: 120_000 },
  async () => {
    const folder = temporaryFolder();
    const hunted = async (name: string, given: readonly Placed[], workspace: string): Promise<string> => {
      mkdirSync(join(folder, name));
      for (const [log, lines] of Map.groupBy(given, (one) => one.log)) {
        const text = lines.map(({ record }) => record).join('\n');
        writeFileSync(join(folder, name, `${log}.gz`), gzipSync(text));
      }
      const ran = await beewolf(['hunt', name, '-w', workspace, '-o', 'jsonl'], { cwd: folder });
      expect(ran.status, ran.stderr).toBe(0);
      return ran.stdout;
    };
    const plain = await hunted('plain', records, 'once');
    expect(plain.split('\n').length).toBeGreaterThan(200);

    const third = Math.ceil(scattered.length / 3);
    const batches = [2, 0, 1].map((part) => [
      ...scattered.slice(part * third, (part + 1) * third),
      ...scattered.slice(part * 100, part * 100 + 300),
    ]);
    const told: string[] = [];
    for (const [number, batch] of batches.entries()) told.push(await hunted(`part-${number}`, batch, 'in-three'));
    expect(told.at(0)).not.toBe(plain);
    expect(told.at(-1)).toBe(plain);
  },
);
