import type { Coverage } from '../model/coverage.ts';
import { cite } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import type { Credential } from '../model/exposure.ts';
import { incidentSchemaVersion } from '../model/incident.ts';
import type { Incident, IncidentStatus } from '../model/incident.ts';
import { compareInstants } from '../model/instant.ts';
import type { Resource } from '../model/resource.ts';
import type { Alerted } from './alerts/alerted.ts';
import type { Said } from './alerts/looked-up.ts';
import { credentialsOf } from './blast/credentials.ts';
import { dataExposureOf } from './blast/exposure.ts';
import { failedOf } from './blast/resources.ts';
import type { TouchedResource } from './blast/resources.ts';
import { impairmentOf, persistenceOf } from './blast/tampering.ts';
import type { TouchingAct } from './blast/touching.ts';
import { earliest, latest } from './cells.ts';
import type { Component } from './chain/component.ts';
import type { Web } from './chain/web.ts';
import { chainsOf, identityOf, originOf, rootOf, withMachine } from './chain/root.ts';
import { rootCauseOf } from './chain/root-cause.ts';
import type { Origin } from './chain/root.ts';
import { recommendationsOf } from './claims/advice.ts';
import { questionsOf } from './claims/questions.ts';
import { cellsRead, coverageOfIncident } from './coverage/coverage.ts';
import type { EarlierLaunches } from './economics/earlier.ts';
import { claimsOf } from './claims/claims.ts';
import { departureClaims } from './claims/departure-claims.ts';
import { holdingClaims } from './claims/holding-claims.ts';
import type { Departure } from './departures.ts';
import type { UploadAct } from './commands/upload-acts.ts';
import type { Door } from './machines/door.ts';
import { examine } from './examine.ts';
import { figuresOf, impairmentFigure, persistenceFigure } from './figures.ts';
import type { End } from './machines/ends.ts';
import { takenAway } from './machines/taken-away.ts';
import type { MachineFacts } from './machines/machine-facts.ts';
import type { Figures } from './figures.ts';
import { identitiesOf } from './identities.ts';
import { incidentUid } from './incident-uid.ts';
import { indicatorsOf } from './indicators/indicators.ts';
import type { Trace } from './indicators/indicators.ts';
import { firstLetIn, letIn } from './let-in.ts';
import { findingsOf, graveOf, techniquesOf } from './matched-rules.ts';
import type { MatchedRule } from './matched-rules.ts';
import { withoutOwnEnds } from './own-ends.ts';
import { isIndirect, strandId } from './chain/strands.ts';
import type { Scope } from './scope.ts';
import type { Links } from '../model/links.ts';
import { miningOf, speaksOfMining } from './mining-rules.ts';
import { kindOf, severityOf } from './severity.ts';
import type { ActGroup } from './timeline/act-group.ts';
import { containingActs, containmentOf, timelineOf } from './timeline/timeline.ts';
import { titleOf } from './title.ts';

/** All that the engine was asked about one component. */
export interface Dossier {
  readonly component: Component;
  readonly web: Web;
  /** The intruder's acts, and launches by services on his behalf, in order of time. */
  readonly acts: readonly ActGroup[];
  readonly touching: readonly TouchingAct[];
  readonly resources: readonly TouchedResource[];
  readonly traces: readonly Trace[];
  readonly matched: readonly MatchedRule[];
  readonly departures: readonly Departure[];
  readonly findings: readonly Finding[];
  readonly coverage: readonly Coverage[];
  readonly loggedReads: ReadonlySet<string>;
  /** Lasting credentials whose creation anybody's record shows. */
  readonly createdCredentials: ReadonlySet<string>;
  /** Identities that others use as well. */
  readonly sharedActors: ReadonlySet<string>;
  readonly earlier: EarlierLaunches;
  /** Of the machines on which anything was done, by their short names. */
  readonly launches: ReadonlyMap<string, ActGroup>;
  readonly machineFacts: readonly MachineFacts[];
  readonly ends: readonly End[];
  /** What commands sent away, each once. */
  readonly uploads: readonly UploadAct[];
  /** What alerts about them say, statement by statement. */
  readonly said: readonly Said[];
  /** That announce it, where it was done from where others of the organisation work; none otherwise. */
  readonly tickets: readonly string[];
  /** What else speaks for whoever did it; null where nothing does. */
  readonly held: string | null;
  /** Of all providers and sensors, about anything. */
  readonly alerted: readonly Alerted[];
}

/** How things hang together, and are looked up, in the clouds and on the machines on which something was done. */
function linksOf(
  { links }: Scope,
  cells: readonly Coverage[],
  { accounts: touched, hosts }: Figures,
): readonly Links[] {
  // What is done on a machine names no account, and neither do some records of every cloud.
  const accounts = new Set<string | null>(touched);
  const clouds = new Set(
    cells.flatMap(({ account, cloud }) =>
      account !== null && accounts.has(account) ? (cloud?.toLowerCase() ?? []) : [],
    ),
  );
  return links.filter(({ cloud }) => (cloud === null ? hosts.length > 0 : clouds.has(cloud.toLowerCase())));
}

const tamperingIn = (own: readonly ActGroup[], { touching, matched, ends }: Dossier) => ({
  persistence: persistenceOf(own, { others: touching, matched, ends }),
  impairment: impairmentOf(own, { matched }),
});

const tamperedFigures = ({ persistence, impairment }: ReturnType<typeof tamperingIn>) => ({
  persistence: persistenceFigure(persistence),
  impairment: impairmentFigure(impairment),
});

const placesOf = ({ accounts, regions }: Figures) => ({ accounts, regions });

function exposedIn(
  own: readonly ActGroup[],
  { machineFacts, loggedReads, uploads }: Dossier,
  { links, coverage }: { readonly links: readonly Links[]; readonly coverage: readonly Coverage[] },
) {
  const taken = takenAway(uploads, machineFacts);
  return { taken, exposure: dataExposureOf(own, { links, loggedReads, coverage: cellsRead(coverage), taken }) };
}

/** Tells one component as an incident: every list in its order, every statement with its evidence. */
export function incidentOf(scope: Scope, dossier: Dossier): Incident {
  const { semantics, asOf } = scope;
  const { component, web, acts, touching, resources, matched, departures, createdCredentials } = dossier;
  const own = acts.filter(({ isRespawn }) => !isRespawn);
  const held = letIn(component, own);
  const origin = withMachine(beganBy(originOf(held, web), own, held), semantics);
  const tampering = tamperingIn(own, dossier);
  const acted = figuresOf(acts, resources, { ...dossier, semantics });
  const figures = { ...acted, ...tamperedFigures(tampering) };
  const links = linksOf(scope, dossier.coverage, figures);
  const uid = uidOf(origin, own);
  const coverage = coverageOfIncident(dossier.coverage, own, figures.accounts);
  const credentials = credentialsOf(component, { own, touching, asOf });
  const { taken, exposure } = exposedIn(own, dossier, { links, coverage });
  const containing = containingActs(touching);
  const told = { credentials, resources, ...tampering, coverage };
  const chains = chainsOf(component, web);
  const identities = identitiesOf(held, own, { sharedActors: dossier.sharedActors, semantics });
  const advice = { ...told, links, origin, exposure, acts: own, containing, chains, identities, createdCredentials };
  const findings = findingsOf(matched, dossier.findings);
  // Whoever wipes his traces on a machine came for something else.
  const rules = matched.map(({ rule }) => rule);
  const kind = kindOf({ ...figures, impairment: acted.impairment }, speaksOfMining(rules));
  const weighty = withoutOwnEnds(findings, own, resources);
  const severity = severityOf(figures, { ...dossier, isBeside: isShared(origin), findings: weighty });
  const examined = examine(scope, dossier, { incidentUid: uid, own, containing, taken, kind, severity });
  const lastSeen = latest(own.map(({ last }) => last));
  return {
    schema_version: incidentSchemaVersion,
    incident_uid: uid,
    title: titleOf(origin, figures, { kind, ranMiner: rules.some((rule) => miningOf(rule) === 'mines') }),
    kind,
    severity,
    status: statusOf({ figures, credentials, containing, lastSeen }),
    first_seen: earliest(own.map(({ time }) => time)),
    last_seen: lastSeen,
    ...beginningOf(origin, firstLetIn(own) ?? own[0], examined.doors),
    chains,
    identities,
    ...placesOf(figures),
    ...told,
    resources: resources.map((one) => plainResource(one, dossier.tickets.length > 0)),
    failed: failedOf(acts),
    timeline: withAlerts(timelineOf(acts, containing), examined.entries),
    ...examined.told,
    containment: containmentOf(touching),
    data_exposure: exposure,
    indicators: indicatorsOf(dossier.traces, own, { origin, grave: graveOf(matched), beside: examined.beside }),
    techniques: techniquesOf(matched),
    findings,
    claims: [
      ...claimsOf({ incidentUid: uid, origin, figures, acts: own, containment: containing, ...examined, asOf }),
      ...holdingClaims({ incidentUid: uid, credentials, resources }),
      ...departureClaims(uid, departures),
      ...examined.claims,
    ],
    ...notYet,
    questions: [...questionsOf({ ...advice, isAtDoor: examined.doors.length > 0 }), ...examined.questions],
    recommendations: recommendationsOf(advice),
  };
}

/** By the root and the first act. */
const uidOf = (origin: Origin | null, [first]: readonly ActGroup[]): string =>
  incidentUid(origin === null ? '' : identityOf(origin.strand).uid, first?.citations[0]?.ref ?? '');

/** Others go on using the same credential. */
const isShared = (origin: Origin | null): boolean => (origin?.bystanders.length ?? 0) > 0;

/** The origin with the intruder's first act in it, which may lie before the one by which it was marked. */
function beganBy(origin: Origin | null, own: readonly ActGroup[], component: Component): Origin | null {
  const ofOrigin = own.filter(
    ({ strand, citations }) =>
      origin !== null &&
      // Of a sign-in that several logs tell of, the words may be another's.
      (strandId(strand) === strandId(origin.strand) || citations.some(({ ref }) => ref === origin.strand.firstUid)),
  );
  const act = firstLetIn(ofOrigin) ?? ofOrigin[0];
  const [begin] = act?.citations ?? [];
  if (origin === null || act === undefined || begin === undefined) return origin;
  const address = isIndirect(act.strand) ? (addressBehind(origin, own, component) ?? act.address) : act.address;
  return { ...origin, address, strand: { ...origin.strand, first: begin.time, firstUid: begin.ref } };
}

/** A directory opens sessions from the provider's own machines: from where its user came his session tells. */
function addressBehind({ group }: Origin, own: readonly ActGroup[], { groups, hops }: Component): string | null {
  const opened = new Set(
    hops.filter(({ from, isOpening, isFollowed }) => from === group.id && isOpening && isFollowed).map(({ to }) => to),
  );
  const strands = new Set(groups.filter(({ id }) => opened.has(id)).flatMap((one) => one.strands.map(strandId)));
  const isTheirs = ({ strand, address }: ActGroup): boolean =>
    address !== null && !isIndirect(strand) && strands.has(strandId(strand));
  return own.find(isTheirs)?.address ?? null;
}

/** Parts that a later stage fills, or none yet: not examined, which is not the same as none. */
const notYet = { manual_steps: [], plan: null } as const;

const withAlerts = (acts: Incident['timeline'], alerts: Incident['timeline']): Incident['timeline'] =>
  [...acts, ...alerts].toSorted((a, b) => compareInstants(a.time, b.time));

/** The part of a resource that is told. What an intruder made nobody allowed, unless a ticket announces it. */
function plainResource(touched: TouchedResource, isAnnounced: boolean): Resource {
  const { isMade, isInhabited, citations, making, maker, changes, ...resource } = touched;
  return { ...resource, authorised: isMade && !isAnnounced ? false : resource.authorised };
}

type Beginning = Pick<Incident, 'root' | 'root_absent_reason' | 'root_cause' | 'entry'>;

/** By what a machine asked for nobody came in. */
function beginningOf(origin: Origin | null, first: ActGroup | undefined, doors: readonly Door[]): Beginning {
  const entry =
    first === undefined || origin?.kind === 'asker'
      ? null
      : {
          time: first.time,
          how: first.operation,
          address: isIndirect(first.strand) ? (origin?.address ?? first.address) : first.address,
          ...cite(first.citations.slice(0, 1)),
        };
  if (origin === null) {
    return { root: null, root_absent_reason: 'no record among those read names who began it', root_cause: null, entry };
  }
  return {
    root: rootOf(origin),
    root_absent_reason: null,
    root_cause: rootCauseOf(
      origin,
      doors.find(({ begin }) => begin === first),
    ),
    entry,
  };
}

interface Ending {
  readonly figures: Figures;
  readonly credentials: readonly Credential[];
  readonly containing: readonly TouchingAct[];
  readonly lastSeen: string;
}

/** Contained only when nothing runs, no credential may still work, and the intruder's last act lies before the last answer to it. */
function statusOf({ figures, credentials, containing, lastSeen }: Ending): IncidentStatus {
  const last = containing.at(-1);
  const isOpen = credentials.some(
    ({ access, state }) => access !== 'readable' && (state === 'active' || state === 'unknown'),
  );
  if (last === undefined || isOpen || figures.running.count > 0) return 'new';
  return compareInstants(lastSeen, last.time) < 0 ? 'contained' : 'new';
}
