import type { Claim } from '../model/claim.ts';
import type { TracedIncident } from '../model/traced.ts';
import type { Money } from '../model/money.ts';
import type { Block, Line } from './document.ts';
import { blank, heading, moment, prose, row, say, state, strong, unknown } from './wording.ts';

type Costed = Pick<TracedIncident, 'cost' | 'claims'>;

/** What it cost so far and what each further hour costs, or why nobody can say. */
export function costInShort({ cost, claims }: Costed): Line {
  if (cost === null) return unknown(prose(`what it costs; ${whyUnknown(claims)}`));
  const further = cost.per_hour ? say`, ${usd(cost.per_hour)} for every further hour` : blank;
  return state(
    say`${strong(amountOf(cost))} up to ${moment(cost.as_of)}${further}`,
    cost,
    confidenceOf(claims, 'cost'),
  );
}

/** The same in full, for whoever pays: range, what is extra, and what kind of prices these are. */
export function costLine({ cost, claims }: Costed): Line {
  if (cost === null) return unknown(prose(`what it costs; ${whyUnknown(claims)}`));
  const range = cost.low === cost.high ? blank : say`, ${usd(cost.low)} at least and ${usd(cost.high)} at most`;
  const further = cost.per_hour
    ? say` Every further hour costs ${usd(cost.per_hour)}.`
    : prose(' Nothing is known to go on costing.');
  return state(
    say`${strong(amountOf(cost))} up to ${moment(cost.as_of)}${range}, at list prices before discounts, credits and taxes.${extraOf(cost)}${further}`,
    cost,
    confidenceOf(claims, 'cost'),
  );
}

function extraOf({ likely, incremental }: Money) {
  if (incremental === null || likely === 0) return blank;
  if (incremental === likely) return prose(' All of it would not have been paid without the intrusion.');
  if (incremental === 0) return prose(' None of it is extra: the machines ran before and are paid for anyway.');
  return say` ${usd(incremental)} of it would not have been paid without the intrusion.`;
}

/** What mining on all that ran would have earned: a bound for what the intruder can have gained, not a fact about him. */
export function earningsLine({ earnings, claims }: Pick<TracedIncident, 'earnings' | 'claims'>): Line {
  if (earnings === null) return unknown(prose('what the intruder earned; not computed'));
  return state(
    say`Mining can have earned about ${usd(earnings.likely)} (${usd(earnings.low)} to ${usd(earnings.high)}), had all processors that ran mined Monero without a pause; accelerators are left out`,
    earnings,
    confidenceOf(claims, 'earnings'),
  );
}

/** The lines of the bill, what bills on after all is removed, and what stands in no sum. */
export function costDetails({ claims }: Pick<TracedIncident, 'claims'>): readonly Block[] {
  const lines = ofKind(claims, 'cost-line');
  const after = ofKind(claims, 'bills-on');
  const without = ofKind(claims, 'not-priced');
  return [
    ...(lines.length === 0 ? [] : [heading('How the cost adds up'), tableOf(lines)]),
    ...(after.length === 0 ? [] : [heading('What bills on until somebody ends it'), listOf(after)]),
    ...(without.length === 0 ? [] : [heading('What is not in these sums'), listOf(without)]),
  ];
}

const tableOf = (lines: readonly Claim[]): Block => ({
  is: 'table',
  caption: 'Each line is time × price; the inputs stand in incident.json under cost',
  columns: ['What', 'USD', 'How it was worked out'],
  rows: lines.map((claim) =>
    row(
      claim,
      prose(claim.text),
      prose(typeof claim.value === 'number' ? usdOf(claim.value) : ''),
      prose(claim.method),
    ),
  ),
  more: null,
});

const listOf = (claims: readonly Claim[]): Block => ({
  is: 'list',
  lines: claims.map((claim) => state(prose(claim.text), claim, claim.confidence)),
});

/** Claims of one kind that there can be several of. */
export const ofKind = (claims: readonly Claim[], kind: string): readonly Claim[] =>
  claims.filter(({ claim_uid: uid }) => new RegExp(`-${kind}-\\d+$`).test(uid));

const confidenceOf = (claims: readonly Claim[], kind: string) =>
  claims.find(({ claim_uid: uid }) => uid.endsWith(`-${kind}`))?.confidence ?? null;

function whyUnknown(claims: readonly Claim[]): string {
  const [first] = ofKind(claims, 'not-priced');
  return first === undefined ? 'not computed' : first.text.replace(/^Not in these sums: /, '');
}

const amountOf = ({ low, likely, high, currency }: Money): string =>
  `${low === high ? '' : 'about '}${usdOf(likely)} ${currency}`;

const usd = (amount: number) => prose(`${usdOf(amount)} USD`);

/** `1,234.50` */
export const usdOf = (amount: number): string =>
  amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
