import type { Semantics } from '../../../model/semantics.ts';
import { makes, more, now, on, res, spelled } from './record.ts';

const shapeAt = (...paths: readonly string[]): readonly string[] => paths.flatMap((path) => [now(path), res(path)]);

/** Whatever else computes: Kubernetes, containers, functions, notebooks and jobs, big data, models, databases, stacks. */
export const platforms: Semantics['acts'] = {
  ...spelled(['clustersapi', 'containerengine'], {
    CreateCluster: makes('create', 'oke:cluster'),
    UpdateCluster: on('modify', 'oke:cluster'),
    DeleteCluster: on('delete', 'oke:cluster'),
    CreateNodePool: makes('launch', 'oke:node-pool', {
      serves: true,
      shape: shapeAt('nodeShape'),
      count: shapeAt('nodeConfigDetails.size'),
    }),
    UpdateNodePool: [
      on('stop', 'oke:node-pool', { when: [{ at: now('nodeConfigDetails.size'), is: '0' }] }),
      on('modify', 'oke:node-pool', { shape: shapeAt('nodeShape'), count: shapeAt('nodeConfigDetails.size') }),
    ],
    DeleteNodePool: on('delete', 'oke:node-pool'),
    DeleteNode: on('terminate', 'oke:node'),
    CreateVirtualNodePool: makes('launch', 'oke:virtual-node-pool', { serves: true, count: shapeAt('size') }),
    UpdateVirtualNodePool: on('modify', 'oke:virtual-node-pool', { count: shapeAt('size') }),
    DeleteVirtualNodePool: on('delete', 'oke:virtual-node-pool'),
    CreateKubeconfig: on('read-secret', 'oke:cluster'),
  }),
  ...spelled(['containerinstances', 'computecontainers'], {
    CreateContainerInstance: makes('launch', 'containerinstances:container-instance', {
      shape: shapeAt('shape'),
      terms: { ocpus: shapeAt('shapeConfig.ocpus'), memory: shapeAt('shapeConfig.memoryInGBs') },
    }),
    UpdateContainerInstance: on('modify', 'containerinstances:container-instance'),
    StartContainerInstance: on('start', 'containerinstances:container-instance'),
    StopContainerInstance: on('stop', 'containerinstances:container-instance'),
    RestartContainerInstance: on('modify', 'containerinstances:container-instance'),
    DeleteContainerInstance: on('terminate', 'containerinstances:container-instance'),
  }),
  functions: {
    CreateApplication: makes('create', 'functions:application'),
    DeleteApplication: on('delete', 'functions:application'),
    CreateFunction: makes('launch', 'functions:function', { serves: true }),
    UpdateFunction: on('modify', 'functions:function'),
    DeleteFunction: on('delete', 'functions:function'),
    InvokeFunction: on('execute', 'functions:function'),
  },
  datascience: {
    CreateNotebookSession: makes('launch', 'datascience:notebook-session', {
      shape: shapeAt('notebookSessionConfigurationDetails.shape', 'notebookSessionConfigDetails.shape'),
    }),
    ActivateNotebookSession: on('start', 'datascience:notebook-session'),
    DeactivateNotebookSession: on('stop', 'datascience:notebook-session'),
    DeleteNotebookSession: on('terminate', 'datascience:notebook-session'),
    CreateJob: makes('create', 'datascience:job', {
      shape: shapeAt('jobInfrastructureConfigurationDetails.shapeName'),
    }),
    DeleteJob: on('delete', 'datascience:job'),
    CreateJobRun: makes('launch', 'datascience:job-run', {
      shape: shapeAt('jobInfrastructureConfigurationDetails.shapeName'),
    }),
    CancelJobRun: on('terminate', 'datascience:job-run'),
    DeleteJobRun: on('delete', 'datascience:job-run'),
    CreateModelDeployment: makes('launch', 'datascience:model-deployment', { serves: true }),
    ActivateModelDeployment: on('start', 'datascience:model-deployment'),
    DeactivateModelDeployment: on('stop', 'datascience:model-deployment'),
    DeleteModelDeployment: on('delete', 'datascience:model-deployment'),
    CreatePipelineRun: makes('launch', 'datascience:pipeline-run'),
    CancelPipelineRun: on('terminate', 'datascience:pipeline-run'),
  },
  ...spelled(['bds', 'bigdataservice'], {
    CreateBdsInstance: makes('launch', 'bds:cluster', {
      shape: shapeAt('nodes[*].shape'),
      count: shapeAt('numberOfNodes'),
    }),
    AddWorkerNodes: on('modify', 'bds:cluster'),
    StartBdsInstance: on('start', 'bds:cluster'),
    StopBdsInstance: on('stop', 'bds:cluster'),
    DeleteBdsInstance: on('terminate', 'bds:cluster'),
  }),
  ...spelled(['dataflow'], {
    CreateApplication: makes('create', 'dataflow:application'),
    CreateRun: makes('launch', 'dataflow:run', {
      shape: shapeAt('executorShape'),
      count: shapeAt('numExecutors'),
    }),
    DeleteRun: on('terminate', 'dataflow:run'),
    CreatePool: makes('launch', 'dataflow:pool', { serves: true }),
    DeletePool: on('delete', 'dataflow:pool'),
  }),
  ...spelled(['generativeai'], {
    CreateDedicatedAiCluster: makes('launch', 'generativeai:dedicated-cluster', {
      serves: true,
      shape: shapeAt('unitShape'),
      count: shapeAt('unitCount'),
    }),
    DeleteDedicatedAiCluster: on('delete', 'generativeai:dedicated-cluster'),
  }),
  databaseservice: {
    LaunchDbSystem: makes('launch', 'database:db-system', {
      serves: true,
      shape: [...shapeAt('shape'), more('shape')],
    }),
    TerminateDbSystem: on('terminate', 'database:db-system'),
    CreateAutonomousDatabase: makes('create', 'database:autonomous-database'),
    DeleteAutonomousDatabase: on('delete', 'database:autonomous-database'),
    GenerateAutonomousDatabaseWallet: on('read-secret', 'database:autonomous-database'),
  },
  ...spelled(['resourcemanager', 'oracleresourcemanager', 'ormapi'], {
    CreateStack: makes('create', 'resourcemanager:stack'),
    UpdateStack: on('modify', 'resourcemanager:stack'),
    DeleteStack: on('delete', 'resourcemanager:stack'),
    CreateJob: makes('execute', 'resourcemanager:stack', { target: [now('stackId'), res('stackId')] }),
    GetStackTfState: on('read-secret', 'resourcemanager:stack'),
    GetJobTfState: on('read-secret', 'resourcemanager:job'),
  }),
  ...spelled(['devops', 'devopsbuild'], {
    CreateBuildRun: makes('launch', 'devops:build-run'),
    CancelBuildRun: on('terminate', 'devops:build-run'),
  }),
};
