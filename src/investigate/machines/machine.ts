import { textOf } from '../../lake/cells.ts';
import { literal } from '../../lake/sql.ts';
import { compareText } from '../../model/instant.ts';
import { shiftSeconds, sqlIn, sqlInstant } from '../cells.ts';
import { relations } from '../scope.ts';
import type { Scope } from '../scope.ts';
import type { ActGroup } from '../timeline/act-group.ts';

/** A machine of an incident, by all names and ids under which records speak of it. */
export interface Machine {
  /** As records write it, in its longest form. */
  readonly name: string;
  /** In lower case: the name up to its first dot, or an address. */
  readonly short: string;
  /** A provider's or an agent's. */
  readonly ids: readonly string[];
}

/** What is left out is in the timeline. */
const mostMachines = 20;
/** How far back the past of a machine is looked at. */
const pastDays = 31;

/** One log writes a machine's whole name, another only its beginning. */
const shortName = (host: string): string =>
  /^[0-9.:]+$/.test(host) ? host : (host.toLowerCase().split('.')[0] ?? host.toLowerCase());
const shortNameSql = `CASE WHEN regexp_matches(host, '^[0-9.:]+$') THEN host ELSE lower(split_part(host, '.', 1)) END`;

/** The machines that acts were done on, by name. */
export function machinesOf(acts: readonly ActGroup[]): readonly Machine[] {
  const hosts = [...new Set(acts.flatMap(({ host }) => (host === null || host === '' ? [] : host)))];
  return [...Map.groupBy(hosts, shortName)]
    .map(([short, names]) => ({ name: longest(names), short, ids: [] }))
    .toSorted((a, b) => compareText(a.short, b.short))
    .slice(0, mostMachines);
}

const longest = (names: readonly string[]): string =>
  names.toSorted((a, b) => b.length - a.length || compareText(a, b))[0] ?? '';

const columns =
  'event_uid, "time", source, service, operation, category, kind, error, host_uid, actor_uid, actor_name, credential, source_ip, destination_ip, destination_port, domain, bytes_out, metric, measured, process, command, file, alert';

/**
 * Lays down every record that speaks of one of these machines, with the machine's number: by name, by an id that a
 * record has beside the name and, where a record names no machine, by the address that is the machine's own in
 * records of its network. Reads from a month before the first act up to the as-of time.
 */
export async function layMachineRecords(
  scope: Pick<Scope, 'engine' | 'eventsWithin' | 'asOf'>,
  machines: readonly Machine[],
  first: string,
): Promise<readonly Machine[]> {
  const { engine, asOf, eventsWithin } = scope;
  const [from, to] = [shiftSeconds(first, -pastDays * daySeconds), shiftSeconds(asOf, 0.001)];
  const events = `(SELECT * FROM (${eventsWithin({ from, to })}) WHERE "time" >= ${sqlInstant(from)} AND "time" < ${sqlInstant(to)})`;
  const known: Machine[] = [];
  for (const machine of machines) {
    const rows = await engine.rows(`SELECT DISTINCT host_uid FROM ${events}
      WHERE ${shortNameSql} = ${literal(machine.short)} AND host_uid <> '' ORDER BY host_uid LIMIT ${mostIds}`);
    known.push({
      ...machine,
      ids: [...new Set([...machine.ids, ...rows.flatMap((row) => textOf(row['host_uid']) ?? [])])],
    });
  }
  const number = known.map((one, index) => `WHEN ${isOfMachineSql(one)} THEN ${index}`).join(' ');
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${relations.machines} AS
    SELECT CASE ${number} END AS machine, ${columns} FROM ${events}
    WHERE ${known.map(isOfMachineSql).join(' OR ')}`);
  for (const [index] of known.entries()) {
    const own = await ownAddresses({ engine }, index);
    if (own.length === 0) continue;
    await engine.run(`INSERT INTO ${relations.machines} SELECT ${index} AS machine, ${columns} FROM ${events}
      WHERE host IS NULL AND host_uid IS NULL AND alert IS NULL AND credential IS NULL AND ${sqlIn('source_ip', own)} AND (destination_ip IS NOT NULL OR domain IS NOT NULL)`);
  }
  return known;
}

const mostIds = 20;
const daySeconds = 24 * 3600;

const isOfMachineSql = ({ short, ids }: Machine): string =>
  `(${shortNameSql} = ${literal(short)} OR ${sqlIn('host_uid', ids)})`;

/** The address at one end of every flow that an interface of the machine recorded is its own. */
export async function ownAddresses({ engine }: Pick<Scope, 'engine'>, machine: number): Promise<readonly string[]> {
  const rows = await engine.rows(`SELECT DISTINCT address FROM (
      SELECT host_uid, address, count(*) AS count, any_value(flows) AS flows FROM (
        SELECT host_uid, count(*) OVER (PARTITION BY source, host_uid) AS flows, source, unnest([source_ip, destination_ip]) AS address
        FROM ${relations.machines} WHERE machine = ${machine} AND source_ip <> '' AND destination_ip <> '' AND bytes_out IS NOT NULL AND host_uid IS NOT NULL)
      GROUP BY source, host_uid, address)
    WHERE count = flows AND count >= ${enoughFlows} ORDER BY address`);
  const addresses = rows.flatMap((row) => textOf(row['address']) ?? []);
  return addresses.length > mostIds ? [] : addresses;
}

/** With fewer, whoever is at the other end could be taken for the machine. */
const enoughFlows = 3;
