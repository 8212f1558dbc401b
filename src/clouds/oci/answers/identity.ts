import type { Actor, Json, Question } from '../../../model/simulation.ts';
import { consoleSession, fingerprint, groupUid, newUid, userUid } from '../ids.ts';
import { type Answered, type Answers, ask, askText, changing, instantOf, making, objectOf } from './answered.ts';

const users = '/20160918/users';

/** What a user may have unless it is taken away. */
const every = {
  canUseConsolePassword: true,
  canUseApiKeys: true,
  canUseAuthTokens: true,
  canUseSmtpCredentials: true,
  canUseCustomerSecretKeys: true,
};

/** How users, keys, groups and policies answer, and the sign-in. Models: https://docs.oracle.com/en-us/iaas/api/#/en/identity/20160918/ */
export const identity: Answers = {
  identityControlPlane: {
    CreateUser: (question) => {
      const name = askText(question.request, 'name');
      const uid = userUid(question.account, name);
      return {
        ...making({ type: 'iam:user', kind: 'user', path: users, isGlobal: true })(question),
        resource: { uid, name },
        current: {
          ...objectOf(question.request),
          id: uid,
          compartmentId: question.account,
          timeCreated: instantOf(question),
          lifecycleState: 'ACTIVE',
        },
        payload: { id: uid },
        made: [{ uid, name, type: 'iam:user', shape: null }],
        opens: { is: 'user', uid, name, account: question.account },
      };
    },
    DeleteUser: (question) => ({ ...upon(question), changed: [{ uid: ownerOf(question).uid, state: 'deleted' }] }),
    UpdateUserCapabilities: (question) => ({
      ...upon(question),
      current: { id: ownerOf(question).uid, capabilities: { ...every, ...objectOf(question.request, 'user') } },
      path: `${users}/${ownerOf(question).uid}/capabilities`,
    }),
    UploadApiKey: uploadKey,
    DeleteApiKey: deleteKey,
    CreateAuthToken: (question) => token(question, 'iam:auth-token', 'authTokens'),
    CreateCustomerSecretKey: (question) => token(question, 'iam:customer-secret-key', 'customerSecretKeys'),
    CreateOrResetUIPassword: (question) => {
      const user = ownerOf(question);
      return {
        ...upon(question),
        current: { userId: user.uid, name: user.name, lifecycleState: 'ACTIVE' },
        path: `${users}/${user.uid}/uiPassword`,
        opens: { is: 'user', ...user },
      };
    },
    AddUserToGroup: (question) => {
      const { request, random, account } = question;
      const uid = newUid(random, 'groupmembership', null);
      const group = askText(request, 'group');
      return {
        resource: { uid, name: group },
        current: {
          id: uid,
          compartmentId: account,
          groupId: groupUid(account, group),
          groupName: group,
          userId: ownerOf(question).uid,
          lifecycleState: 'ACTIVE',
        },
        path: '/20160918/userGroupMemberships',
      };
    },
    CreatePolicy: making({ type: 'iam:policy', kind: 'policy', path: '/20160918/policies', isGlobal: true }),
    UpdatePolicy: changing({ by: 'policyId', path: '/20160918/policies' }),
    DeletePolicy: changing({ by: 'policyId', path: '/20160918/policies', state: 'deleted' }),
    CreateDynamicGroup: making({
      type: 'iam:dynamic-group',
      kind: 'dynamicgroup',
      path: '/20160918/dynamicGroups',
      isGlobal: true,
    }),
    DeleteDynamicGroup: changing({ by: 'dynamicGroupId', path: '/20160918/dynamicGroups', state: 'deleted' }),
    CreateRegionSubscription: ({ request, account }) => ({
      resource: { uid: account, name: null },
      payload: {
        regionKey: ask(request, 'regionKey'),
        regionName: ask(request, 'regionName'),
        status: 'IN_PROGRESS',
        isHomeRegion: false,
      },
      path: `/20160918/tenancies/${account}/regionSubscriptions`,
    }),
  },
  identitySignOn: { InteractiveLogin: signIn },
};

/** The user whom the request names; without a name, the caller himself. */
function ownerOf({ request, account, actor }: Question): { uid: string; name: string; account: string } {
  const own = actor.is === 'user' ? actor.name : '';
  const name = askText(request, 'user') || own;
  return { uid: userUid(account, name), name, account };
}

function upon(question: Question): Answered {
  const { uid, name } = ownerOf(question);
  return {
    resource: { uid, name },
    current: { id: uid, ...objectOf(question.request, 'user') },
    path: `${users}/${uid}`,
  };
}

function uploadKey(question: Question): Answered {
  const user = ownerOf(question);
  const print = fingerprint(question.random);
  return {
    resource: { uid: user.uid, name: user.name },
    current: {
      fingerprint: print,
      keyId: `${user.account}/${user.uid}/${print}`,
      userId: user.uid,
      timeCreated: instantOf(question),
      lifecycleState: 'ACTIVE',
    },
    path: `${users}/${user.uid}/apiKeys`,
    made: [{ uid: print, name: null, type: 'iam:api-key', shape: null }],
    opens: { is: 'user', ...user, credential: print },
  };
}

function deleteKey(question: Question): Answered {
  const user = ownerOf(question);
  const print = askText(question.request, 'fingerprint');
  return {
    resource: { uid: user.uid, name: user.name },
    current: { fingerprint: print, userId: user.uid, lifecycleState: 'DELETED' },
    path: `${users}/${user.uid}/apiKeys/${print}`,
    changed: [{ uid: print, state: 'deleted' }],
  };
}

function token(question: Question, type: string, folder: string): Answered {
  const user = ownerOf(question);
  const uid = newUid(question.random, 'credential', null);
  const name = askText(question.request, 'description') || askText(question.request, 'displayName') || null;
  return {
    resource: { uid, name },
    current: { id: uid, userId: user.uid, description: name, lifecycleState: 'ACTIVE' },
    path: `${users}/${user.uid}/${folder}`,
    made: [{ uid, name, type, shape: null }],
  };
}

/** A sign-in carries the id of the console session that it opens. */
function signIn({ actor, time, random }: Question): Answered {
  const path = '/v1/oauth2/authorize';
  if (actor.is !== 'user' || actor.session?.isConsole) return { path };
  const credential = consoleSession(random);
  const opens: Actor = { ...actor, credential, session: { opened: time, hasMfa: false, isConsole: true } };
  return { path, consoleSessionId: credential, opens, isOfItsSession: true };
}

/** What a domain notes of a sign-in that failed. Source: https://docs.oracle.com/en-us/iaas/Content/Identity/api-getstarted/usingauditeventapis.htm */
export const failedSignIn = (name: string, uid: string, network: string): Json => ({
  eventId: 'sso.authentication.failure',
  actorName: name,
  actorId: uid,
  clientIp: network,
  domainDisplayName: 'Default',
  ssoRp: 'OCI-V2-Console',
});
