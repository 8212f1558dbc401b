/** What a scan came to: more text is needed, the value is whole, it cannot be JSON, or the array of records begins. */
export type ScanOutcome = 'more' | 'whole' | 'broken' | 'records';

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;
const colon = 0x3a;

type Expected = 'value' | 'key' | 'colon' | 'next' | 'string' | 'scalar';

/**
 * Follows the structure of one JSON object or array through text that arrives in pieces, and stops
 * where it ends or cannot go on. Numbers and words are taken at their word and a comma may trail, as
 * the engine's reader has it, which has the last say.
 */
export class JsonScanner {
  readonly #arrayKeys: readonly string[];
  #expected: Expected = 'value';
  #isKey = false;
  #isEscaped = false;
  #holdsRecords = false;
  /** Whether some array of records lies one object deeper, as `data.results` does. */
  readonly #looksDeeper: boolean;
  /** The last key of the outermost object. */
  #outerKey = '';
  /** Which brackets are open: 1 for an object, 0 for an array. */
  #open = new Uint8Array(64);
  #depth = 0;
  /** Where the scan stands: behind the value, at the byte that cannot be, or behind the bracket that opens the records. */
  position = 0;
  /** Where the last token begins that was in order: the one before a byte that cannot be, or the string around it. */
  tokenStart = 0;

  /** @param arrayKeys keys of an outermost object, or `key.key` of one in it, at whose array the scan stops, since it holds the records */
  constructor(arrayKeys: readonly string[]) {
    this.#arrayKeys = arrayKeys;
    this.#looksDeeper = arrayKeys.some((key) => key.includes('.'));
  }

  /** A scanner of what is left of an object, from between two of its members. */
  static inObject(arrayKeys: readonly string[]): JsonScanner {
    const scanner = new JsonScanner(arrayKeys);
    scanner.#openBracket(true);
    return scanner;
  }

  /** Goes on from `position` up to `end`; positions count from the start of `text`, which may have grown. */
  scan(text: Buffer, end: number): ScanOutcome {
    while (this.position < end) {
      const byte = text[this.position] ?? 0;
      const outcome = this.#expected === 'string' ? this.#inString(text, byte) : this.#outside(byte);
      if (outcome === 'broken') return outcome;
      this.position += 1;
      if (outcome !== 'more') return outcome;
    }
    return 'more';
  }

  #inString(text: Buffer, byte: number): ScanOutcome {
    if (byte < 0x20) return 'broken';
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === backslash) this.#isEscaped = true;
    else if (byte === quote) this.#endString(text);
    return 'more';
  }

  #endString(text: Buffer): void {
    this.#expected = this.#isKey ? 'colon' : 'next';
    this.#holdsRecords = this.#isKey && this.#isArrayKey(text);
  }

  #isArrayKey(text: Buffer): boolean {
    if (this.#depth > (this.#looksDeeper ? 2 : 1)) return false;
    const key = text.toString('utf8', this.tokenStart + 1, this.position);
    if (this.#depth === 2) return this.#open[0] === 1 && this.#arrayKeys.includes(`${this.#outerKey}.${key}`);
    this.#outerKey = key;
    return this.#arrayKeys.includes(key);
  }

  #outside(byte: number): ScanOutcome {
    if (isSpace(byte)) {
      if (this.#expected === 'scalar') this.#expected = 'next';
      return 'more';
    }
    if (this.#expected === 'scalar' && isScalar(byte)) return 'more';
    const outcome = this.#token(byte);
    if (outcome !== 'broken') this.tokenStart = this.position;
    return outcome;
  }

  #token(byte: number): ScanOutcome {
    switch (byte) {
      case quote:
        return this.#beginString();
      case openBrace:
      case openBracket:
        return this.#openBracket(byte === openBrace);
      case closeBrace:
      case closeBracket:
        return this.#closeBracket(byte === closeBrace);
      case colon:
        return this.#step('colon', 'value');
      case comma:
        if (this.#expected === 'scalar') this.#expected = 'next';
        return this.#step('next', this.#open[this.#depth - 1] === 1 ? 'key' : 'value');
      default:
        return isScalar(byte) && this.#depth > 0 ? this.#step('value', 'scalar') : 'broken';
    }
  }

  #step(from: Expected, to: Expected): ScanOutcome {
    if (this.#expected !== from) return 'broken';
    this.#expected = to;
    return 'more';
  }

  #beginString(): ScanOutcome {
    this.#isKey = this.#expected === 'key';
    if (!this.#isKey && (this.#expected !== 'value' || this.#depth === 0)) return 'broken';
    this.#expected = 'string';
    return 'more';
  }

  #openBracket(isObject: boolean): ScanOutcome {
    if (this.#expected !== 'value') return 'broken';
    if (!isObject && this.#holdsRecords) return 'records';
    this.#holdsRecords = false;
    if (this.#depth === this.#open.length) {
      const wider = new Uint8Array(2 * this.#open.length);
      wider.set(this.#open);
      this.#open = wider;
    }
    this.#open[this.#depth] = isObject ? 1 : 0;
    this.#depth += 1;
    this.#expected = isObject ? 'key' : 'value';
    return 'more';
  }

  #closeBracket(isObject: boolean): ScanOutcome {
    const isEnd =
      this.#expected === 'next' || this.#expected === 'scalar' || this.#expected === (isObject ? 'key' : 'value');
    if (!isEnd || this.#open[this.#depth - 1] !== (isObject ? 1 : 0)) return 'broken';
    this.#depth -= 1;
    this.#expected = 'next';
    return this.#depth === 0 ? 'whole' : 'more';
  }
}

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Bytes of numbers, true, false, null and what the engine's reader takes beside them, such as -Infinity. */
const isScalar = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) ||
  (byte >= 0x61 && byte <= 0x7a) ||
  (byte >= 0x41 && byte <= 0x5a) ||
  byte === 0x2b ||
  byte === 0x2d ||
  byte === 0x2e;
