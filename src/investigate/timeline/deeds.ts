import { compareInstants, compareText } from '../../model/instant.ts';
import { compareActs } from '../act-order.ts';
import { latest, secondsBetween, shiftSeconds } from '../cells.ts';
import type { Timed } from '../cells.ts';
import { hostName } from '../machines/host-name.ts';
import type { ActGroup } from './act-group.ts';

/** Logs write down one deed within this time. */
const momentSeconds = 2;

/**
 * Acts on machines, each once, however many logs tell of it: one command, one sign-in, one change of one user within
 * two seconds. The words are those of the log that says most, the evidence is of all. Records that say neither what
 * nor to whom go with what was done on that machine in the same moment, and stand alone where nothing was.
 * In order of time, as the acts are.
 * @param superusers names under which others act: a log that knows who did says more
 */
export function asDeeds(acts: readonly ActGroup[], superusers: readonly string[]): readonly ActGroup[] {
  const open = new Map<string, ActGroup[]>();
  const deeds: ActGroup[][] = [];
  for (const act of acts) {
    const name = deedName(act);
    const known = name === null ? undefined : open.get(name);
    if (known !== undefined && isWithin(act, known) && isOfOneFile(act, known)) {
      known.push(act);
      continue;
    }
    const deed = [act];
    deeds.push(deed);
    if (name !== null) open.set(name, deed);
  }
  return withEchoes(deeds)
    .map((deed) => asOne(deed, superusers))
    .toSorted(compareActs);
}

/** What makes two acts one deed; null of acts in a cloud, of those that say nothing, and of the provider's. */
function deedName(act: ActGroup): string | null {
  const { host, verb, kind, command, made, targets, outcome, isRespawn, actorName, address } = act;
  if (!isOnMachine(act) || isRespawn) return null;
  const at = [hostName(host ?? ''), outcome];
  if (command !== null) return JSON.stringify([...at, 'ran', coreOf(command)]);
  if (verb === 'login') return JSON.stringify([...at, verb, actorName, address]);
  const thing = made[0] ?? targets[0];
  return thing === undefined ? null : JSON.stringify([...at, verb, kind, thing]);
}

const isOnMachine = ({ host, command, account }: ActGroup): boolean =>
  host !== null || (command !== null && account === null);

/** Of a command what all logs tell alike: without who starts it, and without the path of its program. */
const coreOf = (command: string): string =>
  command
    .trim()
    .replace(/^(?:\S*\/)?sudo\s+(?:-(?:[AbEHKknPSi]+|[ug] ?\S+)\s+)*(?!-)/, '')
    .replace(/^(?:\S*\/)?(?:sh|bash|dash)\s+-c\s+/, '')
    .replace(/^\S*\/(?=\S)/, '');

/** In the span of what is known of the deed, give or take the moment. */
const isWithin = (act: ActGroup, deed: readonly ActGroup[]): boolean =>
  compareInstants(act.last, shiftSeconds(latest(deed.map(({ last }) => last)), momentSeconds)) <= 0;

/** The file that an act touched; that of a run is its program. */
const touchedBy = ({ verb, file }: ActGroup): string | null => (verb === 'other' ? file : null);

/** What one program does to several files is as many deeds. */
function isOfOneFile(act: ActGroup, deed: readonly ActGroup[]): boolean {
  const file = touchedBy(act);
  return file === null || deed.every((one) => touchedBy(one) === null || touchedBy(one) === file);
}

/** A record that names neither what was done nor to whom. */
const isEcho = (act: ActGroup): boolean =>
  isOnMachine(act) &&
  !act.isRespawn &&
  act.command === null &&
  act.domain === null &&
  act.file === null &&
  act.destination === null &&
  act.verb !== 'login' &&
  act.made.length === 0 &&
  act.targets.length === 0;

/** Deeds to each of which the echoes of its moment are added: of the same name before others, the nearest first. */
function withEchoes(deeds: readonly (readonly ActGroup[])[]): readonly (readonly ActGroup[])[] {
  const isAlone = (deed: readonly ActGroup[]): boolean => deed.every(isEcho);
  const told = deeds.filter((deed) => !isAlone(deed)).map((deed) => [...deed]);
  const bySecond = Map.groupBy(
    told.filter(([act]) => act !== undefined && isOnMachine(act)),
    ([act]) => (act === undefined ? '' : placeOf(act, 0)),
  );
  const alone: ActGroup[][] = [];
  for (const echo of deeds.filter(isAlone).flat()) {
    const near = [-2, -1, 0, 1, 2]
      .flatMap((second) => bySecond.get(placeOf(echo, second)) ?? [])
      .toSorted((a, b) => distance(echo, a) - distance(echo, b));
    const [deed] = near;
    const last = alone.at(-1);
    if (deed !== undefined) deed.push(echo);
    else if (last !== undefined && isSameMoment(last, echo)) last.push(echo);
    else alone.push([echo]);
  }
  return [...told, ...alone];
}

const placeOf = ({ host, time }: ActGroup, second: number): string =>
  `${hostName(host ?? '')}\n${shiftSeconds(time, second).slice(0, 19)}`;

/** Another's deed is farther than any of the same name. */
const distance = (echo: ActGroup, [act]: readonly ActGroup[]): number =>
  act === undefined
    ? Infinity
    : secondsBetween(echo.time, act.time) + (act.actorName === echo.actorName ? 0 : 2 * momentSeconds);

const isSameMoment = ([first]: readonly ActGroup[], echo: ActGroup): boolean =>
  first !== undefined &&
  hostName(first.host ?? '') === hostName(echo.host ?? '') &&
  first.actorName === echo.actorName &&
  secondsBetween(first.time, echo.time) <= momentSeconds;

function asOne(deed: readonly ActGroup[], superusers: readonly string[]): ActGroup {
  const [best, ...others] = deed.toSorted((a, b) => rankOf(a, superusers) - rankOf(b, superusers) || byWords(a, b));
  if (best === undefined) throw new Error('a deed without an act');
  if (others.length === 0) return best;
  const said = deed.filter((act) => isEcho(best) || !isEcho(act));
  const cited = new Set(best.citations.map(({ ref }) => ref));
  const further = others.flatMap(({ citations }) => citations).filter(({ ref }) => !cited.has(ref));
  return {
    ...best,
    command: said.map(({ command }) => command).toSorted(byLength)[0] ?? null,
    file: best.file ?? said.map(touchedBy).find((file) => file !== null) ?? null,
    last: latest(said.map(({ last }) => last)),
    count: countOf(said),
    // Those of the words stand first: they are what is cited where one is enough.
    citations: [...best.citations, ...further.toSorted(byTimeAndRef)],
  };
}

/** As often as the log says that tells of most: of what was run or tried, one record is one time. */
function countOf(acts: readonly ActGroup[]): number {
  const teller = ({ service, operation, command }: ActGroup) => JSON.stringify([service, operation, command]);
  const logs = [...Map.groupBy(acts, teller).values()];
  const times = logs.map((same) =>
    same.reduce((sum, { count, verb }) => (isCounted.has(verb) ? sum + count : Math.max(sum, count)), 0),
  );
  return Math.max(...times);
}

const isCounted: ReadonlySet<string> = new Set(['execute', 'login']);

const byLength = (a: string | null, b: string | null): number =>
  (b?.length ?? -1) - (a?.length ?? -1) || compareText(a ?? '', b ?? '');

/** The lower, the more an act's own log says: what it is before that something was, what started it, with which key, who did it. */
function rankOf(act: ActGroup, superusers: readonly string[]): number {
  const { verb, nature, credential, actorName } = act;
  return (
    (isEcho(act) ? 16 : 0) +
    (verb === 'other' && nature === null ? 8 : 0) +
    (nature === 'timed' ? 0 : 4) +
    (credential === null ? 2 : 0) +
    (actorName === null || superusers.includes(actorName) ? 1 : 0)
  );
}

const byWords = (a: ActGroup, b: ActGroup): number =>
  byLength(a.command, b.command) || compareText(a.operation, b.operation) || compareActs(a, b);

const byTimeAndRef = (a: Timed, b: Timed): number => compareInstants(a.time, b.time) || compareText(a.ref, b.ref);
