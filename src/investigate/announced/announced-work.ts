import { cite } from '../../model/evidence.ts';
import type { Announced } from '../../model/announced.ts';
import type { Baseline } from '../../model/baseline.ts';
import { compareInstants } from '../../model/instant.ts';
import { countIn } from '../../lake/cells.ts';
import { earliest, latest } from '../cells.ts';
import type { Component } from '../chain/component.ts';
import { departuresOf } from '../departures.ts';
import { launchesOf } from '../economics/earlier.ts';
import { matchedRulesOf } from '../matched-rules.ts';
import { relations } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { actGroupsOf } from '../timeline/act-group.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { familiarityOf } from './familiarity.ts';
import type { Familiarity } from './familiarity.ts';
import { ticketsIn } from './tickets.ts';
import { changesIn, isAllOver, isAnnouncedWork, isLikeThePast, makingsIn } from './work.ts';

/** What tickets say of a component. */
export interface Notice {
  readonly tickets: readonly string[];
  /** Where all else speaks for it too: what it is instead of an incident. */
  readonly work: Announced | null;
}

/** By the number of the component. */
export type Notices = ReadonlyMap<number, Notice>;

/**
 * Which components are work that its people announced and did from where others work, and which of these is like
 * what they do otherwise. Asks after the acts are laid. Nothing is said where the past was not compared.
 */
export async function noticesOf(
  scope: Scope,
  components: readonly Component[],
  baselines: readonly Baseline[],
): Promise<Notices> {
  if (baselines.length === 0) return new Map();
  const rows = await scope.engine.rows(
    `SELECT DISTINCT incident FROM ${relations.acts} WHERE len(tags) > 0 AND NOT is_respawn ORDER BY incident`,
  );
  const found = new Map<number, Notice>();
  for (const number of rows.map((row) => countIn(row, 'incident'))) {
    const component = components[number];
    const notice = component && (await noticeOf(scope, number, { component, baselines }));
    if (notice) found.set(number, notice);
  }
  return found;
}

/** Takes the acts of what is no incident away again, so that they count as anybody's. */
export async function setAside({ engine }: Scope, notices: Notices): Promise<readonly Announced[]> {
  const aside = [...notices].flatMap(([number, { work }]) => (work === null ? [] : [{ number, work }]));
  for (const table of [relations.acts, relations.hostile])
    for (const { number } of aside) await engine.run(`DELETE FROM ${table} WHERE incident = ${number}`);
  return aside.map(({ work }) => work).toSorted((a, b) => compareInstants(a.first_seen, b.first_seen));
}

async function noticeOf(
  scope: Scope,
  number: number,
  { component, baselines }: { readonly component: Component; readonly baselines: readonly Baseline[] },
): Promise<Notice | null> {
  const acts = await actGroupsOf(scope, number);
  const work = {
    component,
    acts,
    matched: await matchedRulesOf(scope, number),
    departures: await departuresOf(scope, baselines, number),
    earlier: await launchesOf(scope, changesIn(acts)),
  };
  if (!isAnnouncedWork(work)) return null;
  const familiarity = await familiarityOf(scope, number, acts);
  if (familiarity === null) return null;
  const tickets = distinct(makingsIn(acts).flatMap(({ tags }) => ticketsIn(tags)));
  const isOrdinary = familiarity.isUsual && isLikeThePast(work);
  return { tickets, work: isOrdinary ? told(component, acts, { ...familiarity, tickets }) : null };
}

function told(
  { strands }: Component,
  acts: readonly ActGroup[],
  known: Familiarity & Pick<Notice, 'tickets'>,
): Announced {
  const { others, days, tickets } = known;
  const makings = makingsIn(acts);
  const launches = makings.filter(({ verb }) => verb === 'launch');
  return {
    // People first: a role is several people's.
    actors: [
      ...new Set([
        ...distinct(strands.map(({ sessionName }) => sessionName)),
        ...distinct(strands.map(({ actorName, actorUid }) => actorName ?? actorUid)),
      ]),
    ],
    tickets,
    accounts: distinct(makings.map(({ account }) => account)),
    regions: distinct(makings.map(({ region }) => region)),
    launched: launches.reduce((sum, { made }) => sum + made.length, 0),
    first_seen: earliest(acts.map(({ time }) => time)),
    last_seen: latest(acts.map(({ last }) => last)),
    why: [
      'every launch carries a ticket',
      `at least ${others} others worked from each of these addresses`,
      days > 1 ? `who did it is on record on ${days} days or more` : 'who did it is on record on this day only',
      'others launch in the same places',
      `nothing else was done${isAllOver(acts) ? ', and all that was launched has been ended' : ''}`,
    ].join(', '),
    ...cite(makings.flatMap(({ citations }) => citations)),
  };
}

const distinct = (texts: readonly (string | null)[]): readonly string[] =>
  [...new Set(texts.flatMap((text) => text ?? []))].toSorted();
