import type { Path } from './source.ts';

/**
 * How programs that collect logs write down what they carry: a record of any source, or a line of one. Whatever no
 * source knows is looked into for these, so that no source need name them.
 */

/** Keys of documents whose arrays hold what is carried, one each; `hits.hits` for one in another. */
export const carrierArrays: readonly string[] = ['events', 'logEvents', 'hits.hits', 'Messages'];

/** Where something is carried, as an object, as JSON text or as a line; what tells most of it comes first. */
export const carrierPaths: readonly Path[] = [
  ['_source'],
  ['event', 'original'],
  ['_raw'],
  ['result'],
  ['message'],
  ['@message'],
  ['Message'],
  ['Body'],
  ['body'],
  ['log'],
  ['textPayload'],
  ['jsonPayload', 'message'],
  ['jsonPayload'],
];

/** Columns of tables in which it stands likewise. */
export const carrierColumns: ReadonlySet<string> = new Set(
  carrierPaths.flatMap(([key, ...deeper]) => (key !== undefined && deeper.length === 0 ? [key] : [])),
);

/** One that carries may be carried itself, as an answer of a search carries what a collector wrote. */
export const mostCarriers = 3;
