import { compareText } from '../model/instant.ts';
import type { Semantics, ShapeClass } from '../model/semantics.ts';
import type { Tampering } from '../model/act.ts';
import { waysBack } from '../model/ways-back.ts';
import type { TouchedResource } from './blast/resources.ts';
import { persistenceOf } from './blast/tampering.ts';
import type { Timed } from './cells.ts';
import type { UploadAct } from './commands/upload-acts.ts';
import { hostName } from './machines/host-name.ts';
import type { ActGroup } from './timeline/act-group.ts';

/** The numbers of an incident, each with the records that make it up. */
export interface Figure {
  readonly count: number;
  readonly citations: readonly Timed[];
}

export interface Figures {
  readonly launched: Figure;
  /** Launched on the day when most were. */
  readonly launchedInADay: number;
  /** How many of each kind were launched, the most first. */
  readonly launchedKinds: readonly (readonly [string, number])[];
  /** Of the launched, those whose size has accelerators, or is very large. */
  readonly gpu: Figure;
  readonly large: Figure;
  readonly running: Figure;
  readonly refusedLaunches: Figure;
  /** Counted by what opens the way, not by calls. */
  readonly persistence: Figure;
  readonly impairment: Figure;
  readonly secrets: Figure;
  readonly reads: Figure;
  readonly shared: Figure;
  /** Sent away from machines by the intruder's commands. */
  readonly sentAway: Figure;
  readonly destroyed: Figure;
  /** Calls that deleted or encrypted what lay in things of the owner. */
  readonly ruined: Figure;
  /** Calls of models that others trained, which are billed by what is said. */
  readonly called: Figure;
  readonly looks: Figure;
  readonly refused: Figure;
  /** Commands on machines. */
  readonly ran: Figure;
  readonly hosts: readonly string[];
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

/** Counts what the acts and resources of an incident amount to. */
export function figuresOf(
  acts: readonly ActGroup[],
  resources: readonly TouchedResource[],
  { semantics, uploads }: { readonly semantics: readonly Semantics[]; readonly uploads: readonly UploadAct[] },
): Figures {
  const own = acts.filter(({ isRespawn }) => !isRespawn);
  const accepted = own.filter(({ outcome }) => outcome === 'accepted');
  const inhabited = resources.filter(({ isInhabited }) => isInhabited);
  const launches = new Set(acts.filter(({ verb }) => verb === 'launch').map(({ kind }) => kind));
  const launched = resources.filter(({ isMade, type }) => isMade && launches.has(type));
  const identities = identityKinds(semantics);
  const refused = own.filter(({ verb, outcome }) => verb === 'launch' && outcome === 'refused');
  const verbs = (among: readonly ActGroup[], ...wanted: readonly string[]) =>
    ofActs(among.filter(({ verb }) => wanted.includes(verb)));
  return {
    launched: ofMaking(launched),
    launchedInADay: mostInADay(launched),
    launchedKinds: [...Map.groupBy(launched, ({ type }) => type)]
      .map(([type, same]) => [type, same.length] as const)
      .toSorted((a, b) => b[1] - a[1] || compareText(a[0], b[0])),
    gpu: ofMaking(launched.filter(({ shape }) => isOfClass(semantics, shape, 'gpu'))),
    large: ofMaking(launched.filter(({ shape }) => isOfClass(semantics, shape, 'large'))),
    running: ofResources(launched.filter(({ state }) => state === 'running' || state === 'active')),
    refusedLaunches: {
      count: refused.reduce((sum, act) => sum + Math.max(act.count, act.amount ?? 0), 0),
      citations: refused.flatMap(({ citations }) => citations),
    },
    persistence: persistenceFigure(persistenceOf(own)),
    impairment: verbs(accepted, 'impair'),
    secrets: verbs(accepted, 'read-secret'),
    reads: verbs(accepted, 'read-data'),
    shared: verbs(accepted, 'share'),
    destroyed: ofResources(
      resources.filter(
        ({ isMade, isInhabited, type, state }) =>
          !isMade && !isInhabited && !identities.has(type) && (state === 'deleted' || state === 'terminated'),
      ),
    ),
    ruined: verbs(accepted.filter(isOfOwner(resources)), 'destroy-data'),
    sentAway: ofUploads(uploads),
    called: verbs(accepted.filter(isOfModel), 'execute'),
    looks: verbs(own, 'list'),
    refused: ofActs(own.filter(({ outcome }) => outcome === 'refused')),
    ran: verbs(
      accepted.filter(({ host, command }) => host !== null || command !== null),
      'execute',
    ),
    hosts: hostsOf(own),
    accounts: distinct([...own, ...inhabited].map(({ account }) => account)),
    regions: distinct([...own, ...inhabited].map(({ region }) => region)),
  };
}

const isOfModel = ({ kind }: ActGroup): boolean => kind.endsWith(':model');

/** What the intruder keeps in a thing that he made is his own to delete. */
function isOfOwner(resources: readonly TouchedResource[]): (act: ActGroup) => boolean {
  const made = new Set(resources.flatMap(({ isMade, uid, name }) => (isMade ? [uid, name] : [])));
  return ({ targets }) => !targets.some((target) => made.has(target));
}

/** The figure of ways back in, with those that only rules know for what they are. */
export const persistenceFigure = (laid: readonly Tampering[]): Figure => ({
  count: waysBack(laid).length,
  citations: laid.flatMap(({ evidence, outcome, time }) =>
    outcome === 'success' ? evidence.map((ref) => ({ ref, time })) : [],
  ),
});

/** The figure of defences touched, with the commands that only rules know for what they are. */
export const impairmentFigure = (touched: readonly Tampering[]): Figure => {
  const done = touched.filter(({ outcome }) => outcome === 'success');
  return {
    count: done.length,
    citations: done.flatMap(({ evidence, time }) => evidence.map((ref) => ({ ref, time }))),
  };
};

/** Kinds of identity and credential: what is done to them is told as a way back in, or its end. */
const identityKinds = (semantics: readonly Semantics[]): ReadonlySet<string> =>
  new Set(
    semantics
      .flatMap(({ acts }) => Object.values(acts).flatMap((operations) => Object.values(operations).flat()))
      .filter(({ verb }) => identifying.has(verb))
      .map(({ kind }) => kind),
  );
const identifying: ReadonlySet<string> = new Set([
  'create-identity',
  'create-credential',
  'change-credential',
  'disable-credential',
]);

const ofActs = (acts: readonly ActGroup[]): Figure => ({
  count: acts.reduce((sum, { count }) => sum + count, 0),
  citations: acts.flatMap(({ citations }) => citations),
});
const ofUploads = (uploads: readonly UploadAct[]): Figure => ({
  count: uploads.length,
  citations: uploads.flatMap(({ citations }) => citations),
});
const ofMaking = (resources: readonly TouchedResource[]): Figure => ({
  count: resources.length,
  citations: resources.flatMap(({ making }) => making),
});
const ofResources = (resources: readonly TouchedResource[]): Figure => ({
  count: resources.length,
  citations: resources.flatMap(({ citations }) => citations),
});
const mostInADay = (resources: readonly TouchedResource[]): number =>
  Math.max(
    0,
    ...[...Map.groupBy(resources, ({ first_seen: time }) => time.slice(0, 10)).values()].map(({ length }) => length),
  );
/** Each machine once, by the shortest of its names: one log writes it with its domain, another without. */
const hostsOf = (acts: readonly ActGroup[]): readonly string[] => {
  const names = distinct(acts.map(({ host }) => host)).toSorted((a, b) => a.length - b.length || compareText(a, b));
  return distinct([...Map.groupBy(names, hostName).values()].map(([shortest]) => shortest ?? null));
};

const distinct = (texts: readonly (string | null)[]): readonly string[] =>
  [...new Set(texts.flatMap((text) => (text === null || text === '' ? [] : text)))].toSorted();

function isOfClass(semantics: readonly Semantics[], shape: string | null, wanted: ShapeClass['class']): boolean {
  return (
    shape !== null &&
    semantics.some(({ shapes }) => shapes.some((one) => one.class === wanted && new RegExp(one.pattern).test(shape)))
  );
}
