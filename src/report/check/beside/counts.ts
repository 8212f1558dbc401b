import type { Incident } from '../../../model/incident.ts';
import type { Measure, Of } from '../statement.ts';
import { besideCheck, contradicted, supported, unsupported } from './beside-check.ts';
import type { Weighed } from './beside-check.ts';
import { exactly, isAbove, meets, meetsRoughly } from './bounds.ts';
import { countableOf } from './countable.ts';
import type { Countable } from './countable.ts';
import { listed, readLogs } from './told.ts';

const counted: ReadonlySet<Measure> = new Set<Measure>([
  'machines',
  'regions',
  'accounts',
  'identities',
  'credentials',
  'addresses',
  'attempts',
  'failures',
  'records-read',
  'users',
]);

/** A rough number may be off by this share. */
const roughShare = 0.15;

/** Every number of things against what the incident lists and counts of them. */
export const counts = besideCheck(
  { id: 'counts', asks: 'Were there so many?', about: 'amount' },
  ({ incident }) =>
    (amount) =>
      counted.has(amount.of) && amount.unit === 'count' ? weighCount(amount, incident) : null,
);

function weighCount(amount: Of<'amount'>, incident: Incident): Weighed | null {
  const { value, of, quote } = amount;
  const all = countableOf(incident, of);
  // What was asked for and refused did not run; it counts only where the words speak of asking.
  const isAttempt =
    of !== 'machines' || /\b(?:attempt|tried|try|request|ask|refus|fail|den(?:y|ied)|block)/i.test(quote.text);
  const scoped = scopedOf(amount, incident);
  const known = [...scoped, ...all.filter(({ isRefused }) => isAttempt || !isRefused)];
  if (known.length === 0)
    return unsupported(`no record of this incident counts ${of.replace('-', ' ')}`, readLogs(incident));
  const fitting = known.find(
    ({ count }) => meets(value, exactly(count)) || (value.isRough && meetsRoughly(value, exactly(count), roughShare)),
  );
  if (fitting !== undefined) return supported(fitting.text, fitting.evidence);
  // Bounded by words that no thing of the incident bears: it cannot be told what was counted.
  if (amount.scope !== null && scoped.length === 0) return null;
  const [main] = known;
  if (main === undefined) return null;
  const told = listed(known.slice(0, 3).map(({ text }) => text));
  const most = Math.max(...known.map(({ count }) => count));
  return isAbove(value, most) || isWhole(of)
    ? contradicted(told, main.evidence)
    : unsupported(`${told}; a part of them may be meant`, main.evidence);
}

/** Of these a smaller number is as wrong as a larger: nobody counts a part of them. */
const isWhole = (of: Measure): boolean => of === 'regions' || of === 'accounts' || of === 'machines';

/** Resources of the shape, region, account or kind that the words bound the number to. */
function scopedOf({ scope, of, quote }: Of<'amount'>, { resources }: Incident): readonly Countable[] {
  if (of !== 'machines') return [];
  const words = `${scope ?? ''} ${quote.text}`.toLowerCase();
  const bounds = new Set(
    resources.flatMap(({ shape, region, account }) =>
      [shape, region, account].flatMap((part) => (part !== null && words.includes(part.toLowerCase()) ? [part] : [])),
    ),
  );
  const own = resources.filter(({ shape, region, account }) =>
    [...bounds].every((bound) => [shape, region, account].includes(bound)),
  );
  if (bounds.size === 0 || own.length === 0) return [];
  const within = [...bounds].join(', ');
  return [
    own,
    ...Map.groupBy(own, ({ type }) => type).values(),
    ...Map.groupBy(own, ({ state }) => state).values(),
  ].map((few) => ({
    text: `${few.length} of ${within}`,
    count: few.length,
    isRefused: false,
    evidence: few.flatMap(({ evidence }) => evidence.slice(0, 1)),
  }));
}
