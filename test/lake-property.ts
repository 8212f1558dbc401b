import fc from 'fast-check';
import { expect } from 'vitest';
import { gzipSync } from 'node:zlib';
import { zipBytes } from './cli/zip-bytes.ts';
import { nimbus, nimbusRecord, type NimbusRecord } from './nimbus-source.ts';
import { TemporaryLake } from './temporary-lake.ts';

/** One piece of text that stands for a record, and what should become of it. */
interface Written {
  readonly text: string;
  /** The record, or why it is none. */
  readonly is: NimbusRecord | 'foreign' | 'broken' | 'timeless' | 'future';
}

const goodRecord = fc
  .record({
    id: fc.nat(30),
    version: fc.constantFrom('a', 'a', 'a', 'b', 'c'),
    nested: fc.constantFrom<unknown>(1, 'x', [{ a: 1 }, { a: 2 }], { Records: [{ what: 1 }] }, [[]], '\ud83d\udc1d'),
    isReversed: fc.boolean(),
  })
  .map(({ id, version, nested, isReversed }): Written => {
    const record = nimbusRecord(id, {
      note: version,
      ask: { v: version, list: [{ what: 1 }, { what: 2 }], end: '"},{"' },
    });
    const extra = { ...record, zz: nested };
    const members = isReversed ? Object.entries(extra).toReversed() : Object.entries(extra);
    return {
      text: `{${members.map(([key, value]) => `${JSON.stringify(key)}:${isReversed ? ' ' : ''}${JSON.stringify(value)}`).join(',')}}`,
      is: record,
    };
  });

const badRecord = fc
  .tuple(fc.constantFrom('foreign', 'broken', 'timeless', 'future'), fc.nat(9))
  .map(([is, number]): Written => {
    const { at: _at, ...timeless } = nimbusRecord(number, { id: `bad-${number}` });
    const text = {
      foreign: JSON.stringify({ some: 'thing', number }),
      broken: `{"id":"broken-${number}","what":}`,
      timeless: JSON.stringify(timeless),
      future: JSON.stringify({ ...timeless, at: `2999-01-01T00:00:0${number}Z` }),
    }[is];
    return { text, is };
  });

const forms = {
  envelope: (texts: readonly string[]) => `{"Records":[${texts.join(',')}]}`,
  loose: (texts: readonly string[]) => `{"n":{"x":[{}]},"Events":[${texts.join(',')}],"next":[{"a":1}]}`,
  array: (texts: readonly string[]) => `[${texts.join(',')}]`,
  spaced: (texts: readonly string[]) => `[\n  ${texts.join(',\n  ')}\n]\n`,
  lines: (texts: readonly string[]) => texts.map((text) => `${text}\n`).join(''),
  joined: (texts: readonly string[]) => texts.join(''),
  wrapped: (texts: readonly string[]) => texts.map((text) => `{"detail":${text}}\n`).join(''),
};

/** An object: its records, how they are put together, and whether it is compressed. */
const object = fc.record({
  records: fc.array(fc.oneof({ weight: 8, arbitrary: goodRecord }, { weight: 1, arbitrary: badRecord }), {
    minLength: 1,
    maxLength: 12,
  }),
  form: fc.constantFrom(...(Object.keys(forms) as (keyof typeof forms)[])),
  isGzipped: fc.boolean(),
});

const arrangement = fc.record({
  objects: fc.array(object, { minLength: 1, maxLength: 8 }),
  /** In which run an object comes, and its place in that run. */
  orders: fc.array(fc.array(fc.tuple(fc.nat(3), fc.nat(1000)), { minLength: 8, maxLength: 8 }), {
    minLength: 2,
    maxLength: 2,
  }),
  isZipped: fc.boolean(),
});

type Objects = readonly (readonly [string, Buffer])[];

/** What a lake holds after objects came in runs: content by uid. */
async function standingAfter(
  runs: readonly Objects[],
  isZipped: boolean,
): Promise<{ readonly events: Readonly<Record<string, unknown>>; readonly sums: Sums }> {
  const lake = await TemporaryLake.open(nimbus);
  const sums = { read: 0, events: 0, duplicates: 0, conflicts: 0, aside: 0, known: 0 };
  try {
    for (const [run, objects] of runs.entries()) {
      const files = isZipped
        ? { [`${run}.zip`]: zipBytes(objects.map(([name, bytes]) => ({ name, bytes }))) }
        : Object.fromEntries(objects.map(([name, bytes]) => [`${run}/${name}`, bytes]));
      const { records, objects: seen } = objects.length === 0 ? await lake.ingest({}) : await lake.ingest(files);
      const aside = records.set_aside.reduce((sum, { count }) => sum + count, 0);
      expect(records.read).toBe(records.events + records.duplicates + records.conflicts + aside);
      expect(seen.seen).toBe(seen.ingested + seen.known + seen.refused.length);
      expect(seen.seen).toBe(objects.length);
      for (const key of ['read', 'events', 'duplicates', 'conflicts'] as const) sums[key] += records[key];
      sums.aside += aside;
      sums.known += seen.known;
    }
    const rows = await lake.events();
    expect(new Set(rows.map((row) => row['event_uid'])).size).toBe(rows.length);
    const content = ({ id, at, what, who, note, ask }: NimbusRecord): unknown => ({ id, at, what, who, note, ask });
    return {
      events: Object.fromEntries(
        rows.map((row) => [String(row['event_uid']), content(JSON.parse(String(row['raw'])) as NimbusRecord)]),
      ),
      sums,
    };
  } finally {
    await lake.close();
  }
}

type Sums = Readonly<Record<'read' | 'events' | 'duplicates' | 'conflicts' | 'aside' | 'known', number>>;

/**
 * Whatever objects records stand in, in whatever form, order and runs they come: the same events stand
 * in the lake, and every record is accounted for.
 */
export const lakeProperty = fc.asyncProperty(arrangement, async ({ objects, orders, isZipped }) => {
  const written = objects
    .map(({ records, form, isGzipped }, index) => {
      const usable = form === 'wrapped' || form === 'joined' ? records.filter(({ is }) => is !== 'broken') : records;
      const text = forms[form](usable.map((record) => record.text));
      return { name: `${index}.json`, bytes: isGzipped ? gzipSync(text) : Buffer.from(text), records: usable };
    })
    .filter(({ records }) => records.length > 0);
  const results = [];
  for (const order of orders) {
    const runs = [0, 1, 2, 3].map((run): Objects =>
      written
        .map(({ name, bytes }, index) => ({ name, bytes, place: order[index] ?? [0, 0] }))
        .filter(({ place }) => place[0] === run)
        .toSorted((a, b) => a.place[1] - b.place[1])
        .map(({ name, bytes, place }, index) => [`${index}-${place[1]}-${name}`, bytes] as const),
    );
    results.push(await standingAfter(runs, isZipped));
  }
  const [one, other] = results;
  expect(other?.events).toEqual(one?.events);

  const distinct = [...new Map(written.map((each) => [each.bytes.toString('base64'), each])).values()];
  const good = distinct.flatMap(({ records }) => records.flatMap(({ is }) => (typeof is === 'string' ? [] : [is])));
  const contents = new Set(good.map((record) => JSON.stringify(record)));
  const ids = new Set(good.map(({ id }) => id));
  expect(Object.keys(one?.events ?? {})).toHaveLength(contents.size);
  expect(new Set(Object.values(one?.events ?? {}).map((record) => JSON.stringify(record))).size).toBe(contents.size);
  for (const { sums } of results) {
    expect(sums).toMatchObject({
      events: ids.size,
      conflicts: contents.size - ids.size,
      duplicates: good.length - contents.size,
    });
    const isIngested = ({ records }: (typeof distinct)[number]): boolean =>
      records.some(({ is }) => is !== 'foreign' && is !== 'broken');
    const kept = distinct.filter(isIngested).flatMap(({ records }) => records);
    expect(sums.read).toBe(kept.length);
    expect(sums.aside).toBe(kept.length - good.length);
  }
});
