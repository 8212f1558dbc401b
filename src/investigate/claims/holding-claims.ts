import type { Citation } from '../../model/evidence.ts';
import { cite } from '../../model/evidence.ts';
import type { Claim } from '../../model/claim.ts';
import type { Credential } from '../../model/exposure.ts';
import type { TouchedResource } from '../blast/resources.ts';
import { counted } from '../plain-text.ts';

interface Holdings {
  readonly incidentUid: string;
  readonly credentials: readonly Credential[];
  readonly resources: readonly TouchedResource[];
}

/** What is in the intruder's hand and what he leaves behind: what a plan of containment speaks of. */
export function holdingClaims({ incidentUid, credentials, resources }: Holdings): readonly Claim[] {
  const held = credentials.filter(({ access }) => access !== 'readable');
  const keys = new Set(held.map(({ uid, account }) => JSON.stringify([uid, account]))).size;
  const made = resources.filter(({ isMade }) => isMade);
  const common = { subject: incidentUid, confidence: 'confirmed', contradicts: [] } as const;
  const claims = [
    {
      ...common,
      key: 'held',
      text: `The intruder held or made ${counted(keys, 'credential')}, sessions included`,
      value: keys,
      unit: 'credential',
      method: "distinct credentials of the intruder's strands, and of accepted calls that answer with one",
      citations: held.flatMap(({ evidence }) => evidence.map((ref): Citation => ({ ref, time: null }))),
    },
    {
      ...common,
      key: 'made',
      text: `${counted(made.length, 'thing')} ${made.length === 1 ? 'was' : 'were'} made by the intruder, or by services for him`,
      value: made.length,
      unit: 'resource',
      method: 'accepted calls, counted by the things that their answers name',
      citations: made.flatMap(({ making }) => making),
    },
  ];
  return claims
    .filter(({ citations }) => citations.length > 0)
    .map(({ key, citations, ...told }) => ({ claim_uid: `${incidentUid}-${key}`, ...told, ...cite(citations) }));
}
