import { actsSql, narrowTo, operationsSql, plainOperation, type Called } from '../../lake/acts.ts';
import { calledIn, calls, isDeedSql } from '../../lake/calls.ts';
import { countIn, textIn } from '../../lake/cells.ts';
import type { Engine } from '../../lake/engine.ts';
import { providerSql } from '../../lake/provider.ts';
import { literal } from '../../lake/sql.ts';
import { laySummary, type Summary, type SummaryPlace } from '../../lake/summaries.ts';
import type { Links } from '../../model/links.ts';
import type { Semantics, ShapeClass, Verb } from '../../model/semantics.ts';
import { timesFilter } from '../times-filter.ts';
import { isDirectSql, keySql, narrowSql, operationHashSql, wideSql } from './subjects.ts';

/**
 * What baselines know of events, each the columns of a view `fact_<name>`; instants are TIMESTAMP, and
 * hashes (UBIGINT) stand for everything but `text`, `region_name`, `shape`, `class` and `family`. `narrow`,
 * `wide` and `key` are those of subjects.ts.
 *
 * - words: the text of a hash; a program is the hash of a whole agent and the first word of it.
 * - origins: by the day, from where a credential was used first; sign-ins on machines have facts of their own.
 * - stays: by the hour, each credential at each address; no attempts to sign in on machines.
 * - looks: what was looked up in each half-hour; one question is an operation in a region.
 * - failures: calls that failed.
 * - services: by the day, what was used first.
 * - launches: each call once; the family is what of the shape tells its class; of the provider's own launches only
 *   place and time are told.
 */
const columns = {
  words: ['kind', 'hash', 'text'],
  origins: ['narrow', 'wide', 'address', 'program', 'first_at'],
  stays: ['key', 'narrow', 'wide', 'address', 'hour', 'first_at', 'last_at'],
  looks: ['narrow', 'wide', 'account', 'slot', 'question', 'first_at'],
  failures: ['narrow', 'wide', 'account', 'slot', 'happened', 'question', 'times'],
  services: ['account', 'narrow', 'wide', 'service', 'is_changing', 'first_at'],
  launches: [
    'narrow',
    'wide',
    'account',
    'region',
    'region_name',
    'happened',
    'operation',
    'things',
    'is_dry',
    'shape',
    'class',
    'family',
    'is_provider',
  ],
} as const;
type FactName = keyof typeof columns;
const factNames = Object.keys(columns) as readonly FactName[];

interface Knowledge {
  readonly semantics: readonly Semantics[];
  readonly links: readonly Links[];
}

interface Knowing extends Knowledge {
  readonly engine: Engine;
  /** The operations that occur. */
  readonly called: readonly Called[];
}

/** Raised when a fact gets another meaning. */
const factsVersion = 4;

/** Leaves the views `fact_<name>`; asks the view `calls` which operations occur. Only partitions that are new are read; what was found in others is kept. */
export async function layFacts(place: SummaryPlace & Knowledge): Promise<void> {
  const { engine, semantics, links } = place;
  const [row] = await engine.rows('SELECT version() AS version');
  const summary: Summary = {
    name: 'facts',
    // Hashes mean the same in one version of the engine only.
    version: JSON.stringify([factsVersion, textIn(row, 'version'), semantics, links]),
    query: async (events) => {
      const knowing = { engine, semantics, links, called: await calledIn(engine, calls.name) };
      await stageFacts(events, knowing);
      const each = factNames.map(
        async (name) => `SELECT '${name}' AS fact, * FROM (${await factSql(name, events, knowing)})`,
      );
      return (await Promise.all(each)).join(' UNION ALL BY NAME ');
    },
  };
  await laySummary(summary, place);
  for (const name of factNames)
    await engine.run(
      `CREATE OR REPLACE TEMP VIEW fact_${name} AS SELECT ${columns[name].join(', ')} FROM facts WHERE fact = '${name}'${name === 'launches' ? oncePerCall : ''}`,
    );
}

/** Of the records of one call, which may lie in several partitions, the first counts. */
const oncePerCall = ' QUALIFY call IS NULL OR row_number() OVER (PARTITION BY call ORDER BY happened, record) = 1';

const [direct, launched, said] = ['baseline_direct', 'baseline_launched', 'baseline_said'];

/**
 * Lays down tables that facts are drawn from: direct calls in few and short columns, since reading and
 * hashing is most of the work, launches without their records, and what stands for hashes.
 */
async function stageFacts(events: string, { engine, semantics, links, called }: Knowing): Promise<void> {
  const dryRuns = ["''", ...semantics.flatMap(({ dryRunErrors }) => dryRunErrors.map(literal))].join(', ');
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${direct} AS
    SELECT ${keySql('e')} AS key, ${narrowSql('e')} AS narrow, ${wideSql('e')} AS wide, hash(source_ip) AS address, hash(user_agent) AS program,
      hash(account) AS account, hash(service) AS service, ${operationHashSql('e')} AS operation, hash(${operationHashSql('e')}, hash(region)) AS question, e.time AS happened,
      coalesce(error NOT IN (${dryRuns}), false) AS is_failed, coalesce(read_only <> 'true', true) AS is_changing, e.host IS NOT NULL AS is_on_machine
    FROM ${events} e WHERE ${isDirectSql('e')} AND ${isDeedSql('e')}`);
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${launched} AS
    SELECT ${narrowSql('e')} AS narrow, ${wideSql('e')} AS wide, account, region, ${operationHashSql('e')} AS operation, e.time, ${providerSql(links, 'e')} AS is_provider
    FROM ${events} e WHERE ${launchesSql(narrowTo(semantics, called))}`);
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE ${said} AS SELECT DISTINCT source_ip, user_agent, service FROM ${events} e`,
  );
}

/** Half an hour of the clock. */
const slot = 'time_bucket(INTERVAL 30 MINUTE, happened) AS slot';

/** SQL of one kind of fact of what is staged, and of the events themselves where records are needed. */
async function factSql(name: FactName, events: string, knowing: Knowing): Promise<string> {
  switch (name) {
    case 'words':
      return words
        .map(
          ({ kind, column, text }) =>
            `SELECT '${kind}' AS kind, hash(${column}) AS hash, ${text} AS text FROM (SELECT DISTINCT ${column} FROM ${said})`,
        )
        .join(' UNION ALL ');
    case 'origins':
      return `SELECT narrow, wide, address, program, min(happened) AS first_at FROM ${direct} WHERE NOT is_on_machine GROUP BY narrow, wide, address, program, date_trunc('day', happened)`;
    case 'stays':
      return `SELECT key, narrow, wide, address, date_trunc('hour', happened) AS hour, min(happened) AS first_at, max(happened) AS last_at FROM ${direct} WHERE NOT is_on_machine GROUP BY ALL`;
    case 'looks':
      return `SELECT narrow, wide, account, ${slot}, question, min(happened) AS first_at
        FROM ${direct} WHERE operation IN (${looksSql(knowing)}) GROUP BY ALL`;
    case 'failures':
      return `SELECT narrow, wide, account, ${slot}, happened, question, count(*) AS times FROM ${direct} WHERE is_failed GROUP BY ALL`;
    case 'services':
      return `SELECT account, narrow, wide, service, is_changing, min(happened) AS first_at FROM ${direct} GROUP BY account, narrow, wide, service, is_changing, date_trunc('day', happened)`;
    case 'launches':
      return launchFactsSql(events, knowing);
  }
}

const words = [
  { kind: 'address', column: 'source_ip', text: 'source_ip' },
  {
    kind: 'program',
    column: 'user_agent',
    text: `lower(coalesce(regexp_extract(user_agent, '[A-Za-z][A-Za-z.-]*'), ''))`,
  },
  { kind: 'service', column: 'service', text: 'service' },
] as const;

/** SQL of the hashes of operations that only look. */
function looksSql({ semantics, called }: Knowing): string {
  const looks = called.filter((one) => semantics.some((cloud) => hasVerb(cloud, one, 'list')));
  const rows = looks.map(({ service, operation }) => `(${literal(service)}, ${literal(operation)})`);
  return `SELECT ${operationHashSql('look')} FROM (VALUES ${rows.length > 0 ? rows.join(', ') : `('', '')`}) AS look(service, operation)`;
}

/** Whether a call does so in any of its variants. */
function hasVerb(
  { acts, prefixes, ignoredInOperation }: Semantics,
  { service, operation }: Called,
  verb: Verb,
): boolean {
  const act = acts[service]?.[plainOperation(operation, ignoredInOperation)];
  if (act !== undefined) return [act].flat().some((variant) => variant.verb === verb);
  return prefixes.find(({ starts }) => operation.startsWith(starts))?.verb === verb;
}

const launchesSql = (semantics: readonly Semantics[]): string =>
  operationsSql(semantics, ({ verb }) => verb === 'launch');

/** More than this in one call is no number to reckon with. */
const mostThings = 100_000;

/** Records are read for others' launches only. What was made counts where a call says it, else what was asked for. */
async function launchFactsSql(events: string, knowing: Knowing): Promise<string> {
  const { engine, links, called } = knowing;
  const semantics = narrowTo(
    knowing.semantics,
    called.filter((one) => knowing.semantics.some((cloud) => hasVerb(cloud, one, 'launch'))),
  );
  const when = await timesFilter(engine, `SELECT time FROM ${launched} WHERE NOT is_provider`);
  const subjects = `${narrowSql('e')} AS narrow, ${wideSql('e')} AS wide, ${operationHashSql('e')} AS op`;
  const others = `(SELECT e.*, ${subjects} FROM ${events} e WHERE ${when} AND ${launchesSql(semantics)} AND NOT ${providerSql(links, 'e')})`;
  const place = 'hash(account) AS account, hash(region) AS region, region AS region_name';
  const provider = `SELECT narrow, wide, ${place}, time AS happened, operation, CAST(1 AS BIGINT) AS things, false AS is_dry,
    CAST(NULL AS VARCHAR) AS shape, CAST(NULL AS VARCHAR) AS class, CAST(NULL AS VARCHAR) AS family, true AS is_provider, CAST(NULL AS UBIGINT) AS call, CAST(NULL AS VARCHAR) AS record FROM ${launched} WHERE is_provider`;
  const [row] = await engine.rows(`SELECT count(*) AS n FROM ${launched} WHERE NOT is_provider`);
  if (countIn(row, 'n') === 0) return provider;
  return `SELECT narrow, wide, ${place}, a.time AS happened, op AS operation,
      CAST(least(CASE WHEN outcome = 'accepted' AND len(made) > 0 AND NOT serves THEN len(made) ELSE greatest(coalesce(amount, 1), 1) END, ${mostThings}) AS BIGINT) AS things,
      outcome = 'dry-run' AS is_dry, shape, ${classSql(semantics, (one) => literal(one.class))} AS class,
      ${classSql(semantics, ({ pattern }) => `trim(regexp_extract(shape, ${literal(pattern)}), '.')`)} AS family, false AS is_provider,
      CASE WHEN shared_uid IS NOT NULL THEN hash(shared_uid, account, op) END AS call, event_uid AS record
    FROM (${actsSql(semantics, others)}) a WHERE verb = 'launch'
    UNION ALL BY NAME ${provider}`;
}

/** SQL by the first class whose pattern the shape fits; NULL where none does. */
function classSql(semantics: readonly Semantics[], value: (one: ShapeClass) => string): string {
  const cases = semantics.flatMap(({ shapes }) =>
    shapes.map((one) => `WHEN regexp_matches(shape, ${literal(one.pattern)}) THEN ${value(one)}`),
  );
  return cases.length === 0 ? 'CAST(NULL AS VARCHAR)' : `CASE ${cases.join(' ')} END`;
}
