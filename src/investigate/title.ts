import type { IncidentKind } from '../model/incident.ts';
import type { Origin } from './chain/root.ts';
import { identityOf } from './chain/root.ts';
import type { Figures } from './figures.ts';
import { nounOf } from '../model/kind-words.ts';
import { counted, plainText } from './plain-text.ts';
import { manyCalled, manyRuined } from './severity.ts';

/** A title as a person would write it: who, what, where. */
export function titleOf(
  origin: Origin | null,
  figures: Figures,
  { kind, ranMiner }: { readonly kind: IncidentKind; readonly ranMiner: boolean },
): string {
  const isMachines = kind === 'cryptojacking' && figures.launched.count === 0;
  const isMiner = isMachines && ranMiner && figures.hosts.length + figures.ran.count > 0;
  const isSign = isMachines && figures.refusedLaunches.count === 0;
  const deed = isMiner
    ? 'ran a miner'
    : isSign
      ? 'shows signs of mining'
      : kind === 'data-theft'
        ? theftOf(figures)
        : deedOf(figures);
  return `${subjectOf(origin)} ${deed}${placesOf(figures)}`;
}

function subjectOf(origin: Origin | null): string {
  if (origin === null) return 'An unknown identity';
  const name = plainText(identityOf(origin.strand).name);
  switch (origin.kind) {
    case 'key':
      return origin.bystanders.length > 0 ? `Leaked key of ${name}` : `Misused key of ${name}`;
    case 'taken-session':
      return `Stolen session of ${name}`;
    case 'session':
      return `Misused session of ${name}`;
    case 'program':
      return `Programs of ${name}`;
    case 'asker':
      return `Machine ${name}`;
    case 'sign-in':
      return `Misused sign-in of ${name}`;
  }
}

/** Where data is the point, it is told before what else was made on the way. */
const theftOf = (figures: Figures): string =>
  figures.reads.count > 0 ? `read data in ${counted(figures.reads.count, 'call')}` : deedOf(figures);

function deedOf({
  launched,
  launchedKinds,
  refusedLaunches,
  destroyed,
  ruined,
  called,
  reads,
  shared,
  secrets,
  impairment,
  persistence,
  looks,
  refused,
  ran,
}: Figures): string {
  const [most] = launchedKinds;
  if (most !== undefined) {
    const others = launched.count - most[1];
    return `launched ${counted(most[1], nounOf(most[0]))}${others > 0 ? ` and ${counted(others, 'other resource')}` : ''}`;
  }
  if (refusedLaunches.count > 0) return `tried to launch ${counted(refusedLaunches.count, 'resource')}`;
  if (destroyed.count > 0) return `destroyed ${counted(destroyed.count, 'resource')}`;
  if (ruined.count >= manyRuined) return `deleted or encrypted data in ${counted(ruined.count, 'call')}`;
  if (called.count >= manyCalled) return `called AI models ${counted(called.count, 'time')}`;
  if (reads.count > 0) return `read data in ${counted(reads.count, 'call')}`;
  if (secrets.count > 0) return `read secrets in ${counted(secrets.count, 'call')}`;
  if (shared.count > 0) return `shared ${counted(shared.count, 'resource')} outside`;
  if (called.count > 0) return `called AI models in ${counted(called.count, 'call')}`;
  if (impairment.count > 0) return `impaired defences in ${counted(impairment.count, 'call')}`;
  if (ran.count > 0) return `ran ${counted(ran.count, 'command')}`;
  if (persistence.count > 0) return `left ${counted(persistence.count, 'backdoor')}`;
  if (refused.count > looks.count) return `was refused ${counted(refused.count, 'call')}`;
  return looks.count > 0 ? `looked around in ${counted(looks.count, 'call')}` : 'was used in an unusual way';
}

function placesOf({ accounts, regions, hosts, launched }: Figures): string {
  const [host, ...others] = hosts;
  const on =
    host === undefined ? '' : ` on ${others.length === 0 ? plainText(host) : counted(hosts.length, 'machine')}`;
  // One machine is known by its name, wherever it stands.
  if (hosts.length === 1 && launched.count === 0 && accounts.length <= 1 && regions.length <= 1) return on;
  const places = [
    accounts.length > 0 ? counted(accounts.length, 'account') : '',
    regions.length > 0 ? counted(regions.length, 'region') : '',
  ].filter((place) => place !== '');
  return places.length === 0 ? on : `${on}${on === '' ? '' : ','} in ${places.join(', ')}`;
}
