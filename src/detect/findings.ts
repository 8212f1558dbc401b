import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { countIn, textIn, textOf, textsOf } from '../lake/cells.ts';
import type { Engine, Row } from '../lake/engine.ts';
import { list, literal } from '../lake/sql.ts';
import type { Finding } from '../model/finding.ts';
import { levels, type RuleIdentity } from '../model/rule.ts';

/** How many actors, accounts, regions and resources a finding lists; its evidence leads to all. */
const listLimit = 100;

/**
 * Findings of the views `matches`, `correlated` and `touched`: one for each rule × actor × account × UTC
 * day, and for each correlation × group × UTC day, gravest first. Rules are those given to `detect`, in
 * the same order, then its correlations.
 * @param scratch an existing folder for files that are not needed afterwards
 */
export async function* findings(
  engine: Engine,
  rules: readonly RuleIdentity[],
  scratch: string,
): AsyncGenerator<Finding> {
  const folds = [...(await singleFolds(engine)), ...(await correlatedFolds(engine))];
  const files = folds.map((_, index) => join(scratch, `told-${index}.parquet`));
  for (const [index, fold] of folds.entries())
    await engine.run(
      `COPY (${foldedSql(fold)}) TO ${literal(files[index] ?? '')} (FORMAT parquet, ROW_GROUP_SIZE 2048)`,
    );
  if (files.length === 0) return;
  const gravity = rules.map(({ level, severity }) => levels.indexOf(severity ?? level));
  const told = `read_parquet(${list(files.map(literal))}, hive_partitioning = false, union_by_name = true)`;
  const ordered = `SELECT * FROM ${told} ORDER BY [${gravity.join(', ')}][rule + 1] DESC, first_seen, rule, actor, account, group_values`;
  for await (const rows of engine.stream(ordered)) for (const row of rows) yield findingOf(row, rules);
}

/**
 * SQL of matches that are folded together, with `finding` and what tells findings of a rule apart: `actor`,
 * `home` (the account), `group_values`, `day`. Of each finding there are all or none.
 */
type Fold = string;

const noGroup = 'CAST(NULL AS VARCHAR[]) AS group_values';
const noActor = 'CAST(NULL AS VARCHAR) AS actor, CAST(NULL AS VARCHAR) AS home';
/** Records of one call, its beginning and its end, count once. */
const calls = 'count(*) - count(shared_uid) + count(DISTINCT shared_uid)';

/** SQL of what the matches of rules on single events fulfil. */
async function singleSql(engine: Engine): Promise<string> {
  const correlations = (await engine.rows('SELECT DISTINCT rule FROM correlated')).map((row) => countIn(row, 'rule'));
  return correlations.length === 0 ? 'true' : `rule NOT IN (${correlations.join(', ')})`;
}

async function singleFolds(engine: Engine): Promise<readonly Fold[]> {
  const single = await singleSql(engine);
  const perDay = await engine.rows(
    `SELECT CAST(${day} AS VARCHAR) AS day, count(*) AS n FROM matches WHERE ${single} GROUP BY 1 ORDER BY 1`,
  );
  const passes = passesOver(perDay.map((row) => ({ day: textIn(row, 'day'), matches: countIn(row, 'n') })));
  return passes.map(({ first, last, part, parts }) => {
    const within = `"time" >= TIMESTAMP ${literal(first)} AND "time" < TIMESTAMP ${literal(last)} + INTERVAL 1 DAY`;
    const hashed = `SELECT *, ${day} AS day, hash(rule, actor_uid, account, ${day}) AS finding FROM matches WHERE ${single} AND ${within}`;
    return `SELECT *, actor_uid AS actor, account AS home, ${noGroup} FROM (${hashed}) WHERE finding % ${parts} = ${part}`;
  });
}

/** Of a correlation the group takes the place of the actor: its events may be of several, and of several accounts. */
async function correlatedFolds(engine: Engine): Promise<readonly Fold[]> {
  const [row] = await engine.rows('SELECT count(*) AS n FROM correlated');
  const parts = Math.ceil(countIn(row, 'n') / matchesAPass);
  const columns = `* REPLACE (hash(rule, finding) AS finding), ${noActor}`;
  return Array.from(
    { length: parts },
    (_, part) => `SELECT ${columns} FROM correlated WHERE finding % ${parts} = ${part}`,
  );
}

/** Matches that are put in order at a time: more would not fit into the engine's memory. */
const matchesAPass = 250_000;

/** Days from the first to the last, and of their findings those whose hash leaves `part` when divided by `parts`. */
interface Pass {
  readonly first: string;
  readonly last: string;
  readonly part: number;
  readonly parts: number;
}

/** Findings end with their day, so days are folded apart; a day with too many matches is folded in parts. */
export function passesOver(days: readonly { readonly day: string; readonly matches: number }[]): readonly Pass[] {
  const spans: { first: string; last: string; matches: number }[] = [];
  for (const { day: next, matches } of days) {
    const span = spans.at(-1);
    if (span === undefined || span.matches + matches > matchesAPass) spans.push({ first: next, last: next, matches });
    else Object.assign(span, { last: next, matches: span.matches + matches });
  }
  return spans.flatMap(({ first, last, matches }) => {
    const parts = Math.ceil(matches / matchesAPass);
    return Array.from({ length: parts }, (_, part) => ({ first, last, part, parts }));
  });
}

/** One finding for each rule and event that matched, in the same fields; of a correlation for each of its groups. */
export async function* findingsPerEvent(engine: Engine, rules: readonly RuleIdentity[]): AsyncGenerator<Finding> {
  const lists = ['actor_uid', 'session_uid', 'account', 'region'].map(listOf).join(', ');
  const columns = 'rule, event_uid, "time", actor_uid, session_uid, account, region';
  const sql = `WITH told AS (
      SELECT ${columns}, actor_uid AS actor, account AS home, ${noGroup}, ${day} AS day FROM matches WHERE ${await singleSql(engine)}
      UNION ALL BY NAME SELECT ${columns}, ${noActor}, group_values, day FROM correlated)
    SELECT rule, actor, home AS account, group_values, CAST(day AS VARCHAR) AS day, "time" AS first_seen, "time" AS last_seen, 1 AS count, 1 AS records,
      ${lists}, any_value(resources) AS resources, [event_uid] AS evidence
    FROM told LEFT JOIN touched USING (event_uid, "time")
    GROUP BY rule, event_uid, actor, home, group_values, day, "time" ORDER BY "time", event_uid, rule, group_values, day`;
  for await (const rows of engine.stream(sql)) for (const row of rows) yield findingOf(row, rules);
}

const day = `CAST("time" AS DATE)`;

const listOf = (column: string): string =>
  `list_slice(list_sort(list(DISTINCT ${column}) FILTER (${column} IS NOT NULL)), 1, ${listLimit}) AS ${column}s`;

/**
 * Evidence over 100 keeps the events whose places `spread` of model/evidence.ts would keep. Events are
 * put in order by few and short columns, since a broad rule matches nearly all of them.
 */
function foldedSql(fold: Fold): string {
  return `WITH keyed AS MATERIALIZED (
      ${fold}
    ), placed AS (
      SELECT finding, event_uid, row_number() OVER (PARTITION BY finding ORDER BY "time", event_uid) - 1 AS place,
        count(*) OVER (PARTITION BY finding) - 1 AS last FROM keyed
    ), cited AS (
      SELECT finding, list(event_uid ORDER BY place) AS evidence FROM placed
      WHERE last < 100 OR round(round(place * 99.0 / last) * last / 99.0) = place GROUP BY finding
    ), aimed AS (
      SELECT finding, list_slice(list_sort(list_distinct(flatten(list(resources)))), 1, ${listLimit}) AS resources
      FROM keyed JOIN touched USING (event_uid, "time") GROUP BY finding
    ), folded AS (
      SELECT finding, rule, actor, home AS account, group_values, day, min("time") AS first_seen, max("time") AS last_seen, ${calls} AS count, count(*) AS records,
        ${['actor_uid', 'session_uid', 'account', 'region'].map(listOf).join(', ')}
      FROM keyed GROUP BY finding, rule, actor, home, group_values, day
    )
    SELECT folded.* REPLACE (CAST(day AS VARCHAR) AS day), resources, evidence
    FROM folded JOIN cited USING (finding) LEFT JOIN aimed USING (finding)`;
}

function findingOf(row: Row, rules: readonly RuleIdentity[]): Finding {
  const rule = rules[countIn(row, 'rule')];
  if (rule === undefined) throw new TypeError(`no rule ${countIn(row, 'rule')}`);
  const { uid, title, level, origin, author } = rule;
  const group = row['group_values'];
  const who = Array.isArray(group) ? textsOf(group) : textOf(row['actor']);
  return {
    finding_uid: findingUid([uid, who, textOf(row['account']), textOf(row['day'])]),
    rule: { uid, title, level, origin, author },
    severity: rule.severity ?? level,
    techniques: rule.techniques.map(({ id }) => id),
    first_seen: textIn(row, 'first_seen'),
    last_seen: textIn(row, 'last_seen'),
    count: countIn(row, 'count'),
    actors: [...textsOf(row['actor_uids']), ...textsOf(row['session_uids'])],
    accounts: textsOf(row['accounts']),
    regions: textsOf(row['regions']),
    resources: textsOf(row['resources']),
    evidence: textsOf(row['evidence']),
    evidence_count: countIn(row, 'records'),
  };
}

/** The same for the same rule, actor or group, account and day, however many records arrive later. */
function findingUid(parts: readonly (string | null | readonly string[])[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
