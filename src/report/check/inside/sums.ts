import type { Check } from '../check.ts';
import type { Of, Statement } from '../statement.ts';
import { clash, found, judged } from './found.ts';
import type { Reproach } from './found.ts';
import { plainNumber } from './number-words.ts';
import { highest, reach } from './reach.ts';
import { partOf, told } from './told.ts';

const isTotal = (scope: string | null): boolean =>
  scope === null || /^(grand |sub)?total$|^all\b|^overall$|^sum$/i.test(scope.trim());

/** Words after which a list is not all, or a number is of another kind. */
const some =
  /\b(includ\w*|among|mostly|mainly|such as|e\.g|for example|at least|several|other|of (which|these|those|them)|still|fail\w*|terminat\w*|stopp\w*|running|remain\w*|refus\w*|each|per)\b/i;

/** Parts make the whole. */
export const sums: Check = {
  id: 'parts-and-total',
  asks: 'Do the parts of a figure make its total?',
  run: (statements) =>
    found([...totals(statements), ...entries(statements), ...columns(statements), ...failures(statements)]),
};

function totals(statements: readonly Statement[]): readonly (Reproach | null)[] {
  const amounts = told(statements, 'amount').filter(
    ({ of, within }) => !/usual|cpu|hash|memory|processors/.test(of) && within === null,
  );
  const groups = Map.groupBy(amounts, (amount) => `${amount.of} ${amount.unit} ${groupOf(amount)}`);
  return [...groups.values()].map((group) => {
    const parts = group.filter(({ scope }) => !isTotal(scope));
    const [total, second] = group.filter(({ scope }) => isTotal(scope));
    const scopes = new Set(parts.map(({ scope }) => scope?.toLowerCase()));
    // One scope twice is another figure of the same thing, so not a part.
    if (total === undefined || second !== undefined || parts.length < 2 || scopes.size < parts.length) return null;
    return weigh(total, parts);
  });
}

/** Launches that are told one by one, each in its own region, against the total that is told elsewhere. */
function entries(statements: readonly Statement[]): readonly (Reproach | null)[] {
  const machines = told(statements, 'amount').filter(({ of, quote }) => of === 'machines' && !some.test(quote.text));
  const [total, ...others] = machines.filter(({ scope }) => scope === null);
  const regions = told(statements, 'amount').filter(({ of, scope }) => of === 'regions' && scope === null);
  const parts = machines.filter(({ scope, quote }) => scope !== null && launched.test(quote.text));
  const scopes = new Set(parts.map(({ scope }) => scope?.toLowerCase()));
  const isOneTable = new Set(parts.map(partOf)).size === 1;
  if (total === undefined || parts.length < 2 || scopes.size < parts.length || !isOneTable) return [];
  if (others.some(({ value }) => value.said !== total.value.said)) return [];
  const isWhole = regions.length > 0 && regions.every(({ value }) => value.said === scopes.size);
  const sum = parts.reduce((all, { value }) => all + reach(value).low, 0);
  return isWhole || sum > reach(total.value).high ? [weigh(total, parts)] : [];
}

/** A column of which the rest makes a total that is told elsewhere, and its own last row another one. */
function columns(statements: readonly Statement[]): readonly (Reproach | null)[] {
  const amounts = told(statements, 'amount').filter(({ scope, within }) => scope === null && within === null);
  const cells = amounts.filter(({ quote }) => quote.passage.row !== null && quote.passage.label !== null);
  return [...Map.groupBy(cells, (cell) => `${cell.of} ${cell.unit} ${groupOf(cell)}`).values()].map((column) => {
    const rows = column.toSorted((a, b) => (a.quote.passage.row ?? 0) - (b.quote.passage.row ?? 0));
    const parts = rows.slice(0, -1);
    const last = rows.at(-1);
    if (last === undefined || parts.length < 2) return null;
    const sum = parts.reduce((all, { value }) => all + value.said, 0);
    const elsewhere = amounts.find(
      ({ of, unit, value, quote }) =>
        of === last.of && unit === last.unit && quote.passage.row === null && value.said === sum,
    );
    if (elsewhere === undefined) return null;
    if (last.value.said === sum)
      return judged('supported', last, { why: 'The parts make the total', arithmetic: sumWords(parts) });
    const why = `${sumWords(parts)}, as is said elsewhere, but the last row says ${plainNumber(last.value.said)}`;
    return clash(why, [elsewhere, last]);
  });
}

const sumWords = (parts: readonly Of<'amount'>[]): string =>
  `${parts.map(({ value }) => plainNumber(value.said)).join(' + ')} = ${plainNumber(parts.reduce((sum, { value }) => sum + value.said, 0))}`;

const launched = /\b(launch|start|creat|spun|provision)/i;

function weigh(total: Of<'amount'>, parts: readonly Of<'amount'>[]): Reproach | null {
  const low = parts.reduce((sum, { value }) => sum + reach(value).low, 0);
  const high = parts.reduce((sum, { value }) => sum + reach(value).high, 0);
  const said = reach(total.value);
  const arithmetic = sumWords(parts);
  const isSome = [total, ...parts].some(({ quote }) => some.test(quote.text));
  if (low <= said.high && high >= said.low) {
    return judged('supported', total, { why: 'The parts make the total', arithmetic });
  }
  if (isSome) return null;
  const why = `${arithmetic}, but ${plainNumber(total.value.said)} are said`;
  return clash(why, [total, ...parts]);
}

/** One line is a group, and one table: rows are parts, the row of the total is the whole. */
const groupOf = (amount: Of<'amount'>): string =>
  amount.quote.passage.row === null
    ? `line ${amount.quote.passage.line}`
    : `table ${partOf(amount)} ${amount.quote.passage.label ?? ''}`;

/** No more fail than were tried. */
function failures(statements: readonly Statement[]): readonly (Reproach | null)[] {
  const amounts = told(statements, 'amount').filter(({ scope }) => scope === null);
  const attempts = amounts.filter(({ of }) => of === 'attempts');
  return amounts
    .filter(({ of }) => of === 'failures')
    .map((failed) => {
      const all = attempts.filter((attempt) => isOfOneCount(attempt, failed));
      const [attempt] = all;
      const most = highest(all.map(({ value }) => reach(value).high));
      if (attempt === undefined || reach(failed.value).low <= most) return null;
      const why = `${plainNumber(failed.value.said)} failed of ${plainNumber(attempt.value.said)} attempts`;
      return clash(why, [attempt, failed]);
    });
}

/** Told in one breath, or both of the whole: tries at a time of their own are others. */
const isOfOneCount = ({ quote: one }: Statement, { quote: other }: Statement): boolean =>
  one.passage.line === other.passage.line || ![one, other].some(({ text }) => /\b\d{1,2}:\d{2}\b/.test(text));
