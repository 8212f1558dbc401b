import { z } from 'zod';
import { compareInstants, compareText } from './instant.ts';
import type { Instant } from './instant.ts';

/**
 * What a statement rests on, in the one grammar of all outputs:
 * an event uid, `coverage:<cloud>/<account>/<region>/<source>` for what was not seen,
 * `table:<name>@<date>` for a price or rate, `note:<n>` for a person's statement.
 */
export type EvidenceRef =
  | { readonly is: 'event'; readonly uid: string }
  | { readonly is: 'coverage'; readonly cell: CoverageCell }
  | { readonly is: 'table'; readonly name: string; readonly date: string }
  | { readonly is: 'note'; readonly number: number };

/** One cell of the coverage proof; null where a record or log has no such part. */
export interface CoverageCell {
  readonly cloud: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly source: string;
}

/** Longest list of evidence that is written out. */
export const evidenceLimit = 100;

const coverageForm = /^coverage:([^/]+)\/([^/]+)\/([^/]+)\/([^/]+)$/;
const tableForm = /^table:([^@]+)@(\d{4}-\d{2}-\d{2})$/;
const noteForm = /^note:([1-9]\d{0,8})$/;
const reserved = /^(?:coverage|table|note):/;

const refPattern = new RegExp(
  `^(?:(?!(?:coverage|table|note):)[\\s\\S]+|${[coverageForm, tableForm, noteForm].map((form) => form.source.slice(1, -1)).join('|')})$`,
);

export const evidenceRefSchema = z.string().min(1).regex(refPattern).meta({
  id: 'EvidenceRef',
  description: 'An event uid, coverage:<cloud>/<account>/<region>/<source>, table:<name>@<date> or note:<n>',
});

/** The two fields of everything that states something. Spread them into the object: `...cited`. */
export const cited = {
  evidence: z.array(evidenceRefSchema).min(1).max(evidenceLimit).meta({
    description: 'What this rests on; of more than 100 the first, the last and an even spread by (time, uid)',
  }),
  evidence_count: z.int().min(1).meta({ description: 'How many there were before the list was cut to 100' }),
};

export interface Cited {
  readonly evidence: readonly string[];
  readonly evidence_count: number;
}

/** An event uid or other reference, with the event's time where it has one. */
export interface Citation {
  readonly ref: string;
  readonly time: Instant | null;
}

/**
 * The `evidence` and `evidence_count` of a statement: distinct references ordered by (time, uid), those
 * without a time last; of more than 100 the first, the last and an even spread. The order of arrival is
 * without effect. Throws RangeError on an empty list: there is no statement without evidence.
 */
export function cite(citations: readonly Citation[]): Cited {
  const distinct = [...new Map(citations.map((citation) => [citation.ref, citation])).values()].toSorted(byTimeAndUid);
  if (distinct.length === 0) throw new RangeError('a statement needs at least one piece of evidence');
  return { evidence: spread(distinct).map(({ ref }) => ref), evidence_count: distinct.length };
}

/** At most 100 of an ordered list: the first, the last and evenly between, in the same order. */
export function spread<Item>(ordered: readonly Item[]): readonly Item[] {
  if (ordered.length <= evidenceLimit) return ordered;
  const kept = new Set(
    Array.from({ length: evidenceLimit }, (_, step) => Math.round((step * (ordered.length - 1)) / (evidenceLimit - 1))),
  );
  return ordered.filter((_, index) => kept.has(index));
}

export const coverageRef = ({ cloud, account, region, source }: CoverageCell): string =>
  `coverage:${[cloud, account, region, source].map(escapePart).join('/')}`;

export const tableRef = (name: string, date: string): string => `table:${name.replaceAll('@', '%40')}@${date}`;

export const noteRef = (number: number): string => `note:${number}`;

/** Reads a reference; null where it begins like one of the three other kinds and is not well formed. */
export function parseEvidenceRef(ref: string): EvidenceRef | null {
  const coverage = coverageForm.exec(ref);
  if (coverage) return coverageOf(coverage);
  const table = tableForm.exec(ref);
  if (table) return { is: 'table', name: (table[1] ?? '').replaceAll('%40', '@'), date: table[2] ?? '' };
  const note = noteForm.exec(ref);
  if (note) return { is: 'note', number: Number(note[1]) };
  return ref === '' || reserved.test(ref) ? null : { is: 'event', uid: ref };
}

function coverageOf([, cloud, account, region, source]: RegExpExecArray): EvidenceRef {
  const cell = {
    cloud: readPart(cloud),
    account: readPart(account),
    region: readPart(region),
    source: readPart(source) ?? '',
  };
  return { is: 'coverage', cell };
}

// A dash stands for an absent part, so that the four places never shift.
const escapePart = (part: string | null): string => (part ? part.replaceAll('%', '%25').replaceAll('/', '%2F') : '-');
const readPart = (part = '-'): string | null =>
  part === '-' ? null : part.replaceAll('%2F', '/').replaceAll('%25', '%');

function byTimeAndUid(a: Citation, b: Citation): number {
  if (a.time === null || b.time === null)
    return Number(a.time === null) - Number(b.time === null) || compareText(a.ref, b.ref);
  return compareInstants(a.time, b.time) || compareText(a.ref, b.ref);
}
