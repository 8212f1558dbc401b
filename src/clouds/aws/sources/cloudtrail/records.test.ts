import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TemporaryLake } from '../../../../../test/temporary-lake.ts';
import { source } from './source.ts';

let lake: TemporaryLake;

beforeEach(async () => {
  lake = await TemporaryLake.open(source);
});
afterEach(() => lake.close());

const record = (id: string): string =>
  `{"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::123456789012:assumed-role/deploy/ci","accountId":"123456789012","sessionContext":{"attributes":{"mfaAuthenticated":"false"}}},` +
  `"eventTime":"2026-03-10T11:00:00Z","eventSource":"s3.amazonaws.com","eventName":"ListBuckets","sourceIPAddress":"203.0.113.9","requestParameters":{"a":1},"eventID":"${id}","eventType":"AwsApiCall"}`;

const uids = async (): Promise<readonly unknown[]> => (await lake.events()).map((event) => event['event_uid']);

describe('a record that has a key twice is set aside and its neighbours are kept', () => {
  test.each([
    ['mapped to a column', '"eventName":"ListBuckets"', '"eventName":"ListBuckets","eventName":"GetObject"'],
    ['written otherwise', '"eventName":"ListBuckets"', '"eventName":"ListBuckets","event\\u004eame":"GetObject"'],
    ['of a document', '"requestParameters":{"a":1}', '"requestParameters":{"a":1},"requestParameters":null'],
    ['that is only watched', '"eventVersion":"1.11"', '"eventVersion":"1.11","eventVersion":"1.11"'],
    ['of the identity', '"type":"AssumedRole"', '"type":"AssumedRole","type":"Root"'],
    ['deep in the identity', '"mfaAuthenticated":"false"', '"mfaAuthenticated":"false","mfaAuthenticated":"true"'],
  ])('%s', async (_where, once, twice) => {
    const bad = record('bad').replace(once, twice);
    expect(bad).not.toBe(record('bad'));
    const { records, objects } = await lake.ingest({
      'delivered.json': `{"Records":[${record('a')},${bad},${record('b')}]}`,
      'good.json': `{"Records":[${record('c')}]}`,
      'lines.json': `${record('d')}\n${bad}\n`,
      'pretty.json': `[\n  ${record('e')},\n  ${bad}\n]\n`,
      'event-bridge.json': `{"detail-type":"AWS API Call via CloudTrail","detail":${bad}}\n{"detail-type":"AWS API Call via CloudTrail","detail":${record('f')}}\n`,
      'looked-up.json': JSON.stringify({ Events: [{ CloudTrailEvent: bad }, { CloudTrailEvent: record('g') }] }),
    });
    expect(records).toEqual({
      read: 12,
      events: 7,
      duplicates: 0,
      conflicts: 0,
      set_aside: [{ reason: 'has a key twice', count: 5 }],
    });
    expect(objects.refused).toEqual([]);
    expect(await uids()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => `aws.cloudtrail:${id}`));
  });

  test.each(['a', 'b'])('nor is one lost that a cut has run into another’s envelope (%s)', async (first) => {
    const whole = (id: string) => `{"detail-type":"AWS API Call via CloudTrail","detail":${record(id)}}`;
    const mixed = `{"detail-type":"AWS API Call via CloudTrail","detail":${record('c')},"requestID":"d","eventID":"d"}`;
    const all = first === 'a' ? [whole('a'), mixed, whole('b')] : [mixed, whole('a'), whole('b')];
    const { records } = await lake.ingest({ 'lines.json': `${all.join('\n')}\n`, 'array.json': `[${all.join(', ')}]` });
    expect(records).toMatchObject({
      read: 6,
      events: 2,
      duplicates: 2,
      set_aside: [{ reason: 'two records run into one', count: 2 }],
    });
    expect(await uids()).toEqual(['aws.cloudtrail:a', 'aws.cloudtrail:b']);
  });

  test('but a key that stands twice in a request is the caller’s affair', async () => {
    const { records } = await lake.ingest({
      'a.json': `{"Records":[${record('a').replace('{"a":1}', '{"a":1,"a":2}')}]}`,
    });
    expect(records).toMatchObject({ read: 1, events: 1 });
  });
});

describe('a record without', () => {
  test('an id is told apart by its content', async () => {
    const nameless = record('').replace('"eventID":"",', '');
    const { records } = await lake.ingest({
      'a.json': `{"Records":[${nameless},${nameless.replace('ListBuckets', 'GetObject')}]}`,
      'b.json': `{"Records":[${nameless.replace('"a":1', '"a" : 1')}]}`,
    });
    expect(records).toEqual({ read: 3, events: 2, duplicates: 1, conflicts: 0, set_aside: [] });
    for (const uid of await uids()) expect(uid).toMatch(/^aws\.cloudtrail:[0-9a-f]{40}$/);
  });

  test('an identity is an event of nobody', async () => {
    await lake.ingest({ 'a.json': `{"Records":[${record('a').replace(/"userIdentity":\{.*?\}\}\},/, '')}]}` });
    const [event] = await lake.events();
    expect(event).toMatchObject({
      event_uid: 'aws.cloudtrail:a',
      operation: 'ListBuckets',
      actor_type: null,
      actor_uid: null,
      actor_name: null,
      session_uid: null,
    });
  });

  test('an identity that is an object has none', async () => {
    await lake.ingest({
      'a.json': `{"Records":[${record('a').replace(/"userIdentity":\{.*?\}\}\},/, '"userIdentity":"alice",')},${record('b')}]}`,
    });
    const [event, other] = await lake.events();
    expect(event).toMatchObject({ event_uid: 'aws.cloudtrail:a', operation: 'ListBuckets', actor_uid: null });
    expect(other).toMatchObject({ event_uid: 'aws.cloudtrail:b', actor_uid: 'arn:aws:iam::123456789012:role/deploy' });
  });
});

test('a notification of an object store, which has some of the same keys, is no record of this source', async () => {
  const notification = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: 'eu-west-1',
    eventTime: '2026-03-10T11:00:00Z',
    eventName: 'ObjectCreated:Put',
    userIdentity: { principalId: 'AWS:AIDACKCEVSQ6C2EXAMPLE' },
    requestParameters: { sourceIPAddress: '203.0.113.9' },
    s3: { bucket: { name: 'example' } },
  };
  const { objects, records } = await lake.ingest({ 'a.json': JSON.stringify({ Records: [notification] }) });
  expect(records.read).toBe(0);
  expect(objects.refused).toMatchObject([{ reason: 'JSON, but no record of a known source' }]);
});
