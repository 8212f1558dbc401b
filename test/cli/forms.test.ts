import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { beewolf, temporaryFolder, uidsIn, type Ran } from './beewolf.ts';
import { record, ruleOfEverything, uidOf } from './records.ts';
import { zipBytes } from './zip-bytes.ts';

type Record_ = ReturnType<typeof record>;
type Form = (records: readonly Record_[]) => string | Buffer;

const lines = (values: readonly unknown[], end = '\n'): string =>
  values.map((value) => JSON.stringify(value) + end).join('');
const pretty = (value: unknown): string => JSON.stringify(value, null, 4);
const wrapped = (records: readonly Record_[]): string => JSON.stringify({ Records: records });
const byteOrderMark = '\uFEFF';

const enveloped = (detail: Record_): unknown => ({
  version: '0',
  id: `envelope-${String(detail['eventID'])}`,
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.s3',
  account: '123456789012',
  time: detail['eventTime'],
  region: 'eu-west-1',
  resources: [],
  detail,
});

const lookedUp = (event: Record_): unknown => ({
  EventId: event['eventID'],
  EventName: event['eventName'],
  EventTime: event['eventTime'],
  Resources: [],
  CloudTrailEvent: JSON.stringify(event),
});

const forms: Readonly<Record<string, Form>> = {
  'records as delivered': wrapped,
  'records printed over many lines': (records) => pretty({ Records: records }),
  'records behind blanks': (records) => `\n\n  ${wrapped(records)}\n\n`,
  'records between other keys': (records) => JSON.stringify({ version: 1, Records: records, after: { Records: 0 } }),
  'records between other keys, over many lines': (records) =>
    pretty({ version: 1, tags: ['a'], Records: records, after: [] }),
  'a bare array': (records) => JSON.stringify(records),
  'a bare array over many lines': pretty,
  lines: (records) => lines(records),
  'lines with carriage returns': (records) => lines(records, '\r\n'),
  'lines without a last line break': (records) => lines(records).trimEnd(),
  'lines among empty ones': (records) => lines(records, '\n\n'),
  'objects over many lines, one after another': (records) => records.map((one) => `${pretty(one)}\n`).join(''),
  'objects with nothing between them': (records) => records.map((one) => JSON.stringify(one)).join(''),
  'a file of records after another': (records) => `${wrapped(records.slice(0, 2))}\n${wrapped(records.slice(2))}\n`,
  'envelopes on lines': (records) => lines(records.map(enveloped)),
  'envelopes in an array': (records) => JSON.stringify(records.map(enveloped)),
  'envelopes over many lines': (records) => records.map((one) => pretty(enveloped(one))).join('\n'),
  'events looked up': (records) => pretty({ Events: records.map(lookedUp), NextToken: 'more' }),
  'events looked up, on one line': (records) => JSON.stringify({ Events: records.map(lookedUp) }),
  'events looked up, the token first': (records) =>
    JSON.stringify({ NextToken: 'more', Events: records.map(lookedUp) }),
  'events looked up, one a line': (records) => lines(records.map(lookedUp)),
  'a byte-order mark before records': (records) => byteOrderMark + wrapped(records),
  'a byte-order mark before lines': (records) => byteOrderMark + lines(records),
  'a byte-order mark before many lines': (records) => byteOrderMark + records.map(pretty).join('\n'),
  gzip: (records) => gzipSync(wrapped(records)),
  'gzip of several members': (records) => Buffer.concat(records.map((one) => gzipSync(lines([one])))),
  'gzip of records cut between members': (records) =>
    Buffer.concat([gzipSync(wrapped(records).slice(0, 700)), gzipSync(wrapped(records).slice(700))]),
  zstd: (records) => zstdCompressSync(wrapped(records)),
  'a zip of gzips': (records) =>
    zipBytes(records.map((one, index) => ({ name: `2026/${index}.json.gz`, bytes: gzipSync(wrapped([one])) }))),
};

/** Objects within a record may begin with the same key as the record itself. */
const nested = (n: number): Record_ =>
  record(n, {
    requestParameters: { list: [{ eventVersion: '1' }, { eventVersion: '2' }], text: '},{"eventVersion":' },
  });

const size = 5;
const numbersOf = (form: number): readonly number[] =>
  Array.from({ length: size }, (_, index) => 1000 * (form + 1) + index);
const names = Object.keys(forms);

describe('every form of delivery gives the same events', () => {
  let ran: Ran;
  let found: ReadonlySet<string>;

  beforeAll(async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'logs'));
    for (const [index, form] of Object.values(forms).entries()) {
      // Names say nothing: forms are recognised by content.
      writeFileSync(join(folder, 'logs', `object-${index}`), form(numbersOf(index).map(nested)));
    }
    writeFileSync(join(folder, 'all.yml'), ruleOfEverything);
    ran = await beewolf(['hunt', 'logs', '--no-builtin', '--rules', 'all.yml', '--per-event', '-o', 'jsonl'], {
      cwd: folder,
    });
    found = new Set(uidsIn(ran.stdout));
  });

  test.each(names)('%s', (name) => {
    const numbers = numbersOf(names.indexOf(name));
    expect(numbers.filter((n) => !found.has(uidOf(n)))).toEqual([]);
  });

  test('and no other, and every record is accounted for', () => {
    expect(found.size).toBe(names.length * size);
    expect(ran.status).toBe(0);
    expect(ran.stderr).toContain(
      `read ${names.length * size} records in ${names.length + size - 1} objects   ${names.length * size} events · 0 duplicates   `,
    );
    expect(ran.stderr).not.toMatch(/set aside|refused|kept/);
  });

  test('and each of them alone as well, as nothing else helps to recognise it', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'all.yml'), ruleOfEverything);
    const alone = [
      'objects with nothing between them',
      'events looked up, the token first',
      'records between other keys',
    ];
    const counts = alone.map(async (name) => {
      const form = forms[name];
      const records = numbersOf(0).map(nested);
      const args = ['hunt', '-', '-w', name, '--no-builtin', '--rules', 'all.yml', '--per-event', '-o', 'jsonl'];
      const { stdout } = await beewolf(args, { cwd: folder, input: form?.(records) ?? '' });
      return uidsIn(stdout);
    });
    expect(await Promise.all(counts)).toEqual(alone.map(() => numbersOf(0).map(uidOf)));
  });
});
