import { compareInstants } from '../../model/instant.ts';
import type { Credential } from '../../model/exposure.ts';
import type { Tampering } from '../../model/act.ts';
import type { Advice } from '../../model/incident.ts';
import type { Links } from '../../model/links.ts';
import type { TouchedResource } from '../blast/resources.ts';
import type { Origin } from '../chain/root.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { waysBack } from '../../model/ways-back.ts';
import { nounOf } from '../../model/kind-words.ts';
import { counted, listed, plainText } from '../plain-text.ts';
import { advice, blanksOf, citationsOf, howTo, howToStop, originCitations } from './how-to.ts';

export interface AdviceContext {
  readonly links: readonly Links[];
  readonly origin: Origin | null;
  readonly credentials: readonly Credential[];
  readonly resources: readonly TouchedResource[];
  readonly persistence: readonly Tampering[];
  readonly impairment: readonly Tampering[];
  readonly acts: readonly ActGroup[];
  readonly containing: readonly ActGroup[];
}

/** What to do, the most urgent first. */
export function recommendationsOf(context: AdviceContext): readonly Advice[] {
  const { links, origin, credentials, persistence, impairment } = context;
  const keys = credentials.filter(
    ({ type, access, state }) =>
      type !== 'session' && access !== 'readable' && (state === 'active' || state === 'unknown'),
  );
  const disable = keys.flatMap((one) =>
    advice(true, {
      text: `Disable ${plainText(one.uid)}`,
      why: one.access === 'held' ? 'the intruder holds it' : 'the intruder made it',
      how: howTo(links, 'disable-credential', {
        credential: one.uid,
        identity: one.identity?.name ?? '',
        account: one.account ?? '',
      }),
      citations: citationsOf(one.evidence),
    }),
  );
  const isOpen = origin !== null && credentials.some(({ type, state }) => type === 'session' && state === 'unknown');
  const deny = advice(isOpen, {
    text: 'Deny everything to the identities whose sessions the intruder holds',
    why: 'a disabled key leaves the sessions that it opened alive',
    how: howTo(links, 'deny-identity', origin === null ? {} : blanksOf(origin)),
    citations: originCitations(origin),
  });
  const laid = waysBack(persistence.filter((one) => !isUndone(one, context))).flatMap(({ name, account, acts }) =>
    advice(true, {
      text: `Take back ${listed([...new Set(acts.map(({ operation }) => plainText(operation)))])} on ${plainText(name)}${account === null ? '' : ` of account ${plainText(account)}`}`,
      why: 'the intruder can return by it',
      how: howTo(links, 'remove-persistence', { identity: name, account: account ?? '' }),
      citations: acts.flatMap(({ evidence }) => citationsOf(evidence)),
    }),
  );
  const hurt = impairment.filter((one) => one.outcome === 'success' && !isUndone(one, context));
  const restore = advice(hurt.length > 0, {
    text: 'Restore the defences that were touched',
    why: 'what was switched off tells nothing until then, and what was wiped has to come from copies elsewhere',
    how: howTo(links, 'restore-defence', { account: hurt[0]?.account ?? '', region: hurt[0]?.region ?? '' }),
    citations: hurt.flatMap(({ evidence }) => citationsOf(evidence)),
  });
  return [...disable, ...deny, ...stopping(context), ...laid, ...restore];
}

/** A later act of somebody else took back what was done to the same target. */
function isUndone({ target, time }: Tampering, { containing }: AdviceContext): boolean {
  return containing.some(
    (act) =>
      act.outcome === 'accepted' &&
      undoing.has(act.verb) &&
      compareInstants(act.time, time) > 0 &&
      target !== null &&
      act.targets.includes(target.uid),
  );
}
const undoing: ReadonlySet<string> = new Set(['delete', 'disable-credential', 'restore']);

function stopping({ links, resources, acts }: AdviceContext): readonly Advice[] {
  const launches = new Set(acts.filter(({ verb }) => verb === 'launch').map(({ kind }) => kind));
  const running = resources.filter(
    ({ isMade, type, state }) => isMade && launches.has(type) && (state === 'running' || state === 'active'),
  );
  const places = Map.groupBy(running, ({ account, region, type }) => JSON.stringify([account, region, type]));
  return [...places.values()].flatMap((same) => {
    const [one] = same;
    if (one === undefined) return [];
    const where = `${plainText(one.region ?? 'an unknown region')} of account ${plainText(one.account ?? 'unknown')}`;
    return advice(true, {
      text: `Keep the evidence of ${counted(same.length, nounOf(one.type))} in ${where}, then stop ${same.length === 1 ? 'it' : 'them'}`,
      why: listed(same.map(({ uid }) => plainText(uid))),
      how: howToStop(links, one.type, {
        region: one.region ?? '',
        account: one.account ?? '',
        resource: same.map(({ uid }) => uid),
      }),
      citations: same.flatMap(({ citations }) => citations),
    });
  });
}
