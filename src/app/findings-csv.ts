import type { Finding } from '../model/finding.ts';
import { renderCsv } from '../report/csv.ts';

const columns = [
  'finding_uid',
  'severity',
  'rule',
  'title',
  'author',
  'techniques',
  'first_seen',
  'last_seen',
  'count',
  'actors',
  'accounts',
  'regions',
  'resources',
  'evidence',
];

/** Findings as CSV, a line at a time, the heading first. */
export async function* findingsAsCsv(findings: AsyncIterable<Finding>): AsyncGenerator<string> {
  yield renderCsv(columns, []);
  for await (const finding of findings) {
    const { rule, techniques, actors, accounts, regions, resources, evidence } = finding;
    yield renderCsv(
      [
        finding.finding_uid,
        finding.severity,
        rule.uid,
        rule.title,
        rule.author ?? '',
        techniques.join(' '),
        finding.first_seen,
        finding.last_seen,
        String(finding.count),
        actors.join(' '),
        accounts.join(' '),
        regions.join(' '),
        resources.join(' '),
        evidence.join(' '),
      ],
      [],
    );
  }
}
