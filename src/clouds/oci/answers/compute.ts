import type { Actor, Json, JsonObject, Question } from '../../../model/simulation.ts';
import { availabilityDomain, fingerprint, newUid } from '../ids.ts';
import { type Answered, type Answers, ask, askText, changing, compartmentOf, instantOf, making } from './answered.ts';

const instances = '/20160918/instances';
const pools = '/20160918/instancePools';
const shapeOfDetails = (request: Json): string => askText(request, 'shape');

/** How Compute, its pools and autoscaling answer. Models: https://docs.oracle.com/en-us/iaas/api/#/en/iaas/20160918/ */
export const compute: Answers = {
  computeApi: {
    LaunchInstance: launch,
    TerminateInstance: changing({
      by: 'instanceId',
      path: instances,
      state: 'terminated',
      states: ['TERMINATING', 'TERMINATED'],
      seconds: 42,
    }),
    InstanceAction: act,
    UpdateInstance: changing({ by: 'instanceId', path: instances, states: ['RUNNING', 'RUNNING'], seconds: 9 }),
    CreateInstanceConsoleConnection: (question) => {
      const { request, random, region } = question;
      const uid = newUid(random, 'instanceconsoleconnection', region);
      return {
        resource: { uid, name: null },
        current: {
          id: uid,
          instanceId: askText(request, 'instanceId'),
          compartmentId: compartmentOf(question),
          fingerprint: fingerprint(random),
          lifecycleState: 'ACTIVE',
        },
        path: '/20160918/instanceConsoleConnections',
      };
    },
    CreateImage: making({
      type: 'compute:image',
      kind: 'image',
      path: '/20160918/images',
      seconds: 300,
      states: ['PROVISIONING', 'AVAILABLE'],
    }),
    AttachVolume: making({
      type: 'compute:volume-attachment',
      kind: 'volumeattachment',
      path: '/20160918/volumeAttachments',
      seconds: 12,
      states: ['ATTACHING', 'ATTACHED'],
    }),
  },
  computeManagement: {
    CreateInstanceConfiguration: making({
      type: 'compute:instance-configuration',
      kind: 'instanceconfiguration',
      path: '/20160918/instanceConfigurations',
      shapeOf: shapeOfDetails,
      model: ({ request }) => ({
        displayName: ask(request, 'displayName'),
        instanceDetails: {
          instanceType: 'compute',
          launchDetails: { shape: ask(request, 'shape'), shapeConfig: ask(request, 'shapeConfig'), metadata: {} },
        },
      }),
    }),
    DeleteInstanceConfiguration: changing({
      by: 'instanceConfigurationId',
      path: '/20160918/instanceConfigurations',
      state: 'deleted',
    }),
    CreateInstancePool: making({
      type: 'compute:instance-pool',
      kind: 'instancepool',
      path: pools,
      seconds: 95,
      states: ['PROVISIONING', 'RUNNING'],
    }),
    UpdateInstancePool: changing({ by: 'instancePoolId', path: pools, states: ['SCALING', 'RUNNING'], seconds: 60 }),
    StopInstancePool: changing({
      by: 'instancePoolId',
      path: `${pools}/actions/stop`,
      state: 'stopped',
      states: ['STOPPING', 'STOPPED'],
      seconds: 50,
    }),
    DetachInstancePoolInstance: changing({
      by: 'instancePoolId',
      path: pools,
      states: ['SCALING', 'RUNNING'],
      seconds: 20,
    }),
    TerminateInstancePool: changing({
      by: 'instancePoolId',
      path: pools,
      state: 'deleted',
      states: ['TERMINATING', 'TERMINATED'],
      seconds: 80,
    }),
  },
  AutoScaling: {
    CreateAutoScalingConfiguration: making({
      type: 'autoscaling:configuration',
      kind: 'autoscalingconfiguration',
      path: '/20181001/autoScalingConfigurations',
    }),
    UpdateAutoScalingConfiguration: changing({
      by: 'autoScalingConfigurationId',
      path: '/20181001/autoScalingConfigurations',
    }),
  },
};

/** A launch makes one machine; whether it came to run is told by the record of its end. */
function launch(question: Question): Answered {
  const { request, random, region } = question;
  const uid = newUid(random, 'instance', region);
  const shape = askText(request, 'shape');
  const name = askText(request, 'displayName') || `instance-${stamp(question)}`;
  const domain = availabilityDomain(region, random.between(1, 3));
  const image = askText(request, 'imageId') || newUid(random.fork(region), 'image', region);
  const tags = ask(request, 'freeformTags') ?? {};
  const machine: JsonObject = {
    id: uid,
    displayName: name,
    compartmentId: compartmentOf(question),
    availabilityDomain: domain,
    faultDomain: `FAULT-DOMAIN-${random.between(1, 3)}`,
    shape,
    shapeConfig: ask(request, 'shapeConfig'),
    region: uid.split('.')[3] ?? region,
    imageId: image,
    launchMode: 'PARAVIRTUALIZED',
    metadata: ask(request, 'metadata') ?? {},
    preemptibleInstanceConfig: ask(request, 'preemptibleInstanceConfig'),
    freeformTags: tags,
    definedTags: {},
    timeCreated: instantOf(question),
    lifecycleState: 'PROVISIONING',
  };
  return {
    resource: { uid, name },
    availabilityDomain: domain,
    current: machine,
    payload: { id: uid },
    path: instances,
    details: { imageId: image, shape, type: 'CustomerVmi', volumeId: 'null' },
    work: {
      seconds: random.between(31, 58),
      becomes: { ...machine, lifecycleState: 'RUNNING' },
      // An instance has no state of failure.
      orElse: { ...machine, lifecycleState: 'TERMINATED' },
    },
    made: [{ uid, name, type: 'compute:instance', shape, runs: true }],
    opens: inside(question, uid, name),
  };
}

/** Whoever works on the machine can act as the machine. */
const inside = ({ account, time }: Question, uid: string, name: string): Actor => ({
  is: 'role',
  role: { uid, name, account },
  name: uid,
  credential: uid,
  session: { opened: time, hasMfa: false },
});

const stamp = ({ time }: Question): string => new Date(time).toISOString().slice(0, 16).replaceAll(/[-:T]/g, '');

const powers: Readonly<Record<string, { readonly state?: string; readonly states: readonly [string, string] }>> = {
  START: { state: 'running', states: ['STARTING', 'RUNNING'] },
  STOP: { state: 'stopped', states: ['STOPPING', 'STOPPED'] },
  SOFTSTOP: { state: 'stopped', states: ['STOPPING', 'STOPPED'] },
};

function act(question: Question): Answered {
  const power = powers[askText(question.request, 'action')] ?? { states: ['STOPPING', 'RUNNING'] as const };
  return changing({ by: 'instanceId', path: instances, seconds: 25, parameters: ['action'], ...power })(question);
}
