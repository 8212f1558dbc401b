import type { Incident } from '../../../model/incident.ts';
import type { Of } from '../statement.ts';
import { besideCheck, contradicted, supported } from './beside-check.ts';
import type { Weighed } from './beside-check.ts';
import { exactly, meets } from './bounds.ts';
import { claimsOf, listed } from './told.ts';

/** How large a machine was, as the lines of the bill have it: `of 16 OCPU and 128 GB`. */
export const sizes = besideCheck(
  { id: 'sizes', asks: 'Was the machine as large as that?', about: 'amount' },
  ({ incident }) =>
    (amount) =>
      amount.of === 'processors' || amount.of === 'memory' ? weighSize(amount, incident) : null,
);

const size = / of (\d+(?:\.\d+)?) (\w+) and (\d+(?:\.\d+)?) GB/;
const gigabyte = 1e9;

/** Silent where no line of a bill tells a size: most shapes have it in their name. */
function weighSize({ of, value, unit }: Of<'amount'>, incident: Incident): Weighed | null {
  const told = claimsOf(incident, 'cost-line').flatMap(({ text, evidence }) => {
    const [, processors, , memory] = size.exec(text) ?? [];
    const known = Number(of === 'processors' ? processors : memory);
    return Number.isNaN(known) ? [] : [{ text, known, evidence }];
  });
  const [first] = told;
  if (first === undefined || (of === 'memory' && unit !== 'byte')) return null;
  // A core is two threads, and reports count either; a GiB is 7 % more than a GB.
  const fits = ({ known }: { readonly known: number }): boolean =>
    of === 'memory'
      ? meets(value, { low: known * gigabyte, high: known * gigabyte * 1.08 })
      : [known / 2, known, known * 2].some((count) => meets(value, exactly(count)));
  const fitting = told.find(fits);
  return fitting === undefined
    ? contradicted(
        listed(
          told.map(({ text }) => text),
          3,
        ),
        first.evidence,
      )
    : supported(fitting.text, fitting.evidence);
}
