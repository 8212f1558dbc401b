import { expect } from 'vitest';
import { howto } from '../src/clouds/aws/howto.ts';
import type { Incident } from '../src/model/incident.ts';
import { resourceKey } from '../src/model/plan-facts.ts';
import type { Deed, PlanFacts } from '../src/model/plan-facts.ts';
import type { Plan, Step } from '../src/model/plan.ts';
import type { Resource } from '../src/model/resource.ts';
import { draftPlan } from '../src/respond/draft-plan.ts';
import { violations } from './contract.ts';
import { bareIncident } from './incident-fixture.ts';

export const at = (minute: number): string =>
  new Date(Date.parse('2026-11-03T11:00:00Z') + minute * 60_000).toISOString().replace('.000', '');
export const by = (uid: string) => ({ evidence: [`aws.cloudtrail:${uid}`], evidence_count: 1 });
export const accounts = ['123456789012', '111122223333'] as const;

export const resource = (given: Partial<Resource> & Pick<Resource, 'uid' | 'type'>): Resource => ({
  name: null,
  shape: null,
  account: accounts[0],
  compartment: null,
  region: 'us-east-1',
  state: 'running',
  first_seen: at(1),
  last_seen: at(1),
  actor: null,
  respawned_by: null,
  authorised: null,
  ...by(`made-${given.uid}`),
  ...given,
});

export const deed = (given: Partial<Deed> & Pick<Deed, 'service' | 'operation' | 'verb' | 'kind'>): Deed => ({
  time: at(2),
  plainOperation: given.operation,
  account: accounts[0],
  region: 'us-east-1',
  actor: null,
  made: [],
  names: [],
  targets: [],
  details: {},
  ...by(`${given.operation}-${given.targets?.[0] ?? ''}`),
  ...given,
});

const factsOf = (incident: Incident, given: Partial<PlanFacts> = {}): PlanFacts => ({
  asOf: at(60),
  deeds: [],
  responses: [],
  made: new Set(incident.resources.map(resourceKey)),
  lastAccepted: new Map(),
  sessions: [],
  uses: new Map(),
  onMachines: false,
  inhabited: new Set(),
  usesSince: at(-600),
  ...given,
});

export function planOf(parts: Partial<Incident>, facts: Partial<PlanFacts> = {}): Plan {
  const incident: Incident = { ...bareIncident, accounts: [...accounts], ...parts };
  const plan = draftPlan({ incident, facts: factsOf(incident, facts) }, [howto]);
  expect(violations('plan', plan)).toEqual([]);
  return plan;
}

export const open = ({ steps }: Plan): readonly Step[] => steps.filter(({ status }) => status === 'open');
export const actionsOf = (plan: Plan): readonly string[] =>
  plan.steps.map(({ action, status }) => `${action} ${status}`);

export const user = {
  uid: 'arn:aws:iam::123456789012:user/ci',
  name: 'ci',
  type: 'IAMUser',
  account: accounts[0],
  role: 'shared',
  ...by('u'),
} as const;
export const role = (name: string) =>
  ({
    uid: `arn:aws:iam::123456789012:role/${name}`,
    name,
    type: 'AssumedRole',
    account: accounts[0],
    role: 'intruder',
    ...by(name),
  }) as const;
export const seen = (first: string, last: string): Incident['coverage'][number] => ({
  cloud: 'aws',
  account: accounts[0],
  region: 'us-east-1',
  source: 'aws.cloudtrail',
  state: 'seen',
  first,
  last,
  count: 5,
});
export const hop = (from: string, to: string): Incident['chains'][number] => ({
  from: { uid: from, name: from },
  to: { uid: to, name: to },
  how: 'AssumeRole',
  join: 'credential id in the answer',
  confidence: 'confirmed',
  account: accounts[0],
  time: at(1),
  ...by(`${from}${to}`),
});
export const root = {
  identity: { uid: user.uid, name: user.name },
  credential: 'AKIAIOSFODNN7EXAMPLE',
  why: 'w',
  ...by('r'),
};
export const key = {
  uid: 'AKIAIOSFODNN7EXAMPLE',
  type: 'key',
  identity: { uid: user.uid, name: user.name },
  account: accounts[0],
  access: 'held',
  state: 'active',
  first_seen: at(0),
  last_seen: at(5),
  ...by('k'),
} as const;

export const types = [
  ...new Set(howto.remedies.filter(({ isDestructive }) => isDestructive).flatMap(({ on = [] }) => on)),
];
