import { AppError } from '../../model/errors.ts';
import type { Actor, CastMember, CloudSimulation, Random } from '../../model/simulation.ts';
import { answer } from './answers/answer.ts';
import { consoleSession, fingerprint, namedUid, userUid } from './ids.ts';
import { settle } from './ordinary/settle.ts';
import { render } from './sources/audit/render.ts';

/** Life in Oracle Cloud: who lives there, how it answers, and how Audit writes it down. */
export const simulation: CloudSimulation = { cloud: 'oci', render, settle, answer, cast, nameOf, identify };

/**
 * A user has an API key, and the session of a console where it was opened before. What is a role elsewhere is here a
 * thing with a certificate of its own; its kind stands in `path`: `instance`, `fnfunc`.
 */
function cast(random: Random, member: CastMember): Actor {
  const { kind, name, account, opened, invokedBy } = member;
  if (kind === 'root') throw new AppError('usage.invalid', 'Oracle Cloud has no root: name a user');
  if (kind === 'service') return { is: 'service', name };
  if (kind === 'outsider') {
    const from = member.from ?? '';
    return { is: 'foreign', account: from, uid: userUid(from, name) };
  }
  if (kind === 'role') {
    const uid = namedUid(member.path ?? 'instance', `${account}/${name}`, 'us-ashburn-1');
    const session = { opened, hasMfa: false };
    return { is: 'role', role: { uid, name, account }, name: uid, credential: uid, session };
  }
  const keys = random.fork(`credential/${account}/${name}/${member.session ?? ''}`);
  return {
    is: 'user',
    uid: userUid(account, name),
    name,
    account,
    ...(opened > 0
      ? { credential: consoleSession(keys), session: { opened, hasMfa: true, isConsole: true } }
      : { credential: fingerprint(keys) }),
    ...(invokedBy !== undefined && { invokedBy }),
  };
}

/** How requests name it: by its OCID. */
function nameOf(actor: Actor): string {
  if (actor.is === 'role') return actor.role.uid;
  if (actor.is === 'directory-user') return `${actor.directory}/${actor.user}`;
  return actor.is === 'user' || actor.is === 'foreign' ? actor.uid : '';
}

function identify(actor: Actor): ReturnType<CloudSimulation['identify']> {
  const account = 'account' in actor ? actor.account : '';
  const uid = nameOf(actor);
  switch (actor.is) {
    case 'role':
      return { uid, name: actor.role.name, account: actor.role.account, session: uid };
    case 'user':
      return { uid, name: actor.name, account };
    case 'directory-user':
      return { uid, name: actor.user, account };
    default:
      return { uid, name: uid, account };
  }
}
