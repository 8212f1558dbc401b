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
import { businessImpact, conclusion, containmentActions, remediation } from './response.ts';
import { technicalAnalysis } from './technical-analysis.ts';
import { timelineFigure } from './timeline-figure.ts';

/** An incident as a report: executive part, figures, seven sections, and the evidence of every statement. */
export function buildReport(whole: Incident): ReportDocument {
  const incident = traceClaims(defangIncident(redactSecrets(whole)));
  const summary = executiveSummary(incident);
  const facts = headFacts(incident);
  const cards = executiveCards(incident);
  const sections = [
    initialContext(incident),
    technicalAnalysis(incident),
    investigationFindings(incident),
    containmentActions(incident),
    businessImpact(incident),
    remediation(incident),
    conclusion(incident),
    planSection(incident),
  ];
  return {
    incidentUid: incident.incident_uid,
    title: incident.title,
    ...incident.severity,
    summary,
    facts,
    cards,
    chain: chainFigure(incident),
    timeline: timelineFigure(incident),
    map: blastMap(incident),
    measures: measureFigure(incident),
    sections,
    references: referencesOf(incident.timeline, { summary, facts, cards, sections }),
  };
}
