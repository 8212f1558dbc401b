import type { Remedy, Subject } from '../model/howto.ts';
import { resourceKey } from '../model/plan-facts.ts';
import type { Deed } from '../model/plan-facts.ts';
import type { Phase } from '../model/plan.ts';
import type { Resource } from '../model/resource.ts';
import { remediesOf } from './case.ts';
import type { Case } from './case.ts';
import { lastPart, wanted } from './want.ts';
import type { Want } from './want.ts';
import { named } from './words.ts';

const phasesOfWork: ReadonlySet<Phase> = new Set([
  'freeze',
  'preserve',
  'isolate',
  'check-copies',
  'drain',
  'stop',
  'terminate',
  'remove',
]);

/**
 * What the intruder made and what runs for him: frozen, kept, isolated and ended. What was there before stays; a machine
 * of the owner's that he was on is kept and isolated.
 */
export const workloadWants = (one: Case): readonly Want[] =>
  one.incident.resources
    .filter((resource) => one.facts.made.has(resourceKey(resource)) || isInhabited(one, resource))
    .flatMap((resource) => wantsOf(one, resource));

const isInhabited = ({ facts }: Case, resource: Resource): boolean => facts.inhabited.has(resourceKey(resource));
const phasesOfOwners: ReadonlySet<Phase> = new Set(['preserve', 'isolate']);

/** Resources of the intruder that still stand and that no howto knows how to end. */
export const unendable = (one: Case): readonly Resource[] =>
  one.incident.resources.filter(
    (resource) =>
      one.facts.made.has(resourceKey(resource)) && !isGone(resource) && remediesFor(one, resource).length === 0,
  );

const isGone = ({ state }: Resource): boolean => state === 'terminated' || state === 'deleted';

/** Remedies for what runs; none that destroys without one that keeps the evidence. */
export function remediesFor(one: Case, { type, account }: Pick<Resource, 'type' | 'account'>): readonly Remedy[] {
  const all = remediesOf(one, account).filter(({ on = [], phase }) => on.includes(type) && phasesOfWork.has(phase));
  const isKept = all.some(({ phase }) => phase === 'preserve');
  return all.filter(({ isDestructive }) => isKept || !isDestructive);
}

function wantsOf(one: Case, resource: Resource): readonly Want[] {
  const subject = subjectOf(one, resource);
  const wants = remediesFor(one, resource)
    .filter(({ phase }) => !isInhabited(one, resource) || phasesOfOwners.has(phase))
    .filter(({ phase }) => resource.state !== 'stopped' || (phase !== 'stop' && phase !== 'isolate'))
    .map((remedy) =>
      wanted(
        { remedy, subject, why: whyOf(one, resource), claims: claimedAs(one, resource), cited: [resource] },
        { responses: one.facts.responses, since: null },
      ),
    );
  if (isGone(resource)) return wants.flatMap((want) => onceGone(want, wants));
  // What was stopped or isolated and goes on all the same is to be done again.
  return wants.map((want) => (want.remedy.isDestructive && want.status === 'done' ? reopened(want, resource) : want));
}

/** Of what is gone, what others did to it is told, and that its disk was not kept in time. */
function onceGone(want: Want, all: readonly Want[]): readonly Want[] {
  if (want.status === 'done') return [want];
  if (want.remedy.keeps !== 'disk') return [];
  const ending = all.find(({ remedy, status }) => remedy.phase === 'terminate' && status === 'done');
  return [
    { ...want, status: 'too-late', done: ending?.done ?? [], why: 'it was ended, and no copy of it is in these logs' },
  ];
}

const reopened = (want: Want, { state }: Resource): Want =>
  want.remedy.phase === 'stop' && state === 'stopped' ? want : { ...want, status: 'open', done: [] };

function whyOf(one: Case, resource: Resource): string {
  const { incident } = one;
  const { uid, name, account, type, respawned_by: by, state } = resource;
  if (isInhabited(one, resource))
    return `the intruder was on this machine of the owner's, which was ${state} in the last record of it`;
  const brought = incident.resources.filter(
    (other) => other.account === account && other.respawned_by !== null && [uid, name].includes(other.respawned_by),
  );
  if (brought.length > 0) return `it starts machines by itself, ${brought.length} so far`;
  if (by !== null) return `${named(by)} started it for the intruder`;
  const noun = (type.split(':')[1] ?? type).replaceAll('-', ' ');
  return `the intruder made this ${noun}, which was ${state} in the last record of it`;
}

/** What was launched is claimed as such; keys, groups and templates are only among what was made. */
const claimedAs = (one: Case, resource: Resource): readonly string[] => {
  if (isInhabited(one, resource)) return ['machines'];
  return one.facts.deeds.some(({ verb, made }) => verb === 'launch' && made.includes(resource.uid))
    ? [...(isGone(resource) ? [] : ['running']), 'launched']
    : ['made'];
};

function subjectOf({ facts }: Case, { uid, name, type, account, region }: Resource): Subject {
  const making = facts.deeds.find((deed) => deed.made.includes(uid) && deed.account === account && deed.kind === type);
  return { uid, name: name ?? lastPart(uid), type, account, region, owner: null, details: detailsOf(making) };
}

const detailsOf = (deed: Deed | undefined): Subject['details'] => deed?.details ?? {};
