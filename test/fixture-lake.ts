import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { detect } from '../src/detect/detect.ts';
import { loadRules } from '../src/detect/sigma/load.ts';
import type { Row } from '../src/lake/engine.ts';
import { readManifest } from '../src/lake/manifest.ts';
import type { Source } from '../src/model/source.ts';
import { TemporaryLake, type Files, type Ingested } from './temporary-lake.ts';

/** A Sigma rule as text, by any name. */
export type Rules = Readonly<Record<string, string>>;

/** A lake that holds the fixtures of one source. */
export class FixtureLake {
  readonly lake: TemporaryLake;
  readonly accounting: Ingested;
  /** In the order of the records; rows of one record stand together, by what they say. */
  readonly events: readonly Row[];
  readonly #source: Source;
  #runs = 0;

  private constructor(source: Source, lake: TemporaryLake, read: Pick<FixtureLake, 'accounting' | 'events'>) {
    this.#source = source;
    this.lake = lake;
    this.accounting = read.accounting;
    this.events = read.events;
  }

  static open(source: Source, folder: string): Promise<FixtureLake> {
    return FixtureLake.of(source, { 'records.ndjson': readFileSync(join(folder, 'fixtures/records.ndjson')) });
  }

  static async of(source: Source, files: Files): Promise<FixtureLake> {
    const lake = await TemporaryLake.open(source);
    const accounting = await lake.ingest(files);
    const events = (await lake.events()).toSorted(
      (a, b) =>
        Number(a['record']) - Number(b['record']) || JSON.stringify(a['raw']).localeCompare(JSON.stringify(b['raw'])),
    );
    return new FixtureLake(source, lake, { accounting, events });
  }

  /** What is not NULL among the mapped columns of one record, or of one row of it. */
  told(record: number, row = 0): Row {
    const event = this.events.filter((one) => one['record'] === record)[row] ?? {};
    const origin = new Set(['event_uid', 'source', 'raw', 'brief', 'object', 'record']);
    return Object.fromEntries(Object.entries(event).filter(([key, value]) => value !== null && !origin.has(key)));
  }

  /** By name of the rule, the records that it matches in rising order; rules that match none are left out. */
  async firing(rules: Rules): Promise<Readonly<Record<string, readonly number[]>>> {
    const names = Object.keys(rules);
    const loaded = loadRules(
      names.map((path) => ({ path, text: rules[path] ?? '', origin: 'test' })),
      { resolve: (name) => ({ path: name.split('.') }) },
    );
    if (loaded.refused.length > 0) throw new Error(loaded.refused.map(({ message }) => message).join('\n'));
    this.#runs += 1;
    await detect({
      engine: this.lake.engine,
      lake: this.lake.lake,
      partitions: readManifest(this.lake.lake).partitions,
      sources: [this.#source],
      rules: loaded.rules,
      matches: join(this.lake.folder, `matches-${this.#runs}`),
      scratch: this.lake.folder,
    });
    const rows = await this.lake.engine.rows('SELECT rule, event_uid FROM matches');
    const recordOf = new Map(this.events.map((event) => [event['event_uid'], Number(event['record'])]));
    const found = new Map<string, readonly number[]>();
    for (const { rule, event_uid: uid } of rows) {
      const name = loaded.rules[Number(rule)]?.identity.path ?? '';
      found.set(name, [...(found.get(name) ?? []), recordOf.get(uid ?? null) ?? -1]);
    }
    return Object.fromEntries(
      [...found].map(([name, records]) => [name, [...new Set(records)].toSorted((a, b) => a - b)]),
    );
  }

  close(): Promise<void> {
    return this.lake.close();
  }
}
