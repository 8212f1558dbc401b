import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TemporaryLake } from '../../../../../test/temporary-lake.ts';
import { nimbus, nimbusRecord } from '../../../../../test/nimbus-source.ts';
import type { Row } from '../../../../lake/engine.ts';
import { source } from './source.ts';

const text = readFileSync(join(import.meta.dirname, 'fixtures/journal.ndjson'), 'utf8');
const entries = text
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

let lake: TemporaryLake;
let events: readonly Row[];

beforeAll(async () => {
  lake = await TemporaryLake.open(nimbus, source);
  const { records } = await lake.ingest({ 'journal.json': `${text}${JSON.stringify(nimbusRecord(1))}\n` });
  expect(records).toMatchObject({ read: entries.length + 1, events: entries.length + 1, set_aside: [] });
  events = (await lake.events()).toSorted((a, b) => Number(a['record']) - Number(b['record']));
});
afterAll(() => lake.close());

test.each<[number, Row]>([
  [
    0,
    {
      time: '2026-03-04T08:15:02.123Z',
      service: 'sshd',
      operation: 'Accepted',
      kind: 'publickey',
      actor_uid: 'build-1/alice',
      source_ip: '198.51.100.7',
      credential: 'SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU',
    },
  ],
  [1, { service: 'sudo', actor_name: 'alice', command: '/usr/sbin/useradd -m svc-update' }],
  [2, { service: 'useradd', host: 'build-1', process_uid: '931' }],
  [3, { service: 'CRON', process_uid: '940' }],
  [4, { service: 'kernel', time: '2026-03-04T08:15:06.000Z' }],
  [5, { service: 'java' }],
  [6, { service: 'systemd' }],
])('entry %i says what its line would: %j', (record, told) => expect(events[record]).toMatchObject(told));

test('an entry keeps all that it says, beside what was read of it', () => {
  for (const [index, entry] of entries.entries())
    expect(JSON.parse(String(events[index]?.['raw']))).toMatchObject(entry);
});

test('records of other sources between them are none of it', () => {
  expect(events.at(-1)).toMatchObject({ source: 'nimbus.log', event_uid: 'nimbus.log:id-1' });
});
