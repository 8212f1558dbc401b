import type { Actor, CastMember, CloudSimulation, Random } from '../../model/simulation.ts';
import { answer } from './answers/answer.ts';
import { uidOfRole, uidOfUser } from './answers/iam.ts';
import { permanentKey, temporaryKey } from './ids.ts';
import { settle } from './ordinary/settle.ts';
import { roleArn, sessionArn } from './sources/cloudtrail/render-identity.ts';
import { render } from './sources/cloudtrail/render.ts';

/** Life in AWS: who lives there, how it answers, and how CloudTrail writes it down. */
export const simulation: CloudSimulation = { cloud: 'aws', render, settle, answer, cast, nameOf, identify };

function cast(random: Random, member: CastMember): Actor {
  const { kind, name, account, opened, invokedBy } = member;
  const keys = random.fork(`credential/${account}/${kind}/${name}/${member.session ?? ''}`);
  if (kind === 'service') return { is: 'service', name };
  if (kind === 'outsider') return { is: 'foreign', account: member.from ?? '', uid: name };
  if (kind === 'root') return { is: 'root', account };
  if (kind === 'user')
    return {
      is: 'user',
      uid: uidOfUser(random, account, name),
      name,
      account,
      credential: permanentKey(keys),
      ...(opened > 0 && sessionOf(keys, opened)),
    };
  return {
    is: 'role',
    role: {
      uid: uidOfRole(random, account, name),
      name,
      account,
      ...(member.path !== undefined && { path: member.path }),
    },
    name: member.session ?? name,
    credential: invokedBy === undefined ? temporaryKey(keys) : '',
    session: { opened, hasMfa: false },
    ...(invokedBy !== undefined && { invokedBy }),
  };
}

/** A user who works in a session has a temporary key. */
function sessionOf(keys: Random, opened: number): { credential: string; session: { opened: number; hasMfa: boolean } } {
  return { credential: temporaryKey(keys), session: { opened, hasMfa: false } };
}

function nameOf(actor: Actor): string {
  if (actor.is === 'role') return sessionArn(actor);
  if (actor.is === 'user') return `arn:aws:iam::${actor.account}:user/${actor.name}`;
  if (actor.is === 'root') return `arn:aws:iam::${actor.account}:root`;
  if (actor.is === 'service') return actor.name;
  return actor.is === 'foreign' ? actor.uid : '';
}

function identify(actor: Actor): ReturnType<CloudSimulation['identify']> {
  if (actor.is === 'role')
    return { uid: roleArn(actor.role), name: actor.role.name, account: actor.role.account, session: actor.name };
  if (actor.is === 'federated') {
    const { account } = actor.user;
    return { uid: `arn:aws:sts::${account}:federated-user/${actor.name}`, name: actor.name, account };
  }
  const account = 'account' in actor ? actor.account : '';
  // Of a caller from elsewhere nothing but his account and his id is known, for a role with its session.
  if (actor.is === 'foreign') {
    const [uid = actor.uid, session] = actor.uid.split(':');
    return { uid, name: account, account, ...(session !== undefined && { session }) };
  }
  return { uid: nameOf(actor), name: actor.is === 'user' ? actor.name : actor.is, account };
}
