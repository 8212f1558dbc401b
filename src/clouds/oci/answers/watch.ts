import type { Question } from '../../../model/simulation.ts';
import { newUid } from '../ids.ts';
import { type Answered, type Answers, ask, askText, changing, instantOf, making } from './answered.ts';

/** How what watches answers, limits, secrets and Object Storage. Models: https://docs.oracle.com/en-us/iaas/api/ */
export const watch: Answers = {
  audit: {
    UpdateConfiguration: ({ account, request }) => ({
      resource: { uid: account, name: null },
      current: { retentionPeriodDays: ask(request, 'retentionPeriodDays') },
      path: '/20190901/configuration',
    }),
  },
  logging: {
    UpdateLog: changing({ by: 'logId', path: '/20200531/logs', seconds: 6 }),
    DeleteLog: changing({ by: 'logId', path: '/20200531/logs', seconds: 6, states: ['DELETING', 'DELETED'] }),
  },
  sch: {
    DeactivateServiceConnector: changing({
      by: 'serviceConnectorId',
      path: '/20200909/serviceConnectors',
      states: ['UPDATING', 'INACTIVE'],
      seconds: 14,
    }),
    ActivateServiceConnector: changing({
      by: 'serviceConnectorId',
      path: '/20200909/serviceConnectors',
      states: ['UPDATING', 'ACTIVE'],
      seconds: 14,
    }),
  },
  cloudguard: {
    UpdateConfiguration: ({ account, request }) => ({
      resource: { uid: account, name: null },
      current: { status: ask(request, 'status'), reportingRegion: ask(request, 'reportingRegion') },
      path: '/20200131/configuration',
    }),
    UpdateProblemStatus: changing({ by: 'problemId', path: '/20200131/problems' }),
  },
  limits: {
    CreateQuota: making({ type: 'limits:quota', kind: 'quota', path: '/20181025/quotas', isGlobal: true }),
  },
  limitsincrease: {
    CreateLimitsIncreaseRequest: (question) => ({
      ...making({ type: 'limits:increase', kind: 'limitsincreaserequest', path: '/20251101/limitsIncreaseRequests' })(
        question,
      ),
      made: [],
    }),
  },
  secretretrieval: {
    GetSecretBundle: ({ request }) => {
      const uid = askText(request, 'id');
      return { resource: { uid, name: null }, path: `/20190301/secretbundles/${uid}` };
    },
  },
  objectstorage: {
    CreateBucket: (question) => {
      const name = askText(question.request, 'name');
      return {
        ...upon(question, name),
        path: '/n/example/b/',
        made: [{ uid: name, name, type: 'objectstorage:bucket', shape: null }],
      };
    },
    UpdateBucket: (question) => {
      const name = askText(question.request, 'bucketName');
      const type = ask(question.request, 'publicAccessType');
      return {
        ...upon(question, name),
        ...(type !== null && { details: { bucketName: name, publicAccessType: type } }),
      };
    },
    CreatePreauthenticatedRequest: (question) => {
      const { request, random } = question;
      const name = askText(request, 'bucketName');
      const id = `${random.hex(24)}example:${askText(request, 'name')}`;
      return {
        ...upon(question, name),
        path: `/n/example/b/${name}/p/`,
        current: {
          id,
          name: askText(request, 'name'),
          accessType: ask(request, 'accessType'),
          timeCreated: instantOf(question),
        },
      };
    },
    GetBucket: (question) => upon(question, askText(question.request, 'bucketName')),
    ListObjects: (question) => upon(question, askText(question.request, 'bucketName')),
    PutObjectLifecyclePolicy: (question) => upon(question, askText(question.request, 'bucketName')),
  },
  monitoring: {
    CreateAlarmSuppression: (question) => {
      const uid = newUid(question.random, 'alarmsuppression', question.region);
      return { resource: { uid, name: askText(question.request, 'displayName') }, path: '/20180401/alarmSuppressions' };
    },
  },
};

function upon(_: Question, bucket: string): Answered {
  return {
    resource: { uid: `/n/example/b/${bucket}`, name: bucket },
    parameters: { bucketName: [bucket], namespaceName: ['example'] },
    details: { bucketName: bucket },
    path: `/n/example/b/${bucket}`,
  };
}
