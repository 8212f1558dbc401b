import type { Incident } from '../../../model/incident.ts';
import { quantitiesIn } from '../readers/quantities.ts';
import type { Of } from '../statement.ts';
import { besideCheck } from './beside-check.ts';
import { exactly } from './bounds.ts';
import { weighCount } from './counts.ts';

/** `Four c7i.48xlarge are still running`: a shape that is named with a number counts machines. */
export const shapeCounts = besideCheck(
  { id: 'shape-counts', asks: 'Were there so many of that shape?', about: 'naming' },
  ({ incident }) =>
    (naming) => {
      // In a table what the number is bounded to may stand in another cell.
      if (naming.of !== 'shape' || naming.quote.passage.row !== null) return null;
      const count = numberBefore(naming);
      if (count === null) return null;
      const value = { ...exactly(count), said: count, isRough: false };
      const scope = naming.name;
      const { quote } = naming;
      const weighed = weighCount(
        { about: 'amount', of: 'machines', value, unit: 'count', within: null, cause: null, scope, quote },
        incident,
      );
      const isTooMany =
        count > ofShape(incident, scope, quote.text) || /\bstill (?:running|active|up)\b/i.test(quote.text);
      return weighed?.verdict === 'contradicted' && isTooMany ? weighed : null;
    },
);

/** `Four c7i.48xlarge`, `2 x p4d.24xlarge`, `three large g5.12xlarge`; `128 GB` before a shape is its memory. */
function numberBefore({ quote, name }: Of<'naming'>): number | null {
  const before = quote.text.split(name)[0] ?? '';
  const last = quantitiesIn(before).at(-1);
  if (last?.kind !== 'count' || !/^(?:\s*[x×]|\s+\w+)?\s*$/.test(before.slice(last.end))) return null;
  return Number.isInteger(last.bounds.said) ? last.bounds.said : null;
}

/** All of a shape, with those that were asked for in vain; of the regions that the sentence names, where it does. */
function ofShape({ resources, failed }: Incident, name: string, words: string): number {
  const own = [...resources.map((one) => ({ ...one, count: 1 })), ...failed].filter(({ shape }) => shape === name);
  const named = own.filter(({ region }) => region !== null && words.includes(region));
  return (named.length > 0 ? named : own).reduce((sum, { count }) => sum + count, 0);
}
