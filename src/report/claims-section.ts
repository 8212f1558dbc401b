import { statedByPerson } from '../model/stated.ts';
import type { TracedIncident } from '../model/traced.ts';
import type { Block, Section } from './document.ts';
import { firstRows, moreThan } from './technical-analysis.ts';
import { blank, data, listed, pending, prose, row, say, section } from './wording.ts';

/** Every claim with its name, method and sureness, for who follows a sentence back. */
export const claimsSection = (incident: TracedIncident): Section =>
  section('Claims', incident.claims.length === 0 ? pending(prose('No claim has been drawn up.')) : claims(incident));

function claims({ claims: all }: TracedIncident): Block {
  return {
    is: 'table',
    caption: 'What is claimed, and how sure it is; beewolf evidence with a name shows how it was worked out',
    columns: ['Statement', 'Confidence', 'Contradicts', 'Claim'],
    rows: firstRows(all).map((claim) =>
      row(
        claim,
        claim.method.startsWith(statedByPerson)
          ? say`${prose(claim.text)} (${prose(claim.method)})`
          : prose(claim.text),
        prose(claim.confidence),
        claim.contradicts.length === 0 ? blank : listed(claim.contradicts),
        data(claim.claim_uid),
      ),
    ),
    more: moreThan(all.length, 'incident.json'),
  };
}
