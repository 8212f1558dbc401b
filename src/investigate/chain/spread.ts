import { calledSql, textAt } from '../../lake/acts.ts';
import { textsOf } from '../../lake/cells.ts';
import { providerSql } from '../../lake/provider.ts';
import { literal } from '../../lake/sql.ts';
import type { Spread } from '../../model/links.ts';
import { earliest, sqlInstant } from '../cells.ts';
import { calledWhen, fillTable, layActs, narrowed, relations, withStrandSql } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { issuanceColumns, providersOf } from './issuance.ts';
import { madeOf } from './reach.ts';
import type { MadeResource } from './reach.ts';

/** What the provider made in an account or a region for a thing that an intruder made. */
export interface Spreading {
  readonly thing: MadeResource;
  readonly made: MadeResource;
  /** Values that later records of an identity carry that was made so. */
  readonly madeActors: readonly string[];
}

interface Sought {
  readonly thing: MadeResource;
  readonly spread: Spread;
  readonly begins: string;
}

/** What the provider made elsewhere for these things, known by the name that it gives. */
export async function spreadFrom(scope: Scope, made: readonly MadeResource[]): Promise<readonly Spreading[]> {
  const sought = made.flatMap((thing) =>
    scope.links.flatMap(({ spreads = [] }) =>
      spreads
        .filter(({ of }) => of === thing.kind)
        .map((spread): Sought => ({ thing, spread, begins: spread.begins.replace('{name}', () => nameOf(thing)) })),
    ),
  );
  if (sought.length === 0) return [];
  const spreads = [...new Set(sought.map(({ spread }) => spread))];
  const calls = calledSql(spreads);
  const from = earliest(sought.map(({ thing }) => thing.time));
  const when = await calledWhen(scope, `last >= ${sqlInstant(from)} AND ${calls}`);
  if (when === null) return [];
  const where = `time >= ${sqlInstant(from)} AND ${calls} AND error IS NULL AND (${providerSql(scope.links, 'known')} OR invoked_by IS NOT NULL)`;
  const events = await narrowed(scope, { where, bounds: { from, to: when.to } });
  if (events === null) return [];
  await layNamed(scope, sought, { spreads, events });
  const rows = await scope.engine.rows(`SELECT r.* EXCLUDE (made, names), r.made[1] AS uid, r.names[1] AS name, s.place
    FROM ${relations.reached} r JOIN ${relations.launchers} s ON starts_with(r.named, s.start) AND regexp_full_match(substr(r.named, length(s.start) + 1), s.ending) AND r.time >= s.since ORDER BY r.time, r.event_uid, s.place`);
  return rows.flatMap((row) => {
    const thing = sought[Number(row['place'])]?.thing;
    return thing === undefined ? [] : [{ thing, made: madeOf(row), madeActors: textsOf(row['made_actors']) }];
  });
}

interface Calls {
  readonly spreads: readonly Spread[];
  readonly events: string;
}

/** Lays down the calls with the names that they give, and beside them how names begin that are sought. */
async function layNamed(scope: Scope, sought: readonly Sought[], { spreads, events }: Calls): Promise<void> {
  const named = spreads.map((spread) => `WHEN ${calledSql([spread])} THEN ${textAt(spread.named)}`);
  await layActs(scope, {
    table: relations.reached,
    events: withStrandSql(events),
    columns: [`CASE ${named.join(' ')} END AS named`, issuanceColumns(providersOf(scope.links, scope.semantics))],
    condition: `outcome = 'accepted' AND named IS NOT NULL AND len(made) > 0`,
    kept: 'event_uid, time, operation, account, key, network, agent, service, resource_type, region, parents, made, names, made_actors, named',
  });
  await fillTable(scope.engine, relations.launchers, {
    columns: 'place INTEGER, start VARCHAR, ending VARCHAR, since TIMESTAMP',
    rows: sought.map(({ thing, spread, begins }, place) =>
      [String(place), literal(begins), literal(spread.ends), sqlInstant(thing.time)].join(', '),
    ),
  });
}

const nameOf = ({ name, uid }: MadeResource): string => name ?? uid;
