import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Source } from '../model/source.ts';
import type { Tally } from './accounting.ts';
import type { Converted } from './batch-converter.ts';
import { CommitFolder, type IngestStep } from './commit-folder.ts';
import { countEach, countRows } from './count-rows.ts';
import { digestText, textHashText } from './digests.ts';
import { daysWithClashes, judgeDay, rewriteSql } from './duplicates.ts';
import type { Engine } from './engine.ts';
import { ledgerText, type LedgerEntry } from './ledger.ts';
import { writeManifest, type Manifest, type Partition } from './manifest.ts';
import { list, literal } from './sql.ts';
import type { TextHash } from './staging/hash-texts.ts';
import type { StagedDigest } from './staging/stage.ts';

/** What was read since the last commit. */
export interface Arrived extends Converted {
  readonly digests: readonly StagedDigest[];
  readonly texts: readonly TextHash[];
  /** Objects, by hash, whose records tell less than the provider's own; grows with each commit. */
  readonly lossy: Set<string>;
}

interface CommitOptions {
  readonly lake: string;
  readonly scratch: string;
  readonly engine: Engine;
  readonly onStep?: (step: IngestStep) => void;
}

/** All that one commit works with. */
export interface Commit {
  readonly arrived: Arrived;
  readonly manifest: Manifest;
  readonly options: CommitOptions;
  readonly tally: Tally;
}

/** Makes what has arrived part of the lake: all of it, at the moment at which the manifest is written, or nothing. */
export async function commit(open: Commit): Promise<Manifest> {
  const { arrived, manifest, options } = open;
  const ledger = settleObjects(open);
  if (ledger.length === 0) return manifest;
  const place = new CommitFolder(options, manifest.commit + 1);
  const partitions = await placeDays(open, place);
  const asides = await placeAsides(open, place);
  const ledgerFile = place.text('objects', ledgerText(ledger));
  const digests = placeLines(digestText(arrived.digests), place);
  const hashed = arrived.digests.map(({ sha256, textSha256 }) => ({ sha256, text_sha256: textSha256 }));
  const texts = placeLines(textHashText([...arrived.texts, ...hashed]), place);
  options.onStep?.('rename');
  const next: Manifest = {
    format: 4,
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

const placeLines = (text: string, place: CommitFolder): readonly string[] =>
  text === '' ? [] : [place.text('objects', text)];

function settleObjects({ arrived, tally }: Commit): readonly LedgerEntry[] {
  const ledger: LedgerEntry[] = [];
  for (const { sha256, path } of arrived.digests) {
    tally.ingest(0);
    ledger.push({ sha256, path, records: 0, events: 0 });
  }
  for (const object of arrived.objects) {
    if (object.refusal !== null) {
      tally.refuse({ path: object.path, reason: object.refusal }, object.sha256);
      continue;
    }
    if (object.isLossy) arrived.lossy.add(object.sha256);
    const aside = [...object.aside.values()].reduce((sum, count) => sum + count, 0);
    tally.ingest(object.events + aside);
    for (const [reason, count] of object.aside) tally.setAside(reason, count);
    ledger.push({
      sha256: object.sha256,
      path: object.path,
      records: object.events + aside,
      events: object.events,
      ...(object.isLossy && { isLossy: true }),
    });
  }
  return ledger;
}

/** Puts the events in their places, those of the lake that a late record changes included. */
async function placeDays(open: Commit, place: CommitFolder): Promise<readonly Partition[]> {
  const { arrived, manifest, options } = open;
  const days = new Set(arrived.days.map(({ day }) => day));
  const standing = manifest.partitions.filter(({ day }) => days.has(day));
  const files = [
    ...standing.map(({ file }) => join(options.lake, file)),
    ...arrived.days.flatMap((converted) => converted.files),
  ];
  const clashes = await daysWithClashes(options.engine, files);
  const rows = await countEach(
    options.engine,
    arrived.days.flatMap((converted) => converted.files),
  );
  const partitions = new Map(manifest.partitions.map((partition) => [partition.file, partition]));
  for (const converted of arrived.days) {
    const { source, day } = converted;
    const old = standing.filter((partition) => partition.day === day && partition.source === source.id);
    const rewritten = clashes.has(dateOf(day))
      ? await settleClashes(open, place, { ...converted, old })
      : new Map<string, string>();
    if (!clashes.has(dateOf(day))) {
      const events = converted.files.reduce((sum, file) => sum + (rows.get(file) ?? 0), 0);
      open.tally.settle({ events, duplicates: 0, conflicts: 0 });
    }
    const replaced = old.filter(({ file }) => rewritten.has(join(options.lake, file)));
    for (const { file } of replaced) partitions.delete(file);
    const left = await countEach(options.engine, [...rewritten.values()]);
    const placed = [...replaced.map(({ file }) => join(options.lake, file)), ...converted.files];
    for (const file of placed) {
      const from = rewritten.get(file) ?? file;
      const kept = left.get(from) ?? rows.get(from) ?? 0;
      if (kept === 0) continue;
      const name = place.move(from, join('events', source.id, day), 'parquet');
      partitions.set(name, { file: name, source: source.id, day, rows: kept });
    }
  }
  return [...partitions.values()];
}

/** Without what a machine's own clock still wants. */
const dateOf = (day: string): string => day.slice(0, 10);

interface ClashingDay {
  readonly source: Source;
  readonly day: string;
  readonly files: readonly string[];
  readonly old: readonly Partition[];
}

/** @returns for each file with rows to drop or to number anew, the file that takes its place */
async function settleClashes(
  open: Commit,
  place: CommitFolder,
  day: ClashingDay,
): Promise<ReadonlyMap<string, string>> {
  const { arrived, options, tally } = open;
  const verdict = await judgeDay(options.engine, {
    source: day.source,
    old: day.old.map(({ file }) => join(options.lake, file)),
    new: day.files,
    lossy: [...arrived.lossy],
    isClockOpen: dateOf(day.day) !== day.day,
  });
  tally.settle(verdict);
  const rewritten = new Map<string, string>();
  for (const file of verdict.touched) {
    const into = place.scratch('parquet');
    await options.engine.run(rewriteSql(file, into));
    rewritten.set(file, into);
  }
  return rewritten;
}

/** Keeps what was set aside, but for objects that were refused as a whole. */
async function placeAsides({ arrived, options: { engine } }: Commit, place: CommitFolder): Promise<readonly string[]> {
  if (arrived.asides.length === 0) return [];
  const refused = arrived.objects.filter(({ refusal }) => refusal !== null).map(({ sha256 }) => literal(sha256));
  const without = refused.length === 0 ? '' : `WHERE object NOT IN (${refused.join(', ')})`;
  const file = place.scratch('parquet');
  await engine.run(`COPY (SELECT object, record, reason, raw FROM read_parquet(${list(arrived.asides.map(literal))}, hive_partitioning = false)
    ${without} ORDER BY object, record) TO ${literal(file)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)`);
  return (await countRows(engine, [file])) === 0 ? [] : [place.move(file, 'set-aside', 'parquet')];
}

function removeReplaced(before: Manifest, after: Manifest, lake: string): void {
  const kept = new Set(after.partitions.map(({ file }) => file));
  for (const { file } of before.partitions) if (!kept.has(file)) rmSync(join(lake, file), { force: true });
}
