import type { Chain } from '../../model/act.ts';
import { coverageRef } from '../../model/evidence.ts';
import type { Citation } from '../../model/evidence.ts';
import type { Coverage } from '../../model/coverage.ts';
import type { Credential, DataExposure } from '../../model/exposure.ts';
import type { Advice, InvolvedIdentity } from '../../model/incident.ts';
import { compareText } from '../../model/instant.ts';
import type { Links, Need } from '../../model/links.ts';
import type { TouchedResource } from '../blast/resources.ts';
import { identityOf } from '../chain/root.ts';
import type { Origin } from '../chain/root.ts';
import { blindingActs, cellsRead } from '../coverage/coverage.ts';
import { nounOf } from '../../model/kind-words.ts';
import { counted, listed, plainText } from '../plain-text.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { advice, blanksOf, citationsOf, howTo, howToLook, originCitations } from './how-to.ts';
import type { Blanks } from './how-to.ts';

interface QuestionContext {
  readonly links: readonly Links[];
  readonly origin: Origin | null;
  readonly exposure: DataExposure | null;
  readonly coverage: readonly Coverage[];
  /** The intruder's own acts. */
  readonly acts: readonly ActGroup[];
  readonly chains: readonly Chain[];
  readonly identities: readonly InvolvedIdentity[];
  readonly credentials: readonly Credential[];
  readonly resources: readonly TouchedResource[];
  readonly createdCredentials: ReadonlySet<string>;
  /** He came in to a machine, of whose door more is asked elsewhere. */
  readonly isAtDoor: boolean;
}

/** What is still missing, why, and where to get it: first what the story hangs on, then what was never logged. */
export const questionsOf = (context: QuestionContext): readonly Advice[] => [
  ...aboutOrigin(context),
  ...aboutChain(context),
  ...aboutCredentials(context),
  ...aboutIdentities(context),
  ...aboutMachines(context),
  ...aboutLogs(context),
];

function aboutOrigin({ links, origin, isAtDoor }: QuestionContext): readonly Advice[] {
  if (origin === null) return [];
  const name = plainText(identityOf(origin.strand).name);
  const how = (need: Need) => howTo(links, need, blanksOf(origin));
  const citations = originCitations(origin);
  return [
    ...advice(origin.unexplained === 'missing' && origin.kind === 'session', {
      text: `Who opened the session of ${name}?`,
      why: 'the record that opened it is not among the logs read',
      how: how('find-issuer'),
      citations,
    }),
    ...advice(origin.unexplained === 'ambiguous', {
      text: `Which of several callers opened the session of ${name}?`,
      why: 'they fit it equally well',
      how: how('find-issuer'),
      citations,
    }),
    ...advice(origin.kind === 'key' && !isAtDoor, {
      text: `How did the key of ${name} get out?`,
      why: origin.strand.actorAccount === null ? 'no log records it' : 'no log of the cloud records it',
      how: how('ask-owner'),
      citations,
    }),
    ...advice(origin.bystanders.length > 0, {
      text: `Are the other uses of the credential of ${name} its owner's?`,
      why: 'they were left out because network or program differ and no rule speaks against them',
      how: how('ask-owner'),
      citations,
    }),
  ];
}

/** Hops that rest on a likeness only: with the record of their issue they would be facts. */
function aboutChain({ links, chains }: QuestionContext): readonly Advice[] {
  const weak = chains.filter(({ confidence }) => confidence === 'possible');
  const targets = Map.groupBy(weak, ({ to }) => to.name);
  return [...targets]
    .toSorted(([a], [b]) => compareText(a, b))
    .flatMap(([name, same]) =>
      advice(true, {
        text: `Did ${listed([...new Set(same.map(({ from }) => plainText(from.name)))])} lead to ${plainText(name)}?`,
        why: `joined by ${listed([...new Set(same.map(({ join }) => plainText(join)))])} only`,
        how: howTo(links, 'find-issuer', { account: same[0]?.account ?? '' }),
        citations: same.flatMap(({ evidence }) => citationsOf(evidence)),
      }),
    );
}

function aboutCredentials({ links, credentials, createdCredentials, coverage }: QuestionContext): readonly Advice[] {
  const begin = coverage.flatMap(({ first }) => first ?? []).toSorted(compareText)[0];
  const held = credentials.filter(({ access, type }) => access === 'held' && type !== 'session');
  const used = new Set(credentials.filter(({ access }) => access === 'held').map(({ uid }) => uid));
  const unborn = held.filter(({ uid }) => !createdCredentials.has(uid));
  const unused = credentials.filter(
    ({ access, uid, type }) => access === 'created' && !used.has(uid) && !uid.startsWith(`${type}:`),
  );
  const blanks = ({ uid, identity, account }: Credential): Blanks => ({
    credential: uid,
    identity: identity?.name ?? '',
    account: account ?? '',
  });
  return [
    ...unborn.flatMap((key) =>
      advice(true, {
        text: `Who made ${plainText(key.uid)} of ${plainText(key.identity?.name ?? 'an unknown identity')}, and when?`,
        why: `no record of its creation is among the logs read${begin === undefined ? '' : `, which begin at ${begin}`}`,
        how: howTo(links, 'find-key-creation', blanks(key)),
        citations: citationsOf(key.evidence),
      }),
    ),
    ...unused.flatMap((key) =>
      advice(true, {
        text: `Has ${plainText(key.uid)} been used where these logs do not reach?`,
        why: 'the intruder made it, and no record read shows a use',
        how: howTo(links, 'find-key-use', blanks(key)),
        citations: citationsOf(key.evidence),
      }),
    ),
  ];
}

/** Principals of accounts of which no log was read: they stand at the edge of what can be known. */
function aboutIdentities({ links, identities, coverage }: QuestionContext): readonly Advice[] {
  const seen = new Set(coverage.map(({ account }) => account));
  const outside = identities.filter(({ account }) => account !== null && !seen.has(account));
  return outside.flatMap((identity) =>
    advice(true, {
      text: `Who is ${plainText(identity.name)} of account ${plainText(identity.account ?? '')}, and what else was done there?`,
      why: 'no log of that account was read',
      how: howTo(links, 'read-more-logs', { account: identity.account ?? '' }),
      citations: citationsOf(identity.evidence),
    }),
  );
}

function aboutMachines({ links, acts, resources }: QuestionContext): readonly Advice[] {
  const launches = new Set(acts.filter(({ verb }) => verb === 'launch').map(({ kind }) => kind));
  const launcherTypes = new Set(links.flatMap(({ launchers }) => launchers));
  const known = new Set(resources.flatMap(({ respawned_by: by }) => by ?? []));
  const isFruitful = ({ type, uid, name }: TouchedResource) =>
    launcherTypes.has(type) && (known.has(uid) || known.has(name ?? uid));
  // What a launcher runs, its machines run, of which it is asked.
  const alive = resources.filter(
    (one) =>
      one.isMade &&
      (launches.has(one.type) || one.respawned_by !== null) &&
      (one.state === 'running' || one.state === 'active') &&
      !isFruitful(one),
  );
  const barren = resources.filter((one) => one.isMade && launcherTypes.has(one.type) && !isFruitful(one));
  return [
    ...inPlaces(alive).flatMap(([one, same]) =>
      advice(true, {
        text: `What did ${counted(same.length, nounOf(one.type))} in ${placeOf(one)} run, and for whom?`,
        why: 'what a machine is given to run is hidden in these logs, or never in them',
        how: howToLook(links, one.type, { ...blanksAt(one), resource: [one.name ?? one.uid] }),
        citations: same.flatMap(({ citations }) => citations),
      }),
    ),
    ...inPlaces(barren).flatMap(([one, same]) =>
      advice(true, {
        text: `Which machines did ${listed(same.map(({ uid, name }) => plainText(name ?? uid)))} start in ${placeOf(one)}?`,
        why: `no record read names one, and the end of a ${nounOf(one.type)} need not be theirs`,
        how: howTo(links, 'find-launched', blanksAt(one)),
        citations: same.flatMap(({ citations }) => citations),
      }),
    ),
  ];
}

type Placed = readonly [TouchedResource, readonly TouchedResource[]];

/** Resources of one kind and place together, each with one that speaks for them. */
function inPlaces(resources: readonly TouchedResource[]): readonly Placed[] {
  const places = Map.groupBy(resources, ({ account, region, type }) => JSON.stringify([account, region, type]));
  return [...places.values()].flatMap((same): readonly Placed[] => {
    const [one] = same;
    return one === undefined ? [] : [[one, same]];
  });
}

const placeOf = ({ region, account }: TouchedResource): string =>
  `${plainText(region ?? 'an unknown region')} of account ${plainText(account ?? 'unknown')}`;
const blanksAt = ({ account, region }: TouchedResource): Blanks => ({ account: account ?? '', region: region ?? '' });

function aboutLogs({ links, exposure, coverage, acts }: QuestionContext): readonly Advice[] {
  const blinding = blindingActs(acts);
  const unseen = coverage.filter(
    (cell) =>
      cell.state !== 'seen' && !blinding.some((act) => act.account === cell.account && act.region === cell.region),
  );
  const holes = Map.groupBy(unseen, ({ account, source, state }) => JSON.stringify([account, source, state]));
  return [
    ...blinding.flatMap((act) =>
      advice(true, {
        text: `What happened in ${plainText(act.region ?? 'that region')} of account ${plainText(act.account ?? 'unknown')} after ${act.last}?`,
        why: `${plainText(act.operation)} switched the records off there`,
        how: howTo(links, 'read-more-logs', { account: act.account ?? '', region: act.region ?? '' }),
        citations: act.citations,
      }),
    ),
    ...[...holes.values()].flatMap((same) => {
      const [one] = same;
      return advice(one !== undefined, {
        text: `What happened in ${listed(same.map(({ region }) => plainText(region ?? 'an unknown region')))} of account ${plainText(one?.account ?? 'unknown')}?`,
        why: `${plainText(one?.source ?? '')} there is ${one === undefined ? '' : holeOf[one.state]}`,
        how: howTo(links, 'read-more-logs', { account: one?.account ?? '' }),
        citations: same.map(cellCitation),
      });
    }),
    ...advice((exposure?.unknown.length ?? 0) > 0, {
      text: `Was data read (${listed((exposure?.unknown ?? []).map(({ what }) => what.split(':')[0] ?? what))})?`,
      why: 'these logs hold no record of such reads by anybody',
      how: howTo(links, 'switch-on-data-events', {}),
      citations: cellsRead(coverage).map(cellCitation),
    }),
  ];
}

const cellCitation = (cell: Coverage): Citation => ({ ref: coverageRef(cell), time: null });

const holeOf: Readonly<Record<Coverage['state'], string>> = {
  seen: 'seen',
  gap: 'interrupted: records are missing between others',
  denied: 'denied to whoever collected it',
  off: 'switched off',
  unknown: 'not among what was read',
};
