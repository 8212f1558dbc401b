import type { Verb } from '../../model/semantics.ts';
import { countIn, textIn, textsOf } from '../../lake/cells.ts';
import { placeOf } from '../economics/earlier.ts';
import { relations } from '../scope.ts';
import type { Scope } from '../scope.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { uses } from '../uses.ts';
import { fewestDays, fewestPeople, person } from './familiarity.ts';
import { isBelow, isPlainWork, makingsIn } from './work.ts';
import type { Work } from './work.ts';

/** On so many days the same is a habit. */
export const habitDays = 3;
/** More in a day is no one's daily work at a machine or two. */
export const mostADay = 4;
/** Of so many days on which he works, one may be from where he is not known. */
const daysForOneAway = 4;

/** What ends by itself, and of which there is no record of an end. */
export const endsItself = /(?:^|[:-])(?:job|run|build)$/;

export const dayOf = ({ time }: Pick<ActGroup, 'time'>): string => time.slice(0, 10);

const launchesIn = (acts: readonly ActGroup[]): readonly ActGroup[] =>
  makingsIn(acts).filter(({ verb }) => verb === 'launch');

/** The days on which somebody launches. */
export const launchDaysIn = (acts: readonly ActGroup[]): readonly string[] =>
  [...new Set(launchesIn(acts).map(dayOf))].toSorted();

/** What nobody does who launches day by day. */
export const gaining: ReadonlySet<Verb> = new Set([
  'create-identity',
  'create-credential',
  'change-credential',
  'grant',
  'share',
  'impair',
]);

/** Nor, who works at a machine of his; whatever else he does no finding speaks of. */
const reaching: ReadonlySet<Verb> = new Set([...gaining, 'raise-quota', 'read-secret', 'execute']);

/**
 * Whether it is a few things a day on many days, of kinds that come again, by one hand, and ended again: whoever
 * steals machines launches as many as he can, once, and leaves them running. What was launched on the last day may run.
 */
export function isHabit(work: Work): boolean {
  const { acts, matched, component } = work;
  const makings = launchesIn(acts);
  const days = launchDaysIn(acts);
  const refs = new Set(makings.flatMap(({ citations }) => citations.map(({ ref }) => ref)));
  const onADay = [...Map.groupBy(makings, dayOf).values()].map((same) =>
    same.reduce((sum, { made, amount }) => sum + Math.max(made.length, amount ?? 1), 0),
  );
  const kinds = [...Map.groupBy(makings, ({ kind }) => kind).values()];
  return (
    days.length >= habitDays &&
    Math.max(...onADay) <= mostADay &&
    makings.every(({ outcome, made }) => outcome === 'accepted' && made.length > 0) &&
    kinds.every((same) => new Set(same.map(dayOf)).size >= fewestDays) &&
    areEnded(acts, days.at(-1) ?? '') &&
    isPlainWork(
      work,
      (maker) => makings.includes(maker),
      (verb) => !reaching.has(verb),
    ) &&
    component.hops.every(({ isProvider }) => !isProvider) &&
    component.haunts.length === 0 &&
    matched.every(
      ({ rule, citations }) =>
        isBelow(rule, 'medium') || (isBelow(rule, 'high') && citations.every(({ ref }) => refs.has(ref))),
    )
  );
}

/** All but what was launched on the last day, or ends by itself, was ended again by the same hand. */
function areEnded(acts: readonly ActGroup[], lastDay: string): boolean {
  const ended = new Set(
    acts
      .filter(({ verb, outcome }) => outcome === 'accepted' && (verb === 'terminate' || verb === 'delete'))
      .flatMap((act) => act.targets.map((id) => placeOf(act, id))),
  );
  return launchesIn(acts)
    .filter((act) => !endsItself.test(act.kind ?? '') && dayOf(act) !== lastDay)
    .every((act) => act.made.every((id) => ended.has(placeOf(act, id))));
}

/** Where he works day by day. */
export interface HabitPlace {
  /** Days on which he launched from where others work as well. */
  readonly sharedDays: number;
  /** Days on which he launched from where he is on record on other days, though nobody else. */
  readonly ownDays: number;
  /** Days on which he launched from elsewhere. */
  readonly awayDays: number;
  /** The fewest others on a network that he shares; 0 where he shares none. */
  readonly others: number;
}

/** From which networks the launches of incidents came, day by day. */
export async function habitPlaceOf({ engine }: Scope, incidents: readonly number[]): Promise<HabitPlace | null> {
  const rows =
    await engine.rows(`WITH own AS (SELECT DISTINCT coalesce(session_name, actor_uid) AS person, network, CAST(CAST(time AS DATE) AS VARCHAR) AS day
        FROM ${relations.acts} WHERE incident IN (${incidents.join(', ')}) AND verb = 'launch' AND NOT is_respawn),
      around AS (SELECT u.network, count(DISTINCT ${person}) AS others, count(DISTINCT CAST(u.first AS DATE)) + count(DISTINCT CAST(u.last AS DATE)) AS days
        FROM ${uses.name} u WHERE u.network IN (SELECT network FROM own) AND credential IS NOT NULL AND ${person} IS NOT NULL
          AND key NOT IN (SELECT key FROM ${relations.hostile}) AND ${person} NOT IN (SELECT person FROM own) GROUP BY u.network),
      self AS (SELECT u.network, count(DISTINCT day) AS days FROM (SELECT network, unnest([CAST(first AS DATE), CAST(last AS DATE)]) AS day
        FROM ${uses.name} WHERE ${person} IN (SELECT person FROM own)) u GROUP BY u.network)
    SELECT o.network, list(DISTINCT o.day) AS days, coalesce(max(a.others), 0) AS others, coalesce(max(a.days), 0) AS other_days, coalesce(max(s.days), 0) AS own_days
    FROM own o LEFT JOIN around a USING (network) LEFT JOIN self s USING (network) GROUP BY o.network ORDER BY o.network`);
  if (rows.length === 0 || rows.some((row) => textIn(row, 'network').startsWith('via:'))) return null;
  const isShared = (row: (typeof rows)[number]) =>
    countIn(row, 'others') >= fewestPeople && countIn(row, 'other_days') >= fewestDays;
  const isOwn = (row: (typeof rows)[number]) => !isShared(row) && countIn(row, 'own_days') >= fewestDays;
  const daysOf = (some: typeof rows): number => new Set(some.flatMap((row) => textsOf(row['days']))).size;
  const shared = rows.filter(isShared);
  return {
    sharedDays: daysOf(shared),
    ownDays: daysOf(rows.filter(isOwn)),
    awayDays: daysOf(rows.filter((row) => !isShared(row) && !isOwn(row))),
    others: shared.length === 0 ? 0 : Math.min(...shared.map((row) => countIn(row, 'others'))),
  };
}

/** At least half of it from where others work, and hardly any from where he is not known. */
export const isAtHome = ({ sharedDays, ownDays, awayDays }: HabitPlace): boolean =>
  sharedDays >= ownDays + awayDays &&
  sharedDays >= fewestDays &&
  (awayDays === 0 || (awayDays === 1 && sharedDays + ownDays >= daysForOneAway));
