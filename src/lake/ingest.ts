import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Source } from '../model/source.ts';
import { Tally, type Accounting } from './accounting.ts';
import { BatchConverter, type Converted } from './batch-converter.ts';
import { CommitFolder, type IngestStep } from './commit-folder.ts';
import { digestNotes, digestReport, digestText, textHashText, unhashedObjects, type DigestReport } from './digests.ts';
import { countRows, daysWithClashes, judgeDay, rewriteSql } from './duplicates.ts';
import type { Engine } from './engine.ts';
import { ledgerText, readLedger, type LedgerEntry } from './ledger.ts';
import { readManifest, writeManifest, type Manifest, type Partition } from './manifest.ts';
import { removeOrphans } from './remove-orphans.ts';
import { list, literal } from './sql.ts';
import { hashTexts, type TextHash } from './staging/hash-texts.ts';
import { stage, type StagedDigest, type StagingOptions } from './staging/stage.ts';
import type { Refusal, StagingLimits, StoredObject } from './staging/stored-object.ts';

export interface IngestOptions {
  /** The lake's folder, for Parquet, ledgers and the manifest. */
  readonly lake: string;
  /** An empty folder on the same disk; all in it may be lost. */
  readonly scratch: string;
  readonly engine: Engine;
  readonly sources: readonly Source[];
  readonly limits: StagingLimits;
  /** Records later than this are set aside. RFC 3339. */
  readonly notAfter: string;
  readonly signal: AbortSignal;
  /** A commit is due once so many records wait for it: a crash costs at most their conversion. */
  readonly recordsACommit?: number;
  readonly onStep?: (step: IngestStep) => void;
  readonly onProgress?: (progress: { readonly records: number; readonly objects: number }) => void;
  /** What a person should know of an object that was read only in part. */
  readonly onNote?: (note: string) => void;
}

const defaultRecordsACommit = 2_000_000;
/** Digests are held until they are committed; an hour of logs makes one. */
const digestsACommit = 2_000;

/** What was read since the last commit. */
interface Arrived extends Converted {
  readonly digests: readonly StagedDigest[];
  readonly texts: readonly TextHash[];
  /** Objects, by hash, whose records tell less than the provider's own; grows with each commit. */
  readonly lossy: Set<string>;
}

const hasDigests = ({ digests }: Manifest): boolean => digests.length > 0;

/**
 * Objects in, events at rest. Objects that the lake already holds are passed over; each object counts
 * from the moment of the commit that it is part of, and never twice.
 * @throws AppError workspace.full, workspace.damaged, cancelled; input never throws, it is accounted for
 */
export async function ingest(objects: AsyncIterable<StoredObject | Refusal>, options: IngestOptions): Promise<Accounting> {
  const tally = new Tally();
  let manifest = readManifest(options.lake);
  removeOrphans(options.lake, manifest);
  const known = new Set<string>();
  const lossy = new Set<string>();
  for (const { sha256, isLossy } of readLedger(options.lake, manifest)) {
    known.add(sha256);
    if (isLossy) lossy.add(sha256);
  }

  const digests: StagedDigest[] = [];
  const texts: TextHash[] = [];
  const sentinelKey = `beewolf-${randomBytes(12).toString('hex')}`;
  const converter = new BatchConverter({ ...options, sentinelKey });
  const commitConverted = async (): Promise<void> => {
    await converter.idle();
    manifest = await commit({ ...converter.take(), digests: digests.splice(0), texts: texts.splice(0), lossy }, manifest, options, tally);
  };
  const arrayKeys = options.sources.flatMap((source) => source.envelopes.flatMap((envelope) => (envelope.wrap === 'array' ? [envelope.key] : [])));
  const staging: StagingOptions = {
    ...options,
    folder: options.scratch,
    sentinelKey,
    arrayKeys,
    isKnown: (sha256) => known.has(sha256),
    // Hashing every text would cost a twentieth of the whole ingest: it begins with the first digest.
    onText: (sha256) => (hasDigests(manifest) || digests.length > 0 ? (hash) => texts.push({ sha256, text_sha256: hash }) : null),
  };

  for await (const staged of stage(objects, staging)) {
    options.signal.throwIfAborted();
    if (staged.is === 'known') tally.know();
    else if (staged.is === 'refused') tally.refuse(staged.refusal);
    else if (staged.is === 'digest') digests.push(staged.digest);
    else if (staged.is === 'cut') options.onNote?.(`${staged.path}: ${staged.reason}; what came before was kept`);
    else {
      options.onStep?.('temporary-write');
      await converter.add(staged.batch);
      options.onProgress?.({ records: tally.read + converter.records, objects: converter.objects });
    }
    if (converter.records >= (options.recordsACommit ?? defaultRecordsACommit) || digests.length >= digestsACommit) await commitConverted();
  }
  await commitConverted();
  if (hasDigests(manifest)) for (const note of digestNotes(await verifyDigests(manifest, options))) options.onNote?.(note);
  return tally.sum();
}

async function commit(converted: Arrived, manifest: Manifest, options: IngestOptions, tally: Tally): Promise<Manifest> {
  const ledger = settleObjects(converted, tally);
  if (ledger.length === 0) return manifest;
  const place = new CommitFolder(options, manifest.commit + 1);
  const partitions = await placeDays(converted, manifest, place, options, tally);
  const refused = new Set(converted.objects.filter((object) => object.refusal !== null).map((object) => object.sha256));
  const asides = await placeAsides(converted.asides, refused, place, options.engine);
  const ledgerFile = place.text('objects', ledgerText(ledger));
  const digests = placeLines(digestText(converted.digests), place);
  const texts = placeLines(textHashText([...converted.texts, ...converted.digests.map(({ sha256, textSha256 }) => ({ sha256, text_sha256: textSha256 }))]), place);
  options.onStep?.('rename');
  const next: Manifest = {
    format: 1,
    commit: manifest.commit + 1,
    partitions,
    ledgers: [...manifest.ledgers, ledgerFile],
    asides: [...manifest.asides, ...asides],
    digests: [...manifest.digests, ...digests],
    texts: [...manifest.texts, ...texts],
  };
  options.onStep?.('manifest');
  writeManifest(options.lake, next);
  removeReplaced(manifest, next, options.lake);
  return next;
}

const placeLines = (text: string, place: CommitFolder): readonly string[] => (text === '' ? [] : [place.text('objects', text)]);

/** Looks up what digests list in all that the lake holds, reading again what has to be hashed for it. */
async function verifyDigests(manifest: Manifest, options: IngestOptions): Promise<DigestReport> {
  const { engine, lake } = options;
  const hashed = await Array.fromAsync(hashTexts(await unhashedObjects(engine, lake, manifest), options));
  if (hashed.length === 0) return digestReport(engine, lake, manifest);
  const place = new CommitFolder(options, manifest.commit + 1);
  const file = place.text('objects', textHashText(hashed));
  options.onStep?.('rename');
  const next = { ...manifest, commit: manifest.commit + 1, texts: [...manifest.texts, file] };
  options.onStep?.('manifest');
  writeManifest(lake, next);
  return digestReport(engine, lake, next);
}

function settleObjects(converted: Arrived, tally: Tally): readonly LedgerEntry[] {
  const ledger: LedgerEntry[] = [];
  for (const { sha256, path } of converted.digests) {
    tally.ingest(0);
    ledger.push({ sha256, path, records: 0, events: 0 });
  }
  for (const object of converted.objects) {
    if (object.refusal !== null) {
      tally.refuse({ path: object.path, reason: object.refusal });
      continue;
    }
    if (object.isLossy) converted.lossy.add(object.sha256);
    const aside = [...object.aside.values()].reduce((sum, count) => sum + count, 0);
    tally.ingest(object.events + aside);
    for (const [reason, count] of object.aside) tally.setAside(reason, count);
    ledger.push({ sha256: object.sha256, path: object.path, records: object.events + aside, events: object.events, ...(object.isLossy && { isLossy: true }) });
  }
  return ledger;
}

async function placeDays(converted: Arrived, manifest: Manifest, place: CommitFolder, options: IngestOptions, tally: Tally): Promise<readonly Partition[]> {
  const { engine } = options;
  const days = new Set(converted.days.map(({ day }) => day));
  const standing = manifest.partitions.filter(({ day }) => days.has(day));
  const absolute = (partition: Partition): string => join(options.lake, partition.file);
  const clashes = await daysWithClashes(engine, [...standing.map(absolute), ...converted.days.flatMap(({ files }) => files)]);
  const partitions = new Map(manifest.partitions.map((partition) => [partition.file, partition]));
  for (const { source, day, files } of converted.days) {
    const old = standing.filter((partition) => partition.day === day && partition.source === source.id);
    const rewritten = new Map<string, string>();
    if (clashes.has(day)) {
      const verdict = await judgeDay(engine, { source, old: old.map(absolute), new: files, lossy: [...converted.lossy] });
      tally.settle(verdict);
      for (const file of verdict.touched) {
        const into = place.scratch('parquet');
        await engine.run(rewriteSql(file, into));
        rewritten.set(file, into);
      }
    } else tally.settle({ events: await countRows(engine, files), duplicates: 0, conflicts: 0 });
    const folder = join('events', source.id, day);
    for (const partition of old) {
      const replacement = rewritten.get(absolute(partition));
      if (replacement === undefined) continue;
      partitions.delete(partition.file);
      await keep(replacement);
    }
    for (const file of files) await keep(rewritten.get(file) ?? file);

    async function keep(file: string): Promise<void> {
      const rows = await countRows(engine, [file]);
      if (rows === 0) return;
      const name = place.move(file, folder, 'parquet');
      partitions.set(name, { file: name, source: source.id, day, rows });
    }
  }
  return [...partitions.values()];
}

async function placeAsides(asides: readonly string[], refused: ReadonlySet<string>, place: CommitFolder, engine: Engine): Promise<readonly string[]> {
  if (asides.length === 0) return [];
  const file = place.scratch('parquet');
  const without = refused.size === 0 ? '' : `WHERE object NOT IN (${[...refused].map(literal).join(', ')})`;
  await engine.run(`COPY (SELECT object, record, reason, raw FROM read_parquet(${list(asides.map(literal))}, hive_partitioning = false)
    ${without} ORDER BY object, record) TO ${literal(file)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)`);
  return (await countRows(engine, [file])) === 0 ? [] : [place.move(file, 'set-aside', 'parquet')];
}

function removeReplaced(before: Manifest, after: Manifest, lake: string): void {
  const kept = new Set(after.partitions.map(({ file }) => file));
  for (const { file } of before.partitions) if (!kept.has(file)) rmSync(join(lake, file), { force: true });
}
