import { literal } from '../../lake/sql.ts';
import type { Engine } from '../../lake/engine.ts';
import { numberSql, versionSql } from '../../lake/networks.ts';
import type { IntelList } from '../../model/intel.ts';
import { parseList } from './parse-list.ts';
import { poolLike, sites } from './pool-words.ts';
import { sharedNetworks } from './shared-networks.ts';

/** What is left of a list's weight where it does not say of which day it speaks. */
const undated = 0.5;

const described = 'list VARCHAR, as_of VARCHAR, expires TIMESTAMP, weight DOUBLE, is_own BOOLEAN';

/**
 * Meets the lists with the addresses and names that occur, each once. Reads `machine_links`, `machine_names` and `machine_answers`;
 * leaves the tables
 * - intel_addresses(destination, port, entry, list, as_of, expires, weight, is_own, shared): `port` where the list
 *   names one, `shared` the network of many in which the address lies;
 * - intel_names(domain, entry, list, as_of, expires, weight, is_own, is_site): `entry` NULL for a name that only
 *   reads like a pool's, `is_site` for one that reads like pages for people;
 * - intel_ports(port).
 */
export async function layIntel(engine: Engine, lists: readonly IntelList[]): Promise<void> {
  await fill(engine, 'intel_lists', {
    columns: `number INTEGER, ${described}`,
    rows: lists.map((list, number) => `${number}, ${describe(list)}`),
  });
  await layAddresses(engine, lists);
  await layNames(engine, lists);
  const ports = [...new Set(lists.flatMap((list) => list.ports))];
  await fill(engine, 'intel_ports', { columns: 'port INTEGER', rows: ports.map(String) });
  for (const table of ['intel_lists', 'listed_networks', 'listed_names', 'shared_networks', 'destinations'])
    await engine.run(`DROP TABLE ${table}`);
}

const describe = ({ name, asOf, expiresDays, weight, isOwn }: IntelList): string =>
  [
    literal(name),
    asOf === null ? 'NULL' : literal(asOf),
    asOf === null ? 'NULL' : `TIMESTAMP ${literal(asOf)} + INTERVAL ${Math.ceil(expiresDays)} DAY`,
    String(asOf === null ? weight * undated : weight),
    String(isOwn),
  ].join(', ');

async function layAddresses(engine: Engine, lists: readonly IntelList[]): Promise<void> {
  const range = 'version INTEGER, "first" UBIGINT, "last" UBIGINT, entry VARCHAR';
  await fill(engine, 'listed_networks', {
    columns: `number INTEGER, ${range}, exact VARCHAR, port INTEGER`,
    rows: lists.flatMap(({ networks }, number) =>
      networks.map(
        ({ version, first, last, text, exact, port }) =>
          `${number}, ${version}, ${first}, ${last}, ${literal(text)}, ${exact === null ? 'NULL' : literal(exact)}, ${port ?? 'NULL'}`,
      ),
    ),
  });
  await fill(engine, 'shared_networks', {
    columns: range,
    rows: Object.entries(sharedNetworks).flatMap(([owner, texts]) =>
      parseList(texts.join('\n')).networks.map(
        ({ version, first, last }) => `${version}, ${first}, ${last}, ${literal(owner)}`,
      ),
    ),
  });
  await engine.run(`CREATE OR REPLACE TEMP TABLE destinations AS SELECT *, ${numberSql('ip')} AS number FROM (
    SELECT *, ${versionSql('ip')} AS version FROM (SELECT DISTINCT destination, lower(destination) AS ip FROM machine_links)) WHERE version IS NOT NULL`);
  const within = (table: string) =>
    `${table}.version = d.version AND d.number BETWEEN ${table}."first" AND ${table}."last"`;
  await engine.run(`CREATE OR REPLACE TEMP TABLE intel_addresses AS
    SELECT d.destination, n.port, n.entry, l.* EXCLUDE (number),
      (SELECT min(s.entry) FROM shared_networks s WHERE ${within('s')}) AS shared
    FROM destinations d JOIN listed_networks n ON ${within('n')} AND (n.exact IS NULL OR n.exact = d.ip)
    JOIN intel_lists l ON l.number = n.number`);
}

/** A listed name stands for those below it: every end of a name is sought, and for words every part. */
async function layNames(engine: Engine, lists: readonly IntelList[]): Promise<void> {
  await fill(engine, 'listed_names', {
    columns: 'number INTEGER, entry VARCHAR, is_word BOOLEAN',
    rows: lists.flatMap(({ domains, words }, number) => [
      ...domains.map((domain) => `${number}, ${literal(domain)}, false`),
      ...words.map((word) => `${number}, ${literal(word)}, true`),
    ]),
  });
  await engine.run(`CREATE OR REPLACE TEMP TABLE intel_names AS
    WITH asked AS MATERIALIZED (SELECT domain, string_split(domain, '.') AS parts FROM (SELECT domain FROM machine_names UNION SELECT domain FROM machine_answers)),
    ends AS (SELECT domain, unnest(list_transform(range(1, len(parts)), lambda place: array_to_string(parts[place:], '.'))) AS entry, false AS is_word FROM asked
      UNION ALL SELECT domain, unnest(parts), true FROM asked),
    listed AS (SELECT e.domain, e.entry, l.* EXCLUDE (number) REPLACE (CASE WHEN e.is_word THEN l.weight / 2 ELSE l.weight END AS weight)
      FROM (SELECT DISTINCT * FROM ends) e JOIN listed_names n ON n.entry = e.entry AND n.is_word = e.is_word JOIN intel_lists l ON l.number = n.number)
    SELECT *, regexp_matches(domain, ${literal(sites)}) OR (is_own AND domain = entry AND len(string_split(domain, '.')) = 2) AS is_site FROM listed
    UNION ALL SELECT domain, NULL, NULL, NULL, NULL, 0, true, regexp_matches(domain, ${literal(sites)}) FROM asked
      WHERE regexp_matches(domain, ${literal(poolLike)}) AND domain NOT IN (SELECT domain FROM listed)`);
}

interface Filling {
  readonly columns: string;
  readonly rows: readonly string[];
}

async function fill(engine: Engine, table: string, { columns, rows }: Filling): Promise<void> {
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${table} (${columns})`);
  for (let start = 0; start < rows.length; start += 2000)
    await engine.run(
      `INSERT INTO ${table} VALUES ${rows
        .slice(start, start + 2000)
        .map((row) => `(${row})`)
        .join(', ')}`,
    );
}
