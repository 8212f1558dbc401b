import type { Actor, RecordedDeed, Resident, Scene } from '../../../model/simulation.ts';
import { boto, goClient } from './agents.ts';
import { habit, read } from './deeds.ts';
import type { Estate } from './estate.ts';
import { openedByService } from './issuance.ts';
import { inRole, onInstance } from './presence.ts';
import { decrypt, objectRead, secretRead } from './things.ts';

const pods: Extract<Actor, { is: 'service' }> = { is: 'service', name: 'pods.eks.amazonaws.com' };
const ec2: Extract<Actor, { is: 'service' }> = { is: 'service', name: 'ec2.amazonaws.com' };
const agentOfNode = goClient('eks-pod-identity-agent');
const applications = ['stock-sync', 'mail-relay', 'price-feed'] as const;

/**
 * Pods whose node asks the cluster's own service for their credentials: the node's call names neither the
 * role nor the session, which STS notes beside it. Source: EKS user guide, "EKS Pod Identity".
 */
export function podWithIdentity(estate: Estate): Resident {
  return {
    name: 'pod-with-identity',
    count: applications.length * 2,
    share: 3,
    rhythm: 'steady',
    calls: [2, 10],
    paceMs: [20, 500],
    sessionMinutes: 340,
    isRegional: true,
    arrive: (opening) => {
      const application = applications[opening.index % applications.length] ?? 'stock-sync';
      return inRole(opening, estate.role(`${estate.cluster}-${application}`), {
        name: `eks-${estate.cluster.slice(0, 8)}-${application}-${opening.random.uuid()}`,
        network: estate.in(opening.region).gateway,
        agent: boto('exec-env/AWS_ECS_FARGATE '),
      });
    },
    open: (scene) => opened(scene, estate),
    habits: [
      habit(5, (scene) => objectRead(scene, estate, `feeds/${scene.random.hex(6)}.json`)),
      habit(3, (scene) => secretRead(scene, estate)),
      habit(3, (scene) => decrypt(scene, estate, { 'aws:pi:service': estate.cluster })),
      habit(2, (scene) => {
        const queueUrl = `https://sqs.${scene.region}.amazonaws.com/${estate.account.uid}/${scene.random.pick(estate.services)}`;
        return read('sqs.GetQueueAttributes', { queueUrl, attributeNames: ['ApproximateNumberOfMessages'] });
      }),
    ],
  };
}

/** A node comes up, asks for the pod, and the pod's session opens. */
function opened(scene: Scene, estate: Estate): readonly RecordedDeed[] {
  const { random, region, time, actor } = scene;
  const nodeRole = estate.role(`${estate.cluster}-node-group`);
  const index = random.between(0, 17);
  const node = onInstance({ random, time, region, index }, estate, { role: nodeRole, agent: agentOfNode });
  const clusterArn = `arn:aws:eks:${region}:${estate.account.uid}:cluster/${estate.cluster}`;
  const application = applications.find((one) => actor.is === 'role' && actor.role.name.endsWith(one)) ?? 'pod';
  const tags = [
    { key: 'eks-cluster-arn', value: clusterArn },
    { key: 'eks-cluster-name', value: estate.cluster },
    { key: 'kubernetes-namespace', value: 'shop' },
    { key: 'kubernetes-service-account', value: application },
    { key: 'kubernetes-pod-name', value: `${application}-${random.hex(9)}-${random.hex(5)}` },
  ];
  const asked: RecordedDeed = {
    ...read('eks-auth.AssumeRoleForPodIdentity', {
      clusterName: estate.cluster,
      token: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    }),
    targets: [{ uid: clusterArn, kind: 'AWS::EKS::Cluster', account: estate.account.uid }],
    ...node,
  };
  const [issuance] = openedByService(pods, 21_600)(scene);
  return [
    ...openedByService(ec2, 21_600)({ ...scene, ...node }),
    asked,
    ...(issuance ? [withTags(issuance, tags)] : []),
  ];
}

function withTags(deed: RecordedDeed, tags: readonly { readonly key: string; readonly value: string }[]): RecordedDeed {
  const { request } = deed;
  const asked = request !== null && typeof request === 'object' && !Array.isArray(request) ? request : {};
  return { ...deed, request: { ...asked, tags, transitiveTagKeys: tags.map(({ key }) => key) }, shared: 'pod' };
}
