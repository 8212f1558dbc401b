import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import type { Condition, Source } from '../model/source.ts';
import type { Dated } from './assumed-clocks.ts';
import { textIn } from './cells.ts';
import { moveDurably, writeDurably } from './durable.ts';
import type { Engine } from './engine.ts';
import { freshFolder } from './fresh-folder.ts';
import { readLedger } from './ledger.ts';
import type { Manifest, Partition } from './manifest.ts';
import { list, literal } from './sql.ts';

export interface HostOptions {
  readonly engine: Engine;
  readonly lake: string;
  readonly scratch: string;
  readonly sources: readonly Pick<Source, 'id' | 'ownLog'>[];
}

/** How it is known whose log an object is that names no machine. */
const grounds = ['sign-ins', 'folder'] as const;

const ownerSchema = z.object({ object: z.string(), host: z.string(), by: z.enum(grounds) });
const indexSchema = z.object({
  of: z.array(z.string()),
  partitions: z.array(z.object({ file: z.string(), source: z.string(), day: z.string(), rows: z.int() })),
  owners: z.array(ownerSchema),
});

/** The machine of an object whose records name none. */
type Owner = Readonly<z.infer<typeof ownerSchema>>;

const folderName = 'named';
const indexPath = (lake: string): string => join(lake, folderName, 'index.json');

/**
 * Names the machine of logs that a machine keeps of itself without its name, and the users whom they know by number
 * only, from all that the lake holds, so that it comes out the same in whatever order records arrived. An object's
 * machine is the one whose other log holds the same sign-ins: of one process, from one address. Else it is the only
 * machine that the logs in its folder name, or in the nearest folder above that names any. What records call a
 * session counts on its machine alone.
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
  await layUsers(own, owners, options);
  const partitions: Partition[] = [];
  for (const partition of open) partitions.push({ ...partition, file: await settle(partition, owners, options) });
  if (!existsSync(join(lake, folderName))) return manifest;
  const of = open.map(({ file }) => file);
  removeOthers(lake, partitions);
  writeDurably(indexPath(lake), JSON.stringify({ of, partitions, owners }));
  await engine.run('DROP TABLE machine_users');
  return named(manifest, of, partitions);
}

/** The manifest with machines as they were last named, for who only looks things up. */
export function withSettledHosts(manifest: Manifest, lake: string): Manifest {
  const path = indexPath(lake);
  if (!existsSync(path)) return manifest;
  const { of, partitions } = indexSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  return named(manifest, of, partitions);
}

/** A source's logs without a machine's name, that are read as those of one machine. */
export interface AssumedOwner extends Omit<Owner, 'object'> {
  readonly source: string;
  readonly first: Dated;
  readonly last: Dated;
}

/** Whose the logs were taken for that name no machine, by source, machine and ground. */
export async function assumedOwners(engine: Engine, lake: string): Promise<readonly AssumedOwner[]> {
  if (!existsSync(indexPath(lake))) return [];
  const { partitions, owners } = indexSchema.parse(JSON.parse(readFileSync(indexPath(lake), 'utf8')));
  if (owners.length === 0) return [];
  const values = owners.map(({ object, host, by }) => `(${literal(object)}, ${literal(host)}, ${literal(by)})`);
  const rows =
    await engine.rows(`SELECT source, o.host, "by", min("time") AS first, min_by(event_uid, ("time", event_uid)) AS first_uid,
      max("time") AS last, max_by(event_uid, ("time", event_uid)) AS last_uid
    FROM ${reading(lake, partitions)} JOIN (VALUES ${values.join(', ')}) AS o(object, host, "by") USING (object) GROUP BY ALL ORDER BY source, o.host, "by"`);
  return rows.map((row) => ({
    source: textIn(row, 'source'),
    host: textIn(row, 'host'),
    by: ownerSchema.shape.by.parse(row['by']),
    first: { time: textIn(row, 'first'), uid: textIn(row, 'first_uid') },
    last: { time: textIn(row, 'last'), uid: textIn(row, 'last_uid') },
  }));
}

function named(manifest: Manifest, of: readonly string[], partitions: readonly Partition[]): Manifest {
  const byFile = new Map(of.map((file, index) => [file, partitions[index]]));
  return { ...manifest, partitions: manifest.partitions.map((one) => byFile.get(one.file) ?? one) };
}

const ownLogOf = ({ sources }: HostOptions, id: string): Source['ownLog'] =>
  sources.find((one) => one.id === id)?.ownLog;

const reading = (lake: string, partitions: readonly Partition[]): string =>
  `read_parquet(${list(partitions.map(({ file }) => literal(join(lake, file))))}, hive_partitioning = false, filename = 'partition')`;

const isNumber = (column: string): string => `regexp_full_match(${column}, '[0-9]+')`;

async function openPartitions(own: readonly Partition[], { engine, lake }: HostOptions): Promise<readonly Partition[]> {
  if (own.length === 0) return [];
  const rows = await engine.rows(`SELECT DISTINCT partition FROM ${reading(lake, own)}
    WHERE host IS NULL OR ${isNumber('actor_name')}`);
  const open = new Set(rows.map((row) => textIn(row, 'partition')));
  return own.filter(({ file }) => open.has(join(lake, file)));
}

/** A machine's name without its domain, so that two logs of one machine agree. */
const shortName = `CASE WHEN regexp_matches(host, '^[0-9.:]+$') THEN host ELSE lower(split_part(host, '.', 1)) END`;

async function ownersOf(
  own: readonly Partition[],
  manifest: Manifest,
  { engine, lake }: HostOptions,
): Promise<readonly Owner[]> {
  const logs = reading(lake, own);
  const nameless = await engine.rows(`SELECT DISTINCT object FROM ${logs} WHERE host IS NULL ORDER BY object`);
  if (nameless.length === 0) return [];
  const bySignIns = await signInsShared(logs, reading(lake, manifest.partitions), engine);
  const paths = new Map([...readLedger(lake, manifest)].map(({ sha256, path }) => [sha256, path]));
  const pathOf = (object: string): string => paths.get(object) ?? object;
  const hosts = await engine.rows(
    `SELECT DISTINCT object, host FROM ${logs} WHERE host IS NOT NULL ORDER BY object, host`,
  );
  const told = [
    ...hosts.map((row) => ({ path: pathOf(textIn(row, 'object')), host: textIn(row, 'host') })),
    ...[...bySignIns].map(([object, host]) => ({ path: pathOf(object), host })),
  ];
  return nameless.flatMap((row): readonly Owner[] => {
    const object = textIn(row, 'object');
    const signedIn = bySignIns.get(object);
    if (signedIn !== undefined) return [{ object, host: signedIn, by: 'sign-ins' }];
    const host = onlyHostNear(pathOf(object), told);
    return host === null ? [] : [{ object, host, by: 'folder' }];
  });
}

/** Objects without a machine's name whose sign-ins stand in the log of one machine, and of no other, as well. */
async function signInsShared(logs: string, all: string, engine: Engine): Promise<ReadonlyMap<string, string>> {
  const signIns = 'source_ip IS NOT NULL AND process_uid IS NOT NULL';
  const rows = await engine.rows(`SELECT object, min(host) AS host FROM (
      SELECT DISTINCT o.object, e.host, ${shortName} AS machine
      FROM (SELECT DISTINCT object, process_uid, source_ip, CAST(time AS DATE) AS day FROM ${logs} WHERE host IS NULL AND ${signIns}) o
      JOIN (SELECT DISTINCT host, process_uid, source_ip, CAST(time AS DATE) AS day FROM ${all} WHERE host IS NOT NULL AND ${signIns}) e
      ON o.process_uid = e.process_uid AND o.source_ip = e.source_ip AND abs(datediff('day', o.day, e.day)) <= 1)
    GROUP BY object HAVING count(DISTINCT machine) = 1 ORDER BY object`);
  return new Map(rows.map((row) => [textIn(row, 'object'), textIn(row, 'host')]));
}

function onlyHostNear(path: string, told: readonly { readonly path: string; readonly host: string }[]): string | null {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const near = told.filter((one) => folder === '/' || one.path.startsWith(`${folder}/`));
    const machines = new Set(near.map(({ host }) => host.split('.')[0]?.toLowerCase()));
    if (machines.size > 0) return machines.size === 1 ? (near[0]?.host ?? null) : null;
    if (folder === dirname(folder)) return null;
  }
}

/** Number and name of users where a machine's records give both, and one name only. */
async function layUsers(own: readonly Partition[], owners: readonly Owner[], options: HostOptions): Promise<void> {
  const { engine, lake } = options;
  await engine.run(`CREATE OR REPLACE TEMP TABLE machine_owners (object VARCHAR, owner VARCHAR)`);
  if (owners.length > 0)
    await engine.run(
      `INSERT INTO machine_owners VALUES ${owners.map(({ object, host }) => `(${literal(object)}, ${literal(host)})`).join(', ')}`,
    );
  const told = [...Map.groupBy(own, ({ source }) => source)].flatMap(([source, partitions]) =>
    (ownLogOf(options, source)?.users ?? []).map(
      ({ number, name, when }) => `SELECT host, object, ${inRecord(number)} AS number, ${inRecord(name)} AS name
        FROM ${reading(lake, partitions)} WHERE ${['true', ...when.map(holds)].join(' AND ')}`,
    ),
  );
  await engine.run(`CREATE OR REPLACE TEMP TABLE machine_users AS
    SELECT machine, number, min(name) AS name FROM (
      SELECT DISTINCT ${shortName} AS machine, number, name
      FROM (SELECT coalesce(host, owner) AS host, number, name FROM (${told.join(' UNION ALL ')}) LEFT JOIN machine_owners USING (object))
      WHERE host IS NOT NULL AND ${isNumber('number')} AND name <> '' AND NOT ${isNumber('name')} AND number NOT IN ('0', '4294967295'))
    GROUP BY machine, number HAVING count(*) = 1`);
}

const inRecord = (key: string): string => `json_extract_string(raw, ${literal(`$.${key}`)})`;

function holds({ of, oneOf }: Condition): string {
  const value = typeof of === 'string' ? `"${of}"` : inRecord(of.join('.'));
  return oneOf === undefined ? `${value} IS NOT NULL` : `${value} IN (${oneOf.map(literal).join(', ')})`;
}

/**
 * Writes a partition with its machines and users named, unless that was done before, or nothing is known of them.
 * @returns its file, below the lake
 */
async function settle(
  { file }: Partition,
  owners: readonly Owner[],
  { engine, lake, scratch }: HostOptions,
): Promise<string> {
  await engine.run(`CREATE OR REPLACE TEMP VIEW machine_log AS
    SELECT e.* REPLACE (coalesce(host, owner) AS host), host IS NOT NULL AS had_host, regexp_extract(actor_uid, '[^/]*$') AS user_number
    FROM read_parquet(${literal(join(lake, file))}, hive_partitioning = false) e LEFT JOIN machine_owners USING (object)`);
  const objects = await engine.rows('SELECT DISTINCT object FROM machine_log');
  const theirs = new Set(objects.map((row) => textIn(row, 'object')));
  const users = await engine.rows(`SELECT machine, number, name FROM machine_users
    SEMI JOIN (SELECT DISTINCT ${shortName} AS machine, user_number AS number FROM machine_log) USING (machine, number) ORDER BY ALL`);
  const own = owners.filter(({ object }) => theirs.has(object));
  if (own.length === 0 && users.length === 0) return file;
  const applied = [file, own, users];
  const name = createHash('sha256').update(JSON.stringify(applied)).digest('hex').slice(0, 32);
  const settled = `${folderName}/${name}.parquet`;
  if (existsSync(join(lake, settled))) return settled;
  const written = join(freshFolder(join(scratch, `named-${name}`)), 'part.parquet');
  await engine.run(`COPY (
    SELECT e.* EXCLUDE (user_number, had_host) REPLACE (
      CASE WHEN ${isNumber('actor_name')} THEN coalesce(name, actor_name) ELSE actor_name END AS actor_name,
      CASE WHEN had_host THEN session_uid ELSE host || '/' || session_uid END AS session_uid,
      CASE WHEN host IS NULL THEN actor_uid ELSE host || '/' || coalesce(name, user_number) END AS actor_uid)
    FROM machine_log e LEFT JOIN machine_users u ON ${shortName} = u.machine AND e.user_number = u.number
  ) TO ${literal(written)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 10240)`);
  moveDurably(written, join(lake, settled));
  return settled;
}

function removeOthers(lake: string, partitions: readonly Partition[]): void {
  const kept = new Set(partitions.map(({ file }) => basename(file)));
  for (const name of readdirSync(join(lake, folderName)))
    if (name !== basename(indexPath(lake)) && !kept.has(name)) rmSync(join(lake, folderName, name), { force: true });
}
