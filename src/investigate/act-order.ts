import { literal } from '../lake/sql.ts';
import { compareInstants, compareText } from '../model/instant.ts';
import type { Instant } from '../model/instant.ts';
import { verbs } from '../model/semantics.ts';
import type { Verb } from '../model/semantics.ts';

/** What has to be there before the next can be done; any other verb stands between the makings and the undoings. */
const makings: readonly Verb[] = ['login', 'assume', 'create-identity', 'create-credential', 'create', 'launch'];
const undoings: readonly Verb[] = ['restrict', 'contain', 'restore', 'revoke', 'stop', 'disable-credential'];
const endings: readonly Verb[] = ['terminate', 'delete'];

const ranks: ReadonlyMap<Verb, number> = new Map([
  ...makings.map((verb, index) => [verb, index] as const),
  ...undoings.map((verb) => [verb, makings.length + 1] as const),
  ...endings.map((verb, index) => [verb, makings.length + 2 + index] as const),
]);
const rankOf = (verb: Verb): number => ranks.get(verb) ?? makings.length;

/** What an order of acts asks of each. */
export interface Ordered {
  readonly time: Instant;
  readonly verb: Verb;
  readonly citations: readonly { readonly ref: string }[];
}

/**
 * The order of acts, negative, zero or positive: by time, then by meaning, for many records tell no more than the
 * second (what makes a thing before what changes it before what ends it), then by the first record's uid.
 */
export const compareActs = (a: Ordered, b: Ordered): number =>
  compareInstants(a.time, b.time) ||
  rankOf(a.verb) - rankOf(b.verb) ||
  compareText(a.citations[0]?.ref ?? '', b.citations[0]?.ref ?? '');

/** SQL: what acts of relations with these columns are ordered by, the same order as that of `compareActs`. */
export const actOrderSql = ({ time = 'time', verb = 'verb', uid = 'event_uid' } = {}): string =>
  `${time}, CASE ${verb} ${verbs.map((one) => `WHEN ${literal(one)} THEN ${rankOf(one)}`).join(' ')} ELSE ${makings.length} END, ${uid}`;
