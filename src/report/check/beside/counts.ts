import type { Incident } from '../../../model/incident.ts';
import { countedMeasures } from '../statement.ts';
import type { Measure, Of } from '../statement.ts';
import { besideCheck, contradicted, supported, unsupported } from './beside-check.ts';
import type { Weighed } from './beside-check.ts';
import { exactly, isAbove, meets, meetsRoughly } from './bounds.ts';
import { anyOf } from '../readers/phrases.ts';
import { countableOf, stated } from './countable.ts';
import type { Countable } from './countable.ts';
import { numberPlace } from './number-place.ts';
import { regionIs } from './region-names.ts';
import { evidenceOf, listed, readLogs } from './told.ts';

const counted: ReadonlySet<Measure> = new Set<Measure>(countedMeasures);

/** A rough number may be off by this share. */
const roughShare = 0.15;

/** Every number of things against what the incident lists and counts of them. */
export const counts = besideCheck(
  { id: 'counts', asks: 'Were there so many?', about: 'amount' },
  ({ incident }) =>
    (amount) =>
      counted.has(amount.of) && amount.unit === 'count' && !incident.accounts.includes(String(amount.value.said))
        ? weighCount(amount, incident)
        : null,
);

export function weighCount(amount: Of<'amount'>, incident: Incident): Weighed | null {
  const { value, of, quote } = amount;
  const all = countableOf(incident, of);
  // What was asked for and refused did not run; it counts only where the words speak of asking.
  const isAttempt =
    of !== 'machines' || /\b(?:attempt|tried|try|request|ask|refus|fail|den(?:y|ied)|block)/i.test(quote.text);
  const scoped = scopedOf(amount, incident);
  const possible = all.filter(
    (one) => (isAttempt || !one.isRefused) && (one.part === undefined || isOfPart(amount, one.part)),
  );
  const state = stateSaid(amount);
  const known = inState([...scoped, ...possible, ...atOnce(amount, incident)], state);
  if (known.length === 0)
    return unsupported(`no record of this incident counts ${of.replace('-', ' ')}`, readLogs(incident));
  const fitting = known.find(
    ({ count }) => meets(value, exactly(count)) || (value.isRough && meetsRoughly(value, exactly(count), roughShare)),
  );
  if (fitting !== undefined) return supported(fitting.text, fitting.evidence);
  // Bounded by words that no thing of the incident bears: it cannot be told what was counted.
  if (of === 'machines' && amount.scope !== null && scoped.length === 0) return null;
  const [main] = known;
  if (main === undefined) return null;
  const whole = known.filter((one) => !scoped.includes(one));
  const texts = [...whole.slice(0, scoped.length > 0 ? 1 : 3), ...scoped].map(({ text }) => text);
  const told = listed([...new Set(texts)].slice(0, 3));
  const most = Math.max(...known.map(({ count }) => count));
  // Of what was ended so many may have been at the time that is meant.
  const isOfTries = /\b(?:asked|requested|tried|attempted|refused|denied|failed|in vain)\b/i.test(quote.text);
  return isAbove(value, most) || (isWhole(of) && !isOfTries && state !== 'ended')
    ? contradicted(told, main.evidence)
    : unsupported(`${told}; a part of them may be meant`, main.evidence);
}

/** What became of the things, by the words about the number; null where they say both or neither. */
function stateSaid({ of, quote, value }: Of<'amount'>): Countable['state'] | null {
  if (of !== 'machines') return null;
  const { start } = numberPlace(quote.text, value.said);
  const near = start === quote.text.length ? quote.text : quote.text.slice(Math.max(0, start - 30), start + 60);
  const words = `${quote.passage.label ?? ''} ${near}`;
  const runs =
    /^(?:of which |of these |instances |machines )?running\b|\bstill (?:running|active|up)\b|\b(?:is|are|remain\w*) (?:still )?(?:running|active)\b/i.test(
      words,
    );
  const ended = /\b(?:terminated|stopped|deleted|removed|shut down)\b/i.test(words);
  return runs === ended ? null : runs ? 'running' : 'ended';
}

function inState(known: readonly Countable[], state: Countable['state'] | null): readonly Countable[] {
  const own = known.filter((one) => one.state === state);
  return state === null || own.length === 0 ? known : own;
}

/** What one call made, where the words name its time. */
const atOnce = ({ of, quote }: Of<'amount'>, { timeline }: Incident): readonly Countable[] =>
  of !== 'machines' || !/\b\d{1,2}:\d{2}\b/.test(quote.text)
    ? []
    : timeline.flatMap(({ text, evidence }) => {
        const count = Number(/, which made (\d+) /.exec(text)?.[1] ?? Number.NaN);
        return Number.isNaN(count) ? [] : [{ text, count, evidence, isRefused: false }];
      });

const ofMade = new RegExp(
  String.raw`\b${anyOf`
    launch\w*|start\w*|instances?|machines?|servers?|nodes?|vms?|resources?|jobs?|runn?ing|refus\w*|fail\w*
    impair\w*|logging
  `}\b[^.;]{0,40}$`,
  'i',
);
const ofAll = new RegExp(
  String.raw`\b${anyOf`
    affected|impacted|compromised|involved|reached|touched|acted|active|activity|spread|abuse[ds]?
    total
    in all
    overall
  `}\b`,
  'i',
);

/** Regions with machines, or with one act, are fewer: the words before the number say of what they are. */
function isOfPart({ quote, value }: Of<'amount'>, part: NonNullable<Countable['part']>): boolean {
  const { passage, text } = quote;
  const before = passage.text.slice(0, Math.max(0, passage.text.indexOf(text)) + numberPlace(text, value.said).start);
  if (ofMade.test(before)) return part === 'made';
  // A number by itself is of all.
  return part === 'done' && /\p{L} \S+ \S/u.test(before) && !ofAll.test(`${passage.label ?? ''} ${text}`);
}

/** Of these a smaller number is as wrong as a larger: nobody counts a part of them. */
const wholes: ReadonlySet<Measure> = new Set<Measure>(['regions', 'accounts', 'machines', 'accelerated', 'resources']);
const isWhole = (of: Measure): boolean => wholes.has(of);

const mostCited = 10;
const facets = ['shape', 'region', 'account'] as const;

/** Resources of the shapes, regions and accounts that the words bound the number to, together and each by itself. */
function scopedOf({ scope, of, quote }: Of<'amount'>, { resources }: Incident): readonly Countable[] {
  if (of !== 'machines') return [];
  const words = `${scope ?? ''} ${quote.text}`.toLowerCase();
  const isNamed = (part: string | null): boolean =>
    part !== null && (words.includes(part.toLowerCase()) || regionIs(words, part));
  const bounding = facets.filter((facet) => resources.some((one) => isNamed(one[facet])));
  const own = resources.filter((one) => bounding.every((facet) => isNamed(one[facet])));
  if (bounding.length === 0 || own.length === 0) return [];
  const named = [...new Set(own.flatMap((one) => bounding.map((facet) => one[facet] ?? '')))].join(', ');
  const stands = own.some(({ state }) => state === 'running' || state === 'active');
  const none: Countable = {
    text: `none of ${named} runs`,
    count: 0,
    isRefused: false,
    evidence: evidenceOf(own).slice(0, mostCited),
    state: 'running',
  };
  const groupsOfOwn = [own, ...groups(own)].map((few): Countable =>
    stated(
      {
        text: `${few.length} of ${[...new Set(few.flatMap((one) => bounding.map((facet) => one[facet] ?? '')))].join(', ')}`,
        count: few.length,
        isRefused: false,
        evidence: few.flatMap(({ evidence }) => evidence.slice(0, 1)),
      },
      few,
    ),
  );
  return stands ? groupsOfOwn : [...groupsOfOwn, none];
}

/** By each thing that a number may be bounded to, and by what runs of it. */
const groups = (own: Incident['resources']): readonly Incident['resources'][] =>
  [
    ({ type }: Incident['resources'][number]) => type,
    ({ state }: Incident['resources'][number]) => state,
    ...facets.map((facet) => (one: Incident['resources'][number]) => JSON.stringify([one[facet], one.type])),
    ...facets.map((facet) => (one: Incident['resources'][number]) => JSON.stringify([one[facet], one.type, one.state])),
  ].flatMap((keyOf) => [...Map.groupBy(own, keyOf).values()]);
