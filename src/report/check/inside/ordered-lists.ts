import type { Check } from '../check.ts';
import type { Of } from '../statement.ts';
import { clash, found } from './found.ts';
import type { Reproach } from './found.ts';
import { clockOf, isBefore, momentsOf, told } from './told.ts';

type Entry = Of<'moment'> & { readonly order: { readonly list: number; readonly place: number } };

/** A list that is kept in order of time, but for one or two entries. */
export const orderedLists: Check = {
  id: 'list-out-of-order',
  asks: 'Does a list in order of time go backwards?',
  run(statements) {
    const entries = told(statements, 'moment').filter((moment): moment is Entry => moment.order !== null);
    const lists = Map.groupBy(entries, ({ order }) => order.list);
    return found([...lists.values()].flatMap(backwards));
  },
};

/** Newest first is an order too; where neither direction rules, the list is not one in order of time. */
function backwards(list: readonly Entry[]): readonly (Reproach | null)[] {
  const places = [...Map.groupBy(list, ({ order }) => order.place).entries()].toSorted(([a], [b]) => a - b);
  const points = places.flatMap(([, [entry]]) =>
    entry === undefined || isRange(entry) ? [] : momentsOf([entry], [entry.of]),
  );
  const pairs = points.slice(1).flatMap((point, index) => {
    const before = points[index];
    return before === undefined ? [] : [{ before, point }];
  });
  const down = pairs.filter(({ before, point }) => isBefore(point, before));
  const up = pairs.filter(({ before, point }) => isBefore(before, point));
  if (down.length > 2 || up.length < 2 * down.length) return [];
  return down.map(({ before, point }) =>
    clash(`The list goes from ${clockOf(before)} back to ${clockOf(point)}`, [before.statement, point.statement]),
  );
}

/** An entry of a whole span stands where its author thought best. */
const isRange = ({ quote: { text } }: Entry): boolean => /\d:\d{2}\s*(-|–|—|to|until)\s*\d{1,2}:\d{2}/.test(text);
