import type { Deed } from '../../model/machine-simulation.ts';
import type { Side } from '../side.ts';
import type { MachineStep } from './schema.ts';
import type { Lived } from './stage.ts';
import type { PlayedMachine } from './stage-machines.ts';

/** What really happened on a machine; of what an intruder did unless it is said otherwise. Times in UTC. */
export interface TrueMachine {
  readonly name: string;
  readonly uid: string | null;
  readonly addresses: readonly string[];
  /** How an intruder first came in: a sign-in, or a service that ran something for him; null where none came. */
  readonly door: {
    readonly time: string;
    readonly user: string;
    /** Null of a service. */
    readonly address: string | null;
    /** `publickey`, `password`, or the program of the service. */
    readonly method: string;
    readonly credential: string | null;
  } | null;
  readonly first_seen: string | null;
  readonly last_seen: string | null;
  readonly processes: readonly {
    readonly time: string;
    readonly user: string;
    readonly executable: string;
    readonly command: string;
    readonly sha256: string;
    /** How often; `time` is that of the first. */
    readonly count: number;
  }[];
  /** What goes on running, and takes the processor. */
  readonly loads: readonly { readonly command: string; readonly time: string; readonly cpu_percent: number }[];
  readonly files: readonly { readonly time: string; readonly path: string }[];
  readonly users: readonly { readonly time: string; readonly user: string }[];
  readonly persistence: readonly { readonly time: string; readonly what: string }[];
  readonly impairment: readonly { readonly time: string; readonly what: string }[];
  readonly connections: readonly TrueConnection[];
  readonly alerts: readonly {
    readonly time: string;
    readonly by: string;
    readonly rule: string;
    readonly uid: string;
  }[];
  readonly containment: readonly { readonly time: string; readonly what: string; readonly by: Side }[];
  /** What looks like an attack and is none. */
  readonly decoys: readonly { readonly time: string | null; readonly what: string }[];
  /** Who only rattled at the door. */
  readonly noise_addresses: readonly string[];
  /** How many things of ordinary life happened. */
  readonly ordinary: number;
}

interface TrueConnection {
  readonly address: string;
  readonly domain: string | null;
  readonly port: number;
  readonly first: string;
  readonly last: string;
  readonly count: number;
  readonly bytes_out: number;
  readonly bytes_in: number;
}

export function trueMachine({ plan, machine, happenings, story, noiseAddresses }: PlayedMachine): TrueMachine {
  const hostile = story.filter(({ side }) => side === 'intruder');
  const times = hostile.map(({ happening }) => happening.time);
  return {
    name: machine.name,
    uid: machine.uid,
    addresses: [machine.publicAddress, machine.privateAddress].filter((address) => address !== null),
    door: doorOf(hostile),
    first_seen: times.length === 0 ? null : instant(Math.min(...times)),
    last_seen: times.length === 0 ? null : instant(Math.max(...times)),
    processes: processesOf(hostile),
    loads: stepsOf(hostile).flatMap(({ step, time }) =>
      step.stays ? [{ command: step.runs ?? '', time, cpu_percent: step.stays.cpu ?? 0 }] : [],
    ),
    files: each(hostile, 'file', ({ path }, time) => ({ time, path })),
    users: each(hostile, 'user-made', ({ user }, time) => ({ time, user })),
    persistence: marked(hostile, 'persistence'),
    impairment: marked(hostile, 'impairment'),
    connections: connectionsOf(hostile),
    alerts: each(story, 'alert', ({ by, rule, uid }, time) => ({ time, by, rule, uid })),
    containment: containmentOf(story),
    decoys: [
      ...stepsOf(story).flatMap(({ step, time }) => (step.decoy === undefined ? [] : [{ time, what: step.decoy }])),
      ...lifeDecoys(plan.life),
    ],
    noise_addresses: noiseAddresses,
    ordinary: happenings.filter(({ deed }) => deed.is !== 'measure').length - story.length,
  };
}

/** Which addresses an intruder signed in from. */
export const hostileAddresses = ({ story }: PlayedMachine): readonly string[] =>
  each(
    story.filter(({ side }) => side === 'intruder'),
    'sign-in',
    ({ from }) => from,
  );

function each<Is extends Deed['is'], T>(
  lived: readonly Lived[],
  is: Is,
  tell: (deed: Extract<Deed, { readonly is: Is }>, time: string) => T,
): readonly T[] {
  return lived.flatMap(({ happening: { deed, time } }) =>
    deed.is === is ? [tell(deed as Extract<Deed, { readonly is: Is }>, instant(time))] : [],
  );
}

/** What starts the lines of timetables. */
const timed: ReadonlySet<string> = new Set(['cron', 'sh']);

function doorOf(hostile: readonly Lived[]): TrueMachine['door'] {
  const signedIn = each(hostile, 'sign-in', ({ user, from, method, key, outcome }, time) =>
    outcome === 'accepted' ? { time, user, address: from, method, credential: key?.fingerprint ?? null } : null,
  );
  const [first = null] = signedIn.filter((door) => door !== null);
  // What his timetables run is no door.
  const served = each(hostile, 'process', ({ by, process: { parent } }, time) =>
    by.login === null && !timed.has(parent.name)
      ? { time, user: by.user, address: null, method: parent.executable, credential: null }
      : null,
  );
  const [run = null] = served.filter((door) => door !== null);
  return run && (!first || run.time < first.time) ? run : first;
}

function processesOf(hostile: readonly Lived[]): TrueMachine['processes'] {
  const found = new Map<string, TrueMachine['processes'][number]>();
  each(hostile, 'process', ({ by: { user }, process: { executable, arguments: words, sha256 } }, time) => {
    const command = words.join(' ');
    const key = `${user} ${executable} ${command}`;
    const known = found.get(key) ?? { time, user, executable, command, sha256, count: 0 };
    return found.set(key, { ...known, count: known.count + 1 });
  });
  return [...found.values()];
}

/** Each act once, at its own time. */
function stepsOf(
  lived: readonly Lived[],
): readonly { readonly step: MachineStep; readonly time: string; readonly side: Side }[] {
  const first = new Map<MachineStep, { readonly time: number; readonly side: Side }>();
  for (const { step, side, happening } of lived) {
    const known = first.get(step);
    if (!known || happening.time < known.time) first.set(step, { time: happening.time, side });
  }
  return [...first].map(([step, { time, side }]) => ({ step, side, time: instant(time) }));
}

function marked(hostile: readonly Lived[], mark: MachineStep['marks']): TrueMachine['persistence'] {
  return stepsOf(hostile).flatMap(({ step, time }) => (step.marks === mark ? [{ time, what: whatOf(step) }] : []));
}

function whatOf(step: MachineStep): string {
  if (step.makesUser) return `user ${step.makesUser.user}`;
  if (step.addsToGroup) return `${step.addsToGroup.user} in group ${step.addsToGroup.group}`;
  if (step.setsTimetable) return `timetable of ${step.setsTimetable.for}: ${step.setsTimetable.runs}`;
  if (step.writes) return `file ${step.writes.join(', ')}`;
  return step.runs ?? step.ends ?? step.clearsTimetable ?? '';
}

function containmentOf(story: readonly Lived[]): TrueMachine['containment'] {
  return stepsOf(story).flatMap(({ step, time, side }) => {
    if (side !== 'responder') return [];
    if (step.ends !== undefined) return [{ time, what: `ended ${step.ends}`, by: side }];
    return step.clearsTimetable === undefined ? [] : [{ time, what: `timetable of ${step.clearsTimetable}`, by: side }];
  });
}

function connectionsOf(hostile: readonly Lived[]): readonly TrueConnection[] {
  const found = new Map<string, TrueConnection>();
  for (const { happening } of hostile) {
    const { deed, time } = happening;
    if (deed.is !== 'connection' || !deed.isOutward) continue;
    const key = `${deed.address}:${deed.port}`;
    const known = found.get(key);
    const last = instant(time + deed.seconds * 1000);
    found.set(key, {
      address: deed.address,
      domain: deed.domain,
      port: deed.port,
      first: known?.first ?? instant(time),
      last: known && known.last > last ? known.last : last,
      count: (known?.count ?? 0) + 1,
      bytes_out: (known?.bytes_out ?? 0) + deed.bytesOut,
      bytes_in: (known?.bytes_in ?? 0) + deed.bytesIn,
    });
  }
  return [...found.values()];
}

function lifeDecoys(life: PlayedMachine['plan']['life']): TrueMachine['decoys'] {
  const { builds, backup } = life ?? {};
  return [
    ...(builds ? [{ time: null, what: `builds by ${builds.user} take ${builds.cpu} % of the processor` }] : []),
    ...(backup ? [{ time: null, what: `a backup goes to ${backup.to.address} every night` }] : []),
  ];
}

const instant = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;
