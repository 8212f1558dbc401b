import { describe, expect, test } from 'vitest';
import type { Act } from '../../model/semantics.ts';
import { links } from './links.ts';
import { semantics } from './semantics.ts';

const all = Object.entries(semantics.acts).flatMap(([service, operations]) =>
  Object.entries(operations).flatMap(([operation, acts]) =>
    [acts].flat().map((act: Act) => ({ name: `${service} ${operation}`, act })),
  ),
);
const actOf = (service: string, operation: string) =>
  [semantics.acts[`${service}.amazonaws.com`]?.[operation] ?? []].flat();
const classOf = (shape: string) =>
  semantics.shapes.filter(({ pattern }) => new RegExp(pattern).test(shape)).map((one) => one.class);

describe('the semantics of AWS', () => {
  test.each([
    ['ec2', 'RunInstances'],
    ['ec2', 'RequestSpotInstances'],
    ['ec2', 'RequestSpotFleet'],
    ['ec2', 'CreateFleet'],
    ['autoscaling', 'CreateAutoScalingGroup'],
    ['ecs', 'CreateService'],
    ['ecs', 'RunTask'],
    ['lambda', 'CreateFunction'],
    ['sagemaker', 'CreateProcessingJob'],
    ['sagemaker', 'CreateTrainingJob'],
    ['sagemaker', 'CreateNotebookInstance'],
    ['codebuild', 'StartBuild'],
    ['glue', 'StartJobRun'],
    ['batch', 'SubmitJob'],
    ['lightsail', 'CreateInstances'],
    ['apprunner', 'CreateService'],
    ['appstream', 'CreateFleet'],
    ['gamelift', 'CreateFleet'],
    ['workspaces', 'CreateWorkspaces'],
    ['amplify', 'CreateDeployment'],
    ['elasticmapreduce', 'RunJobFlow'],
  ])('%s %s launches', (service, operation) => {
    expect(actOf(service, operation).map(({ verb }) => verb)).toEqual(['launch']);
  });

  test('what is launched can be seen to end', () => {
    const ended = new Set(
      all.filter(({ act }) => ['terminate', 'delete', 'stop'].includes(act.verb)).map(({ act }) => act.kind),
    );
    const launched = new Set(all.filter(({ act }) => act.verb === 'launch').map(({ act }) => act.kind));
    // A build batch ends by itself, and Amazon Bedrock models are not launched.
    expect([...launched].filter((kind) => !ended.has(kind))).toEqual(['codebuild:build-batch']);
  });

  test('a layer for functions and a rule by the clock are made, a rule by events is not', () => {
    expect(actOf('lambda', 'PublishLayerVersion').map(({ verb }) => verb)).toEqual(['create']);
    expect(actOf('events', 'PutRule').map(({ verb, when }) => [verb, when !== undefined])).toEqual([
      ['create', true],
      ['modify', false],
    ]);
  });

  test('an outside identity provider can be seen to end', () => {
    expect(actOf('iam', 'DeleteOpenIDConnectProvider').map(({ kind }) => kind)).toEqual(
      actOf('iam', 'CreateOpenIDConnectProvider').map(({ kind }) => kind),
    );
  });

  test('Lambda operations are known with and without their API version', () => {
    const pattern = new RegExp(semantics.ignoredInOperation ?? '');
    expect(
      ['CreateFunction20150331', 'UpdateFunctionCode20150331v2', 'RunInstances'].map((name) =>
        name.replace(pattern, ''),
      ),
    ).toEqual(['CreateFunction', 'UpdateFunctionCode', 'RunInstances']);
  });

  test.each([
    'AWSCompromisedKeyQuarantine',
    'AWSCompromisedKeyQuarantineV2',
    'AWSCompromisedKeyQuarantineV3',
    'AWSCompromisedKeyQuarantineV4',
  ])('%s is met by the quarantine condition', (name) => {
    const [first] = actOf('iam', 'AttachUserPolicy');
    const [condition] = first?.when ?? [];
    expect(first?.verb).toBe('contain');
    for (const partition of ['aws', 'aws-cn', 'aws-us-gov']) {
      const policy = `arn:${partition}:iam::aws:policy/${name}`;
      expect(condition && 'contains' in condition && policy.includes(condition.contains)).toBe(true);
    }
  });

  test.each([
    ['p4d.24xlarge', ['gpu', 'large']],
    ['g5.xlarge', ['gpu']],
    ['ml.p3.2xlarge', ['gpu']],
    ['trn1.32xlarge', ['gpu', 'large']],
    ['c7i.48xlarge', ['large']],
    ['m5.metal', ['large']],
    ['t3.micro', []],
    ['g4dn.xlarge', ['gpu']],
    ['m6g.large', []],
    ['c5.4xlarge', []],
  ])('%s is %j', (shape, classes) => {
    expect(classOf(shape)).toEqual(classes);
  });

  test('links speak of kinds that the semantics know', () => {
    const kinds = new Set(all.map(({ act }) => act.kind));
    for (const kind of [...links.sessionNamedAfter, ...links.launchers, ...Object.keys(links.howToStop)])
      expect(kinds).toContain(kind);
  });
});
