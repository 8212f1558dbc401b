import { attackName } from '../../model/attack-names.ts';
import type { Incident } from '../../model/incident.ts';
import type { Indicator } from '../../model/indicator.ts';
import { inert } from '../../model/inert.ts';
import { mergedTechniques } from '../merged-techniques.ts';
import { clock } from '../wording.ts';
import { minerObjects, minerOf, type Miner } from './miner.ts';
import { observedIndicator, userAccount } from './observed-indicator.ts';
import {
  bundleOf,
  confidenceIn,
  evidenceOf,
  marking,
  ofAll,
  ofIncident,
  producer,
  relation,
  stamp,
  type StixObject,
} from './stix-object.ts';

/**
 * `stix.json`: the incident as a STIX 2.1 bundle. Ids follow from content and times from the evidence, so that the
 * same incident is the same file. Nobody is named as a threat actor: no claim knows who it was.
 * Source: https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html
 */
export function renderStix(incident: Incident): string {
  const objects = new Map([producer, marking, ...stixObjects(incident)].map((one) => [one.id, one]));
  return `${JSON.stringify(bundleOf([...objects.values()]), null, 2)}\n`;
}

function stixObjects(incident: Incident): readonly StixObject[] {
  const { first_seen: first, title, severity, kind } = incident;
  const itself = ofIncident('incident', first, {
    name: inert(title),
    description: inert(`${severity.level} (${severity.score} of 100): ${severity.why}`),
    labels: [kind],
    external_references: [{ source_name: 'beewolf-incident', external_id: incident.incident_uid }],
  });
  const intruder = intruderOf(incident);
  const accounts = accountObjects(incident, intruder);
  const miner = minerOf(incident);
  // Where several accounts are hit, no indicator tells in which of them it was seen.
  const seenIn = incident.accounts.length === 1 ? accounts.filter(({ type }) => type === 'identity') : [];
  const content = [
    itself,
    ...(intruder === null ? [] : [intruder]),
    ...(miner === null ? [] : minerObjects(incident, miner, intruder)),
    ...accounts,
    ...techniqueObjects(incident, intruder),
    ...incident.indicators.flatMap((indicator) =>
      indicatorObjects(indicator, { intruder, miner, seenIn, isTheirs: !isMade(incident, indicator) }),
    ),
    ...chainObjects(incident),
    ...noteObjects(incident, itself),
  ];
  return [...content, reportOf(incident, content)];
}

/** One set of behaviours, without a name: only where a claim tells when the intruder first acted; as sure as its root. */
function intruderOf(incident: Incident): StixObject | null {
  const begun = claimOf(incident, 'first-seen');
  if (begun === undefined) return null;
  return ofIncident('intrusion-set', incident.first_seen, {
    name: `Unnamed intruder of incident ${incident.incident_uid}`,
    description: inert(begun.text),
    first_seen: stamp(incident.first_seen),
    last_seen: stamp(incident.last_seen),
    confidence: Math.min(
      confidenceIn[begun.confidence],
      confidenceIn[claimOf(incident, 'root')?.confidence ?? begun.confidence],
    ),
    external_references: evidenceOf(begun),
  });
}

const claimOf = ({ claims }: Incident, kind: string) => claims.find(({ claim_uid: uid }) => uid.endsWith(`-${kind}`));

/** The accounts in which the intruder acted, as its targets. */
function accountObjects(incident: Incident, intruder: StixObject | null): readonly StixObject[] {
  const told = claimOf(incident, 'accounts');
  return incident.accounts.flatMap((account) => {
    const identity = ofIncident('identity', incident.first_seen, {
      name: inert(`Cloud account ${account}`),
      identity_class: 'system',
      ...(told !== undefined && { description: inert(told.text), external_references: evidenceOf(told) }),
    });
    return intruder === null ? [identity] : [identity, relation(incident.first_seen, [intruder, 'targets', identity])];
  });
}

function techniqueObjects(incident: Incident, intruder: StixObject | null): readonly StixObject[] {
  return mergedTechniques(incident).flatMap(({ id, findings, evidence }) => {
    const pattern = ofAll('attack-pattern', {
      name: inert(attackName(id) ?? id),
      external_references: [{ source_name: 'mitre-attack', external_id: id }],
    });
    if (intruder === null) return [pattern];
    const rules = new Set(findings.map(({ rule }) => rule.title));
    return [
      pattern,
      relation(incident.first_seen, [intruder, 'uses', pattern], {
        ...(rules.size > 0 && { description: inert([...rules].join('; ')) }),
        external_references: evidenceOf({ evidence }),
      }),
    ];
  });
}

const isMade = ({ resources }: Incident, { value }: Indicator): boolean =>
  resources.some(({ uid, name }) => uid === value || name === value);

interface Side {
  readonly intruder: StixObject | null;
  readonly miner: Miner | null;
  readonly seenIn: readonly StixObject[];
  /** A key or user that was there before the intruder. */
  readonly isTheirs: boolean;
}

function indicatorObjects(indicator: Indicator, { intruder, miner, seenIn, isTheirs }: Side): readonly StixObject[] {
  const { type, value, role, first_seen: first, last_seen: last, confidence, evidence_count: count } = indicator;
  const seen = observedIndicator(indicator);
  if (seen === null) return [];
  const external_references = evidenceOf(indicator);
  const sought = ofIncident('indicator', first, {
    name: inert(`${type} ${value}`),
    description: inert(role),
    indicator_types: [isTheirs && (type === 'key' || type === 'user') ? 'compromised' : 'malicious-activity'],
    pattern: seen.pattern,
    pattern_type: 'stix',
    valid_from: stamp(first),
    ...(confidence !== undefined && { confidence: confidenceIn[confidence] }),
    external_references,
  });
  const span = { first_observed: stamp(first), last_observed: stamp(last), number_observed: count };
  const observed =
    seen.thing === null ? null : ofIncident('observed-data', first, { ...span, object_refs: [seen.thing.id] });
  const sighting = ofIncident('sighting', first, {
    first_seen: stamp(first),
    last_seen: stamp(last),
    count,
    sighting_of_ref: sought.id,
    ...(seenIn.length > 0 && { where_sighted_refs: seenIn.map(({ id }) => id) }),
    ...(observed !== null && { observed_data_refs: [observed.id] }),
    external_references,
  });
  return [
    sought,
    ...(seen.thing === null || observed === null
      ? []
      : [seen.thing, observed, relation(first, [sought, 'based-on', observed])]),
    sighting,
    ...(intruder === null ? [] : [relation(first, [sought, 'indicates', intruder])]),
    ...(miner !== null && indicator.evidence.some((ref) => miner.evidence.has(ref))
      ? [relation(first, [sought, 'indicates', miner.object])]
      : []),
  ];
}

/** Each hop from identity to identity, with what was seen of it. */
function chainObjects({ chains }: Incident): readonly StixObject[] {
  return chains.flatMap((hop) => {
    const [from, to] = [userAccount(hop.from), userAccount(hop.to)];
    const time = stamp(hop.time);
    const observed = ofIncident('observed-data', hop.time, {
      first_observed: time,
      last_observed: time,
      number_observed: 1,
      object_refs: [...new Set([from.id, to.id])],
      external_references: evidenceOf(hop),
    });
    const description = inert(`${hop.how} at ${clock(hop.time)} UTC, joined by ${hop.join}`);
    // Who signs in as himself comes from nowhere else.
    if (from.id === to.id) return [from, observed];
    const hopped = relation(hop.time, [from, 'related-to', to], {
      description,
      confidence: confidenceIn[hop.confidence],
      external_references: evidenceOf(hop),
    });
    return [from, to, observed, hopped];
  });
}

/** Every claim, word for word, with what it rests on. */
const noteObjects = ({ claims, first_seen: first }: Incident, itself: StixObject): readonly StixObject[] =>
  claims.map((claim) =>
    ofIncident('note', first, {
      abstract: inert(claim.claim_uid),
      content: inert(claim.text),
      confidence: confidenceIn[claim.confidence],
      object_refs: [itself.id],
      external_references: evidenceOf(claim),
    }),
  );

function reportOf(incident: Incident, content: readonly StixObject[]): StixObject {
  const without = incident.indicators.filter((indicator) => observedIndicator(indicator) === null);
  const left =
    without.length === 0
      ? ''
      : ` No pattern of STIX fits ${without.map(({ type, value }) => `${type} ${value}`).join(', ')}.`;
  return ofIncident('report', incident.first_seen, {
    name: inert(incident.title),
    description: inert(`${incident.severity.why}.${left}`),
    report_types: ['threat-report'],
    published: stamp(incident.timeline.at(-1)?.time ?? incident.last_seen),
    object_refs: [...new Set(content.map(({ id }) => id))],
  });
}
