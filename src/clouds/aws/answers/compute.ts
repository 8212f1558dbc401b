import type { Json, JsonObject, Question } from '../../../model/simulation.ts';
import { resourceUid } from '../ids.ts';
import {
  type Answered,
  type Answers,
  ask,
  askList,
  askNumber,
  askText,
  emptyAnswer,
  made,
  started,
} from './answered.ts';
import { instanceItem } from './instance.ts';

/** How EC2 and Auto Scaling answer what scenarios ask of them. */
export const compute: Answers = {
  'ec2.amazonaws.com': {
    RunInstances: launch,
    TerminateInstances: (question) => changeState(question, 'terminated', { code: 32, name: 'shutting-down' }),
    StopInstances: (question) => changeState(question, 'stopped', { code: 64, name: 'stopping' }),
    RequestSpotInstances: requestSpot,
    CancelSpotInstanceRequests: (question) => {
      const uids = askList(question.request, 'spotInstanceRequestIdSet', 'items').map((item) =>
        askText(item, 'spotInstanceRequestId'),
      );
      return {
        response: {
          requestId: question.requestUid,
          spotInstanceRequestSet: { items: uids.map((uid) => ({ spotInstanceRequestId: uid, state: 'cancelled' })) },
        },
        changed: uids.map((uid) => ({ uid, state: 'deleted' })),
      };
    },
    ImportKeyPair: (question) => {
      const uid = resourceUid(question.random, 'key');
      const name = askText(question.request, 'keyName');
      return {
        response: {
          requestId: question.requestUid,
          keyName: name,
          keyPairId: uid,
          keyFingerprint: question.random.hex(32),
        },
        made: [made(uid, 'ec2:key-pair', { name })],
      };
    },
    CreateKeyPair: (question) => {
      const uid = resourceUid(question.random, 'key');
      const name = askText(question.request, 'keyName');
      return {
        response: {
          requestId: question.requestUid,
          keyName: name,
          keyPairId: uid,
          keyFingerprint: question.random.hex(40),
          keyMaterial: '<sensitiveDataRemoved>',
        },
        made: [made(uid, 'ec2:key-pair', { name })],
      };
    },
    CreateSecurityGroup: (question) => {
      const uid = resourceUid(question.random, 'sg');
      const arn = `arn:aws:ec2:${question.region}:${question.account}:security-group/${uid}`;
      return {
        response: { requestId: question.requestUid, _return: true, groupId: uid, securityGroupArn: arn },
        made: [made(uid, 'ec2:security-group', { name: askText(question.request, 'groupName') })],
      };
    },
    CreateLaunchTemplate: (question) => {
      const uid = resourceUid(question.random, 'lt');
      const name = askText(question.request, 'CreateLaunchTemplateRequest', 'LaunchTemplateName');
      const template: JsonObject = {
        launchTemplateId: uid,
        launchTemplateName: name,
        createTime: new Date(question.time).toISOString(),
        defaultVersionNumber: 1,
        latestVersionNumber: 1,
      };
      return {
        response: {
          CreateLaunchTemplateResponse: {
            xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/',
            requestId: question.requestUid,
            launchTemplate: template,
          },
        },
        made: [made(uid, 'ec2:launch-template', { name })],
      };
    },
    ModifyInstanceAttribute: (question) => ({ response: emptyAnswer(question) }),
    CreateTags: (question) => ({ response: emptyAnswer(question) }),
    AuthorizeSecurityGroupIngress: (question) => ({ response: emptyAnswer(question) }),
    CreateSnapshot: (question) => {
      const uid = resourceUid(question.random, 'snap');
      return {
        response: {
          requestId: question.requestUid,
          snapshotId: uid,
          volumeId: askText(question.request, 'volumeId'),
          status: 'pending',
          startTime: question.time,
        },
        made: [made(uid, 'ec2:snapshot')],
      };
    },
  },
  'autoscaling.amazonaws.com': {
    CreateAutoScalingGroup: (question) => {
      const name = askText(question.request, 'autoScalingGroupName');
      return { response: null, made: [made(name, 'autoscaling:group', { name })] };
    },
    DeleteAutoScalingGroup: (question) => ({
      response: null,
      changed: [{ uid: askText(question.request, 'autoScalingGroupName'), state: 'deleted' }],
    }),
  },
};

/** A launch makes as many machines as it asks for. */
function launch(question: Question): Answered {
  const { request, random, account, region, time, requestUid } = question;
  const count = Math.max(1, askNumber(request, 'instancesSet', 'items', 0, 'maxCount'));
  const shape = askText(request, 'instanceType');
  const tags = askList(request, 'tagSpecificationSet', 'items').flatMap((item) => askList(item, 'tags'));
  const spotRequest = askText(request, 'instanceMarketOptions', 'spotRequest');
  const network = random.fork(`${account}/${region}`);
  const zone = `${region}${random.pick(['a', 'b'])}`;
  const terms = {
    shape,
    image: askText(request, 'instancesSet', 'items', 0, 'imageId'),
    region,
    zone,
    subnet: askText(request, 'subnetId') || resourceUid(network, 'subnet'),
    vpc: resourceUid(network, 'vpc'),
    account,
    group: groupOf(request),
    time,
    token: askText(request, 'clientToken'),
    ...(tags.length > 0 && { tags: { items: tags } }),
    ...(spotRequest && { spotRequest }),
    ...(askText(request, 'instancesSet', 'items', 0, 'keyName') && {
      keyName: askText(request, 'instancesSet', 'items', 0, 'keyName'),
    }),
  };
  const items = Array.from({ length: count }, (_, index) => instanceItem(random, { ...terms, index }));
  return {
    response: {
      requestId: requestUid,
      reservationId: `r-0${random.hex(16)}`,
      ownerId: account,
      groupSet: {},
      instancesSet: { items },
    },
    made: items.map((item) => started(askText(item, 'instanceId'), 'ec2:instance', { shape })),
  };
}

function groupOf(request: Json): { groupId: string; groupName: string } {
  const groupId = askText(request, 'groupSet', 'items', 0, 'groupId');
  return groupId ? { groupId, groupName: 'launch' } : { groupId: 'sg-0example0default00', groupName: 'default' };
}

function changeState(question: Question, state: string, current: JsonObject): Answered {
  const uids = askList(question.request, 'instancesSet', 'items').map((item) => askText(item, 'instanceId'));
  return {
    response: {
      requestId: question.requestUid,
      instancesSet: {
        items: uids.map((instanceId) => ({
          instanceId,
          currentState: current,
          previousState: { code: 16, name: 'running' },
        })),
      },
    },
    changed: uids.map((uid) => ({ uid, state })),
  };
}

/** Source: EC2 API reference, RequestSpotInstances. */
function requestSpot(question: Question): Answered {
  const { request, random, time } = question;
  const count = Math.max(1, askNumber(request, 'instanceCount'));
  const shape = askText(request, 'launchSpecification', 'instanceType');
  const uids = Array.from({ length: count }, () => `sir-${random.text('abcdefghijklmnopqrstuvwxyz0123456789', 8)}`);
  return {
    response: {
      requestId: question.requestUid,
      spotInstanceRequestSet: {
        items: uids.map((uid) => ({
          spotInstanceRequestId: uid,
          spotPrice: askText(request, 'spotPrice'),
          type: 'one-time',
          state: 'open',
          status: { code: 'pending-evaluation', updateTime: time },
          launchSpecification: ask(request, 'launchSpecification'),
          createTime: time,
          productDescription: 'Linux/UNIX',
        })),
      },
    },
    made: uids.map((uid) => made(uid, 'ec2:spot-request', { shape })),
  };
}
