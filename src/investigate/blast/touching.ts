import { operationsSql } from '../../lake/acts.ts';
import type { Row } from '../../lake/engine.ts';
import { providerSql } from '../../lake/provider.ts';
import { literal } from '../../lake/sql.ts';
import { touchedName } from '../../lake/touched.ts';
import { inhabitedOf } from '../machines/grounds.ts';
import type { Grounds } from '../machines/grounds.ts';
import { hostNameSql } from '../machines/host-name.ts';
import { actOrderSql } from '../act-order.ts';
import { earliest, latest, shiftSeconds, sqlInstant, sqlTextOrNull } from '../cells.ts';
import { containing, entitiesIn } from '../chain/component.ts';
import type { Component } from '../chain/component.ts';
import { entitiesOf, entityKey } from '../chain/entity.ts';
import { strandKeyOf } from '../chain/strands.ts';
import { daysIn, fillTable, layActs, narrowed, nothing, isOfStrandSql, relations, withStrandSql } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { actGroupOf } from '../timeline/act-group.ts';
import type { ActGroup } from '../timeline/act-group.ts';

/** What somebody else did to a thing of the intrusion. */
export interface TouchingAct extends ActGroup {
  readonly isProvider: boolean;
}

const watched = new Set([...containing, 'start', 'change-credential', 'preserve', 'impair']);

/** What is done to the owner's own things that the intruder changed counts only where it can be nothing else. */
const answering = `('contain', 'preserve')`;
/** Whoever was given rights by the intruder is the owner's, and is held back by taking them away. */
const taking = `('restrict', 'revoke')`;

/** A provider may answer a leak before its first use is in the logs. */
const warningHours = 24;

/**
 * Acts by others, refused ones too, on what the components held, made and impaired, from their first
 * act on; what the provider or a responder isolates, from a day before. Asks after the acts are laid.
 */
export async function layTouchingActs(scope: Scope, components: readonly Component[], grounds: Grounds): Promise<void> {
  const rows = components.flatMap((component, incident) => {
    const made = new Set(component.made.flatMap(entitiesOf).map(entityKey));
    return entitiesIn(component).map(({ account, parents, id }) =>
      [
        String(incident),
        sqlTextOrNull(account),
        `CAST([${parents.map(literal).join(', ')}] AS VARCHAR[])`,
        literal(id),
        sqlInstant(component.strands[0]?.first ?? scope.asOf),
        'false',
        'false',
        'NULL',
        String(made.has(entityKey({ account, parents, id }))),
        'false',
      ].join(', '),
    );
  });
  await fillTable(scope.engine, relations.entities, {
    columns:
      'incident INTEGER, account VARCHAR, parents VARCHAR[], id VARCHAR, first TIMESTAMP, is_owners BOOLEAN, is_machine BOOLEAN, host VARCHAR, is_made BOOLEAN, is_given BOOLEAN',
    rows: [...rows, ...machineRows(grounds)],
  });
  await scope.engine.run(
    `INSERT INTO ${relations.entities} SELECT DISTINCT incident, account, parents, unnest(targets), min(time) OVER (PARTITION BY incident), verb <> 'impair', false, NULL, false, verb = 'grant' FROM ${relations.acts}
      WHERE verb IN ('impair', 'start', 'modify', 'execute', 'grant') AND outcome = 'accepted' AND (verb <> 'grant' OR host IS NULL)`,
  );
  // A machine alone knows its users.
  await scope.engine.run(
    `INSERT INTO ${relations.entities} SELECT DISTINCT incident, CAST(NULL AS VARCHAR), CAST([] AS VARCHAR[]), unnest(made || targets), min(time) OVER (PARTITION BY incident), false, false, ${hostNameSql('host')}, false, false FROM ${relations.acts}
      WHERE verb IN ('create-identity', 'create-credential', 'grant') AND outcome = 'accepted' AND account IS NULL AND host IS NOT NULL`,
  );
  const begun = earliest(components.flatMap(({ strands }) => strands.map(({ first }) => first)));
  const from = shiftSeconds(begun, -warningHours * 3600);
  const days = await layAimed(scope, from);
  const where = [
    `time >= ${sqlInstant(from)}`,
    `event_uid IN (SELECT event_uid FROM ${relations.aimed})`,
    `(account IN (SELECT account FROM ${relations.entities}) OR EXISTS (SELECT 1 FROM ${relations.entities} WHERE is_machine AND account IS NULL)
      OR (account IS NULL AND ${hostNameSql('host')} IN (SELECT host FROM ${relations.entities})))`,
    operationsSql(scope.semantics, ({ verb }) => watched.has(verb)),
  ].join(' AND ');
  const verbs = [...watched].map(literal).join(', ');
  await layActs(scope, {
    table: relations.touching,
    condition: `len(targets) > 0 AND verb IN (${verbs})`,
    events: withStrandSql((await narrowed(scope, { where, bounds: { from, days } })) ?? nothing),
    columns: [`${providerSql(scope.links, 'e')} AS is_provider`],
    // To switch off what guards is harm; what the intruder made guards nothing, and is only stopped.
    kept: `a.* REPLACE (CASE WHEN verb = 'impair' THEN 'stop' ELSE verb END AS verb), verb = 'impair' AS is_off`,
  });
}

/**
 * Lays down which acts were aimed at any of these things, by the summary of what was touched: records of all others
 * need not be looked at. Returns their UTC days.
 */
async function layAimed(scope: Scope, from: string): Promise<readonly string[]> {
  const things = `SELECT id FROM ${relations.entities}`;
  await scope.engine.run(`CREATE OR REPLACE TEMP TABLE ${relations.aimed} AS SELECT DISTINCT event_uid, "time" AS time
    FROM (SELECT event_uid, "time", unnest(resources) AS id FROM ${touchedName} WHERE "time" >= ${sqlInstant(from)})
    WHERE id IN (${things}) OR regexp_extract(id, '[^/:]+$') IN (${things})`);
  return daysIn(scope, relations.aimed);
}

/** The machines on which an intruder was, by all their ids, which are one account's alone. */
const machineRows = (grounds: Grounds): readonly string[] =>
  [...grounds].flatMap(([incident, own]) =>
    inhabitedOf(own).flatMap(({ instance: { account }, ids, first }) =>
      ids.map((id) =>
        [
          String(incident),
          sqlTextOrNull(account),
          'CAST([] AS VARCHAR[])',
          literal(id),
          sqlInstant(first),
          'false',
          'true',
          'NULL',
          'false',
          'false',
        ].join(', '),
      ),
    ),
  );

/** Such acts on one component, each call once, in order of time; its own strands' acts, and copies of them, are not among them. */
export async function touchingActsOf({ engine }: Scope, incident: number): Promise<readonly TouchingAct[]> {
  const rows =
    await engine.rows(`SELECT t.*, t.time AS last, 1 AS count, [{'ref': event_uid, 'time': time}] AS citations, false AS is_respawn
    FROM ${relations.touching} t
    WHERE NOT EXISTS (SELECT 1 FROM ${relations.hostile} h WHERE h.incident = ${incident} AND ${isOfStrandSql('t', 'h')})
      AND NOT EXISTS (SELECT 1 FROM ${relations.acts} a WHERE a.incident = ${incident} AND a.shared_uid = t.shared_uid)
      AND EXISTS (SELECT 1 FROM (SELECT unnest(t.targets) AS target) x JOIN ${relations.entities} en
        ON en.incident = ${incident} AND (en.account = t.account OR (en.is_machine AND en.account IS NULL) OR (t.account IS NULL AND en.host = ${hostNameSql('t.host')})) AND (NOT en.is_owners OR t.verb IN ${answering} OR (en.is_given AND t.verb IN ${taking})) AND (NOT t.is_off OR en.is_made) AND (len(en.parents) = 0 OR en.parents = t.parents)
          AND (en.id = x.target OR en.id = regexp_extract(x.target, '[^/:]+$')) AND t.time >= CASE WHEN t.verb = 'contain' THEN en.first - INTERVAL ${warningHours} HOUR ELSE en.first END)
    ORDER BY ${actOrderSql()}`);
  const calls = Map.groupBy(rows, callOf);
  return [...calls.values()].map((same) => asOneCall(same.map(touchingActOf)));
}

const touchingActOf = (row: Row): TouchingAct => ({ ...actGroupOf(row), isProvider: row['is_provider'] === true });

/** What the records of one call share; copies in other accounts are calls of their own. */
const callOf = (row: Row): string =>
  JSON.stringify(
    row['shared_uid'] === null
      ? [row['event_uid']]
      : [row['shared_uid'], row['account'], row['operation'], strandKeyOf(row)],
  );

/** The records of one call, of its beginning and of its end, in order of time, as one act: refused if either says so. */
function asOneCall(records: readonly TouchingAct[]): TouchingAct {
  const [first, ...more] = records;
  if (first === undefined) throw new RangeError('a call has at least one record');
  const refused = more.find(({ outcome }) => outcome === 'refused');
  return more.length === 0
    ? first
    : {
        ...first,
        ...(refused && { outcome: refused.outcome, error: refused.error }),
        last: latest(records.map(({ last }) => last)),
        citations: records.flatMap(({ citations }) => citations),
      };
}
