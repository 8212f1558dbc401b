import type { Semantics } from '../../../model/semantics.ts';
import { act, commandsAt, on, req, res } from './record.ts';

/** Jobs, and the clusters that they run on: Glue, Batch, EMR. */
export const jobs: Semantics['acts'] = {
  'glue.amazonaws.com': {
    CreateJob: act('create', 'glue:job', {
      made: [res('name'), req('name')],
      shape: req('workerType'),
      count: req('numberOfWorkers'),
      terms: { count: req('numberOfWorkers'), minutes: req('timeout') },
    }),
    DeleteJob: on('delete', 'glue:job', 'jobName'),
    StartJobRun: act('launch', 'glue:job-run', {
      made: res('jobRunId'),
      target: req('jobName'),
      shape: req('workerType'),
      count: req('numberOfWorkers'),
      terms: { definition: req('jobName'), minutes: req('timeout') },
    }),
    BatchStopJobRun: act('terminate', 'glue:job-run', { target: req('jobRunIds[*]') }),
    CreateDevEndpoint: act('launch', 'glue:dev-endpoint', {
      made: req('endpointName'),
      shape: req('workerType'),
      count: req('numberOfNodes'),
    }),
    DeleteDevEndpoint: on('delete', 'glue:dev-endpoint', 'endpointName'),
  },
  'batch.amazonaws.com': {
    CreateComputeEnvironment: act('launch', 'batch:compute-environment', {
      serves: true,
      made: [res('computeEnvironmentArn'), req('computeEnvironmentName')],
      names: req('computeEnvironmentName'),
      shape: req('computeResources.instanceTypes[*]'),
    }),
    DeleteComputeEnvironment: on('delete', 'batch:compute-environment', 'computeEnvironment'),
    CreateJobQueue: act('create', 'batch:job-queue', {
      made: [res('jobQueueArn'), req('jobQueueName')],
      names: req('jobQueueName'),
    }),
    RegisterJobDefinition: act('create', 'batch:job-definition', {
      made: [res('jobDefinitionArn'), req('jobDefinitionName')],
      names: req('jobDefinitionName'),
      terms: commandsAt('containerProperties.command[*]'),
    }),
    SubmitJob: act('launch', 'batch:job', {
      made: res('jobId'),
      names: req('jobName'),
      count: req('arrayProperties.size'),
    }),
    TerminateJob: on('terminate', 'batch:job', 'jobId'),
    CancelJob: on('terminate', 'batch:job', 'jobId'),
  },
  'elasticmapreduce.amazonaws.com': {
    RunJobFlow: act('launch', 'emr:cluster', {
      made: res('jobFlowId'),
      names: req('name'),
      shape: [
        req('instances.slaveInstanceType'),
        req('instances.masterInstanceType'),
        req('instances.instanceGroups[*].instanceType'),
      ],
      count: req('instances.instanceCount'),
    }),
    TerminateJobFlows: act('terminate', 'emr:cluster', { target: req('jobFlowIds[*]') }),
  },
};
