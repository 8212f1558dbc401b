import { describe, expect, test } from 'vitest';
import { bareIncident, richIncident } from '../../../test/incident-fixture.ts';
import type { Claim } from '../../model/claim.ts';
import type { Incident } from '../../model/incident.ts';
import { traceClaims } from '../../model/traced.ts';
import { measures } from './measures.ts';
import { prevention } from './prevention.ts';

const by = { evidence: ['aws.cloudtrail:caller'], evidence_count: 1 };
const [anyClaim] = richIncident.claims;
const claim = (kind: string, value: Claim['value']): Claim => {
  if (anyClaim === undefined) throw new Error('the fixture has claims');
  return { ...anyClaim, claim_uid: `${bareIncident.incident_uid}-${kind}`, value };
};
const claims = (kind: string, value: Claim['value'] = null): Partial<Incident> => ({ claims: [claim(kind, value)] });
const technique = (id: string): Partial<Incident> => ({ techniques: [{ id, attack_version: '19.1', ...by }] });
const [finding] = richIncident.findings;
const exposed = { read: [], unknown: [{ what: 'objects', why: 'not logged' }], ...by };
const cell = { cloud: 'aws', account: '123456789012', region: 'us-east-1', source: 'aws.cloudtrail' } as const;
const gap = { ...cell, state: 'gap' as const, first: null, last: null, count: 0 };
const key = {
  uid: 'AKIAIOSFODNN7EXAMPLE',
  type: 'key',
  identity: null,
  account: null,
  access: 'held' as const,
  state: 'active' as const,
  first_seen: null,
  last_seen: null,
  ...by,
};

const cost = {
  currency: 'USD',
  low: 5,
  likely: 10,
  high: 20,
  per_hour: null,
  as_of: richIncident.last_seen,
  inputs: [],
  ...by,
};

/** For each measure what shows the need of it, and nothing else does in an incident with an alert and whole logs. */
const shown: Readonly<Record<string, Partial<Incident>>> = {
  'close-sign-in': claims('door-1', '203.0.113[.]9'),
  'second-factor': {
    findings:
      finding === undefined
        ? []
        : [{ ...finding, rule: { ...finding.rule, title: 'A user signed in without a second factor' } }],
  },
  'scan-for-secrets': { credentials: [key] },
  'short-lived-credentials': { credentials: [key] },
  'protect-metadata': technique('T1552.005'),
  'narrow-trust': { chains: richIncident.chains, identities: richIncident.identities },
  'watch-identities': { persistence: richIncident.persistence },
  'manage-rights-on-machines': technique('T1548.003'),
  'no-programs-in-temporary-folders': technique('T1564.001'),
  'limit-egress': claims('sent-unexplained-1', 2_000_000_000),
  'close-unused-regions': { regions: ['a', 'b', 'c'], ...claims('regions', 3) },
  'lower-quotas': claims('launched', 30),
  'budget-alerts': { cost: { ...cost, incremental: 10 } },
  'guard-the-logs': { impairment: richIncident.impairment },
  'detect-threats': { alerts: [] },
  'detect-load': claims('dwell-detection', 375),
  'keep-evidence': claims('evidence-kept-1', false),
  'log-reads': { data_exposure: exposed },
  'close-log-gaps': { coverage: [gap] },
};
const quiet: Incident = {
  ...bareIncident,
  alerts: richIncident.alerts,
  coverage: [{ ...gap, state: 'seen', count: 5 }],
};

test('every measure has its case', () => {
  expect(Object.keys(shown).toSorted()).toEqual(measures.map(({ id }) => id).toSorted());
});

describe.each(measures)('$id', ({ id, shownBy }) => {
  test('is advised by what shows its need, and rests on that', () => {
    const needed = shownBy(traceClaims({ ...quiet, ...shown[id] }));
    expect(needed.length).toBeGreaterThan(0);
    expect(needed.every(({ evidence }) => evidence.length > 0)).toBe(true);
  });

  test('is not advised where nothing does', () => {
    expect(shownBy(traceClaims(quiet))).toEqual([]);
  });
});

test.each([
  ['a sign-in from an inside address', 'close-sign-in', claims('door-1', '10.0.2[.]15')],
  ['an alert within the hour', 'detect-load', claims('dwell-detection', 20)],
  ['a machine that was copied', 'keep-evidence', claims('evidence-kept-1', true)],
  ['capacity that is paid for anyway', 'budget-alerts', { cost: { ...cost, incremental: 0 } }],
])('%s needs no %s', (_, id, part) => {
  const measure = measures.find((one) => one.id === id);
  expect(measure?.shownBy(traceClaims({ ...quiet, ...part }))).toEqual([]);
});

test('an incident that shows no need is told so, as no statement', () => {
  expect(prevention(traceClaims(quiet))).toMatchObject({ is: 'pending' });
});
