import { join } from 'node:path';
import type { Engine, Row } from './engine.ts';
import type { Manifest } from './manifest.ts';
import { list, literal } from './sql.ts';
import type { TextHash } from './staging/hash-texts.ts';
import type { StagedDigest } from './staging/stage.ts';

/** What digests prove of the files that they list, as far as the lake holds them. */
export interface DigestReport {
  /** Listed files that the lake holds as they were delivered. */
  readonly verified: number;
  /** Listed files that were not given. */
  readonly missing: number;
  /** Files given under a listed name that can no longer be read, so that nothing is proved. */
  readonly unread: number;
  /** Objects given under a listed name whose content is another: the first hundred by path. */
  readonly differing: readonly { readonly path: string; readonly digest: string; readonly kind: 'log' | 'digest' }[];
  readonly differingCount: number;
  /** Where listed files are not as they should be. Times are those of the records in them, RFC 3339. */
  readonly gaps: readonly DigestGap[];
}

export interface DigestGap {
  readonly account: string | null;
  readonly region: string | null;
  readonly state: 'missing' | 'differs' | 'unread';
  readonly files: number;
  readonly first: string | null;
  readonly last: string | null;
}

const differingShown = 100;

/** The lines that a lake keeps of a digest: one for each file that it lists. */
export const digestText = (digests: readonly StagedDigest[]): string =>
  digests
    .flatMap(({ sha256, path, listed }) =>
      listed.map((file) => `${wellFormedJson({ digest: sha256, path, ...file })}\n`),
    )
    .join('');

/** JSON that the engine reads: it takes no half of a surrogate pair, which a listed name may hold. */
const wellFormedJson = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'string' ? inner.toWellFormed() : inner));

export const textHashText = (hashes: readonly TextHash[]): string =>
  hashes.map((entry) => `${JSON.stringify(entry)}\n`).join('');

/** Objects, by hash, whose text has yet to be hashed so that every listed file can be found. Usually none. */
export async function unhashedObjects(
  engine: Engine,
  lake: string,
  manifest: Manifest,
): Promise<ReadonlyMap<string, string>> {
  const objects = new Map<string, string>();
  const sql = `${relations(lake, manifest)} SELECT sha256, path FROM objects WHERE text_sha256 IS NULL
    AND EXISTS (FROM judged WHERE hash_of = 'text' AND NOT is_verified AND kind = 'log') ORDER BY path`;
  for await (const rows of engine.stream(sql))
    for (const row of rows) objects.set(textOf(row, 'sha256') ?? '', textOf(row, 'path') ?? '');
  return objects;
}

/** Compares all that digests list with all that the lake holds, whatever came first. */
export async function digestReport(engine: Engine, lake: string, manifest: Manifest): Promise<DigestReport> {
  const judged = relations(lake, manifest);
  const states = await engine.rows(
    `${judged} SELECT state, count(*) AS files FROM judged WHERE kind = 'log' GROUP BY state`,
  );
  const count = (state: string): number => Number(states.find((row) => row['state'] === state)?.['files'] ?? 0);
  const gaps =
    await engine.rows(`${judged} SELECT account, region, state, count(*) AS files, min(first) AS first, max(last) AS last
    FROM judged WHERE state <> 'verified' AND kind = 'log' GROUP BY account, region, state ORDER BY account, region, state`);
  const differing =
    await engine.rows(`${judged} SELECT path, min(digest_path) AS digest, min(kind) AS kind, count(*) OVER () AS total
    FROM candidates WHERE is_other GROUP BY path ORDER BY path LIMIT ${differingShown}`);
  return {
    verified: count('verified'),
    missing: count('missing'),
    unread: count('unread'),
    differing: differing.map((row) => ({
      path: textOf(row, 'path') ?? '',
      digest: textOf(row, 'digest') ?? '',
      kind: row['kind'] === 'digest' ? 'digest' : 'log',
    })),
    differingCount: Number(differing[0]?.['total'] ?? 0),
    gaps: gaps.map((row) => ({
      account: textOf(row, 'account'),
      region: textOf(row, 'region'),
      state: row['state'] as DigestGap['state'],
      files: Number(row['files']),
      first: textOf(row, 'first'),
      last: textOf(row, 'last'),
    })),
  };
}

const textOf = (row: Row, name: string): string | null => (typeof row[name] === 'string' ? row[name] : null);

/**
 * A WITH clause: `objects`, `listed`, `candidates` (objects that stand under a listed name) and `judged`,
 * which says of every listed file whether some object has its hash, whatever the object's name.
 */
function relations(lake: string, manifest: Manifest): string {
  const lines = (files: readonly string[], columns: readonly string[]): string =>
    files.length === 0
      ? `(SELECT ${columns.map((column) => `CAST(NULL AS VARCHAR) AS ${column}`).join(', ')} WHERE false)`
      : `read_json(${list(files.map((file) => literal(join(lake, file))))}, format = 'newline_delimited', columns = {${columns.map((column) => `${column}: 'VARCHAR'`).join(', ')}})`;
  return `WITH objects AS (
      SELECT sha256, min(path) AS path, max(text_sha256) AS text_sha256 FROM ${lines(manifest.ledgers, ['sha256', 'path'])} AS ledger
      LEFT JOIN ${lines(manifest.texts, ['sha256', 'text_sha256'])} AS texts USING (sha256) GROUP BY sha256
    ), listed AS (
      SELECT kind, name, hash, hash_of, any_value(CASE names WHEN 'unique' THEN ${bare('name')} ELSE ${folder('path')} || name END) AS place,
        min(path) AS digest_path, min(account) AS account, min(region) AS region, min(first) AS first, max(last) AS last
      FROM ${lines(manifest.digests, ['path', 'kind', 'name', 'hash', 'hash_of', 'names', 'account', 'region', 'first', 'last'])}
      GROUP BY kind, name, hash, hash_of, CASE names WHEN 'beside' THEN path END
    ), places AS (
      SELECT ${bare('path')} AS place, path, sha256, text_sha256 FROM objects UNION ALL SELECT path, path, sha256, text_sha256 FROM objects
    ), candidates AS (
      SELECT kind, name, hash, hash_of, listed.place, digest_path, path,
        coalesce(CASE hash_of WHEN 'text' THEN text_sha256 ELSE sha256 END <> hash, false) AS is_other,
        hash_of = 'text' AND text_sha256 IS NULL AS is_unread
      FROM listed JOIN places ON places.place = listed.place
    ), named AS (
      SELECT kind, name, hash, place, bool_or(is_other) AS is_other, bool_or(is_unread) AS is_unread FROM candidates GROUP BY kind, name, hash, place
    ), judged AS (
      SELECT listed.*, is_verified, CASE WHEN is_verified THEN 'verified' WHEN is_other THEN 'differs' WHEN is_unread THEN 'unread' ELSE 'missing' END AS state
      FROM (SELECT *, coalesce(CASE hash_of WHEN 'text' THEN hash IN (SELECT text_sha256 FROM objects WHERE text_sha256 IS NOT NULL) ELSE hash IN (SELECT sha256 FROM objects) END, false) AS is_verified
        FROM listed) AS listed
      LEFT JOIN named USING (kind, name, hash, place)
    )`;
}

/** A file's name without its folders, and without the ending that unpacking takes away. */
const bare = (path: string): string => `regexp_replace(${path}, '^.*[/\\\\]|[.]gz$', '', 'g')`;

const folder = (path: string): string => `regexp_replace(${path}, '[^/\\\\]*$', '')`;

/** What a person should know of it: nothing where no digest was given. */
export function digestNotes({ verified, missing, unread, differing, differingCount }: DigestReport): readonly string[] {
  const plural = (count: number): string => `${count} log${count === 1 ? '' : 's'}`;
  const parts = [
    `${plural(verified)} verified`,
    ...(missing > 0 ? [`${missing} listed but not given`] : []),
    ...(unread > 0 ? [`${unread} no longer to be read`] : []),
    ...(differingCount > 0
      ? [
          `${differingCount} ${differingCount === 1 ? 'differs from its digest' : 'differ from their digests'} (${differing[0]?.path ?? ''}${differingCount > 1 ? ', …' : ''})`,
        ]
      : []),
  ];
  const warnings = differing.map(
    ({ path, digest }) => `WARNING: ${path} is not as it was delivered: its hash is another than in ${digest}`,
  );
  return [`digests: ${parts.join(', ')}`, ...warnings];
}
