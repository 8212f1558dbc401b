import type { Actor, JsonObject, RecordedDeed, Scene } from '../../../model/simulation.ts';
import { answerTime, sessionToken } from '../ids.ts';
import { roleArn, sessionArn } from '../sources/cloudtrail/render-identity.ts';
import { roleTarget } from './deeds.ts';

type RoleActor = Extract<Actor, { is: 'role' }>;

/** What STS answers when it opens a session. Secret keys are left out, as CloudTrail does. */
export function issued(actor: RoleActor, scene: Pick<Scene, 'random'>, seconds: number): JsonObject {
  return {
    credentials: {
      accessKeyId: actor.credential,
      sessionToken: sessionToken(scene.random),
      expiration: answerTime(actor.session.opened + seconds * 1000, 'sts'),
    },
    assumedRoleUser: { assumedRoleId: `${actor.role.uid}:${actor.name}`, arn: sessionArn(actor) },
    ...(actor.session.sourceIdentity !== undefined && { sourceIdentity: actor.session.sourceIdentity }),
  };
}

/** A service of AWS opens a session for the work that it hosts. */
export function openedByService(
  service: Extract<Actor, { is: 'service' }>,
  seconds = 43_200,
): (scene: Scene) => readonly RecordedDeed[] {
  return (scene) => {
    const actor = asRole(scene.actor);
    return [
      {
        service: 'sts.amazonaws.com',
        operation: 'AssumeRole',
        isRead: true,
        request: {
          roleArn: roleArn(actor.role),
          roleSessionName: actor.name,
          ...(service.name !== 'ec2.amazonaws.com' && { durationSeconds: seconds }),
        },
        response: issued(actor, scene, seconds),
        targets: [roleTarget(roleArn(actor.role), actor.role.account)],
        actor: service,
        network: service.name,
        agent: service.name,
        shared: 'session',
      },
    ];
  };
}

/** A workload shows a token of its own issuer. */
export function openedByToken(
  caller: (scene: Scene) => Extract<Actor, { is: 'web' }>,
  seconds = 3_600,
): (scene: Scene) => readonly RecordedDeed[] {
  return (scene) => {
    const actor = asRole(scene.actor);
    const web = caller(scene);
    return [
      {
        service: 'sts.amazonaws.com',
        operation: 'AssumeRoleWithWebIdentity',
        isRead: true,
        request: { roleArn: roleArn(actor.role), roleSessionName: actor.name, durationSeconds: seconds },
        response: {
          ...pick(issued(actor, scene, seconds), 'credentials'),
          subjectFromWebIdentityToken: web.subject,
          ...pick(issuedUser(actor), 'assumedRoleUser'),
          provider: web.provider,
          audience: web.audience,
        },
        notes: {
          identityProviderConnectionVerificationMethod: 'IAMTrustStore',
          RequestDetails: { awsServingRegion: scene.region, endpointType: 'regional' },
        },
        targets: [roleTarget(roleArn(actor.role), actor.role.account)],
        actor: web,
      },
    ];
  };
}

/** A person signs in through the directory and gets a session and a console. */
export function openedBySignIn(directory: {
  readonly provider: string;
  readonly isConsole: boolean;
}): (scene: Scene) => readonly RecordedDeed[] {
  return (scene) => {
    const actor = asRole(scene.actor);
    const seconds = 28_800;
    const saml = `arn:aws:iam::${actor.role.account}:saml-provider/AWSSSO_${directory.provider}_DO_NOT_DELETE`;
    const issuance: RecordedDeed = {
      service: 'sts.amazonaws.com',
      operation: 'AssumeRoleWithSAML',
      isRead: true,
      request: {
        sAMLAssertionID: `_${scene.random.uuid()}`,
        roleSessionName: actor.name,
        durationSeconds: seconds,
        roleArn: roleArn(actor.role),
        principalArn: saml,
      },
      response: {
        ...pick(issued(actor, scene, seconds), 'credentials'),
        ...pick(issuedUser(actor), 'assumedRoleUser'),
        subject: actor.name,
        subjectType: 'persistent',
        issuer: `https://portal.sso.${scene.region}.amazonaws.com/saml/assertion/${directory.provider}`,
        audience: 'https://signin.aws.amazon.com/saml',
        nameQualifier: `${directory.provider}ExampleQualifier=`,
      },
      targets: [
        roleTarget(roleArn(actor.role), actor.role.account),
        { uid: saml, kind: 'AWS::IAM::SAMLProvider', account: actor.role.account },
      ],
      actor: { is: 'saml', provider: `${directory.provider}ExampleQualifier=`, subject: actor.name },
      network: 'AWS Internal',
      agent: 'AWS Internal',
    };
    return directory.isConsole ? [issuance, consoleLogin(scene)] : [issuance];
  };
}

export function consoleLogin(
  scene: Pick<Scene, 'region'>,
  outcome: { readonly hasMfa?: boolean; readonly error?: string } = {},
): RecordedDeed {
  return {
    service: 'signin.amazonaws.com',
    operation: 'ConsoleLogin',
    isRead: false,
    kind: 'AwsConsoleSignIn',
    request: null,
    response: { ConsoleLogin: outcome.error === undefined ? 'Success' : 'Failure' },
    ...(outcome.error !== undefined && { failure: { code: null, message: outcome.error } }),
    notes: {
      LoginTo: `https://${scene.region}.console.aws.amazon.com/console/home?region=${scene.region}&state=hashArgs%23&isauthcode=true`,
      MobileVersion: 'No',
      MFAUsed: outcome.hasMfa ? 'Yes' : 'No',
    },
    host: `${scene.region}.signin.aws.amazon.com`,
  };
}

/** A principal of one account opens a session in another: both accounts record it, each in its own way. */
export function openedFromAfar(
  caller: Actor,
  terms: { readonly externalId?: string; readonly seconds: number },
): (scene: Scene) => readonly RecordedDeed[] {
  return (scene) => {
    const actor = asRole(scene.actor);
    const home = accountOf(caller);
    const deed: RecordedDeed = {
      service: 'sts.amazonaws.com',
      operation: 'AssumeRole',
      isRead: true,
      request: {
        roleArn: roleArn(actor.role),
        roleSessionName: actor.name,
        ...(terms.externalId !== undefined && { externalId: terms.externalId }),
        durationSeconds: terms.seconds,
      },
      response: issued(actor, scene, terms.seconds),
      targets: [roleTarget(roleArn(actor.role), actor.role.account)],
      actor: caller,
      requestUid: scene.requestUid,
    };
    if (home === actor.role.account) return [deed];
    const seen: RecordedDeed = {
      ...deed,
      actor: { is: 'foreign', account: home, uid: principalUid(caller) },
      shared: 'session',
    };
    return caller.is === 'foreign'
      ? [{ ...seen, actor: caller }]
      : [{ ...deed, account: home, shared: 'session' }, seen];
  };
}

/** A user makes a session under another name and hands it out. */
export function openedByUser(credential: string, network: string): (scene: Scene) => readonly RecordedDeed[] {
  return (scene) => {
    const { actor } = scene;
    if (actor.is !== 'federated') throw new TypeError(`a ${actor.is} is not opened by a user`);
    const { user, name, session } = actor;
    return [
      {
        service: 'sts.amazonaws.com',
        operation: 'GetFederationToken',
        isRead: true,
        request: { name, durationSeconds: 14_400 },
        response: {
          credentials: {
            accessKeyId: actor.credential,
            sessionToken: sessionToken(scene.random),
            expiration: answerTime(session.opened + 14_400_000, 'sts'),
          },
          federatedUser: {
            federatedUserId: `${user.account}:${name}`,
            arn: `arn:aws:sts::${user.account}:federated-user/${name}`,
          },
          packedPolicySize: 6,
        },
        actor: { is: 'user', ...user, credential },
        network,
      },
    ];
  };
}

export function accountOf(actor: Actor): string {
  if (actor.is === 'role') return actor.role.account;
  if (actor.is === 'federated') return actor.user.account;
  return 'account' in actor ? actor.account : '';
}

export function principalUid(actor: Actor): string {
  if (actor.is === 'role') return `${actor.role.uid}:${actor.name}`;
  return 'uid' in actor ? actor.uid : accountOf(actor);
}

function asRole(actor: Actor): RoleActor {
  if (actor.is !== 'role') throw new TypeError(`only a role's session is opened so, not one of a ${actor.is}`);
  return actor;
}

function issuedUser(actor: RoleActor): JsonObject {
  return { assumedRoleUser: { assumedRoleId: `${actor.role.uid}:${actor.name}`, arn: sessionArn(actor) } };
}

function pick(from: JsonObject, key: string): JsonObject {
  const value = from[key];
  return value === undefined ? {} : { [key]: value };
}
