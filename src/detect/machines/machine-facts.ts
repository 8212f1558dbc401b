import { isPublicSql } from '../../lake/addresses.ts';
import { narrowTo, operationsSql } from '../../lake/acts.ts';
import { calledIn } from '../../lake/calls.ts';
import type { Engine } from '../../lake/engine.ts';
import type { Partition } from '../../lake/manifest.ts';
import { literal } from '../../lake/sql.ts';
import { laySummary, type Summary, type SummaryPlace } from '../../lake/summaries.ts';
import type { Semantics } from '../../model/semantics.ts';
import type { Source } from '../../model/source.ts';

/**
 * What baselines know of machines, each the columns of a view `machine_<name>`; instants are TIMESTAMP.
 * A `machine` is called by its name, else by its id, else by its address. `event_uid` is one event that shows
 * the row, `seen` its time.
 *
 * - links: by the hour, who sent to which public address and port; `minutes` has a bit for each with traffic.
 * - replies: by the hour, what came back from a public address to a port that clients use.
 * - entries: by the hour, who came in from a public address, and by the lowest of which ports; `minutes` of those by SSH.
 * - egress: by the hour, what left for public addresses; with the destination that was sent most.
 * - names: by the hour, which names were asked for or shown in an encrypted connection, and whom was asked.
 * - answers: by the hour, to which addresses names led, whoever asked; no machine is named.
 * - loads: by the hour, how busy its processors were, in percent.
 * - logins: by the day, from where each user came in.
 */
const columns = {
  links: ['destination', 'port', 'protocol', 'hour', 'is_sure', 'minutes', 'bytes_out', 'bytes_in', 'last_at'],
  replies: ['destination', 'hour', 'bytes_out'],
  entries: ['destination', 'port', 'hour', 'minutes'],
  egress: ['destination', 'hour', 'bytes_out', 'last_at'],
  names: ['domain', 'destination', 'port', 'hour', 'last_at'],
  answers: ['domain', 'destination', 'hour', 'last_at'],
  loads: ['hour', 'points', 'least', 'mean', 'last_at'],
  logins: ['actor', 'actor_name'],
} as const;
const shared = ['machine', 'host', 'host_uid', 'address', 'account', 'region', 'seen', 'event_uid'] as const;
type FactName = keyof typeof columns;
const factNames = Object.keys(columns) as readonly FactName[];

/** Raised when a fact gets another meaning. */
const factsVersion = 5;

/** The partitions whose source can tell of machines at all: where there is none, nothing is asked. */
export function machinePartitions(partitions: readonly Partition[], sources: readonly Source[]): readonly Partition[] {
  const speaking = new Set(
    sources
      .filter(
        ({ columns: told }) =>
          'destination_ip' in told || 'domain' in told || 'metric' in told || ('host' in told && 'source_ip' in told),
      )
      .map(({ id }) => id),
  );
  return partitions.filter(({ source }) => speaking.has(source));
}

interface MachineFacts extends SummaryPlace {
  readonly sources: readonly Source[];
  readonly semantics: readonly Semantics[];
  /** The clock of the case, RFC 3339: an hour that it cuts is told up to there. Null for all. */
  readonly until: string | null;
}

/** SQL of the addresses that a name led to, where sources say in which field of a record answers stand. */
function answersSql(sources: readonly Source[]): string {
  const cases = sources.flatMap(({ id, sigmaFields }) => {
    const path = sigmaFields?.['answer'];
    if (!Array.isArray(path)) return [];
    const keys = path.map((key: string) => JSON.stringify(key));
    const [plain, within] = [
      keys.join('.'),
      [...keys.slice(0, -1), `[*].${keys.at(-1) ?? ''}`].join('.').replace('.[*]', '[*]'),
    ];
    const one = `[json_extract_string(raw, ${literal(`$.${plain}`)})]`;
    const many = keys.length > 1 ? ` || json_extract_string(raw, ${literal(`$.${within}`)})` : '';
    return [`WHEN ${literal(id)} THEN ${one}${many}`];
  });
  return cases.length === 0 ? 'CAST([] AS VARCHAR[])' : `CASE source ${cases.join(' ')} ELSE [] END`;
}

/** Leaves the views `machine_<name>`. Only partitions that are new are read; what was found in others is kept. */
export async function layMachineFacts(place: MachineFacts): Promise<void> {
  const { engine, semantics, sources, until } = place;
  const answers = answersSql(sources);
  const summary: Summary = {
    name: 'machine_facts',
    version: JSON.stringify([factsVersion, columns, answers, semantics.filter(({ cloud }) => cloud === null)]),
    query: async (events) => {
      await engine.run(stageFlows(events));
      const asked = { events, signIns: await signInsSql(engine, events, semantics), answers };
      return factNames
        .map((name) => `SELECT '${name}' AS fact, * FROM (${factSql(name, asked)})`)
        .join(' UNION ALL BY NAME ');
    },
  };
  await laySummary(summary, place, until === null ? null : new Date(Date.parse(until) + 1).toISOString());
  for (const name of factNames)
    await engine.run(
      `CREATE OR REPLACE TEMP VIEW machine_${name} AS SELECT ${[...shared, ...columns[name]].join(', ')} FROM machine_facts f WHERE fact = '${name}'${name === 'links' ? ` AND NOT ${isAnswerSql}` : ''}`,
    );
}

const sameTwo = (fact: FactName, alias: string): string =>
  `SELECT 1 FROM machine_facts ${alias} WHERE ${alias}.fact = '${fact}' AND ${alias}.address = f.address AND ${alias}.destination = f.destination AND ${alias}.hour = f.hour`;

/**
 * SQL condition: who is sent to had come in by a lower port within the hour, and nothing came back from him to a port
 * of clients, so that this answers him. Asked of all facts together, as the two may have come in different files.
 */
const isAnswerSql = `(f.port >= 1024 AND EXISTS (${sameTwo('entries', 'e')} AND e.port < f.port) AND NOT EXISTS (${sameTwo('replies', 'r')}))`;

export async function dropMachineFacts(engine: Engine): Promise<void> {
  for (const name of factNames) await engine.run(`DROP VIEW IF EXISTS machine_${name}`);
  await engine.run(`DROP TABLE IF EXISTS ${flows}`);
}

/** SQL condition: a sign-in on a machine. */
async function signInsSql(engine: Engine, events: string, semantics: readonly Semantics[]): Promise<string> {
  const called = await calledIn(engine, `${events} e`);
  const onMachines = semantics.filter(({ cloud }) => cloud === null);
  return operationsSql(narrowTo(onMachines, called), ({ verb }) => verb === 'login');
}

const machine = `coalesce(lower(nullif(host, '')), nullif(host_uid, ''), source_ip)`;
const hour = `date_trunc('hour', "time")`;
const bytes = (column: string): string => `CAST(sum(TRY_CAST(${column} AS BIGINT)) AS BIGINT) AS ${column}`;

/** Who is meant, and where; of the events of a group the first speaks. */
const whose = `host, host_uid, account, region`;
const first = `min("time") AS seen, min_by(event_uid, ("time", event_uid)) AS event_uid`;

/** What a firewall turned away never arrived; an alert's bytes are told again by its flow. */
const wentThrough = `(category IS NULL OR lower(category) NOT IN ('reject', 'rejected', 'deny', 'denied', 'drop', 'dropped', 'block', 'blocked')) AND (alert IS NULL OR bytes_out IS NULL)`;

/** From here on ports are those that clients are given: to send there is to answer, but for what a list names. */
const clientPorts = 32_768;

/** Some systems and translators of addresses hand out lower ones. */
const lowestClientPort = 10_000;

const flows = 'machine_flows';

/** Lays down flows by the hour: there are far fewer than records, and several facts are drawn from them. Ports of clients count as one. */
const stageFlows = (events: string): string => `CREATE OR REPLACE TEMP TABLE ${flows} AS
  SELECT ${machine} AS machine, ${whose}, source_ip AS source, destination_ip AS destination, least(TRY_CAST(destination_port AS INTEGER), ${clientPorts}) AS port,
    upper(protocol) AS protocol, ${hour} AS hour, coalesce(domain IS NOT NULL AND destination_port = '53', false) AS is_query,
    bit_or(CAST(1 AS UBIGINT) << CAST(minute("time") AS UBIGINT)) AS minutes, ${bytes('bytes_out')}, ${bytes('bytes_in')}, max("time") AS last_at, ${first}
  FROM ${events} WHERE destination_ip IS NOT NULL AND ${wentThrough} GROUP BY ALL`;

interface Asked {
  readonly events: string;
  /** SQL condition. */
  readonly signIns: string;
  /** SQL of a list of texts. */
  readonly answers: string;
}

function factSql(name: FactName, { events, signIns, answers }: Asked): string {
  switch (name) {
    case 'links':
      return `SELECT machine, ${whose}, source AS address, destination, port, protocol, hour, ${isPublicSql('source')} IS FALSE AS is_sure,
          minutes, bytes_out, bytes_in, last_at, seen, event_uid
        FROM ${flows} WHERE port BETWEEN 1 AND ${clientPorts - 1} AND machine IS NOT NULL AND NOT is_query AND ${isPublicSql('destination')}`;
    case 'replies':
      return `SELECT destination AS machine, ${whose}, destination AS address, source AS destination, hour, CAST(sum(bytes_out) AS BIGINT) AS bytes_out, min(seen) AS seen,
          arg_min(event_uid, (seen, event_uid)) AS event_uid
        FROM ${flows} WHERE port >= ${lowestClientPort} AND bytes_out IS NOT NULL AND ${isPublicSql('source')} GROUP BY ${whose}, source, destination, hour`;
    case 'entries':
      return `SELECT destination AS machine, ${whose}, destination AS address, source AS destination, min(port) AS port, hour,
          bit_or(minutes) FILTER (port = 22) AS minutes, min(seen) AS seen, arg_min(event_uid, (seen, event_uid)) AS event_uid
        FROM ${flows} WHERE port BETWEEN 1 AND ${clientPorts - 1} AND ${isPublicSql('source')} GROUP BY ${whose}, source, destination, hour`;
    case 'egress':
      return `SELECT machine, ${whose}, address, hour, CAST(sum(sent) AS BIGINT) AS bytes_out, max(last_at) AS last_at,
          arg_max(destination, (sent, destination)) AS destination, arg_max(event_uid, (sent, destination)) AS event_uid, arg_max(seen, (sent, destination)) AS seen
        FROM (SELECT machine, ${whose}, source AS address, destination, hour, sum(bytes_out) AS sent, max(last_at) AS last_at, min(seen) AS seen, arg_min(event_uid, (seen, event_uid)) AS event_uid
          FROM ${flows} WHERE bytes_out > 0 AND ${isPublicSql('destination')} AND ${isPublicSql('source')} IS FALSE GROUP BY machine, ${whose}, source, destination, hour)
        GROUP BY machine, ${whose}, address, hour`;
    case 'names':
      return `SELECT ${machine} AS machine, ${whose}, source_ip AS address, lower(rtrim(domain, '.')) AS domain, destination_ip AS destination,
          TRY_CAST(destination_port AS INTEGER) AS port, ${hour} AS hour, max("time") AS last_at, ${first}
        FROM ${events} WHERE domain IS NOT NULL AND ${machine} IS NOT NULL GROUP BY ALL`;
    case 'answers':
      return `SELECT domain, destination, hour, max(last_at) AS last_at, min(seen) AS seen FROM (
          SELECT lower(rtrim(domain, '.')) AS domain, unnest(list_distinct(${answers})) AS destination, ${hour} AS hour, "time" AS last_at, "time" AS seen
          FROM ${events} WHERE domain IS NOT NULL) WHERE regexp_full_match(destination, '[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*') GROUP BY ALL`;
    case 'loads':
      return `SELECT coalesce(lower(nullif(host, '')), host_uid) AS machine, ${whose}, NULL AS address, ${hour} AS hour, count(*) AS points,
          min(percent) AS least, avg(percent) AS mean, max("time") AS last_at, ${first}
        FROM (SELECT *, TRY_CAST(measured AS DOUBLE) AS percent FROM ${events} WHERE regexp_matches(metric, '(?i)cpu[^a-z]?util'))
        WHERE percent BETWEEN 0 AND 100 AND coalesce(host, host_uid) IS NOT NULL GROUP BY ALL`;
    case 'logins':
      return `SELECT lower(host) AS machine, ${whose}, source_ip AS address, coalesce(actor_uid, actor_name) AS actor, actor_name, ${first}
        FROM ${events} WHERE ${signIns} AND error IS NULL AND host IS NOT NULL AND source_ip IS NOT NULL AND coalesce(actor_uid, actor_name) IS NOT NULL
        GROUP BY machine, host, host_uid, account, region, address, actor, actor_name, date_trunc('day', "time")`;
  }
}
