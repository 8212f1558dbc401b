import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TemporaryLake, type Files } from '../../../../../test/temporary-lake.ts';
import { digestReport, type DigestReport } from '../../../../lake/digests.ts';
import { readManifest } from '../../../../lake/manifest.ts';
import { source } from './source.ts';

let lake: TemporaryLake;

beforeEach(async () => {
  lake = await TemporaryLake.open(source);
});
afterEach(() => lake.close());

const account = '123456789012';
const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
const report = (): Promise<DigestReport> => digestReport(lake.engine, lake.lake, readManifest(lake.lake));

const log = (id: string): string =>
  JSON.stringify({
    Records: Array.from({ length: 40 }, (_, index) => ({
      eventVersion: '1.11',
      userIdentity: { type: 'Root', accountId: account },
      eventTime: '2026-03-10T11:02:41Z',
      eventSource: 's3.amazonaws.com',
      eventName: 'ListBuckets',
      awsRegion: 'eu-west-1',
      requestID: sha256(`${id}-${index}`),
      eventID: `${id}-${index}`,
      eventType: 'AwsApiCall',
      recipientAccountId: account,
    })),
  });

const nameOf = (id: string, region = 'eu-west-1'): string =>
  `AWSLogs/${account}/CloudTrail/${region}/2026/03/10/${account}_CloudTrail_${region}_20260310T1105Z_${id}.json.gz`;
const digestName = (hour: number): string =>
  `AWSLogs/${account}/CloudTrail-Digest/eu-west-1/2026/03/10/${account}_CloudTrail-Digest_eu-west-1_trail_eu-west-1_20260310T${hour}0131Z.json.gz`;

interface Entry {
  readonly name: string;
  readonly text: string;
}

/** A digest as CloudTrail delivers it. */
const digest = (
  entries: readonly Entry[],
  { hour = 12, before = null }: { readonly hour?: number; readonly before?: string | null } = {},
): string =>
  JSON.stringify({
    awsAccountId: account,
    digestStartTime: `2026-03-10T${hour - 1}:01:31Z`,
    digestEndTime: `2026-03-10T${hour}:01:31Z`,
    digestS3Bucket: 'amzn-s3-demo-bucket',
    digestS3Object: digestName(hour),
    digestPublicKeyFingerprint: '31e8b5433410dfb61a9dc45cc65b22ff',
    digestSignatureAlgorithm: 'SHA256withRSA',
    newestEventTime: '2026-03-10T11:52:27Z',
    oldestEventTime: '2026-03-10T11:02:41Z',
    previousDigestS3Bucket: before === null ? null : 'amzn-s3-demo-bucket',
    previousDigestS3Object: before === null ? null : digestName(hour - 1),
    previousDigestHashValue: before === null ? null : sha256(before),
    previousDigestHashAlgorithm: before === null ? null : 'SHA-256',
    previousDigestSignature: null,
    logFiles: entries.map(({ name, text }) => ({
      s3Bucket: 'amzn-s3-demo-bucket',
      s3Object: name,
      hashValue: sha256(text),
      hashAlgorithm: 'SHA-256',
      newestEventTime: '2026-03-10T11:52:27Z',
      oldestEventTime: '2026-03-10T11:02:41Z',
    })),
  });

const entries = ['a', 'b', 'c'].map((id) => ({ name: nameOf(id), text: log(id) }));
const delivered = (listed: readonly Entry[]): Files =>
  Object.fromEntries(listed.map(({ name, text }) => [name, gzipSync(text)]));
const withDigest = (listed: readonly Entry[], text = digest(listed)): Files => ({
  ...delivered(listed),
  [digestName(12)]: gzipSync(text),
});

describe('a digest', () => {
  test('is an object without records', async () => {
    const { objects, records } = await lake.ingest({ [digestName(12)]: gzipSync(digest(entries)) });
    expect(objects).toEqual({ seen: 1, ingested: 1, known: 0, refused: [] });
    expect(records).toEqual({ read: 0, events: 0, duplicates: 0, conflicts: 0, set_aside: [] });
  });

  test('is known when it comes again', async () => {
    const file = { [digestName(12)]: gzipSync(digest(entries)) };
    await lake.ingest(file);
    expect((await lake.ingest(file)).objects).toMatchObject({ seen: 1, known: 1 });
  });

  test('is told by its content, unpacked, renamed or printed prettily', async () => {
    const pretty = JSON.stringify(JSON.parse(digest(entries)), null, 2);
    expect((await lake.ingest({ ...delivered(entries), 'd.txt': pretty })).notes).toEqual(['digests: 3 logs verified']);
  });

  test('of an hour without logs says nothing', async () => {
    const { objects, notes } = await lake.ingest({ [digestName(12)]: gzipSync(digest([])) });
    expect(objects.ingested).toBe(1);
    expect(notes).toEqual([]);
  });
});

describe('logs are verified', () => {
  const orders: Readonly<Record<string, readonly (readonly string[])[]>> = {
    'logs first': [[...Object.keys(delivered(entries)), digestName(12)]],
    'digest first': [[digestName(12), ...Object.keys(delivered(entries))]],
    'logs in an earlier run': [Object.keys(delivered(entries)), [digestName(12)]],
    'digest in an earlier run': [[digestName(12)], Object.keys(delivered(entries))],
    'one log after the other': [[nameOf('c')], [digestName(12), nameOf('a')], [nameOf('b')]],
  };

  test.each(Object.entries(orders))('%s', async (_order, runs) => {
    let notes: readonly string[] = [];
    for (const run of runs) ({ notes } = await lake.ingest(withDigest(entries), run));
    expect(notes).toEqual(['digests: 3 logs verified']);
    expect(await report()).toEqual({ verified: 3, missing: 0, unread: 0, differing: [], differingCount: 0, gaps: [] });
  });

  test('by their hash, under any name, packed or not, in an archive or not', async () => {
    const [a, b, c] = entries.map(({ text }) => text);
    const { notes } = await lake.ingest({
      'x/1.json': a ?? '',
      'y/2': gzipSync(b ?? '', { level: 1 }),
      [nameOf('c').replace('.gz', '')]: c ?? '',
      'digest.gz': gzipSync(digest(entries)),
    });
    expect(notes).toEqual(['digests: 3 logs verified']);
  });

  test('once for good: what was hashed is not read again', async () => {
    await lake.ingest(delivered(entries));
    await lake.ingest({ 'd1.json': digest(entries) });
    rmSync(join(lake.folder, 'logs', 'AWSLogs'), { recursive: true });
    expect(
      (await lake.ingest({ 'd2.json': digest([...entries, { name: nameOf('z'), text: log('z') }], { hour: 13 }) }))
        .notes,
    ).toEqual(['digests: 3 logs verified, 1 listed but not given']);
  });
});

describe('what is not as it was delivered is said', () => {
  test('a log that is listed but was not given, with the time that is missing', async () => {
    const files = withDigest(entries);
    const { notes } = await lake.ingest(
      files,
      Object.keys(files).filter((name) => name !== nameOf('b')),
    );
    expect(notes).toEqual(['digests: 2 logs verified, 1 listed but not given']);
    expect((await report()).gaps).toEqual([
      {
        account,
        region: 'eu-west-1',
        state: 'missing',
        files: 1,
        first: '2026-03-10T11:02:41Z',
        last: '2026-03-10T11:52:27Z',
      },
    ]);
  });

  test.each([
    ['changed', gzipSync(log('b').replace('ListBuckets', 'GetObject'))],
    ['cut off', gzipSync(log('b')).subarray(0, 1_500)],
    ['changed and unpacked', log('b').replace('ListBuckets', 'GetObject')],
  ])('a log that was %s', async (_how, bytes) => {
    const name = Buffer.isBuffer(bytes) ? nameOf('b') : nameOf('b').replace('.gz', '');
    const path = join('logs', name);
    const { [nameOf('b')]: _, ...files } = withDigest(entries);
    const { notes } = await lake.ingest({ ...files, [name]: bytes });
    const lines = notes.filter((note) => /digest/i.test(note));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^digests: 2 logs verified, 1 differs from its digest \(.*\)$/);
    expect(lines[0]).toContain(path);
    expect(lines[1]).toMatch(
      /^WARNING: .* is not as it was delivered: its hash is another than in .*CloudTrail-Digest/,
    );
    expect(await report()).toMatchObject({
      verified: 2,
      missing: 0,
      differingCount: 1,
      gaps: [{ state: 'differs', files: 1 }],
    });
  });

  test('a changed copy beside the true one', async () => {
    const { notes } = await lake.ingest({
      ...withDigest(entries),
      [`copy/${nameOf('a').split('/').at(-1) ?? ''}`]: gzipSync(log('a').replace('ListBuckets', 'GetObject')),
    });
    expect(notes[0]).toMatch(/^digests: 3 logs verified, 1 differs from its digest \(.*copy.*\)$/);
  });

  test('a log that was deleted before its digest came', async () => {
    await lake.ingest(delivered(entries));
    rmSync(join(lake.folder, 'logs', nameOf('a')));
    expect((await lake.ingest({ 'd.json': digest(entries) })).notes).toEqual([
      'digests: 2 logs verified, 1 no longer to be read',
    ]);
  });

  test('a digest that is another than the next one says; one that was not given is none of ours', async () => {
    const first = digest(entries, { before: 'not given' });
    const second = digest([], { hour: 13, before: first });
    expect((await lake.ingest({ ...withDigest(entries, first), [digestName(13)]: gzipSync(second) })).notes).toEqual([
      'digests: 3 logs verified',
    ]);
    const other = await TemporaryLake.open(source);
    const { notes } = await other.ingest({
      ...withDigest(entries, digest(entries)),
      [digestName(13)]: gzipSync(second),
    });
    await other.close();
    expect(notes[0]).toMatch(/^digests: 3 logs verified, 1 differs from its digest \(.*CloudTrail-Digest.*T120131Z/);
  });
});

describe('the signature beside saved query results', () => {
  const rows = gzipSync(
    'eventID,eventTime,eventSource,eventName,eventType\na,2026-03-10 11:02:41.000,s3.amazonaws.com,ListBuckets,AwsApiCall\n',
  );
  const signature = (hash: string): string =>
    JSON.stringify({
      version: '1.0',
      region: 'eu-west-1',
      files: [{ fileHashValue: hash, fileName: 'result_1.csv.gz' }],
      hashAlgorithm: 'SHA-256',
      signatureAlgorithm: 'SHA256withRSA',
      queryCompleteTime: '2026-03-10T12:00:00Z',
      hashSignature: 'aa',
      publicKeyFingerprint: 'bb',
    });

  test('verifies the compressed file', async () => {
    const { notes, objects } = await lake.ingest({
      'q1/result_1.csv.gz': rows,
      'q1/result_sign.json': signature(sha256(rows)),
    });
    expect(objects.refused).toEqual([]);
    expect(notes).toEqual(['digests: 1 log verified']);
  });

  test('speaks of the files beside it only: every query has a first one', async () => {
    const { notes } = await lake.ingest({
      'q1/result_1.csv.gz': rows,
      'q2/result_sign.json': signature('0'.repeat(64)),
    });
    expect(notes).toEqual(['digests: 0 logs verified, 1 listed but not given']);
  });

  test('tells a changed one', async () => {
    const { notes } = await lake.ingest({
      'q1/result_1.csv.gz': rows,
      'q1/result_sign.json': signature('0'.repeat(64)),
    });
    expect(notes[0]).toMatch(/^digests: 0 logs verified, 1 differs from its digest \(.*q1.result_1\.csv\.gz\)$/);
  });
});
