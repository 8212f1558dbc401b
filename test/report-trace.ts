import { coverageRef, parseEvidenceRef } from '../src/model/evidence.ts';
import type { Incident } from '../src/model/incident.ts';
import { traceClaims } from '../src/model/traced.ts';
import { buildReport } from '../src/report/build-report.ts';
import type { Block, Line, Proof, ReportDocument, Text } from '../src/report/document.ts';

/** One fact of a report in its words, be it a line or a row of a table. */
export interface Sentence {
  readonly text: string;
  readonly proof: Proof;
}

/** Every statement and row of a report, wherever it stands. */
export function sentencesIn({ summary, facts, cards, sections }: ReportDocument): readonly Sentence[] {
  const ofBlock = (block: Block): readonly Sentence[] => {
    switch (block.is) {
      case 'heading':
        return [];
      case 'facts':
        return block.rows.flatMap(({ line }) => ofLine(line));
      case 'list':
        return block.lines.flatMap(ofLine);
      case 'table':
        return block.rows.map(({ cells, proof }) => ({ text: cells.map(plain).join(' | '), proof }));
      case 'statement':
      case 'unknown':
      case 'pending':
        return ofLine(block);
    }
  };
  return [
    ...summary.flatMap(ofLine),
    ...facts.flatMap(({ line }) => ofLine(line)),
    ...cards.flatMap(({ lines }) => lines.flatMap(ofLine)),
    ...sections.flatMap(({ blocks }) => blocks.flatMap(ofBlock)),
  ];
}

const ofLine = (line: Line): readonly Sentence[] =>
  line.is === 'statement' ? [{ text: plain(line.text), proof: line.proof }] : [];

const plain = (text: Text): string => text.map((span) => span.text).join('');

/** The evidence behind each name of an incident. */
export function evidenceByName(incident: Incident): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('claim_uid' in value && 'evidence' in value)
      found.set(String(value.claim_uid), value.evidence as readonly string[]);
    for (const part of Object.values(value)) walk(part);
  };
  walk(traceClaims(incident));
  return found;
}

/**
 * Where a sentence of the incident's report is traced to nothing, or to a record that was not kept: none in a report
 * that is right. Of the records that were kept the uids are given, or null where there is no folder of evidence.
 */
export function untraced(incident: Incident, kept: ReadonlySet<string> | null): readonly string[] {
  const names = evidenceByName(incident);
  const cells = new Set(incident.coverage.map(coverageRef));
  const resolves = (ref: string): boolean => {
    const read = parseEvidenceRef(ref);
    if (read?.is === 'event') return kept === null || kept.has(ref);
    return read?.is === 'coverage' ? cells.has(ref) : read !== null;
  };
  return sentencesIn(buildReport(incident)).flatMap(({ text, proof }) => {
    const behind = new Set(proof.claims.flatMap((name) => names.get(name) ?? []));
    const foreign = proof.claims.filter((name) => !names.has(name)).map((name) => `names ${name}, which is no claim`);
    // Of more than 100 claims a selection is named.
    const loose = proof.claims.length < 100 ? proof.evidence.filter((ref) => !behind.has(ref)) : [];
    const gone = proof.evidence.filter((ref) => !resolves(ref));
    const none = proof.claims.length === 0 || proof.evidence.length === 0 ? ['rests on nothing'] : [];
    return [
      ...none,
      ...foreign,
      ...loose.map((ref) => `cites ${ref}, which none of its claims does`),
      ...gone.map((ref) => `cites ${ref}, which is not kept`),
    ].map((trouble) => `“${text}” ${trouble}`);
  });
}

interface Removal {
  /** Sentences whose every claim rested on that record alone. */
  readonly removed: readonly string[];
  /** Those of them that the report without the record still has. */
  readonly stillSaid: readonly string[];
}

/** What becomes of a report when one record is taken away from all that cites it; null where no act would be left. */
export function reportWithout(incident: Incident, ref: string): Removal | null {
  const whole = traceClaims(incident);
  const rest = without(whole, ref) as Incident | undefined;
  if (rest === undefined || rest.timeline.length === 0) return null;
  const left = evidenceByName(rest);
  const lost = (sentence: Sentence): boolean => sentence.proof.claims.every((name) => !left.has(name));
  const before = sentencesIn(buildReport(whole));
  const supported = new Set(before.filter((one) => !lost(one)).map(({ text }) => text));
  const removed = before.filter((one) => lost(one) && !supported.has(one.text)).map(({ text }) => text);
  const after = new Set(
    sentencesIn(buildReport({ ...rest, root_absent_reason: rest.root === null ? 'its record is gone' : null })).map(
      ({ text }) => text,
    ),
  );
  return { removed, stillSaid: removed.filter((text) => after.has(text)) };
}

/** The value without that reference: an entry of a list with nothing left is gone, another part is null. */
function without(value: unknown, ref: string): unknown {
  if (Array.isArray(value)) return value.map((item) => without(item, ref)).filter((item) => item !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).map(([key, part]) => [key, without(part, ref) ?? null] as const);
  const rest: Record<string, unknown> = Object.fromEntries(parts);
  if (!('evidence' in value) || !Array.isArray(value.evidence) || !value.evidence.includes(ref)) return rest;
  const evidence = value.evidence.filter((one) => one !== ref);
  return evidence.length === 0 ? undefined : { ...rest, evidence, evidence_count: evidence.length };
}

/** Some of an incident's references: the first, the last and evenly between. */
export function someRefs(incident: Incident, count: number): readonly string[] {
  const all = [...new Set([...evidenceByName(incident).values()].flat())].toSorted();
  return [
    ...new Set(Array.from({ length: count }, (_, step) => all[Math.round((step * (all.length - 1)) / (count - 1))])),
  ].filter((ref) => ref !== undefined);
}
