import type { Named } from '../../model/identity.ts';
import { nounOf } from '../../model/kind-words.ts';
import type { MatchedRule } from '../matched-rules.ts';
import type { ActGroup } from '../timeline/act-group.ts';

/** Accounts, timed work, services, what runs at a sign-in or is loaded into every program. Opened processor registers (T1547.006) are none. */
const techniques = /^T(?:1098|1136|1053|1543|1546|1037|1556|1574\.006|1547(?!\.006))/;
/** Of who may act as root: written down, which a mere use of it is not. */
const rootRules = 'T1548.003';
const things =
  /(?:\/[^\s"'`;|&<>]*)?\/(?:authorized_keys2?|sudoers(?:\.d\/[^\s"'`;|&<>]+)?|cron(?:tab|\.[a-z]+)?(?:s\/[^\s"'`;|&<>]+|\/[^\s"'`;|&<>]+)?|[^\s"'`;|&<>/]+\.(?:service|timer)|ld\.so\.preload|rc\.local|\.(?:bashrc|bash_profile|profile|zshrc))(?![\w-])/;

/** Event uids of records that rules call a way back in, and those that they call a change of who may act as root. */
export interface Laid {
  readonly back: ReadonlySet<string>;
  readonly root: ReadonlySet<string>;
}

export function laidByCommand(matched: readonly MatchedRule[]): Laid {
  const of = (passes: (id: string) => boolean) =>
    new Set(
      matched
        .filter(({ rule }) => rule.techniques.some(({ id }) => passes(id)))
        .flatMap(({ citations }) => citations.map(({ ref }) => ref)),
    );
  return { back: of((id) => techniques.test(id)), root: of((id) => id === rootRules) };
}

export function isLaid({ host, command, verb, citations }: ActGroup, { back, root }: Laid): boolean {
  if ((host === null && command === null) || verb === 'login') return false;
  const names = command !== null && /\bsudoers\b/.test(command);
  return citations.some(({ ref }) => back.has(ref) || (names && root.has(ref)));
}

/** The file that a command writes to, or the table of whose timed work was replaced. */
export function laidThingOf(act: ActGroup, target: Named | null): Named | null {
  const path = things.exec(act.command ?? '')?.[0];
  if (path !== undefined) return { uid: `${act.host ?? ''}:${path}`, name: path };
  if (target === null || act.command !== null) return target;
  const name = `${nounOf(act.kind)} of ${target.name}`;
  return { uid: `${act.host ?? ''}:${name}`, name };
}
