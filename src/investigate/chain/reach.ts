import { providerSql } from '../../lake/provider.ts';
import { operationsSql } from '../../lake/acts.ts';
import { literal } from '../../lake/sql.ts';
import { needed, textOf, textsOf } from '../../lake/cells.ts';
import { citationsOf, earliest, instantOf, shiftSeconds, sqlIn, sqlInstant, sqlTextOrNull } from '../cells.ts';
import type { Timed } from '../cells.ts';
import {
  aroundTimes,
  calledWhen,
  eventsOfStrandsSql,
  fillStrands,
  fillTable,
  knownWithin,
  layActs,
  narrowed,
  relations,
  whereUsed,
  withStrandSql,
} from '../scope.ts';
import type { Scope } from '../scope.ts';
import { namesOf } from './entity.ts';
import { issuanceColumns, issuanceFields, issuanceOf, issuingCallsSql, issuingSql, providersOf } from './issuance.ts';
import type { Issuance } from './issuance.ts';
import { withoutUnused } from './issuer.ts';
import { lettingInStrangers } from './strangers.ts';
import { spanOf, strandKeyOf } from './strands.ts';
import type { Strand, StrandKey } from './strands.ts';

/** A resource that an intruder's act made and whose name later records carry. */
export interface MadeResource {
  readonly strand: StrandKey;
  readonly eventUid: string;
  readonly time: string;
  readonly operation: string;
  /** That was called. */
  readonly service: string;
  readonly kind: string;
  readonly uid: string;
  readonly name: string | null;
  /** What the name is only unique within, outermost first. */
  readonly parents: readonly string[];
  readonly account: string | null;
  readonly region: string | null;
}

export interface Reach {
  readonly issuances: readonly (Issuance & { readonly copies: readonly Timed[] })[];
  readonly made: readonly MadeResource[];
}

/** What the strands issued and made that later records may carry. */
export async function reachOf(scope: Scope, strands: readonly Strand[]): Promise<Reach> {
  if (strands.length === 0) return { issuances: [], made: [] };
  await fillStrands(
    scope.engine,
    relations.frontier,
    strands.map((strand) => ({ incident: 0, strand })),
  );
  const providers = providersOf(scope.links, scope.semantics);
  const making = operationsSql(scope.semantics, ({ made }) => made !== undefined);
  const { from, to } = spanOf(strands);
  const until = shiftSeconds(to, 1);
  const where = `time >= ${sqlInstant(from)} AND time < ${sqlInstant(until)} AND key IN (SELECT key FROM ${relations.frontier})
    AND (${issuingCallsSql(scope.links, 'both')} OR (${making} AND error IS NULL))`;
  const bounds = { from, to: until, ...(await whereUsed(scope, relations.frontier)) };
  const events = await narrowed(scope, { where, bounds });
  if (events === null) return { issuances: [], made: [] };
  await layActs(scope, {
    table: relations.reached,
    events: eventsOfStrandsSql(relations.frontier, events),
    columns: [
      `${providerSql(scope.links, 'e')} AS is_provider`,
      `${issuingSql(providers, 'both')} AS is_issuing`,
      issuanceColumns(providers),
    ],
    kept: `${issuanceFields}, is_issuing, ${madeFields}`,
  });
  const rows = await scope.engine.rows(
    `SELECT ${issuanceFields} FROM ${relations.reached} WHERE is_issuing ORDER BY time, event_uid`,
  );
  const issuing = rows.map(issuanceOf);
  const copies = await copiesOf(scope, issuing);
  const issued = await lettingInStrangers(scope, await withoutUnused(scope, issuing));
  const issuances = issued.map((one) => ({
    ...one,
    copies: copies.get(one.sharedUid ?? '')?.filter(({ ref }) => ref !== one.citation.ref) ?? [],
  }));
  return { issuances, made: await madeIn(scope, relations.reached) };
}

/** The copies of an issuing call that other accounts were given, by what they share. */
async function copiesOf(scope: Scope, issuances: readonly Issuance[]): Promise<ReadonlyMap<string, readonly Timed[]>> {
  const shared = issuances.filter(({ sharedUid }) => sharedUid !== null);
  if (shared.length === 0) return new Map();
  const uids = [...new Set(shared.flatMap(({ sharedUid }) => sharedUid ?? []))];
  const times = shared.map(({ citation }) => citation.time);
  const rows = await scope.engine
    .rows(`SELECT shared_uid, list({'ref': event_uid, 'time': time} ORDER BY time, event_uid) AS citations
    FROM ${knownWithin(scope, aroundTimes(times))} WHERE ${sqlIn('shared_uid', uids)} GROUP BY shared_uid`);
  return new Map(rows.map((row) => [needed(textOf(row['shared_uid']), 'shared_uid'), citationsOf(row['citations'])]));
}

/** A resource that the provider launched because of a launcher, whose uid is `cause`, in the intruder's hand. */
export interface RespawnedResource extends MadeResource {
  readonly cause: string;
  /** The strand that made the launcher. */
  readonly launcher: StrandKey;
  /** The launcher may be of another account. */
  readonly isElsewhere?: true;
}

/** What the provider launched because of launchers in the intruder's hand. */
export async function launchedBy(
  scope: Scope,
  launchers: readonly MadeResource[],
): Promise<readonly RespawnedResource[]> {
  const rows = launchers.flatMap((one) => {
    const place = [sqlTextOrNull(one.account), sqlTextOrNull(one.region)];
    return [
      ...namesOf(one).map((id) => [...place, literal(id), 'NULL', literal(one.uid)].join(', ')),
      ...groupNamesOf(scope, one).map((start) => [...place, 'NULL', literal(start), literal(one.uid)].join(', ')),
    ];
  });
  if (rows.length === 0) return [];
  await fillTable(scope.engine, relations.launchers, {
    columns: 'account VARCHAR, region VARCHAR, id VARCHAR, start VARCHAR, uid VARCHAR',
    rows,
  });
  const launching = operationsSql(scope.semantics, ({ cause }) => cause !== undefined);
  const from = earliest(launchers.map(({ time }) => time));
  const there = `account IN (SELECT account FROM ${relations.launchers})`;
  const when = await calledWhen(scope, `last >= ${sqlInstant(from)} AND ${launching} AND ${there}`);
  if (when === null) return [];
  const where = `time >= ${sqlInstant(from)} AND ${launching} AND error IS NULL
    AND (${providerSql(scope.links, 'known')} OR invoked_by IS NOT NULL) AND ${there}`;
  const events = await narrowed(scope, { where, bounds: { from, to: when.to } });
  if (events === null) return [];
  await layActs(scope, { table: relations.reached, events: withStrandSql(events) });
  await scope.engine.run(`CREATE OR REPLACE TEMP TABLE ${relations.respawned} AS
    SELECT a.* EXCLUDE (id), min(l.uid) AS cause FROM (SELECT *, unnest(causes) AS id FROM ${relations.reached}) a JOIN ${relations.launchers} l ON (a.id = l.id OR starts_with(a.id, l.start)) AND a.account = l.account AND a.region = l.region
    GROUP BY ALL`);
  const found = await madeRows(scope, relations.respawned, ', cause');
  return found.flatMap((row) => {
    const made = madeOf(row);
    const launcher = launchers.find(
      ({ uid, account, region }) => uid === row['cause'] && account === made.account && region === made.region,
    );
    return launcher === undefined ? [] : [{ ...made, cause: launcher.uid, launcher: launcher.strand }];
  });
}

/** How the names of groups begin by which a launcher launches. */
const groupNamesOf = ({ links }: Scope, { kind, name }: MadeResource): readonly string[] =>
  links.flatMap(({ groupsOfLaunchers }) => {
    const form = name === null ? undefined : groupsOfLaunchers?.[kind];
    return form === undefined ? [] : [form.replace('{name}', () => name ?? '')];
  });

async function madeIn(scope: Scope, relation: string): Promise<readonly MadeResource[]> {
  return (await madeRows(scope, relation, '')).map(madeOf);
}

/** What is read of a thing that was made, beside the columns that an issuance has too. */
const madeFields = 'service, resource_type, region, parents, outcome, made, names';

/** Of the records of one call the first that names what was made stands for all. */
const madeRows = ({ engine }: Scope, relation: string, extra: string) =>
  engine.rows(`SELECT event_uid, time, operation, account, key, network, agent, service, resource_type, region, parents, unnest(made) AS uid, unnest(names) AS name${extra}
    FROM (SELECT * FROM ${relation} WHERE outcome = 'accepted' AND len(made) > 0
      QUALIFY shared_uid IS NULL OR row_number() OVER (PARTITION BY shared_uid, account, operation, key ORDER BY time, event_uid) = 1) ORDER BY time, event_uid, uid`);

export function madeOf(row: Parameters<typeof strandKeyOf>[0]): MadeResource {
  return {
    strand: strandKeyOf(row),
    eventUid: needed(textOf(row['event_uid']), 'event_uid'),
    time: needed(instantOf(row['time']), 'time'),
    operation: needed(textOf(row['operation']), 'operation'),
    service: needed(textOf(row['service']), 'service'),
    kind: needed(textOf(row['resource_type']), 'resource_type'),
    uid: needed(textOf(row['uid']), 'uid'),
    name: textOf(row['name']),
    parents: textsOf(row['parents']),
    account: textOf(row['account']),
    region: textOf(row['region']),
  };
}
