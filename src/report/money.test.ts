import { describe, expect, test } from 'vitest';
import { bareIncident } from '../../test/incident-fixture.ts';
import type { Claim } from '../model/claim.ts';
import { cite, tableRef } from '../model/evidence.ts';
import type { Incident } from '../model/incident.ts';
import type { Money } from '../model/money.ts';
import { buildReport } from './build-report.ts';
import { renderHtml } from './html.ts';
import { renderMarkdown } from './markdown.ts';

const table = tableRef('aws-machines', '2026-01-19');
const cited = cite([
  { ref: 'aws.cloudtrail:run', time: '2026-11-03T11:09:02Z' },
  { ref: table, time: null },
]);
const cost: Money = {
  currency: 'USD',
  low: 380.5,
  likely: 1524.1,
  high: 1600,
  per_hour: 28.76,
  incremental: 1524.1,
  as_of: '2026-11-03T17:00:00Z',
  inputs: [],
  ...cited,
};
const claim = (kind: string, text: string, value: number | null = null): Claim => ({
  claim_uid: `${bareIncident.incident_uid}-${kind}`,
  subject: bareIncident.incident_uid,
  text,
  value,
  unit: null,
  confidence: 'likely',
  method: 'time × 21.9576 USD an hour',
  contradicts: [],
  ...cited,
});
const report = (part: Partial<Incident>): string => renderMarkdown(buildReport({ ...bareIncident, ...part }));
const lineOf = (text: string, label: string): string => text.split('\n').find((line) => line.includes(label)) ?? '';

describe('money in a report', () => {
  test('stands on its first page, and in full under the impact on the business', () => {
    const text = report({ cost });
    expect(/### What it cost\n\n(.*)/.exec(text)?.[1]).toContain(
      'about 1,524.10 USD** up to 2026-11-03 17:00:00 UTC, 28.76 USD for every further hour',
    );
    const line = lineOf(text, 'Financial');
    for (const part of [
      '380.50 USD at least and 1,600.00 USD at most',
      'list prices before discounts',
      'All of it would not have been paid',
      'Every further hour costs 28.76 USD',
    ])
      expect(line).toContain(part);
    expect(text).toContain(table);
    expect(text).not.toContain('what it costs');
  });

  test.each([
    [0, 'None of it is extra'],
    [24.1, '24.10 USD of it would not have been paid'],
  ])('tells that %d USD of it are extra', (incremental, words) => {
    expect(lineOf(report({ cost: { ...cost, incremental } }), 'Financial')).toContain(words);
  });

  test('that does not grow is said to, as far as is known', () => {
    const nothing = { ...cost, low: 0, likely: 0, high: 0, per_hour: 0, incremental: 0 };
    for (const one of [{ ...cost, per_hour: 0 }, nothing]) {
      const line = lineOf(report({ cost: one }), 'Financial');
      expect(line).toContain('. Nothing is known to go on costing.');
      expect(line).not.toContain('  ');
    }
  });

  test('adds up line by line, and tells what bills on and what is left out', () => {
    const claims = [
      claim('cost-line-1', '3 × p4d.24xlarge on demand, us-east-1: 12 hours in all, 263.49 USD', 263.49),
      claim('bills-on-1', '1 × disk of 500 GiB, gp3, us-east-1: bills on', 40),
      claim('not-priced-1', 'Not in these sums: 2 functions, billed for the time they run', 2),
    ];
    const text = report({ cost, claims });
    expect(text).toContain('How the cost adds up');
    expect(lineOf(text, '3 × p4d.24xlarge')).toContain('263.49');
    expect(text).toContain('What bills on until somebody ends it');
    expect(text).toContain('Not in these sums: 2 functions');
  });

  test('that nobody can tell is unknown, with the reason', () => {
    const claims = [claim('not-priced-1', 'Not in these sums: 1 instance, no price is listed for q1.huge', 1)];
    expect(report({ cost: null, claims })).toContain(
      '*unknown:* what it costs; 1 instance, no price is listed for q1.huge',
    );
    expect(report({ cost: null })).toContain('*unknown:* what it costs; not computed');
  });

  test('that mining earned is a range and a condition', () => {
    const text = report({ earnings: { ...cost, low: 0.3, likely: 1.5, high: 10.79, incremental: null } });
    expect(text).toContain(
      'Mining can have earned about 1.50 USD (0.30 USD to 10.79 USD), had all processors that ran mined Monero without a pause',
    );
  });

  test('of a hostile name does no harm in HTML', () => {
    const claims = [claim('cost-line-1', '1 × <img src=x onerror=alert(1)> on demand', 1)];
    expect(renderHtml(buildReport({ ...bareIncident, cost, claims }))).not.toContain('<img');
  });
});
