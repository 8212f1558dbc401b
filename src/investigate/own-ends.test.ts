import { expect, test } from 'vitest';
import { actGroup } from '../../test/act-group-fixture.ts';
import type { Finding } from '../model/finding.ts';
import { resourcesOf } from './blast/resources.ts';
import { withoutOwnEnds } from './own-ends.ts';

const cited = (ref: string) => [{ ref, time: '2026-11-20T11:00:00Z' }];
const launch = actGroup({ verb: 'launch', made: ['m-1'], citations: cited('launch') });
const end = actGroup({ verb: 'terminate', targets: ['m-1'], citations: cited('end') });
const foreign = actGroup({ verb: 'terminate', targets: ['m-2'], citations: cited('foreign') });
const both = actGroup({ verb: 'terminate', targets: ['m-1', 'm-2'], citations: cited('both') });
const finding = (...evidence: readonly string[]) => ({ evidence, evidence_count: evidence.length }) as Finding;

test.each([
  ['the end of what the incident made says no more', [finding('end')], 0],
  ['the launch itself does', [finding('launch'), finding('launch', 'end')], 2],
  ['the end of something of others does', [finding('foreign'), finding('both')], 2],
  ['evidence that is not all at hand does', [{ ...finding('end'), evidence_count: 2 }], 1],
] as const)('a finding on %s', (_, findings, left) => {
  const acts = [launch, end, foreign, both];
  expect(withoutOwnEnds(findings, acts, resourcesOf(acts, [], new Map()))).toHaveLength(left);
});
