import { priceOver } from '../../../model/price-time.ts';
import { nothing, times, total, exactly } from '../../../model/range.ts';
import type { Range } from '../../../model/range.ts';
import type { Check, Judgement } from '../check.ts';
import type { Of, Statement } from '../statement.ts';
import { found, judged, nothingFound } from './found.ts';
import { isOfLongTime, miningHours } from './hours-told.ts';
import { machinesTold } from './machines-told.ts';
import type { MachinesTold } from './machines-told.ts';
import { plainNumber, usdWords } from './number-words.ts';
import { reach } from './reach.ts';
import { momentsOf, startsOf, textsOf, told } from './told.ts';

/** Disks, traffic, taxes and a price list of another day. */
const margin = 3;
/** USD of small change that no list explains. */
const change = 20;
/** No discount of a provider goes further. */
const deepestDiscount = 0.08;

/** Money that is not the machine's: people, losses, several bills. */
const other =
  /\b(labou?r|staff|personnel|investigat\w*|revenue|fine|penalt\w*|loss(es)?|recover\w*|respon[sd]\w*|downtime|legal)\b/i;

/** A sum up to a time that is no end of the machines. */
const upTo = /\bto \d{1,2}:\d{2}|\b(?:until|till|up to|through|as of|by (?:the )?(?:end|close))\b/i;
const runsOn =
  /^(?:of which )?(?:still )?running: [1-9]|\bstill (?:running|active|up|alive)\b|\b(?:is|are|remains?) (?:still )?running\b|\b(?:not|never) (?:yet )?(?:been )?(?:stopped|terminated|shut down|deleted)\b/i;

/** What machines cost is their list price by time. */
export const cost: Check = {
  id: 'cost-of-machines',
  asks: 'Do those machines cost that much in that time?',
  run(statements, beside) {
    const { formulas } = beside;
    const sums = told(statements, 'amount').filter(
      ({ of, unit, scope, quote }) =>
        of === 'cost' &&
        unit === 'USD' &&
        scope === null &&
        (!other.test(quote.text) || /comput|plus|excluding|without/i.test(quote.text)),
    );
    if (sums.length === 0) return nothingFound;
    const machines = machinesTold(statements, formulas);
    const hours = miningHours(statements);
    if (machines === null || hours === null) return nothingFound;
    const isOpenEnded = textsOf(statements, beside).some((text) => runsOn.test(text));
    const isOwn = ranBefore(statements);
    return found(sums.map((sum) => weigh(sum, { machines, hours, isOwn, isOpenEnded })));
  },
};

interface Working {
  readonly machines: readonly MachinesTold[];
  readonly hours: Range;
  /** The machine was the owner's, and ran before. */
  readonly isOwn: boolean;
  /** Something runs on, so that its time is longer than any that is told. */
  readonly isOpenEnded: boolean;
}

function weigh(sum: Of<'amount'>, { machines, hours, isOwn, isOpenEnded }: Working): Judgement | null {
  const price = (kind: MachinesTold) => total(kind.charges.map(({ perHour }) => perHour));
  const most = machines.reduce((all, kind) => all + price(kind).high * hours.high * kind.most, 0);
  const least = machines.reduce((all, kind) => all + price(kind).low * hours.low * kind.fewest, 0);
  const likely = machines.reduce(
    (all, kind) => total([all, times(priceOver(hours.likely, price(kind)), exactly(kind.most))]),
    nothing,
  );
  if (!Number.isFinite(most)) return null;
  const arithmetic = `${machines
    .map(
      (kind) =>
        `${Number(price(kind).likely.toPrecision(3))} USD/h for ${kind.words} × ${kind.most} × ${plainNumber(hours.likely)} h`,
    )
    .join(' + ')} = ${usdWords(likely.likely)}`;
  const diverted = isOwn
    ? '; the machine ran before as well, so almost nothing of it was paid in addition: its power was diverted'
    : '';
  const said = reach(sum.value);
  if (
    said.low > most * margin + change &&
    !isOpenEnded &&
    !isOfLongTime(sum.quote) &&
    !upTo.test(`${sum.quote.passage.label ?? ''} ${sum.quote.text}`)
  ) {
    return judged('impossible', sum, { why: `By the list price it is far less${diverted}`, arithmetic });
  }
  if (!isOwn && said.high < least * deepestDiscount) {
    return judged('impossible', sum, { why: 'By the list price it is far more, whatever the discount', arithmetic });
  }
  if (said.high < likely.low / 1.5 || said.low > likely.high * 1.5) return null;
  return judged('supported', sum, { why: `It agrees with the list price${diverted}`, arithmetic });
}

/** Whether the machine was launched before the intruder came; not known is no. */
function ranBefore(statements: readonly Statement[]): boolean {
  const [launch] = momentsOf(statements, ['launch']);
  const [entry] = startsOf(statements, ['compromise', 'access', 'mining']);
  return launch !== undefined && entry !== undefined && launch.at.high + 3_600_000 < entry.at.low;
}
