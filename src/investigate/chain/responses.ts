import { countIn, textIn } from '../../lake/cells.ts';
import { literal } from '../../lake/sql.ts';
import { compareInstants } from '../../model/instant.ts';
import type { Verb } from '../../model/semantics.ts';
import { secondsBetween } from '../cells.ts';
import { relations } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { actGroupsOf } from '../timeline/act-group.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { containing, entitiesIn } from './component.ts';
import type { Component } from './component.ts';
import { entitiesOf, entityKey, meantBy } from './entity.ts';

const gentle: ReadonlySet<Verb> = new Set(['list', 'login', 'assume', 'other', 'preserve']);
/** What answers an intrusion only where it is aimed at what that held or used. */
const handling: ReadonlySet<Verb> = new Set(['execute', 'modify', 'start', 'read-data', 'change-credential']);
/** What nobody does who answers an intrusion; whoever rids himself of a rival goes on to it. */
const gaining: ReadonlySet<Verb> = new Set([
  'create-identity',
  'create-credential',
  'grant',
  'share',
  'impair',
  'raise-quota',
  'read-secret',
]);
/** Used by an intrusion, though it made none of it. */
const using: ReadonlySet<Verb> = new Set(['execute', 'modify', 'start', 'impair']);
/** What an answer needs, a group or a copy say, is made so shortly before or after it. */
const besideSeconds = 3600;

/**
 * The components without those that answer another one: a responder sets off rules too. Asks after the acts of all
 * of them are laid.
 */
export async function withoutResponses(scope: Scope, all: readonly Component[]): Promise<readonly Component[]> {
  if (all.length < 2) return all;
  const numbers = new Map(all.map((one, number) => [one, number]));
  const holdingBack = await holdingBackIn(scope);
  const kept: Component[] = [];
  for (const component of all) {
    const earlier = all.filter((other) => isBefore(other, component));
    const isOne =
      holdingBack.has(numbers.get(component) ?? -1) && (await answersAny(scope, { component, earlier, numbers }));
    if (!isOne) kept.push(component);
  }
  return kept;
}

/** The components in which anything was held back at all. */
async function holdingBackIn({ engine }: Scope): Promise<ReadonlySet<number>> {
  const rows = await engine.rows(`SELECT DISTINCT incident FROM ${relations.acts}
    WHERE verb IN (${[...containing].map(literal).join(', ')}) AND outcome = 'accepted' AND NOT is_respawn`);
  return new Set(rows.map((row) => countIn(row, 'incident')));
}

interface Among {
  readonly component: Component;
  readonly earlier: readonly Component[];
  readonly numbers: ReadonlyMap<Component, number>;
}

async function answersAny(scope: Scope, { component, earlier, numbers }: Among): Promise<boolean> {
  const rows = await scope.engine.rows(`SELECT DISTINCT event_uid FROM ${relations.anchors}`);
  const found = new Set(rows.map((row) => textIn(row, 'event_uid')));
  const actsOf = (one: Component) => actGroupsOf(scope, numbers.get(one) ?? -1);
  const acts = await actsOf(component);
  const isOfFinding = ({ citations }: ActGroup) => citations.some(({ ref }) => found.has(ref));
  for (const other of earlier)
    if (isResponse(acts, { isOfFinding, held: heldBy(scope, other, await actsOf(other)) })) return true;
  return false;
}

const isBefore = (one: Component, other: Component): boolean =>
  compareInstants(one.strands[0]?.first ?? '', other.strands[0]?.first ?? '') < 0;

/** What an act is aimed at, as far as an intrusion held, made or used it, or was on it. */
interface Held {
  readonly all: (act: ActGroup) => readonly string[];
  /** Of the owner, and so what may have to be built anew. */
  readonly owners: (act: ActGroup) => readonly string[];
  /** Of what it made. */
  readonly made: (act: ActGroup) => readonly string[];
}

function heldBy({ machines }: Scope, component: Component, acts: readonly ActGroup[]): Held {
  const own = new Set(entitiesIn(component).map(entityKey));
  const used = new Set(component.haunts.flatMap(({ machine }) => partsOf(machines.instanceOf(machine))));
  const made = new Set(component.made.flatMap(entitiesOf).map(entityKey));
  const isAmong = (keys: ReadonlySet<string>, { account, parents }: ActGroup, id: string) =>
    meantBy({ account, parents, id }).some((one) => keys.has(entityKey(one)));
  const isOwn = (act: ActGroup, id: string) => isAmong(own, act, id);
  for (const act of acts.filter(({ verb, outcome }) => using.has(verb) && outcome === 'accepted'))
    for (const id of act.targets) if (!isOwn(act, id)) used.add(id);
  return {
    all: (act) => act.targets.filter((id) => used.has(id) || isOwn(act, id)),
    owners: ({ targets }) => targets.filter((id) => used.has(id)),
    made: (act) => act.targets.filter((id) => isAmong(made, act, id)),
  };
}

const partsOf = (machine: ReturnType<Scope['machines']['instanceOf']>): readonly string[] =>
  machine === null ? [] : [machine.uid, ...machine.parts];

/**
 * Whoever looks, signs in, holds back and keeps copies, reaches only into what an intrusion held or used, makes no
 * more than he needs for that, and gains nothing by it is answering it. He may launch anew what he ended of the owner.
 */
function isResponse(acts: readonly ActGroup[], { isOfFinding, held }: Asked): boolean {
  const answers = acts.filter(
    (act) =>
      act.outcome === 'accepted' && (containing.has(act.verb) || act.verb === 'preserve') && held.all(act).length > 0,
  );
  if (!answers.some(({ verb }) => containing.has(verb))) return false;
  // What the intruder set up to work for him guards nothing.
  const isSwitchedOff = (act: ActGroup) =>
    act.verb === 'impair' && act.targets.length > 0 && held.made(act).length === act.targets.length;
  const isBeside = ({ time }: ActGroup) => answers.some((one) => secondsBetween(one.time, time) <= besideSeconds);
  const isNeeded = (act: ActGroup) => {
    if (containing.has(act.verb) || gentle.has(act.verb) || isSwitchedOff(act)) return true;
    if (handling.has(act.verb)) return act.targets.length > 0 && held.all(act).length === act.targets.length;
    return act.verb === 'launch' || (act.verb === 'create' && isBeside(act));
  };
  return (
    acts.every((act) => !gaining.has(act.verb) || isSwitchedOff(act)) &&
    acts.filter(isOfFinding).every(isNeeded) &&
    isRebuilt(acts, answers, held)
  );
}

interface Asked {
  readonly isOfFinding: (act: ActGroup) => boolean;
  readonly held: Held;
}

/** No more of a kind is launched than was ended. */
function isRebuilt(acts: readonly ActGroup[], answers: readonly ActGroup[], held: Held): boolean {
  const launches = Map.groupBy(
    acts.filter(({ verb, isRespawn }) => verb === 'launch' && !isRespawn),
    ({ kind }) => kind,
  );
  return [...launches].every(([kind, same]) => {
    const ended = answers.filter((one) => one.verb === 'terminate' && one.kind === kind).flatMap(held.owners);
    return same.reduce((sum, { made, amount }) => sum + Math.max(made.length, amount ?? 1), 0) <= new Set(ended).size;
  });
}
