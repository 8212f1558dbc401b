import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { judge, type Control, type Outcome } from './judge-logs.ts';
import type { Fault, FuzzedRecord, LogMutant } from './mutant.ts';

const control = (id: string): Control => {
  const text = `{"eventID":"${id}"}`;
  return { bytes: Buffer.from(text), texts: [text] };
};
const controls = { early: control('early'), late: control('late') };
const record = (id: string): FuzzedRecord => ({ id, text: `{"eventID":"${id}","n":1}` });
const [hit, whole] = [record('hit'), record('whole')];
const bytes = Buffer.from('a mutant');
const sha256 = createHash('sha256').update(bytes).digest('hex');

/** Two records, one of them mutated. */
const mutant: LogMutant = {
  is: 'logs',
  number: 7,
  level: 'byte',
  form: 'lines',
  mutation: 'a bit flipped',
  files: [{ name: 'mutant.log', bytes }],
  records: [hit, whole],
  intact: [whole],
  isLossy: false,
  text: Buffer.from(`${hit.text}\n${whole.text}\n`),
  leastRead: 1,
};

const event = (id: string, object: string, raw = record(id).text): Outcome['lake']['events'][number] => ({
  uid: `aws.cloudtrail:${id}`,
  raw,
  object,
});
const lake: Outcome['lake'] = {
  events: [event('early', 'e', '{"eventID":"early"}'), event('whole', sha256, '{"n":1,"eventID":"whole"}')],
  asides: [{ raw: '"hit, but broken"', object: sha256 }],
  objects: [
    { sha256: 'e', path: '/case/logs/early.json', records: 1, events: 1 },
    { sha256, path: '/case/logs/7/mutant.log', records: 2, events: 1 },
  ],
};
const records = {
  read: 3,
  events: 2,
  duplicates: 0,
  conflicts: 0,
  set_aside: [{ reason: 'not valid JSON', count: 1 }],
};
const good: Outcome = {
  folder: '/case',
  first: { objects: { seen: 2, ingested: 2, known: 0, refused: [] }, records },
  notes: [],
  lake,
  second: {
    objects: { seen: 3, ingested: 1, known: 2, refused: [] },
    records: { read: 1, events: 1, duplicates: 0, conflicts: 0, set_aside: [] },
  },
  after: { ...lake, events: [...lake.events, event('late', 'l', '{"eventID":"late"}')] },
  violations: [],
  strays: [],
};
const faultsOf = (outcome: Partial<Outcome>, of = mutant): readonly Fault[] =>
  judge([of], { ...good, ...outcome }, controls);

test('a record that is set aside beside one that came through is as it should be', () => {
  expect(faultsOf({})).toEqual([]);
});

describe('the judge sees', () => {
  const [early, kept] = lake.events;
  test.each<readonly [string, Partial<Outcome>, Fault['kind']]>([
    ['sums that do not add up', { first: { ...good.first, records: { ...records, read: 4 } } }, 'sums'],
    ['an object that was not seen', { first: { ...good.first, objects: { ...good.first.objects, seen: 1 } } }, 'sums'],
    [
      'an event that the accounting knows nothing of',
      { lake: { ...lake, events: [...lake.events, event('x', 'e')] } },
      'sums',
    ],
    ['a record lost that nothing touched', { lake: { ...lake, events: early ? [early] : [] } }, 'lost'],
    ['a control that is lost', { lake: { ...lake, events: kept ? [kept] : [] } }, 'lost'],
    [
      'a record changed that nothing touched',
      { lake: { ...lake, events: [...(early ? [early] : []), event('whole', sha256, '{"eventID":"whole"}')] } },
      'lost',
    ],
    ['a record that is neither event nor set aside', { lake: { ...lake, asides: [] } }, 'silent'],
    [
      'an object that is neither ingested nor refused',
      { lake: { ...lake, objects: lake.objects.slice(0, 1) } },
      'silent',
    ],
    ['a second run that reads again', { second: good.first }, 'again'],
    ['a second run that loses something', { after: { ...good.after, events: good.after.events.slice(1) } }, 'again'],
    ['an output that breaks its contract', { violations: ['summary/records: must be object'] }, 'contract'],
    ['a file left behind', { strays: ['batch-1.json'] }, 'stray'],
  ])('%s', (_what, outcome, kind) => {
    expect(faultsOf(outcome).map((fault) => fault.kind)).toContain(kind);
  });

  test('fewer records than there are, though each id is found', () => {
    expect(faultsOf({}, { ...mutant, leastRead: 3 })).toMatchObject([{ kind: 'silent', mutants: [7] }]);
  });

  test('nothing wrong with what is told to be refused or broken off', () => {
    const path = '/case/logs/7/mutant.log';
    expect(faultsOf({ notes: [`${path}: cut`], lake: { ...lake, asides: [] } }).map(({ kind }) => kind)).not.toContain(
      'silent',
    );
  });
});
