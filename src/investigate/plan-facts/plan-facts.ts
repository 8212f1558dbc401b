import { plainOperation } from '../../lake/acts.ts';
import type { Coverage } from '../../model/coverage.ts';
import { cite } from '../../model/evidence.ts';
import type { Howto } from '../../model/howto.ts';
import type { Incident } from '../../model/incident.ts';
import { compareInstants } from '../../model/instant.ts';
import { resourceKey } from '../../model/plan-facts.ts';
import type { Deed, HeldSession, PlanFacts } from '../../model/plan-facts.ts';
import type { Semantics, Verb } from '../../model/semantics.ts';
import { actorOf } from '../actor.ts';
import type { TouchedResource } from '../blast/resources.ts';
import type { TouchingAct } from '../blast/touching.ts';
import type { Component } from '../chain/component.ts';
import { identityOf } from '../chain/root.ts';
import type { Scope } from '../scope.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { detailsOf } from './details.ts';
import { rightfulUses, usesSinceOf } from './uses.ts';

/** What an investigation knows of one incident when its story is told. */
export interface Known {
  readonly component: Component;
  readonly incident: Incident;
  readonly acts: readonly ActGroup[];
  readonly touching: readonly TouchingAct[];
  readonly resources: readonly TouchedResource[];
  /** Of the whole lake. */
  readonly coverage: readonly Coverage[];
}

/** Provider data, whole: operations by their own names. */
interface Knowledge {
  readonly semantics: readonly Semantics[];
  readonly howtos: readonly Howto[];
}

/** Acts that leave something to contain, to take back or to renew. */
const lasting: ReadonlySet<Verb> = new Set([
  'launch',
  'create',
  'modify',
  'delete',
  'create-identity',
  'create-credential',
  'change-credential',
  'grant',
  'impair',
  'share',
  'raise-quota',
  'read-secret',
  'destroy-data',
]);

/** Asks the lake what a plan has to know beyond the incident. */
export async function planFactsOf(scope: Scope, known: Known, knowledge: Knowledge): Promise<PlanFacts> {
  const { incident, acts, touching, resources, coverage } = known;
  const usesSince = usesSinceOf(scope.asOf, coverage);
  const own = acts.filter(({ outcome, verb }) => outcome === 'accepted' && lasting.has(verb));
  const others = touching.filter(({ outcome }) => outcome === 'accepted');
  const plain = (act: ActGroup) => plainName(act, knowledge.semantics);
  const asked = [...own, ...others].flatMap((act) =>
    act.citations.slice(0, 1).map(({ ref, time }) => ({ ...act, uid: ref, time, plainOperation: plain(act) })),
  );
  const details = await detailsOf(scope, asked, knowledge.howtos);
  const deed = (act: ActGroup): Deed => ({
    time: act.time,
    service: act.service,
    operation: act.operation,
    plainOperation: plain(act),
    verb: act.verb,
    kind: act.kind,
    account: act.account,
    region: act.region,
    actor: actorOf(act),
    made: act.made,
    names: act.names,
    targets: act.targets,
    details: details.get(act.citations[0]?.ref ?? '') ?? {},
    ...cite(act.citations),
  });
  return {
    asOf: scope.asOf,
    deeds: own.map(deed),
    responses: others.map(deed),
    made: new Set(resources.filter(({ isMade }) => isMade).map(resourceKey)),
    inhabited: new Set(resources.filter(({ isInhabited }) => isInhabited).map(resourceKey)),
    lastAccepted: lastAcceptedOf(acts),
    sessions: sessionsOf(known.component),
    uses: await rightfulUses(scope, { ...heldIn(incident), since: usesSince }),
    usesSince,
    onMachines: acts.some(({ account, host, isRespawn }) => account === null && host !== null && !isRespawn),
  };
}

/** The operation's name without the part that says nothing, by the cloud that has such a service. */
function plainName({ service, operation }: ActGroup, semantics: readonly Semantics[]): string {
  const cloud = semantics.find(({ acts }) => acts[service] !== undefined);
  return plainOperation(operation, cloud?.ignoredInOperation);
}

function lastAcceptedOf(acts: readonly ActGroup[]): ReadonlyMap<string, string> {
  const last = new Map<string, string>();
  for (const act of acts) {
    if (act.outcome !== 'accepted' || act.isRespawn) continue;
    for (const id of [act.actorUid, act.credential]) {
      if (id === null) continue;
      const known = last.get(id);
      if (known === undefined || compareInstants(known, act.last) < 0) last.set(id, act.last);
    }
  }
  return last;
}

/** Each session once, with the first record of every strand of it. */
function sessionsOf({ strands }: Component): readonly HeldSession[] {
  const named = strands.flatMap((strand) =>
    strand.sessionName === null ? [] : [{ strand, name: strand.sessionName }],
  );
  const same = Map.groupBy(named, ({ strand, name }) => JSON.stringify([identityOf(strand).uid, name]));
  return [...same.values()].flatMap((uses) => {
    const [first] = uses;
    if (first === undefined) return [];
    const citations = uses.map(({ strand }) => ({ ref: strand.firstUid, time: strand.first }));
    const { strand, name } = first;
    return [{ identity: identityOf(strand), name, account: strand.actorAccount, ...cite(citations) }];
  });
}

/** Identities and lasting credentials that somebody else may use as well. */
const heldIn = ({ identities, credentials }: Incident) => ({
  identities: [...new Set(identities.map(({ uid }) => uid))].toSorted(),
  credentials: [
    ...new Set(credentials.filter(({ type, access }) => type !== 'session' && access === 'held').map(({ uid }) => uid)),
  ].toSorted(),
});
