import type { JsonObject, Question, Random } from '../../../model/simulation.ts';
import { answerTime, permanentKey, roleUid, userUid } from '../ids.ts';
import { type Answered, type Answers, askText, made } from './answered.ts';

/** Users and roles have one id wherever a scenario names them. */
export const uidOfUser = (random: Random, account: string, name: string): string =>
  userUid(random.fork(`user/${account}/${name}`));
export const uidOfRole = (random: Random, account: string, name: string): string =>
  roleUid(random.fork(`role/${account}/${name}`));

/** How IAM answers what scenarios ask of it. All of it is recorded in one region. */
export const iam: Answers[string] = inOneRegion({
  CreateUser: (question) => {
    const name = askText(question.request, 'userName');
    const arn = `arn:aws:iam::${question.account}:user/${name}`;
    const userId = uidOfUser(question.random, question.account, name);
    const user = { path: '/', userName: name, userId, arn, createDate: answerTime(question.time, 'iam') };
    return { response: { user }, made: [made(arn, 'iam:user', { name })], opens: userOf(question, name) };
  },
  DeleteUser: ({ request, account }) => gone(`arn:aws:iam::${account}:user/${askText(request, 'userName')}`),
  CreateAccessKey: (question) => {
    const name = askText(question.request, 'userName');
    const accessKeyId = permanentKey(question.random);
    const createDate = answerTime(question.time, 'iam');
    return {
      response: { accessKey: { userName: name, accessKeyId, status: 'Active', createDate } },
      made: [made(accessKeyId, 'iam:access-key', { name })],
      opens: { ...userOf(question, name), credential: accessKeyId },
    };
  },
  UpdateAccessKey: ({ request }) => {
    const state = askText(request, 'status') === 'Inactive' ? 'stopped' : 'active';
    return { changed: [{ uid: askText(request, 'accessKeyId'), state }] };
  },
  CreateLoginProfile: (question) => {
    const userName = askText(question.request, 'userName');
    const createDate = answerTime(question.time, 'iam');
    return {
      response: { loginProfile: { userName, createDate, passwordResetRequired: false } },
      made: [made(userName, 'iam:login-profile', { name: userName })],
      opens: userOf(question, userName),
    };
  },
  UpdateLoginProfile: (question) => ({ opens: userOf(question, askText(question.request, 'userName')) }),
  DeleteLoginProfile: ({ request }) => gone(askText(request, 'userName')),
  CreateRole: (question) => {
    const name = askText(question.request, 'roleName');
    const role = roleAnswer(question, name, '/');
    return { response: { role }, made: [made(askText(role, 'arn'), 'iam:role', { name })] };
  },
  CreateServiceLinkedRole: (question) => {
    const service = askText(question.request, 'aWSServiceName');
    const name = `AWSServiceRoleFor${linkedNames[service] ?? 'Service'}`;
    const role = roleAnswer(question, name, `/aws-service-role/${service}/`);
    return { response: { role }, made: [made(askText(role, 'arn'), 'iam:service-linked-role', { name })] };
  },
  ...plain('AttachUserPolicy', 'DetachUserPolicy', 'PutUserPolicy', 'AttachRolePolicy', 'PutRolePolicy'),
  ...plain('UpdateAssumeRolePolicy'),
  ...plain('ListUsers', 'ListAttachedUserPolicies', 'ListAccessKeys', 'ListRoles', 'ListGroupsForUser', 'GetUser'),
  ...plain('SimulatePrincipalPolicy', 'GetAccountSummary', 'ListInstanceProfiles'),
});

const linkedNames: Readonly<Record<string, string>> = {
  'autoscaling.amazonaws.com': 'AutoScaling',
  'ecs.amazonaws.com': 'ECS',
  'spot.amazonaws.com': 'EC2Spot',
};

function plain(...operations: readonly string[]): Answers[string] {
  return Object.fromEntries(operations.map((operation) => [operation, (): Answered => ({})]));
}

function gone(uid: string): Answered {
  return { changed: [{ uid, state: 'deleted' }] };
}

function userOf(
  { random, account }: Question,
  name: string,
): Extract<NonNullable<Answered['opens']>, { readonly is: 'user' }> {
  return { is: 'user', uid: uidOfUser(random, account, name), name, account };
}

function roleAnswer({ request, random, account, time }: Question, name: string, path: string): JsonObject {
  const policy = askText(request, 'assumeRolePolicyDocument');
  return {
    path,
    roleName: name,
    roleId: uidOfRole(random, account, name),
    arn: `arn:aws:iam::${account}:role${path}${name}`,
    createDate: answerTime(time, 'iam'),
    ...(policy && { assumeRolePolicyDocument: encodeURIComponent(policy) }),
  };
}

function inOneRegion(operations: Answers[string]): Answers[string] {
  return Object.fromEntries(
    Object.entries(operations).map(([operation, answer]) => [
      operation,
      (question: Question): Answered => ({ ...answer(question), deed: { region: 'us-east-1' } }),
    ]),
  );
}
