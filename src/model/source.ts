import { carrierArrays } from './carriers.ts';
import type { EventColumn } from './event.ts';
import type { Logsource } from './rule.ts';

/** Where a value stands in a provider's record: keys from the outside in. */
export type Path = readonly string[];

/**
 * How a column is made from a record. Text unless said otherwise; objects and arrays as JSON text.
 * `by` chooses by the text of one field; its default is absent.
 */
export type Expression =
  | { readonly make: 'at'; readonly path: Path }
  | { readonly make: 'constant'; readonly text: string }
  | { readonly make: 'first'; readonly of: readonly Expression[] }
  | { readonly make: 'instant'; readonly of: Expression }
  /** A number of units since 1970 in UTC as a time; absent where it is none, or zero, as unknown times are written. */
  | { readonly make: 'epoch'; readonly of: Expression; readonly unit: EpochUnit }
  /** `of`, where the other is there. */
  | { readonly make: 'given'; readonly has: Expression; readonly of: Expression }
  | {
      readonly make: 'by';
      readonly path: Path;
      readonly cases: Readonly<Record<string, Expression>>;
      readonly otherwise?: Expression;
    }
  | { readonly make: 'capture'; readonly of: Expression; readonly pattern: string }
  /** The n-th part, from 1, of text that a separator divides; absent where it is empty. */
  | { readonly make: 'part'; readonly of: Expression; readonly separator: string; readonly number: number }
  /** Absent where it is empty. */
  | { readonly make: 'filled'; readonly of: Expression }
  | { readonly make: 'join'; readonly of: readonly Expression[] }
  /** In lower case. */
  | { readonly make: 'lower'; readonly of: Expression }
  /** What a table says for a text; `otherwise` for one that is not in it, else absent. */
  | {
      readonly make: 'lookup';
      readonly of: Expression;
      readonly table: Readonly<Record<string, string>>;
      readonly otherwise?: Expression;
    }
  /** A whole number in decimal, from its hex digits. */
  | { readonly make: 'fromHex'; readonly of: Expression }
  /** Forty hex digits of the SHA-256 of a text: an id for a record that has none of its own. */
  | { readonly make: 'digest'; readonly of: Expression };

export type EpochUnit = 'seconds' | 'milliseconds' | 'microseconds' | 'nanoseconds';

/** A wrapping in which records of a source arrive, beside arrays and lines of bare records. */
export type Envelope = ArrayEnvelope | ObjectEnvelope | TextEnvelope | RowsEnvelope;

/** An object whose named key holds the array of records, as in `{"Records": […]}`; `data.results` for one in another. */
export interface ArrayEnvelope {
  readonly wrap: 'array';
  readonly key: string;
}

/**
 * An object whose named key, or `key.key` inside of it, holds the record, as EventBridge's `detail`; `time` and
 * `region` are its own keys for a record that has none; `foreign` is a key of records that it never carries itself,
 * so that with it two records have run into one.
 */
export interface ObjectEnvelope {
  readonly wrap: 'object';
  readonly key: string;
  readonly time?: string;
  readonly region?: string;
  readonly foreign?: string;
}

/** An object whose named key holds the record as JSON text. */
export interface TextEnvelope {
  readonly wrap: 'text';
  readonly key: string;
}

/**
 * A record that tells of many things alike: each object in the list at `path` becomes a record of its own, in
 * which it stands under the key `as` in the list's place, beside what else the record says, and `with`. One
 * whose list is empty stays as it is.
 */
export interface RowsEnvelope {
  readonly wrap: 'rows';
  readonly path: Path;
  readonly as: string;
  readonly with?: Readonly<Record<string, string>>;
}

/**
 * A file without records that lists files of the log with their hashes (SHA-256, hex), so that one can
 * tell whether they are all there and as they were delivered. Keys of an entry unless said otherwise.
 */
export interface Digest {
  /** Top-level keys that only such a file has together. */
  readonly recognise: readonly string[];
  /** The top-level key of the list. */
  readonly entries: string;
  readonly name: string;
  readonly hash: string;
  /** Of what the hash is: the inflated text, or the object as it lies in storage. */
  readonly hashOf: 'text' | 'object';
  /** Whether names are unlike any other, or tell files apart only beside the digest itself. */
  readonly names: 'unique' | 'beside';
  /** When the first and the last record of a listed file happened. */
  readonly span?: { readonly first: string; readonly last: string };
  /** Top-level key of the account that the files are of. */
  readonly account?: string;
  /** What in a name stands for the region: the first group of a regular expression. */
  readonly region?: string;
  /** Top-level keys of the name and the hash, which is of the text, of the digest before. */
  readonly before?: { readonly name: string; readonly hash: string };
}

/**
 * How the text of a column, or of a value inside it, is read: as it stands, as true or false, as an
 * instant without a zone in UTC, as `{key=value, …}` with any keys, with these keys, or as a list.
 */
export type TableValue =
  | 'text'
  | 'boolean'
  | 'instant'
  | 'map'
  | { readonly keys: Readonly<Record<string, TableValue>> }
  | { readonly list: TableValue };

/**
 * Records as rows of query results, in CSV or as JSON: all values are text, and what the text does not
 * tell is lost. Such a record gives way to a full one of the same id.
 */
export interface Table {
  /** Key of the rows in a JSON answer, where they come in such; each row is an array of objects with one key. */
  readonly rows?: string;
  /** The column that may hold a whole record as JSON, which then loses nothing; without one, rows have whatever columns they like. */
  readonly whole?: string;
  /** Columns as a record spells their keys, the case of which the rows may have lost. Others are kept as text. */
  readonly columns: Readonly<Record<string, TableValue>>;
}

/** A condition on what an earlier form has read, or on the line where no key is named: one of what is given holds. */
export interface LineCondition {
  readonly key?: string;
  readonly is?: readonly string[];
  readonly starts?: readonly string[];
  readonly contains?: readonly string[];
}

/** How a line, or a part of it, is read. */
export interface LineForm {
  /** RE2 with a group for each key, in their order. A group that is empty reads nothing. */
  readonly pattern: string;
  readonly keys: readonly string[];
  /** The key whose text is read; where none is named, the line. */
  readonly of?: string;
  /** The key of what stands behind the match, up to the end: a pattern that reads it costs more the longer it is. */
  readonly rest?: string;
  /** Asked first, as it costs less. */
  readonly when?: readonly LineCondition[];
  /** What is read stands in quotes, or else as the hex digits of its bytes, those of words parted by a zero byte. */
  readonly isEncoded?: true;
  /** Of the only key: what is found anywhere, as a list in JSON, or as words with blanks between them. */
  readonly every?: 'list' | 'words';
}

/**
 * Texts of one key that make up most of a log, each read by one cheap expression and then by no form of that key: what
 * it reads, the forms would read as well.
 */
export interface UsualTexts {
  readonly of: string;
  /** The first whose conditions hold is tried. Its keys are such as only forms of the same key read. */
  readonly texts: readonly UsualText[];
}

export interface UsualText {
  readonly when: readonly LineCondition[];
  /** RE2 with a group for each key, four at most, in which each byte allows of one way to go on: that takes a quarter of the time. */
  readonly pattern: string;
  readonly keys: readonly string[];
  /** What such a text says in fixed words. */
  readonly says?: Readonly<Record<string, string>>;
}

/** Records as lines of text. Each becomes an object of what was read of it, and `line`, the whole of it. */
export interface Lines {
  /** An object whose first lines mostly match one of these is of this source. Understood by RE2 and JavaScript alike. */
  readonly recognise: readonly string[];
  /** Lines for whose groups this says the same make one record, in their order, with line breaks between them. */
  readonly joinedBy?: string;
  /** The first says whether a line is a record at all. Of those that read the same key the first one counts. */
  readonly forms: readonly LineForm[];
  readonly usual?: UsualTexts;
  /** JSON objects that say the same in parts, and the line that these make. They keep their own keys beside what is read of it. */
  readonly objects?: { readonly recognise: readonly (readonly Sign[])[]; readonly line: Expression };
}

/** Times as a machine's own clock has them, by the engine's formats; they are set right once all records are known. */
export interface LocalTime {
  readonly of: Expression;
  readonly formats: readonly { readonly format: string; readonly hasYear: boolean }[];
}

/** A log that a machine keeps of itself. */
export interface OwnLog {
  /** Keys of a record that tell a user's number and name together, where the conditions hold. */
  readonly users: readonly {
    readonly number: string;
    readonly name: string;
    readonly when: readonly Condition[];
  }[];
}

/** A key at the top of a record that tells of what log it is, one further inside, or one whose text does, found anywhere in it by RE2. */
export type Sign = string | { readonly within: Path } | { readonly key: string; readonly matches: string };

/** Which records a logsource holds: the field is there and, where words are given, is one of them. */
export interface Condition {
  readonly of: EventColumn | Path;
  readonly oneOf?: readonly string[];
}

/**
 * What a Sigma field is in the records of a source: a column, or what stands at a path; `true` or `false` as
 * conditions hold; or a file of which the name is told without its folders, and in some records the whole path.
 */
export type SigmaField =
  | EventColumn
  | Path
  | { readonly trueWhen: readonly Condition[] }
  | { readonly nameAt: Path; readonly pathAt?: Path };

/** A Sigma logsource with the conditions that all hold for its records; without any, all records of the source are its own. */
export interface ServedLogsource extends Logsource {
  readonly when?: readonly Condition[];
}

/** What a field can hold: one of a few words, or text of a form, with an example of it. */
export type ValueForm = { readonly oneOf: readonly string[] } | { readonly form: RegExp; readonly example: string };

/**
 * A log format: how its records are recognised and turned into events, as data.
 * Copy any source below src/clouds, src/hosts or src/platforms as an example.
 */
export interface Source {
  readonly id: string;
  readonly title: string;
  /** Sets of signs: a record that has all of one set is of this source, and no other source's record is. */
  readonly recognise: readonly (readonly Sign[])[];
  readonly envelopes: readonly Envelope[];
  /** Some tools write every key of it with a capital first letter: such records are read as well. */
  readonly capitals?: true;
  readonly digests?: readonly Digest[];
  /** Objects of a record, an empty path for itself, whose keys some tools write as `event-id` or `event_id` for `eventId`. */
  readonly respelled?: readonly Path[];
  /** Where its records are lines of text; then it recognises no objects. */
  readonly lines?: Lines;
  /** Where `time` may be absent since records name no year or no zone. */
  readonly localTime?: LocalTime;
  /**
   * A machine writes it of itself: records of an object may name neither the machine nor, but by number, its users.
   * Who acts is there `machine/name`, and what is a session `machine/session`.
   */
  readonly ownLog?: OwnLog;
  /** Rows are told by the columns that make a record of this source. */
  readonly table?: Table;
  /** The provider's own record id, where there is one. */
  readonly uid: Expression;
  /** Its records mostly have none: naming them by their content is then no exception, and done at once. */
  readonly hasNoIds?: true;
  /** Documents that count as content beside the columns when two records of one id are compared, as canonical JSON. */
  readonly documents: readonly Path[];
  /** What the column `brief` holds, beside columns: the few short values, or objects, of many records that rules ask for often. */
  readonly brief?: readonly Path[];
  /** Further keys at the top of a record: none of them may stand twice. */
  readonly otherKeys?: readonly string[];
  readonly columns: Readonly<
    Partial<Record<Exclude<EventColumn, 'event_uid' | 'source' | 'brief' | 'raw' | 'object' | 'record'>, Expression>>
  >;
  /** Columns with few distinct values, by which rules are sorted out before records are looked at. */
  readonly facets: readonly EventColumn[];
  /** The Sigma logsources that this source serves. */
  readonly sigma: readonly ServedLogsource[];
  /** Sigma field names that are not simply dotted paths into the record. */
  readonly sigmaFields?: Readonly<Record<string, SigmaField>>;
  /** What its provider documents of the values of some fields, by dotted path: a rule that asks for another never matches. */
  readonly valueForms?: Readonly<Record<string, ValueForm>>;
}

/** Columns that an envelope may fill, each with its key. */
export const filledBy = ({ time, region }: ObjectEnvelope): readonly (readonly ['time' | 'region', string])[] => [
  ...(time === undefined ? [] : [['time', time] as const]),
  ...(region === undefined ? [] : [['region', region] as const]),
];

/** Keys whose array holds records of some source, or what carries them. */
export const arrayKeysOf = (sources: readonly Source[]): readonly string[] => [
  ...new Set([
    ...sources.flatMap(({ envelopes }) => envelopes.flatMap((one) => (one.wrap === 'array' ? [one.key] : []))),
    ...carrierArrays,
  ]),
];

/** The key that tells two records in one envelope, or none. */
export const foreignTo = ({ foreign }: ObjectEnvelope): readonly string[] => (foreign === undefined ? [] : [foreign]);

/** The key at the top of a record that a sign looks at or into. */
export const keyOf = (sign: Sign): string => pathOfSign(sign)[0] ?? '';

export function pathOfSign(sign: Sign): Path {
  if (typeof sign === 'string') return [sign];
  return 'within' in sign ? sign.within : [sign.key];
}

export const defineSource = (source: Source): Source => source;

/** A source once for every spelling of its keys, which an engine may not tell apart within one. */
export const spelledSources = (sources: readonly Source[]): readonly Source[] =>
  sources.flatMap((source) => (source.capitals === true ? [source, capitalised(source)] : [source]));

function capitalised(source: Source): Source {
  const key = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
  const path = (keys: Path): Path => keys.map(key);
  const sign = (one: Sign): Sign => {
    if (typeof one === 'string') return key(one);
    return 'within' in one ? { within: path(one.within) } : { ...one, key: key(one.key) };
  };
  const columns = Object.entries(source.columns).map(([column, of]) => [column, withPaths(of, path)] as const);
  return {
    ...source,
    recognise: source.recognise.map((signs) => signs.map(sign)),
    uid: withPaths(source.uid, path),
    documents: source.documents.map(path),
    ...(source.brief && { brief: source.brief.map(path) }),
    ...(source.otherKeys && { otherKeys: source.otherKeys.map(key) }),
    columns: Object.fromEntries(columns),
  };
}

/** The same expression, of whatever parts, over a record whose keys are spelled otherwise. */
function withPaths(expression: Expression, spell: (path: Path) => Path): Expression {
  const inside = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(inside);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(
      Object.entries(part).map(([name, of]) => [name, name === 'path' ? spell(of as Path) : inside(of)]),
    );
  };
  return inside(expression) as Expression;
}

export const at = (dotted: string): Expression => ({ make: 'at', path: dotted.split('.') });
export const constant = (text: string): Expression => ({ make: 'constant', text });
export const first = (...of: readonly Expression[]): Expression => ({ make: 'first', of });
export const instant = (of: string | Expression): Expression => ({
  make: 'instant',
  of: typeof of === 'string' ? at(of) : of,
});
export const epoch = (of: string | Expression, unit: EpochUnit): Expression => ({
  make: 'epoch',
  of: typeof of === 'string' ? at(of) : of,
  unit,
});
export const given = (has: Expression, of: Expression): Expression => ({ make: 'given', has, of });
export const capture = (of: Expression, pattern: string): Expression => ({ make: 'capture', of, pattern });
export const part = (of: Expression, separator: string, number: number): Expression => ({
  make: 'part',
  of,
  separator,
  number,
});
export const filled = (of: Expression): Expression => ({ make: 'filled', of });
/** Never there: for what a record has none of, and for words that say so. */
export const absent: Expression = { make: 'filled', of: { make: 'constant', text: '' } };
export const join = (...of: readonly Expression[]): Expression => ({ make: 'join', of });
export const lower = (of: Expression): Expression => ({ make: 'lower', of });
export const lookup = (
  of: Expression,
  table: Readonly<Record<string, string>>,
  otherwise?: Expression,
): Expression => ({ make: 'lookup', of, table, ...(otherwise && { otherwise }) });
export const fromHex = (of: Expression): Expression => ({ make: 'fromHex', of });
export const digest = (of: Expression): Expression => ({ make: 'digest', of });
export const by = (
  dotted: string,
  cases: Readonly<Record<string, Expression>>,
  otherwise?: Expression,
): Expression => ({
  make: 'by',
  path: dotted.split('.'),
  cases,
  ...(otherwise && { otherwise }),
});
