import { expect, test } from 'vitest';
import { sarifLog } from '../../test/sarif.ts';
import type { Finding } from '../model/finding.ts';
import type { FindingContext } from './finding-context.ts';
import { ocsfFinding } from './finding-ocsf.ts';
import { findingsAsSarif } from './findings-sarif.ts';

const context: FindingContext = { version: '1.2.3', rules: new Map(), sources: [] };

const finding = (n: number): Finding => ({
  finding_uid: `finding-${n}`,
  rule: { uid: `rule-${n % 3}`, title: 'A title', level: 'high', origin: 'x', author: null },
  severity: 'high',
  techniques: [],
  first_seen: '2026-03-04T10:00:00Z',
  last_seen: '2026-03-04T10:00:01.5Z',
  count: 1,
  actors: [],
  accounts: [],
  regions: [],
  resources: [],
  evidence: [`log:${n}`],
  evidence_count: 1,
});

test('results are written while findings come, so that they need not be held', async () => {
  let pulled = 0;
  const source = async function* (): AsyncGenerator<Finding> {
    for (; pulled < 1000; pulled += 1) yield finding(pulled);
  };
  const pieces: string[] = [];
  for await (const piece of findingsAsSarif(source(), context)) {
    pieces.push(piece);
    expect(pulled).toBeLessThanOrEqual(pieces.length);
  }
  const [run] = sarifLog.parse(JSON.parse(pieces.join('\n'))).runs;
  expect(run?.results.length).toBe(1000);
  expect(run?.tool.driver.rules.map(({ id }) => id)).toEqual(['rule-0', 'rule-1', 'rule-2']);
});

test('a finding of no known cloud, without actor and author, says nothing of them', () => {
  const event = ocsfFinding(finding(1), context);
  expect(event).not.toHaveProperty('cloud');
  expect(event).not.toHaveProperty('evidences');
  expect(event).toMatchObject({
    time: Date.parse('2026-03-04T10:00:01.5Z'),
    message: 'A title. Rule by an unnamed author',
    metadata: { profiles: [] },
  });
});
