import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bareIncident } from '../../test/incident-fixture.ts';
import { violations } from '../../test/contract.ts';
import { howto } from '../clouds/aws/howto.ts';
import { semantics } from '../clouds/aws/semantics.ts';
import type { Incident } from '../model/incident.ts';
import { resourceKey } from '../model/plan-facts.ts';
import type { Deed, PlanFacts } from '../model/plan-facts.ts';
import { phases } from '../model/plan.ts';
import type { Plan, Step } from '../model/plan.ts';
import type { Resource } from '../model/resource.ts';
import { draftPlan } from './draft-plan.ts';

const at = (minute: number): string =>
  new Date(Date.parse('2026-11-03T11:00:00Z') + minute * 60_000).toISOString().replace('.000', '');
const by = (uid: string) => ({ evidence: [`aws.cloudtrail:${uid}`], evidence_count: 1 });
const accounts = ['123456789012', '111122223333'] as const;

const resource = (given: Partial<Resource> & Pick<Resource, 'uid' | 'type'>): Resource => ({
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

const deed = (given: Partial<Deed> & Pick<Deed, 'service' | 'operation' | 'verb' | 'kind'>): Deed => ({
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
  usesSince: at(-600),
  ...given,
});

function planOf(parts: Partial<Incident>, facts: Partial<PlanFacts> = {}): Plan {
  const incident: Incident = { ...bareIncident, accounts: [...accounts], ...parts };
  const plan = draftPlan({ incident, facts: factsOf(incident, facts) }, [howto]);
  expect(violations('plan', plan)).toEqual([]);
  return plan;
}

const open = ({ steps }: Plan): readonly Step[] => steps.filter(({ status }) => status === 'open');
const actionsOf = (plan: Plan): readonly string[] => plan.steps.map(({ action, status }) => `${action} ${status}`);

const user = {
  uid: 'arn:aws:iam::123456789012:user/ci',
  name: 'ci',
  type: 'IAMUser',
  account: accounts[0],
  role: 'shared',
  ...by('u'),
} as const;
const role = (name: string) =>
  ({
    uid: `arn:aws:iam::123456789012:role/${name}`,
    name,
    type: 'AssumedRole',
    account: accounts[0],
    role: 'intruder',
    ...by(name),
  }) as const;
const seen = (first: string, last: string): Incident['coverage'][number] => ({
  cloud: 'aws',
  account: accounts[0],
  region: 'us-east-1',
  source: 'aws.cloudtrail',
  state: 'seen',
  first,
  last,
  count: 5,
});
const hop = (from: string, to: string): Incident['chains'][number] => ({
  from: { uid: from, name: from },
  to: { uid: to, name: to },
  how: 'AssumeRole',
  join: 'credential id in the answer',
  confidence: 'confirmed',
  account: accounts[0],
  time: at(1),
  ...by(`${from}${to}`),
});
const root = { identity: { uid: user.uid, name: user.name }, credential: 'AKIAIOSFODNN7EXAMPLE', why: 'w', ...by('r') };
const key = {
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

const types = [...new Set(howto.remedies.filter(({ isDestructive }) => isDestructive).flatMap(({ on = [] }) => on))];
const someResource = fc
  .record({
    type: fc.constantFrom(...types, 's3:bucket'),
    id: fc.string({ unit: fc.constantFrom(...'abc019-$ \'"'), minLength: 1, maxLength: 6 }),
    account: fc.constantFrom(...accounts),
    region: fc.constantFrom('us-east-1', 'eu-west-1'),
    state: fc.constantFrom('running', 'active', 'stopped', 'terminated'),
    respawned: fc.boolean(),
  })
  .map(({ id, respawned, ...rest }) =>
    resource({ ...rest, uid: id, respawned_by: respawned && rest.type === 'ec2:instance' ? 'group' : null }),
  );
const someIncident = fc
  .uniqueArray(someResource, { selector: resourceKey, maxLength: 25 })
  .map((resources) => [
    ...resources,
    ...accounts.map((account) => resource({ uid: 'group', type: 'autoscaling:group', account })),
  ]);

describe('the order', () => {
  test('keeps evidence before anything ends, freezes before it stops, and runs through the phases once', () => {
    fc.assert(
      fc.property(someIncident, (resources) => {
        const { steps } = planOf({ resources, identities: [user], credentials: [key], root, root_absent_reason: null });
        const uids = steps.map(({ step_uid: uid }) => uid);
        expect(new Set(uids).size).toBe(uids.length);
        const ranks = steps.map(({ phase }) => phases.indexOf(phase));
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
        for (const [index, step] of steps.entries()) {
          for (const uid of step.after) expect(uids.indexOf(uid)).toBeLessThan(index);
          if (step.status !== 'open' || !isDestructive(step)) continue;
          for (const target of step.targets) {
            const kept = steps
              .slice(0, index)
              .filter(
                (other) => other.phase === 'preserve' && isOf(other, step, target.uid) && isOfType(other, target.type),
              );
            expect([target, kept.map(({ status }) => status)]).toEqual([target, ['open']]);
            expect(step.after).toContain(kept[0]?.step_uid);
            const launched = resources.find(
              (one) => resourceKey(one) === resourceKey({ ...target, ...step }) && one.respawned_by !== null,
            );
            // Both groups stand in one region: what they start elsewhere is nothing that they can start.
            if (launched === undefined || step.region !== 'us-east-1') continue;
            const frozen = steps
              .slice(0, index)
              .find((other) => other.phase === 'freeze' && isOf(other, step, 'group'));
            expect(step.after).toContain(frozen?.step_uid);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  test('does not hang on the order in which things are told', () => {
    fc.assert(
      fc.property(someIncident, fc.infiniteStream(fc.nat()), (resources, random) => {
        const shuffled = resources
          .map((one) => [random.next().value, one] as const)
          .toSorted(([a], [b]) => a - b)
          .map(([, one]) => one);
        expect(planOf({ resources: shuffled })).toEqual(planOf({ resources }));
      }),
      { numRuns: 30 },
    );
  });
});

const isDestructive = ({ action }: Step): boolean =>
  howto.remedies.some(({ id, isDestructive: is }) => id === action && is);
const isOfType = (step: Step, type: string): boolean => step.targets.some((target) => target.type === type);
const isOf = (step: Step, { account, region }: Pick<Step, 'account' | 'region'>, uid: string): boolean =>
  step.account === account && step.region === region && step.targets.some((target) => target.uid === uid);

describe('identities', () => {
  test('a user is denied before its key is switched off, and roles lose older sessions along the chain', () => {
    const [a, b] = [role('a'), role('b')];
    const plan = planOf({
      identities: [b, a, user],
      credentials: [key],
      chains: [hop(user.uid, b.uid), hop(b.uid, a.uid)],
      root,
      root_absent_reason: null,
    });
    expect(plan.steps.map(({ title }) => title)).toEqual([
      'Deny everything to user ci',
      'Deactivate access key AKIAIOSFODNN7EXAMPLE',
      'Deny all sessions opened until now to role b',
      'Deny all sessions opened until now to role a',
      'Look at every account and region of the incident again, in logs delivered since',
    ]);
    expect(plan.steps[2]?.cli[0]).toContain('aws:TokenIssueTime');
  });

  test('roles that open one another again are all denied first, then cut at one time', () => {
    const [a, b, c] = [role('a'), role('b'), role('c')];
    const plan = planOf({
      identities: [a, b, c],
      chains: [hop(a.uid, b.uid), hop(b.uid, a.uid), hop(b.uid, c.uid)],
    });
    expect(plan.steps.slice(0, -1).map(({ action, targets }) => `${action} ${targets[0]?.name}`)).toEqual([
      'aws.deny-role a',
      'aws.deny-role b',
      'aws.revoke-role-sessions a',
      'aws.revoke-role-sessions b',
      'aws.revoke-role-sessions c',
    ]);
  });

  test('what no policy can deny is left to a person', () => {
    const sso = { ...role('AWSReservedSSO_Admin_0123456789abcdef') };
    const { steps, manual_steps: manual } = planOf({ identities: [sso] });
    expect(steps.filter(({ phase }) => phase !== 'sweep')).toEqual([]);
    expect(manual.map(({ text }) => text)).toContain(`Cut off ${sso.name} of account 123456789012 by hand`);
  });

  test('a machine that is given fresh tokens loses its role first', () => {
    const session = (name: string) => ({ identity: role('web'), name, account: accounts[0], ...by(name) });
    const facts = { sessions: [session('i-0123456789abcdef0'), session('ci-release')] };
    const { manual_steps: manual } = planOf({ identities: [role('web')] }, facts);
    expect(manual.filter(({ text }) => text.startsWith('Detach')).map(({ text }) => text)).toEqual([
      'Detach role web from i-0123456789abcdef0 before its sessions are revoked, and look for whoever reads its tokens',
    ]);
  });

  test('an answer that came before the last misuse has not worked', () => {
    const off = deed({
      service: 'iam.amazonaws.com',
      operation: 'UpdateAccessKey',
      verb: 'disable-credential',
      kind: 'iam:access-key',
      targets: [key.uid],
      time: at(20),
    });
    const lastAt = (minute: number) =>
      planOf({ credentials: [key] }, { responses: [off], lastAccepted: new Map([[key.uid, at(minute)]]) });
    expect(actionsOf(lastAt(10))[0]).toBe('aws.disable-access-key done');
    expect(lastAt(10).steps[0]).toMatchObject({ cli: [], done: [{ time: at(20), action: 'UpdateAccessKey' }] });
    expect(actionsOf(lastAt(30))[0]).toBe('aws.disable-access-key open');
  });

  test('an answer to another key, or in another account, is no answer to this one', () => {
    const elsewhere = {
      service: 'iam.amazonaws.com',
      operation: 'UpdateAccessKey',
      verb: 'disable-credential',
      kind: 'iam:access-key',
      time: at(20),
    } as const;
    for (const response of [
      deed({ ...elsewhere, targets: ['AKIAOTHER'] }),
      deed({ ...elsewhere, targets: [key.uid], account: accounts[1] }),
    ])
      expect(actionsOf(planOf({ credentials: [key] }, { responses: [response] }))[0]).toBe(
        'aws.disable-access-key open',
      );
  });
});

describe('what was there before the intruder', () => {
  test('is never stopped or deleted', () => {
    const own = resource({ uid: 'i-own', type: 'ec2:instance' });
    expect(planOf({ resources: [own] }, { made: new Set() }).steps.filter(({ phase }) => phase !== 'sweep')).toEqual(
      [],
    );
  });

  test('is left to a person where the state before the call is in no record', () => {
    const trust = deed({
      service: 'iam.amazonaws.com',
      operation: 'UpdateAssumeRolePolicy',
      verb: 'grant',
      kind: 'iam:role',
      targets: ['deploy'],
    });
    expect(planOf({}, { deeds: [trust] }).manual_steps.map(({ text }) => text)).toContain(
      'Look at and take back UpdateAssumeRolePolicy on deploy in account 123456789012',
    );
  });
});

describe('calls of the intruder', () => {
  const attach = deed({
    service: 'iam.amazonaws.com',
    operation: 'AttachUserPolicy',
    verb: 'grant',
    kind: 'iam:user',
    targets: ['ci'],
    details: { policy: ['arn:aws:iam::aws:policy/AdministratorAccess'] },
  });
  const detach = (policy: string) =>
    deed({ ...attach, operation: 'DetachUserPolicy', verb: 'revoke', time: at(9), details: { policy: [policy] } });

  test('are taken back with the values of their own record', () => {
    expect(planOf({}, { deeds: [attach] }).steps[0]?.cli).toEqual([
      'aws iam detach-user-policy --profile 123456789012 --user-name ci --policy-arn arn:aws:iam::aws:policy/AdministratorAccess',
    ]);
  });

  test('count as taken back only by an act on the same thing with the same values', () => {
    const status = (policy: string) => planOf({}, { deeds: [attach], responses: [detach(policy)] }).steps[0]?.status;
    expect(status('arn:aws:iam::aws:policy/AdministratorAccess')).toBe('done');
    expect(status('arn:aws:iam::aws:policy/ReadOnlyAccess')).toBe('open');
  });

  test('that stopped a trail are undone where the trail stands, after everything else', () => {
    const uid = 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/main';
    const stop = deed({
      service: 'cloudtrail.amazonaws.com',
      operation: 'StopLogging',
      verb: 'impair',
      kind: 'cloudtrail:trail',
      targets: [uid],
    });
    const { steps } = planOf(
      { resources: [resource({ uid: 'i-1', type: 'ec2:instance' })], credentials: [key] },
      { deeds: [stop, attach] },
    );
    expect(steps.slice(-3).map(({ phase }) => phase)).toEqual(['remove', 'restore', 'sweep']);
    expect(steps.at(-2)?.cli).toEqual([
      `aws cloudtrail start-logging --profile 123456789012 --region eu-west-1 --name ${uid}`,
    ]);
  });

  test('that protect a machine against its end are taken back before it ends', () => {
    const instance = resource({ uid: 'i-1', type: 'ec2:instance' });
    const protect = deed({
      service: 'ec2.amazonaws.com',
      operation: 'ModifyInstanceAttribute',
      verb: 'impair',
      kind: 'ec2:instance',
      targets: ['i-1'],
    });
    const { steps } = planOf({ resources: [instance] }, { deeds: [protect] });
    const unprotect = steps.find(({ phase }) => phase === 'unprotect');
    expect(steps.find(({ phase }) => phase === 'terminate')?.after).toContain(unprotect?.step_uid);
  });
});

test('a step whose other users nobody looked for does not say that there are none', () => {
  const enable = deed({
    service: 'account.amazonaws.com',
    operation: 'EnableRegion',
    verb: 'raise-quota',
    kind: 'account:region',
    targets: ['me-south-1'],
  });
  const { steps } = planOf({ credentials: [key], coverage: [seen(at(-900), at(50))] }, { deeds: [enable] });
  const textOf = (wanted: string) => steps.find(({ action }) => action === wanted)?.breaks.text;
  expect(textOf('aws.disable-access-key')).toMatch(/^nobody else is known to use it/);
  expect(textOf('aws.disable-region')).toMatch(/was not looked for$/);
});

test.each([
  [[seen(at(-900), at(50))], `from ${at(-600)} to ${at(50)}`],
  [[seen(at(-300), at(50))], `from ${at(-300)} to ${at(50)}`],
  [[seen(at(-9000), at(-8000))], `is unknown: the logs read of account 123456789012 end at ${at(-8000)}`],
  [[{ ...seen(at(-9), at(50)), account: accounts[1] }], 'is unknown: no log of account 123456789012 was read'],
])('that nobody else uses a key is said of the time only of which logs were read: %#', (coverage, told) => {
  const { steps } = planOf({ credentials: [key], coverage });
  expect(steps.find(({ action }) => action === 'aws.disable-access-key')?.breaks.text).toContain(told);
});

test('a machine that was ended without a copy is told as too late, and its copies are asked for', () => {
  const gone = resource({ uid: 'i-1', type: 'ec2:instance', state: 'terminated' });
  const end = deed({
    service: 'ec2.amazonaws.com',
    operation: 'TerminateInstances',
    verb: 'terminate',
    kind: 'ec2:instance',
    targets: ['i-1'],
    time: at(9),
  });
  expect(actionsOf(planOf({ resources: [gone] }, { responses: [end] })).slice(0, -1)).toEqual([
    'aws.snapshot-instance too-late',
    'aws.terminate-instance done',
  ]);
  const copy = deed({ ...end, operation: 'CreateSnapshots', verb: 'preserve', time: at(8) });
  expect(actionsOf(planOf({ resources: [gone] }, { responses: [copy, end] })).slice(0, -1)).toEqual([
    'aws.snapshot-instance done',
    'aws.terminate-instance done',
  ]);
});

test('manual steps have an owner and fall due after the as-of time, the next first', () => {
  const { manual_steps: manual, as_of: asOf } = planOf({
    identities: [user],
    credentials: [key],
    root,
    root_absent_reason: null,
  });
  expect(manual.map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      'Call the owner of ci, and whoever committed or stored key AKIAIOSFODNN7EXAMPLE',
      'Find where key AKIAIOSFODNN7EXAMPLE was published and quarantine that repository',
      'Open the case with the provider, or answer the one that it opened, with provider-ticket.md',
    ]),
  );
  const dues = manual.map(({ due }) => Date.parse(due));
  expect(dues).toEqual(dues.toSorted((a, b) => a - b));
  expect(Math.min(...dues)).toBe(Date.parse(asOf) + 15 * 60_000);
});

describe('hostile names', () => {
  const payloads = [
    '$(touch OWNED)',
    '`touch OWNED`',
    '; touch OWNED; #',
    "'; touch OWNED; '",
    '" && touch OWNED && "',
    '\ntouch OWNED\n',
    '> OWNED',
    '| tee OWNED',
    '${IFS}touch${IFS}OWNED',
    "$'",
    '{identity} {resource}',
    '-x',
    '--profile=evil',
    '[{"a":1}]',
    '*',
    '\u001b[31m\u202e',
    '../../OWNED',
  ];
  const planFor = (name: string): Plan => {
    const resources = types.map((type) => resource({ uid: type === 'ec2:instance' ? `i-${name}` : name, name, type }));
    const hostile = { ...user, name, uid: `arn:aws:iam::123456789012:user/${name}` };
    return planOf(
      {
        resources,
        identities: [hostile, { ...role(name) }],
        credentials: [{ ...key, identity: { uid: hostile.uid, name } }],
      },
      {
        deeds: howto.remedies.flatMap(({ takesBack = [] }) =>
          takesBack.map((call) => {
            const [service = '', operation = ''] = call.split(' ');
            const act = [semantics.acts[service]?.[operation] ?? []].flat()[0];
            const details = { policy: [name], policyName: [name], group: [name], profile: [name], statement: [name] };
            return deed({ service, operation, verb: 'impair', kind: act?.kind ?? '', targets: [name], details });
          }),
        ),
      },
    );
  };
  const linesOf = (plan: Plan): readonly string[] =>
    plan.steps.flatMap(({ cli, undo, verify }) => [...cli, ...(undo?.cli ?? []), ...verify.cli]);

  test.each(payloads)('%j stays one word of every line, in a shell that runs them', (payload) => {
    const name = `x${payload}`;
    const [whole, bare] = [planFor(name), planFor(payload)];
    for (const plan of [whole, bare]) {
      const lines = linesOf(plan);
      expect(lines.length).toBeGreaterThan(100);
      const { files, told } = run(lines);
      expect(files.filter((file) => !/^kept-[\w.-]+\.txt$/.test(file))).toEqual([]);
      expect(told).not.toContain('not found');
    }
    expect(run(linesOf(whole)).told.split('\0')).toContain(name);
  });

  test.each(['file:///etc/passwd', 'https://evil.example.com/x'])(
    '%j, which a command line would read, stands in none',
    (payload) => {
      const plan = planFor(payload);
      expect(linesOf(plan).filter((line) => line.includes('://'))).toEqual([]);
      expect(open(plan).filter(({ terraform }) => terraform?.includes('://'))).toEqual([]);
    },
  );

  test('no line holds what acts on a terminal', () => {
    for (const payload of payloads) expect(linesOf(planFor(payload)).join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  /** Runs lines in an empty folder, with a command that only tells what it was given. */
  function run(lines: readonly string[]): { readonly files: readonly string[]; readonly told: string } {
    const folder = mkdtempSync(join(tmpdir(), 'beewolf-plan-'));
    try {
      const script = ['aws() { printf \'%s\\0\' "$@" >&2; }', 'beewolf() { :; }', ...lines].join('\n');
      const told = execFileSync('bash', ['--norc', '-c', `exec 2>&1 1>/dev/null\n${script}`], {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      return { files: readdirSync(folder), told };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
});
