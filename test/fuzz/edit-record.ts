import type { Random } from '../../src/model/simulation.ts';

type Json = unknown;
type JsonMap = { [key: string]: Json };

/** A record's text after a mutation, and what was done. */
export interface Changed {
  readonly text: string;
  readonly what: string;
}

/** A place in a document: the object or list that holds it, and its key there. */
interface Place {
  readonly holder: JsonMap | Json[];
  readonly key: string;
  readonly path: string;
}

const isHolder = (value: Json): value is JsonMap | Json[] => typeof value === 'object' && value !== null;

function placesIn(holder: JsonMap | Json[], path = ''): readonly Place[] {
  return Object.keys(holder).flatMap((key) => {
    const at = path === '' ? key : `${path}.${key}`;
    const value = (holder as JsonMap)[key];
    return [{ holder, key, path: at }, ...(isHolder(value) ? placesIn(value, at) : [])];
  });
}

const valueAt = ({ holder, key }: Place): Json => (holder as JsonMap)[key];

function put({ holder, key }: Place, value: Json): void {
  (holder as JsonMap)[key] = value;
}

function remove({ holder, key }: Place): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

/** Stands for text that JSON.stringify could not write. */
const mark = '@@fuzz@@';

/** Values that a provider never writes there, or writes once in a while and nobody expects. */
const oddValues: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  '',
  ' ',
  'null',
  'true',
  '0',
  '-1',
  [],
  {},
  [[]],
  [null],
  [{}],
  { '': '' },
  ['a', ['b', { c: ['d'] }]],
  '\0',
  'a\0b',
  '\u001b[31mred\u001b[0m',
  '\u202egnp.exe',
  '\u2028\u2029',
  'I\u0307 \u0130 \u017f \u212a',
  '\u{1f41d}'.repeat(50),
  'e\u0301 \u00e9',
  "'; DROP TABLE events; --",
  '$.a[*]',
  '%s%n%x',
  '{{7*7}}${7*7}',
  '=1+1',
  '<script>alert(1)</script>',
  '[a](javascript:alert(1))',
  '../../../etc/passwd',
  'C:\\Windows\\System32',
  'a#2',
  '#',
  '%23',
  'a"b',
  'a\\',
  'a\nb\r\nc',
  'x'.repeat(70_000),
  'arn:aws:iam::123456789012:role/',
  'arn:aws:sts::123456789012:assumed-role//',
  'arn:::::::::',
  '123456789012',
  12_345_678_901,
  '::1',
  '::ffff:203.0.113.9',
  '203.0.113.999',
  'AWS Internal',
  'AKIAIOSFODNN7EXAMPLE',
];

const oddTimes: readonly Json[] = [
  '',
  'soon',
  'epoch',
  'infinity',
  '-infinity',
  '2026-03-10',
  '2026-03-10 11:02:41',
  '20260310T110241Z',
  ' 2026-03-10T11:02:41Z',
  '2026-03-10T11:02:41',
  '2026-03-10T11:02:41+05:30',
  '2026-03-10T11:02:41+25:00',
  '2026-03-10T11:02:41.123456789Z',
  '2026-03-10T24:00:00Z',
  '2026-03-10T23:59:60Z',
  '2026-02-30T00:00:00Z',
  '2026-13-45T99:99:99Z',
  '0000-00-00T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '0044-03-15T00:00:00Z (BC)',
  '1677-09-21T00:12:43Z',
  '1969-12-31T23:59:59Z',
  '1970-01-01T00:00:00Z',
  '2099-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '9999-12-31T23:59:59-05:00',
  '0001-01-01T00:00:00+05:00',
  '10000-01-01T00:00:00Z',
  '294247-01-10T04:00:54Z',
  1_773_140_561,
  1_773_140_561_000,
  null,
  [],
  {},
];

/** Names that mean something to a reader, an engine or JavaScript. */
const oddKeys: readonly string[] = [
  '',
  ' ',
  'eventid',
  'EVENTNAME',
  'Records',
  'detail',
  'CloudTrailEvent',
  '__proto__',
  'constructor',
  'toString',
  'a.b',
  'a"b',
  "a'b",
  'a\\b',
  '$',
  '[0]',
  '*',
  'raw',
  'time',
  'object',
  'event_uid',
  'x'.repeat(10_000),
  '\u{1f41d}',
  '\0',
];

/** Text that is no JSON, or that readers differ about, in the place of a value. */
const oddTokens: readonly string[] = [
  'NaN',
  '-Infinity',
  '-0',
  '01',
  '1e999',
  '123456789012345678901234567890',
  '0x1F',
  '9007199254740993',
  'undefined',
  "'single'",
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\u0000"',
  '"\\x41"',
  '"a\tb"',
  '"\u007f"',
  '/* nothing */ 1',
  '[1,]',
  '{"a":1,}',
  '{"a":1,"a":2}',
  '{"a" 1}',
  '"unfinished',
  '',
  '{',
  ']',
  `${'['.repeat(500)}${']'.repeat(500)}`,
  `${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`,
  `${'['.repeat(20_000)}`,
];

type Change = (record: JsonMap, random: Random) => string;

const anyPlace = (record: JsonMap, random: Random): Place => random.pick(placesIn(record));

const changes: readonly Change[] = [
  (record, random) => {
    const place = anyPlace(record, random);
    remove(place);
    return `${place.path} taken out`;
  },
  (record, random) => {
    const place = anyPlace(record, random);
    const value = random.pick(oddValues);
    put(place, value);
    return `${place.path} is ${JSON.stringify(value).slice(0, 60)}`;
  },
  (record, random) => {
    const place = anyPlace(record, random);
    put(place, random.chance(0.5) ? [valueAt(place)] : { [random.pick(oddKeys)]: valueAt(place) });
    return `${place.path} put into a list or an object`;
  },
  (record, random) => {
    const [from, to] = [anyPlace(record, random), anyPlace(record, random)];
    put(to, structuredClone(valueAt(from)));
    return `${from.path} copied to ${to.path}`;
  },
  (record, random) => {
    const place = anyPlace(record, random);
    const key = random.pick(oddKeys);
    Object.defineProperty(place.holder, key, { value: random.pick(oddValues), enumerable: true, configurable: true });
    return `${JSON.stringify(key).slice(0, 40)} added beside ${place.path}`;
  },
  (record, random) => {
    const place = anyPlace(record, random);
    const key = random.pick(oddKeys);
    const value = valueAt(place);
    remove(place);
    Object.defineProperty(place.holder, key, { value, enumerable: true, configurable: true, writable: true });
    return `${place.path} renamed ${JSON.stringify(key).slice(0, 40)}`;
  },
  (record, random) => {
    const place = anyPlace(record, random);
    const depth = random.pick([10, 100, 1_000]);
    let value: Json = valueAt(place);
    for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
    put(place, value);
    return `${place.path} nested ${depth} deep`;
  },
  (record, random) => {
    const entries = Object.entries(record).toReversed();
    for (const [key] of entries) delete record[key];
    for (const [key, value] of random.chance(0.5) ? entries : [...entries.slice(3), ...entries.slice(0, 3)])
      record[key] = value;
    return 'keys in another order';
  },
];

/** Replaces a marker in a record's JSON by text of any kind. */
function withToken(record: JsonMap, random: Random): Changed {
  const place = anyPlace(record, random);
  const token = random.pick(oddTokens);
  put(place, mark);
  const text = JSON.stringify(record).replace(`"${mark}"`, () => token);
  return { text, what: `${place.path} is ${token.slice(0, 60)}` };
}

/** Says a key of the record, or of an object in it, twice. */
function withKeyTwice(record: JsonMap, random: Random): Changed {
  const place = random.pick(placesIn(record).filter(({ holder }) => !Array.isArray(holder)));
  const value = random.chance(0.3) ? valueAt(place) : random.pick(oddValues);
  (place.holder as JsonMap)[mark] = value;
  const text = JSON.stringify(record).replace(`"${mark}":`, () => `${JSON.stringify(place.key)}:`);
  return { text, what: `${place.path} stands twice` };
}

/** What stands where a record should. */
const strangers: readonly string[] = ['null', '1', '"text"', '[]', '{}', '[[]]', '[{}]', 'true', '', ' ', '{"a":1}'];

/** A mutation of the structure of one record. */
export function changeJson(text: string, random: Random): Changed {
  const record = JSON.parse(text) as JsonMap;
  const kind = random.between(0, 9);
  if (kind < 2) return withToken(record, random);
  if (kind === 2) return withKeyTwice(record, random);
  if (kind === 3) {
    const stranger = random.pick([...strangers, `[${text}]`, `${text},${text}`, `{"a":${text}}`]);
    return { text: stranger, what: `${stranger.slice(0, 40)} in the place of a record` };
  }
  const what = random.pick(changes)(record, random);
  return { text: JSON.stringify(record), what };
}

/** A mutation of what any one field of a record says, times of other forms included. */
export function changeAnyField(text: string, random: Random): Changed {
  const record = JSON.parse(text) as JsonMap;
  const place = anyPlace(record, random);
  const value = random.pick(random.chance(0.3) ? oddTimes : oddValues);
  put(place, value);
  return { text: JSON.stringify(record), what: `${place.path} is ${JSON.stringify(value).slice(0, 60)}` };
}

const timeFields = ['eventTime', 'userIdentity.sessionContext.attributes.creationDate'];
const plainFields = [
  'eventVersion',
  'eventID',
  'eventSource',
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'requestID',
  'readOnly',
  'resources',
  'eventType',
  'eventCategory',
  'managementEvent',
  'recipientAccountId',
  'sharedEventID',
  'userIdentity',
  'userIdentity.type',
  'userIdentity.arn',
  'userIdentity.principalId',
  'userIdentity.accountId',
  'userIdentity.accessKeyId',
  'userIdentity.userName',
  'userIdentity.invokedBy',
  'userIdentity.sessionContext',
  'userIdentity.sessionContext.attributes',
  'userIdentity.sessionContext.sessionIssuer',
  'userIdentity.sessionContext.sessionIssuer.arn',
  'userIdentity.sessionContext.sessionIssuer.type',
  'userIdentity.sessionContext.sourceIdentity',
];

/** A mutation of what one field says that is read; `other` is a record from which a value may be taken. */
export function changeField(text: string, random: Random, other: string): Changed {
  const record = JSON.parse(text) as JsonMap;
  const inResponse = placesIn(record).filter(({ path }) => /^(?:request|response)/.test(path));
  const isTime = random.chance(0.25);
  const isDeep = !isTime && inResponse.length > 0 && random.chance(0.3);
  const path = isTime ? random.pick(timeFields) : random.pick(plainFields);
  const place = isDeep ? random.pick(inResponse) : placeAt(record, path);
  if (random.chance(0.15)) {
    const value = placeAt(JSON.parse(other) as JsonMap, place.path);
    put(place, valueAt(value));
    return { text: JSON.stringify(record), what: `${place.path} is that of another record` };
  }
  const value = random.pick(isTime ? oddTimes : oddValues);
  put(place, value);
  return { text: JSON.stringify(record), what: `${place.path} is ${JSON.stringify(value).slice(0, 60)}` };
}

/** A place by its path; objects on the way are made. */
function placeAt(record: JsonMap, path: string): Place {
  const keys = path.split('.');
  let holder = record;
  for (const key of keys.slice(0, -1)) {
    if (!isHolder(holder[key])) holder[key] = {};
    holder = holder[key] as JsonMap;
  }
  return { holder, key: keys.at(-1) ?? '', path };
}
