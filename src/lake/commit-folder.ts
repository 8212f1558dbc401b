import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { moveDurably, syncToDisk } from './durable.ts';

/** Named moments of an ingest. At each of them the process may die without harm. */
export type IngestStep = 'temporary-write' | 'fsync' | 'rename' | 'manifest';

interface CommitOptions {
  /** The lake's folder. */
  readonly lake: string;
  /** A folder on the same disk; all in it may be lost. */
  readonly scratch: string;
  readonly onStep?: (step: IngestStep) => void;
}

/** Gives finished files their names for good. */
export class CommitFolder {
  readonly #options: CommitOptions;
  readonly #commit: string;
  #count = 0;

  constructor(options: CommitOptions, commit: number) {
    this.#options = options;
    this.#commit = String(commit).padStart(6, '0');
  }

  /** A new file in the scratch folder. */
  scratch(extension: string): string {
    this.#count += 1;
    return join(this.#options.scratch, `commit-${this.#commit}-${this.#count}.${extension}`);
  }

  /** @returns the file's new name, relative to the lake's folder */
  move(from: string, folder: string, extension: string): string {
    this.#count += 1;
    const name = join(folder, `${this.#commit}-${this.#count}.${extension}`);
    this.#options.onStep?.('fsync');
    moveDurably(from, join(this.#options.lake, name));
    return name;
  }

  text(folder: string, text: string): string {
    const file = this.scratch('ndjson');
    writeFileSync(file, text);
    syncToDisk(file);
    return this.move(file, folder, 'ndjson');
  }
}
