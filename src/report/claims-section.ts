import type { TracedIncident } from '../model/traced.ts';
import type { Block, Section } from './document.ts';
import { firstRows, moreThan } from './technical-analysis.ts';
import { blank, data, listed, pending, prose, row, section } from './wording.ts';

/** Every claim with its name, method and sureness, for who follows a sentence back. */
export const claimsSection = (incident: TracedIncident): Section =>
  section('Claims', incident.claims.length === 0 ? pending(prose('No claim has been drawn up.')) : claims(incident));

function claims({ claims: all }: TracedIncident): Block {
  return {
    is: 'table',
    caption: 'What is claimed, how it was found, and how sure it is',
    columns: ['Claim', 'Statement', 'Value', 'Confidence', 'Method', 'Contradicts'],
    rows: firstRows(all).map((claim) =>
      row(
        claim,
        data(claim.claim_uid),
        prose(claim.text),
        claim.value === null ? blank : prose(`${claim.value} ${claim.unit ?? ''}`.trim()),
        prose(claim.confidence),
        prose(claim.method),
        claim.contradicts.length === 0 ? blank : listed(claim.contradicts),
      ),
    ),
    more: moreThan(all.length, 'incident.json'),
  };
}
