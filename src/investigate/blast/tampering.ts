import type { Tampering } from '../../model/act.ts';
import { cite } from '../../model/evidence.ts';
import type { Named } from '../../model/identity.ts';
import type { Verb } from '../../model/semantics.ts';
import { compareInstants } from '../../model/instant.ts';
import { compareActs } from '../act-order.ts';
import { hostName } from '../machines/host-name.ts';
import type { ActGroup } from '../timeline/act-group.ts';

/** What lays a way back in. */
export const persisting: ReadonlySet<Verb> = new Set([
  'create-identity',
  'create-credential',
  'change-credential',
  'grant',
]);

/** Ways back in that the intruder laid or tried to lay; `others` is what others did to what is his. */
export const persistenceOf = (acts: readonly ActGroup[], others: readonly ActGroup[] = []): readonly Tampering[] => {
  const deletions = [...acts, ...others].filter(({ verb, outcome }) => verb === 'delete' && outcome === 'accepted');
  return acts
    .filter(({ verb }) => persisting.has(verb))
    .map((act) => {
      const end = deletions.filter((one) => isEndOf(one, act)).toSorted(compareActs)[0];
      return { ...tamperingOf(act), ...(end && { ended: { time: end.time, ...cite(end.citations) } }) };
    });
};

/** The identity that an act is about was deleted after it: by its id, or on a machine by its name there. */
function isEndOf(end: ActGroup, act: ActGroup): boolean {
  const target = targetOf(act);
  return (
    target !== null &&
    end.kind === act.kind &&
    end.account === act.account &&
    hostName(end.host ?? '') === hostName(act.host ?? '') &&
    compareInstants(end.time, act.time) >= 0 &&
    end.targets.some((id) => id === target.uid || id === target.name)
  );
}

/** Defences that the intruder touched or tried to touch. */
export const impairmentOf = (acts: readonly ActGroup[]): readonly Tampering[] =>
  acts.filter(({ verb }) => verb === 'impair').map(tamperingOf);

const tamperingOf = (act: ActGroup): Tampering => ({
  operation: act.operation,
  target: targetOf(act),
  account: act.account,
  region: act.region,
  time: act.time,
  outcome: act.outcome === 'accepted' ? 'success' : act.outcome === 'refused' ? 'failure' : 'unknown',
  ...cite(act.citations),
});

/** What an act made, or was aimed at. */
export function targetOf({ made, names, targets }: ActGroup): Named | null {
  const uid = made[0] ?? targets[0];
  if (uid === undefined || uid === '') return null;
  const name = made.length > 0 ? names[0] : targets[0];
  return { uid, name: name === undefined || name === '' ? uid : name };
}
