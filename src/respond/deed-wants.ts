import type { Remedy, Subject } from '../model/howto.ts';
import { compareText } from '../model/instant.ts';
import { resourceKey } from '../model/plan-facts.ts';
import type { Deed } from '../model/plan-facts.ts';
import type { Verb } from '../model/semantics.ts';
import { remediesOf } from './case.ts';
import type { Case } from './case.ts';
import { isAimedAt, lastPart, wanted } from './want.ts';
import type { Want } from './want.ts';
import { remediesFor } from './workload-wants.ts';
import { named } from './words.ts';

/** Verbs of calls that are taken back one by one. */
const reversed: ReadonlySet<Verb> = new Set([
  'create-identity',
  'create-credential',
  'change-credential',
  'grant',
  'impair',
  'share',
  'raise-quota',
]);
/** Verbs of calls that a person must look at where no remedy is known. */
const leftToPeople: ReadonlySet<Verb> = new Set([...reversed, 'modify', 'delete']);

/** Ways back in taken away, defences put back, secrets renewed: call by call. */
export function deedWants(one: Case): readonly Want[] {
  const reverting = one.facts.deeds
    .filter(({ verb }) => reversed.has(verb))
    .flatMap((deed) => remediesAgainst(one, deed).map((remedy) => wantOf(one, deed, remedy)));
  return [...reverting, ...renewals(one)];
}

/** Calls that leave something behind and that nothing in the plan takes back. */
export function leftovers(one: Case): readonly Deed[] {
  return one.facts.deeds.filter((deed) => {
    if (!leftToPeople.has(deed.verb)) return false;
    // The same call may be told by another verb, by which no remedy is wanted for it.
    if (reversed.has(deed.verb) && remediesAgainst(one, deed).length > 0) return false;
    return !isOfIntruder(one, deed) && !isCutAnyway(one, deed);
  });
}

/** Secrets that the intruder read and that only a person can renew. */
export const unrenewable = (one: Case): readonly Deed[] =>
  one.facts.deeds.filter((deed) => deed.verb === 'read-secret' && renewing(one, deed) === undefined);

function remediesAgainst(one: Case, deed: Deed): readonly Remedy[] {
  const call = `${deed.service} ${deed.plainOperation}`;
  return remediesOf(one, deed.account).filter(
    ({ takesBack = [], phase }) =>
      takesBack.includes(call) &&
      // What the intruder made ends as a whole, and its protection with it; that of others is not his to end.
      isOfIntruder(one, deed) === (phase === 'unprotect'),
  );
}

/** The call was aimed at something of the intruder's own that the plan ends. */
function isOfIntruder({ incident, facts, ...rest }: Case, deed: Deed): boolean {
  const own = incident.resources.find(
    (resource) =>
      resource.account === deed.account &&
      facts.made.has(resourceKey(resource)) &&
      (deed.made.includes(resource.uid) ||
        isAimedAt(deed, { uid: resource.uid, name: resource.name ?? lastPart(resource.uid) })) &&
      resource.type.split(':')[0] === deed.kind.split(':')[0],
  );
  return own !== undefined && remediesFor({ incident, facts, ...rest }, own).some(({ isDestructive }) => isDestructive);
}

/** Identities and credentials that the intruder made are denied and switched off, which is told already. */
function isCutAnyway(one: Case, { verb, kind, account }: Deed): boolean {
  if (verb !== 'create-identity' && verb !== 'create-credential') return false;
  return remediesOf(one, account).some(
    ({ on = [], phase }) => on.includes(kind) && (phase === 'deny' || phase === 'disable'),
  );
}

function wantOf({ facts }: Case, deed: Deed, remedy: Remedy): Want {
  const name = deed.actor === null ? 'the intruder' : `the intruder, as ${named(deed.actor.name)},`;
  return wanted(
    {
      remedy,
      subject: subjectOf(deed),
      why: `${name} called ${named(deed.operation)} at ${deed.time}`,
      claims: deed.verb === 'impair' ? ['impairment'] : ['persistence', 'made'],
      cited: [deed],
    },
    { responses: facts.responses, since: deed.time, orBy: remedy.phase === 'unprotect' ? ['terminate'] : ['delete'] },
  );
}

function subjectOf({ made, names, targets, kind, account, region, details }: Deed): Subject {
  const uid = made[0] ?? targets[0] ?? account ?? kind;
  const name = made.length > 0 ? names[0] : targets[0];
  return { uid, name: name || lastPart(uid), type: kind, account, region, owner: null, details };
}

function renewals(one: Case): readonly Want[] {
  const read = one.facts.deeds.filter(({ verb }) => verb === 'read-secret');
  const secrets = Map.groupBy(
    read.flatMap((deed) => deed.targets.map((uid) => ({ uid, deed }))),
    ({ uid, deed }) => resourceKey({ type: deed.kind, account: deed.account, region: deed.region, uid }),
  );
  return [...secrets]
    .toSorted(([a], [b]) => compareText(a, b))
    .flatMap(([, same]) => {
      const [first] = same;
      const remedy = first && renewing(one, first.deed);
      if (first === undefined || remedy === undefined) return [];
      const subject = { ...subjectOf(first.deed), uid: first.uid, name: first.uid };
      return [
        wanted(
          {
            remedy,
            subject,
            why: `the intruder read it ${same.length === 1 ? 'once' : `${same.length} times`}, first at ${first.deed.time}`,
            claims: ['secrets'],
            cited: same.map(({ deed }) => deed),
          },
          { responses: one.facts.responses, since: first.deed.time },
        ),
      ];
    });
}

const renewing = (one: Case, { kind, account }: Deed): Remedy | undefined =>
  remediesOf(one, account).find(({ phase, on = [] }) => phase === 'renew' && on.includes(kind));
