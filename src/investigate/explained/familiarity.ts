import { operationsSql } from '../../lake/acts.ts';
import { countIn, textIn, textOf, textsOf } from '../../lake/cells.ts';
import type { Row } from '../../lake/engine.ts';
import { sqlIn } from '../cells.ts';
import { relations } from '../scope.ts';
import type { Scope } from '../scope.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { uses } from '../uses.ts';
import { isAllOver, makingsIn } from './work.ts';

/** So many other people from an address, on so many days, make it one of the organisation's own. */
export const fewestPeople = 3;
export const fewestDays = 2;
/** SQL: whose use a row is; a role is several people's. */
export const person = 'coalesce(session_name, actor_uid)';

/** Who worked from where, and who else did. */
interface Presence {
  readonly person: string;
  readonly address: string;
  /** The work itself was done from here. */
  readonly isOfWork: boolean;
  readonly days: readonly string[];
  readonly others: number;
  readonly otherDays: number;
}

/** What speaks for people who announced their work. */
export interface Familiarity {
  /** How many others use the least used of their addresses. */
  readonly others: number;
  /** On how many days the least seen of them worked from such addresses. */
  readonly days: number;
  /** They do such things on other days too, or have ended all of it, and others launch in the same places. */
  readonly isUsual: boolean;
}

/**
 * What speaks for the people of an incident; null unless they work from where others of the organisation work as
 * well. Identities of any incident vouch for nobody.
 */
export async function familiarityOf(
  scope: Scope,
  incident: number,
  acts: readonly ActGroup[],
): Promise<Familiarity | null> {
  const presences = await presencesOf(scope, incident);
  const isKnown = ({ others, otherDays }: Presence) => others >= fewestPeople && otherDays >= fewestDays;
  const work = presences.filter(({ isOfWork }) => isOfWork);
  if (work.length === 0 || !work.every(isKnown)) return null;
  const seen = [...Map.groupBy(presences.filter(isKnown), ({ person }) => person).values()];
  const days = Math.min(...seen.map((same) => new Set(same.flatMap((one) => one.days)).size));
  const isHabit = days >= fewestDays && (await areMakers(scope, acts));
  return {
    others: Math.min(...work.map(({ others }) => others)),
    days,
    isUsual: (isHabit || isAllOver(acts)) && (await areOthersThere(scope, acts)),
  };
}

async function presencesOf({ engine }: Scope, incident: number): Promise<readonly Presence[]> {
  const rows =
    await engine.rows(`WITH direct AS (SELECT *, ${person} AS person FROM ${uses.name} WHERE network NOT LIKE 'via:%'),
    own AS MATERIALIZED (SELECT DISTINCT u.person, u.source_ip FROM direct u JOIN ${relations.hostile} h
      ON h.incident = ${incident} AND h.key = u.key AND h.network = u.network AND h.agent = u.agent),
    seen AS MATERIALIZED (SELECT person, source_ip, first, last FROM direct WHERE person IN (SELECT person FROM own)),
    others AS MATERIALIZED (SELECT source_ip, person, unnest([CAST(first AS DATE), CAST(last AS DATE)]) AS day FROM direct
      WHERE source_ip IN (SELECT source_ip FROM seen) AND credential IS NOT NULL AND key NOT IN (SELECT key FROM ${relations.hostile})
        AND person NOT IN (SELECT person FROM own)),
    around AS (SELECT source_ip, count(DISTINCT person) AS people, count(DISTINCT day) AS days FROM others GROUP BY source_ip),
    days AS (SELECT DISTINCT person, source_ip, unnest([CAST(first AS DATE), CAST(last AS DATE)]) AS day FROM seen)
    SELECT d.person, d.source_ip, list(CAST(d.day AS VARCHAR) ORDER BY d.day) AS days,
      bool_or((d.person, d.source_ip) IN (SELECT person, source_ip FROM own)) AS is_of_work,
      coalesce(max(a.people), 0) AS others, coalesce(max(a.days), 0) AS other_days
    FROM days d LEFT JOIN around a ON d.source_ip = a.source_ip GROUP BY d.person, d.source_ip ORDER BY d.person, d.source_ip`);
  return rows.map(presenceOf);
}

const presenceOf = (row: Row): Presence => ({
  person: textIn(row, 'person'),
  address: textIn(row, 'source_ip'),
  isOfWork: row['is_of_work'] === true,
  days: textsOf(row['days']),
  others: countIn(row, 'others'),
  otherDays: countIn(row, 'other_days'),
});

/** The identities behind the work make things on other days too. */
export async function areMakers({ engine, semantics }: Scope, acts: readonly ActGroup[]): Promise<boolean> {
  const makings = makingsIn(acts);
  const actors = [...new Set(makings.flatMap(({ actorUid }) => actorUid ?? []))];
  const rows = await engine.rows(`SELECT actor_uid, count(DISTINCT CAST(time AS DATE)) AS days FROM ${relations.known}
    WHERE ${sqlIn('actor_uid', actors)} AND ${launching(semantics)} AND error IS NULL GROUP BY actor_uid`);
  const usual = new Set(rows.flatMap((row) => (countIn(row, 'days') >= fewestDays ? [textOf(row['actor_uid'])] : [])));
  return makings.every(({ actorUid }) => usual.has(actorUid));
}

/** Others launch in every account and region where the work launched: no act of any incident, nor what it caused. */
export async function areOthersThere({ engine, semantics }: Scope, acts: readonly ActGroup[]): Promise<boolean> {
  const place = ({ account, region }: Pick<ActGroup, 'account' | 'region'>) => JSON.stringify([account, region]);
  const makings = makingsIn(acts);
  const accounts = [...new Set(makings.flatMap(({ account }) => account ?? []))];
  const rows = await engine.rows(`SELECT DISTINCT account, region FROM ${relations.known}
    WHERE ${sqlIn('account', accounts)} AND ${launching(semantics)} AND error IS NULL
      AND event_uid NOT IN (SELECT event_uid FROM ${relations.acts})`);
  const known = new Set(rows.map((row) => place({ account: textOf(row['account']), region: textOf(row['region']) })));
  return makings.every((act) => known.has(place(act)));
}

const launching = (semantics: Scope['semantics']): string => operationsSql(semantics, ({ verb }) => verb === 'launch');
