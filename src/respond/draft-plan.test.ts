import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  at,
  by,
  accounts,
  resource,
  deed,
  planOf,
  actionsOf,
  types,
  user,
  role,
  seen,
  hop,
  root,
  key,
} from '../../test/plan-fixture.ts';
import { howto } from '../clouds/aws/howto.ts';
import { resourceKey } from '../model/plan-facts.ts';
import { phases } from '../model/plan.ts';
import type { Step } from '../model/plan.ts';

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

  test('is left to a person where a call that a remedy knows is told as a mere change', () => {
    const change = deed({
      service: 'guardduty.amazonaws.com',
      operation: 'UpdateDetector',
      verb: 'modify',
      kind: 'guardduty:detector',
      targets: ['d'],
    });
    const plan = planOf({}, { deeds: [change] });
    expect(plan.steps.map(({ action }) => action)).not.toContain('aws.enable-detector');
    expect(plan.manual_steps.map(({ text }) => text)).toContain(
      'Look at and take back UpdateDetector on d in account 123456789012',
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
