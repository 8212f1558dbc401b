import type { JsonObject, Question } from '../../../model/simulation.ts';
import { type Answered, type Answers, answerDate, ask, askNumber, askText, made, objectOf } from './answered.ts';

/** How container, mail, logging and account services answer what scenarios ask of them. */
export const platforms: Answers = {
  'ses.amazonaws.com': {
    VerifyEmailIdentity: ({ request }) => ({ made: [made(askText(request, 'emailAddress'), 'ses:identity')] }),
  },
  'ecs.amazonaws.com': {
    CreateCluster: (question) => {
      const name = askText(question.request, 'clusterName');
      const arn = arnOf(question, `cluster/${name}`);
      const cluster = {
        clusterArn: arn,
        clusterName: name,
        status: 'ACTIVE',
        registeredContainerInstancesCount: 0,
        runningTasksCount: 0,
        pendingTasksCount: 0,
        activeServicesCount: 0,
        statistics: [],
        tags: [],
        settings: [{ name: 'containerInsights', value: 'disabled' }],
        capacityProviders: [],
        defaultCapacityProviderStrategy: [],
      };
      return { response: { cluster }, made: [made(arn, 'ecs:cluster', { name })] };
    },
    DeleteCluster: (question) => ({
      response: null,
      changed: [{ uid: arnOf(question, `cluster/${askText(question.request, 'cluster')}`), state: 'deleted' }],
    }),
    RegisterTaskDefinition: (question) => {
      const family = askText(question.request, 'family');
      const arn = arnOf(question, `task-definition/${family}:1`);
      const definition: JsonObject = {
        ...objectOf(question.request),
        taskDefinitionArn: arn,
        revision: 1,
        status: 'ACTIVE',
        compatibilities: ['EC2', 'FARGATE'],
        registeredAt: answerDate(question),
      };
      return {
        response: { taskDefinition: definition },
        made: [made(arn, 'ecs:task-definition', { name: family, shape: askText(question.request, 'cpu') })],
      };
    },
    CreateService: createService,
    DeleteService: (question) => ({
      response: null,
      changed: [{ uid: serviceArn(question, askText(question.request, 'service')), state: 'deleted' }],
    }),
    UpdateService: (question) => ({
      response: {
        service: {
          serviceArn: serviceArn(question, askText(question.request, 'service')),
          desiredCount: askNumber(question.request, 'desiredCount'),
          status: 'ACTIVE',
        },
      },
    }),
  },
  'servicequotas.amazonaws.com': {
    RequestServiceQuotaIncrease: (question) => ({
      response: {
        requestedQuota: {
          id: question.random.hex(36),
          serviceCode: ask(question.request, 'serviceCode'),
          serviceName: 'Amazon Elastic Compute Cloud (Amazon EC2)',
          quotaCode: ask(question.request, 'quotaCode'),
          quotaName: 'Running On-Demand P instances',
          desiredValue: ask(question.request, 'desiredValue'),
          status: 'PENDING',
          created: answerDate(question),
          quotaArn: `arn:aws:servicequotas:${question.region}:${question.account}:ec2/${askText(question.request, 'quotaCode')}`,
          globalQuota: false,
          unit: 'None',
        },
      },
    }),
  },
  'account.amazonaws.com': { EnableRegion: () => ({ response: null }) },
  'cloudtrail.amazonaws.com': { StopLogging: () => ({ response: null }), StartLogging: () => ({ response: null }) },
};

function createService(question: Question): Answered {
  const { request } = question;
  const name = askText(request, 'serviceName');
  const arn = serviceArn(question, name);
  const desiredCount = askNumber(request, 'desiredCount');
  return {
    response: {
      service: {
        serviceArn: arn,
        serviceName: name,
        clusterArn: arnOf(question, `cluster/${askText(request, 'cluster')}`),
        status: 'ACTIVE',
        desiredCount,
        runningCount: 0,
        pendingCount: 0,
        launchType: ask(request, 'launchType'),
        taskDefinition: ask(request, 'taskDefinition'),
        createdAt: answerDate(question),
        schedulingStrategy: 'REPLICA',
      },
    },
    made: [made(arn, 'ecs:service', { name, shape: askText(request, 'launchType') })],
  };
}

function serviceArn(question: Question, name: string): string {
  return arnOf(question, `service/${askText(question.request, 'cluster')}/${name}`);
}

function arnOf(question: Question, tail: string): string {
  return `arn:aws:ecs:${question.region}:${question.account}:${tail}`;
}
