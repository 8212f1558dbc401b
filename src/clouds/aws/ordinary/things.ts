import type { Deed, Scene } from '../../../model/simulation.ts';
import { keyUse, objectCall, read } from './deeds.ts';
import type { Estate } from './estate.ts';

/* What nearly everybody does with what an account owns. */

export function secretRead(scene: Scene, estate: Estate): Deed {
  const uid = secretArn(scene, estate);
  const targets = [{ uid, kind: 'AWS::SecretsManager::Secret', account: estate.account.uid }];
  return read('secretsmanager.GetSecretValue', { secretId: uid }, { targets });
}

export function secretArn(scene: Scene, estate: Estate): string {
  return `arn:aws:secretsmanager:${scene.region}:${estate.account.uid}:secret:${scene.random.pick(estate.secrets)}`;
}

export function decrypt(scene: Scene, estate: Estate, context: Readonly<Record<string, string>>): Deed {
  return keyUse('Decrypt', { arn: estate.in(scene.region).keyArn, account: estate.account.uid }, context);
}

export function objectRead(scene: Scene, estate: Estate, key: string): Deed {
  return objectCall(scene, 'GetObject', {
    bucket: scene.random.pick(estate.buckets),
    key,
    account: estate.account.uid,
  });
}

export const functionArn = (scene: Scene, estate: Estate, name: string): string =>
  `arn:aws:lambda:${scene.region}:${estate.account.uid}:function:${name}`;

export const targetGroup = (scene: Scene, estate: Estate, prefix = ''): string =>
  `arn:aws:elasticloadbalancing:${scene.region}:${estate.account.uid}:targetgroup/${prefix}${scene.random.pick(estate.services)}/${scene.random.hex(16)}`;

export const repositoryTarget = (scene: Scene, estate: Estate, name: string): Deed['targets'] => [
  {
    uid: `arn:aws:ecr:${scene.region}:${estate.account.uid}:repository/${name}`,
    kind: 'AWS::ECR::Repository',
    account: estate.account.uid,
  },
];
