import type { Semantics } from '../../../model/semantics.ts';
import { act, commandsAt, on, req, res } from './record.ts';

/** Where tasks run, and whether on spare capacity. */
const launchType = { capacity: [req('capacityProviderStrategy[*].capacityProvider'), req('launchType')] };

const inCluster = { within: [req('cluster')] };
const inEksCluster = { within: [req('clusterName')] };
const inApp = { within: [req('appId')] };
const inBranch = { within: [req('appId'), req('branchName')] };

/** Seconds after which a job is ended. */
const jobLimit = { seconds: req('stoppingCondition.maxRuntimeInSeconds') };

/** An address of a function: where anybody may call it, whoever put it there needs no credential to come back. */
const address = [
  act('grant', 'lambda:function', { when: [{ at: req('authType'), is: 'NONE' }], target: req('functionName') }),
  on('modify', 'lambda:function', 'functionName'),
];

/** Compute without a machine of one's own: containers, functions, builds, notebooks, models. */
export const platforms: Semantics['acts'] = {
  'ecs.amazonaws.com': {
    CreateCluster: act('create', 'ecs:cluster', {
      made: [res('cluster.clusterArn'), req('clusterName')],
      names: [res('cluster.clusterName'), req('clusterName')],
    }),
    DeleteCluster: on('delete', 'ecs:cluster', 'cluster'),
    CreateService: act('launch', 'ecs:service', {
      serves: true,
      made: [res('service.serviceArn'), req('serviceName')],
      names: req('serviceName'),
      ...inCluster,
      shape: req('launchType'),
      count: req('desiredCount'),
      terms: { definition: req('taskDefinition'), ...launchType },
    }),
    UpdateService: [
      act('contain', 'ecs:service', {
        when: [{ at: req('desiredCount'), is: '0' }],
        target: req('service'),
        ...inCluster,
        count: req('desiredCount'),
      }),
      act('modify', 'ecs:service', {
        target: req('service'),
        ...inCluster,
        count: [req('desiredCount'), res('service.desiredCount')],
        terms: {
          definition: req('taskDefinition'),
          capacity: [...launchType.capacity, res('service.launchType')],
        },
      }),
    ],
    DeleteService: act('delete', 'ecs:service', { target: req('service'), ...inCluster }),
    RegisterTaskDefinition: act('create', 'ecs:task-definition', {
      made: [res('taskDefinition.taskDefinitionArn'), req('family')],
      names: req('family'),
      shape: [req('cpu'), req('containerDefinitions[*].cpu')],
      terms: {
        cpu: req('cpu'),
        memory: req('memory'),
        architecture: req('runtimePlatform.cpuArchitecture'),
        platform: req('runtimePlatform.operatingSystemFamily'),
        ...commandsAt('containerDefinitions[*].entryPoint[*]', 'containerDefinitions[*].command[*]'),
      },
    }),
    DeregisterTaskDefinition: on('delete', 'ecs:task-definition', 'taskDefinition'),
    RunTask: act('launch', 'ecs:task', {
      made: res('tasks[*].taskArn'),
      shape: req('launchType'),
      count: req('count'),
      target: req('taskDefinition'),
      terms: {
        definition: [res('tasks[*].taskDefinitionArn'), req('taskDefinition')],
        cpu: res('tasks[*].cpu'),
        memory: res('tasks[*].memory'),
        ...launchType,
        ...commandsAt('overrides.containerOverrides[*].command[*]'),
      },
    }),
    StartTask: act('launch', 'ecs:task', { made: res('tasks[*].taskArn'), target: req('taskDefinition') }),
    StopTask: on('terminate', 'ecs:task', 'task'),
  },
  'eks.amazonaws.com': {
    CreateCluster: act('launch', 'eks:cluster', {
      serves: true,
      made: [res('cluster.arn'), req('name')],
      names: req('name'),
    }),
    DeleteCluster: on('delete', 'eks:cluster', 'name'),
    CreateNodegroup: act('launch', 'eks:nodegroup', {
      serves: true,
      made: [res('nodegroup.nodegroupArn'), req('nodegroupName')],
      names: req('nodegroupName'),
      ...inEksCluster,
      shape: req('instanceTypes[*]'),
      count: req('scalingConfig.desiredSize'),
    }),
    CreateFargateProfile: act('create', 'eks:fargate-profile', {
      made: [res('fargateProfile.fargateProfileArn'), req('fargateProfileName')],
      names: req('fargateProfileName'),
      within: [req('name')],
    }),
    DeleteFargateProfile: act('delete', 'eks:fargate-profile', {
      target: req('fargateProfileName'),
      within: [req('name')],
    }),
    DeleteNodegroup: act('delete', 'eks:nodegroup', { target: req('nodegroupName'), ...inEksCluster }),
  },
  'lambda.amazonaws.com': {
    CreateFunction: act('launch', 'lambda:function', {
      serves: true,
      made: [res('functionArn'), req('functionName')],
      names: req('functionName'),
      shape: req('memorySize'),
      terms: { architecture: req('architectures[*]') },
    }),
    UpdateFunctionCode: on('modify', 'lambda:function', 'functionName'),
    UpdateFunctionConfiguration: on('modify', 'lambda:function', 'functionName'),
    PutFunctionConcurrency: [
      act('contain', 'lambda:function', {
        when: [{ at: req('reservedConcurrentExecutions'), is: '0' }],
        target: req('functionName'),
      }),
      on('modify', 'lambda:function', 'functionName'),
    ],
    DeleteFunction: on('delete', 'lambda:function', 'functionName'),
    PublishLayerVersion: act('create', 'lambda:layer', {
      made: res('layerVersionArn'),
      names: req('layerName'),
    }),
    DeleteLayerVersion: on('delete', 'lambda:layer', 'layerName'),
    AddPermission: on('grant', 'lambda:function', 'functionName'),
    RemovePermission: on('revoke', 'lambda:function', 'functionName'),
    CreateFunctionUrlConfig: address,
    UpdateFunctionUrlConfig: address,
    DeleteFunctionUrlConfig: on('revoke', 'lambda:function', 'functionName'),
  },
  'sagemaker.amazonaws.com': {
    CreateProcessingJob: act('launch', 'sagemaker:processing-job', {
      made: [res('processingJobArn'), req('processingJobName')],
      names: req('processingJobName'),
      shape: req('processingResources.clusterConfig.instanceType'),
      count: req('processingResources.clusterConfig.instanceCount'),
      terms: jobLimit,
    }),
    StopProcessingJob: on('terminate', 'sagemaker:processing-job', 'processingJobName'),
    CreateTrainingJob: act('launch', 'sagemaker:training-job', {
      made: [res('trainingJobArn'), req('trainingJobName')],
      names: req('trainingJobName'),
      shape: req('resourceConfig.instanceType'),
      count: req('resourceConfig.instanceCount'),
      terms: jobLimit,
    }),
    StopTrainingJob: on('terminate', 'sagemaker:training-job', 'trainingJobName'),
    CreateEndpointConfig: act('create', 'sagemaker:endpoint-config', {
      made: [res('endpointConfigArn'), req('endpointConfigName')],
      names: req('endpointConfigName'),
      shape: req('productionVariants[*].instanceType'),
      count: req('productionVariants[*].initialInstanceCount'),
      terms: { count: req('productionVariants[*].initialInstanceCount') },
    }),
    DeleteEndpointConfig: on('delete', 'sagemaker:endpoint-config', 'endpointConfigName'),
    CreateEndpoint: act('launch', 'sagemaker:endpoint', {
      serves: true,
      made: [res('endpointArn'), req('endpointName')],
      names: req('endpointName'),
      terms: { definition: req('endpointConfigName') },
    }),
    DeleteEndpoint: on('delete', 'sagemaker:endpoint', 'endpointName'),
    CreateNotebookInstance: act('launch', 'sagemaker:notebook-instance', {
      made: [res('notebookInstanceArn'), req('notebookInstanceName')],
      names: req('notebookInstanceName'),
      shape: req('instanceType'),
    }),
    StartNotebookInstance: on('start', 'sagemaker:notebook-instance', 'notebookInstanceName'),
    StopNotebookInstance: on('stop', 'sagemaker:notebook-instance', 'notebookInstanceName'),
    DeleteNotebookInstance: on('delete', 'sagemaker:notebook-instance', 'notebookInstanceName'),
    CreateNotebookInstanceLifecycleConfig: act('create', 'sagemaker:lifecycle-config', {
      made: [res('notebookInstanceLifecycleConfigArn'), req('notebookInstanceLifecycleConfigName')],
      names: req('notebookInstanceLifecycleConfigName'),
    }),
  },
  'codebuild.amazonaws.com': {
    CreateProject: act('create', 'codebuild:project', {
      made: [res('project.arn'), req('name')],
      names: req('name'),
      shape: req('environment.computeType'),
      terms: { platform: req('environment.type'), minutes: [res('project.timeoutInMinutes'), req('timeoutInMinutes')] },
    }),
    DeleteProject: on('delete', 'codebuild:project', 'name'),
    StartBuild: act('launch', 'codebuild:build', {
      made: res('build.id'),
      shape: res('build.environment.computeType'),
      target: req('projectName'),
      terms: {
        definition: req('projectName'),
        platform: res('build.environment.type'),
        minutes: res('build.timeoutInMinutes'),
      },
    }),
    StartBuildBatch: act('launch', 'codebuild:build-batch', { made: res('buildBatch.id'), target: req('projectName') }),
    StopBuild: on('terminate', 'codebuild:build', 'id'),
  },
  'apprunner.amazonaws.com': {
    CreateService: act('launch', 'apprunner:service', {
      serves: true,
      made: [res('service.serviceArn'), req('serviceName')],
      names: req('serviceName'),
      shape: req('instanceConfiguration.cpu'),
      terms: { cpu: req('instanceConfiguration.cpu'), memory: req('instanceConfiguration.memory') },
    }),
    PauseService: on('stop', 'apprunner:service', 'serviceArn'),
    ResumeService: on('start', 'apprunner:service', 'serviceArn'),
    DeleteService: on('delete', 'apprunner:service', 'serviceArn'),
  },
  'codecommit.amazonaws.com': {
    CreateRepository: act('create', 'codecommit:repository', {
      made: [res('repositoryMetadata.arn'), req('repositoryName')],
      names: req('repositoryName'),
    }),
    DeleteRepository: on('delete', 'codecommit:repository', 'repositoryName'),
  },
  'amplify.amazonaws.com': {
    CreateApp: act('create', 'amplify:app', { made: [res('app.appId'), req('name')], names: req('name') }),
    DeleteApp: on('delete', 'amplify:app', 'appId'),
    CreateBranch: act('create', 'amplify:branch', {
      made: [res('branch.branchArn'), req('branchName')],
      names: req('branchName'),
      target: req('appId'),
      ...inApp,
    }),
    DeleteBranch: act('delete', 'amplify:branch', { target: req('branchName'), ...inApp }),
    CreateDeployment: act('launch', 'amplify:job', { made: res('jobId'), target: req('appId'), ...inBranch }),
    StartJob: act('launch', 'amplify:job', {
      made: [res('jobSummary.jobArn'), res('jobSummary.jobId')],
      target: req('appId'),
      ...inBranch,
    }),
    StopJob: act('terminate', 'amplify:job', { target: req('jobId'), ...inBranch }),
  },
  'bedrock.amazonaws.com': {
    InvokeModel: on('execute', 'bedrock:model', 'modelId'),
    InvokeModelWithResponseStream: on('execute', 'bedrock:model', 'modelId'),
    Converse: on('execute', 'bedrock:model', 'modelId'),
    ConverseStream: on('execute', 'bedrock:model', 'modelId'),
    CreateProvisionedModelThroughput: act('launch', 'bedrock:provisioned-throughput', {
      serves: true,
      made: res('provisionedModelArn'),
      names: req('provisionedModelName'),
      count: req('modelUnits'),
      shape: req('modelId'),
    }),
    DeleteProvisionedModelThroughput: on('delete', 'bedrock:provisioned-throughput', 'provisionedModelId'),
    PutFoundationModelEntitlement: on('raise-quota', 'bedrock:model', 'modelId'),
    PutUseCaseForModelAccess: act('raise-quota', 'bedrock:model'),
    CreateFoundationModelAgreement: on('raise-quota', 'bedrock:model', 'modelId'),
  },
  'cloudformation.amazonaws.com': {
    CreateStack: act('create', 'cloudformation:stack', {
      made: [res('stackId'), req('stackName')],
      names: req('stackName'),
    }),
    DeleteStack: on('delete', 'cloudformation:stack', 'stackName'),
    CreateStackSet: act('create', 'cloudformation:stack-set', {
      made: [res('stackSetId'), req('stackSetName')],
      names: req('stackSetName'),
    }),
    CreateStackInstances: on('modify', 'cloudformation:stack-set', 'stackSetName'),
    UpdateStackSet: on('modify', 'cloudformation:stack-set', 'stackSetName'),
    DeleteStackSet: on('delete', 'cloudformation:stack-set', 'stackSetName'),
  },
};
