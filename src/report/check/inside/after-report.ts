import type { Check } from '../check.ts';
import { happenings } from '../statement.ts';
import { found, judged, nothingFound } from './found.ts';
import { momentsOf, startsOf } from './told.ts';
import type { Point } from './told.ts';

/** A ticket's opening is a date of the document, but not its last one. */
const opening = /\b(open|creat|start|began|draft)/i;

/** A clock time without a day has the day that the report tells of: it may be the evening before, or after midnight. */
const isOfLaterDay = (point: Point, last: Point): boolean =>
  point.at.low > last.at.high + halfADay && iso(point.bounds.said).slice(0, 10) > iso(last.bounds.said).slice(0, 10);

const halfADay = 12 * 3_600_000;

/** A report tells of what has been. */
export const afterReport: Check = {
  id: 'after-the-report',
  asks: 'Does the report tell of times after its own date?',
  run(statements) {
    const dates = momentsOf(statements, ['report']).filter(
      ({ statement: { quote } }) => !opening.test(`${quote.passage.label ?? ''} ${quote.text}`),
    );
    const last = dates.at(-1);
    if (last === undefined || !last.isDated) return nothingFound;
    const told = startsOf(
      statements,
      happenings.filter((of) => of !== 'report'),
    );
    const later = told.filter((point) => point.at.low > last.at.high && (point.isDated || isOfLaterDay(point, last)));
    return found(
      later.map((point) =>
        judged('impossible', point.statement, {
          why: `The report is dated ${iso(last.bounds.said)} and cannot know of what comes after`,
          arithmetic: `${iso(point.bounds.said)} > ${iso(last.bounds.said)}`,
        }),
      ),
    );
  },
};

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString().replace('.000Z', 'Z');
