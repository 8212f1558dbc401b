import type {
  About,
  Amount,
  Bounds,
  CauseNamed,
  Deed,
  Denial,
  Duration,
  IndicatorNamed,
  Moment,
  Naming,
  Rating,
  Span,
  Statement,
  TechniqueNamed,
} from './statement.ts';
import type { Passage } from './passage.ts';

/** Where a made-up statement stands; its line tells statements apart. */
type Place = Partial<Passage>;

let lastLine = 1000;

/** A statement made by hand, for tests of rules of inference: its words, what they say, and where they stand. */
export function said(text: string, about: About, place: Place = {}): Statement {
  lastLine += 1;
  return {
    quote: { text, passage: { text, line: lastLine, headings: [], label: null, row: null, ...place } },
    ...about,
  };
}

export const exact = (value: number): Bounds => ({ low: value, high: value, said: value, isRough: false });
export const about = (value: number): Bounds => ({ ...exact(value), isRough: true });
export const atLeast = (value: number): Bounds => ({ ...exact(value), high: null });

/** To the minute, in UTC: `08:15` of 5 March 2026, or with its own day. */
function clock(text: string): Bounds {
  const time = Date.parse(`${text.includes(' ') ? text.replace(' ', 'T') : `2026-03-05T${text}`}:00Z`);
  return { low: time, high: time + 59_999, said: time, isRough: false };
}

export const moment = (of: Moment['of'], at: string, order: Moment['order'] = null): Moment => ({
  about: 'moment',
  of,
  at: clock(at),
  isDated: true,
  order,
});

export const span = (of: Span['of'], from: string, to: string): Span => ({
  about: 'span',
  of,
  from: clock(from),
  to: clock(to),
});

/** Hours as written without a fraction: half an hour either way. */
export const hours = (of: Duration['of'], count: number): Duration => ({
  about: 'duration',
  of,
  seconds: { low: (count - 0.5) * 3600, high: (count + 0.5) * 3600, said: count * 3600, isRough: false },
});

export const amount = (of: Amount['of'], value: number | Bounds, more: Partial<Amount> = {}): Amount => ({
  about: 'amount',
  of,
  value: typeof value === 'number' ? exact(value) : value,
  unit: 'count',
  within: null,
  cause: null,
  scope: null,
  ...more,
});

export const indicator = (
  type: IndicatorNamed['type'],
  value: string,
  more: Partial<IndicatorNamed> = {},
): IndicatorNamed => ({ about: 'indicator', type, value, isListed: false, role: null, ...more });

export const naming = (of: Naming['of'], name: string): Naming => ({ about: 'naming', of, name });
export const cause = (is: CauseNamed['cause'], isDenied = false): CauseNamed => ({
  about: 'cause',
  cause: is,
  isDenied,
});
export const denial = (of: Denial['of']): Denial => ({ about: 'denial', of });
export const deed = (of: Deed['of'], by: Deed['by'] = 'responder'): Deed => ({ about: 'deed', of, by });
export const technique = (id: string, name: string | null = null): TechniqueNamed => ({ about: 'technique', id, name });
export const rating = (scale: Rating['scale'], word: Rating['word'], score: number | null = null): Rating => ({
  about: 'rating',
  scale,
  word,
  score: score === null ? null : exact(score),
});
