import { secondsBetween } from '../cells.ts';
import { hostName } from '../machines/host-name.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { holdingBackIn, unitName, type HoldingBack } from './holding-back.ts';
import { optionsOf } from './program-options.ts';
import { pipelinesOf } from './simple-commands.ts';

/** So soon after it one log more tells of the same command. */
const sameSeconds = 5;

/**
 * Which commands of others on the intruder's machines answer him: those that end, delete or lock what his own acts
 * there made, ran or used. Each once, for all logs that tell of it, and by the verb of what it did.
 */
export function commandAnswers<Other extends ActGroup>(
  others: readonly Other[],
  own: readonly ActGroup[],
): readonly Other[] {
  const leftOn = new Map([...Map.groupBy(own, machineOf)].map(([machine, acts]) => [machine, leftBy(acts)]));
  const answers = others.flatMap((act) => {
    const left = leftOn.get(machineOf(act));
    if (left === undefined) return [];
    const held = holdingBackIn(act.command ?? '').find((one) => isAimedAt(one, left));
    return held === undefined ? [] : [{ ...act, verb: held.verb, targets: held.of }];
  });
  const alike = Map.groupBy(answers, (act) => JSON.stringify([machineOf(act), act.actorName, act.verb, act.targets]));
  return [...alike.values()].flatMap(toldOnce);
}

function toldOnce<Act extends ActGroup>(alike: readonly Act[]): readonly Act[] {
  const told: Act[] = [];
  for (const act of alike) {
    const last = told.at(-1);
    if (last === undefined || secondsBetween(last.time, act.time) > sameSeconds) told.push(act);
    else told[told.length - 1] = { ...last, last: act.last, citations: [...last.citations, ...act.citations] };
  }
  return told;
}

const machineOf = ({ host }: ActGroup): string => (host === null ? '' : hostName(host));

/** What an intruder's acts on one machine made, ran or used. */
interface Left {
  readonly users: ReadonlySet<string>;
  readonly units: ReadonlySet<string>;
  /** Outside of the folders of the system. */
  readonly files: readonly string[];
  /** Whose timetables he changed. */
  readonly jobs: ReadonlySet<string>;
}

const systemFolder = /^\/(?:(?:usr\/(?:local\/)?)?s?bin|dev|proc|etc\/(?:passwd|shadow|sudoers|group))(?:\/|$)/;

function leftBy(acts: readonly ActGroup[]): Left {
  const simples = acts.flatMap(({ command }) => pipelinesOf(command ?? '').flat());
  const words = acts.flatMap(({ command }) => (command ?? '').split(/[\s"';|&<>()=]+/));
  const files = words.filter((word) => /^\/./.test(word) && !systemFolder.test(word));
  const units = simples.flatMap(({ program, args }) =>
    program === 'systemctl' && args.some((word) => /^(?:enable|start|restart)$/.test(word))
      ? args.filter((word) => !/^-|^(?:enable|start|restart)$/.test(word))
      : [],
  );
  const users = acts.flatMap(({ verb, made, actorName }) => [
    ...(verb === 'create-identity' ? made : []),
    ...(actorName === null ? [] : [actorName]),
  ]);
  return {
    users: new Set(users),
    units: new Set([...units, ...files.filter((file) => file.startsWith('/etc/systemd/')).map(nameOf)].map(unitName)),
    files,
    jobs: new Set([
      ...acts.flatMap(({ kind, verb, targets }) => (verb === 'modify' && /\bcron\b/.test(kind) ? targets : [])),
      ...simples.flatMap(({ program, args }) => (program === 'crontab' ? optionsOf(args, 'u').values('u') : [])),
    ]),
  };
}

const nameOf = (file: string): string => file.split('/').at(-1) ?? file;

function isAimedAt({ kind, of }: HoldingBack, { users, units, files, jobs }: Left): boolean {
  switch (kind) {
    case 'user':
      return of.some((user) => users.has(user));
    case 'service':
      return of.some((unit) => units.has(unit));
    case 'jobs':
      return of.some((user) => jobs.has(user) || users.has(user));
    case 'process':
      return of.some((name) => files.some((file) => file === name || nameOf(file) === nameOf(name)));
    case 'file':
      return of.some(
        (path) =>
          path.length > 1 && files.some((file) => file === path || file.startsWith(`${path.replace(/\/$/, '')}/`)),
      );
  }
}
