import type { Finding } from '../model/finding.ts';
import type { Level, RuleIdentity } from '../model/rule.ts';
import { byline, type FindingContext } from './finding-context.ts';

const levelsInSarif: Readonly<Record<Level, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  informational: 'note',
};

/** From 0 to 10, as viewers sort by it: the middle of the band that each word has in CVSS. */
const securitySeverity: Readonly<Record<Level, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.5',
  informational: '0.0',
};

const taxonomyName = 'ATT&CK';

/** Rules by uid in the order in which they first spoke: results name them by their place. */
type Spoken = Map<string, { readonly index: number; readonly finding: Finding }>;

/**
 * Findings as one SARIF 2.1.0 log, in pieces of JSON text; a line break may stand between pieces. Results come
 * first and the rules that made them last, so that only rules are held, however many findings there are.
 * Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export async function* findingsAsSarif(
  findings: AsyncIterable<Finding>,
  context: FindingContext,
): AsyncGenerator<string> {
  const spoken: Spoken = new Map();
  yield '{"$schema":"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json","version":"2.1.0","runs":[{"results":[';
  let separator = '';
  for await (const finding of findings) {
    const { uid } = finding.rule;
    if (!spoken.has(uid)) spoken.set(uid, { index: spoken.size, finding });
    yield separator + JSON.stringify(resultOf(finding, spoken.get(uid)?.index ?? 0));
    separator = ',';
  }
  const all = [...spoken.values()].map(({ finding }) => finding);
  const { version, rules } = context;
  const driver = {
    name: 'Beewolf',
    version,
    rules: all.map((finding) => ruleOf(finding, rules.get(finding.rule.uid))),
    supportedTaxonomies: [{ name: taxonomyName, index: 0 }],
  };
  yield `],"tool":${JSON.stringify({ driver })},"taxonomies":${JSON.stringify([taxonomyOf(all, rules)])}}]}`;
}

function resultOf(finding: Finding, ruleIndex: number): unknown {
  const { rule, severity, techniques, finding_uid: uid } = finding;
  return {
    ruleId: rule.uid,
    ruleIndex,
    kind: 'fail',
    level: levelsInSarif[severity],
    message: { text: plain(messageOf(finding)) },
    locations: [{ logicalLocations: logicalLocationsOf(finding) }],
    partialFingerprints: { 'findingUid/v1': uid },
    occurrenceCount: finding.count,
    taxa: techniques.map((id) => ({ id, toolComponent: { name: taxonomyName } })),
    properties: { ...finding },
  };
}

function messageOf({ rule, actors: [actor], accounts, count, first_seen: first, last_seen: last }: Finding): string {
  const who = actor === undefined ? '' : ` by ${actor}`;
  const where = accounts.length === 0 ? '' : ` in ${accounts.join(', ')}`;
  const events = count === 1 ? `1 event, ${first}` : `${count} events, ${first} to ${last}`;
  return `${rule.title}${who}${where} (${events}). ${byline(rule.author)}.`;
}

/** What the finding is about, in the terms of an account instead of a file. */
function logicalLocationsOf({ accounts, regions, resources, actors }: Finding): readonly unknown[] {
  const named = (kind: string) => (name: string) => ({ fullyQualifiedName: name, kind });
  return [
    ...accounts.map(named('account')),
    ...regions.map(named('region')),
    ...actors.slice(0, 1).map(named('actor')),
    ...resources.map(named('resource')),
  ];
}

function ruleOf({ rule, severity, techniques }: Finding, identity: RuleIdentity | undefined): unknown {
  const description = identity?.description ?? null;
  const helpUri = identity?.references.find((reference) => /^https?:\/\//.test(reference));
  const innocent = identity?.falsePositives ?? [];
  return {
    id: rule.uid,
    shortDescription: { text: plain(rule.title) },
    ...(description !== null && { fullDescription: { text: plain(description) } }),
    ...(helpUri !== undefined && { helpUri }),
    help: {
      text: plain(
        [
          byline(rule.author),
          ...(innocent.length > 0 ? [`What is innocent and looks the same: ${innocent.join(' ')}`] : []),
        ].join('. '),
      ),
    },
    defaultConfiguration: { level: levelsInSarif[severity] },
    relationships: techniques.map((id) => ({
      target: { id, toolComponent: { name: taxonomyName } },
      kinds: ['relevant'],
    })),
    properties: {
      author: rule.author,
      origin: rule.origin,
      level: severity,
      'security-severity': securitySeverity[severity],
      tags: ['security', ...techniques],
    },
  };
}

function taxonomyOf(findings: readonly Finding[], rules: FindingContext['rules']): unknown {
  const techniques = findings.flatMap(({ rule }) => rules.get(rule.uid)?.techniques ?? []);
  const known = techniques.map(({ attackVersion }) => attackVersion).filter((version) => version !== 'unspecified');
  const versions = [...new Set(known)].toSorted();
  return {
    name: taxonomyName,
    organization: 'MITRE',
    informationUri: 'https://attack.mitre.org/',
    shortDescription: { text: `ATT&CK ${versions.join(', ')}`.trim() },
    taxa: [...new Set(findings.flatMap((finding) => finding.techniques))].toSorted().map((id) => ({
      id,
      helpUri: `https://attack.mitre.org/techniques/${id.replace('.', '/')}/`,
    })),
  };
}

/** Text in which a viewer finds no link and no placeholder (SARIF 2.1.0, 3.11). */
const plain = (text: string): string => text.replaceAll(/[[\]\\]/g, '\\$&').replaceAll(/[{}]/g, '$&$&');
