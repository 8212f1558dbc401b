import { createHash, hash } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '../../model/errors.ts';
import type { Source } from '../../model/source.ts';
import { systemCode, systemReason } from '../system-reason.ts';
import { arrayBody, LooseEnvelope, withCommas, withoutHead } from './array-body.ts';
import { BatchWriter, holdsOneObject, type Batch } from './batch.ts';
import { vanished } from './find-objects.ts';
import { framingOf, type Framing, type FramingOrReason } from './framing.ts';
import { Cut } from './cut.ts';
import { Refused } from './refused.ts';
import { damaged, inflate, inflateBeforeDamage, inflateWhole } from './inflate.ts';
import { lineSource } from './line-source.ts';
import { lineText } from './line-text.ts';
import { mayBeDigest, readDigest, type Listed } from './read-digest.ts';
import { isRefusal, type Refusal, type StagingLimits, type StoredObject } from './stored-object.ts';
import { holdsRows } from './tables/cut-rows.ts';
import { sourceOf, type Told } from './source-of.ts';
import { hashed } from './text-hash.ts';

/** What became of an object so far, or a batch that is full. */
export type Staged =
  | { readonly is: 'batch'; readonly batch: Batch }
  | { readonly is: 'known'; readonly path: string; readonly sha256: string }
  | { readonly is: 'refused'; readonly refusal: Refusal }
  | { readonly is: 'digest'; readonly digest: StagedDigest }
  /** Read only in part: what came before the break is in a batch. */
  | { readonly is: 'cut'; readonly path: string; readonly reason: string };

/** An object that holds no records but lists others. */
export interface StagedDigest {
  readonly path: string;
  readonly sha256: string;
  /** SHA-256 of its inflated text. */
  readonly textSha256: string;
  readonly listed: readonly Listed[];
}

export interface StagingOptions {
  /** An existing folder for batch files; whoever takes a batch removes its file. */
  readonly folder: string;
  readonly limits: StagingLimits;
  readonly sentinelKey: string;
  /** Keys whose value holds the records of an object, such as `Records`. */
  readonly arrayKeys: readonly string[];
  /** Their digests and query results are told from records. */
  readonly sources: readonly Source[];
  readonly isKnown: (sha256: string) => boolean;
  /** Asked of each object before it is read: told the SHA-256 of its inflated text if it returns somebody to tell. */
  readonly onText: (sha256: string) => ((textSha256: string) => void) | null;
  readonly signal: AbortSignal;
}

/** Streams objects into batches, in the order given. Nothing is held but one chunk. */
export async function* stage(
  objects: AsyncIterable<StoredObject | Refusal>,
  options: StagingOptions,
): AsyncGenerator<Staged> {
  const open = new Map<string, BatchWriter>();
  const seen = new Set<string>();
  let batches = 0;
  const writer = (form: Batch['form'], told: Told | null = null): BatchWriter => {
    const name = [form, told?.source.id, told?.wrapping?.key, told?.carriers].join(' ');
    const file = join(options.folder, `batch-${batches}.json`);
    const found = open.get(name) ?? new BatchWriter(file, { form, told }, options.sentinelKey);
    if (!open.has(name)) batches += 1;
    open.set(name, found);
    return found;
  };
  for await (const found of objects) {
    options.signal.throwIfAborted();
    if (isRefusal(found)) {
      yield { is: 'refused', refusal: found };
      continue;
    }
    const outcome = await stageObject(found, { ...options, writer, seen });
    if (outcome.is !== 'staged') {
      yield outcome;
      if (outcome.is !== 'cut') continue;
    }
    for (const [name, full] of open) {
      if (!holdsOneObject(full.form) && full.bytes < options.limits.batchBytes) continue;
      open.delete(name);
      yield { is: 'batch', batch: full.close() };
    }
  }
  for (const rest of open.values()) {
    const batch = rest.close();
    if (batch.objects.length > 0) yield { is: 'batch', batch };
  }
}

interface StagingState extends StagingOptions {
  readonly writer: (form: Batch['form'], told?: Told | null) => BatchWriter;
  readonly seen: Set<string>;
}

type Outcome = Exclude<Staged, { is: 'batch' }> | { readonly is: 'staged' };

async function stageObject(object: StoredObject, state: StagingState): Promise<Outcome> {
  try {
    const { sha256, stored } = await identify(object);
    if (state.seen.has(sha256) || state.isKnown(sha256)) return { is: 'known', path: object.path, sha256 };
    const ready = stored && inflateWhole(stored);
    const sound = stored && ready === null ? inflateBeforeDamage(stored) : null;
    const text = (): AsyncIterable<Buffer> => {
      if (ready) return once(ready);
      return sound ? thenCut(sound) : inflate(stored ? once(stored) : object.read(), state.limits);
    };
    const tell = state.onText(sha256);
    const body = tell === null ? text : () => hashed(text(), tell);
    const outcome = await stageText({ path: object.path, sha256 }, { text, body }, state);
    if (ready !== null && ready !== stored) release(ready);
    if (outcome.is !== 'refused') state.seen.add(sha256);
    return outcome;
  } catch (error) {
    if (error instanceof AppError) throw error;
    // Our own mistake, not the object's: it must not pass for a refusal.
    if (error instanceof TypeError && systemCode(error) === null) throw error;
    if (error instanceof Refused) return refused(object.path, error.message);
    return refused(object.path, systemCode(error) === 'ENOENT' ? vanished : systemReason(error));
  }
}

/** Gives memory back at once: left to the collector, every few inflated objects make it walk the whole heap. */
function release({ buffer }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize) buffer.transfer(0);
}

const refused = (path: string, reason: string): Outcome => ({ is: 'refused', refusal: { path, reason } });

/** The hash of the stored bytes, and the bytes themselves where they are few. */
async function identify(object: StoredObject): Promise<{ sha256: string; stored: Buffer | null }> {
  if (object.readWhole) {
    const stored = object.readWhole();
    return { sha256: hash('sha256', stored), stored };
  }
  const digest = createHash('sha256');
  for await (const chunk of object.read()) digest.update(chunk);
  return { sha256: digest.digest('hex'), stored: null };
}

async function* thenCut(sound: Buffer): AsyncGenerator<Buffer> {
  if (sound.length > 0) yield sound;
  throw new Cut(damaged);
}

async function* once(buffer: Buffer): AsyncGenerator<Buffer> {
  yield buffer;
}

/** An object's text; `body` is the same, for a pass over all of it. */
interface Readings {
  readonly text: () => AsyncIterable<Buffer>;
  readonly body: () => AsyncIterable<Buffer>;
}

async function stageText(
  object: { path: string; sha256: string },
  { text, body }: Readings,
  state: StagingState,
): Promise<Outcome> {
  const head = await headOf(text());
  const framing = framingOf(head, state.arrayKeys);
  const digest = framing.form === 'array' ? null : await digestIn(head, text, state);
  if (digest !== null) return { is: 'digest', digest: { ...object, ...digest } };
  const isTable = framing.form !== 'array' && holdsRows(head, state.sources);
  const ofLines = isTable || isFramed(framing) ? null : lineSource(head, state.sources);
  if (ofLines !== null) return stageLines(object, { text, body }, { ...state, source: ofLines });
  if (framing.form === 'none' && !isTable) return refused(object.path, framing.reason);
  try {
    if (framing.form === 'none' || isTable) await state.writer('rows').add({ ...object, separator: null }, body());
    else if (framing.form === 'cut')
      await state
        .writer('text', sourceOf(head, framing, state.sources))
        .add({ ...object, separator: null }, withoutHead(body(), framing.skip));
    else
      await state
        .writer(batchFormOf(framing), sourceOf(head, framing, state.sources))
        .add({ ...object, separator: framing.form === 'array' ? framing.separator : null }, bodyOf(body(), framing));
    return { is: 'staged' };
  } catch (error) {
    if (!(error instanceof Cut) && !(error instanceof LooseEnvelope)) throw error;
    // What was held in memory has had its commas broken already.
    const whole = untilCut(text());
    const restored =
      framing.form === 'array' && framing.separator !== null ? withCommas(whole, framing.separator) : whole;
    await state.writer(isTable ? 'rows' : 'text').add({ ...object, separator: null }, restored);
    if (error instanceof LooseEnvelope) return { is: 'staged' };
    return { is: 'cut', path: object.path, reason: error.message };
  }
}

const isFramed = ({ form }: FramingOrReason): boolean => form === 'array' || form === 'lines';

async function stageLines(
  object: { path: string; sha256: string },
  { text, body }: Readings,
  { writer, limits, source }: StagingState & { readonly source: Source },
): Promise<Outcome> {
  const batch = writer('lines', { source, wrapping: null, carriers: 0 });
  const add = async (lines: AsyncIterable<Buffer>): Promise<void> =>
    batch.add(
      { ...object, separator: null },
      lineText(lines, { maxLineBytes: limits.maxRecordBytes, joinedBy: source.lines?.joinedBy }),
    );
  try {
    await add(body());
    return { is: 'staged' };
  } catch (error) {
    if (!(error instanceof Cut)) throw error;
    await add(untilCut(text()));
    return { is: 'cut', path: object.path, reason: error.message };
  }
}

async function digestIn(
  head: Buffer,
  text: () => AsyncIterable<Buffer>,
  { sources, limits }: StagingState,
): Promise<Pick<StagedDigest, 'textSha256' | 'listed'> | null> {
  const digests = sources.flatMap((source) => source.digests ?? []);
  if (!mayBeDigest(head, digests)) return null;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of untilCut(text())) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > limits.maxRecordBytes) return null;
  }
  const whole = Buffer.concat(chunks);
  const listed = readDigest(whole.toString('utf8'), digests);
  return listed && { textSha256: hash('sha256', whole), listed };
}

/** An array whose separator is known is written as lines, which the engine reads in half the time. */
const batchFormOf = (framing: Exclude<Framing, { form: 'cut' }>): Batch['form'] =>
  framing.form === 'array' && framing.separator === null ? 'array' : 'lines';

const bodyOf = (text: AsyncIterable<Buffer>, framing: Exclude<Framing, { form: 'cut' }>): AsyncIterable<Buffer> =>
  framing.form === 'array' ? arrayBody(text, framing) : withoutHead(text, framing.skip);

async function* untilCut(text: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* text;
  } catch (error) {
    if (!(error instanceof Cut)) throw error;
  }
}

/** The first mebibyte or so. Throws Cut where damage leaves nothing at all. */
async function headOf(text: AsyncIterable<Buffer>): Promise<Buffer> {
  for await (const chunk of text) return chunk;
  return Buffer.alloc(0);
}
