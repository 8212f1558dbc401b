import type { Actor, Question, Random } from '../../../model/simulation.ts';
import { answerTime, permanentKey, roleUid, temporaryKey, userUid } from '../ids.ts';
import { accountOf, consoleLogin, issued, principalUid } from '../ordinary/issuance.ts';
import { type Answered, type Answers, ask, askNumber, askText, made } from './answered.ts';

/** Users and roles have one id wherever a scenario names them. */
export const uidOfUser = (random: Random, account: string, name: string): string =>
  userUid(random.fork(`user/${account}/${name}`));
export const uidOfRole = (random: Random, account: string, name: string): string =>
  roleUid(random.fork(`role/${account}/${name}`));

const global = { region: 'us-east-1' } as const;

/** How IAM, STS and sign-in answer what scenarios ask of them. */
export const identity: Answers = {
  'iam.amazonaws.com': {
    CreateUser: (question) => {
      const name = askText(question.request, 'userName');
      const user = {
        path: '/',
        userName: name,
        userId: uidOfUser(question.random, question.account, name),
        arn: `arn:aws:iam::${question.account}:user/${name}`,
        createDate: answerTime(question.time, 'iam'),
      };
      return { response: { user }, made: [made(user.userId, 'iam:user', { name })], deed: global };
    },
    CreateAccessKey: (question) => {
      const name = askText(question.request, 'userName');
      const accessKeyId = permanentKey(question.random);
      return {
        response: {
          accessKey: { userName: name, accessKeyId, status: 'Active', createDate: answerTime(question.time, 'iam') },
        },
        made: [made(accessKeyId, 'iam:access-key', { name })],
        opens: {
          is: 'user',
          uid: uidOfUser(question.random, question.account, name),
          name,
          account: question.account,
          credential: accessKeyId,
        },
        deed: global,
      };
    },
    CreateLoginProfile: (question) => {
      const userName = askText(question.request, 'userName');
      return {
        response: {
          loginProfile: { userName, createDate: answerTime(question.time, 'iam'), passwordResetRequired: false },
        },
        made: [made(`${question.account}/${userName}`, 'iam:login-profile', { name: userName })],
        opens: {
          is: 'user',
          uid: uidOfUser(question.random, question.account, userName),
          name: userName,
          account: question.account,
        },
        deed: global,
      };
    },
    UpdateAccessKey: (question) => ({
      response: null,
      changed: [
        {
          uid: askText(question.request, 'accessKeyId'),
          state: askText(question.request, 'status') === 'Inactive' ? 'inactive' : 'active',
        },
      ],
      deed: global,
    }),
    DeleteLoginProfile: (question) => ({
      response: null,
      changed: [{ uid: `${question.account}/${askText(question.request, 'userName')}`, state: 'deleted' }],
      deed: global,
    }),
    AttachUserPolicy: () => ({ response: null, deed: global }),
    PutUserPolicy: () => ({ response: null, deed: global }),
    PutRolePolicy: () => ({ response: null, deed: global }),
    ListUsers: () => ({ response: null, deed: global }),
    ListAttachedUserPolicies: () => ({ response: null, deed: global }),
    ListAccessKeys: () => ({ response: null, deed: global }),
    ListRoles: () => ({ response: null, deed: global }),
  },
  'sts.amazonaws.com': { AssumeRole: assume },
  'signin.amazonaws.com': { ConsoleLogin: signIn },
};

/** A role's session; where the role is another account's, that account records it too. */
function assume(question: Question): Answered {
  const { request, random, actor, time } = question;
  const arn = askText(request, 'roleArn');
  const [, account = '', path = '/', name = ''] = /^arn:aws:iam::(\d{12}):role(\/|\/.+\/)([^/]+)$/.exec(arn) ?? [];
  const seconds = askNumber(request, 'durationSeconds') || 3_600;
  const source = askText(request, 'sourceIdentity') || (actor.is === 'role' ? actor.session.sourceIdentity : undefined);
  const opened: Extract<Actor, { is: 'role' }> = {
    is: 'role',
    role: { uid: uidOfRole(random, account, name), name, account, ...(path !== '/' && { path }) },
    name: askText(request, 'roleSessionName'),
    credential: temporaryKey(random),
    session: { opened: time, hasMfa: false, ...(source && { sourceIdentity: source }) },
  };
  const home = accountOf(actor);
  return {
    isRead: true,
    response: issued(opened, question, seconds),
    opens: opened,
    copies: home === account ? [] : [{ account, actor: { is: 'foreign', account: home, uid: principalUid(actor) } }],
    deed: { targets: [{ uid: arn, kind: 'AWS::IAM::Role', account }] },
  };
}

function signIn(question: Question): Answered {
  const { actor, random, time } = question;
  const hasMfa = ask(question.request, 'hasMfa') === true;
  const record = consoleLogin({ ...question, region: question.region }, { hasMfa });
  const { notes, kind, host } = record;
  const session = { opened: time, hasMfa, isConsole: true };
  return {
    response: record.response,
    ...(actor.is === 'user' && { opens: { ...actor, credential: temporaryKey(random), session } }),
    deed: { ...(notes && { notes }), ...(kind !== undefined && { kind }), ...(host !== undefined && { host }) },
  };
}
