import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { serving } from '../src/detect/sigma/logsource.ts';
import type { Row } from '../src/lake/engine.ts';
import type { Condition, Path, SigmaField } from '../src/model/source.ts';
import { sources } from '../src/registry/sources.ts';
import { ownRulesFolder, type OwnRule } from '../src/registry/rules.ts';
import { TemporaryLake } from './temporary-lake.ts';

export type Twin = 'malicious' | 'benign';

/** A record of a twin with every field that a rule may name: what Sigma calls otherwise stands there as Sigma calls it. */
export interface TwinRecord {
  /** Its place in the log, from 0. */
  readonly uid: string;
  /** Milliseconds. */
  readonly time: number;
  readonly record: unknown;
}

type TwinRecords = (rulePath: string, twin: Twin) => readonly TwinRecord[];

const logsourceSchema = z.looseObject({ logsource: z.record(z.string(), z.string()) });

/**
 * Reads the twins of rules. Records in which Sigma's fields stand as they are called are taken as the file has
 * them; lines of text, and records whose source translates fields, are brought into a lake first.
 */
export async function readTwins(files: readonly OwnRule[]): Promise<TwinRecords> {
  const paths = files.filter((file) => needsSource(file)).flatMap(({ path }) => twinLogs(path));
  const seen = await seenRecords(paths);
  return (rulePath, twin) => twinLogs(rulePath, twin).flatMap((path) => seen.get(path) ?? plainRecords(path));
}

/** The logs of a rule, as paths from the project's folder. */
function twinLogs(rulePath: string, twin?: Twin): readonly string[] {
  const folder = dirname(rulePath);
  const names = readdirSync(join(dirname(ownRulesFolder()), folder)).toSorted();
  return names
    .filter((name) => (twin === undefined ? !name.endsWith('.yml') : name.startsWith(`${twin}.`)))
    .map((name) => `${folder}/${name}`);
}

const readLog = (path: string): string => readFileSync(join(dirname(ownRulesFolder()), path), 'utf8');

function needsSource({ text }: OwnRule): boolean {
  const logsources = parseAllDocuments(text).flatMap((one) => {
    const found = logsourceSchema.safeParse(one.toJS()).data;
    return found === undefined ? [] : [found.logsource];
  });
  return sources.some(
    ({ sigma, lines, sigmaFields }) =>
      (lines !== undefined || sigmaFields !== undefined) && logsources.some((one) => serving(one, sigma).length > 0),
  );
}

const plainSchema = z.looseObject({ eventTime: z.string().optional() });

const plainRecords = (path: string): readonly TwinRecord[] =>
  readLog(path)
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index) => {
      const record = plainSchema.parse(JSON.parse(line));
      return { uid: String(index), time: Date.parse(record.eventTime ?? ''), record };
    });

async function seenRecords(paths: readonly string[]): Promise<ReadonlyMap<string, readonly TwinRecord[]>> {
  if (paths.length === 0) return new Map();
  const lake = await TemporaryLake.open(...sources);
  try {
    const { objects, records } = await lake.ingest(Object.fromEntries(paths.map((path) => [path, readLog(path)])));
    if (objects.refused.length + records.set_aside.length + records.duplicates > 0)
      throw new Error(`twins are not all read: ${JSON.stringify({ refused: objects.refused, ...records })}`);
    const byObject = Map.groupBy(await lake.events(), (row) => String(row['object']));
    return new Map(
      paths.map((path) => {
        const rows = byObject.get(createHash('sha256').update(readLog(path)).digest('hex')) ?? [];
        return [path, rows.map(seenRecord).toSorted((a, b) => Number(a.uid) - Number(b.uid))] as const;
      }),
    );
  } finally {
    await lake.close();
  }
}

function seenRecord(row: Row): TwinRecord {
  const source = sources.find(({ id }) => id === row['source']);
  if (source === undefined) throw new Error(`no source ${String(row['source'])}`);
  const raw = JSON.parse(String(row['raw'])) as Readonly<Record<string, unknown>>;
  const place = { row, raw };
  const fields = Object.entries(source.sigmaFields ?? {}).map(
    ([name, field]) => [name, valueOf(field, place)] as const,
  );
  const told = Object.fromEntries(fields.filter(([, value]) => value !== null && value !== undefined));
  return { uid: String(row['record']), time: timeOf(row), record: { ...raw, ...told } };
}

const timeOf = ({ time }: Row): number => Date.parse(String(time).replace(' ', 'T').replace(/Z?$/, 'Z'));

interface Place {
  readonly row: Row;
  readonly raw: unknown;
}

function valueOf(field: SigmaField, place: Place): unknown {
  if (typeof field === 'string') return place.row[field];
  if ('trueWhen' in field) return String(field.trueWhen.every((condition) => holdsAt(condition, place)));
  if (!('nameAt' in field)) return valueAt(place.raw, field);
  const whole = field.pathAt === undefined ? null : valueAt(place.raw, field.pathAt);
  const name = valueAt(place.raw, field.nameAt);
  return whole ?? (typeof name === 'string' ? `/${name}` : null);
}

function holdsAt({ of, oneOf }: Condition, place: Place): boolean {
  const value = valueOf(of, place);
  if (value === null || value === undefined) return false;
  return oneOf === undefined || oneOf.includes(String(value));
}

function valueAt(value: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined) return value;
  if (Array.isArray(value)) return value.map((one: unknown) => valueAt(one, [key, ...rest]));
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? valueAt((value as Readonly<Record<string, unknown>>)[key], rest)
    : null;
}
