import { namedAttackVersion } from '../model/attack-names.ts';
import type { Finding } from '../model/finding.ts';
import type { Incident } from '../model/incident.ts';
import { inert } from '../model/inert.ts';
import type { Level } from '../model/rule.ts';
import { mergedTechniques, type MergedTechnique } from './merged-techniques.ts';
import { counted, span } from './wording.ts';

/** The version for which the layer is written; the format asks for 4.9.0 at least. */
const navigator = '5.1.0';

/** What colours a technique: the middle of the band of scores that each level stands for. */
const scores: Readonly<Record<Level, number>> = { critical: 95, high: 80, medium: 55, low: 30, informational: 10 };

const colours = ['#ffffff', '#ffe08a', '#e8590c', '#b3121d'] as const;

/** How many rules a comment names. */
const mostRules = 8;

/**
 * `navigator.json`: the techniques of an incident as a layer of the ATT&CK Navigator. Format 4.5:
 * https://github.com/mitre-attack/attack-navigator/blob/master/layers/LAYERFORMATv4_5.md
 */
export function renderNavigator(incident: Incident): string {
  const { incident_uid: uid, title, first_seen: first, last_seen: last } = incident;
  const layer = {
    name: inert(`Incident ${uid}`),
    versions: { attack: namedAttackVersion.split('.')[0], navigator, layer: '4.5' },
    domain: 'enterprise-attack',
    description: inert(`${title}. ${span(first, last)} UTC.`),
    sorting: 3,
    layout: { layout: 'side', showID: true, showName: true, expandedSubtechniques: 'annotated' },
    hideDisabled: false,
    techniques: mergedTechniques(incident).map(techniqueOf),
    gradient: { colors: [...colours], minValue: 0, maxValue: 100 },
    legendItems: Object.entries(scores).map(([level, score]) => ({ label: level, color: colourOf(score) })),
    selectSubtechniquesWithParent: false,
    metadata: [{ name: 'incident', value: uid }],
  };
  return `${JSON.stringify(layer, null, 2)}\n`;
}

function techniqueOf({ id, mappedAs, findings, count }: MergedTechnique) {
  return {
    techniqueID: inert(id),
    score: Math.max(0, ...findings.map(({ severity }) => scores[severity])),
    comment: inert(commentOf(findings, count)),
    enabled: true,
    metadata: [
      { name: 'findings', value: String(findings.length) },
      { name: 'records', value: String(count) },
      { name: 'mapped as', value: inert(mappedAs.join(', ')) },
    ],
    showSubtechniques: true,
  };
}

/** The rules by which it was found, the gravest first, and on how many records. */
function commentOf(findings: readonly Finding[], records: number): string {
  const rules = Map.groupBy(
    findings.toSorted((a, b) => scores[b.severity] - scores[a.severity]),
    ({ rule }) => rule.title,
  );
  const told = [...rules].slice(0, mostRules).map(([title, [first]]) => `${title} (${first?.severity ?? 'unknown'})`);
  const more = rules.size > mostRules ? `; and ${rules.size - mostRules} more rules` : '';
  return `${counted(records, 'record')}${told.length === 0 ? '' : `: ${told.join('; ')}`}${more}`;
}

const colourOf = (score: number): string =>
  colours[Math.min(colours.length - 1, Math.round((score / 100) * (colours.length - 1)))] ?? colours[0];
