import type { Incident } from '../../model/incident.ts';
import { inert } from '../../model/inert.ts';
import { confidenceIn, evidenceOf, ofIncident, relation, type StixObject } from './stix-object.ts';

/** The miner of an incident, and all records of mining. */
export interface Miner {
  readonly object: StixObject;
  readonly evidence: ReadonlySet<string>;
}

/** Kinds of claims that say a miner was there, by what was seen of it. */
const kinds = /-mining-(?:command|handled|connection|lookup)-\d+$/;

/** One malware object, in the words of the first claim of it; null where no claim tells of one. */
export function minerOf({ claims, first_seen: first }: Incident): Miner | null {
  const told = claims.filter(({ claim_uid: uid }) => kinds.test(uid));
  const [claim] = told;
  if (claim === undefined) return null;
  const object = ofIncident('malware', first, {
    name: 'Cryptocurrency miner',
    description: inert(claim.text),
    malware_types: ['resource-exploitation'],
    is_family: false,
    confidence: confidenceIn[claim.confidence],
    external_references: evidenceOf(claim),
  });
  return { object, evidence: new Set(told.flatMap(({ evidence }) => evidence)) };
}

/** The miner, and who used it. */
export const minerObjects = (
  { first_seen: first }: Incident,
  { object }: Miner,
  intruder: StixObject | null,
): readonly StixObject[] => [object, ...(intruder === null ? [] : [relation(first, [intruder, 'uses', object])])];
