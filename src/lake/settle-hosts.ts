import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Condition, Source } from '../model/source.ts';
import type { Dated } from './assumed-clocks.ts';
import { textIn } from './cells.ts';
import { moveDurably } from './durable.ts';
import type { Engine } from './engine.ts';
import { freshFolder } from './fresh-folder.ts';
import { readLedger } from './ledger.ts';
import type { Manifest, Partition } from './manifest.ts';
import { readSettled, settledIndex, settledSchema, withSettled, writeSettled } from './settled-index.ts';
import { list, literal } from './sql.ts';

export interface HostOptions {
  readonly engine: Engine;
  readonly lake: string;
  readonly scratch: string;
  readonly sources: readonly Pick<Source, 'id' | 'ownLog'>[];
}

/** The machine of an object whose records name none: its path names it, no other is named in the case, or none at all. */
const ownerSchema = z.object({ object: z.string(), host: z.string(), by: z.enum(['path', 'alone', 'unnamed']) });
/** The machine of a session of records that name none, and from when to when it can have been open. */
const sessionSchema = z.object({ session: z.string(), host: z.string(), since: z.string(), until: z.string() });
const indexSchema = settledSchema.extend({ objects: z.array(ownerSchema), sessions: z.array(sessionSchema) });

/** Whose records are that name no machine. */
interface Owners {
  readonly objects: readonly Readonly<z.infer<typeof ownerSchema>>[];
  readonly sessions: readonly Readonly<z.infer<typeof sessionSchema>>[];
}

const folderName = 'named';

/** Partitions that are written side by side, each by one processor. */
const settledAtOnce = 2;

/**
 * Names the machine of logs that a machine keeps of itself without its name, and the users whom they know by number
 * only, from all that the lake holds, so that it comes out the same in whatever order records arrived. A session's
 * machine is the one whose other log holds its sign-in: of one process, from one address. What else an object holds
 * is of the machine whose name its path holds, or of the only one that such logs, else sensors, of the case name at
 * all; where none is named it is of one machine without a name. What records call a session counts on its machine alone.
 */
export async function settleHosts(manifest: Manifest, options: HostOptions): Promise<Manifest> {
  const { engine, lake } = options;
  const own = manifest.partitions.filter(({ source }) => ownLogOf(options, source) !== undefined);
  const open = await openPartitions(own, options);
  if (open.length === 0) {
    rmSync(join(lake, folderName), { recursive: true, force: true });
    return manifest;
  }
  const owners = await ownersOf(own, manifest, options);
  await layOwners(owners, options);
  await layUsers(own, options);
  const partitions: Partition[] = [];
  for (let at = 0; at < open.length; at += settledAtOnce)
    partitions.push(
      ...(await Promise.all(
        open.slice(at, at + settledAtOnce).map(async (one) => ({ ...one, file: await settle(one, options) })),
      )),
    );
  if (!existsSync(join(lake, folderName))) return manifest;
  const settled = { of: open.map(({ file }) => file), partitions };
  removeOthers(lake, partitions);
  writeSettled(lake, folderName, { ...settled, ...owners });
  await engine.run('DROP TABLE machine_users');
  return withSettled(manifest, settled);
}

/** The manifest with machines as they were last named, for who only looks things up. */
export function withSettledHosts(manifest: Manifest, lake: string): Manifest {
  const settled = readSettled(lake, folderName, settledSchema);
  return settled === null ? manifest : withSettled(manifest, settled);
}

/** Records of a source that name no machine, and are read as those of one. */
export interface AssumedOwner {
  readonly source: string;
  readonly host: string;
  readonly by: 'sign-ins' | 'path' | 'alone' | 'unnamed';
  readonly first: Dated;
  readonly last: Dated;
}

const byOf = z.enum(['sign-ins', 'path', 'alone', 'unnamed']);

/** Whose the records were taken for that name no machine, by source, machine and ground. */
export async function assumedOwners(engine: Engine, lake: string): Promise<readonly AssumedOwner[]> {
  const settled = readSettled(lake, folderName, indexSchema);
  if (settled === null) return [];
  const { of, partitions, ...owners } = settled;
  const nameless = partitions.map((one, index) => ({ ...one, file: of[index] ?? one.file }));
  await layOwners(owners, { engine });
  const rows =
    await engine.rows(`SELECT source, owner AS host, "by", min("time") AS first, min_by(event_uid, ("time", event_uid)) AS first_uid,
      max("time") AS last, max_by(event_uid, ("time", event_uid)) AS last_uid
    FROM (${ownedSql(reading(lake, nameless))}) WHERE host IS NULL AND owner IS NOT NULL GROUP BY ALL ORDER BY source, host, "by"`);
  return rows.map((row) => ({
    source: textIn(row, 'source'),
    host: textIn(row, 'host'),
    by: byOf.parse(row['by']),
    first: { time: textIn(row, 'first'), uid: textIn(row, 'first_uid') },
    last: { time: textIn(row, 'last'), uid: textIn(row, 'last_uid') },
  }));
}

const ownLogOf = ({ sources }: HostOptions, id: string): Source['ownLog'] =>
  sources.find((one) => one.id === id)?.ownLog;

const reading = (lake: string, partitions: readonly Partition[]): string =>
  `read_parquet(${list(partitions.map(({ file }) => literal(join(lake, file))))}, hive_partitioning = false, filename = 'partition')`;

/** SQL: the number by which a record names a user, or what runs as one without anybody's having signed in; else empty. */
const numberIn = (text: string): string => `regexp_extract(${text}, '^(?:[a-z]+ )?([0-9]+)$', 1)`;
/** SQL: such a text with the user's name; NULL where the name is not known. */
const inPlaceOfNumber = (text: string): string => `regexp_extract(${text}, '^(.*?)[0-9]+$', 1) || name`;

const isNumber = (column: string): string => `regexp_full_match(${column}, '[0-9]+')`;

async function openPartitions(own: readonly Partition[], { engine, lake }: HostOptions): Promise<readonly Partition[]> {
  if (own.length === 0) return [];
  const rows = await engine.rows(`SELECT DISTINCT partition FROM ${reading(lake, own)}
    WHERE host IS NULL OR ${numberIn('actor_name')} <> ''`);
  const open = new Set(rows.map((row) => textIn(row, 'partition')));
  return own.filter(({ file }) => open.has(join(lake, file)));
}

/** A machine's name without its domain, so that two logs of one machine agree. */
const shortName = `CASE WHEN regexp_matches(host, '^[0-9.:]+$') THEN host ELSE lower(split_part(host, '.', 1)) END`;

async function ownersOf(own: readonly Partition[], manifest: Manifest, { engine, lake }: HostOptions): Promise<Owners> {
  const logs = reading(lake, own);
  const nameless = await engine.rows(`SELECT DISTINCT object FROM ${logs} WHERE host IS NULL ORDER BY object`);
  if (nameless.length === 0) return { objects: [], sessions: [] };
  const paths = new Map([...readLedger(lake, manifest)].map(({ sha256, path }) => [sha256, path]));
  const told = await machinesIn(logs, engine);
  const machines = told.size > 0 ? told : await machinesIn(reading(lake, manifest.partitions), engine);
  const objects = nameless.flatMap((row): Owners['objects'] => {
    const object = textIn(row, 'object');
    const named = machineIn(paths.get(object) ?? '', machines);
    if (named !== null) return [{ object, host: named, by: 'path' }];
    const [only, ...others] = machines.values();
    if (only === undefined) return [{ object, host: unnamedMachine, by: 'unnamed' }];
    return others.length > 0 ? [] : [{ object, host: only, by: 'alone' }];
  });
  return { objects, sessions: await sessionsShared(logs, reading(lake, manifest.partitions), engine) };
}

/** What a machine is called that no record of the case names, so that what was done there hangs together. */
const unnamedMachine = 'unnamed-machine';

/** The machines by their short names of which records tell processes: such a record comes from inside of the machine. */
async function machinesIn(events: string, engine: Engine): Promise<ReadonlyMap<string, string>> {
  const rows = await engine.rows(`SELECT ${shortName} AS machine, min(host) AS host FROM ${events}
    WHERE host IS NOT NULL AND process IS NOT NULL GROUP BY machine ORDER BY machine`);
  return new Map(rows.map((row) => [textIn(row, 'machine'), textIn(row, 'host')]));
}

/** Longer than this nobody stays signed in. */
const stayDays = 7;

/** Sessions of records without a machine's name whose sign-in stands in the log of one machine, and of no other, as well. */
async function sessionsShared(logs: string, all: string, engine: Engine): Promise<Owners['sessions']> {
  const signIns = 'source_ip IS NOT NULL AND process_uid IS NOT NULL';
  const rows = await engine.rows(`SELECT session, min(host) AS host,
      min(time) - INTERVAL 2 SECOND AS since, max(time) + INTERVAL ${stayDays} DAY AS until FROM (
      SELECT o.session, o.time, e.host, ${shortName} AS machine
      FROM (SELECT DISTINCT session_uid AS session, process_uid, source_ip, time FROM ${logs} WHERE host IS NULL AND session_uid IS NOT NULL AND ${signIns}) o
      JOIN (SELECT DISTINCT host, process_uid, source_ip, CAST(time AS DATE) AS day FROM ${all} WHERE host IS NOT NULL AND ${signIns}) e
      ON o.process_uid = e.process_uid AND o.source_ip = e.source_ip AND abs(datediff('day', CAST(o.time AS DATE), e.day)) <= 1)
    GROUP BY session HAVING count(DISTINCT machine) = 1 ORDER BY session`);
  return rows.map((row) => ({
    session: textIn(row, 'session'),
    host: textIn(row, 'host'),
    since: textIn(row, 'since'),
    until: textIn(row, 'until'),
  }));
}

async function layOwners({ objects, sessions }: Owners, { engine }: Pick<HostOptions, 'engine'>): Promise<void> {
  const lay = async (table: string, columns: string, rows: readonly (readonly string[])[]): Promise<void> => {
    await engine.run(`CREATE OR REPLACE TABLE ${table} (${columns})`);
    const values = rows.map((row) => `(${row.map(literal).join(', ')})`);
    if (values.length > 0) await engine.run(`INSERT INTO ${table} VALUES ${values.join(', ')}`);
  };
  await lay(
    'machine_objects',
    'object VARCHAR, host VARCHAR, "by" VARCHAR',
    objects.map(({ object, host, by }) => [object, host, by]),
  );
  await lay(
    'machine_sessions',
    'session VARCHAR, host VARCHAR, since TIMESTAMP, until TIMESTAMP',
    sessions.map(({ session, host, since, until }) => [session, host, since, until]),
  );
}

/** SQL: events with `owner`, their machine named or not, and by what it is known where it is not. */
const ownedSql = (
  events: string,
): string => `SELECT e.*, coalesce(e.host, s.host, o.host) AS owner, CASE WHEN s.host IS NOT NULL THEN 'sign-ins' ELSE o.by END AS "by"
  FROM ${events} e LEFT JOIN machine_objects o USING (object)
  LEFT JOIN machine_sessions s ON e.host IS NULL AND e.session_uid = s.session
    AND e.time BETWEEN s.since AND s.until`;

/** The machine that a part of the path is named after; null where none is, or several are. */
function machineIn(path: string, machines: ReadonlyMap<string, string>): string | null {
  const named = path.split('/').flatMap((part) => machines.get(part.split('.')[0]?.toLowerCase() ?? '') ?? []);
  const [only, ...others] = new Set(named);
  return others.length > 0 ? null : (only ?? null);
}

/** Number and name of users where a machine's records give both, and one name only. */
async function layUsers(own: readonly Partition[], options: HostOptions): Promise<void> {
  const told = [...Map.groupBy(own, ({ source }) => source)].map(([source, partitions]) => {
    const ways = (ownLogOf(options, source)?.users ?? []).map(({ number, name, when }) => ({
      test: [...when.map(holds), mayHold(number), mayHold(name)].join(' AND '),
      user: `{number: ${inRecord(number)}, name: ${inRecord(name)}}`,
    }));
    const users = ways.map(({ test, user }) => `CASE WHEN ${test} THEN ${user} END`);
    const tests = ways.map(({ test }) => `(${test})`);
    // Records are read once for all ways.
    return `SELECT host, told.number AS number, told.name AS name FROM (
      SELECT owner AS host, unnest([${users.join(', ')}]) AS told FROM (${ownedSql(reading(options.lake, partitions))})
      WHERE ${[...tests, 'false'].join(' OR ')})`;
  });
  await options.engine.run(`CREATE OR REPLACE TABLE machine_users AS
    SELECT machine, number, min(name) AS name FROM (
      SELECT DISTINCT ${shortName} AS machine, number, name FROM (${told.join(' UNION ALL ')})
      WHERE host IS NOT NULL AND ${isNumber('number')} AND name <> '' AND NOT ${isNumber('name')} AND number NOT IN ('0', '4294967295'))
    GROUP BY machine, number HAVING count(*) = 1`);
}

/** A look for the key as records of lines have it, before the record is parsed: few have it. */
const mayHold = (key: string): string => `contains(CAST(raw AS VARCHAR), ${literal(`${JSON.stringify(key)}:`)})`;

const inRecord = (key: string): string => `json_extract_string(raw, ${literal(`$.${key}`)})`;

function holds({ of, oneOf }: Condition): string {
  const value = typeof of === 'string' ? `"${of}"` : inRecord(of.join('.'));
  return oneOf === undefined ? `${value} IS NOT NULL` : `${value} IN (${oneOf.map(literal).join(', ')})`;
}

/**
 * Writes a partition with its machines and users named, unless that was done before, or nothing is known of them.
 * @returns its file, below the lake
 */
async function settle({ file }: Partition, { engine, lake, scratch }: HostOptions): Promise<string> {
  const from = `read_parquet(${literal(join(lake, file))}, hive_partitioning = false)`;
  const log = `(SELECT * EXCLUDE (owner, "by") REPLACE (owner AS host), host IS NOT NULL AS had_host, regexp_extract(actor_uid, '[^/]*$') AS user_told,
      ${numberIn("regexp_extract(actor_uid, '[^/]*$')")} AS user_number
    FROM (${ownedSql(from)}))`;
  const named = await engine.rows(`SELECT object, session_uid, host, count(*) AS n FROM ${log}
    WHERE NOT had_host AND host IS NOT NULL GROUP BY ALL ORDER BY ALL`);
  const users = await engine.rows(`SELECT machine, number, name FROM machine_users
    SEMI JOIN (SELECT DISTINCT ${shortName} AS machine, user_number AS number FROM ${log}) USING (machine, number) ORDER BY ALL`);
  if (named.length === 0 && users.length === 0) return file;
  const applied = ['2', file, named, users];
  const name = createHash('sha256').update(JSON.stringify(applied)).digest('hex').slice(0, 32);
  const settled = `${folderName}/${name}.parquet`;
  if (existsSync(join(lake, settled))) return settled;
  const written = join(freshFolder(join(scratch, `named-${name}`)), 'part.parquet');
  await engine.runBeside(`COPY (
    SELECT e.* EXCLUDE (user_told, user_number, had_host) REPLACE (
      CASE WHEN ${numberIn('actor_name')} <> '' THEN coalesce(${inPlaceOfNumber('actor_name')}, actor_name) ELSE actor_name END AS actor_name,
      CASE WHEN had_host THEN session_uid ELSE host || '/' || session_uid END AS session_uid,
      CASE WHEN host IS NULL THEN actor_uid ELSE host || '/' || coalesce(${inPlaceOfNumber('user_told')}, user_told) END AS actor_uid)
    FROM ${log} e LEFT JOIN machine_users u ON ${shortName} = u.machine AND e.user_number = u.number
  ) TO ${literal(written)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 10240)`);
  moveDurably(written, join(lake, settled));
  return settled;
}

function removeOthers(lake: string, partitions: readonly Partition[]): void {
  const kept = new Set(partitions.map(({ file }) => basename(file)));
  for (const name of readdirSync(join(lake, folderName)))
    if (name !== settledIndex && !kept.has(name)) rmSync(join(lake, folderName, name), { force: true });
}
