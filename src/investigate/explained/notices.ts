import { cite } from '../../model/evidence.ts';
import type { Explained } from '../../model/explained.ts';
import type { Baseline } from '../../model/baseline.ts';
import { compareInstants } from '../../model/instant.ts';
import { countIn } from '../../lake/cells.ts';
import { earliest, latest } from '../cells.ts';
import type { Component } from '../chain/component.ts';
import { isIndirect } from '../chain/strands.ts';
import { departuresOf } from '../departures.ts';
import { launchesOf } from '../economics/earlier.ts';
import { matchedRulesOf } from '../matched-rules.ts';
import { relations } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { actGroupsOf } from '../timeline/act-group.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { areMakers, areOthersThere, familiarityOf } from './familiarity.ts';
import type { Familiarity } from './familiarity.ts';
import { habitDays, habitPlaceOf, isAtHome, isHabit, launchDaysIn } from './habit.ts';
import { isForEmergencies, isNewcomer, isTakingIn, newcomersIn } from './newcomers.ts';
import { ticketsIn } from './tickets.ts';
import { isRenewal } from './renewal.ts';
import { isHome, isLongUsual, isUsual, workPlaceOf } from './usual-place.ts';
import {
  changesIn,
  isAllOver,
  isAnnouncedWork,
  isLikeThePast,
  isOneMachine,
  isTidyingUp,
  looking,
  makingsIn,
} from './work.ts';
import type { Work } from './work.ts';

/** What is known in favour of a component. */
export interface Notice {
  /** That announce it, where it was done from where others of the organisation work; none otherwise. */
  readonly tickets: readonly string[];
  /** Why it is an incident that nobody need get out of bed for; null where nothing speaks for that but tickets. */
  readonly held: string | null;
  /** What it is instead of an incident; null where too little speaks for that. */
  readonly work: Explained | null;
}

interface OneWork extends Work {
  readonly component: Component;
}

/** Of one launch there is a record of its beginning and one of its end. */
const recordsOfOne = 2;

/** By the number of the component. */
export type Notices = ReadonlyMap<number, Notice>;

/**
 * Which components are work that its people announced and did from where others work, and which are no incident at
 * all: announced and like what they do otherwise, no more than tidying up, or a colleague taken in or one machine
 * launched by somebody at his usual place. Asks after the acts are laid.
 * Nothing is said where the past was not compared.
 */
export async function noticesOf(
  scope: Scope,
  components: readonly Component[],
  baselines: readonly Baseline[],
): Promise<Notices> {
  if (baselines.length === 0) return new Map();
  const rows = await scope.engine.rows(`SELECT incident FROM ${relations.acts} WHERE NOT is_respawn GROUP BY incident
    HAVING bool_or(verb IN ('create-identity', 'create-credential')) OR (bool_or(verb = 'launch')
      AND (bool_or(len(tags) > 0) OR bool_or(verb IN ('terminate', 'delete')) OR count(*) FILTER (verb = 'launch') <= ${recordsOfOne}
        OR count(DISTINCT CAST(time AS DATE)) FILTER (verb = 'launch') >= ${habitDays})) ORDER BY incident`);
  const found = new Map<number, Notice>();
  const open = new Map<number, OneWork>();
  for (const number of rows.map((row) => countIn(row, 'incident'))) {
    const component = components[number];
    if (component === undefined) continue;
    const work = await workOf(scope, number, { component, baselines });
    const notice = await noticeOf(scope, number, work);
    if (notice) found.set(number, notice);
    if (!notice?.work) open.set(number, work);
  }
  for (const [number, notice] of await habitsIn(scope, open)) found.set(number, notice);
  return found;
}

/** Whose daily work the rest is: of sessions that nothing ties together each day is one of its own. */
async function habitsIn(scope: Scope, open: ReadonlyMap<number, OneWork>): Promise<Notices> {
  const found = new Map<number, Notice>();
  const people = Map.groupBy(open, ([, { component }]) => personIn(component) ?? '');
  for (const [person, same] of people) {
    if (person === '') continue;
    const work = together(same.map(([, one]) => one));
    const reasons = await habit(
      scope,
      same.map(([number]) => number),
      work,
    );
    if (reasons === null) continue;
    for (const [number, one] of same) {
      const tickets = distinct(makingsIn(one.acts).flatMap(({ tags }) => ticketsIn(tags)));
      found.set(number, { tickets, held: null, work: told(one, tickets, reasons) });
    }
  }
  return found;
}

/** The only person at work in a component. */
function personIn({ strands }: Component): string | null {
  const people = new Set(
    // Who comes by way of a directory has the name there that his sessions have here.
    strands
      .filter((one) => !isIndirect(one))
      .map(({ sessionName, actorName, actorUid }) => sessionName ?? actorName ?? actorUid ?? ''),
  );
  const [only, ...others] = people;
  return others.length > 0 ? null : (only ?? null);
}

/** Several as one. */
const together = (works: readonly Work[]): Work => ({
  component: {
    strands: works.flatMap(({ component }) => component.strands),
    groups: works.flatMap(({ component }) => component.groups),
    hops: works.flatMap(({ component }) => component.hops),
    haunts: works.flatMap(({ component }) => component.haunts),
  },
  acts: works.flatMap(({ acts }) => acts),
  matched: works.flatMap(({ matched }) => matched),
  departures: works.flatMap(({ departures }) => departures),
  earlier: new Map(works.flatMap(({ earlier }) => [...earlier])),
});

/** Takes the acts of what is no incident away again, so that they count as anybody's. */
export async function setAside({ engine }: Scope, notices: Notices): Promise<readonly Explained[]> {
  const aside = [...notices].flatMap(([number, { work }]) => (work === null ? [] : [{ number, work }]));
  for (const table of [relations.acts, relations.hostile])
    for (const { number } of aside) await engine.run(`DELETE FROM ${table} WHERE incident = ${number}`);
  return aside.map(({ work }) => work).toSorted((a, b) => compareInstants(a.first_seen, b.first_seen));
}

async function workOf(
  scope: Scope,
  number: number,
  { component, baselines }: { readonly component: Component; readonly baselines: readonly Baseline[] },
): Promise<OneWork> {
  const acts = await actGroupsOf(scope, number);
  return {
    component,
    acts,
    matched: await matchedRulesOf(scope, number),
    departures: await departuresOf(scope, baselines, { number, names: [] }),
    earlier: await launchesOf(scope, changesIn(acts)),
  };
}

async function noticeOf(scope: Scope, number: number, work: OneWork): Promise<Notice | null> {
  const { acts } = work;
  const familiarity = isAnnouncedWork(work) ? await familiarityOf(scope, number, acts) : null;
  const tickets = familiarity === null ? [] : distinct(makingsIn(acts).flatMap(({ tags }) => ticketsIn(tags)));
  if (familiarity?.isUsual && isLikeThePast(work))
    return { tickets, held: null, work: told(work, tickets, reasonsOf(familiarity)) };
  if (isTidyingUp(work)) return { tickets, held: null, work: told(work, tickets, [tidying]) };
  const reasons =
    (await takingIn(scope, number, work)) ??
    (await renewal(scope, number, work)) ??
    (await usualMachine(scope, number, work));
  if (reasons !== null) return { tickets, held: null, work: told(work, tickets, reasons) };
  const held = await forEmergencies(scope, number, work);
  return tickets.length === 0 && held === null ? null : { tickets, held, work: null };
}

/** What speaks for administrators laid in for an emergency; null where that is not what was done, or too little speaks for it. */
async function forEmergencies(scope: Scope, incident: number, work: Work): Promise<string | null> {
  const { acts, component } = work;
  const newcomers = newcomersIn(acts);
  if (newcomers === null || !isForEmergencies(work, newcomers)) return null;
  const isNew = () => false;
  const place = await workPlaceOf(scope, { incident, strands: component.strands, isNew, days: daysOf(acts) });
  if (place === null || !isUsual(place) || !isLongUsual(place)) return null;
  return `whoever made ${newcomers.names.join(', ')} is on record from the same network and with the same kind of program on ${place.days} other days, at least ${place.others} others work from there, and nobody has used them`;
}

/** What speaks for a colleague's being taken in; null where that is not what was done, or too little speaks for it. */
async function takingIn(scope: Scope, incident: number, work: Work): Promise<readonly string[] | null> {
  const { acts, component } = work;
  const newcomers = newcomersIn(acts);
  if (newcomers === null || !isTakingIn(work, newcomers, scope.semantics)) return null;
  const place = await workPlaceOf(scope, {
    incident,
    strands: component.strands,
    isNew: (strand) => isNewcomer(newcomers, strand),
    days: daysOf(acts.filter((act) => !isNewcomer(newcomers, act))),
  });
  if (place === null || !(isUsual(place) || isHome(place)) || !(await areOthersThere(scope, acts))) return null;
  const launches = acts.some(({ verb }) => verb === 'launch');
  const names = newcomers.names.join(', ');
  return [
    `${names} ${newcomers.names.length === 1 ? 'was' : 'were'} made by somebody on record from the same network and with the same kind of program on at least ${place.days} other days`,
    isUsual(place)
      ? `at least ${place.others} others work from each network that they used`
      : 'all of it was done from there, and that somebody is on record nowhere else',
    ...(launches ? ['what was launched is small, and others launch in the same places'] : []),
  ];
}

/** What speaks for somebody's renewing a credential of his own at his usual place; null where too little does. */
async function renewal(scope: Scope, incident: number, work: Work): Promise<readonly string[] | null> {
  const { acts, component } = work;
  if (!isRenewal(work)) return null;
  const place = await workPlaceOf(scope, {
    incident,
    strands: component.strands,
    isNew: () => false,
    days: daysOf(acts),
  });
  if (place === null || !(isUsual(place) || isHome(place))) return null;
  return [
    `a credential was made by somebody for himself, who is on record from the same network and with the same kind of program on ${place.days} other days`,
    isUsual(place) ? `at least ${place.others} others work from there` : 'and nowhere else',
  ];
}

/** What speaks for one machine's being launched by somebody long known there; null where too little does. */
async function usualMachine(scope: Scope, incident: number, work: Work): Promise<readonly string[] | null> {
  const { acts, component } = work;
  if (!isOneMachine(work)) return null;
  const place = await workPlaceOf(scope, {
    incident,
    strands: component.strands,
    isNew: () => false,
    days: daysOf(acts),
  });
  if (place === null || !isLongUsual(place)) return null;
  if (!(await areMakers(scope, acts)) || !(await areOthersThere(scope, acts))) return null;
  return [
    `one machine was launched by somebody on record from the same network and with the same kind of program on ${place.days} other days`,
    place.isOnly ? 'and from nowhere else' : `at least ${place.others} others work from there`,
    'the same identity launches on other days, and others in the same places',
  ];
}

/** What speaks for a few machines' being launched day by day by somebody at his place; null where too little does. */
async function habit(scope: Scope, incidents: readonly number[], work: Work): Promise<readonly string[] | null> {
  if (!isHabit(work)) return null;
  const place = await habitPlaceOf(scope, incidents);
  if (place === null || !isAtHome(place)) return null;
  return [
    `a few things were launched on each of ${launchDaysIn(work.acts).length} days and ended again`,
    `on ${place.sharedDays} of them from where at least ${place.others} others work`,
    daily,
  ];
}

const daysOf = (acts: readonly ActGroup[]): ReadonlySet<string> =>
  new Set(acts.flatMap(({ time, last }) => [time.slice(0, 10), last.slice(0, 10)]));

const daily = 'no finding speaks of anything else that was done on these days';
const tidying = 'the findings speak of nothing but the end of what the same hand had launched, all of which has ended';

const reasonsOf = ({ others, days }: Familiarity): readonly string[] => [
  'every launch carries a ticket',
  `at least ${others} others worked from each of these addresses`,
  days > 1 ? `who did it is on record on ${days} days or more` : 'who did it is on record on this day only',
  'others launch in the same places',
];

function told(
  { component: { strands }, acts }: { readonly component: Component; readonly acts: readonly ActGroup[] },
  tickets: readonly string[],
  reasons: readonly string[],
): Explained {
  const done = acts.filter(({ verb, isRespawn }) => !looking.has(verb) && !isRespawn);
  const launches = done.filter(({ verb }) => verb === 'launch');
  const ended = isAllOver(acts) && !reasons.includes(tidying) ? ['all that was launched has been ended'] : [];
  return {
    // People first: a role is several people's.
    actors: [
      ...new Set([
        ...distinct(strands.map(({ sessionName }) => sessionName)),
        ...distinct(strands.map(({ actorName, actorUid }) => actorName ?? actorUid)),
      ]),
    ],
    tickets,
    accounts: distinct(done.map(({ account }) => account)),
    regions: distinct(done.map(({ region }) => region)),
    launched: launches.reduce((sum, { made }) => sum + made.length, 0),
    first_seen: earliest(acts.map(({ time }) => time)),
    last_seen: latest(acts.map(({ last }) => last)),
    why: [...reasons, ...(reasons.includes(daily) ? [] : ['nothing else was done']), ...ended].join(', '),
    ...cite(done.flatMap(({ citations }) => citations)),
  };
}

const distinct = (texts: readonly (string | null)[]): readonly string[] =>
  [...new Set(texts.flatMap((text) => text ?? []))].toSorted();
