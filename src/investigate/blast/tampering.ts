import type { Tampering } from '../../model/act.ts';
import { cite } from '../../model/evidence.ts';
import type { Named } from '../../model/identity.ts';
import type { Verb } from '../../model/semantics.ts';
import { compareInstants } from '../../model/instant.ts';
import { compareActs } from '../act-order.ts';
import { secondsBetween } from '../cells.ts';
import { endOfMachineOf } from '../machines/ends.ts';
import type { End } from '../machines/ends.ts';
import { hostName } from '../machines/host-name.ts';
import { nounOf } from '../../model/kind-words.ts';
import type { MatchedRule } from '../matched-rules.ts';
import type { ActGroup } from '../timeline/act-group.ts';

/** What lays a way back in. */
const persisting: ReadonlySet<Verb> = new Set(['create-identity', 'create-credential', 'change-credential', 'grant']);

/** What else is known of them. */
interface Surroundings {
  /** What others did to what is the intruder's. */
  readonly others?: readonly ActGroup[];
  readonly matched?: readonly MatchedRule[];
  /** Of machines, with what lay on them. */
  readonly ends?: readonly End[];
}

/** Ways back in that the intruder laid or tried to lay, with their ends. Of commands on machines rules tell what they are. */
export function persistenceOf(
  acts: readonly ActGroup[],
  { others = [], matched = [], ends = [] }: Surroundings = {},
): readonly Tampering[] {
  const laid = laidByCommand(matched);
  const deletions = [...acts, ...others].filter(({ verb, outcome }) => verb === 'delete' && outcome === 'accepted');
  const found = acts
    .filter((act) => persisting.has(act.verb) || isLaid(act, laid))
    .map((act) => {
      const target = persisting.has(act.verb) ? targetOf(act) : thingOf(act);
      const deletion = deletions.filter((one) => isEndOf(one, act)).toSorted(compareActs)[0];
      const end = deletion ?? endOfMachineOf(act, ends);
      const tampering = { ...tamperingOf(act), target };
      return { act, tampering: { ...tampering, ...(end && { ended: { time: end.time, ...cite(end.citations) } }) } };
    });
  return eachOnce(found);
}

/** Two logs write down one change of a file within this time. */
const momentSeconds = 2;

interface Found {
  readonly act: ActGroup;
  readonly tampering: Tampering;
}

/** What one log tells as a command and another as the file that it wrote is one way back, with the evidence of both. */
function eachOnce(found: readonly Found[]): readonly Tampering[] {
  const told: { readonly first: Found; readonly same: Found[] }[] = [];
  for (const one of found) {
    const known = told.find(({ first }) => isSameWrite(first, one));
    if (known === undefined) told.push({ first: one, same: [one] });
    else known.same.push(one);
  }
  return told.map(({ first, same }) =>
    same.length === 1 ? first.tampering : { ...first.tampering, ...cite(same.flatMap(({ act }) => act.citations)) },
  );
}

const isSameWrite = (a: Found, b: Found): boolean =>
  a.act.host !== null &&
  a.tampering.target !== null &&
  a.tampering.target.uid === b.tampering.target?.uid &&
  a.tampering.outcome === b.tampering.outcome &&
  (a.act.command !== b.act.command || a.act.operation !== b.act.operation) &&
  secondsBetween(a.act.time, b.act.time) <= momentSeconds;

/** The identity that an act is about was deleted after it: by its id, or on a machine by its name there. */
function isEndOf(end: ActGroup, act: ActGroup): boolean {
  const target = targetOf(act);
  return (
    target !== null &&
    end.kind === act.kind &&
    end.account === act.account &&
    hostName(end.host ?? '') === hostName(act.host ?? '') &&
    compareInstants(end.time, act.time) >= 0 &&
    end.targets.some((id) => id === target.uid || id === target.name)
  );
}

/** Accounts, timed work, services, what runs at a sign-in or is loaded into every program. Opened processor registers (T1547.006) are none. */
const techniques = /^T(?:1098|1136|1053|1543|1546|1037|1556|1574\.006|1547(?!\.006))/;
/** Of who may act as root: written down, which a mere use of it is not. */
const rootRules = 'T1548.003';
const things =
  /(?:\/[^\s"'`;|&<>]*)?\/(?:authorized_keys2?|sudoers(?:\.d\/[^\s"'`;|&<>]+)?|cron(?:tab|\.[a-z]+)?(?:s\/[^\s"'`;|&<>]+|\/[^\s"'`;|&<>]+)?|[^\s"'`;|&<>/]+\.(?:service|timer)|ld\.so\.preload|rc\.local|\.(?:bashrc|bash_profile|profile|zshrc))(?![\w-])/;

/** Event uids of records that rules call a way back in, and those that they call a change of who may act as root. */
interface Laid {
  readonly back: ReadonlySet<string>;
  readonly root: ReadonlySet<string>;
}

const laidByCommand = (matched: readonly MatchedRule[]): Laid => ({
  back: matchedBy(matched, (id) => techniques.test(id)),
  root: matchedBy(matched, (id) => id === rootRules),
});

/** Event uids of the records that rules of such techniques matched. */
const matchedBy = (matched: readonly MatchedRule[], passes: (id: string) => boolean): ReadonlySet<string> =>
  new Set(
    matched
      .filter(({ rule }) => rule.techniques.some(({ id }) => passes(id)))
      .flatMap(({ citations }) => citations.map(({ ref }) => ref)),
  );

function isLaid({ host, command, verb, nature, citations }: ActGroup, { back, root }: Laid): boolean {
  if ((host === null && command === null) || verb === 'login' || nature !== null) return false;
  const names = command !== null && /\bsudoers\b/.test(command);
  return citations.some(({ ref }) => back.has(ref) || (names && root.has(ref)));
}

/** A user's timed work is loaded; without `-u` that of whoever does. */
const loading = /(?:^|[\s;&|("']|\/bin\/)crontab(?: +-u +([^ ]+))? +(?:-(?=$|[\s;"')])|[^-\s|&;<>])/;

/** The file that a command writes to, or that a record names; or whose table of timed work was replaced. */
function thingOf(act: ActGroup): Named | null {
  const load = loading.exec(act.command ?? '');
  const user = load?.[1] ?? act.actorName?.replace(/^service /, '');
  if (load !== null && user !== undefined) {
    const name = `cron jobs of ${user}`;
    return { uid: `${act.host ?? ''}:${name}`, name };
  }
  const path = things.exec(act.command ?? '')?.[0] ?? things.exec(act.file ?? '')?.[0];
  if (path !== undefined) return { uid: `${act.host ?? ''}:${path}`, name: path };
  const target = targetOf(act);
  if (target === null || act.command !== null) return target;
  const name = `${nounOf(act.kind)} of ${target.name}`;
  return { uid: `${act.host ?? ''}:${name}`, name };
}

/** What switches a defence off, or wipes what it wrote; T1562 in older versions. */
const blinding = /^T(?:1685|1686|1562)(?:\.|$)/;
const logFile = /\/var\/log(?:\/[^\s"'`;|&<>]+)?/;

/** Defences that the intruder touched or tried to touch. Of commands on machines rules tell what they are. */
export function impairmentOf(
  acts: readonly ActGroup[],
  { matched = [] }: Pick<Surroundings, 'matched'> = {},
): readonly Tampering[] {
  const blinded = matchedBy(matched, (id) => blinding.test(id));
  return acts
    .filter((act) => act.verb === 'impair' || isRun(act, blinded))
    .map((act) => (act.verb === 'impair' ? tamperingOf(act) : { ...tamperingOf(act), target: logOf(act) }));
}

/** Whether the act ran something on a machine that one of these records tells of. */
const isRun = ({ host, command, verb, nature, citations }: ActGroup, refs: ReadonlySet<string>): boolean =>
  (host !== null || command !== null) &&
  verb === 'execute' &&
  nature === null &&
  citations.some(({ ref }) => refs.has(ref));

/** The log that a command names. */
function logOf(act: ActGroup): Named | null {
  const path = logFile.exec(act.command ?? '')?.[0];
  return path === undefined ? targetOf(act) : { uid: `${act.host ?? ''}:${path}`, name: path };
}

const tamperingOf = (act: ActGroup): Tampering => ({
  operation: act.operation,
  target: targetOf(act),
  account: act.account,
  region: act.region,
  time: act.time,
  outcome: act.outcome === 'accepted' ? 'success' : act.outcome === 'refused' ? 'failure' : 'unknown',
  ...cite(act.citations),
});

/** What an act made, or was aimed at. */
export function targetOf({ made, names, targets }: ActGroup): Named | null {
  const uid = made[0] ?? targets[0];
  if (uid === undefined || uid === '') return null;
  const name = made.length > 0 ? names[0] : targets[0];
  return { uid, name: name === undefined || name === '' ? uid : name };
}
