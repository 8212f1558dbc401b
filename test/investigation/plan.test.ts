import { beforeAll, describe, expect, test } from 'vitest';
import { simulation } from '../../src/clouds/aws/simulation.ts';
import type { Incident } from '../../src/model/incident.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { GroundTruth } from '../../src/simulate/ground-truth.ts';
import { violations } from '../contract.ts';
import { playScenario } from '../played-scenario.ts';
import { assumed, investigateTrail, record, roleIdentity, userIdentity } from './trail.ts';
import type { Json, TrailRecord } from './trail.ts';

/** A plan without ids, which hang on the seed: what is done, in which order, to how many, where. */
function outline({ steps, manual_steps: manual, as_of: asOf }: Plan): string {
  const told = steps.map(({ order, phase, action, status, account, region, targets, done }) =>
    [
      String(order).padStart(2),
      phase.padEnd(12),
      status.padEnd(8),
      `${account ?? '-'} ${region ?? '-'}`.padEnd(27),
      action,
      targets.length === 1 ? nameOf(targets[0]?.name ?? '') : `${targets.length} × ${targets[0]?.type}`,
      ...(done.length === 0
        ? []
        : [`by ${done.map(({ action: act, time }) => `${act} ${time.slice(11, 19)}`).join(', ')}`]),
    ].join(' '),
  );
  const left = manual.map(
    ({ text, owner, due }) => `+${(Date.parse(due) - Date.parse(asOf)) / 60_000} min  ${owner}: ${withoutIds(text)}`,
  );
  return [...told, '', ...left, ''].join('\n');
}
const withoutIds = (text: string): string =>
  text
    .replaceAll(/\b(i|sg|lt|key|sir)-[0-9a-z]{8,}\b/g, '$1-…')
    .replaceAll(/\bA[KS]IA[A-Z0-9]+/g, (id) => `${id.slice(0, 4)}…`);
const nameOf = (name: string): string => withoutIds(name);

describe('the plan of the scenario aws-leaked-key', () => {
  let incident: Incident;
  let plan: Plan;
  let truth: GroundTruth;
  beforeAll(async () => {
    const played = playScenario('aws-leaked-key', { seed: 'demo', scale: 0.3 });
    truth = played.truth;
    const records = played.calls.map((call) => JSON.parse(simulation.render.record(call)) as TrailRecord);
    const launches = truth.resources.filter(({ type }) => type === 'ec2:instance').map(({ event }) => event);
    const [only] = await investigateTrail(records, [{ level: 'high', uids: [...new Set(launches)] }], {
      asOf: '2026-03-11T00:00:00Z',
    });
    if (!only?.plan) throw new Error('no plan');
    incident = only;
    plan = only.plan;
  });

  test('keeps the contract, in the incident and alone', () => {
    expect(violations('plan', plan)).toEqual([]);
    expect(violations('incident', incident)).toEqual([]);
  });

  test('is as it was read and found good', async () => {
    await expect(outline(plan)).toMatchFileSnapshot('../golden/plan-aws-leaked-key.txt');
  });

  test('leaves open what the responders overlooked, and nothing else that runs', () => {
    const ending = plan.steps.filter(({ phase, status }) => phase === 'terminate' && status === 'open');
    const running = truth.resources.filter(({ state }) => state === 'running');
    expect(ending.flatMap(({ targets }) => targets.map(({ uid }) => uid)).toSorted()).toEqual(
      [
        ...running.map(({ uid }) => uid),
        ...truth.resources
          .filter(({ type, state }) => type === 'ecs:service' && state === 'active')
          .map(({ uid }) => uid),
      ].toSorted(),
    );
  });

  test('tells every act of responders that took, with its evidence, as a step that is done', () => {
    const told = new Set(plan.steps.flatMap(({ done }) => done.flatMap(({ evidence }) => evidence)));
    const refused = incident.containment
      .filter(({ text }) => text.includes('was refused'))
      .flatMap(({ evidence }) => evidence);
    const acts = truth.containment
      .map(({ event }) => `aws.cloudtrail:${event}`)
      .filter((uid) => !refused.includes(uid));
    expect(acts.filter((uid) => !told.has(uid))).toEqual([]);
  });

  test('cites a claim of the incident for every reason', () => {
    const claims = new Set(incident.claims.map(({ claim_uid: uid }) => uid));
    expect(plan.steps.flatMap(({ reason }) => reason.claims).filter((uid) => !claims.has(uid))).toEqual([]);
  });

  test("says that the owner's pipeline breaks, by its own uses and not the thief's", () => {
    const broken = plan.steps.filter(({ breaks }) => breaks.uses.length > 0);
    expect([...new Set(broken.flatMap(({ breaks }) => breaks.uses.map(({ network }) => network)))]).toEqual([
      '192.0.2.0/24',
    ]);
    expect(broken.map(({ targets }) => targets[0]?.name)).toEqual(
      expect.arrayContaining(['ci-uploader', 'deploy', incident.root?.credential]),
    );
    const owner = new Set(truth.events.owner.map((uid) => `aws.cloudtrail:${uid}`));
    const cited = broken.flatMap(({ breaks }) => breaks.uses.flatMap(({ evidence }) => evidence));
    expect(cited.filter((uid) => !owner.has(uid))).toEqual([]);
  });

  test('asks for the copies that were not made, and for what the cancelled requests started', () => {
    const asked = incident.questions.map(({ text }) => withoutIds(text));
    expect(asked).toContainEqual(expect.stringMatching(/^Is there another copy of i-…/));
    expect(asked).toContain(
      'Which machines did sir-…, sir-…, sir-… and sir-… start in us-west-2 of account 111122223333?',
    );
    expect(asked).toContain('Who made AKIA… of ci-uploader, and when?');
  });
});

describe('facts from the lake', () => {
  const key = 'AKIAEXAMPLECIUPLOAD1';
  const thief = { who: userIdentity('ci', key), ip: '203.0.113.9', agent: 'Boto3/1.34.0' };
  const go = (more: Readonly<Record<string, Json>> = {}): TrailRecord =>
    record('go', '2026-11-20T11:00:00Z', thief, 'iam:AttachUserPolicy', {
      requestParameters: { userName: 'x', policyArn: 'arn:aws:iam::123456789012:policy/p' },
      ...more,
    });
  const planned = async (records: readonly TrailRecord[]): Promise<Incident & { readonly plan: Plan }> => {
    const [incident] = await investigateTrail(records, [{ level: 'high', uids: ['go'] }]);
    if (!incident?.plan) throw new Error('no plan');
    return { ...incident, plan: incident.plan };
  };

  test('a policy is detached by the name that the record holds', async () => {
    const { plan } = await planned([go()]);
    expect(plan.steps.find(({ phase }) => phase === 'remove')?.cli).toEqual([
      'aws iam detach-user-policy --profile 123456789012 --user-name x --policy-arn arn:aws:iam::123456789012:policy/p',
    ]);
  });

  test('a permission is found by an operation that carries a version in its name', async () => {
    const { plan } = await planned([
      go(),
      record('add', '2026-11-20T11:01:00Z', thief, 'lambda:AddPermission20150331v2', {
        requestParameters: { functionName: 'f', statementId: 'open to all', principal: '*' },
      }),
    ]);
    expect(plan.steps.flatMap(({ cli }) => cli)).toContain(
      "aws lambda remove-permission --profile 123456789012 --region us-east-1 --function-name f --statement-id 'open to all'",
    );
  });

  test('a key whose making is in the logs is not asked about', async () => {
    const maker = { who: userIdentity('admin', 'AKIAEXAMPLEADMIN0001'), ip: '192.0.2.1', agent: 'aws-cli/2.9.0' };
    const made = record('made', '2026-11-01T08:00:00Z', maker, 'iam:CreateAccessKey', {
      requestParameters: { userName: 'ci' },
      responseElements: { accessKey: { accessKeyId: key, userName: 'ci', status: 'Active' } },
    });
    const question = `Who made ${key} of ci, and when?`;
    expect((await planned([go()])).questions.map(({ text }) => text)).toContain(question);
    expect((await planned([made, go()])).questions.map(({ text }) => text)).not.toContain(question);
  });

  test('who used a role lately is counted by session, network and program, and older uses are left out', async () => {
    const session = (name: string, created: string) => ({
      role: 'deploy',
      name,
      key: `ASIAEXAMPLE${name.toUpperCase()}`,
      created,
    });
    const stolen = session('thief', '2026-11-20T11:05:00Z');
    const uses = ['2026-11-18T09:00:00Z', '2026-11-19T09:00:00Z', '2026-09-01T09:00:00Z'].map((time, index) =>
      record(
        `use-${index}`,
        time,
        { who: roleIdentity(session(`ci${index % 2}`, time)), ip: '192.0.2.5', agent: 'Terraform/1.9' },
        'ecs:UpdateService',
      ),
    );
    const { plan } = await planned([
      ...uses,
      go(),
      record('assume', '2026-11-20T11:05:00Z', thief, 'sts:AssumeRole', assumed(stolen)),
      record('act', '2026-11-20T11:06:00Z', { ...thief, who: roleIdentity(stolen) }, 'ec2:DescribeInstances'),
    ]);
    const revoke = plan.steps.find(({ action }) => action === 'aws.revoke-role-sessions');
    expect(
      revoke?.breaks.uses.map(({ session: name, uses: count, operations, network }) => [
        name,
        count,
        operations,
        network,
      ]),
    ).toEqual([
      ['ci0', 1, ['UpdateService'], '192.0.2.0/24'],
      ['ci1', 1, ['UpdateService'], '192.0.2.0/24'],
    ]);
    expect(plan.uses_since).toBe('2026-10-20T23:00:00Z');
  });

  test('hostile names come through the lake into one word of a line', async () => {
    const name = `x$(touch OWNED)'"`;
    const { plan } = await planned([
      go({ requestParameters: { userName: name, policyArn: 'arn:aws:iam::1:policy/`id`' } }),
    ]);
    expect(plan.steps.find(({ phase }) => phase === 'remove')?.cli).toEqual([
      String.raw`aws iam detach-user-policy --profile 123456789012 --user-name 'x$(touch OWNED)'\''"' --policy-arn 'arn:aws:iam::1:policy/` +
        "`id`'",
    ]);
  });
});
