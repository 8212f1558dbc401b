import type { Check } from '../check.ts';
import type { Of, Statement } from '../statement.ts';
import { hostOf, portOf } from './host-port.ts';
import { clash, found } from './found.ts';
import type { Reproach } from './found.ts';
import { partOf, told } from './told.ts';

/** One thing has one name wherever it is told. */
export const indicatorsTwice: Check = {
  id: 'indicator-told-twice',
  asks: 'Does one address, port or name stand there in two spellings?',
  run(statements) {
    const all = told(statements, 'indicator');
    return found([...replaced(all), ...misspelt(all), ...ports(all), ...slips(all)]);
  },
};

type Named = Of<'indicator'>;

/** The list holds other addresses of a role than the analysis, and none that it has. */
function replaced(all: readonly Named[]): readonly (Reproach | null)[] {
  return (['attacker', 'c2'] as const).map((role) => {
    const mine = all.filter((item) => item.role === role && item.type === 'ip');
    const listed = mine.filter(({ isListed }) => isListed);
    const told_ = mine.filter(({ isListed }) => !isListed);
    const [a] = told_;
    const [b] = listed;
    if (a === undefined || b === undefined) return null;
    // With several on either side nobody knows which stands for which.
    if (hosts(listed).size > 1 || hosts(told_).size > 1 || hosts(mine).size < 2) return null;
    return clash(`The analysis has ${a.value} as the ${role}'s address, the list has ${b.value} and not that one`, [
      a,
      b,
    ]);
  });
}

const hosts = (items: readonly Named[]): ReadonlySet<string> =>
  new Set(items.map(({ value }) => hostOf(value) ?? value.toLowerCase()));

/** An address that only the list has, and one that only the analysis has, which differ in a digit. */
function misspelt(all: readonly Named[]): readonly (Reproach | null)[] {
  const addresses = all.filter(({ type, role }) => type === 'ip' && role !== 'victim' && role !== 'responder');
  const isOnly = (isListed: boolean) => (item: Named) =>
    item.isListed === isListed &&
    !addresses.some((other) => other.isListed !== isListed && hostOf(other.value) === hostOf(item.value));
  const [listed, ...more] = addresses.filter(isOnly(true));
  if (listed === undefined || more.some(({ value }) => value !== listed.value)) return [];
  const other = addresses.find((item) => isOnly(false)(item) && isSlip(item.value, listed.value));
  if (other === undefined || other.role === 'attacker') return [];
  return [clash(`The analysis has ${other.value}, the list has ${listed.value}`, [other, listed])];
}

/** One host with one port in one part of the report, and with another in another. */
function ports(all: readonly Named[]): readonly (Reproach | null)[] {
  const withPort = all.filter(({ value }) => portOf(value) !== null);
  return [...Map.groupBy(withPort, ({ value }) => hostOf(value)).values()].map((items) => {
    const numbers = new Set(items.map(({ value }) => portOf(value)));
    const [first] = items;
    const other = items.find(({ value }) => first !== undefined && portOf(value) !== portOf(first.value));
    if (first === undefined || other === undefined || numbers.size !== 2 || isNearby(items)) return null;
    return clash(`One host has two ports: ${first.value} and ${other.value}`, [first, other]);
  });
}

/** Named in one part, both are meant. */
const isNearby = (items: readonly Named[]): boolean =>
  [...Map.groupBy(items, partOf).values()].some(
    (part) => new Set(part.map(({ value }) => value.toLowerCase())).size > 1,
  );

const renewed = /\b(new|rebuil\w*|replac\w*|launch\w*|fresh|clean|successor)\b/i;

/** Two values of one role that differ in one character, each alone in its parts of the report. */
function slips(all: readonly Named[]): readonly (Reproach | null)[] {
  const kinds = all.filter(
    ({ type, role }) => role !== null && ['domain', 'machine', 'user', 'wallet', 'key', 'file'].includes(type),
  );
  return [...Map.groupBy(kinds, ({ type, role }) => `${type} ${role ?? ''}`).values()].map((items) => {
    const values = [...new Set(items.map(({ value }) => value.toLowerCase()))];
    const [one, other, third] = values;
    if (one === undefined || other === undefined || third !== undefined || !isSlip(one, other)) return null;
    const pair = [one, other].flatMap((value) => items.find((item) => item.value.toLowerCase() === value) ?? []);
    if (isNearby(items) || pair.some((item: Statement) => renewed.test(item.quote.text))) return null;
    return clash(`${one} and ${other} differ in one character and are told as the same`, pair);
  });
}

/** One character other, more or less, or two neighbours turned. */
function isSlip(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  if (long.length > short.length) return short.slice(start) === long.slice(start + 1);
  if (short.slice(start + 1) === long.slice(start + 1)) return true;
  return (
    short[start] === long[start + 1] &&
    short[start + 1] === long[start] &&
    short.slice(start + 2) === long.slice(start + 2)
  );
}
