import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Accounting } from '../../src/lake/accounting.ts';
import { nimbusRecord } from '../nimbus-source.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'beewolf-memory-'));
  mkdirSync(join(folder, 'logs'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Taken extends Accounting {
  readonly peakMiB: number;
  readonly cpuSeconds: number;
}

function ingested(): Taken {
  const taken = JSON.parse(
    execFileSync(process.execPath, [join(import.meta.dirname, 'child.ts'), folder], { encoding: 'utf8' }),
  ) as Taken;
  process.stdout.write(`    ${taken.peakMiB} MiB, ${taken.cpuSeconds.toFixed(1)} CPU s\n`);
  return taken;
}

/** Writes a file of so many records, some at a time. */
function write(
  name: string,
  count: number,
  parts: { readonly head: string; readonly between: string; readonly tail: string; readonly pad: number },
): void {
  const file = openSync(join(folder, 'logs', name), 'w');
  writeSync(file, parts.head);
  const step = Math.max(1, Math.min(1000, Math.floor(10_000_000 / parts.pad)));
  for (let from = 0; from < count; from += step) {
    const records = Array.from({ length: Math.min(step, count - from) }, (_, index) =>
      JSON.stringify(nimbusRecord(from + index, { ask: { n: from + index, pad: 'x'.repeat(parts.pad) } })),
    );
    writeSync(file, `${from > 0 ? parts.between : ''}${records.join(parts.between)}`);
  }
  writeSync(file, parts.tail);
  closeSync(file);
}

describe('memory stays under 900 MiB', () => {
  const count = 250_000;
  test.each([
    ['a file of lines', { head: '', between: '\n', tail: '\n', pad: 1000 }],
    ['one array on a single line', { head: '{"Records":[', between: ',', tail: ']}', pad: 1000 }],
    ['one array over lines', { head: '[\n  ', between: ',\n  ', tail: '\n]\n', pad: 1000 }],
    ['records that must be cut apart', { head: '', between: '', tail: '', pad: 1000 }],
    [
      'an envelope that must be cut apart',
      { head: '{"x":{"y":{}},"Records":[', between: ',', tail: '],"z":{"a":[]}}', pad: 1000 },
    ],
    ['lines of which one is damaged', { head: '{"what":\n', between: '\n', tail: '\n', pad: 1000 }],
  ])('for 300 MB as %s', (_form, parts) => {
    write('all.json', count, parts);
    const { records, peakMiB } = ingested();
    expect(records.events).toBe(count);
    expect(peakMiB).toBeLessThan(900);
  });

  test('for 300 MB in the middle of which an array is left open', () => {
    write('a.json', 125_000, { head: '[', between: ',', tail: ',{"what":"x","who":"y","ask":[', pad: 1000 });
    write('b.json', 125_000, { head: '', between: ',', tail: ']', pad: 1000 });
    execFileSync('sh', ['-c', 'cat b.json >> a.json && rm b.json'], { cwd: join(folder, 'logs') });
    const { records, peakMiB } = ingested();
    expect(records.read).toBeGreaterThan(125_000);
    expect(peakMiB).toBeLessThan(900);
  });

  test.each([
    ['without a time', 'at'],
    ['of no source', 'what'],
  ])('for 300 MB of records %s', (_fault, key) => {
    write('a.json', count, { head: `${JSON.stringify(nimbusRecord(0))}\n`, between: '\n', tail: '\n', pad: 1000 });
    execFileSync('sed', ['-i', `2,$s/"${key}"/"x"/`, join(folder, 'logs/a.json')]);
    const { records, peakMiB } = ingested();
    expect(records).toMatchObject({ read: count + 1, events: 1, set_aside: [{ count }] });
    expect(peakMiB).toBeLessThan(900);
  });

  test('for a record of 15 MB among small ones', () => {
    const records = [1, 2, 3].map((number) =>
      nimbusRecord(number, number === 2 ? { ask: { pad: 'y'.repeat(15 * 1024 * 1024) } } : {}),
    );
    writeFileSync(join(folder, 'logs/a.json'), JSON.stringify({ Records: records }));
    writeFileSync(join(folder, 'logs/b.json'), JSON.stringify([...records, nimbusRecord(4)], null, 1));
    writeFileSync(join(folder, 'logs/c.json'), records.map((record) => JSON.stringify(record)).join(''));
    const taken = ingested();
    expect(taken.records).toMatchObject({
      read: 10,
      events: 4,
      duplicates: 5,
      set_aside: [{ reason: 'too long to be taken apart', count: 1 }],
    });
    expect(taken.peakMiB).toBeLessThan(900);
  });

  describe.each([
    [30, 5000],
    [400, 400],
    [1500, 100],
  ])('for records of %i KB', (kilobytes, count) => {
    const pad = kilobytes * 1000;
    const head = '{"x":{"y":{}},"Records":[';
    test.each([
      ['on lines', { head: '', between: '\n', tail: '\n', pad }],
      ['in an array over lines', { head: '[ ', between: ',\n', tail: ']', pad }],
      ['that must be cut apart', { head, between: ',', tail: ']}', pad }],
      ['in wrappings', { head: '{"detail":', between: '}\n{"detail":', tail: '}\n', pad }],
    ])('%s', (_form, parts) => {
      write('a.json', count, parts);
      write('b.json', count, { head: '[\n', between: ' , ', tail: '\n]', pad: pad + 1 });
      const { records, peakMiB } = ingested();
      expect(records).toMatchObject({ events: count, conflicts: count, set_aside: [] });
      expect(peakMiB).toBeLessThan(900);
    });
  });

  test('for a record of 40 MB, which is set aside', () => {
    const text = [1, 2, 3].map((number) =>
      JSON.stringify(nimbusRecord(number, number === 2 ? { ask: { pad: 'y'.repeat(40 * 1024 * 1024) } } : {})),
    );
    writeFileSync(join(folder, 'logs/a.json'), `[${text.join(',')}]`);
    writeFileSync(join(folder, 'logs/b.json'), text.join('\n'));
    const taken = ingested();
    expect(taken.records).toMatchObject({ events: 2, duplicates: 2 });
    expect(taken.peakMiB).toBeLessThan(900);
  });

  test('for a million ids that occur twice', () => {
    write('a.json', 500_000, { head: '', between: '\n', tail: '\n', pad: 100 });
    write('b.json', 500_000, { head: '[', between: ', ', tail: ']', pad: 100 });
    const { records, peakMiB } = ingested();
    expect(records).toMatchObject({ read: 1_000_000, events: 500_000, duplicates: 500_000 });
    expect(peakMiB).toBeLessThan(900);
  });

  test('for a million conflicts', () => {
    write('a.json', 300_000, { head: '', between: '\n', tail: '\n', pad: 100 });
    write('b.json', 300_000, { head: '', between: '\n', tail: '\n', pad: 101 });
    const { records, peakMiB } = ingested();
    expect(records).toMatchObject({ read: 600_000, events: 300_000, conflicts: 300_000 });
    expect(peakMiB).toBeLessThan(900);
  });

  test('for 12,000 files of five records, in seconds', () => {
    for (let file = 0; file < 12_000; file += 1) {
      const records = Array.from({ length: 5 }, (_, index) => nimbusRecord(5 * file + index));
      writeFileSync(join(folder, 'logs', `${file}.json`), JSON.stringify({ Records: records }));
    }
    const { records, objects, peakMiB, cpuSeconds } = ingested();
    expect(records.events).toBe(60_000);
    expect(objects.ingested).toBe(12_000);
    expect(peakMiB).toBeLessThan(500);
    expect(cpuSeconds).toBeLessThan(10);
  });
});
