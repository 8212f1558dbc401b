import type { Incident } from '../model/incident.ts';
import { redactSecrets } from '../model/redact.ts';
import { traceClaims } from '../model/traced.ts';
import { blastMap } from './blast-map.ts';
import { defangIncident } from './defang.ts';
import { chainFigure } from './chain-figure.ts';
import type { ReportDocument } from './document.ts';
import { executiveCards, headFacts } from './executive.ts';
import { executiveSummary } from './executive-summary.ts';
import { initialContext } from './initial-context.ts';
import { investigationFindings } from './investigation-findings.ts';
import { measureFigure } from './measure-figure.ts';
import { planSection } from './plan-section.ts';
import { referencesOf } from './references.ts';
import { businessImpact } from './business-impact.ts';
import { claimsSection } from './claims-section.ts';
import { conclusion } from './conclusion.ts';
import { containmentActions } from './containment-actions.ts';
import { remediation } from './remediation.ts';
import { socProcess } from './soc-process.ts';
import { technicalAnalysis } from './technical-analysis.ts';
import { timelineFigure } from './timeline-figure.ts';
import { withToldColumns } from './told-columns.ts';
import { retold, timesIn } from './told-times.ts';

/**
 * An incident as a report: executive part, figures, seven sections, and the evidence of every statement. Times are
 * in UTC; where a zone is chosen (an IANA name), the local time stands beside them.
 */
export function buildReport(whole: Incident, zone: string | null = null): ReportDocument {
  const incident = traceClaims(defangIncident(redactSecrets(whole)));
  const told = retold(
    {
      summary: executiveSummary(incident),
      facts: headFacts(incident),
      cards: executiveCards(incident),
      sections: [
        socProcess(incident),
        initialContext(incident),
        technicalAnalysis(incident),
        investigationFindings(incident),
        containmentActions(incident),
        businessImpact(incident),
        remediation(incident),
        conclusion(incident),
        planSection(incident),
        claimsSection(incident),
      ],
    },
    timesIn(zone),
  );
  return {
    incidentUid: incident.incident_uid,
    title: incident.title,
    ...incident.severity,
    ...told,
    sections: withToldColumns(told.sections),
    chain: chainFigure(incident),
    timeline: timelineFigure(incident),
    map: blastMap(incident),
    measures: measureFigure(incident),
    references: referencesOf(incident.timeline, told),
  };
}
