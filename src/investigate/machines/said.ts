import { listAt, textAt } from '../../lake/acts.ts';
import { literal } from '../../lake/sql.ts';
import type { MachineSign, Said } from '../../model/machines.ts';

/** SQL: all that a record says at these places, as a list of text, each once and none of it empty. */
function saidSql(places: readonly Said[] = []): string {
  const lists = places.map((place) => {
    if (typeof place === 'string' || !('matches' in place)) return listAt(place);
    return `list_transform(${listAt(place.at)}, lambda value: regexp_extract(value, ${literal(place.matches)}, 1))`;
  });
  if (lists.length === 0) return 'CAST([] AS VARCHAR[])';
  return `list_sort(list_distinct(list_filter(flatten([${lists.join(', ')}]), lambda value: value <> '')))`;
}

/** SQL condition on columns: the record is one that the sign is about. */
export const signedSql = ({ source, when = [] }: MachineSign): string =>
  [`source = ${literal(source)}`, ...when.map(({ of, oneOf }) => `${of} IN (${oneOf.map(literal).join(', ')})`)].join(
    ' AND ',
  );

const columns = 'source, cloud, account, region, host, host_uid';

/** SQL: what records say of machines by one sign, each saying once with its first and last record. */
export function sayingsSql(sign: MachineSign, events: string): string {
  const { each, isFlow, uids, names, addresses, shape, compartment, state } = sign;
  if (isFlow) return flowsSql(sign, events);
  const place = (where: MachineSign['shape']) => (where === undefined ? 'CAST(NULL AS VARCHAR)' : textAt(where));
  const items =
    each === undefined
      ? `SELECT ${columns}, time, event_uid, raw FROM ${events}`
      : `SELECT ${columns}, time, event_uid, unnest(json_extract(raw, ${literal(`$.${each}`)})) AS raw FROM ${events}`;
  return `SELECT ${columns}, uids, names, addresses, shape, compartment, state, ${spanSql} FROM (
      SELECT ${columns}, time, event_uid, ${saidSql(uids)} AS uids, ${saidSql(names)} AS names, ${saidSql(addresses)} AS addresses,
        ${place(shape)} AS shape, ${place(compartment)} AS compartment, ${place(state)} AS state FROM (${items}))
    WHERE len(uids) + len(names) + len(addresses) > 0 GROUP BY ALL`;
}

const spanSql = `min(time) AS first, min_by(event_uid, (time, event_uid)) AS first_uid, max(time) AS last, max_by(event_uid, (time, event_uid)) AS last_uid`;

/** SQL: of what sends and is sent, the only address that all of its flows have in common, where they have several others. */
const flowsSql = (sign: MachineSign, events: string): string =>
  `SELECT ${columns}, CAST([] AS VARCHAR[]) AS uids, CAST([] AS VARCHAR[]) AS names, [address] AS addresses,
      CAST(NULL AS VARCHAR) AS shape, CAST(NULL AS VARCHAR) AS compartment, CAST(NULL AS VARCHAR) AS state, first, first_uid, last, last_uid
    FROM (SELECT *, count(*) OVER (PARTITION BY ${columns}) AS ends,
        count(*) FILTER (flows = total) OVER (PARTITION BY ${columns}) AS common FROM (
      SELECT ${columns}, address, count(*) AS flows, any_value(total) AS total, ${spanSql} FROM (
        SELECT ${columns}, time, event_uid, total, unnest(list_distinct([source_ip, destination_ip])) AS address FROM (
          SELECT *, count(*) OVER (PARTITION BY ${columns}) AS total FROM ${events} WHERE ${signedSql(sign)} AND source_ip <> '' AND destination_ip <> ''))
      GROUP BY ${columns}, address))
    WHERE flows = total AND common = 1 AND ends > 2`;
