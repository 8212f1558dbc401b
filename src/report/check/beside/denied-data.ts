import type { Claim } from '../../../model/claim.ts';
import type { Incident } from '../../../model/incident.ts';
import type { Of } from '../statement.ts';
import { bytesText } from './amount-text.ts';
import { contradicted, supported, unsupported } from './beside-check.ts';
import type { Weighed } from './beside-check.ts';
import { claimsOf, counted, evidenceOf, listed, readLogs } from './told.ts';

/** Data of a certain kind, which no record tells apart. */
const ofWhom = /\b(?:customer|sensitive|personal|client|regulated|pii)\b/i;

/** A secret that was read is data that was read; it is no theft of data, and none of a customer. */
function secretsRead(secrets: readonly Claim[], words: string): Weighed {
  const told = secrets.map(({ text }) => text).join('; ');
  return ofWhom.test(words) || /\b(?:theft|thefts|stolen|exfiltrat\w*|breach\w*)\b/i.test(words)
    ? unsupported(`${told}; what else was taken these records do not tell`, evidenceOf(secrets))
    : contradicted(told, evidenceOf(secrets));
}

/** That no data was read or taken: against reads on record, files sent away, and logs that nobody read. */
export function deniedData(incident: Incident, { quote }: Of<'denial'>): Weighed | null {
  // Records that somebody read to write the report are no data that was read.
  if (/\b(?:records?|logs?)(?: that were)? read\b/i.test(quote.text))
    return /\balert\b/i.test(quote.text) && incident.alerts.length === 0
      ? supported('no alert is among the records of this incident', readLogs(incident))
      : null;
  const { data_exposure: exposure } = incident;
  const taken = claimsOf(incident, 'taken');
  const stored = (exposure?.read ?? []).filter(({ evidence }) => !isCitedBy(taken, evidence));
  const [first] = stored;
  if (first !== undefined)
    return contradicted(
      `${listed(stored.map(({ resource, objects, bytes }) => `${counted(objects, 'object')} of ${resource}${bytes === null ? '' : ` (${bytesText(bytes)})`}`))} ${stored.length === 1 && first.objects === 1 ? 'was' : 'were'} read, the first at ${first.first}`,
      evidenceOf(stored),
    );
  if (taken.length > 0) {
    const told = taken.map(({ text }) => text).join('; ');
    // Whose data it was no command tells: of customers' data in particular it is not proven.
    return ofWhom.test(quote.text)
      ? unsupported(`${told}; whose data that was no record tells${unknownText(incident)}`, evidenceOf(taken))
      : contradicted(told, evidenceOf(taken));
  }
  const secrets = claimsOf(incident, 'secrets');
  if (secrets.length > 0) return secretsRead(secrets, quote.text);
  const unexplained = claimsOf(incident, 'sent-unexplained').filter(
    ({ value }) => typeof value === 'number' && value > 0,
  );
  if (unexplained.length > 0)
    return unsupported(`unproven: ${unexplained.map(({ text }) => text).join('; ')}${unknownText(incident)}`, [
      ...evidenceOf(unexplained),
      ...(exposure?.evidence ?? []),
    ]);
  if (exposure === null) return unsupported('whether data was read was not examined', readLogs(incident));
  return exposure.unknown.length > 0
    ? unsupported(`no read is on record, but the records cannot tell of ${unknowns(incident)}`, exposure.evidence)
    : supported('the logs that record reads were read and show none', exposure.evidence);
}

const isCitedBy = (claims: readonly Claim[], evidence: readonly string[]): boolean =>
  claims.some((claim) => claim.evidence.some((ref) => evidence.includes(ref)));

const unknowns = ({ data_exposure: exposure }: Incident): string =>
  listed((exposure?.unknown ?? []).map(({ what }) => what.split(':')[0] ?? what));

const unknownText = (incident: Incident): string => {
  const what = unknowns(incident);
  return what === '' ? '' : `; nor do these records tell of ${what}`;
};
