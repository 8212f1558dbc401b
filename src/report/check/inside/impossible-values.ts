import type { Check, Judgement } from '../check.ts';
import type { Statement } from '../statement.ts';
import { found, judged } from './found.ts';
import { reach } from './reach.ts';
import { told } from './told.ts';

/** Values that nothing can have. */
export const impossibleValues: Check = {
  id: 'impossible-value',
  asks: 'Is any value one that cannot be?',
  run: (statements) => found([...percents(statements), ...negatives(statements), ...clocks(statements)]),
};

/** A process may use several processors; a machine has one whole. */
const perProcess = /\b(process|top|htop|per.?core|load|threads?)\b/i;

const percents = (statements: readonly Statement[]): readonly Judgement[] =>
  told(statements, 'amount')
    .filter(
      ({ of, unit, value, quote }) =>
        unit === 'percent' &&
        (of === 'cpu' || of === 'cpu-usual') &&
        reach(value).low > 100.5 &&
        !perProcess.test(quote.text),
    )
    .map((amount) =>
      judged('impossible', amount, {
        why: 'A machine cannot use more than all of its processors',
        arithmetic: `${amount.value.said} % > 100 %`,
      }),
    );

const negatives = (statements: readonly Statement[]): readonly Judgement[] => [
  ...told(statements, 'amount')
    .filter(({ value }) => reach(value).high < 0)
    .map((amount) =>
      judged('impossible', amount, {
        why: 'There is no less than nothing of it',
        arithmetic: `${amount.value.said} < 0`,
      }),
    ),
  ...told(statements, 'duration')
    .filter(({ seconds }) => seconds.said < 0)
    .map((duration) =>
      judged('impossible', duration, {
        why: 'Nothing lasts less than no time',
        arithmetic: `${duration.seconds.said} s < 0 s`,
      }),
    ),
];

/** A clock time by its place: at the start of a line, after a date or `at`, before a zone or a dash. */
const clock =
  /(?:^|\b(?:at|from|to|until|by)\s|\d{4}-\d{2}-\d{2}[T ])(\d{2}):(\d{2})(?::\d{2})?(?=\s|Z|$|[–—,;)-])(?![:.\w]*\w:)/gi;
const date = /\b(\d{4})-(\d{2})-(\d{2})\b/g;

function clocks(statements: readonly Statement[]): readonly Judgement[] {
  const byLine = new Map(statements.map((statement) => [statement.quote.passage.line, statement]));
  return [...byLine.values()].flatMap((statement) => {
    const { text } = statement.quote.passage;
    const hours = [...text.matchAll(clock)].filter(([, hour, minute]) => Number(hour) > 24 || Number(minute) > 59);
    const days = [...text.matchAll(date)].filter(([day]) => !isDay(day));
    return [...hours, ...days].map(([words]) =>
      judged('impossible', statement, {
        why: 'The calendar and the clock know no such time',
        arithmetic: words.trim(),
      }),
    );
  });
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}
