import { createReadStream, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode } from '../model/errors.ts';
import { mostCarriers } from '../model/carriers.ts';
import { arrayKeysOf, type Source } from '../model/source.ts';
import { candidates } from './candidates.ts';
import { openedSql } from './carried.ts';
import {
  convertBatch,
  convertRest,
  envelopesIn,
  parquetOf,
  piecesIn,
  reasons,
  restOf,
  type Conversion,
} from './convert.ts';
import { countByObject, noRecords, refusalFor } from './converted-records.ts';
import type { Engine } from './engine.ts';
import { OrderedRuns } from './ordered-runs.ts';
import { dayFiles, partFiles } from './part-files.ts';
import { asidePart, dayOfPart, restPart, sentinelPart } from './parts.ts';
import { PieceWriter, splitPieces, type PieceFile } from './piece-writer.ts';
import { withCommas } from './staging/array-body.ts';
import { holdsOneObject, partOf, type Batch, type StagedObject } from './staging/batch.ts';
import type { Told } from './staging/source-of.ts';
import { cutLines } from './staging/cut-lines.ts';
import { cutRecords, type Piece } from './staging/cut-records.ts';
import type { StagingLimits } from './staging/stored-object.ts';
import { cutRows, type RowPiece } from './staging/tables/cut-rows.ts';

/** What became of one object's records. */
export interface ConvertedObject {
  readonly sha256: string;
  readonly path: string;
  readonly events: number;
  /** Records that are no events, by reason. */
  readonly aside: ReadonlyMap<string, number>;
  /** Its records are known to tell less than the provider's own. */
  readonly isLossy: boolean;
  /** Why the object is none of ours after all, or null. */
  readonly refusal: string | null;
}

export interface Converted {
  readonly days: readonly { readonly source: Source; readonly day: string; readonly files: readonly string[] }[];
  readonly asides: readonly string[];
  readonly objects: readonly ConvertedObject[];
}

/** A folder of parts, with the source that their events are of. */
interface Parts {
  readonly source: Source;
  readonly folder: string;
}

interface ConverterOptions {
  readonly engine: Engine;
  readonly scratch: string;
  readonly sources: readonly Source[];
  readonly limits: StagingLimits;
  readonly notAfter: string;
  readonly newest: string;
  readonly sentinelKey: string;
  readonly signal: AbortSignal;
}

/** The engine holds up to fifty times the text of the 2,048 records that it takes up at a time: of large ones it gets fewer. */
const largePieceBytes = 4 * 1024;
const largePiecesBytes = 4 * 1024 * 1024;

/** Records with documents are long and wide: a batch of them takes up most of the engine's memory. */
const isLight = ({ told }: Batch): boolean => told?.source.documents.length === 0 && told.carriers === 0;

/** The source of which records probably are, and how many carriers each stands in. */
type Likely = Pick<Told, 'source' | 'carriers'>;

/** Objects with the parts that their records were converted into. */
interface Outcome {
  readonly objects: readonly StagedObject[];
  readonly parts: readonly Parts[];
}

/**
 * Turns batches into Parquet files, one or two at a time, while the next batch is being staged. A batch that
 * the engine refuses is halved until the object at fault is alone, whose records are then cut apart.
 */
export class BatchConverter {
  readonly #options: ConverterOptions;
  readonly #runs = new OrderedRuns<readonly Outcome[]>();
  /** By source and day. */
  #days = new Map<string, { source: Source; day: string; files: string[] }>();
  #asides: string[] = [];
  #objects: ConvertedObject[] = [];
  readonly #lossy = new Set<string>();
  #records = 0;
  #folders = 0;
  objects = 0;

  constructor(options: ConverterOptions) {
    this.#options = options;
  }

  /** Records converted since the last `take`. */
  get records(): number {
    return this.#records;
  }

  /** Waits until there is room beside the batches before, then begins with this one and returns. */
  async add(batch: Batch): Promise<void> {
    await this.#runs.start({
      isLight: isLight(batch),
      work: () => {
        this.objects += batch.objects.length;
        return this.#convert(batch);
      },
      use: async (outcomes) => {
        for (const { objects, parts } of outcomes) await this.#collect(objects, parts);
        rmSync(batch.file, { force: true });
      },
    });
  }

  async idle(): Promise<void> {
    await this.#runs.idle();
  }

  /** All that was converted since the last call. */
  take(): Converted {
    const taken = { days: [...this.#days.values()], asides: this.#asides, objects: this.#objects };
    this.#days = new Map();
    this.#asides = [];
    this.#objects = [];
    this.#records = 0;
    return taken;
  }

  async #convert(batch: Batch): Promise<readonly Outcome[]> {
    const { objects, form } = batch;
    this.#options.signal.throwIfAborted();
    // Every object of it may have turned out to be none of its form.
    if (objects.length === 0) return [];
    if (holdsOneObject(form)) return [{ objects, parts: await this.#convertPieces(batch) }];
    const parts = await this.#convertWhole({ ...batch, form });
    if (parts !== null) return [{ objects, parts }];
    if (objects.length === 1) return [{ objects, parts: await this.#convertPieces(batch) }];
    const outcomes: Outcome[] = [];
    for (const half of await this.#halves(batch)) {
      outcomes.push(...(await this.#convert(half)));
      rmSync(half.file, { force: true });
    }
    return outcomes;
  }

  /** @returns the folders of converted parts, or null where the engine cannot read the batch as it stands, or not at once */
  async #convertWhole(batch: Batch & { readonly form: 'array' | 'lines' }): Promise<readonly Parts[] | null> {
    const source = this.#sourceOf(batch);
    const folder = this.#newFolder();
    try {
      await this.#options.engine.runBeside(
        convertBatch(batch, this.#options.sentinelKey, this.#conversion(folder, source)),
      );
      if (await this.#hasAllSentinels(folder, batch.objects.length)) {
        const rest = partFiles(folder, restPart);
        const parts = { source, folder };
        if (rest.length === 0) return [parts];
        const hasEnvelopes = (await this.#options.engine.rows(envelopesIn(rest, this.#options.sources))).length > 0;
        if (!hasEnvelopes)
          return [parts, ...(await this.#convertRest(restOf(rest, source), batch.told ?? { source, carriers: 0 }))];
      }
    } catch (error) {
      if (!hasCode(error, 'engine.bad-data') && !hasCode(error, 'engine.no-memory')) throw error;
    }
    rmSync(folder, { recursive: true });
    return null;
  }

  /** A record that swallows a sentinel would pass for part of its neighbour's object. */
  async #hasAllSentinels(folder: string, expected: number): Promise<boolean> {
    const sentinels = partFiles(folder, sentinelPart);
    if (sentinels.length === 0) return false;
    const [row] = await this.#options.engine.rows(
      `SELECT count(DISTINCT object) AS n, count(*) AS total FROM ${parquetOf(sentinels)}`,
    );
    return row?.['n'] === expected && row['total'] === expected;
  }

  /**
   * Offers records to the likely source, then to each that may know them, in turn: what one does not know goes to the
   * next, as it stands and then as what it carries.
   */
  async #convertRest(relation: string, likely?: Likely): Promise<readonly Parts[]> {
    const { engine, sources } = this.#options;
    const converted: Parts[] = [];
    let rest = relation;
    let handedOn: readonly string[] = [];
    const offer = async (source: Source, carriers: number): Promise<void> => {
      const folder = this.#newFolder();
      converted.push({ source, folder });
      await engine.runBeside(convertRest(openedSql(rest, carriers), this.#conversion(folder, source)));
      for (const file of handedOn) rmSync(file);
      handedOn = partFiles(folder, asidePart);
      rest = `SELECT raw, nullif(reason, '${reasons.foreign}') AS fault, object, record FROM ${parquetOf(handedOn)}`;
    };
    const isDone = (): boolean => converted.length > 0 && handedOn.length === 0;
    if (likely !== undefined) await offer(likely.source, likely.carriers);
    for (let carriers = 0; carriers <= mostCarriers && !isDone(); carriers += 1) {
      const others = sources.filter((source) => source !== likely?.source || carriers !== likely.carriers);
      for (const source of await candidates(engine, openedSql(rest, carriers), others))
        if (!isDone()) await offer(source, carriers);
    }
    // What is nobody's is set aside by whoever looks at it.
    const [any] = sources;
    if (converted.length === 0 && any !== undefined) await offer(any, 0);
    return converted;
  }

  /** Cuts an object's records apart and converts them in files of a batch's size. */
  async #convertPieces(batch: Batch): Promise<readonly Parts[]> {
    const [object] = batch.objects;
    if (object === undefined) return [];
    const text = createReadStream(batch.file, {
      start: object.start,
      end: Math.max(object.start, object.end - 1),
      highWaterMark: 1024 * 1024,
    });
    const isEmpty = object.end <= object.start;
    const converted: Parts[] = [];
    const whole = object.separator === null ? text : withCommas(text, object.separator);
    for await (const pieces of this.#pieceFiles(isEmpty ? [] : this.#pieces(batch, whole), object)) {
      converted.push(...(await this.#convertPieceFile(pieces, batch.told ?? undefined)));
      rmSync(pieces.file);
    }
    return converted;
  }

  #pieces({ form, told }: Batch, text: AsyncIterable<Buffer>): AsyncIterable<Piece | RowPiece> {
    const {
      sources,
      limits: { maxRecordBytes },
    } = this.#options;
    if (form === 'rows') return cutRows(text, { sources, maxRecordBytes });
    if (told?.source.lines && told.carriers === 0) return cutLines(text);
    return cutRecords(text, { maxRecordBytes, arrayKeys: arrayKeysOf(sources) });
  }

  /** Where the engine's memory does not suffice it gets half at a time; a record that is too long even alone is set aside. */
  async #convertPieceFile(pieces: PieceFile, likely?: Likely): Promise<readonly Parts[]> {
    try {
      return await this.#convertRest(piecesIn(pieces), likely);
    } catch (error) {
      if (!hasCode(error, 'engine.no-memory')) throw error;
      const converted: Parts[] = [];
      for (const part of splitPieces(pieces, () => join(this.#newFolder(), 'pieces.ndjson')))
        converted.push(...(await this.#convertPieceFile(part, likely)));
      return converted;
    }
  }

  async *#pieceFiles(
    pieces: AsyncIterable<Piece | RowPiece> | readonly Piece[],
    object: StagedObject,
  ): AsyncGenerator<PieceFile> {
    let writer: PieceWriter | null = null;
    let record = 0;
    for await (const piece of pieces) {
      this.#options.signal.throwIfAborted();
      writer ??= new PieceWriter(join(this.#newFolder(), 'pieces.ndjson'));
      writer.write(piece, object.sha256, record);
      if ('isLossy' in piece && piece.isLossy) this.#lossy.add(object.sha256);
      record += 1;
      if (
        writer.bytes <
        (writer.bytes > writer.count * largePieceBytes ? largePiecesBytes : this.#options.limits.batchBytes)
      )
        continue;
      yield writer.close();
      writer = null;
    }
    if (writer !== null) yield writer.close();
  }

  async #halves(batch: Batch): Promise<readonly Batch[]> {
    const middle = Math.ceil(batch.objects.length / 2);
    return Promise.all(
      [batch.objects.slice(0, middle), batch.objects.slice(middle)].map((objects) =>
        partOf({ ...batch, objects }, join(this.#newFolder(), 'half.json'), this.#options.sentinelKey),
      ),
    );
  }

  async #collect(objects: readonly StagedObject[], converted: readonly Parts[]): Promise<void> {
    const counted: string[] = [];
    for (const { source, folder } of converted) {
      for (const part of readdirSync(folder)) {
        if (!part.startsWith('part=')) continue;
        const name = part.slice('part='.length);
        if (name === sentinelPart || name === restPart) continue;
        const files = name === asidePart ? partFiles(folder, name) : dayFiles(folder, name);
        counted.push(...files);
        if (name === asidePart) this.#asides.push(...files);
        else this.#addDay(source, dayOfPart(name), files);
      }
    }
    this.#objects.push(...(await this.#count(objects, counted)));
  }

  #addDay(source: Source, day: string, files: readonly string[]): void {
    const key = JSON.stringify([source.id, day]);
    const found = this.#days.get(key) ?? { source, day, files: [] };
    found.files.push(...files);
    this.#days.set(key, found);
  }

  async #count(objects: readonly StagedObject[], files: readonly string[]): Promise<readonly ConvertedObject[]> {
    const counts = await countByObject(this.#options.engine, files);
    for (const { events, aside } of counts.values())
      this.#records += [...aside.values()].reduce((sum, count) => sum + count, events);
    return objects.map(({ sha256, path }) => {
      const { events, aside } = counts.get(sha256) ?? noRecords;
      return {
        sha256,
        path,
        events,
        aside,
        isLossy: this.#lossy.has(sha256),
        refusal: events === 0 ? refusalFor(aside) : null,
      };
    });
  }

  /** Of a batch that no source knows any will do, as of what carriers hold: it is asked for in what that one leaves. */
  #sourceOf({ told }: Batch): Source {
    const source = told?.carriers === 0 ? told.source : this.#options.sources[0];
    if (source === undefined) throw new TypeError('no source is registered');
    return source;
  }

  #conversion(into: string, source: Source): Conversion {
    const { notAfter, newest, limits } = this.#options;
    return { source, into, notAfter, newest, maxRecordBytes: limits.maxRecordBytes };
  }

  #newFolder(): string {
    this.#folders += 1;
    const folder = join(this.#options.scratch, `converted-${this.#folders}`);
    mkdirSync(folder);
    return folder;
  }
}
