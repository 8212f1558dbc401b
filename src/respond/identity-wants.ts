import type { Credential } from '../model/exposure.ts';
import type { InvolvedIdentity } from '../model/incident.ts';
import type { Subject } from '../model/howto.ts';
import { compareText } from '../model/instant.ts';
import { remediesOf, typeIn } from './case.ts';
import type { Case } from './case.ts';
import { chainOrder } from './chain-order.ts';
import { wanted } from './want.ts';
import type { Want } from './want.ts';
import { named } from './words.ts';

/** What cuts the intruder off: identities denied, keys switched off, sessions that outlive them revoked. */
export const cuttingWants = (one: Case): readonly Want[] => [...identityWants(one), ...credentialWants(one)];

/** Identities that no howto can deny: the root of an account, a person of a directory. */
export const undeniable = (one: Case): readonly InvolvedIdentity[] =>
  one.incident.identities.filter((identity) => subjectOf(one, identity) === null);

/** Lasting credentials that no howto can switch off. */
export const unswitchable = (one: Case): readonly Credential[] =>
  one.incident.credentials.filter((credential) => isLasting(credential) && keyOf(one, credential) === null);

function identityWants(one: Case): readonly Want[] {
  const { incident, facts } = one;
  const { depthOf, inCycle } = chainOrder(incident);
  const made = new Set(facts.deeds.flatMap((deed) => (deed.verb === 'create-identity' ? deed.made : [])));
  return incident.identities.flatMap((identity) => {
    const subject = subjectOf(one, identity);
    if (subject === null) return [];
    const remedies = remediesOf(one, identity.account).filter(({ on = [] }) => on.includes(subject.type));
    const canRevoke = remedies.some(({ phase }) => phase === 'revoke');
    const isEndless = canRevoke && inCycle.has(identity.uid);
    return remedies.flatMap((remedy): readonly Want[] => {
      if (remedy.phase !== 'deny' && remedy.phase !== 'revoke') return [];
      // Where older sessions can be cut alone, the others of a shared role go on; not so with one that opens itself again.
      const isNeeded = !canRevoke || isEndless || made.has(identity.uid);
      if (remedy.phase === 'deny' && !remedy.isProviders && !isNeeded) return [];
      const since = remedy.isProviders ? null : (facts.lastAccepted.get(identity.uid) ?? null);
      const want = wanted(
        {
          remedy,
          subject,
          why: whyCut(one, identity, isEndless && remedy.phase === 'deny'),
          claims: identity.uid === incident.root?.identity.uid ? ['root', 'held'] : ['held', 'root'],
          cited: [identity],
          uses: facts.uses.get(identity.uid) ?? [],
          depth: depthOf(identity.uid),
        },
        { responses: facts.responses, since, orBy: ['delete'] },
      );
      return remedy.isProviders && want.status === 'open' ? [] : [want];
    });
  });
}

function whyCut({ incident, facts }: Case, { uid, name, role }: InvolvedIdentity, isEndless: boolean): string {
  const last = facts.lastAccepted.get(uid);
  const used = last === undefined ? 'the intruder made it' : `the intruder acted as it, last at ${last}`;
  const sessions = incident.credentials.filter(({ type, identity }) => type === 'session' && identity?.uid === uid);
  const outlive =
    sessions.length === 0
      ? ''
      : `; ${sessions.length} of its sessions ${sessions.length === 1 ? 'outlives' : 'outlive'} any key that is switched off`;
  const cycle = isEndless
    ? `; sessions of ${named(name)} can open one another again, so all of them are denied first`
    : '';
  return `${used}${role === 'shared' ? ', beside its owner' : ''}${outlive}${cycle}`;
}

function subjectOf(one: Case, { uid, name, type, account }: InvolvedIdentity): Subject | null {
  const known = typeIn(one, account, { type, name, ownerType: null });
  return known === null ? null : { uid, name, type: known, account, region: null, owner: null, details: {} };
}

function credentialWants(one: Case): readonly Want[] {
  const { incident, facts } = one;
  const { depthOf } = chainOrder(incident);
  return distinct(incident.credentials.filter(isLasting)).flatMap((credential) => {
    const subject = keyOf(one, credential);
    if (subject === null) return [];
    const remedies = remediesOf(one, credential.account).filter(
      ({ on = [], phase }) => phase === 'disable' && on.includes(subject.type),
    );
    return remedies.map((remedy) =>
      wanted(
        {
          remedy,
          subject,
          why: credential.access === 'held' ? 'the intruder holds it' : 'the intruder made it',
          claims: ['held', 'persistence', 'root'],
          cited: [credential],
          uses: facts.uses.get(credential.uid) ?? [],
          depth: depthOf(identityUid(one, credential)),
        },
        { responses: facts.responses, since: facts.lastAccepted.get(credential.uid) ?? null, orBy: ['delete'] },
      ),
    );
  });
}

const isLasting = ({ type, access }: Credential): boolean => type !== 'session' && access !== 'readable';

/** A key that was made and then used stands twice among the credentials: once is enough, and held says more. */
function distinct(credentials: readonly Credential[]): readonly Credential[] {
  const byUid = Map.groupBy(credentials, ({ uid, account }) => JSON.stringify([uid, account]));
  return [...byUid.values()].flatMap((same) => same.toSorted((a, b) => compareText(b.access, a.access)).slice(0, 1));
}

/** A key of SSH, by its fingerprint: machines know it, and no cloud. */
const isOfMachines = ({ uid }: Credential): boolean => /^(?:SHA256|MD5):/.test(uid);

function keyOf(one: Case, credential: Credential): Subject | null {
  if (isOfMachines(credential)) return null;
  const { uid, type, identity, account } = credential;
  const ownerType = one.incident.identities.find((owner) => owner.uid === identity?.uid)?.type ?? null;
  const known = typeIn(one, account, { type, name: identity?.name ?? '', ownerType });
  return known === null
    ? null
    : { uid, name: uid, type: known, account, region: null, owner: identity?.name ?? null, details: {} };
}

function identityUid({ incident }: Case, { identity, account }: Credential): string {
  const owner = incident.identities.find(
    (one) => one.uid === identity?.uid || (one.name === identity?.name && one.account === account),
  );
  return owner?.uid ?? identity?.uid ?? '';
}
