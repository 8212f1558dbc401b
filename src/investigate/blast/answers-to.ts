import { literal } from '../../lake/sql.ts';
import { actOrderSql, compareActs } from '../act-order.ts';
import { earliest, sqlIn, sqlInstant } from '../cells.ts';
import { commandAnswers } from '../commands/command-answers.ts';
import { holdingPrograms } from '../commands/holding-back.ts';
import { hostName, hostNameSql } from '../machines/host-name.ts';
import { isOfStrandSql, layActs, narrowed, relations, withStrandSql } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { actGroupOf, type ActGroup } from '../timeline/act-group.ts';
import { touchingActsOf, type TouchingAct } from './touching.ts';

interface Known {
  readonly acts: readonly ActGroup[];
  /** Names under which others act, the intruder among them. */
  readonly superusers: readonly string[];
}

/** What others did against one incident, by calls and by commands on its machines, in order of time. */
export async function answersTo(scope: Scope, incident: number, known: Known): Promise<readonly TouchingAct[]> {
  const touching = await touchingActsOf(scope, incident);
  const own = known.acts.filter(({ host, isRespawn }) => host !== null && !isRespawn);
  if (own.length === 0) return touching;
  const others = await othersCommands(scope, incident, { ...known, acts: own });
  const answers = commandAnswers(others, own).filter((one) => !touching.some((told) => isSameDeed(told, one)));
  return [...touching, ...answers].toSorted(compareActs);
}

/**
 * Commands of others that may hold something back, on the machines of these acts and from the first of them on. Nothing
 * of whoever goes by a name that the intruder used or made, nor of a superuser of whom nobody can say who it was.
 */
async function othersCommands(
  scope: Scope,
  incident: number,
  { acts, superusers }: Known,
): Promise<readonly TouchingAct[]> {
  const hosts = acts.flatMap(({ host }) => (host === null ? [] : [hostName(host)]));
  const names = acts.flatMap(({ actorName, verb, made }) => [
    ...(actorName === null ? [] : [actorName]),
    ...(verb === 'create-identity' ? made : []),
  ]);
  const from = earliest(acts.map(({ time }) => time));
  const where = [
    `time >= ${sqlInstant(from)}`,
    sqlIn(hostNameSql('host'), [...new Set(hosts)]),
    `regexp_matches(command, ${literal(`(?:^|[/\\s"';&|(])(?:${holdingPrograms.join('|')})\\s`)})`,
    `coalesce(actor_name, '') <> '' AND NOT ${sqlIn('actor_name', [...new Set([...names, ...superusers])])}`,
  ].join(' AND ');
  const events = await narrowed(scope, { where, bounds: { from } });
  if (events === null) return [];
  await layActs(scope, {
    table: relations.commands,
    events: withStrandSql(events),
    condition: `verb = 'execute' AND outcome = 'accepted' AND nature IS NULL`,
  });
  const rows = await scope.engine
    .rows(`SELECT t.*, t.time AS last, 1 AS count, [{'ref': event_uid, 'time': time}] AS citations, false AS is_respawn
    FROM ${relations.commands} t
    WHERE NOT EXISTS (SELECT 1 FROM ${relations.hostile} h WHERE h.incident = ${incident} AND ${isOfStrandSql('t', 'h')})
      AND event_uid NOT IN (SELECT event_uid FROM ${relations.acts} WHERE incident = ${incident})
    ORDER BY ${actOrderSql()}`);
  return rows.map((row) => ({ ...actGroupOf(row), isProvider: false }));
}

/** So soon after a command its program tells of the deed itself. */
const besideMilliseconds = 60_000;

const isSameDeed = (known: TouchingAct, one: TouchingAct): boolean =>
  known.verb === one.verb &&
  Math.abs(Date.parse(known.time) - Date.parse(one.time)) <= besideMilliseconds &&
  known.targets.some((target) => one.targets.includes(target));
