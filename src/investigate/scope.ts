import { actsSql, narrowTo } from '../lake/acts.ts';
import type { Engine } from '../lake/engine.ts';
import { literal } from '../lake/sql.ts';
import type { Links } from '../model/links.ts';
import type { RuleIdentity } from '../model/rule.ts';
import type { Semantics } from '../model/semantics.ts';
import { shiftSeconds, sqlInstant, textOf } from './cells.ts';
import { agentSql, keySql, networkSql } from './chain/strand-keys.ts';

/** What every step of an investigation is given. */
export interface Scope {
  readonly engine: Engine;
  readonly semantics: readonly Semantics[];
  readonly links: readonly Links[];
  readonly rules: readonly RuleIdentity[];
  readonly asOf: string;
}

/** Relations that an investigation makes in the engine and drops again. */
export const relations = {
  /** Events up to the as-of time, with key, network and agent of their strand. */
  known: 'investigation_known',
  /** Those of them inside the asked time range, in which an incident begins; it is told whole. */
  scope: 'investigation_scope',
  /** Whole records on their way into acts. */
  events: 'investigation_events',
  anchors: 'investigation_anchors',
  leads: 'investigation_leads',
  instants: 'investigation_instants',
  frontier: 'investigation_frontier',
  reached: 'investigation_reached',
  launchers: 'investigation_launchers',
  respawned: 'investigation_respawned',
  hostile: 'investigation_hostile',
  acts: 'investigation_acts',
  entities: 'investigation_entities',
  touching: 'investigation_touching',
} as const;

interface TimeRange {
  readonly since: string | null;
  readonly until: string | null;
}

/** Lays the views over `events` that all later queries ask. */
export async function openScope({ engine, asOf }: Scope, { since, until }: TimeRange): Promise<void> {
  const bounds = [since && `time >= ${sqlInstant(since)}`, until && `time <= ${sqlInstant(until)}`].filter(Boolean);
  await engine.run(`CREATE OR REPLACE TEMP VIEW ${relations.known} AS
    SELECT e.*, ${keySql('e')} AS key, ${networkSql('e')} AS network, ${agentSql('e')} AS agent FROM events e WHERE e.time < ${sqlInstant(shiftSeconds(asOf, 0.001))}`);
  await engine.run(
    `CREATE OR REPLACE TEMP VIEW ${relations.scope} AS SELECT * FROM ${relations.known} ${bounds.length > 0 ? `WHERE ${bounds.join(' AND ')}` : ''}`,
  );
}

export async function closeScope({ engine }: Scope): Promise<void> {
  for (const [name, relation] of Object.entries(relations)) {
    await engine.run(`DROP ${name === 'known' || name === 'scope' ? 'VIEW' : 'TABLE'} IF EXISTS ${relation}`);
  }
}

/** SQL condition: the act is the provider's own. */
export function providerSql(links: readonly Links[], alias: string): string {
  const types = links.flatMap(({ provider }) => provider.actorTypes.map(literal));
  const patterns = links.map(({ provider }) => literal(provider.actorPattern));
  const named = patterns.flatMap((pattern) =>
    ['actor_uid', 'actor_name'].map((column) => `regexp_matches(coalesce(${alias}.${column}, ''), ${pattern})`),
  );
  const typed = types.length > 0 ? [`coalesce(${alias}.actor_type, '') IN (${types.join(', ')})`] : [];
  return `(${[...typed, ...named, 'false'].join(' OR ')})`;
}

interface Laying {
  readonly table: string;
  /** A query for whole events. */
  readonly events: string;
  /** On the act `a`; without it all acts are kept. */
  readonly condition?: string;
}

/** Lays down what the events of a query did, as a table of lake/acts.ts rows. */
export async function layActs(
  { engine, semantics }: Scope,
  { table, events, condition = 'true' }: Laying,
): Promise<void> {
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${relations.events} AS ${events}`);
  const rows = await engine.rows(`SELECT DISTINCT service, operation FROM ${relations.events}`);
  const called = rows.map(({ service, operation }) => ({
    service: textOf(service) ?? '',
    operation: textOf(operation) ?? '',
  }));
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE ${table} AS SELECT a.* FROM (${actsSql(narrowTo(semantics, called), relations.events)}) a WHERE ${condition}`,
  );
  await engine.run(`DROP TABLE ${relations.events}`);
}

/** A table of literal rows. */
interface Filling {
  readonly columns: string;
  readonly rows: readonly string[];
}

/** Fills a new table with rows of SQL values, some thousand at a time. */
export async function fillTable(engine: Engine, table: string, { columns, rows }: Filling): Promise<void> {
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${table} (${columns})`);
  for (let start = 0; start < rows.length; start += 2000) {
    await engine.run(
      `INSERT INTO ${table} VALUES ${rows
        .slice(start, start + 2000)
        .map((row) => `(${row})`)
        .join(', ')}`,
    );
  }
}
