import { actsSql, calledIn, narrowTo, operationsSql, plainOperation, type Called } from '../../lake/acts.ts';
import { timesFilter } from '../times-filter.ts';
import type { Engine } from '../../lake/engine.ts';
import { providerSql } from '../../lake/provider.ts';
import { literal } from '../../lake/sql.ts';
import type { Links } from '../../model/links.ts';
import type { Semantics, ShapeClass } from '../../model/semantics.ts';
import { isDirectSql, keySql, narrowSql, operationHashSql, wideSql } from './subjects.ts';

/**
 * What baselines know of events; instants are TIMESTAMP, and hashes (UBIGINT) stand for everything but
 * `text`, `region_name`, `shape`, `class` and `family`. `narrow`, `wide` and `key` are those of subjects.ts.
 *
 * - `words`: `kind` (address, program, service), `hash`, `text`: a program is the hash of a whole agent and
 *   the first word of it.
 * - `origins`: `narrow, wide, address, program, first_at`, by the day.
 * - `stays`: `key, narrow, wide, address, hour, first_at, last_at`: each credential at each address.
 * - `looks`: `narrow, wide, account, slot, question, first_at`: what was looked up in each half-hour; one
 *   question is an operation in a region.
 * - `failures`: `narrow, wide, account, slot, happened, question, times`: calls that failed.
 * - `services`: `account, narrow, wide, service, is_changing, first_at`, by the day.
 * - `launches`: `narrow, wide, account, region, region_name, happened, operation, things, is_dry, shape, class,
 *   family, is_provider`; the family is what of the shape tells its class. Of the provider's own launches
 *   only place and time are told.
 */
export const factNames = ['words', 'origins', 'stays', 'looks', 'failures', 'services', 'launches'] as const;
export type FactName = (typeof factNames)[number];

interface Knowing {
  readonly engine: Engine;
  readonly semantics: readonly Semantics[];
  readonly links: readonly Links[];
}

/** Table of all direct calls in few and short columns: reading and hashing them is most of the work. */
const stage = 'baseline_stage';

/** SQL that fills the stage from a relation of event columns and `partition` (UBIGINT), which all facts carry. */
export const stageSql = (relation: string, { semantics }: Knowing): string =>
  `CREATE OR REPLACE TEMP TABLE ${stage} AS
  SELECT partition, ${keySql('e')} AS key, ${narrowSql('e')} AS narrow, ${wideSql('e')} AS wide, hash(source_ip) AS address, hash(user_agent) AS program,
    hash(account) AS account, hash(service) AS service, ${operationHashSql('e')} AS operation, hash(service, operation, region) AS question, e.time AS happened,
    coalesce(error NOT IN (${["''", ...semantics.flatMap(({ dryRunErrors }) => dryRunErrors.map(literal))].join(', ')}), false) AS is_failed,
    coalesce(read_only <> 'true', true) AS is_changing
  FROM ${relation} e WHERE ${isDirectSql('e')}`;

export const dropStageSql = `DROP TABLE ${stage}`;

/** Half an hour of the clock. */
const slot = 'time_bucket(INTERVAL 30 MINUTE, happened) AS slot';

/** SQL of one kind of fact, from the stage and, where text or records are needed, from the relation itself. */
export async function factSql(name: FactName, relation: string, knowing: Knowing): Promise<string> {
  switch (name) {
    case 'words':
      return [
        ['address', 'source_ip', 'source_ip'],
        ['program', 'user_agent', programSql],
        ['service', 'service', 'service'],
      ]
        .map(
          ([kind, column, text]) =>
            `SELECT partition, '${kind}' AS kind, hash(${column}) AS hash, ${text} AS text FROM (SELECT DISTINCT partition, ${column} FROM ${relation} e)`,
        )
        .join(' UNION ALL ');
    case 'origins':
      return `SELECT partition, narrow, wide, address, program, min(happened) AS first_at FROM ${stage} GROUP BY ALL`;
    case 'stays':
      return `SELECT partition, key, narrow, wide, address, date_trunc('hour', happened) AS hour, min(happened) AS first_at, max(happened) AS last_at FROM ${stage} GROUP BY ALL`;
    case 'looks':
      return `SELECT partition, narrow, wide, account, ${slot}, question, min(happened) AS first_at
        FROM ${stage} WHERE operation IN (${await looksIn(relation, knowing)}) GROUP BY ALL`;
    case 'failures':
      return `SELECT partition, narrow, wide, account, ${slot}, happened, question, count(*) AS times FROM ${stage} WHERE is_failed GROUP BY ALL`;
    case 'services':
      return `SELECT partition, account, narrow, wide, service, is_changing, min(happened) AS first_at FROM ${stage} GROUP BY ALL`;
    case 'launches':
      return launchesSql(relation, knowing);
  }
}

const programSql = `lower(coalesce(regexp_extract(user_agent, '[A-Za-z][A-Za-z.-]*'), ''))`;

/** SQL of the hashes of operations that only look. */
async function looksIn(relation: string, { engine, semantics }: Knowing): Promise<string> {
  const called = await calledIn(engine, `${relation} e`);
  const looks = called.filter((one) => semantics.some((cloud) => isLook(cloud, one)));
  const rows = looks.map(({ service, operation }) => `(${literal(service)}, ${literal(operation)})`);
  return `SELECT ${operationHashSql('look')} FROM (VALUES ${rows.length > 0 ? rows.join(', ') : `('', '')`}) AS look(service, operation)`;
}

function isLook({ acts, prefixes, ignoredInOperation }: Semantics, { service, operation }: Called): boolean {
  const act = acts[service]?.[plainOperation(operation, ignoredInOperation)];
  if (act !== undefined) return [act].flat().some(({ verb }) => verb === 'list');
  return prefixes.find(({ starts }) => operation.startsWith(starts))?.verb === 'list';
}

/** More than this in one call is no number to reckon with. */
const mostThings = 100_000;

/** Records are read for others' launches only. What was made counts where a call says it, else what was asked for. */
async function launchesSql(relation: string, { engine, semantics: all, links }: Knowing): Promise<string> {
  const semantics = narrowTo(all, await calledIn(engine, `${relation} e`));
  const isLaunch = operationsSql(semantics, ({ verb }) => verb === 'launch');
  const subjects = `${narrowSql('e')} AS narrow, ${wideSql('e')} AS wide, ${operationHashSql('e')} AS op`;
  const isOthers = `${isLaunch} AND NOT ${providerSql(links, 'e')}`;
  const when = await timesFilter(engine, `SELECT time FROM ${relation} e WHERE ${isOthers}`);
  const others = `(SELECT e.*, ${subjects} FROM ${relation} e WHERE ${when} AND ${isOthers})`;
  const place = 'hash(account) AS account, hash(region) AS region, region AS region_name';
  return `SELECT partition, narrow, wide, ${place}, a.time AS happened, op AS operation,
      CAST(least(CASE WHEN outcome = 'accepted' AND len(made) > 0 AND NOT serves THEN len(made) ELSE greatest(coalesce(amount, 1), 1) END, ${mostThings}) AS BIGINT) AS things,
      outcome = 'dry-run' AS is_dry, shape, ${classSql(all, (one) => literal(one.class))} AS class,
      ${classSql(all, ({ pattern }) => `trim(regexp_extract(shape, ${literal(pattern)}), '.')`)} AS family, false AS is_provider
    FROM (${actsSql(semantics, others)}) a WHERE verb = 'launch'
    UNION ALL SELECT partition, narrow, wide, ${place}, happened, op, 1, false, NULL, NULL, NULL, true
    FROM (SELECT e.partition, e.account, e.region, e.time AS happened, ${subjects} FROM ${relation} e WHERE ${isLaunch} AND ${providerSql(links, 'e')})`;
}

/** SQL by the first class whose pattern the shape fits; NULL where none does. */
function classSql(semantics: readonly Semantics[], value: (one: ShapeClass) => string): string {
  const cases = semantics.flatMap(({ shapes }) =>
    shapes.map((one) => `WHEN regexp_matches(shape, ${literal(one.pattern)}) THEN ${value(one)}`),
  );
  return cases.length === 0 ? 'CAST(NULL AS VARCHAR)' : `CASE ${cases.join(' ')} END`;
}
