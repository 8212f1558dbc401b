import type { Actor, Question } from '../../../model/simulation.ts';
import { answerTime, sessionToken, temporaryKey } from '../ids.ts';
import { accountOf, consoleLogin, issued, principalUid } from '../ordinary/issuance.ts';
import { type Answered, type Answers, ask, askNumber, askText } from './answered.ts';
import { iam, uidOfRole } from './iam.ts';

/** How IAM, STS and sign-in answer what scenarios ask of them. */
export const identity: Answers = {
  'iam.amazonaws.com': iam,
  'sts.amazonaws.com': {
    AssumeRole: assume,
    GetSessionToken: (question) => {
      const { actor, random, time } = question;
      const credential = temporaryKey(random);
      return {
        isRead: true,
        response: { credentials: credentials(question, credential, 43_200) },
        ...(actor.is === 'user' && { opens: { ...actor, credential, session: { opened: time, hasMfa: false } } }),
      };
    },
    GetFederationToken: federate,
  },
  'signin.amazonaws.com': { ConsoleLogin: signIn },
};

/** A role's session; where the role is another account's, that account records it too. */
function assume(question: Question): Answered {
  const { request, random, actor, time } = question;
  const arn = askText(request, 'roleArn');
  const [, account = '', path = '/', name = ''] = /^arn:aws:iam::(\d{12}):role(\/|\/.+\/)([^/]+)$/.exec(arn) ?? [];
  const seconds = askNumber(request, 'durationSeconds') || 3_600;
  const source = askText(request, 'sourceIdentity') || (actor.is === 'role' ? actor.session.sourceIdentity : undefined);
  const session = askText(request, 'roleSessionName');
  const opened: Extract<Actor, { is: 'role' }> = {
    is: 'role',
    role: { uid: uidOfRole(random, account, name), name, account, ...(path !== '/' && { path }) },
    name: session,
    credential: temporaryKey(random),
    session: {
      opened: time,
      hasMfa: false,
      ...(source && { sourceIdentity: source }),
      ...(actor.is === 'service' && actor.name === 'ec2.amazonaws.com' && onMachine(question, session)),
    },
  };
  // The records of an account outside of the organisation are not ours to read.
  const home = actor.is === 'service' || actor.is === 'foreign' ? account : accountOf(actor);
  return {
    isRead: true,
    response: issued(opened, question, seconds),
    opens: opened,
    copies: home === account ? [] : [{ account, actor: { is: 'foreign', account: home, uid: principalUid(actor) } }],
    deed: { targets: [{ uid: arn, kind: 'AWS::IAM::Role', account }] },
  };
}

function onMachine({ region, account }: Question, instance: string) {
  const uid = `arn:aws:ec2:${region}:${account}:instance/${instance}`;
  return { carrier: { kind: 'AWS::EC2::Instance', uid, delivery: '2.0' } };
}

/** A session under a name of its own; the user's key can be switched off, and it lives on. */
function federate(question: Question): Answered {
  const { request, actor, random, time, account } = question;
  const name = askText(request, 'name');
  const seconds = askNumber(request, 'durationSeconds') || 43_200;
  const credential = temporaryKey(random);
  return {
    isRead: true,
    response: {
      credentials: credentials(question, credential, seconds),
      federatedUser: {
        federatedUserId: `${account}:${name}`,
        arn: `arn:aws:sts::${account}:federated-user/${name}`,
      },
      packedPolicySize: 6,
    },
    ...(actor.is === 'user' && {
      opens: { is: 'federated', name, user: actor, credential, session: { opened: time, hasMfa: false } },
    }),
  };
}

function credentials({ random, time }: Question, accessKeyId: string, seconds: number) {
  return { accessKeyId, sessionToken: sessionToken(random), expiration: answerTime(time + seconds * 1000, 'sts') };
}

function signIn(question: Question): Answered {
  const { actor, random, time } = question;
  const hasMfa = ask(question.request, 'hasMfa') === true;
  const { failure } = question;
  const record = consoleLogin(question, { hasMfa, ...(failure && { error: failure.message }) });
  const { notes, kind, host } = record;
  const session = { opened: time, hasMfa, isConsole: true };
  return {
    response: record.response,
    ...(actor.is === 'user' && !failure && { opens: { ...actor, credential: temporaryKey(random), session } }),
    deed: { ...(notes && { notes }), ...(kind !== undefined && { kind }), ...(host !== undefined && { host }) },
  };
}
