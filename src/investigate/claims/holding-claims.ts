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
  const inHand = credentials.filter(({ access }) => access !== 'readable');
  const made = resources.filter(({ isMade }) => isMade);
  const common = { subject: incidentUid, confidence: 'confirmed', contradicts: [] } as const;
  const claims = [
    {
      ...common,
      key: 'held',
      text: handText(credentials),
      value: distinct(inHand).size,
      unit: 'credential',
      method:
        "distinct credentials of the intruder's strands, and of accepted calls that answer with one; readable ones are not in the number",
      citations: inHand.flatMap(({ evidence }) => evidence.map((ref): Citation => ({ ref, time: null }))),
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

const distinct = (credentials: readonly Credential[]): ReadonlySet<string> =>
  new Set(credentials.map(({ uid, account }) => JSON.stringify([uid, account])));

/** Held, made and readable apart; what was made and then used is both. */
function handText(credentials: readonly Credential[]): string {
  const by = (access: Credential['access']) => distinct(credentials.filter((one) => one.access === access));
  const [held, made, readable] = [by('held'), by('created'), by('readable')];
  const both = held.intersection(made).size;
  const parts = [
    held.size > 0 ? [`held ${counted(held.size, 'credential')}, sessions included`] : [],
    made.size > 0
      ? [`made ${counted(made.size, 'credential')}${both > 0 ? `, ${both} of them held as well` : ''}`]
      : [],
  ].flat();
  const more = readable.size > 0 ? `; ${readable.size} more ${readable.size === 1 ? 'was' : 'were'} readable` : '';
  return `The intruder ${parts.join(', and ')}${more}`;
}
