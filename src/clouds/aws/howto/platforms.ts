import type { Remedy } from '../../../model/howto.ts';
import { aws, each, tail } from './command.ts';
import { byName, byUid, cluster, nodegroup, service } from './named.ts';
import { definitionRemedies } from './definitions.ts';
import { cleared } from './workload.ts';

const freezing: readonly Remedy[] = [
  {
    id: 'aws.block-function',
    phase: 'freeze',
    on: ['lambda:function'],
    does: 'Allow no run of function',
    permissions: ['lambda:PutFunctionConcurrency'],
    isReversible: true,
    breaks: 'nothing',
    doneBy: ['contain'],
    cli: each((one) =>
      aws('lambda put-function-concurrency', one, {
        'function-name': one.name,
        'reserved-concurrent-executions': '0',
      }),
    ),
    undo: {
      text: 'Take the limit away',
      cli: each((one) => aws('lambda delete-function-concurrency', one, { 'function-name': one.name })),
    },
    verify: { text: 'No invocation is counted after the step' },
  },
  {
    id: 'aws.disable-job-queue',
    phase: 'freeze',
    on: ['batch:job-queue'],
    does: 'Disable job queue',
    permissions: ['batch:UpdateJobQueue'],
    isReversible: true,
    breaks: 'nothing',
    doneBy: ['contain'],
    cli: each((one) => aws('batch update-job-queue', one, { 'job-queue': one.name, state: 'DISABLED' })),
    undo: {
      text: 'Enable it again',
      cli: each((one) => aws('batch update-job-queue', one, { 'job-queue': one.name, state: 'ENABLED' })),
    },
    verify: { text: 'The queue is DISABLED and takes no job' },
  },
  {
    id: 'aws.disable-compute-environment',
    phase: 'freeze',
    on: ['batch:compute-environment'],
    does: 'Disable, with its machines as they are, compute environment',
    permissions: ['batch:UpdateComputeEnvironment'],
    isReversible: true,
    breaks: 'nothing',
    doneBy: ['contain'],
    cli: each((one) =>
      aws('batch update-compute-environment', one, { 'compute-environment': one.name, state: 'DISABLED' }),
    ),
    undo: {
      text: 'Enable it again',
      cli: each((one) =>
        aws('batch update-compute-environment', one, { 'compute-environment': one.name, state: 'ENABLED' }),
      ),
    },
    verify: { text: 'The environment is DISABLED and launches nothing' },
  },
];

const draining: readonly Remedy[] = [
  cleared({
    id: 'aws.drain-service',
    phase: 'drain',
    on: 'ecs:service',
    does: 'Set to no tasks service',
    permission: 'ecs:UpdateService',
    call: 'ecs update-service',
    by: (one) => ({ ...service(one), 'desired-count': '0' }),
    doneBy: [],
    undo: { text: 'Set the count again that stands in what was kept of it' },
    verify: 'No task of the service is left, and none is started',
  }),
  cleared({
    id: 'aws.drain-nodegroup',
    phase: 'drain',
    on: 'eks:nodegroup',
    does: 'Set to no nodes node group',
    permission: 'eks:UpdateNodegroupConfig',
    call: 'eks update-nodegroup-config',
    by: (one) => ({ ...nodegroup(one), 'scaling-config': 'minSize=0,desiredSize=0' }),
    doneBy: [],
    undo: { text: 'Set the sizes again that stand in what was kept of it' },
    verify: 'No node of the group is left',
  }),
  cleared({
    id: 'aws.stop-notebook',
    phase: 'stop',
    on: 'sagemaker:notebook-instance',
    does: 'Stop notebook instance',
    permission: 'sagemaker:StopNotebookInstance',
    call: 'sagemaker stop-notebook-instance',
    by: byName('notebook-instance-name'),
    doneBy: ['stop'],
    undo: {
      text: 'Start it again',
      cli: each((one) => aws('sagemaker start-notebook-instance', one, { 'notebook-instance-name': one.name })),
    },
  }),
  cleared({
    id: 'aws.pause-service',
    phase: 'stop',
    on: 'apprunner:service',
    does: 'Pause service',
    permission: 'apprunner:PauseService',
    call: 'apprunner pause-service',
    by: byUid('service-arn'),
    doneBy: ['stop'],
    undo: {
      text: 'Resume it',
      cli: each((one) => aws('apprunner resume-service', one, { 'service-arn': one.uid })),
    },
  }),
  cleared({
    id: 'aws.disable-container-service',
    phase: 'stop',
    on: 'lightsail:container-service',
    does: 'Disable container service',
    permission: 'lightsail:UpdateContainerService',
    call: 'lightsail update-container-service',
    by: (one) => ({ 'service-name': one.name, 'is-disabled': true }),
    doneBy: ['stop'],
    undo: {
      text: 'Enable it again',
      cli: each((one) =>
        aws('lightsail update-container-service', one, { 'service-name': one.name, 'no-is-disabled': true }),
      ),
    },
  }),
];

const ending: readonly Remedy[] = [
  cleared({
    on: 'ecs:service',
    permission: 'ecs:DeleteService',
    call: 'ecs delete-service',
    by: (one) => ({ ...service(one), force: true }),
  }),
  cleared({
    id: 'aws.stop-task',
    on: 'ecs:task',
    does: 'Stop task',
    permission: 'ecs:StopTask',
    call: 'ecs stop-task',
    by: (one) => ({ cluster: cluster(one), task: one.uid }),
  }),
  cleared({
    phase: 'remove',
    on: 'ecs:cluster',
    permission: 'ecs:DeleteCluster',
    call: 'ecs delete-cluster',
    by: byName('cluster'),
  }),
  cleared({
    phase: 'remove',
    on: 'ecs:task-definition',
    permission: 'ecs:DeregisterTaskDefinition',
    call: 'ecs deregister-task-definition',
    by: byUid('task-definition'),
  }),
  cleared({
    on: 'lambda:function',
    permission: 'lambda:DeleteFunction',
    call: 'lambda delete-function',
    by: byName('function-name'),
  }),
  cleared({ on: 'eks:nodegroup', permission: 'eks:DeleteNodegroup', call: 'eks delete-nodegroup', by: nodegroup }),
  cleared({ on: 'eks:cluster', permission: 'eks:DeleteCluster', call: 'eks delete-cluster', by: byName('name') }),
  cleared({
    id: 'aws.stop-training-job',
    on: 'sagemaker:training-job',
    does: 'Stop training job',
    permission: 'sagemaker:StopTrainingJob',
    call: 'sagemaker stop-training-job',
    by: byName('training-job-name'),
  }),
  cleared({
    id: 'aws.stop-processing-job',
    on: 'sagemaker:processing-job',
    does: 'Stop processing job',
    permission: 'sagemaker:StopProcessingJob',
    call: 'sagemaker stop-processing-job',
    by: byName('processing-job-name'),
  }),
  cleared({
    on: 'sagemaker:endpoint',
    permission: 'sagemaker:DeleteEndpoint',
    call: 'sagemaker delete-endpoint',
    by: byName('endpoint-name'),
  }),
  cleared({
    phase: 'remove',
    on: 'sagemaker:endpoint-config',
    permission: 'sagemaker:DeleteEndpointConfig',
    call: 'sagemaker delete-endpoint-config',
    by: byName('endpoint-config-name'),
  }),
  cleared({
    on: 'sagemaker:notebook-instance',
    permission: 'sagemaker:DeleteNotebookInstance',
    call: 'sagemaker delete-notebook-instance',
    by: byName('notebook-instance-name'),
  }),
  cleared({
    phase: 'remove',
    on: 'sagemaker:lifecycle-config',
    permission: 'sagemaker:DeleteNotebookInstanceLifecycleConfig',
    call: 'sagemaker delete-notebook-instance-lifecycle-config',
    by: byName('notebook-instance-lifecycle-config-name'),
  }),
  cleared({
    id: 'aws.stop-build',
    on: 'codebuild:build',
    does: 'Stop build',
    permission: 'codebuild:StopBuild',
    call: 'codebuild stop-build',
    by: byUid('id'),
  }),
  cleared({
    on: 'codebuild:project',
    permission: 'codebuild:DeleteProject',
    call: 'codebuild delete-project',
    by: byName('name'),
  }),
  cleared({ on: 'glue:job', permission: 'glue:DeleteJob', call: 'glue delete-job', by: byName('job-name') }),
  cleared({
    on: 'glue:dev-endpoint',
    permission: 'glue:DeleteDevEndpoint',
    call: 'glue delete-dev-endpoint',
    by: byName('endpoint-name'),
  }),
  cleared({
    id: 'aws.terminate-job',
    on: 'batch:job',
    does: 'Terminate job',
    permission: 'batch:TerminateJob',
    call: 'batch terminate-job',
    by: (one) => ({ 'job-id': one.uid, reason: 'incident response' }),
  }),
  cleared({
    on: 'batch:job-queue',
    permission: 'batch:DeleteJobQueue',
    call: 'batch delete-job-queue',
    by: byName('job-queue'),
  }),
  cleared({
    on: 'batch:compute-environment',
    permission: 'batch:DeleteComputeEnvironment',
    call: 'batch delete-compute-environment',
    by: byName('compute-environment'),
  }),
  cleared({
    on: 'apprunner:service',
    permission: 'apprunner:DeleteService',
    call: 'apprunner delete-service',
    by: byUid('service-arn'),
  }),
  cleared({
    on: 'amplify:app',
    permission: 'amplify:DeleteApp',
    call: 'amplify delete-app',
    by: (one) => ({ 'app-id': tail(one.uid) }),
  }),
  cleared({
    id: 'aws.terminate-cluster',
    on: 'emr:cluster',
    does: 'Terminate cluster',
    permission: 'elasticmapreduce:TerminateJobFlows',
    call: 'emr terminate-clusters',
    by: (one) => ({ 'cluster-ids': [one.uid] }),
  }),
  cleared({
    on: 'bedrock:provisioned-throughput',
    permission: 'bedrock:DeleteProvisionedModelThroughput',
    call: 'bedrock delete-provisioned-model-throughput',
    by: byUid('provisioned-model-id'),
  }),
  cleared({
    on: 'lightsail:container-service',
    permission: 'lightsail:DeleteContainerService',
    call: 'lightsail delete-container-service',
    by: byName('service-name'),
  }),
  cleared({
    on: 'cloudformation:stack',
    permission: 'cloudformation:DeleteStack',
    call: 'cloudformation delete-stack',
    by: byName('stack-name'),
  }),
];

/** Containers, functions, jobs and builds. */
export const platformRemedies: readonly Remedy[] = [...freezing, ...definitionRemedies, ...draining, ...ending];
