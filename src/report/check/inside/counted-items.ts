import type { Check } from '../check.ts';
import type { Measure, Of, Statement } from '../statement.ts';
import { clash, found } from './found.ts';
import type { Reproach } from './found.ts';
import { plainNumber } from './number-words.ts';
import { reach } from './reach.ts';
import { partOf, told } from './told.ts';

/** What is counted, and which of the named things it counts. */
const countedBy: readonly (readonly [Measure, (item: Of<'indicator'>) => boolean])[] = [
  ['regions', ({ type, role }) => type === 'region' && role !== 'responder'],
  ['accounts', ({ type, role }) => type === 'account' && role !== 'responder'],
  ['addresses', ({ type, role }) => type === 'ip' && role === 'attacker'],
];

const limiting =
  /\b(other|more|further|another|additional|new|unused|first|only|each|per|remaining|unaffected|clean|checked|swept|scanned)\b/i;

/** As many are named as are counted, or fewer. */
export const countedItems: Check = {
  id: 'counted-and-named',
  asks: 'Are more things named than are counted?',
  run: (statements) =>
    found([
      ...launchRegions(statements),
      ...countedBy.flatMap(([measure, isOne]) =>
        told(statements, 'amount')
          .filter(({ of, scope, quote }) => of === measure && scope === null && !limiting.test(quote.text))
          .map((amount) => compare(amount, listedOnly(told(statements, 'indicator').filter(isOne), measure))),
      ),
    ]),
};

/** Launches in more regions than are counted, wherever they are told. */
function launchRegions(statements: readonly Statement[]): readonly (Reproach | null)[] {
  const named = new Set(
    told(statements, 'indicator')
      .filter(({ type }) => type === 'region')
      .map(({ value }) => value.toLowerCase()),
  );
  const launches = told(statements, 'amount').filter(
    ({ of, scope, quote, value }) =>
      of === 'machines' &&
      scope !== null &&
      named.has(scope.toLowerCase()) &&
      reach(value).low > 0 &&
      !unmade.test(quote.text),
  );
  const regions = new Map(launches.map((launch) => [launch.scope?.toLowerCase(), launch]));
  const counts = told(statements, 'amount').filter(
    ({ of, scope, quote }) => of === 'regions' && scope === null && !limiting.test(quote.text),
  );
  const [count] = counts.toSorted((a, b) => reach(b.value).high - reach(a.value).high);
  if (count === undefined || regions.size <= reach(count.value).high) return [];
  const why = `${plainNumber(count.value.said)} regions are said, and machines ran in ${regions.size}: ${[...regions.keys()].join(', ')}`;
  return [clash(why, [count, ...regions.values()])];
}

const unmade = /\b(fail\w*|refus\w*|denied|own|legitimate|existing|attempt\w*)\b/i;

/** What was looked at and found clean is no part of the count. */
const clean =
  /\b(clean|no (activity|resources?|instances?|sign)|denied|not enabled|unused|check\w*|swept|scann\w*|review\w*|unaffected)\b/i;

/** An account that stands in several rows of tables says whose the things of each row are: it is no list of accounts. */
function listedOnly(items: readonly Of<'indicator'>[], measure: Measure): readonly Of<'indicator'>[] {
  const inRows = items.filter(({ quote }) => quote.passage.row !== null);
  const isColumn = measure === 'accounts' && inRows.length > distinct(inRows).length;
  return isColumn ? items.filter((item) => !inRows.includes(item)) : items;
}

/** More than counted in this part of the report; or another number in the very line that counts and names them. */
function compare(amount: Of<'amount'>, named: readonly Of<'indicator'>[]): Reproach | null {
  const { line } = amount.quote.passage;
  const near = named.filter((item) => partOf(item) === partOf(amount) && !clean.test(item.quote.passage.text));
  const beside = distinct(near.filter(({ quote }) => quote.passage.line === line));
  const all = distinct(near);
  const said = reach(amount.value);
  const isOver = all.length > said.high;
  const isShort =
    beside.length > 1 && beside.length < said.low && !/includ|such as|e\.g|among|mainly/i.test(amount.quote.text);
  if (!isOver && !isShort) return null;
  const items = isOver ? all : beside;
  const list = items.map(({ value }) => value).join(', ');
  const why = `${plainNumber(amount.value.said)} are said, ${items.length} are named: ${list}`;
  const others = items.filter(({ quote }) => quote.passage.line !== line || quote.text !== amount.quote.text);
  return clash(why, [amount, ...others]);
}

const distinct = (items: readonly Of<'indicator'>[]): readonly Of<'indicator'>[] => [
  ...new Map(items.map((item) => [item.value.toLowerCase(), item])).values(),
];
