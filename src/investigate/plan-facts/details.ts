import { listAt } from '../../lake/acts.ts';
import { needed, textOf, textsOf } from '../../lake/cells.ts';
import { identifier, literal } from '../../lake/sql.ts';
import type { Details, Howto } from '../../model/howto.ts';
import { compareText } from '../../model/instant.ts';
import type { Where } from '../../model/semantics.ts';
import { earliest, latest, sqlIn, sqlInstant } from '../cells.ts';
import { narrowed } from '../scope.ts';
import type { Scope, Wanted } from '../scope.ts';

/** A record that is asked for details. */
export interface Asked {
  readonly uid: string;
  readonly time: string;
  readonly service: string;
  readonly operation: string;
  readonly plainOperation: string;
}

interface Site {
  readonly name: string;
  readonly service: string;
  readonly operation: string;
  readonly where: Where;
}

/** How many ids one statement names. */
const uidsAQuery = 2000;

/** What records say of the targets of their calls, by event uid, as far as a howto declares where that stands. */
export async function detailsOf(
  scope: Pick<Scope, 'engine' | 'eventsWithin' | 'asOf'>,
  asked: readonly Asked[],
  howtos: readonly Pick<Howto, 'details'>[],
): Promise<ReadonlyMap<string, Details>> {
  const sites = sitesOf(asked, howtos);
  const wanted = asked.filter(({ service, operation }) =>
    sites.some((site) => site.service === service && site.operation === operation),
  );
  const found = new Map<string, Details>();
  for (let start = 0; start < wanted.length; start += uidsAQuery) {
    const some = wanted.slice(start, start + uidsAQuery);
    const events = await narrowed(scope, recordsOf(some));
    if (events === null) continue;
    for (const row of await scope.engine.rows(detailsSql(sites, events))) {
      const details = [...new Set(sites.map(({ name }) => name))].flatMap((name) => {
        const values = textsOf(row[name]);
        return values.length === 0 ? [] : [[name, values] as const];
      });
      found.set(needed(textOf(row['event_uid']), 'event_uid'), Object.fromEntries(details));
    }
  }
  return found;
}

/** Where the details of the operations that occur stand, each operation by the name that its records have. */
function sitesOf(asked: readonly Asked[], howtos: readonly Pick<Howto, 'details'>[]): readonly Site[] {
  const operations = new Map(asked.map((one) => [`${one.service}\n${one.operation}`, one]));
  return [...operations.values()]
    .flatMap(({ service, operation, plainOperation }) =>
      howtos.flatMap(({ details }) =>
        Object.entries(details[`${service} ${plainOperation}`] ?? {}).map(([name, where]) => ({
          name,
          service,
          operation,
          where,
        })),
      ),
    )
    .toSorted((a, b) => compareText(`${a.name} ${a.operation}`, `${b.name} ${b.operation}`));
}

function detailsSql(sites: readonly Site[], events: string): string {
  const columns = [...Map.groupBy(sites, ({ name }) => name)].map(([name, same]) => {
    const cases = same.map(
      ({ service, operation, where: place }) =>
        `WHEN service = ${literal(service)} AND operation = ${literal(operation)} THEN ${listAt(place)}`,
    );
    return `CASE ${cases.join(' ')} ELSE CAST([] AS VARCHAR[]) END AS ${identifier(name)}`;
  });
  return `SELECT event_uid, ${columns.join(', ')} FROM (${events})`;
}

/** Times and operations first: an engine passes over blocks of records by them. */
function recordsOf(some: readonly Asked[]): Wanted {
  const times = some.map(({ time }) => time);
  const [from, to] = [earliest(times), latest(times)];
  const where = [
    `time >= ${sqlInstant(from)}`,
    `time <= ${sqlInstant(to)}`,
    sqlIn('operation', [...new Set(some.map(({ operation }) => operation))]),
    sqlIn(
      'event_uid',
      some.map(({ uid }) => uid),
    ),
  ].join(' AND ');
  return { where, bounds: { from, to } };
}
