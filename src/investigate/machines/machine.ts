import { textOf } from '../../lake/cells.ts';
import { compareText } from '../../model/instant.ts';
import { shiftSeconds, sqlIn, sqlInstant } from '../cells.ts';
import { relations } from '../scope.ts';
import type { Scope } from '../scope.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { isTie } from './grounds.ts';
import type { KnownMachines } from './known-machines.ts';

/** A machine of an incident, by all names and ids under which records speak of it. */
export interface Machine {
  /** As records write it, in its longest form. */
  readonly name: string;
  /** In lower case: the name up to its first dot, or an address. */
  readonly short: string;
  /** In lower case, as its own logs spell it. */
  readonly names: readonly string[];
  /** A provider's of it and of what belongs to it, or an agent's. */
  readonly ids: readonly string[];
  /** Whether it is known which of a provider's machines it is: then the provider's records count by its ids alone. */
  readonly tie: 'one' | 'several' | 'none';
}

/** What is left out is in the timeline. */
const mostMachines = 20;
/** How far back the past of a machine is looked at. */
const pastDays = 31;

/** One log writes a machine's whole name, another only its beginning. */
const shortName = (host: string): string =>
  /^[0-9.:]+$/.test(host) ? host : (host.toLowerCase().split('.')[0] ?? host.toLowerCase());

/** Whether a record that names a machine so speaks of this one. */
export const isNamed = ({ names, short }: Machine, host: string | null): boolean =>
  host !== null && (names.includes(host.toLowerCase()) || (names.length === 0 && shortName(host) === short));

/** The machines that acts were done on, each once, whatever names and ids it goes by. */
export function machinesOf(acts: readonly ActGroup[], known: KnownMachines): readonly Machine[] {
  const on = acts.flatMap(({ host, time }) => (host === null || host === '' ? [] : [{ host, time }]));
  const byKey = Map.groupBy(on, ({ host, time }) => known.keyAt({ host, hostUid: null }, time) ?? shortName(host));
  return [...byKey.values()]
    .map((same) => machineOf(same, known))
    .toSorted((a, b) => compareText(a.short, b.short) || compareText(a.name, b.name))
    .slice(0, mostMachines);
}

function machineOf(same: readonly { readonly host: string; readonly time: string }[], known: KnownMachines): Machine {
  const hosts = [...new Set(same.map(({ host }) => host))];
  const name = longest(hosts);
  const tied = known.tiedAt(name, same[0]?.time ?? '');
  return {
    name,
    short: shortName(name),
    names: [...new Set(hosts.flatMap((host) => [host.toLowerCase(), ...known.spellingsOf(host)]))].toSorted(
      compareText,
    ),
    ids: [
      ...(isTie(tied) ? [tied.instance.uid, ...tied.instance.parts] : []),
      ...new Set(hosts.flatMap((host) => known.partsOf(host))),
    ],
    tie: isTie(tied) ? 'one' : tied === null ? 'none' : 'several',
  };
}

const longest = (names: readonly string[]): string =>
  names.toSorted((a, b) => b.length - a.length || compareText(a, b))[0] ?? '';

type Lake = Pick<Scope, 'engine' | 'eventsWithin' | 'asOf'>;

const columns =
  'event_uid, "time", source, service, operation, category, kind, error, host_uid, actor_uid, actor_name, credential, source_ip, destination_ip, destination_port, domain, bytes_out, metric, measured, process, command, file, alert';

/**
 * Lays down every record that speaks of one of these machines, with the machine's number: by name, by an id that a
 * record has beside the name and, where a record names no machine, by the address that is the machine's own in
 * records of its network. Reads from a month before the first act up to the as-of time.
 */
export async function layMachineRecords(
  scope: Lake,
  machines: readonly Machine[],
  first: string,
): Promise<readonly Machine[]> {
  const { engine, asOf, eventsWithin } = scope;
  const [from, to] = [shiftSeconds(first, -pastDays * daySeconds), shiftSeconds(asOf, 0.001)];
  const events = `(SELECT * FROM (${eventsWithin({ from, to })}) WHERE "time" >= ${sqlInstant(from)} AND "time" < ${sqlInstant(to)})`;
  const known: Machine[] = [];
  for (const machine of machines) {
    const rows =
      machine.tie !== 'none'
        ? []
        : await engine.rows(`SELECT DISTINCT host_uid FROM ${events}
      WHERE ${sqlIn('lower(host)', machine.names)} AND host_uid <> '' ORDER BY host_uid LIMIT ${mostIds}`);
    const ids = rows.flatMap((row) => textOf(row['host_uid']) ?? []);
    known.push({ ...machine, ids: [...new Set([...machine.ids, ...ids])] });
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

/** Of two machines of one name what their provider measures is told apart by id alone. */
const isOfMachineSql = ({ names, ids, tie }: Machine): string => {
  const named = `(${sqlIn('lower(host)', names)}${tie === 'none' ? '' : ' AND metric IS NULL AND bytes_out IS NULL'})`;
  return `(coalesce(${named}, false) OR coalesce(${sqlIn('host_uid', ids)}, false))`;
};

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
