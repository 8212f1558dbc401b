import { hash } from 'node:crypto';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { links } from '../src/clouds/aws/links.ts';
import { semantics } from '../src/clouds/aws/semantics.ts';
import { source } from '../src/clouds/aws/sources/cloudtrail/source.ts';
import { baselines as allBaselines } from '../src/detect/baselines/list.ts';
import { layFacts } from '../src/detect/baselines/facts.ts';
import { calls } from '../src/lake/calls.ts';
import { laySummary } from '../src/lake/summaries.ts';
import { findSigns } from '../src/detect/baselines/find-signs.ts';
import type { Row } from '../src/lake/engine.ts';
import { eventsSql } from '../src/lake/events-sql.ts';
import { readManifest } from '../src/lake/manifest.ts';
import { signOf } from '../src/investigate/departures.ts';
import type { Baseline } from '../src/model/baseline.ts';
import { accountOf, instantOfDay, keyOf, readCases, recordsOf } from './baseline-story.ts';
import type { BaselineCase } from './baseline-story.ts';
import type { TrailRecord } from './investigation/trail.ts';
import { TemporaryLake } from './temporary-lake.ts';

const folder = join(import.meta.dirname, '../src/detect/baselines');
/** Those of machines have records and a test of their own. */
const baselines = allBaselines.filter(({ isOfMachines }) => !isOfMachines);

describe('the baselines', () => {
  test('are those that have a folder', () => {
    const folders = readdirSync(folder).filter((name) => statSync(join(folder, name)).isDirectory());
    expect(allBaselines.map(({ id }) => id)).toEqual(folders.toSorted());
    for (const name of folders) expect(readdirSync(join(folder, name)).toSorted()).toEqual(['baseline.ts', 'fixtures']);
  });
});

interface Told {
  readonly at: string;
  readonly text: string;
  readonly isShort: boolean;
}

/** Facts and signs of all that a lake holds. */
async function findIn(lake: TemporaryLake, asked: readonly Baseline[], until: string | null = null): Promise<void> {
  const { engine } = lake;
  const { partitions } = readManifest(lake.lake);
  const scratch = join(lake.folder, 'scratch-facts');
  mkdirSync(scratch, { recursive: true });
  await engine.run(`CREATE OR REPLACE TEMP VIEW events AS ${eventsSql(lake.lake, partitions)}`);
  const known = { engine, lake: lake.lake, partitions, semantics: [semantics], links: [links] };
  const place = { ...known, summaries: join(lake.folder, 'summaries'), scratch };
  await laySummary(calls, place);
  await layFacts(place);
  await findSigns({ ...known, baselines: asked, networks: null, until });
}

/** The greatest sign of each subject and account in a lake. */
async function askLake(lake: TemporaryLake, baseline: Baseline): Promise<Map<string, Told[]>> {
  await findIn(lake, [baseline]);
  const rows = await lake.engine.rows(`SELECT * FROM signs
    QUALIFY row_number() OVER (PARTITION BY subject, account ORDER BY value DESC, told_at, event_uid) = 1 ORDER BY account, told_at, subject`);
  const told = rows.map((row) => {
    const sign = signOf(row);
    return { account: sign.account, at: sign.at, isShort: sign.isShort, text: baseline.explain(sign) };
  });
  return Map.groupBy(told, ({ account }) => account ?? '');
}

describe.each(baselines.map((baseline) => ({ id: baseline.id, baseline })))('$id', ({ id, baseline }) => {
  const { malicious, benign, short } = readCases(join(folder, id));
  const cases = [...malicious, ...benign, ...short];
  let lake: TemporaryLake;
  let told: Map<string, Told[]>;
  beforeAll(async () => {
    lake = await TemporaryLake.open(source);
    const records = cases.flatMap((one, index) => recordsOf(one, accountOf(index)));
    await lake.ingest({ 'logs.json': JSON.stringify({ Records: records }) });
    told = await askLake(lake, baseline);
  });
  afterAll(async () => lake.close());

  const expected = ({ signs }: BaselineCase, account: string) =>
    signs.map((sign) =>
      sign.replace(/\{(\w+)\}/g, (_, name: string) => (name === 'account' ? account : keyOf(name, account))),
    );
  const titled = (some: readonly BaselineCase[]) => some.map((one) => ({ title: one.title, one }));
  const found = (one: BaselineCase) => {
    const account = accountOf(cases.indexOf(one));
    return {
      signs: (told.get(account) ?? []).filter(({ at }) => at >= instantOfDay(one.since)),
      words: expected(one, account),
    };
  };

  test.each(titled(malicious))('tells: $title', ({ one }) => {
    const { signs, words } = found(one);
    expect(words).not.toEqual([]);
    expect(signs.map(({ text }) => text)).toEqual(words);
    expect(signs.filter(({ isShort }) => isShort)).toEqual([]);
  });

  test.each(titled(benign))('stays silent: $title', ({ one }) => {
    const { signs, words } = found(one);
    expect(words).toEqual([]);
    expect(signs).toEqual([]);
  });

  test.each(titled(short))('says how little it had: $title', ({ one }) => {
    const { signs, words } = found(one);
    expect(signs.map(({ text }) => text)).toEqual(words);
    expect(signs.filter(({ isShort }) => !isShort)).toEqual([]);
    for (const word of words) expect(word).toContain('too few to weigh much');
  });
});

describe('all baselines together', () => {
  const stories = baselines
    .flatMap(({ id }) => Object.values(readCases(join(folder, id))).flat())
    .map((one, index) => recordsOf(one, accountOf(index)));
  const records = stories.flat();
  const signsIn = async (parts: readonly (readonly TrailRecord[])[], until: string | null = null) => {
    const lake = await TemporaryLake.open(source);
    try {
      for (const [index, part] of parts.entries()) {
        await lake.ingest({ [`${index}.json`]: JSON.stringify({ Records: part }) });
        await findIn(lake, baselines, until);
      }
      return await lake.engine.rows('SELECT * FROM signs ORDER BY ALL');
    } finally {
      await lake.close();
    }
  };
  let whole: readonly Row[];
  beforeAll(async () => {
    whole = await signsIn([records]);
  });

  test('say the same however late events come, and in whatever order', async () => {
    expect(whole.length).toBeGreaterThan(60);
    const shuffled = records.toSorted((a, b) => hash('md5', a.eventID).localeCompare(hash('md5', b.eventID)));
    const third = Math.ceil(shuffled.length / 3);
    const parts = [0, 1, 2].map((part) => shuffled.slice(part * third, (part + 1) * third));
    expect(await signsIn(parts)).toEqual(whole);
  });

  test.each(['2026-03-21T03:12:20Z', '2026-03-21T11:02:25Z', '2026-03-15T09:00:00Z', '2026-03-04T23:59:59Z'])(
    'look only backwards: at %s they say what they would have said then',
    async (asOf) => {
      const then = await signsIn([records.filter((one) => String(one['eventTime']) <= asOf)]);
      expect(await signsIn([records], asOf)).toEqual(then);
    },
  );
});
