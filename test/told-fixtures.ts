import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Accounting } from '../src/lake/accounting.ts';
import type { Row } from '../src/lake/engine.ts';
import type { Source } from '../src/model/source.ts';
import { TemporaryLake } from './temporary-lake.ts';

const always = new Set(['source', 'cloud', 'brief', 'raw', 'object', 'record', 'event_uid']);

/** What an event says: its columns that are not NULL, without those that any event of its source has. */
export const toldColumns = (event: Row | undefined): Row =>
  Object.fromEntries(Object.entries(event ?? {}).filter(([column, value]) => value !== null && !always.has(column)));

export interface ToldFixtures {
  /** By the name of the file. */
  readonly accounting: ReadonlyMap<string, Accounting>;
  /** By the event's uid without its source. */
  readonly told: ReadonlyMap<string, Row>;
}

/** Ingests the files of a folder one by one and tells what became of each, and what the events say. */
export async function toldFixtures(source: Source, folder: string): Promise<ToldFixtures> {
  const lake = await TemporaryLake.open(source);
  try {
    const accounting = new Map<string, Accounting>();
    for (const name of readdirSync(folder).toSorted())
      accounting.set(name, await lake.ingest({ [name]: readFileSync(join(folder, name)) }));
    const told = new Map<string, Row>();
    for (const event of await lake.events())
      told.set(String(event['event_uid']).replace(`${source.id}:`, ''), toldColumns(event));
    return { accounting, told };
  } finally {
    await lake.close();
  }
}

/** How many events each file gave, where all of its records became events; else all that is known of it. */
export const eventCounts = ({ accounting }: ToldFixtures): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    [...accounting].map(([name, { objects, records }]) => [
      name,
      objects.refused.length === 0 && records.events === records.read ? records.events : { objects, records },
    ]),
  );
