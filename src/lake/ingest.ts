import { randomBytes } from 'node:crypto';
import { arrayKeysOf, spelledSources, type Source } from '../model/source.ts';
import { Tally, type Accounting } from './accounting.ts';
import { BatchConverter } from './batch-converter.ts';
import { commit } from './commit.ts';
import { CommitFolder, type IngestStep } from './commit-folder.ts';
import { digestNotes, digestReport, textHashText, unhashedObjects, type DigestReport } from './digests.ts';
import type { Engine } from './engine.ts';
import { readLedger } from './ledger.ts';
import { readManifest, writeManifest, type Manifest } from './manifest.ts';
import { isOpen } from './local-time.ts';
import { removeOrphans } from './remove-orphans.ts';
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
  /** What the newest record is taken for where none is dated, RFC 3339; `notAfter` where it is not given. */
  readonly latest?: string;
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

const hasDigests = ({ digests }: Manifest): boolean => digests.length > 0;

/**
 * Objects in, events at rest. Objects that the lake already holds are passed over; each object counts
 * from the moment of the commit that it is part of, and never twice.
 * @throws AppError workspace.full, workspace.damaged, cancelled; input never throws, it is accounted for
 */
export async function ingest(
  objects: AsyncIterable<StoredObject | Refusal>,
  given: IngestOptions,
): Promise<Accounting> {
  const options = { ...given, sources: spelledSources(given.sources) };
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
  const converter = new BatchConverter({
    ...options,
    newest: newestDay(manifest) ?? options.latest ?? options.notAfter,
    sentinelKey,
  });
  const commitConverted = async (): Promise<void> => {
    await converter.idle();
    const arrived = { ...converter.take(), digests: digests.splice(0), texts: texts.splice(0), lossy };
    manifest = await commit({ arrived, manifest, options, tally });
  };
  const staging: StagingOptions = {
    ...options,
    folder: options.scratch,
    sentinelKey,
    arrayKeys: arrayKeysOf(options.sources),
    isKnown: (sha256) => known.has(sha256),
    // Hashing every text would cost a twentieth of the whole ingest: it begins with the first digest.
    onText: (sha256) =>
      hasDigests(manifest) || digests.length > 0 ? (hash) => texts.push({ sha256, text_sha256: hash }) : null,
  };

  for await (const staged of stage(objects, staging)) {
    options.signal.throwIfAborted();
    if (staged.is === 'known' && known.has(staged.sha256)) tally.know();
    else if (staged.is === 'known') tally.repeat(staged);
    else if (staged.is === 'refused') tally.refuse(staged.refusal);
    else if (staged.is === 'digest') digests.push(staged.digest);
    else if (staged.is === 'cut') options.onNote?.(`${staged.path}: ${staged.reason}; what came before was kept`);
    else {
      options.onStep?.('temporary-write');
      await converter.add(staged.batch);
      options.onProgress?.({ records: tally.read + converter.records, objects: converter.objects });
    }
    if (converter.records >= (options.recordsACommit ?? defaultRecordsACommit) || digests.length >= digestsACommit)
      await commitConverted();
  }
  await commitConverted();
  if (hasDigests(manifest))
    for (const note of digestNotes(await verifyDigests(manifest, options))) options.onNote?.(note);
  return tally.sum();
}

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

/** The last day of the lake that no clock leaves open. */
const newestDay = ({ partitions }: Manifest): string | null =>
  partitions
    .flatMap(({ day }) => (isOpen(day) ? [] : [day]))
    .reduce<string | null>((newest, day) => (newest !== null && newest > day ? newest : day), null);
