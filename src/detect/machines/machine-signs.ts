import { literal } from '../../lake/sql.ts';
import type { Engine } from '../../lake/engine.ts';
import { networksSql } from '../../lake/networks.ts';
import type { Baseline } from '../../model/baseline.ts';
import type { IntelList } from '../../model/intel.ts';
import type { Links } from '../../model/links.ts';
import type { NetworkIndex } from '../../model/network-index.ts';
import { layIntel } from '../intel/lay-intel.ts';

/**
 * What a baseline of machines yields, a row for each hour or moment that departs from the past: who is meant
 * (`subject` where it is not the machine), the columns of `Sign`, and `shown`, the events that show it.
 */
const machineSignColumns = {
  machine: 'VARCHAR',
  host: 'VARCHAR',
  host_uid: 'VARCHAR',
  address: 'VARCHAR',
  account: 'VARCHAR',
  region: 'VARCHAR',
  subject: 'VARCHAR',
  told_at: 'TIMESTAMP',
  value: 'BIGINT',
  seconds: 'BIGINT',
  against: 'BIGINT',
  history: 'BIGINT',
  compared: 'VARCHAR',
  is_weak: 'BOOLEAN',
  what: 'VARCHAR[]',
  known: 'VARCHAR[]',
  reasons: 'VARCHAR[]',
  amounts: 'BIGINT[]',
  shown: 'STRUCT(seen TIMESTAMP, event_uid VARCHAR)[]',
} as const;
type Column = keyof typeof machineSignColumns;

const own = ['machine', 'host', 'host_uid', 'address', 'account', 'region'] as const satisfies readonly Column[];
const required = ['told_at', 'value', 'history', 'shown'] as const satisfies readonly Column[];
type Given = Readonly<Record<(typeof required)[number], string> & Partial<Record<Column, string>>>;

const otherwise: Partial<Record<Column, string>> = {
  seconds: '0',
  against: '0',
  compared: `'self'`,
  is_weak: 'false',
  what: '[]',
  known: '[]',
  reasons: '[]',
  amounts: '[]',
};

/** SQL of signs from a relation with the columns that tell of a machine; a column that is not given is its default. */
export function machineSignsSql(from: string, given: Given): string {
  const columns = Object.entries(machineSignColumns).map(([name, type]) => {
    const column = name as Column;
    const sql = given[column] ?? otherwise[column] ?? (own.some((one) => one === column) ? column : 'NULL');
    return `CAST(${sql} AS ${type}) AS ${column}`;
  });
  return `SELECT ${columns.join(', ')} FROM ${from}`;
}

/** SQL of the columns that tell of a machine where rows of it are brought together. */
export const machineOf = `min(host) AS host, min(host_uid) AS host_uid, min(account) AS account, min(region) AS region`;

interface FindMachineSigns {
  readonly engine: Engine;
  readonly baselines: readonly Baseline[];
  readonly links: readonly Links[];
  readonly networks: NetworkIndex | null;
  readonly intel: readonly IntelList[];
  /** The clock of the case, RFC 3339: what could be told only later is left out. Null for all. */
  readonly until: string | null;
}

/** Adds to the table `signs` those of the baselines of machines. Reads the views of machine-facts.ts. */
export async function addMachineSigns(options: FindMachineSigns): Promise<void> {
  const { engine, baselines, links, networks, intel, until } = options;
  await layIntel(engine, intel);
  const providers = links.flatMap(({ provider }) => provider.networks);
  await engine.run(`CREATE OR REPLACE TEMP TABLE login_networks AS
    ${networksSql('(SELECT DISTINCT address AS source_ip FROM machine_logins)', networks, providers)}`);
  await engine.run(tiesSql);
  const columns = Object.entries(machineSignColumns).map(([name, type]) => `${name} ${type}`);
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE machine_moments (baseline INTEGER, is_short BOOLEAN, ${columns.join(', ')})`,
  );
  const bound = until === null ? 'true' : `told_at <= CAST(${literal(until.replace('Z', ''))} AS TIMESTAMP)`;
  for (const [number, { query, historyDays, isOfMachines }] of baselines.entries())
    if (isOfMachines)
      await engine.run(
        `INSERT INTO machine_moments SELECT ${number}, history < ${historyDays} OR is_weak, * FROM (${query}) WHERE ${bound} ORDER BY ALL`,
      );
  await engine.run(signsSql);
  for (const table of ['machine_moments', 'machine_ties', 'login_networks', 'intel_addresses', 'intel_names'])
    await engine.run(`DROP TABLE IF EXISTS ${table}`);
}

/** So many sign-ins must have come over an interface before it is taken for the machine's. */
const leastEntries = 2;

/**
 * Which name goes with an interface that flows know by its id alone: sign-ins in the machine's log came over it, from
 * the same address in the same minute, and most of those of either over no other.
 */
const tiesSql = `CREATE OR REPLACE TEMP TABLE machine_ties AS SELECT host, host_uid FROM (
    SELECT l.machine AS host, e.host_uid, count(DISTINCT l.event_uid) AS times FROM machine_logins l
    JOIN machine_entries e ON e.host_uid IS NOT NULL AND e.destination = l.address AND e.hour = date_trunc('hour', l.seen)
      AND (e.minutes & ((CAST(7 AS UBIGINT) << CAST(minute(l.seen) AS UBIGINT)) >> 1)) <> 0 GROUP BY ALL)
  QUALIFY times >= ${leastEntries} AND 2 * times > sum(times) OVER (PARTITION BY host) AND 2 * times > sum(times) OVER (PARTITION BY host_uid)`;

/** The machine takes the actor's place, its address that of a session: nobody is named by a flow or a measure. */
const signsSql = `INSERT INTO signs BY NAME
  SELECT baseline, event_uid, seen AS "time", account, region, coalesce(subject, machine) AS actor_uid,
    CASE WHEN subject IS NULL AND address <> machine THEN address END AS session_uid, told_at, value, seconds, against, history, compared,
    is_short, what, known, reasons, amounts, list_filter([lower(m.host), lower(named.host), m.host_uid, met.host_uid, address], lambda name: name IS NOT NULL) AS machines,
    coalesce(subject, coalesce(named.host, machine) || CASE WHEN address <> machine THEN ' (' || address || ')' ELSE '' END) AS subject
  FROM (SELECT *, rowid AS moment, unnest(shown, recursive := true) FROM machine_moments) m
  LEFT JOIN machine_ties named ON named.host_uid = m.host_uid AND m.host IS NULL
  LEFT JOIN machine_ties met ON met.host = lower(m.host) AND m.host_uid IS DISTINCT FROM met.host_uid
  QUALIFY row_number() OVER (PARTITION BY baseline, event_uid ORDER BY value DESC, told_at, compared, moment) = 1`;
