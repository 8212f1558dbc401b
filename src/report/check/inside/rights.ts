import type { Check } from '../check.ts';
import { happenings } from '../statement.ts';
import type { Statement } from '../statement.ts';
import { clash, found } from './found.ts';
import type { Reproach } from './found.ts';
import { clockOf, isBefore, isComparable, momentsOf } from './told.ts';
import type { Point } from './told.ts';

const grant = /\b(sudo(ers)?|nopasswd|admin(istrator\w*)?|root)\b/i;
const gained = /\b(escalat\w*|gain(s|ed)? (root|admin\w*)|became root|root access)\b/i;
/** Of a clause that tells of both, only this says that the user had the rights when he was made. */
const madeWithRights = /\b(user|account)\b[^,;]{0,40}\b(with|having)\b[^,;]{0,20}\b(sudo|admin\w*|root)\b/i;
/** Minutes between two lines that tell of one act. */
const slackMinutes = 2;

/** Rights are given before they are used. */
export const rights: Check = {
  id: 'deed-before-rights',
  asks: 'Is anything done with rights that are given only later?',
  run: (statements) => found([userBeforeGrant(statements), rootBeforeRoot(statements)]),
};

/** A user made `with sudo privileges` before the change that gives them. */
function userBeforeGrant(statements: readonly Statement[]): Reproach | null {
  const [user] = momentsOf(statements, ['user-made']).filter(({ statement }) => grant.test(statement.quote.text));
  if (user === undefined) return null;
  const grants = momentsOf(statements, ['rights-raised']).filter(
    ({ statement: { quote } }) =>
      (quote.text !== user.statement.quote.text || madeWithRights.test(quote.text)) &&
      isSameKind(quote.text, user.statement.quote.text),
  );
  const [given] = grants;
  if (given === undefined || !isComparable(user, given)) return null;
  if (user.at.high + slackMinutes * 60_000 >= given.at.low) return null;
  const before = rootActs(statements).filter((act) => isBefore(act, given) && act.statement !== user.statement);
  const why = `The user has rights of an administrator at ${clockOf(user)}, but the change that gives them stands at ${clockOf(given)}: what needs those rights is told before they were given`;
  const other = otherOrder(user, statements);
  if (other === null)
    return clash(
      why,
      [user, ...before, given].map(({ statement }) => statement),
    );
  const keys = momentsOf(statements, ['key-added']).filter((key) => isBefore(key, other));
  const order = `another list goes on with ${clockOf(other)} and knows nothing of it, so the order of the acts differs`;
  return clash(
    `${why}; ${order}`,
    [...keys, other, user, ...before, given].map(({ statement }) => statement),
  );
}

/** Of another list in order of time, the act with which it goes on at that time, where it tells neither key nor user. */
function otherOrder(user: Point, statements: readonly Statement[]): Point | null {
  const own = listOf(user);
  if (own === null) return null;
  const others = momentsOf(statements, happenings).filter((point) => ![null, own].includes(listOf(point)));
  for (const points of Map.groupBy(others, listOf).values()) {
    const isSilent = !points.some(({ statement: { of } }) => of === 'user-made' || of === 'key-added');
    const act = points.find(({ statement: { of } }) => of === 'download' || of === 'install');
    const covers = points.some((point) => isBefore(point, user)) && points.some((point) => isBefore(user, point));
    if (isSilent && covers && act !== undefined) return act;
  }
  return null;
}

const listOf = ({ statement }: Point): number | null =>
  statement.about === 'moment' ? (statement.order?.list ?? null) : null;

/** `With admin rights` may be said of either. */
function kindOfRights(text: string): 'machine' | 'control-plane' | 'either' {
  if (/sudo|nopasswd|root/i.test(text)) return 'machine';
  return /\biam\b|polic(?:y|ies)|console|cloud|\broles?\b|access key|administratoraccess|\bowner\b/i.test(text)
    ? 'control-plane'
    : 'either';
}

function isSameKind(one: string, other: string): boolean {
  const kinds = [kindOfRights(one), kindOfRights(other)];
  return kinds[0] === kinds[1] || kinds.includes('either');
}

/** Acts of root before the report has the intruder become root. */
function rootBeforeRoot(statements: readonly Statement[]): Reproach | null {
  const [root] = momentsOf(statements, ['rights-raised']).filter(({ statement }) => gained.test(statement.quote.text));
  if (root === undefined) return null;
  const early = rootActs(statements).filter((act) => isBefore(act, root));
  const [first] = early;
  if (first === undefined) return null;
  const why = `${clockOf(first)} needs the rights that the intruder is said to gain only at ${clockOf(root)}`;
  return clash(
    why,
    [...early, root].map(({ statement }) => statement),
  );
}

/** A machine's account and a program in the system's folders are root's to make. */
const rootActs = (statements: readonly Statement[]): readonly Point[] =>
  momentsOf(statements, ['user-made', 'install']).filter(
    ({ statement: { of, quote } }) =>
      (of === 'user-made' && !/iam|console|cloud|access key/i.test(quote.text)) ||
      /\/usr\/|\/etc\/|systemd (unit|service)|\b(apt|yum|dnf)\b/i.test(quote.text),
  );
