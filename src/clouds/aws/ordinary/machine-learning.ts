import type { Deed, Habit, JsonObject, Resident, Scene } from '../../../model/simulation.ts';
import { instanceItem, instanceUid } from '../answers/instance.ts';
import { boto } from './agents.ts';
import { habit, listed, read, sessionName, write, writeEc2 } from './deeds.ts';
import type { Estate } from './estate.ts';
import { openedBySignIn } from './issuance.ts';
import { inRole } from './presence.ts';

const role = 'AWSReservedSSO_ModelTraining_7d5b3f1a9c8e6042';

/** A team that trains models: GPU jobs and machines by day, each announced by the ticket in its tags. */
export function machineLearning(estate: Estate): Resident {
  return {
    name: 'machine-learning-team',
    count: 3,
    share: 1.2,
    rhythm: 'office',
    calls: [3, 10],
    paceMs: [2_000, 60_000],
    sessionMinutes: 480,
    isAtHome: true,
    arrive: (opening) => {
      const name = estate.people[opening.index % estate.people.length] ?? '';
      return inRole(opening, estate.role(role, `/aws-reserved/sso.amazonaws.com/${estate.account.home}/`), {
        name,
        network: `203.0.113.${opening.random.between(10, 14)}`,
        agent: boto(''),
        session: { onBehalfOf: { user: estate.userUidOf(name), directory: estate.directory.arn } },
      });
    },
    open: openedBySignIn({ provider: estate.directory.provider, isConsole: false }),
    habits: [...jobHabits(estate), ...machineHabits(estate)],
  };
}

function jobHabits(estate: Estate): readonly Habit[] {
  return [
    habit(3, (scene) => trainingJob(scene, estate)),
    habit(9, (scene) => read('sagemaker.DescribeTrainingJob', { trainingJobName: jobName(scene) })),
    habit(6, () => read('sagemaker.ListTrainingJobs', { sortBy: 'CreationTime', sortOrder: 'Descending' })),
  ];
}

const models = ['ranker', 'forecast', 'vision', 'search-embedding'] as const;
const jobName = ({ random, time }: Scene): string =>
  `${random.pick(models)}-${new Date(time).toISOString().slice(0, 10)}-${random.hex(4)}`;
const ticket = ({ random }: Scene): string => `ML-${random.between(300, 980)}`;

function trainingJob(scene: Scene, estate: Estate): Deed {
  const { random, region } = scene;
  const { uid, name } = estate.account;
  const trainingJobName = jobName(scene);
  const instanceType = random.pick(['ml.g5.12xlarge', 'ml.p4d.24xlarge']);
  const trainingJobArn = `arn:aws:sagemaker:${region}:${uid}:training-job/${trainingJobName}`;
  const request: JsonObject = {
    trainingJobName,
    algorithmSpecification: {
      trainingImage: `${uid}.dkr.ecr.${region}.amazonaws.com/training:${random.between(20, 60)}`,
      trainingInputMode: 'FastFile',
    },
    roleArn: `arn:aws:iam::${uid}:role/service-role/${name}-training`,
    outputDataConfig: { s3OutputPath: `s3://${estate.buckets[0] ?? ''}/models/` },
    resourceConfig: { instanceType, instanceCount: random.between(1, 2), volumeSizeInGB: 500 },
    stoppingCondition: { maxRuntimeInSeconds: 28_800 },
    tags: [
      { key: 'team', value: 'machine-learning' },
      { key: 'ticket', value: ticket(scene) },
    ],
  };
  return write('sagemaker.CreateTrainingJob', request, {
    response: { trainingJobArn },
    made: [{ uid: trainingJobArn, name: trainingJobName, type: 'sagemaker:training-job', shape: instanceType }],
  });
}

/** Machines to try things out on; what was started is ended again by the same team. */
function machineHabits(estate: Estate): readonly Habit[] {
  const running = new Map<string, string[]>();
  return [
    habit(0.7, (scene) => {
      const { deed, uid } = machine(scene, estate);
      running.set(scene.region, [...(running.get(scene.region) ?? []), uid]);
      return deed;
    }),
    habit(0.7, (scene) => {
      const [oldest, ...younger] = running.get(scene.region) ?? [];
      if (oldest === undefined) return read('ec2.DescribeInstances', { instancesSet: {}, filterSet: {} });
      running.set(scene.region, younger);
      const change = {
        instanceId: oldest,
        currentState: { code: 32, name: 'shutting-down' },
        previousState: { code: 16, name: 'running' },
      };
      return writeEc2(scene, 'TerminateInstances', {
        request: { instancesSet: listed('instanceId', oldest) },
        response: { instancesSet: { items: [change] } },
      });
    }),
  ];
}

function machine(scene: Scene, estate: Estate): { readonly deed: Deed; readonly uid: string } {
  const { random, region, time } = scene;
  const { subnets, vpc, image, groups } = estate.in(region);
  const shape = random.pick(['g5.2xlarge', 'g5.12xlarge', 'g6.xlarge']);
  const tags = [
    { key: 'Name', value: `notebook-${sessionName(scene).split('@')[0] ?? ''}` },
    { key: 'team', value: 'machine-learning' },
    { key: 'ticket', value: ticket(scene) },
  ];
  const subnet = random.pick(subnets);
  const token = random.uuid();
  const group = { groupId: groups[1] ?? '', groupName: 'machine-learning' };
  const item = instanceItem(random, {
    shape,
    image,
    region,
    zone: `${region}a`,
    subnet,
    vpc,
    account: estate.account.uid,
    group,
    time,
    index: 0,
    token,
    tags: { items: tags },
  });
  const uid = instanceUid(item);
  const request: JsonObject = {
    instancesSet: { items: [{ imageId: image, minCount: 1, maxCount: 1 }] },
    groupSet: { items: [{ groupId: group.groupId }] },
    instanceType: shape,
    blockDeviceMapping: {},
    monitoring: { enabled: false },
    subnetId: subnet,
    disableApiTermination: false,
    disableApiStop: false,
    clientToken: token,
    tagSpecificationSet: { items: [{ resourceType: 'instance', tags }] },
  };
  const response = {
    reservationId: `r-0${random.hex(16)}`,
    ownerId: estate.account.uid,
    groupSet: {},
    instancesSet: { items: [item] },
  };
  const made = [{ uid, name: null, type: 'ec2:instance', shape }];
  return { uid, deed: { ...writeEc2(scene, 'RunInstances', { request, response }), made } };
}
