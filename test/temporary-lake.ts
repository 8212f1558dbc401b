import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Accounting } from '../src/lake/accounting.ts';
import { openDuckDb } from '../src/lake/duckdb/engine.ts';
import type { Engine, Row } from '../src/lake/engine.ts';
import { eventsSql } from '../src/lake/events-sql.ts';
import { ingest } from '../src/lake/ingest.ts';
import { readManifest } from '../src/lake/manifest.ts';
import { findObjects } from '../src/lake/staging/find-objects.ts';
import { defaultLimits } from '../src/lake/staging/stored-object.ts';
import type { Source } from '../src/model/source.ts';

/** Files to ingest by name: bytes as they would lie in storage. */
export type Files = Readonly<Record<string, string | Buffer>>;

export interface Ingested extends Accounting {
  readonly notes: readonly string[];
}

/** A lake in a temporary folder, filled by the real ingest. */
export class TemporaryLake {
  readonly folder = mkdtempSync(join(tmpdir(), 'beewolf-lake-'));
  readonly lake = join(this.folder, 'lake');
  readonly engine: Engine;
  readonly #sources: readonly Source[];
  #runs = 0;

  private constructor(engine: Engine, sources: readonly Source[]) {
    this.engine = engine;
    this.#sources = sources;
  }

  static async open(...sources: readonly Source[]): Promise<TemporaryLake> {
    return new TemporaryLake(await openDuckDb({ memoryMiB: 400, threads: 1, tempDirectory: tmpdir() }), sources);
  }

  /** Writes the files under `logs/` and ingests them, or only those under the given names, in that order. */
  async ingest(files: Files, only: readonly string[] = Object.keys(files)): Promise<Ingested> {
    this.#runs += 1;
    const scratch = join(this.folder, `scratch-${this.#runs}`);
    mkdirSync(scratch);
    for (const [name, bytes] of Object.entries(files)) this.write(name, bytes);
    const notes: string[] = [];
    const accounting = await ingest(
      findObjects(
        only.map((name) => join('logs', name)),
        this.folder,
      ),
      {
        lake: this.lake,
        scratch,
        engine: this.engine,
        sources: this.#sources,
        limits: defaultLimits,
        notAfter: '2030-01-01T00:00:00Z',
        signal: new AbortController().signal,
        onNote: (note) => notes.push(note),
      },
    );
    return { ...accounting, notes };
  }

  write(name: string, bytes: string | Buffer): void {
    const path = join(this.folder, 'logs', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }

  /** All events, by event uid. */
  events(): Promise<readonly Row[]> {
    return this.engine.rows(
      `SELECT * EXCLUDE (partition) FROM (${eventsSql(this.lake, readManifest(this.lake).partitions)}) ORDER BY event_uid`,
    );
  }

  async close(): Promise<void> {
    await this.engine.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
