import type { TracedIncident } from '../model/traced.ts';
import type { DataExposure } from '../model/exposure.ts';
import type { Block, Fact, Line, Section } from './document.ts';
import { claimsOfKind } from './grounds.ts';
import { costDetails, costLine, earningsLine } from './money.ts';
import { statedFact } from './stated.ts';
import { firstRows, moreThan } from './technical-analysis.ts';
import { toldClaims } from './told-claims.ts';
import { data, many, nameOf, prose, row, say, section, span, state, unknown } from './wording.ts';

/** Section 5: money, service, data and name; what no record can tell is said to be unknown. */
export function businessImpact(incident: TracedIncident): Section {
  return section(
    '5. Business Impact',
    {
      is: 'facts',
      rows: [
        { label: 'Financial', line: costLine(incident) },
        ...(incident.earnings === null ? [] : [{ label: 'Earned by the intruder', line: earningsLine(incident) }]),
        ...operational(incident),
        { label: 'Data exposure', line: exposure(incident) },
        ...statedFact(
          incident,
          { label: 'Reputational', kind: 'reputation' },
          unknown(prose('no record can tell; it is for a person to judge')),
        ),
      ],
    },
    costDetails(incident),
    exposureDetails(incident),
    toldClaims(incident, ['taken', 'packed', 'sent-unexplained']),
  );
}

/** Which machines could not serve, from when to when; what depended on them no record says. */
function operational(incident: TracedIncident): readonly Fact[] {
  const told = claimsOfKind(incident.claims, 'outage');
  return told.length === 0
    ? statedFact(
        incident,
        { label: 'Operational', kind: 'operations' },
        unknown(prose('the records do not say which services suffered')),
      )
    : [
        ...told.map((claim) => ({ label: 'Operational', line: state(prose(claim.text), claim, claim.confidence) })),
        ...statedFact(
          incident,
          { label: 'Services', kind: 'operations' },
          unknown(prose('which depended on it; no record tells')),
        ),
      ];
}

function exposure({ data_exposure: exposed }: TracedIncident): Line {
  if (exposed === null) return unknown(prose('not examined'));
  if (exposed.read.length > 0)
    return state(
      say`${many(exposed.read.length, 'resource')} read or sent away by the intruder, listed below`,
      exposed.read,
    );
  return exposed.unknown.length > 0
    ? unknown(prose(unread(exposed).join('; ')))
    : state(prose('no read of data in the logs that record reads'), exposed);
}

/** What cannot be said to have been read or not, each reason once. */
const unread = ({ unknown: parts }: Pick<DataExposure, 'unknown'>): readonly string[] =>
  [...Map.groupBy(parts, ({ why }) => why)].map(([why, same]) => `${same.map(({ what }) => what).join(', ')}: ${why}`);

function exposureDetails({ data_exposure: exposed }: TracedIncident): readonly Block[] {
  if (exposed === null || exposed.read.length === 0) return [];
  const gaps: readonly Block[] =
    exposed.unknown.length === 0 ? [] : [{ is: 'list', lines: unread(exposed).map((text) => unknown(prose(text))) }];
  return [
    {
      is: 'table',
      caption: 'Data that the intruder read or sent away',
      columns: ['First to last (UTC)', 'Who', 'Resource', 'Objects', 'Bytes'],
      rows: firstRows(exposed.read).map((read) =>
        row(
          read,
          prose(span(read.first, read.last)),
          nameOf(read.actor),
          data(read.resource),
          say`${read.objects}`,
          read.bytes === null ? prose('unknown') : say`${read.bytes}`,
        ),
      ),
      more: moreThan(exposed.read.length, 'incident.json'),
    },
    ...gaps,
  ];
}
