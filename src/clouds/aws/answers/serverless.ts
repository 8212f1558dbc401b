import type { Json, Question } from '../../../model/simulation.ts';
import {
  type Answered,
  type Answers,
  answerDate,
  ask,
  askNumber,
  askText,
  made,
  objectOf,
  started,
} from './answered.ts';

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** How functions, builds, hosted sites and stacks answer what scenarios ask of them. */
export const serverless: Answers = {
  'lambda.amazonaws.com': {
    CreateFunction20150331: createFunction,
    CreateFunctionUrlConfig: (question) => ({
      response: {
        functionUrl: `https://${question.random.text(letters, 32)}.lambda-url.${question.region}.on.aws/`,
        functionArn: functionArn(question),
        authType: ask(question.request, 'authType'),
        creationTime: answerDate(question),
        invokeMode: 'BUFFERED',
      },
    }),
    AddPermission20150331v2: (question) => {
      const statement = {
        Sid: askText(question.request, 'statementId'),
        Effect: 'Allow',
        Principal: ask(question.request, 'principal'),
        Action: ask(question.request, 'action'),
        Resource: functionArn(question),
      };
      return { response: { statement: JSON.stringify(statement) } };
    },
    DeleteFunction20150331: (question) => ({ changed: [{ uid: functionArn(question), state: 'deleted' }] }),
  },
  'codecommit.amazonaws.com': {
    CreateRepository: (question) => {
      const name = askText(question.request, 'repositoryName');
      const arn = `arn:aws:codecommit:${question.region}:${question.account}:${name}`;
      const repositoryMetadata = {
        accountId: question.account,
        repositoryId: question.random.uuid(),
        repositoryName: name,
        creationDate: answerDate(question),
        lastModifiedDate: answerDate(question),
        cloneUrlHttp: `https://git-codecommit.${question.region}.amazonaws.com/v1/repos/${name}`,
        arn,
      };
      return { response: { repositoryMetadata }, made: [made(arn, 'codecommit:repository', { name })] };
    },
  },
  'codebuild.amazonaws.com': { CreateProject: createProject, StartBuild: startBuild },
  'amplify.amazonaws.com': {
    CreateApp: createApp,
    CreateBranch: createBranch,
    StartJob: startJob,
    DeleteApp: ({ request }) => ({ changed: [{ uid: askText(request, 'appId'), state: 'deleted' }] }),
  },
  'cloudformation.amazonaws.com': {
    CreateStack: ({ request, account, region, random }) => {
      const name = askText(request, 'stackName');
      const stackId = `arn:aws:cloudformation:${region}:${account}:stack/${name}/${random.uuid()}`;
      return { response: { stackId }, made: [made(stackId, 'cloudformation:stack', { name })] };
    },
  },
};

const functionArn = ({ region, account, request }: Question): string =>
  `arn:aws:lambda:${region}:${account}:function:${askText(request, 'functionName')}`;

function createFunction(question: Question): Answered {
  const { request, random } = question;
  const name = askText(request, 'functionName');
  const arn = functionArn(question);
  return {
    response: {
      functionName: name,
      functionArn: arn,
      runtime: ask(request, 'runtime'),
      role: ask(request, 'role'),
      handler: ask(request, 'handler'),
      codeSize: random.between(400, 9_000),
      description: '',
      timeout: askNumber(request, 'timeout') || 3,
      memorySize: askNumber(request, 'memorySize') || 128,
      lastModified: new Date(question.time).toISOString().replace('Z', '+0000'),
      codeSha256: `${random.hex(43)}=`,
      version: '$LATEST',
      tracingConfig: { mode: 'PassThrough' },
      revisionId: random.uuid(),
      state: 'Pending',
      stateReason: 'The function is being created.',
      stateReasonCode: 'Creating',
      packageType: 'Zip',
      architectures: ['x86_64'],
      ephemeralStorage: { size: 512 },
    },
    made: [made(arn, 'lambda:function', { name, shape: String(askNumber(request, 'memorySize') || 128) })],
  };
}

function createProject(question: Question): Answered {
  const { request, region, account } = question;
  const name = askText(request, 'name');
  const arn = `arn:aws:codebuild:${region}:${account}:project/${name}`;
  const shape = askText(request, 'environment', 'computeType');
  return {
    response: {
      project: {
        ...objectOf(request),
        arn,
        queuedTimeoutInMinutes: 480,
        encryptionKey: `arn:aws:kms:${region}:${account}:alias/aws/s3`,
        created: answerDate(question),
        lastModified: answerDate(question),
        badge: { badgeEnabled: false },
      },
    },
    made: [made(arn, 'codebuild:project', { name, shape })],
  };
}

function startBuild(question: Question): Answered {
  const { request, region, account, random } = question;
  const name = askText(request, 'projectName');
  const id = `${name}:${random.uuid()}`;
  const environment: Json = {
    type: 'LINUX_CONTAINER',
    image: 'aws/codebuild/amazonlinux2-x86_64-standard:5.0',
    computeType: askText(request, 'computeTypeOverride') || 'BUILD_GENERAL1_LARGE',
    environmentVariables: [],
  };
  return {
    response: {
      build: {
        id,
        arn: `arn:aws:codebuild:${region}:${account}:build/${id}`,
        buildNumber: 1,
        startTime: answerDate(question),
        currentPhase: 'QUEUED',
        buildStatus: 'IN_PROGRESS',
        projectName: name,
        environment,
        timeoutInMinutes: 480,
        buildComplete: false,
        initiator: 'user',
      },
    },
    made: [started(id, 'codebuild:build', { shape: askText(environment, 'computeType') })],
  };
}

function createApp(question: Question): Answered {
  const { request, region, account, random } = question;
  const name = askText(request, 'name');
  const appId = `d${random.text(letters, 13)}`;
  return {
    response: {
      app: {
        appId,
        appArn: `arn:aws:amplify:${region}:${account}:apps/${appId}`,
        name,
        description: '',
        repository: ask(request, 'repository'),
        platform: 'WEB',
        createTime: answerDate(question),
        updateTime: answerDate(question),
        environmentVariables: {},
        defaultDomain: `${appId}.amplifyapp.com`,
        enableBranchAutoBuild: ask(request, 'enableBranchAutoBuild') === true,
        enableBasicAuth: false,
      },
    },
    made: [made(appId, 'amplify:app', { name })],
  };
}

function createBranch(question: Question): Answered {
  const { request, region, account } = question;
  const [appId, branchName] = [askText(request, 'appId'), askText(request, 'branchName')];
  const branchArn = `arn:aws:amplify:${region}:${account}:apps/${appId}/branches/${branchName}`;
  return {
    response: {
      branch: {
        branchArn,
        branchName,
        description: '',
        stage: 'PRODUCTION',
        displayName: branchName,
        enableNotification: false,
        createTime: answerDate(question),
        updateTime: answerDate(question),
        environmentVariables: {},
        enableAutoBuild: true,
        customDomains: [],
        framework: 'Web',
        activeJobId: '0000000000',
        totalNumberOfJobs: '0',
        enableBasicAuth: false,
        ttl: '5',
        enablePullRequestPreview: false,
      },
    },
    made: [made(branchArn, 'amplify:branch', { name: branchName })],
  };
}

function startJob(question: Question): Answered {
  const { request, region, account, random } = question;
  const [appId, branchName] = [askText(request, 'appId'), askText(request, 'branchName')];
  const jobArn = `arn:aws:amplify:${region}:${account}:apps/${appId}/branches/${branchName}/jobs/0000000001`;
  return {
    response: {
      jobSummary: {
        jobArn,
        jobId: '0000000001',
        commitId: random.hex(40),
        commitMessage: 'Initial commit',
        commitTime: answerDate(question),
        startTime: answerDate(question),
        status: 'PENDING',
        jobType: ask(request, 'jobType'),
      },
    },
    made: [started(jobArn, 'amplify:job')],
  };
}
