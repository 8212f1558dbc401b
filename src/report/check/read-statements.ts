import type { Product } from './formulas.ts';
import type { Passage, ReportText } from './passage.ts';
import { amountsIn } from './readers/amounts.ts';
import { blank } from './readers/blank.ts';
import { causesIn } from './readers/causes.ts';
import { withColons, withoutChatMarks } from './readers/chat-marks.ts';
import { clausesOf } from './readers/clauses.ts';
import type { Clause } from './readers/clauses.ts';
import { deedsIn } from './readers/deeds.ts';
import { denialsIn } from './readers/denials.ts';
import { durationsIn } from './readers/durations.ts';
import { frameOf } from './readers/frame.ts';
import { knownNames, listedNames, namedIndicators } from './readers/indicator-roles.ts';
import type { KnownNames } from './readers/indicator-roles.ts';
import { beginning, momentsIn } from './readers/moments.ts';
import { namingReader } from './readers/namings.ts';
import { quantitiesIn } from './readers/quantities.ts';
import { ratingsIn } from './readers/ratings.ts';
import { entriesOf } from './readers/table-entries.ts';
import { techniquesIn } from './readers/techniques.ts';
import { timesIn } from './readers/times.ts';
import type { About, Statement } from './statement.ts';

/** What is known beside the report. */
export interface Around {
  /** The zone to assume where the report names none, as `Europe/Berlin` or `UTC`; null for UTC. */
  readonly zone: string | null;
  /** The day to assume where it names none, `2024-02-10`; null where nothing is known. */
  readonly day: string | null;
  /** Names of machines and users of the incident, which are found wherever they are mentioned. */
  readonly machines: readonly string[];
  readonly users: readonly string[];
  readonly products: readonly Product[];
}

/** All that a report states, in its order, one fact each. What is denied, advised, supposed or unclear is no fact. */
export function readStatements(text: ReportText, around: Around): readonly Statement[] {
  const passages = withColons(withoutChatMarks(text.passages.map((passage) => clipped(passage))));
  const frame = frameOf({ ...text, passages }, around);
  const namings = namingReader(around.products);
  const known = knownNames({ machine: around.machines, user: around.users });
  const statements: Statement[] = [];
  let place = beginning;
  for (const { passage, first, isRead } of entriesOf(passages)) {
    if (isLikeOneOf(first, around.machines)) continue;
    for (const clause of clausesOf(passage, first)) {
      const words = wordsOf(clause, known, isRead === 'but for times');
      if (isRead !== 'but for times') {
        const timed = momentsIn({ ...clause, plain: words.told }, frame, place);
        place = timed.place;
        statements.push(...timed.read.map(({ about, words: said }) => quoted(passage, said, about)));
      }
      if (isRead !== 'for its times')
        statements.push(...factsOf(clause, words, namings).map((about) => quoted(passage, clause.text, about)));
    }
  }
  return statements;
}

/** `build-04` beside our `build-03`: what its row of a table tells is of another machine. */
function isLikeOneOf(name: string, machines: readonly string[]): boolean {
  if (!/^[\w.-]{3,60}\d$/.test(name) || machines.includes(name)) return false;
  const series = (one: string): string => one.toLowerCase().replace(/\d+$/, '');
  return machines.some((machine) => /\d$/.test(machine) && series(machine) === series(name));
}

/** With the label as it was written, once a passage: techniques are labels as well. */
function withLabel({ before, passage, text }: Clause): string {
  if (before !== '' || passage.row !== null) return text;
  const start = passage.text.indexOf(text);
  return `${passage.label ?? ''}: ${passage.text.slice(0, Math.max(0, start))}${text}`;
}

/** A label or title longer than this is none. */
const longestTitle = 300;

function clipped(passage: Passage): Passage {
  const { label, headings } = passage;
  if ((label?.length ?? 0) <= longestTitle && headings.every(({ length }) => length <= longestTitle)) return passage;
  return {
    ...passage,
    label: label?.slice(0, longestTitle) ?? null,
    headings: headings.map((heading) => heading.slice(0, longestTitle)),
  };
}

interface Words {
  readonly indicators: ReturnType<typeof listedNames>;
  readonly hasTime: boolean;
  /** Without quoted names and without indicators, but for those whose names say what was done. */
  readonly told: string;
  /** The same without times. */
  readonly plain: string;
}

function wordsOf(clause: Clause, known: KnownNames, isTimed: boolean): Words {
  const indicators = listedNames(clause, known);
  const times = timesIn(clause.text);
  const told = blank(
    clause.plain,
    indicators.map((one) => (one.type === 'file' ? upToTelling(clause.text, one) : one)),
  );
  return { indicators, hasTime: isTimed || times.length > 0, told, plain: blank(told, times) };
}

/** The names of some files say what was done. */
function upToTelling(text: string, { start, end }: Place): Place {
  const at = text.slice(start, end).search(/authorized_keys|sudoers|cron/);
  return { start, end: at < 0 ? end : start + Math.max(0, at - 1) };
}

interface Place {
  readonly start: number;
  readonly end: number;
}

function factsOf(
  clause: Clause,
  { indicators, hasTime, told, plain }: Words,
  namings: ReturnType<typeof namingReader>,
): readonly About[] {
  const named = [
    ...namedIndicators(clause, indicators),
    ...techniquesIn(withLabel(clause)),
    ...namings(`${clause.label}: ${clause.text}`),
  ];
  if (clause.isOpen) return named;
  const quantities = quantitiesIn(withoutSums(plain));
  return [
    ...named,
    ...ratingsIn(clause, clause.text),
    ...durationsIn(clause, plain, quantities),
    ...amountsIn(clause, plain, quantities),
    ...causesIn(clause, told),
    ...denialsIn(clause, plain),
    ...deedsIn(clause, plain, hasTime),
  ];
}

/** The terms of a sum are no statements of their own: `34 × $32.77`, `9.4 kH/s × 50 USD ÷ 0.05 USD`. */
function withoutSums(text: string): string {
  const plain = text.replace(/\([^()]{0,200}[×÷][^()]{0,200}\)/g, (sum) => '_'.repeat(sum.length));
  return /÷|[×−]\s?(?:about |~|[$€£(])?\d|[A-Za-z)%] [×−] /.test(plain) ? '' : plain;
}

const quoted = (passage: Passage, text: string, about: About): Statement => ({ quote: { passage, text }, ...about });
