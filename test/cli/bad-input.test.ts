import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { violations } from '../contract.ts';
import { beewolf, temporaryFolder, uidsIn, type Ran } from './beewolf.ts';
import { delivered, record, ruleOfEverything, uidOf } from './records.ts';
import { zipBytes } from './zip-bytes.ts';

interface Case {
  readonly name: string;
  /** File name and content; nothing for what `make` makes by itself. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
  readonly make?: (folder: string) => void;
  /** Numbers of the records that are events all the same. */
  readonly events?: readonly number[];
  /** What is said of the object as a whole: the line ends so. */
  readonly refused?: Readonly<Record<string, string>>;
  /** Said of an object that was read in part. */
  readonly noted?: Readonly<Record<string, string>>;
  /** Records set aside, by reason. */
  readonly aside?: Readonly<Record<string, number>>;
}

const many = Array.from({ length: 400 }, (_, index) => 10_000 + index);
/** A gibibyte of these is a megabyte of gzip. */
const spaces = Buffer.alloc(1 << 20, ' ');
const gzippedSpaces = gzipSync(spaces);
const withText = (n: number, text: string): string =>
  JSON.stringify(record(n, { userAgent: 'TEXT' })).replace('TEXT', text);
const wrapped = (...texts: readonly string[]): string => `{"Records":[${texts.join(',')}]}`;
const plain = (n: number): string => JSON.stringify(record(n));
const nested = '['.repeat(100_000) + ']'.repeat(100_000);

const cases: readonly Case[] = [
  { name: 'a good file, to compare with', files: { 'good.json': delivered(1, 2, 3) }, events: [1, 2, 3] },
  {
    name: 'a file cut in the middle of a record',
    files: {
      'cut.json': JSON.stringify({
        Records: [
          record(10, { requestParameters: [{ eventVersion: 1 }, { eventVersion: 2 }] }),
          record(11),
          record(12),
        ],
      }).slice(0, -200),
    },
    events: [10, 11],
    noted: { 'cut.json': 'the array of records is not closed; what came before was kept' },
    aside: { 'the object ends in the middle of this record': 1 },
  },
  { name: 'an empty file', files: { 'nothing.json': '' }, refused: { 'nothing.json': 'empty' } },
  { name: 'an empty gzip', files: { 'empty.json.gz': gzipSync('') }, refused: { 'empty.json.gz': 'empty' } },
  {
    name: 'nothing but blanks',
    files: { 'blank.json': ' \n\n ' },
    refused: { 'blank.json': 'nothing but white space where it begins' },
  },
  {
    name: 'text that is no JSON',
    files: { 'notes.log': 'Nothing happened here today.\n' },
    refused: { 'notes.log': 'not JSON, nor lines of a known log' },
  },
  {
    name: 'JSON of another kind in an envelope',
    files: { 'other.json': '{"Records":[{"a":1},{"a":2}]}' },
    refused: { 'other.json': 'JSON, but no record of a known source' },
  },
  {
    name: 'a JSON object of another kind',
    files: { 'package.json': '{"name":"x"}' },
    refused: { 'package.json': 'JSON, but no record of a known source' },
  },
  {
    name: 'UTF-16, with a mark and without',
    files: {
      'utf16-marked.json': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(delivered(20), 'utf16le')]),
      'utf16-bare.json': Buffer.from(delivered(20), 'utf16le').swap16(),
    },
    refused: {
      'utf16-marked.json': 'text in UTF-16 (little-endian), expected UTF-8',
      'utf16-bare.json': 'text in UTF-16 (big-endian), expected UTF-8',
    },
  },
  {
    name: 'bytes that are no UTF-8, in one record of three',
    files: { 'latin1.json': Buffer.from(wrapped(plain(30), withText(31, 'caf\xe9'), plain(32)), 'latin1') },
    events: [30, 32],
    aside: { 'not UTF-8': 1 },
  },
  {
    name: 'a lone surrogate, in one record of three',
    files: { 'surrogate.json': wrapped(plain(40), withText(41, 'x\\ud800y'), plain(42)) },
    events: [40, 42],
    aside: { 'not valid JSON': 1 },
  },
  {
    name: 'nonsense between two records',
    files: { 'nonsense.json': wrapped(plain(50), '{"eventID": nonsense}', plain(51)) },
    events: [50, 51],
    aside: { 'not valid JSON': 1 },
  },
  {
    name: 'a broken line between two good ones',
    files: { 'broken.jsonl': `${plain(55)}\n{"broken\n${plain(56)}\n` },
    events: [55, 56],
    aside: { 'not valid JSON': 1 },
  },
  {
    name: 'records without a time, or with a time that is none',
    files: {
      'timeless.json': JSON.stringify({
        Records: [record(60), record(61, { eventTime: undefined }), record(62, { eventTime: 'soon' })],
      }),
    },
    events: [60],
    aside: { 'without a time': 2 },
  },
  {
    name: 'a record from the year 2099',
    files: {
      'future.json': JSON.stringify({ Records: [record(65), record(66, { eventTime: '2099-01-01T00:00:00Z' })] }),
    },
    events: [65],
    aside: { 'its time is in the future': 1 },
  },
  {
    name: 'a record nested a hundred thousand deep',
    files: {
      'deep.json': wrapped(plain(70), plain(71).replace('"requestParameters":null', `"requestParameters":${nested}`)),
    },
    events: [70, 71],
  },
  {
    // Brackets alone hold no record: such an object is read, and nothing comes of it.
    name: 'brackets and nothing else',
    files: { 'brackets.json': nested, 'objects.json': `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}` },
    refused: {
      'objects.json': 'JSON, but no record of a known source',
    },
  },
  {
    name: 'a gzip bomb',
    files: { 'bomb.json.gz': Buffer.concat([gzipSync('{"Records":['), ...Array<Buffer>(1024).fill(gzippedSpaces)]) },
    refused: { 'bomb.json.gz': 'inflates to more than 200 times its size' },
  },
  {
    name: 'a zip bomb beside a good entry',
    files: {
      'bomb.zip': zipBytes([
        { name: 'bomb.json', bytes: spaces, times: 1024 },
        { name: 'good.json', bytes: delivered(80) },
      ]),
    },
    events: [80],
    refused: { 'bomb.zip!/bomb.json': "inflates to more than 200 times the archive's size" },
  },
  {
    name: 'a zip with a locked entry and names that climb out',
    files: {
      'names.zip': zipBytes([
        { name: 'locked.json', bytes: delivered(85), isEncrypted: true },
        { name: '../../climbing.json', bytes: delivered(86) },
        { name: '/absolute.json', bytes: delivered(87) },
        { name: 'folder/', bytes: '' },
        { name: 'inside.json.gz', bytes: gzipSync(delivered(88)) },
      ]),
    },
    events: [86, 87, 88],
    refused: { 'names.zip!/locked.json': 'encrypted archive entry' },
  },
  {
    name: 'a zip cut short',
    files: { 'cut.zip': zipBytes([{ name: 'a.json', bytes: delivered(90) }]).subarray(0, 300) },
    refused: {
      'cut.zip':
        'damaged archive: End of central directory record signature not found. Either not a zip file, or file is truncated.',
    },
  },
  {
    name: 'links in a circle, to nowhere, and back up',
    make: (folder) => {
      symlinkSync('loop', join(folder, 'loop'));
      symlinkSync('nowhere', join(folder, 'dangling'));
      symlinkSync('.', join(folder, 'up'));
    },
    refused: {
      loop: 'links lead in a circle',
      dangling: 'a link that leads nowhere, or gone before it was read',
      'up/': 'a link to a folder is not followed',
    },
  },
  {
    name: 'a pipe that nobody writes to',
    make: (folder) => void execFileSync('mkfifo', [join(folder, 'pipe')]),
    refused: { pipe: 'neither a file nor a folder' },
  },
];

const truncated = gzipSync(JSON.stringify({ Records: many.map((n) => record(n)) }));

describe('bad input costs itself and nothing else', () => {
  let folder = '';
  let first: Ran;
  let found: readonly string[];
  const huntAll = ['--no-builtin', '--rules', 'all.yml', '--per-event', '-o', 'jsonl'];

  beforeAll(async () => {
    folder = temporaryFolder();
    mkdirSync(join(folder, 'logs'));
    for (const { files = {}, make } of cases) {
      for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, 'logs', name), content);
      make?.(join(folder, 'logs'));
    }
    writeFileSync(join(folder, 'logs/truncated.json.gz'), truncated.subarray(0, truncated.length / 2));
    writeFileSync(join(folder, 'all.yml'), ruleOfEverything);
    first = await beewolf(['hunt', 'logs', ...huntAll], { cwd: folder });
    found = uidsIn(first.stdout);
  });

  test.each(cases)('$name', ({ files = {}, events = [], refused = {}, noted = {} }) => {
    expect(events.map(uidOf).filter((uid) => !found.includes(uid))).toEqual([]);
    const said = first.stderr
      .split('\n')
      .filter((line) => Object.keys({ ...files, ...refused }).some((name) => line.includes(`/logs/${name}`)));
    expect(said.toSorted()).toEqual(
      [
        ...Object.entries(noted).map(([name, what]) => `  ${join(folder, 'logs', name)}: ${what}`),
        ...Object.entries(refused).map(([name, what]) => `  refused ${join(folder, 'logs')}/${name}: ${what}`),
      ].toSorted(),
    );
  });

  test('a truncated gzip gives what came before the break', () => {
    expect(first.stderr).toContain(
      `${join(folder, 'logs/truncated.json.gz')}: damaged or cut compressed data; what came before was kept`,
    );
    const kept = many.map(uidOf).filter((uid) => found.includes(uid));
    expect(kept).toEqual(many.slice(0, kept.length).map(uidOf));
    expect(kept.length).toBeGreaterThan(100);
    expect(kept.length).toBeLessThan(many.length);
  });

  test('no other event, and the run goes well', () => {
    const expected = cases.flatMap(({ events = [] }) => events).map(uidOf);
    expect(found.filter((uid) => !expected.includes(uid) && !many.map(uidOf).includes(uid))).toEqual([]);
    expect(first.status).toBe(0);
  });

  test('every record is accounted for in one line', () => {
    const aside = new Map<string, number>();
    for (const { aside: reasons = {} } of cases) {
      for (const [reason, count] of Object.entries(reasons)) aside.set(reason, (aside.get(reason) ?? 0) + count);
    }
    // The truncated gzip ends in the middle of a record, too.
    aside.set(
      'the object ends in the middle of this record',
      (aside.get('the object ends in the middle of this record') ?? 0) + 1,
    );
    const line = first.stderr.split('\n').find((one) => one.startsWith('  read ')) ?? '';
    const told = [...line.matchAll(/([\d,]+) set aside \(([^)]+)\)/g)].map(
      ([, count, reason]) => [reason, Number(count)] as const,
    );
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(aside));
    const read = Number(/read (\d+) records/.exec(line)?.[1]);
    expect(read).toBe(found.length + [...aside.values()].reduce((sum, count) => sum + count, 0));
  });

  test('the next run adds a good file, knows the others and refuses the same again', async () => {
    writeFileSync(join(folder, 'late.json'), delivered(7));
    const { status, stdout } = await beewolf(['investigate', 'logs', 'late.json', '--strict', '-o', 'json'], {
      cwd: folder,
    });
    const summary = JSON.parse(stdout) as {
      readonly objects: { readonly known: number; readonly ingested: number; readonly refused: readonly unknown[] };
      readonly records: unknown;
    };
    expect(violations('summary', summary)).toEqual([]);
    expect(summary.records).toEqual({ read: 1, events: 1, duplicates: 0, conflicts: 0, set_aside: [] });
    expect(summary.objects).toMatchObject({ ingested: 1, known: Number(/in (\d+) objects/.exec(first.stderr)?.[1]) });
    expect(summary.objects.refused).toHaveLength(cases.flatMap(({ refused = {} }) => Object.keys(refused)).length);
    expect(status).toBe(1);
    const { stdout: again } = await beewolf(['hunt', ...huntAll], { cwd: folder });
    expect(uidsIn(again)).toEqual([...found, uidOf(7)].toSorted());
    expect(readdirSync(join(folder, '.beewolf/scratch'))).toEqual([]);
  });
});

test('a record that says one key twice is not taken for one that says it once', async () => {
  const folder = temporaryFolder();
  const twice = plain(2).replace('"eventName":"ListBuckets"', '"eventName":"ListBuckets","eventName":"StopLogging"');
  writeFileSync(join(folder, 'twice.json'), wrapped(plain(1), twice));
  writeFileSync(join(folder, 'all.yml'), ruleOfEverything);
  const ran = await beewolf(
    ['hunt', 'twice.json', '--no-builtin', '--rules', 'all.yml', '--per-event', '-o', 'jsonl'],
    { cwd: folder },
  );
  expect(uidsIn(ran.stdout)).toEqual([uidOf(1)]);
  expect(ran.stderr).toMatch(/1 set aside \([^)]*key/);
});
