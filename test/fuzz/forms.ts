import type { FuzzedRecord } from './mutant.ts';
import { answerParts, csvParts, rowOf } from './rows.ts';

/** Text as it was put together, and where in it each record stands: in bytes, by the record's place. */
export interface Written {
  readonly text: Buffer;
  readonly spans: readonly Span[];
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Text between records, or the text that stands for the next record. */
export type Part = string | { readonly record: string };

export interface Form {
  readonly name: string;
  readonly parts: (records: readonly string[]) => readonly Part[];
  readonly isLossy: boolean;
}

export function write(form: Form, records: readonly Pick<FuzzedRecord, 'text'>[]): Written {
  const spans: Span[] = [];
  const pieces: Buffer[] = [];
  let length = 0;
  for (const part of form.parts(records.map(({ text }) => text))) {
    const bytes = Buffer.from(typeof part === 'string' ? part : part.record);
    if (typeof part !== 'string') spans.push({ from: length, to: length + bytes.length });
    pieces.push(bytes);
    length += bytes.length;
  }
  return { text: Buffer.concat(pieces), spans };
}

const between = (records: readonly string[], separator: string): readonly Part[] =>
  records.flatMap((record, index) => (index === 0 ? [{ record }] : [separator, { record }]));

const around = (head: string, parts: readonly Part[], tail: string): readonly Part[] => [head, ...parts, tail];

const ended = (records: readonly string[], end: string): readonly Part[] =>
  records.flatMap((record) => [{ record }, end]);

/** JSON over many lines, the first of which is not indented. */
function pretty(text: string, indent: string): string {
  const value = parsed(text);
  return value === undefined ? text : JSON.stringify(value, null, 4).replaceAll('\n', `\n${indent}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The fields of a record, of which nothing may be left after a mutation. */
function fieldsOf(record: string): Readonly<Record<string, unknown>> {
  const value = parsed(record);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** The event that EventBridge passes on. */
function bridged(record: string): string {
  const { eventTime, awsRegion } = fieldsOf(record);
  const head = {
    version: '0',
    id: '6f87d04b-9f5b-4bd8-a5e5-7a2c0e1d2f3a',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.ec2',
    account: '123456789012',
    time: eventTime,
    region: awsRegion,
    resources: [],
  };
  return `${JSON.stringify(head).slice(0, -1)},"detail":${record}}`;
}

/** An entry of what `aws cloudtrail lookup-events` prints. */
function lookedUp(record: string): string {
  const { eventName, eventTime, readOnly } = fieldsOf(record);
  return JSON.stringify({
    // The real one is that of the record, and would hide it where the record itself is lost.
    EventId: '6f87d04b-9f5b-4bd8-a5e5-7a2c0e1d2f3a',
    EventName: eventName,
    ReadOnly: String(readOnly),
    EventTime: eventTime,
    Resources: [],
    CloudTrailEvent: record,
  });
}

const form = (name: string, parts: Form['parts'], isLossy = false): Form => ({ name, parts, isLossy });

/** Every form in which a source reads its records, before compression. */
export const forms: readonly Form[] = [
  form('records', (records) => around('{"Records":[', between(records, ','), ']}')),
  form('lines', (records) => ended(records, '\n')),
  form('bare array', (records) => around('[', between(records, ','), ']')),
  form('pretty records', (records) =>
    around(
      '{\n    "Records": [\n        ',
      between(
        records.map((record) => pretty(record, '        ')),
        ',\n        ',
      ),
      '\n    ]\n}\n',
    ),
  ),
  form('pretty, one by one', (records) =>
    ended(
      records.map((record) => pretty(record, '')),
      '\n',
    ),
  ),
  form('EventBridge lines', (records) => ended(records.map(bridged), '\n')),
  form('EventBridge array', (records) => around('[', between(records.map(bridged), ', '), ']\n')),
  form('LookupEvents', (records) =>
    around(
      '{\n    "Events": [\n        ',
      between(
        records.map((record) => pretty(lookedUp(record), '        ')),
        ',\n        ',
      ),
      '\n    ],\n    "NextToken": "AAEAAd=="\n}\n',
    ),
  ),
  form('LookupEvents lines', (records) =>
    around('{"Events":[', between(records.map(lookedUp), ','), '],"NextToken":"AAEAAd=="}'),
  ),
  form('Lake CSV', (records) => csvParts(records.map((record) => rowOf(fieldsOf(record)))), true),
  form('Lake CSV, whole', (records) => csvParts(records.map((record) => ({ eventJson: record })))),
  form('Lake answer', (records) => answerParts(records.map((record) => rowOf(fieldsOf(record)))), true),
];

/** Forms whose text is JSON all through. */
export const jsonForms = forms.filter(({ name }) => !name.startsWith('Lake'));
export const rowForms = forms.filter(({ name }) => name.startsWith('Lake'));
