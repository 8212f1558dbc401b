import type { AssumedClock } from '../lake/assumed-clocks.ts';
import type { AssumedOwner } from '../lake/settle-hosts.ts';
import { actsSql, narrowTo, plainOperation } from '../lake/acts.ts';
import type { Called } from '../lake/acts.ts';
import { calledIn, callerAddressSql, calls, isDeedSql } from '../lake/calls.ts';
import type { Engine, Row } from '../lake/engine.ts';
import { literal } from '../lake/sql.ts';
import type { Links } from '../model/links.ts';
import type { MiningRates } from '../model/mining.ts';
import type { Prices } from '../model/prices.ts';
import type { RuleIdentity } from '../model/rule.ts';
import type { Semantics } from '../model/semantics.ts';
import type { EventBounds, EventsWithin, Stay } from '../lake/events-within.ts';
import { tightened } from '../lake/tightened.ts';
import { textIn, textOf } from '../lake/cells.ts';
import { earliest, latest, shiftSeconds, sqlInstant } from './cells.ts';
import { agentSql, keySql, networkSql } from './chain/strand-keys.ts';
import { noMachines } from './machines/known-machines.ts';
import type { KnownMachines } from './machines/known-machines.ts';
import { uses } from './uses.ts';
import type { Strand } from './chain/strands.ts';

/** What every step of an investigation is given. Semantics and links name operations as these records do. */
export interface Scope extends TimeRange {
  readonly engine: Engine;
  readonly eventsWithin: EventsWithin;
  readonly semantics: readonly Semantics[];
  readonly links: readonly Links[];
  readonly rules: readonly RuleIdentity[];
  readonly prices: readonly Prices[];
  readonly mining: MiningRates;
  readonly asOf: string;
  /** Logs whose times name no zone or no year, and the zone in which they were read. */
  readonly clocks?:
    | { readonly assumed: readonly AssumedClock[]; readonly zone: string; readonly owners: readonly AssumedOwner[] }
    | undefined;
  readonly machines: KnownMachines;
  /** Accounts whose own logs are at hand. */
  readonly ownAccounts: readonly string[];
}

/** Of each chosen event; with where it lies, so that it is found again. */
export const chosenColumns = 'event_uid, shared_uid, credential, time, operation, partition';

interface TimeRange {
  readonly since: string | null;
  readonly until: string | null;
}

/** Relations that an investigation makes in the engine and drops again. */
export const relations = {
  /** What somebody did up to the as-of time, with the key of their strand. A view: ask few columns of it. */
  known: 'investigation_known',
  strands: 'investigation_strands',
  /** Whole records on their way into acts. */
  events: 'investigation_events',
  chosen: 'investigation_chosen',
  /** What columns say of the chosen events. */
  looked: 'investigation_looked',
  anchors: 'investigation_anchors',
  /** What rules found of credentials that several use. */
  parts: 'investigation_parts',
  /** What services that keep an organisation in order opened. */
  kept: 'investigation_kept',
  /** Machines on which findings speak of somebody, sign-ins on them, and those by which he came. */
  visited: 'investigation_visited',
  /** What findings on machines speak of, and who may have done it. */
  comings: 'investigation_comings',
  deeds: 'investigation_deeds',
  doers: 'investigation_doers',
  arrivals: 'investigation_arrivals',
  /** Numbered sessions of machines in which he did anything. */
  sessions: 'investigation_sessions',
  doors: 'investigation_doors',
  /** When machines were made and ended. */
  lives: 'investigation_lives',
  /** From when to when somebody was on which machine. */
  stays: 'investigation_stays',
  /** What those did against an intrusion who also reach into its machines. */
  answers: 'investigation_answers',
  leads: 'investigation_leads',
  instants: 'investigation_instants',
  frontier: 'investigation_frontier',
  reached: 'investigation_reached',
  launchers: 'investigation_launchers',
  respawned: 'investigation_respawned',
  hostile: 'investigation_hostile',
  /** On which days programs that administer machines ran by themselves. */
  tools: 'investigation_tools',
  acts: 'investigation_acts',
  /** `(incident, event_uid)` of what processes did that findings speak of, and what these started. */
  started: 'investigation_started',
  /** `(rule, event_uid)` of the acts of incidents. */
  matched: 'investigation_matched',
  /** The same of all events, of rules that can begin an incident. */
  grave: 'investigation_grave',
  entities: 'investigation_entities',
  touching: 'investigation_touching',
  /** What was aimed at anything of an intrusion, by whomever. */
  aimed: 'investigation_aimed',
  /** Commands of others on the machines of one incident. */
  commands: 'investigation_commands',
  launches: 'investigation_launches',
  /** All that those launched, made and ended of whom a routine is asked. */
  routines: 'investigation_routines',
  creations: 'investigation_creations',
  others: 'investigation_others',
  nameless: 'investigation_nameless',
  /** All records that speak of the machines of one incident. */
  machines: 'investigation_machines',
} as const;

/** Lays the view that all later queries ask, and narrows semantics and links to what occurs in it. */
export async function openScope(given: Omit<Scope, 'machines' | 'ownAccounts'>): Promise<Scope> {
  const { engine, asOf, semantics, links } = given;
  await engine.run(`CREATE OR REPLACE TEMP VIEW ${relations.known} AS ${knownOf('events', asOf)}`);
  const called = await calledIn(engine, calls.name);
  const accounts = await engine.rows(
    `SELECT DISTINCT account FROM ${calls.name} WHERE account IS NOT NULL ORDER BY account`,
  );
  return {
    ...given,
    machines: noMachines,
    ownAccounts: accounts.map((row) => textIn(row, 'account')),
    semantics: narrowTo(semantics, called),
    links: links.map((one) => narrowLinks(one, semantics, called)),
  };
}

const knownOf = (events: string, asOf: string): string =>
  `SELECT e.* REPLACE (${callerAddressSql('e')} AS source_ip), ${keySql('e')} AS key FROM ${events} e WHERE e.time < ${sqlInstant(shiftSeconds(asOf, 0.001))} AND ${isDeedSql('e')}`;

/** SQL: the relation `known`, without files that lie out of bounds. Conditions are asked all the same. */
export const knownWithin = (
  { eventsWithin, asOf }: Pick<Scope, 'eventsWithin' | 'asOf'>,
  bounds: EventBounds,
): string => `(${knownOf(`(${eventsWithin(bounds)})`, asOf)})`;

/** Where copies of calls made at these times lie: other accounts are given a call with its time. */
export const aroundTimes = (times: readonly string[]): EventBounds => ({
  from: shiftSeconds(earliest(times), -daySeconds),
  to: shiftSeconds(latest(times), daySeconds),
});
const daySeconds = 24 * 3600;

function narrowLinks(links: Links, semantics: readonly Semantics[], called: readonly Called[]): Links {
  const ignored = semantics.find(({ cloud }) => cloud === links.cloud)?.ignoredInOperation;
  const occurring = <Call extends Called>(calls: readonly Call[]): readonly Call[] =>
    calls.flatMap((call) =>
      called
        .filter(
          ({ service, operation }) => service === call.service && plainOperation(operation, ignored) === call.operation,
        )
        .map(({ operation }) => ({ ...call, operation })),
    );
  return { ...links, issues: occurring(links.issues), makings: occurring(links.makings) };
}

/** SQL condition: in the time range in which an incident begins. It is told whole. */
export function inRangeSql({ since, until }: TimeRange): string {
  const bounds = [since && `time >= ${sqlInstant(since)}`, until && `time <= ${sqlInstant(until)}`].filter(Boolean);
  return bounds.length === 0 ? 'true' : bounds.join(' AND ');
}

export async function closeScope({ engine }: Pick<Scope, 'engine'>): Promise<void> {
  for (const [name, relation] of Object.entries(relations)) {
    await engine.run(`DROP ${name === 'known' ? 'VIEW' : 'TABLE'} IF EXISTS ${relation}`);
  }
}

/** The UTC days of the events in a table with their times. */
export async function daysIn({ engine }: Pick<Scope, 'engine'>, table: string): Promise<readonly string[]> {
  const rows = await engine.rows(
    `SELECT DISTINCT CAST(CAST(time AS DATE) AS VARCHAR) AS day FROM ${table} ORDER BY day`,
  );
  return rows.map((row) => textIn(row, 'day'));
}

/** When calls of a kind were made, by a condition on the columns of the summary of calls; null where none were. */
export async function calledWhen({ engine }: Pick<Scope, 'engine'>, condition: string): Promise<Span | null> {
  const [row] = await engine.rows(
    `SELECT CAST(min(first) AS VARCHAR) AS first, CAST(max(last) AS VARCHAR) AS last FROM ${calls.name} WHERE ${condition}`,
  );
  const [from, to] = [textOf(row?.['first']), textOf(row?.['last'])];
  return from === null || to === null ? null : { from, to };
}
type Span = Required<Pick<EventBounds, 'from' | 'to'>>;

/** Where the keys of a table, or of a query, were used at all. */
export async function whereUsed({ engine }: Pick<Scope, 'engine'>, keys: string): Promise<EventBounds> {
  const rows =
    await engine.rows(`SELECT CAST(CAST(first AS DATE) AS VARCHAR) AS first, CAST(CAST(last AS DATE) AS VARCHAR) AS last, CAST(bit_or(places) AS VARCHAR) AS places, count(places) AS known, count(*) AS uses
    FROM ${uses.name} WHERE key IN (SELECT key FROM ${keys}) GROUP BY CAST(first AS DATE), CAST(last AS DATE) ORDER BY ALL`);
  const stays = rows.flatMap((row) => stayIn(row) ?? []);
  return rows.length > stays.length ? {} : { stays };
}

function stayIn(row: Row): Stay | null {
  const [from, to, marks] = [textOf(row['first']), textOf(row['last']), textOf(row['places'])];
  const isKnown = row['known'] === row['uses'];
  return from === null || to === null || marks === null || !isKnown ? null : { from, to, marks: BigInt(marks) };
}

type Lake = Pick<Scope, 'engine' | 'eventsWithin' | 'asOf'>;

/** A condition on columns of `known`, and bounds of what passes it. */
export interface Wanted {
  readonly where: string;
  readonly bounds: EventBounds;
}

/** SQL: whole events that pass a condition, by a first look at columns alone; null where none does. */
export async function narrowed(scope: Lake, { where, bounds }: Wanted): Promise<string | null> {
  const tight = await tightened(scope.engine, `${knownWithin(scope, bounds)} known`, where);
  return tight === null ? null : `SELECT * FROM ${knownWithin(scope, tight.bounds)} known WHERE ${tight.where}`;
}

/** SQL: a relation with the columns of `known` and no row. */
export const nothing = `SELECT * FROM ${relations.known} WHERE false`;

/** SQL: of some events those of the strands in a table that `fillStrands` filled, with key, network and agent. */
export const eventsOfStrandsSql = (strands: string, events: string): string =>
  `SELECT s.*, f.incident FROM (SELECT e.*, ${networkSql('e')} AS network, ${agentSql('e')} AS agent
    FROM (${events}) e WHERE key IN (SELECT key FROM ${strands})) s
    JOIN ${strands} f ON ${isOfStrandSql('s', 'f')}`;

/** SQL: the event is of the strand, in the part that is meant. */
export const isOfStrandSql = (event: string, strand: string): string =>
  `${event}.key = ${strand}.key AND ${event}.network = ${strand}.network AND ${event}.agent = ${strand}.agent
    AND (${strand}.since IS NULL OR ${event}.time BETWEEN ${strand}.since AND ${strand}.until)`;

/** SQL: all of a row of `uses` lies in the part of its strand that is meant. */
export const isWithinSql = (use: string, strand: string): string =>
  `(${strand}.since IS NULL OR (${use}.first >= ${strand}.since AND ${use}.last <= ${strand}.until))`;

/** Fills a table of strands, each with the number of its incident. */
export async function fillStrands(
  engine: Engine,
  table: string,
  strands: readonly { readonly incident: number; readonly strand: Strand }[],
): Promise<void> {
  const rows = strands.map(({ incident, strand: { key, network, agent, window } }) =>
    [
      String(incident),
      ...[key, network, agent].map(literal),
      window === null ? 'NULL' : sqlInstant(window.since),
      window === null ? 'NULL' : sqlInstant(shiftSeconds(window.until, 0.001)),
    ].join(', '),
  );
  const columns = 'incident INTEGER, key VARCHAR, network VARCHAR, agent VARCHAR, since TIMESTAMP, until TIMESTAMP';
  await fillTable(engine, table, { columns, rows });
}

/** SQL: events of a query over `known` with network and agent of their strand. */
export const withStrandSql = (events: string): string =>
  `SELECT e.*, ${networkSql('e')} AS network, ${agentSql('e')} AS agent FROM (${events}) e`;

interface Laying {
  readonly table: string;
  /** A query for whole events. Its conditions ask columns only: looking into records comes after. */
  readonly events: string;
  /** Further columns, which may look into the record of the event `e`. */
  readonly columns?: readonly string[];
  /** On the act `a`; without it all acts are kept. */
  readonly condition?: string;
  /** Columns of the act `a`; what is not asked for is neither planned to the end nor read from records. */
  readonly kept?: string;
}

/**
 * Lays down what the events of a query did, as a table of lake/acts.ts rows. What is handed to an account whose own log
 * is at hand stays within the organisation: it is changed, and not shared.
 */
export async function layActs({ engine, semantics, ownAccounts }: Scope, laying: Laying): Promise<void> {
  const { table, events, columns = [], condition = 'true', kept = 'a.*' } = laying;
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${relations.events} AS ${events}`);
  const narrow = narrowTo(semantics, await calledIn(engine, relations.events));
  const from =
    columns.length === 0 ? relations.events : `(SELECT e.*, ${columns.join(', ')} FROM ${relations.events} e)`;
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE ${table} AS SELECT ${kept} FROM (SELECT * REPLACE (CASE WHEN ${isWithin(ownAccounts)} THEN 'modify' ELSE verb END AS verb)
      FROM (${actsSql(narrow, from)})) a WHERE ${condition}`,
  );
  await engine.run(`DROP TABLE ${relations.events}`);
}

const isWithin = (accounts: readonly string[]): string =>
  `verb = 'share' AND len(recipients) > 0 AND list_has_all(CAST([${accounts.map(literal).join(', ')}] AS VARCHAR[]), recipients)`;

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
