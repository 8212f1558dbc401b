import type { Baseline } from '../../model/baseline.ts';
import type { NetworkIndex } from '../../model/network-index.ts';
import { textIn } from '../../lake/cells.ts';
import type { Engine } from '../../lake/engine.ts';
import { eventsSql } from '../../lake/events-sql.ts';
import type { Partition } from '../../lake/manifest.ts';
import { networksSql } from '../../lake/networks.ts';
import { providerSql } from '../../lake/provider.ts';
import { literal } from '../../lake/sql.ts';
import type { Links } from '../../model/links.ts';
import { timesFilter } from '../times-filter.ts';
import { narrowSql, operationHashSql } from './subjects.ts';
import { signColumns } from './sign-columns.ts';

export interface FindSigns {
  readonly engine: Engine;
  readonly lake: string;
  readonly partitions: readonly Partition[];
  readonly baselines: readonly Baseline[];
  readonly links: readonly Links[];
  readonly networks: NetworkIndex | null;
  /** The clock of the case, RFC 3339: what could be told only later is left out. Null for all. */
  readonly until: string | null;
}

/**
 * Leaves the table `signs`: `baseline` (its place among those given), the columns that a match carries,
 * `subject`, `machines` (names of the machine that is meant), and the columns of `Sign` but for what the event says. Reads the facts, and
 * the events of the signs; what is found depends on the set of events and `until` only.
 */
export async function findSigns(options: FindSigns): Promise<void> {
  const { engine, baselines, links, networks, until } = options;
  await engine.run(daysSql);
  const own = links.flatMap(({ provider }) => provider.networks);
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE baseline_networks AS SELECT hash(source_ip) AS address, * FROM (${networksSql(addressesSql, networks, own)})`,
  );
  await engine.run(originsSql);
  const columns = Object.entries(signColumns).map(([name, type]) => `${name} ${type}`);
  await engine.run(`CREATE OR REPLACE TEMP TABLE moments (baseline INTEGER, is_short BOOLEAN, ${columns.join(', ')})`);
  for (const [number, { query, historyDays, isOfMachines }] of baselines.entries()) {
    if (isOfMachines) continue;
    const bound = until === null ? 'true' : `told_at <= CAST(${literal(until.replace('Z', ''))} AS TIMESTAMP)`;
    await engine.run(
      `INSERT INTO moments SELECT ${number}, history < ${historyDays}, * FROM (${query}) WHERE ${bound} ORDER BY ALL`,
    );
  }
  await engine.run(await signsOfMoments(options));
  for (const table of ['moments', 'baseline_days', 'baseline_networks', 'baseline_origins'])
    await engine.run(`DROP TABLE ${table}`);
}

/** From where each credential was used first, with what, and when. */
const originsSql = `CREATE OR REPLACE TEMP TABLE baseline_origins AS
  SELECT narrow, wide, program, network, label, country, one.happened AS happened, one.address AS address FROM (
    SELECT narrow, wide, programs.text AS program, network, label, country, min({'happened': first_at, 'address': address}) AS one
    FROM (SELECT narrow, wide, address, program, min(first_at) AS first_at FROM fact_origins GROUP BY ALL)
    JOIN baseline_networks USING (address) LEFT JOIN (SELECT DISTINCT hash, text FROM fact_words WHERE kind = 'program') programs ON programs.hash = program
    GROUP BY ALL)`;

const addressesSql = `(SELECT DISTINCT text AS source_ip FROM fact_words WHERE kind = 'address')`;

/** Which days each subject has records of, and how many came before. */
const daysSql = `CREATE OR REPLACE TEMP TABLE baseline_days AS
  SELECT level, subject, day, row_number() OVER (PARTITION BY level, subject ORDER BY day) - 1 AS earlier FROM (
    SELECT 'account' AS level, account AS subject, date_trunc('day', first_at) AS day FROM fact_services
    UNION SELECT 'identity', wide, date_trunc('day', first_at) FROM fact_services
    UNION SELECT 'self', narrow, date_trunc('day', first_at) FROM fact_services)`;

/** Only the days of signs are read. */
async function signsOfMoments({ engine, lake, partitions, links }: FindSigns): Promise<string> {
  const filter = await timesFilter(engine, 'SELECT time FROM moments');
  const days = await engine.rows('SELECT DISTINCT CAST(CAST(time AS DATE) AS VARCHAR) AS day FROM moments');
  const asked = new Set(days.map((row) => textIn(row, 'day')));
  const events = eventsSql(
    lake,
    partitions.filter(({ day }) => asked.has(day)),
  );
  const fits = ['account', 'region', 'service', 'source_ip', 'operation']
    .map((column) => `(m.${column} IS NULL OR m.${column} = e.${column}_hash)`)
    .join(' AND ');
  const hashes = ['account', 'region', 'service', 'source_ip']
    .map((column) => `hash(e.${column}) AS ${column}_hash`)
    .concat(`${operationHashSql('e')} AS operation_hash`)
    .join(', ');
  return `CREATE OR REPLACE TEMP TABLE signs AS
    SELECT baseline, event_uid, e.time, e.account, e.region, actor_uid, session_uid, told_at, value, seconds, against, history, compared, is_short, what, known,
      CAST([] AS VARCHAR[]) AS reasons, CAST([] AS BIGINT[]) AS amounts, CAST(NULL AS VARCHAR[]) AS machines,
      CASE WHEN session_created IS NULL AND credential IS NOT NULL THEN credential ELSE concat_ws('/', coalesce(actor_name, actor_uid, '?'), session_name) END AS subject
    FROM (SELECT *, rowid AS moment FROM moments) m
    JOIN (SELECT e.*, ${narrowSql('e')} AS narrow, ${hashes} FROM (${events}) e WHERE ${filter} AND NOT ${providerSql(links, 'e')}) e
      ON e.time = m.time AND e.narrow = m.narrow AND ${fits} AND (m.is_failed IS NULL OR e.error IS NOT NULL)
    QUALIFY (is_every OR row_number() OVER (PARTITION BY moment ORDER BY event_uid) = 1)
      AND row_number() OVER (PARTITION BY baseline, event_uid ORDER BY value DESC, compared, moment) = 1`;
}
