import { globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { simulations } from '../src/registry/simulations.ts';
import { writeScenario } from '../src/simulate/write-scenario.ts';
import { beewolf, temporaryFolder } from './cli/beewolf.ts';
import { violationsInText } from './contract.ts';
import { projectRoot } from './project-copy.ts';

type LogRecord = Readonly<Record<string, unknown>>;

/** Every second object first, and from the end: an order of its own that is the same in every run. */
const scattered = <Item>(items: readonly Item[]): readonly Item[] =>
  items
    .map((item, index) => ({ item, key: (index * 7919) % 1009 }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item);

test(
  'shuffled, split, doubled, in other words and in three runs: the same incident',
  { timeout: 120_000 },
  async () => {
    const folder = temporaryFolder();
    const { logs } = writeScenario(join(projectRoot, 'scenarios/aws-leaked-key'), join(folder, 'played'), {
      clouds: simulations,
      seed: 'order',
      scale: 0.5,
    });
    const objects = globSync('**/*.gz', { cwd: logs })
      .toSorted()
      .map((name) => readFileSync(join(logs, name)));
    const records = objects.flatMap(
      (bytes) => (JSON.parse(gunzipSync(bytes).toString()) as { Records: LogRecord[] }).Records,
    );

    const plain = await investigated(folder, 'plain', [[...objects]]);
    const shuffled = scattered(records);
    const lines = [...shuffled, ...shuffled.slice(0, 300)].map((record) =>
      JSON.stringify(Object.fromEntries(Object.entries(record).toReversed())),
    );
    const doubled = await investigated(folder, 'doubled', [
      [Buffer.from(lines.join('\n')), gzipSync(JSON.stringify(shuffled, null, 1))],
    ]);
    const third = Math.ceil(objects.length / 3);
    const mixed = scattered(objects);
    const inThree = await investigated(folder, 'in-three', [
      mixed.slice(2 * third),
      mixed.slice(0, third),
      mixed.slice(third, 2 * third),
    ]);

    expect(plain).toHaveLength(1);
    expect(violationsInText('incident', plain[0] ?? '')).toEqual([]);
    expect(doubled).toEqual(plain);
    expect(inThree).toEqual(plain);
  },
);

/** What `investigate` says of objects that come in one run after another: the text of each incident.json. */
async function investigated(
  folder: string,
  name: string,
  runs: readonly (readonly Buffer[])[],
): Promise<readonly string[]> {
  const out = join(folder, name, 'out');
  for (const [run, objects] of runs.entries()) {
    const logs = join(folder, name, `logs-${run}`);
    mkdirSync(logs, { recursive: true });
    for (const [index, bytes] of objects.entries()) writeFileSync(join(logs, `object-${index}`), bytes);
    const ran = await beewolf(['investigate', logs, '-w', join(folder, name, 'case'), '--out', out, '--force'], {
      cwd: folder,
    });
    expect(ran.status, ran.stderr).toBe(0);
  }
  return readdirSync(out)
    .filter((entry) => entry !== 'summary.json')
    .toSorted()
    .map((uid) => readFileSync(join(out, uid, 'incident.json'), 'utf8'));
}
