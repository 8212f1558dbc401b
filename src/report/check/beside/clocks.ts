import type { Check } from '../check.ts';
import { timeText } from './amount-text.ts';
import { ofKind } from './beside-check.ts';
import { shiftOf } from './clock-fit.ts';
import { occasionsOf } from './occasions.ts';
import { evidenceOf } from './told.ts';

/** Letters that name zones of several countries. */
const ambiguous = /\b(?:[ECIABMSGW]ST|ECT|ADT|AMT)\b/;

/** A zone that was misread moves all times alike: said once, and the times are weighed as they were meant. */
export const clocks: Check = {
  id: 'beside/clocks',
  asks: 'Do all times of the report lie off the evidence by the same hours?',
  run: (statements, { incident }) => {
    const moments = ofKind(statements, 'moment');
    const [first] = moments;
    if (incident === null || first === undefined) return { judgements: [], clashes: [] };
    const occasions = occasionsOf(incident);
    const shift = shiftOf(statements, occasions);
    if (shift === 0) return { judgements: [], clashes: [] };
    const isPlain =
      moments.every(({ isZoneAssumed }) => isZoneAssumed !== true) &&
      !statements.some(({ quote }) => ambiguous.test(`${quote.passage.label ?? ''} ${quote.passage.text}`));
    const hours = `${timeText(shift / 1000)} ${shift > 0 ? 'later' : 'earlier'}`;
    return {
      judgements: [
        {
          statement: first,
          verdict: isPlain ? 'contradicted' : 'unsupported',
          why: isPlain
            ? `The times of the report fit the records when they are read ${hours}: they are of another zone than it says`
            : `The times of the report fit the records when they are read ${hours}: its zone, which it does not say beyond doubt, is another than was assumed`,
          arithmetic: null,
          evidence: evidenceOf([...(occasions.get('access') ?? []), ...(occasions.get('alert') ?? [])]).slice(0, 10),
        },
      ],
      clashes: [],
    };
  },
};
