import type { Coverage } from '../model/coverage.ts';
import { cite } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import type { Credential } from '../model/exposure.ts';
import { incidentSchemaVersion } from '../model/incident.ts';
import type { Incident, IncidentStatus } from '../model/incident.ts';
import { compareInstants } from '../model/instant.ts';
import { credentialsOf } from './blast/credentials.ts';
import { dataExposureOf } from './blast/exposure.ts';
import { failedOf, resourcesOf } from './blast/resources.ts';
import { impairmentOf, persistenceOf } from './blast/tampering.ts';
import type { TouchingAct } from './blast/touching.ts';
import { earliest, latest } from './cells.ts';
import type { Component } from './chain/component.ts';
import type { Web } from './chain/frontier.ts';
import { chainsOf, identityOf, originOf, rootCauseOf, rootOf } from './chain/root.ts';
import { manualStepsOf, questionsOf, recommendationsOf } from './claims/advice.ts';
import { claimsOf } from './claims/claims.ts';
import { figuresOf } from './figures.ts';
import type { Figures } from './figures.ts';
import { identitiesOf } from './identities.ts';
import { incidentUid } from './incident-uid.ts';
import { indicatorsOf } from './indicators/indicators.ts';
import type { Trace } from './indicators/indicators.ts';
import { findingsOf, techniquesOf } from './matched-rules.ts';
import type { MatchedRule } from './matched-rules.ts';
import type { Scope } from './scope.ts';
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
  readonly traces: readonly Trace[];
  readonly matched: readonly MatchedRule[];
  readonly findings: readonly Finding[];
  readonly coverage: readonly Coverage[];
  readonly loggedReads: ReadonlySet<string>;
}

/** Tells one component as an incident: every list in its order, every statement with its evidence. */
export function incidentOf({ links, semantics, asOf }: Scope, dossier: Dossier): Incident {
  const { component, web, acts, touching, matched } = dossier;
  const own = acts.filter(({ isRespawn }) => !isRespawn);
  const origin = originOf(component, web);
  const kinds = kindsOf(semantics);
  const launcherOf = new Map(component.respawned.map(({ eventUid, cause }) => [eventUid, cause]));
  const resources = resourcesOf(acts, touching, { isElsewhere: (kind) => kinds.held.has(kind), launcherOf });
  const figures = figuresOf(acts, resources, semantics);
  const [first] = own;
  const uid = incidentUid(origin === null ? '' : identityOf(origin.strand).uid, first?.citations[0]?.ref ?? '');
  const coverage = dossier.coverage.filter(({ account }) => account !== null && figures.accounts.includes(account));
  const credentials = credentialsOf(component, own, touching, asOf);
  const exposure = dataExposureOf(own, links, dossier.loggedReads, coverage);
  const [persistence, impairment] = [persistenceOf(own), impairmentOf(own)];
  const containing = containingActs(touching);
  const advice = { links, origin, credentials, resources, persistence, impairment, exposure, coverage };
  const lastSeen = latest(own.map(({ last }) => last));
  return {
    schema_version: incidentSchemaVersion,
    incident_uid: uid,
    title: titleOf(origin, figures, resources.filter(({ isMade, type }) => isMade && kinds.launched.has(type))),
    kind: kindOf(figures),
    severity: severityOf(figures, (origin?.bystanders.length ?? 0) > 0),
    status: statusOf({ figures, credentials, containing, lastSeen }),
    first_seen: earliest(own.map(({ time }) => time)),
    last_seen: lastSeen,
    detected_at: null,
    alerts: [],
    root: origin === null ? null : rootOf(origin, first?.address ?? null),
    root_absent_reason: origin === null ? 'no record among those read names who began it' : null,
    root_cause: origin === null ? null : rootCauseOf(origin),
    entry: first === undefined ? null : { time: first.time, how: first.operation, address: first.address, ...cite(first.citations.slice(0, 1)) },
    chains: chainsOf(component, web),
    identities: identitiesOf(component, own),
    accounts: figures.accounts,
    regions: figures.regions,
    resources: resources.map(({ isMade: _, citations: __, ...resource }) => resource),
    failed: failedOf(acts),
    timeline: timelineOf(acts, containing),
    containment: containmentOf(touching),
    persistence,
    impairment,
    credentials,
    data_exposure: exposure,
    indicators: indicatorsOf(dossier.traces, own, origin?.strand.credential ?? null),
    techniques: techniquesOf(matched),
    findings: findingsOf(matched, dossier.findings),
    claims: claimsOf({ incidentUid: uid, origin, figures, acts: own, containment: containing, asOf }),
    contradictions: [],
    cost: null,
    earnings: null,
    coverage,
    questions: questionsOf(advice),
    recommendations: recommendationsOf(advice),
    manual_steps: manualStepsOf(advice),
    plan: null,
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
  const isOpen = credentials.some(({ access, state }) => access !== 'readable' && (state === 'active' || state === 'unknown'));
  if (last === undefined || isOpen || figures.running.count > 0) return 'new';
  return compareInstants(lastSeen, last.time) < 0 ? 'contained' : 'new';
}

/** Kinds that are told as identities or credentials, and kinds that are launched. */
function kindsOf(semantics: Scope['semantics']) {
  const acts = semantics.flatMap(({ acts: services }) => Object.values(services).flatMap((operations) => Object.values(operations).flat()));
  const kinds = (...verbs: readonly string[]) => new Set(acts.filter(({ verb }) => verbs.includes(verb)).map(({ kind }) => kind));
  return { held: kinds('create-identity', 'create-credential', 'assume', 'login'), launched: kinds('launch') };
}
