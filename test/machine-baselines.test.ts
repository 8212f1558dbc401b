import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { source as flows } from '../src/clouds/oci/sources/vcn-flow/source.ts';
import { source as metrics } from '../src/clouds/oci/sources/metrics/source.ts';
import { semantics } from '../src/hosts/semantics.ts';
import { source as auth } from '../src/hosts/linux/sources/auth/source.ts';
import { source as dns } from '../src/platforms/dns/source.ts';
import { layFacts } from '../src/detect/baselines/facts.ts';
import { calls } from '../src/lake/calls.ts';
import { laySummary } from '../src/lake/summaries.ts';
import { findSigns } from '../src/detect/baselines/find-signs.ts';
import { baselines } from '../src/detect/baselines/list.ts';
import { layMachineFacts } from '../src/detect/machines/machine-facts.ts';
import { addMachineSigns } from '../src/detect/machines/machine-signs.ts';
import { signOf } from '../src/investigate/departures.ts';
import type { Row } from '../src/lake/engine.ts';
import { eventsSql } from '../src/lake/events-sql.ts';
import { readManifest } from '../src/lake/manifest.ts';
import type { Baseline } from '../src/model/baseline.ts';
import type { IntelList } from '../src/model/intel.ts';
import { compareText } from '../src/model/instant.ts';
import {
  addressOf,
  hostOf,
  instantOfDay,
  listsOf,
  machineRecords,
  readMachineCases,
  storyAct,
  vnicOf,
} from './machine-story.ts';
import type { MachineCase, MachineRecords } from './machine-story.ts';
import { TemporaryLake } from './temporary-lake.ts';

const folder = join(import.meta.dirname, '../src/detect/baselines');
const ofMachines = baselines.filter(({ isOfMachines }) => isOfMachines);

interface Asking {
  readonly asked: readonly Baseline[];
  readonly intel: readonly IntelList[];
  readonly until?: string;
}

/** Leaves the table `signs` for all that a lake holds. */
async function findIn(lake: TemporaryLake, { asked, intel, until }: Asking): Promise<void> {
  const { engine } = lake;
  const { partitions } = readManifest(lake.lake);
  const scratch = join(lake.folder, 'scratch-facts');
  mkdirSync(scratch, { recursive: true });
  await engine.run(`CREATE OR REPLACE TEMP VIEW events AS ${eventsSql(lake.lake, partitions)}`);
  const known = { engine, lake: lake.lake, partitions, semantics: [semantics], links: [], networks: null };
  const place = { ...known, sources: [flows, metrics, auth, dns], summaries: join(lake.folder, 'summaries'), scratch };
  const asking = { ...known, baselines: asked, intel, until: until ?? null };
  await laySummary(calls, place);
  await layFacts(place);
  await findSigns(asking);
  await layMachineFacts({ ...place, until: until ?? null });
  await addMachineSigns(asking);
}

async function ingest(lake: TemporaryLake, name: string, records: readonly MachineRecords[]): Promise<void> {
  const files = {
    [`${name}-flows.json`]: records.flatMap((one) => one.flows),
    [`${name}-measures.json`]: records.flatMap((one) => one.measures),
    [`${name}-names.json`]: records.flatMap((one) => one.names),
    [`${name}-auth.log`]: records.flatMap((one) => one.lines),
    [`${name}-answers.json`]: records.flatMap((one) => one.answers),
  };
  const { objects } = await lake.ingest(
    Object.fromEntries(
      Object.entries(files).flatMap(([file, lines]) => (lines.length === 0 ? [] : [[file, `${lines.join('\n')}\n`]])),
    ),
  );
  expect(objects.refused).toEqual([]);
}

describe.each(ofMachines.map((baseline) => ({ id: baseline.id, baseline })))('$id', ({ id, baseline }) => {
  const read = readMachineCases(join(folder, id));
  const { malicious, benign, short } = read;
  const cases = [...malicious, ...benign, ...short];
  let lake: TemporaryLake;
  let signs: readonly Row[];
  beforeAll(async () => {
    lake = await TemporaryLake.open(flows, metrics, auth, dns);
    await ingest(lake, 'all', cases.map(machineRecords));
    await findIn(lake, { asked: [baseline], intel: listsOf(read) });
    signs = await lake.engine.rows('SELECT * FROM signs ORDER BY value DESC, told_at, event_uid');
  });
  afterAll(async () => lake.close());

  const found = (one: MachineCase) => {
    const index = cases.indexOf(one);
    const isOwn = new RegExp(`\\b(?:example|build-)${index}[a-z]\\b|\\b10\\.7\\.${index}\\.`);
    const own = signs.map(signOf).filter(({ subject, at }) => isOwn.test(subject) && at >= instantOfDay(one.since));
    const greatest = Map.groupBy(own, ({ subject, what }) => JSON.stringify([subject, what[0]]));
    const told = [...greatest.values()].flatMap(([most]) => (most === undefined ? [] : [most]));
    const fill = (words: string) =>
      words
        .replaceAll('{host}', hostOf(index))
        .replace(/\{([a-z])\}/g, (_, on: string) => `${vnicOf(index, on)} (${addressOf(index, on)})`)
        .replace(/\{ip ([a-z])\}/g, (_, on: string) => addressOf(index, on));
    return {
      signs: told
        .toSorted((a, b) => compareText(a.at, b.at))
        .map((sign) => ({ text: baseline.explain(sign), isShort: sign.isShort })),
      words: one.signs.map(fill),
    };
  };

  const titled = (some: readonly MachineCase[]) => some.map((one) => ({ title: one.title, one }));
  test.each(titled(malicious))('tells: $title', ({ one }) => {
    const { signs: told, words } = found(one);
    expect(words).not.toEqual([]);
    expect(told.map((sign) => sign.text)).toEqual(words);
    expect(told.filter((sign) => sign.isShort)).toEqual([]);
  });
  test.each(titled(benign))('stays silent: $title', ({ one }) => {
    expect(one.signs).toEqual([]);
    expect(found(one).signs).toEqual([]);
  });
  test.each(titled(short))('tells, and weighs less: $title', ({ one }) => {
    const { signs: told, words } = found(one);
    expect(words).not.toEqual([]);
    expect(told.map((sign) => sign.text)).toEqual(words);
    expect(told.filter((sign) => !sign.isShort)).toEqual([]);
  });
});

describe('all baselines of machines together', () => {
  const stories = ofMachines.flatMap(({ id }) => {
    const { malicious, benign, short } = readMachineCases(join(folder, id));
    return [...malicious, ...benign, ...short];
  });
  const intel = listsOf(readMachineCases(join(folder, 'pool-connection')));
  const records = stories.map(machineRecords);
  const signsIn = async (parts: readonly (readonly MachineRecords[])[], until?: string): Promise<readonly Row[]> => {
    const lake = await TemporaryLake.open(flows, metrics, auth, dns);
    try {
      for (const [place, part] of parts.entries()) await ingest(lake, String(place), part);
      await findIn(lake, { asked: ofMachines, intel, ...(until !== undefined && { until }) });
      return await lake.engine.rows('SELECT * FROM signs ORDER BY ALL');
    } finally {
      await lake.close();
    }
  };
  /** Every third line of each kind: parts of one hour then lie in several files. */
  const third = (part: number): readonly MachineRecords[] =>
    records.map((one) => {
      const of = (lines: readonly string[]) => lines.filter((_, place) => place % 3 === part);
      return {
        flows: of(one.flows),
        measures: of(one.measures),
        names: of(one.names),
        lines: of(one.lines),
        answers: of(one.answers),
      };
    });
  let whole: readonly Row[];
  beforeAll(async () => {
    whole = await signsIn([records]);
  });

  test('say the same in whatever order and portions events come', async () => {
    expect(whole.length).toBeGreaterThan(40);
    expect(await signsIn([third(2), third(0), third(1)])).toEqual(whole);
  });

  test('look only backwards, also within an hour', async () => {
    const until = '2026-03-10T11:20:30Z';
    const then = records.map((one) => ({
      flows: one.flows.filter((line) => timeIn(line) <= until),
      measures: one.measures.filter((line) => timeIn(line) <= until),
      names: one.names.filter((line) => timeIn(line) <= until),
      lines: one.lines.filter((line) => line.slice(0, 19) <= until),
      answers: one.answers.filter((line) => timeIn(line) <= until),
    }));
    expect(await signsIn([records], until)).toEqual(await signsIn([then]));
  });
});

describe('an interface of which only flows know', () => {
  const days = [1, 2, 3, 4, 5, 6, 7, 8];
  const jump = [
    storyAct({ at: '1 10:00', days: 8, flow: '198.51.100.20 443', out: 1000 }),
    storyAct({ at: '9 13:00', minutes: 46, flow: '203.0.113.89 8080', out: 50_000_000 }),
  ];
  const cameIn = days.map((day) => storyAct({ at: `${day} 09:00:12`, user: 'devops', from: '192.0.2.17' }));
  const over = (clock: string) => days.map((day) => storyAct({ at: `${day} ${clock}`, inward: '192.0.2.17 22' }));
  const jumpAmong = async (acts: readonly ReturnType<typeof storyAct>[]): Promise<Row | undefined> => {
    const lake = await TemporaryLake.open(flows, metrics, auth, dns);
    try {
      await ingest(lake, 'all', [machineRecords({ acts: [...jump, ...cameIn, ...acts] }, 1)]);
      await findIn(lake, { asked: baselines.filter(({ id }) => id === 'egress-jump'), intel: [] });
      const [row] = await lake.engine.rows('SELECT subject, machines FROM signs ORDER BY value DESC');
      return row;
    } finally {
      await lake.close();
    }
  };
  const [uid, address, host] = [vnicOf(1), addressOf(1), hostOf(1)];

  test('is that of the machine to which sign-ins came over it', async () => {
    expect(await jumpAmong(over('09:00'))).toEqual({ subject: `${host} (${address})`, machines: [host, uid, address] });
  });

  test.each([
    ['at other minutes', over('09:05')],
    ['over another one just as often', [...over('09:00'), ...over('09:00').map((act) => ({ ...act, on: 'b' }))]],
  ])('is nobody’s where they came %s', async (_, acts) => {
    expect(await jumpAmong(acts)).toEqual({ subject: `${uid} (${address})`, machines: [uid, address] });
  });
});

const timeIn = (line: string): string => {
  const { time, query_timestamp, datapoints } = JSON.parse(line) as {
    time?: string;
    query_timestamp?: string;
    datapoints?: { timestamp: number }[];
  };
  return time ?? query_timestamp ?? new Date(datapoints?.[0]?.timestamp ?? 0).toISOString();
};
