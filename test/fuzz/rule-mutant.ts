import { stringify } from 'yaml';
import type { Random } from '../../src/model/simulation.ts';
import { createRandom } from '../../src/simulate/random.ts';
import { edited, editOf } from './edit-bytes.ts';
import type { Level, RuleMutant } from './mutant.ts';

type Json = unknown;
type JsonMap = Readonly<Record<string, Json>>;

interface Made {
  readonly form: string;
  readonly mutation: string;
  readonly text: string | Buffer;
}

interface Making {
  readonly random: Random;
  /** Rule files as they ship. */
  readonly rules: readonly string[];
  /** Tells this mutant's ids from those of others. */
  readonly id: string;
}

type Maker = (making: Making) => Made;

const fields: readonly string[] = [
  'eventName',
  'eventSource',
  'awsRegion',
  'errorCode',
  'userIdentity.type',
  'userIdentity.arn',
  'userIdentity.accountId',
  'userIdentity.sessionContext.attributes.mfaAuthenticated',
  'requestParameters.instanceType',
  'requestParameters.userName',
  'requestParameters',
  'responseElements.instancesSet.items.instanceId',
  'resources.ARN',
  'readOnly',
  'sourceIPAddress',
  'userAgent',
  'eventTime',
  'managementEvent',
  'nothing.of.the.kind',
];

/** Values that some record has, values that none has, and values that are hard to ask for. */
const values: readonly Json[] = [
  'RunInstances',
  'runinstances',
  'Run*',
  '*Instances',
  'List?uckets',
  '*',
  '**',
  '?',
  '',
  ' ',
  'AccessDenied',
  'IAMUser',
  'us-east-1',
  '203.0.113.*',
  '203.0.113.77',
  '203.0.113.0/24',
  '::ffff:203.0.113.0/120',
  '0.0.0.0/0',
  '999.0.0.0/8',
  'userIdentity.arn',
  'eventSource',
  '\\*',
  '\\\\',
  '\\',
  'a\\?b\\*c',
  "it's",
  'a"b',
  '%who%',
  '%',
  '\u0130I\u0131i',
  '\u{1f41d}',
  'e\u0301',
  'a\nb',
  '\0',
  '-a /b \u2013c',
  'arn:aws:iam::*:user/ci-uploader',
  true,
  false,
  null,
  0,
  -1,
  1.5,
  1e300,
  5,
  24,
  123_456_789_012,
  'x'.repeat(20_000),
];

const modifiers: readonly string[] = [
  'contains',
  'startswith',
  'endswith',
  'all',
  'neq',
  'cased',
  're',
  'i',
  'm',
  's',
  'cidr',
  'base64',
  'base64offset',
  'wide',
  'utf16',
  'utf16be',
  'windash',
  'expand',
  'fieldref',
  'exists',
  'lt',
  'lte',
  'gt',
  'gte',
  'minute',
  'hour',
  'week',
  'year',
  'nosuch',
  '',
];

const logsource = { product: 'aws', service: 'cloudtrail' };

const head = ({ id }: Making): JsonMap => ({
  title: `Mutant ${id.slice(0, 8)}`,
  id,
  status: 'test',
  level: 'medium',
  logsource,
});

const list = (random: Random, most: number, make: () => Json): readonly Json[] =>
  Array.from({ length: random.between(1, most) }, make);

function valueOf(random: Random): Json {
  const kind = random.between(0, 9);
  if (kind < 7) return random.pick(values);
  if (kind === 7) return list(random, 4, () => random.pick(values));
  return random.pick<Json>([[], {}, [[]], [null], { a: 1 }, [{ a: 'b' }], [['a']]]);
}

function itemsOf(random: Random, most: number): JsonMap {
  return Object.fromEntries(
    Array.from({ length: random.between(1, most) }, () => {
      const names = random.chance(0.5) ? [] : [random.pick(modifiers)];
      return [[random.pick(fields), ...names].join('|'), valueOf(random)];
    }),
  );
}

function searchOf(random: Random): Json {
  const kind = random.between(0, 9);
  if (kind < 6) return itemsOf(random, 3);
  if (kind < 8) return list(random, 3, () => itemsOf(random, 2));
  if (kind === 8) return list(random, 4, () => random.pick(values));
  return valueOf(random);
}

const names = ['a', 'b', 'filter_1', 'filter_2', '_hidden'];

function conditionOf(random: Random, depth = 0): string {
  const kind = random.between(0, depth > 5 ? 3 : 9);
  if (kind < 3) return random.pick(names);
  if (kind === 3)
    return random.pick(['1 of filter_*', 'all of filter_*', '1 of them', 'all of them', 'any of them', '1 of a']);
  if (kind < 6) return `not ${conditionOf(random, depth + 1)}`;
  const operator = random.pick(['and', 'or', 'AND', 'Or']);
  const both = `${conditionOf(random, depth + 1)} ${operator} ${conditionOf(random, depth + 1)}`;
  return kind < 8 ? `(${both})` : both;
}

const identifiers = (random: Random): JsonMap => Object.fromEntries(names.map((name) => [name, itemsOf(random, 2)]));

const yamlTricks: readonly ((text: string, random: Random) => readonly [string | Buffer, string])[] = [
  (text) => [text.replaceAll('\n', '\r\n'), 'line ends of another system'],
  (text) => [text.replace(/^ {2}/gm, '\t'), 'tabs'],
  (text) => [`\uFEFF${text}`, 'a byte-order mark'],
  (text) => [Buffer.from(text, 'utf16le'), 'UTF-16'],
  (text) => [Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0xfe, 0x00])]), 'bytes that are no text'],
  (text) => [`${text}---\n${text}`, 'the same twice'],
  (text) => [`${text}---\n- a\n---\nb\n--- !!set {a}\n`, 'documents that are no rules'],
  (text) => [`action: global\n${text}---\naction: repeat\ntitle: again\n---\naction: reset\n`, 'a collection'],
  (text) => [text.replace('detection:', 'detection: &d'), 'an anchor'],
  (text) => [text.replace(/condition: .*/, 'condition: *d'), 'an alias without its anchor'],
  (text) => [text.replace('detection:', 'detection: !!js/function'), 'a tag of a language'],
  (text) => [text.replace('level: ', 'level: !!binary '), 'a tag for bytes'],
  (text) => [text.replace('detection:', '? [detection]\n:'), 'a key that is a list'],
  (text) => [text.replace('detection:', '<<: {a: 1}\ndetection:'), 'a merge key'],
  (text) => [text.replace('detection:', 'title: again\ndetection:'), 'a key twice'],
  () => ['a: {'.repeat(5_000), 'braces that never close'],
  (text) => [`${text}more: ${'['.repeat(2_000)}${']'.repeat(2_000)}\n`, 'a deep list'],
  (text) => [`${text}more: |\n  ${'x'.repeat(200_000)}\n`, 'a long text'],
  (text) => [text.replace(/id: .*/, 'id: not-an-id'), 'an id that is none'],
  (text) => [text.replace(/product: .*/, 'product: [aws]'), 'a list for a product'],
  (text) => [text.replace(/level: .*/, 'level: 3'), 'a number for a level'],
  (text) => [text.replace(/tags:/, 'tags: x\nother:'), 'a text for tags'],
  (text) => [text.replace(/date: .*/, 'date: 2026-02-31'), 'a day that is none'],
  (text) => [text.replace(/status: .*/, 'status: deprecated'), 'a deprecated rule'],
  (text) => ['', `nothing of ${text.length} characters`],
  (text, random) => [text.slice(0, random.between(0, text.length)), 'cut short'],
];

const yamlMaker: Maker = ({ random, rules }) => {
  const rule = random.pick(rules);
  if (random.chance(0.5)) {
    const bytes = Buffer.from(rule);
    const edits = [editOf(bytes, random)];
    return { form: 'a rule of ours', mutation: edits[0]?.what ?? '', text: edited(bytes, edits) };
  }
  const [text, mutation] = random.pick(yamlTricks)(rule, random);
  return { form: 'a rule of ours', mutation, text };
};

/** The same trouble in great numbers: each must be refused or cheap. */
const manyOf: readonly ((random: Random) => readonly [JsonMap, string])[] = [
  () => [{ s: { eventName: Array.from({ length: 10_000 }, (_, n) => `Name${n}`) }, condition: 's' }, '10,000 values'],
  () => [
    { s: { 'userAgent|contains': Array.from({ length: 10_000 }, (_, n) => `agent/${n}`) }, condition: 's' },
    '10,000 parts',
  ],
  () => [{ s: Array.from({ length: 3_000 }, (_, n) => `word${n}`), condition: 's' }, '3,000 keywords'],
  () => [
    { s: Array.from({ length: 2_000 }, (_, n) => ({ eventName: `N${n}`, awsRegion: `r-${n}` })), condition: 's' },
    '2,000 maps',
  ],
  () => [
    {
      ...Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`s${n}`, { eventName: `N${n}` }])),
      condition: '1 of s*',
    },
    '2,000 identifiers',
  ],
  () => [{ s: { 'eventName|windash|contains': '-a '.repeat(12) }, condition: 's' }, 'twelve dashes to vary'],
  () => [
    { s: { 'eventName|base64offset|contains': 'x'.repeat(50_000) }, condition: 's' },
    '50,000 characters in base64',
  ],
  () => [{ s: { [`a${'.b'.repeat(5_000)}`]: 'x' }, condition: 's' }, 'a path of 5,000 keys'],
  () => [{ s: { eventName: `${'*a'.repeat(2_000)}*` }, condition: 's' }, '2,000 wildcards'],
  () => [{ s: { eventName: 'a?'.repeat(5_000) }, condition: 's' }, '5,000 single wildcards'],
  () => [
    {
      s: { 'sourceIPAddress|cidr': Array.from({ length: 5_000 }, (_, n) => `10.${n >> 8}.${n & 255}.0/24`) },
      condition: 's',
    },
    '5,000 networks',
  ],
];

const detectionMaker: Maker = (making) => {
  const { random } = making;
  if (random.chance(0.2)) {
    const [detection, mutation] = random.pick(manyOf)(random);
    return { form: 'a made rule', mutation, text: stringify({ ...head(making), detection }) };
  }
  const detection: Record<string, Json> = {
    a: searchOf(random),
    b: searchOf(random),
    condition: random.pick(['a', 'a or b', 'a and not b']),
  };
  const extra = random.between(0, 9);
  if (extra === 0) detection['timeframe'] = '5m';
  if (extra === 1) delete detection['a'];
  if (extra === 2) detection['condition'] = random.pick<Json>([[], ['a', 'b'], null, 5, { a: 1 }, ['a', null]]);
  return {
    form: 'a made rule',
    mutation: JSON.stringify(detection).slice(0, 300),
    text: stringify({ ...head(making), detection }),
  };
};

const oddConditions: readonly string[] = [
  `${'('.repeat(200)}a${')'.repeat(200)}`,
  `${'('.repeat(20_000)}a${')'.repeat(20_000)}`,
  `${'not '.repeat(199)}a`,
  `${'not '.repeat(50_000)}a`,
  `${'not (a and '.repeat(150)}a${')'.repeat(150)}`,
  `${'(a or '.repeat(199)}b${')'.repeat(199)}`,
  `a${' or b'.repeat(20_000)}`,
  `a${' and not b'.repeat(5_000)}`,
  'a | count() by awsRegion > 5',
  'a | near b',
  '2 of them',
  '-1 of them',
  '1 of',
  'all of *',
  '1 of *_1',
  '1 of a*b*c*d*e*f*g*',
  'a AND NOT (b OR a)',
  'a && b',
  'a, b',
  'a\tand\nb',
  '\u00a0a',
  '1',
  'of of of',
  'and',
  'them',
  'a b',
  '()',
  ')(',
];

const conditionMaker: Maker = (making) => {
  const { random } = making;
  let condition = random.chance(0.6) ? conditionOf(random) : random.pick(oddConditions);
  if (random.chance(0.3)) {
    const place = random.between(0, condition.length);
    condition =
      condition.slice(0, place) +
      random.pick(['(', ')', ' not ', ' and ', '*', '|', '\0', ' ', '"']) +
      condition.slice(place);
  }
  const detection = { ...identifiers(random), condition };
  return { form: 'a made rule', mutation: condition.slice(0, 300), text: stringify({ ...head(making), detection }) };
};

const modifierMaker: Maker = (making) => {
  const { random } = making;
  const chain = Array.from({ length: random.between(1, 4) }, () => random.pick(modifiers));
  const key = [random.chance(0.9) ? random.pick(fields) : '', ...chain].join('|');
  const value = random.chance(0.7) ? random.pick(values) : valueOf(random);
  const detection = { s: { [key]: value }, condition: random.pick(['s', 'not s']) };
  const mutation = `${key}: ${JSON.stringify(value).slice(0, 100)}`;
  return { form: 'a made rule', mutation, text: stringify({ ...head(making), detection }) };
};

const oddRegexes: readonly string[] = [
  '(a+)+$',
  '^(([a-z])+.)+[A-Z]([a-z])+$',
  '(a|a)*b',
  '(.*)*x',
  '(.*a){25}',
  '((((.*)*)*)*)*',
  'x{1000}',
  'x{1001}',
  '(x{1000}){1000}',
  '((a{100}){100}){100}',
  '(?:a?){500}a{500}',
  '(a{0,1000}){0,10}',
  '.{0,1000}.{0,1000}.{0,1000}.{0,1000}',
  '[\\x00-\\x{10FFFF}]{1000}',
  '\\pL{500}\\p{Greek}{500}',
  '(?i)[a-z\\x{100}-\\x{2fff}]{900}',
  `(${Array.from({ length: 3_000 }, (_, n) => `word${n}`).join('|')})`,
  `${'('.repeat(900)}a${')'.repeat(900)}`,
  `${'(?:'.repeat(2_000)}a${')'.repeat(2_000)}`,
  `${'a?'.repeat(20_000)}`,
  '(?=a)b',
  '(?<name>a)\\k<name>',
  '(a)\\1',
  '(?<!a)b',
  '(?P<n>a)',
  '(?#comment)a',
  '(?s-i:a.b)',
  '\\Qa.b\\E',
  '\\Qa.b',
  '\\C',
  '\\b\\B\\A\\z',
  '\\Z',
  '[[:alpha:]]',
  '[[:nosuch:]]',
  '[]a]',
  '[^]a]',
  '[z-a]',
  '[a-\\d]',
  '\\x{110000}',
  '\\u0041',
  '\\8',
  '*a',
  'a**',
  'a++',
  'a{,5}',
  'a{5,2}',
  'a{99999999999}',
  '^$',
  '',
  '|',
  'a||b',
  '()',
  '(',
  ')',
  '[',
  '\\',
  '\0',
  "'",
  '\u{1f41d}+',
  '.'.repeat(10_000),
];

const regexMaker: Maker = (making) => {
  const { random } = making;
  const pieces = Array.from({ length: random.between(1, 4) }, () => random.pick(oddRegexes));
  const pattern = random.chance(0.5) ? random.pick(oddRegexes) : pieces.join(random.pick(['', '|', '.*', '(']));
  const key = [
    random.pick(fields),
    're',
    ...(random.chance(0.4) ? [random.pick(['i', 'm', 's', 'startswith', 'endswith', 'contains', 'all'])] : []),
  ];
  const value = random.chance(0.2) ? [pattern, random.pick(oddRegexes)] : pattern;
  const detection = { s: { [key.join('|')]: value }, condition: random.pick(['s', 'not s']) };
  return {
    form: 'a made rule',
    mutation: `${key.join('|')}: ${JSON.stringify(value).slice(0, 200)}`,
    text: stringify({ ...head(making), detection }),
  };
};

const correlationTypes: readonly Json[] = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
  'nosuch',
  null,
  ['event_count'],
];
const timespans: readonly Json[] = [
  '10m',
  '1h',
  '1d',
  '30s',
  '0s',
  '-5m',
  '99999999d',
  '5',
  5,
  '1w',
  '1M',
  '1.5h',
  null,
  '',
];
const operators = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq', 'nosuch'];

const correlationMaker: Maker = (making) => {
  const { random, id } = making;
  const base = {
    ...head(making),
    name: `base_${id.slice(0, 8)}`,
    detection: { s: itemsOf(random, 1), condition: 's' },
  };
  const rules = list(random, 3, () => random.pick<Json>([base.name, base.name, base.name, id, 'nosuch', null, 5]));
  const type = random.pick(correlationTypes);
  const condition: Record<string, Json> = {
    [random.pick(operators)]: random.pick<Json>([0, 1, 2, 10, -1, 1.5, 1e300, 'a', null]),
    ...(random.chance(0.5) && { field: random.pick<Json>([...fields, null, 5, ['eventName', 'awsRegion']]) }),
    ...(random.chance(0.2) && { percentile: random.pick<Json>([50, 0, 100, 101, 'a']) }),
    ...(random.chance(0.2) && { [random.pick(operators)]: random.pick<Json>([1, 5]) }),
  };
  const correlation: Record<string, Json> = {
    type,
    rules: random.chance(0.1) ? random.pick<Json>([[], null, base.name, { a: 1 }]) : rules,
    'group-by': random.pick<Json>([
      ['userIdentity.arn'],
      ['awsRegion', 'eventName'],
      [],
      null,
      'awsRegion',
      ['alias'],
      ['nothing.at.all'],
    ]),
    timespan: random.pick(timespans),
    ...(random.chance(0.9) && {
      condition: random.chance(0.1) ? random.pick<Json>([null, 'a and b', [], 5]) : condition,
    }),
    ...(random.chance(0.2) && { generate: random.pick<Json>([true, false, 'yes', null]) }),
    ...(random.chance(0.2) && {
      aliases: random.pick<Json>([
        { alias: { [base.name]: 'eventName' } },
        { alias: {} },
        [],
        null,
        { alias: 'eventName' },
      ]),
    }),
  };
  const other = {
    title: `Correlated ${id.slice(0, 8)}`,
    id: `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`,
    level: 'high',
    correlation,
  };
  // One of all rules lets everything pass: the control is one of them.
  const filtering = random.pick<Json>([
    ...[[base.name], base.name, [], null, ['nosuch']].map((rules) => ({
      rules,
      s: itemsOf(random, 1),
      condition: random.pick(['s', 'not s', 'x']),
    })),
    { rules: 'any', s: { eventName: 'nosuch' }, condition: 'not s' },
  ]);
  const filter = {
    title: `Filter ${id.slice(0, 8)}`,
    id: `${id.slice(0, -2)}aa`,
    logsource,
    filter: filtering,
  };
  const documents = [base, other, ...(random.chance(0.3) ? [filter] : [])];
  const ordered = random.chance(0.3) ? documents.toReversed() : documents;
  return {
    form: 'made rules',
    mutation: JSON.stringify(correlation).slice(0, 300),
    text: ordered.map((document) => stringify(document)).join('---\n'),
  };
};

const makers: readonly (readonly [Level, Maker])[] = [
  ['YAML', yamlMaker],
  ['YAML', yamlMaker],
  ['detection', detectionMaker],
  ['detection', detectionMaker],
  ['condition', conditionMaker],
  ['modifier', modifierMaker],
  ['modifier', modifierMaker],
  ['regex', regexMaker],
  ['correlation', correlationMaker],
];

/** The same mutant for the same seed and number, whatever came before. */
export function ruleMutant(seed: string, number: number, rules: readonly string[]): RuleMutant {
  const random = createRandom(`${seed}/rules/${number}`);
  const [level, maker] = random.pick(makers);
  const { form, mutation, text } = maker({ random, rules, id: random.uuid() });
  return { is: 'rules', number, level, form, mutation, files: [{ name: 'mutant.yml', bytes: Buffer.from(text) }] };
}
