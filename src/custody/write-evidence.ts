import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '../model/errors.ts';
import { compareText } from '../model/instant.ts';
import { makeFolder, writeDurably } from './durable-file.ts';
import type { WrittenFile } from './durable-file.ts';

/** A cited record as the provider wrote it, and where it came from. */
export interface EvidenceRecord {
  readonly event_uid: string;
  /** The record as JSON text, secrets included: this folder is the one output that keeps them. */
  readonly raw: string;
  /** SHA-256 of the object that held it. */
  readonly object: string;
  /** Zero-based index in that object. */
  readonly record: number;
}

export interface EvidenceFolder {
  readonly count: number;
  readonly files: readonly WrittenFile[];
}

/** Names are ours alone: nothing of a record ever becomes a file name. */
export const evidenceFiles = {
  records: 'records.ndjson',
  manifest: 'manifest.json',
  notes: 'notes.yml',
  sums: 'SHA256SUMS',
} as const;

/**
 * Writes the folder `evidence/`: the records one a line, a manifest with the hash of each line and its origin, what a
 * person stated where anything was, and SHA256SUMS over all for `sha256sum -c`. Records come in the order of
 * `compareRecords` and each once; only their entries in the manifest are held in memory. The same records give the
 * same bytes.
 * Throws `internal` where the order is broken, `workspace.full` or `workspace.damaged` where the disk refuses.
 */
export async function writeEvidence(
  folder: string,
  records: Iterable<EvidenceRecord> | AsyncIterable<EvidenceRecord>,
  notes: string | null = null,
): Promise<EvidenceFolder> {
  await makeFolder(folder);
  const lines: string[] = [];
  const recordsFile = await writeDurably(join(folder, evidenceFiles.records), recordLines(records, lines));
  const manifest = await writeDurably(join(folder, evidenceFiles.manifest), manifestText(recordsFile, lines));
  const noted = notes === null ? [] : [await writeDurably(join(folder, evidenceFiles.notes), [notes])];
  const sums = await writeDurably(
    join(folder, evidenceFiles.sums),
    [recordsFile, manifest, ...noted].map(({ sha256, name }) => `${sha256}  ${name}\n`),
  );
  return { count: lines.length, files: [recordsFile, manifest, ...noted, sums] };
}

/** Yields the lines of the records and notes for each its entry in the manifest. */
async function* recordLines(
  records: Iterable<EvidenceRecord> | AsyncIterable<EvidenceRecord>,
  entries: string[],
): AsyncGenerator<string> {
  let previous: EvidenceRecord | null = null;
  for await (const cited of records) {
    const { event_uid: uid, raw, object, record } = cited;
    if (previous !== null && compareRecords(previous, cited) >= 0)
      throw new AppError('internal', `evidence out of order at ${uid}`);
    previous = cited;
    const line = oneLine(raw);
    entries.push(
      JSON.stringify({
        event_uid: uid,
        line: entries.length + 1,
        sha256: createHash('sha256').update(line).digest('hex'),
        object,
        record,
      }),
    );
    yield `${line}\n`;
  }
}

/** By event_uid (by code unit), then by origin: two records may claim one id on different days. */
export const compareRecords = (one: EvidenceRecord, other: EvidenceRecord): number =>
  compareText(one.event_uid, other.event_uid) || compareText(one.object, other.object) || one.record - other.record;

// Inside its strings JSON has no bare line break: those between tokens carry no meaning.
const oneLine = (raw: string): string => raw.replace(/[\r\n]+/g, ' ');

function* manifestText({ name, bytes, sha256 }: WrittenFile, entries: readonly string[]): Generator<string> {
  yield `{\n"file": ${JSON.stringify({ name, bytes, sha256 })},\n"records": [`;
  for (const [index, entry] of entries.entries()) yield `${index === 0 ? '\n' : ',\n'}${entry}`;
  yield `\n]\n}\n`;
}
