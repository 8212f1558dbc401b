import type { Remedy } from '../../../model/howto.ts';
import { aws, each, keep, keptAs, tail } from './command.ts';
import { byName, byUid, cluster, nodegroup } from './named.ts';
import { kept } from './workload.ts';

/** What has no disk is kept as definition before it goes. */
export const definitionRemedies: readonly Remedy[] = [
  {
    ...kept({
      on: 'ecs:service',
      call: 'ecs describe-services',
      by: (one) => ({ cluster: cluster(one), services: [one.name] }),
    }),
    does: 'Keep the definition, tasks and image digests of service',
    permissions: ['ecs:DescribeServices', 'ecs:ListTasks', 'ecs:DescribeTasks'],
    cli: each((one) => [
      keep(aws('ecs describe-services', one, { cluster: cluster(one), services: [one.name] }), one),
      `${aws('ecs describe-tasks', one, {
        cluster: cluster(one),
        tasks: {
          verbatim: `$(${aws('ecs list-tasks', one, {
            cluster: cluster(one),
            'service-name': one.name,
            query: 'taskArns',
            output: 'text',
          })})`,
        },
      })} >> ${keptAs(one)}`,
    ]),
    verify: {
      text: 'The file holds the service, its tasks and their image digests; the log group of the tasks is exported',
    },
  },
  kept({ on: 'ecs:task', call: 'ecs describe-tasks', by: (one) => ({ cluster: cluster(one), tasks: [one.uid] }) }),
  kept({ on: 'ecs:cluster', call: 'ecs describe-clusters', by: (one) => ({ clusters: [one.name] }) }),
  kept({ on: 'ecs:task-definition', call: 'ecs describe-task-definition', by: byUid('task-definition') }),
  kept({ on: 'lambda:function', call: 'lambda get-function', by: byName('function-name') }),
  kept({ on: 'eks:nodegroup', call: 'eks describe-nodegroup', by: nodegroup }),
  kept({ on: 'eks:cluster', call: 'eks describe-cluster', by: byName('name') }),
  kept({
    on: 'sagemaker:notebook-instance',
    call: 'sagemaker describe-notebook-instance',
    by: byName('notebook-instance-name'),
  }),
  kept({ on: 'sagemaker:training-job', call: 'sagemaker describe-training-job', by: byName('training-job-name') }),
  kept({
    on: 'sagemaker:processing-job',
    call: 'sagemaker describe-processing-job',
    by: byName('processing-job-name'),
  }),
  kept({ on: 'sagemaker:endpoint', call: 'sagemaker describe-endpoint', by: byName('endpoint-name') }),
  kept({
    on: 'sagemaker:endpoint-config',
    call: 'sagemaker describe-endpoint-config',
    by: byName('endpoint-config-name'),
  }),
  kept({
    on: 'sagemaker:lifecycle-config',
    call: 'sagemaker describe-notebook-instance-lifecycle-config',
    by: byName('notebook-instance-lifecycle-config-name'),
  }),
  kept({ on: 'codebuild:build', call: 'codebuild batch-get-builds', by: (one) => ({ ids: [one.uid] }) }),
  kept({ on: 'codebuild:project', call: 'codebuild batch-get-projects', by: (one) => ({ names: [one.name] }) }),
  kept({ on: 'glue:job', call: 'glue get-job', by: byName('job-name') }),
  kept({ on: 'glue:dev-endpoint', call: 'glue get-dev-endpoint', by: byName('endpoint-name') }),
  kept({ on: 'batch:job', call: 'batch describe-jobs', by: (one) => ({ jobs: [one.uid] }) }),
  kept({ on: 'batch:job-queue', call: 'batch describe-job-queues', by: (one) => ({ 'job-queues': [one.name] }) }),
  kept({
    on: 'batch:compute-environment',
    call: 'batch describe-compute-environments',
    by: (one) => ({ 'compute-environments': [one.name] }),
  }),
  kept({ on: 'apprunner:service', call: 'apprunner describe-service', by: byUid('service-arn') }),
  kept({ on: 'amplify:app', call: 'amplify get-app', by: (one) => ({ 'app-id': tail(one.uid) }) }),
  kept({
    on: 'emr:cluster',
    call: 'emr describe-cluster',
    by: byUid('cluster-id'),
    permission: 'elasticmapreduce:DescribeCluster',
  }),
  kept({
    on: 'bedrock:provisioned-throughput',
    call: 'bedrock get-provisioned-model-throughput',
    by: byUid('provisioned-model-id'),
  }),
  kept({ on: 'cloudformation:stack', call: 'cloudformation get-template', by: byName('stack-name') }),
  kept({ on: 'lightsail:container-service', call: 'lightsail get-container-services', by: byName('service-name') }),
];
