import type { Random } from '../../src/model/simulation.ts';

/** Lines after a mutation, and what was done. */
interface ChangedLines {
  readonly lines: readonly string[];
  readonly what: string;
}

type Change = (lines: readonly string[], random: Random) => ChangedLines;

/** Words that mean something to a reader of lines, to an engine or to a terminal. */
const oddWords: readonly string[] = [
  '',
  ' ',
  '"',
  "'",
  '\\',
  '\\"',
  '=',
  ':',
  '(null)',
  '?',
  '-1',
  '4294967295',
  '99999999999999999999',
  '\0',
  '\r',
  '\t',
  '\u001b[31m',
  '\u202e',
  '\u2028',
  '\u001d',
  '\u{1f41d}',
  '\ufffd',
  '%s%n',
  '#',
  '$(x)',
  '{"a":1}',
  '{',
  '[',
  'root from 203.0.113.9 port 22 ssh2',
  'type=SYSCALL msg=audit(1.1:1):',
  'Feb 30 25:61:61',
  '2026-13-45T99:99:99Z',
  'x'.repeat(70_000),
];

const jsonLine = '{"eventVersion":"1.08","eventID":"x"}';

const at = (lines: readonly string[], random: Random): number => random.between(0, lines.length - 1);

/** A word of a line, with what parts it from its neighbours. */
function withWord(lines: readonly string[], random: Random, change: (word: string) => string): readonly string[] {
  const place = at(lines, random);
  const words = (lines[place] ?? '').split(/(?<=[ =:"'[\](),])/);
  const index = random.between(0, words.length - 1);
  return lines.with(place, words.with(index, change(words[index] ?? '')).join(''));
}

const changes: readonly Change[] = [
  (lines, random) => {
    const word = random.pick(oddWords);
    return { lines: withWord(lines, random, () => word), what: `a word is ${JSON.stringify(word).slice(0, 40)}` };
  },
  (lines, random) => {
    const word = random.pick(oddWords);
    return {
      lines: withWord(lines, random, (old) => old + word),
      what: `${JSON.stringify(word).slice(0, 40)} behind a word`,
    };
  },
  (lines, random) => ({ lines: withWord(lines, random, () => ''), what: 'a word taken out' }),
  (lines, random) => ({ lines: withWord(lines, random, (word) => word.repeat(3)), what: 'a word three times' }),
  (lines, random) => {
    const [from, to] = [at(lines, random), at(lines, random)];
    return {
      lines: lines.with(from, lines[to] ?? '').with(to, lines[from] ?? ''),
      what: `lines ${from} and ${to} change places`,
    };
  },
  (lines, random) => {
    const place = at(lines, random);
    return { lines: lines.toSpliced(place, 0, lines[place] ?? ''), what: `line ${place} twice` };
  },
  (lines, random) => {
    const place = at(lines, random);
    const line = lines[place] ?? '';
    const length = random.between(0, line.length);
    return { lines: lines.with(place, line.slice(0, length)), what: `line ${place} cut at ${length}` };
  },
  (lines, random) => {
    const place = at(lines, random);
    const line = lines[place] ?? '';
    const middle = random.between(0, line.length);
    return {
      lines: lines.toSpliced(place, 1, line.slice(0, middle), line.slice(middle)),
      what: `line ${place} parted at ${middle}`,
    };
  },
  (lines, random) => {
    const place = at(lines, random);
    return {
      lines: lines.toSpliced(place, 2, `${lines[place] ?? ''}${lines[place + 1] ?? ''}`),
      what: `line ${place} runs into the next`,
    };
  },
  (lines, random) => {
    const junk = random.pick([
      '',
      ' ',
      '\u0000'.repeat(512),
      'no log at all',
      jsonLine,
      '[',
      '{',
      '\uFEFF',
      '-- Boot --',
    ]);
    const place = at(lines, random);
    return {
      lines: lines.toSpliced(place, 0, junk),
      what: `${JSON.stringify(junk).slice(0, 30)} before line ${place}`,
    };
  },
  (lines) => ({ lines: lines.map((line) => `${line}\r`), what: 'carriage returns' }),
  (lines) => ({ lines: lines.toReversed(), what: 'lines the other way round' }),
  (lines, random) => {
    const times = random.pick([50, 2_000]);
    const line = lines[at(lines, random)] ?? '';
    return { lines: [...lines, ...Array.from({ length: times }, () => line)], what: `a line ${times} times more` };
  },
];

/** One mutation of lines as lines, whatever they say. */
export const changeLines: Change = (lines, random) => random.pick(changes)(lines, random);
