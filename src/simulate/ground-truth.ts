import type { Actor, CloudSimulation, Made, Named } from '../model/simulation.ts';
import { compareText } from '../model/instant.ts';
import type { PlayedMachine } from './machines/stage-machines.ts';
import { type TrueMachine, hostileAddresses, trueMachine } from './machines/true-machine.ts';
import type { PlayedAct } from './play.ts';
import type { Scenario } from './scenario.ts';
import type { Side } from './side.ts';

/** What really happened in a scenario, to hold a finding against. Ids are the provider's own, as in an incident. */
export interface GroundTruth {
  readonly synthetic: true;
  readonly title: string;
  readonly seed: string;
  readonly scale: number;
  /** Null where nothing happened. */
  readonly root: { readonly identity: Named; readonly credential: string | null; readonly how: string } | null;
  readonly first_seen: string | null;
  readonly last_seen: string | null;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly networks: readonly string[];
  readonly identities: readonly (Named & { readonly account: string; readonly role: 'intruder' | 'shared' })[];
  readonly chains: readonly TrueHop[];
  readonly resources: readonly TrueResource[];
  readonly failed: readonly (Mark & { readonly error: string })[];
  readonly persistence: readonly Mark[];
  readonly impairment: readonly Mark[];
  readonly containment: readonly {
    readonly time: string;
    readonly operation: string;
    readonly by: 'provider' | 'responder';
    readonly event: string;
    readonly also?: readonly string[];
  }[];
  /** Event ids as the log has them, by whose act they are; those of ordinary life are only counted. */
  readonly events: Readonly<Record<Side, readonly string[]>>;
  readonly ordinary_events: number;
  /** What the owner and ordinary life started at the same time: none of it belongs to an intruder. */
  readonly ordinary_resources: readonly OrdinaryResource[];
  /** Where the scenario has machines. What happened on them is in no list above but times, networks and identities. */
  readonly machines?: readonly TrueMachine[];
}

export interface TrueHop {
  readonly from: Named;
  readonly to: Named;
  readonly how: string;
  readonly account: string;
  readonly time: string;
  readonly events: readonly string[];
  readonly also?: readonly string[];
  /** Parts of the answer that no record holds. */
  readonly hides?: readonly string[];
  /** How much later than others its record was delivered. */
  readonly late_minutes?: number;
}

export interface TrueResource {
  readonly uid: string;
  readonly name: string | null;
  readonly type: string;
  readonly shape: string | null;
  readonly account: string;
  readonly region: string;
  readonly state: string;
  readonly first_seen: string;
  readonly respawned_by: string | null;
  readonly event: string;
}

export interface OrdinaryResource {
  readonly uid: string;
  readonly type: string;
  readonly shape: string | null;
  readonly account: string;
  readonly region: string;
}

interface Mark {
  readonly time: string;
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  readonly event: string;
  /** What else the log says of the same call, such as its end. */
  readonly also?: readonly string[];
}

export interface Played {
  readonly scenario: Scenario;
  /** Null where all of it happens on machines. */
  readonly cloud: CloudSimulation | null;
  readonly acts: readonly PlayedAct[];
  readonly machines: readonly PlayedMachine[];
  readonly seed: string;
  readonly scale: number;
  readonly ordinaryEvents: number;
  readonly ordinaryResources: readonly OrdinaryResource[];
}

/** Reads the truth off the acts that were played. */
export function groundTruth(played: Played): GroundTruth {
  const { scenario, cloud, acts, seed, scale } = played;
  const hostile = acts.filter((act) => act.side === 'intruder');
  const machines = played.machines.map(trueMachine);
  const times = [
    ...hostile.map((act) => instant(timeOf(act))),
    ...machines.flatMap(({ first_seen: first, last_seen: last }) => [first, last]),
  ]
    .filter((time) => time !== null)
    .toSorted(compareText);
  return {
    synthetic: true,
    title: scenario.title,
    seed,
    scale,
    root: rootOf(played) ?? doorOf(played, machines),
    first_seen: times[0] ?? null,
    last_seen: times.at(-1) ?? null,
    accounts: distinct(hostile.flatMap((act) => act.calls.map((call) => call.account))),
    regions: distinct(hostile.flatMap((act) => act.calls.map((call) => call.region))),
    networks: distinct([
      ...hostile.map((act) => act.calls[0]?.network ?? ''),
      ...played.machines.flatMap(hostileAddresses),
    ]),
    identities: [...(cloud ? identitiesOf(cloud, acts) : []), ...usersOf(played.machines)],
    chains: cloud ? hopsOf(cloud, acts) : [],
    resources: resourcesOf(acts),
    failed: hostile.flatMap((act) =>
      act.answer.deed.failure
        ? [{ ...markOf(act), error: act.answer.deed.failure.code ?? act.answer.deed.failure.message }]
        : [],
    ),
    persistence: hostile.filter((act) => act.step.marks === 'persistence').map(markOf),
    impairment: hostile.filter((act) => act.step.marks === 'impairment').map(markOf),
    containment: acts.flatMap((act) => containmentOf(act)),
    events: {
      owner: uidsOf(acts, 'owner'),
      intruder: uidsOf(acts, 'intruder'),
      machine: uidsOf(acts, 'machine'),
      provider: uidsOf(acts, 'provider'),
      responder: uidsOf(acts, 'responder'),
    },
    ordinary_events: played.ordinaryEvents,
    ordinary_resources: [
      ...acts.filter((act) => act.side === 'owner').flatMap((act) => ordinaryResources(act.calls[0], act.answer.made)),
      ...played.ordinaryResources,
    ],
    ...(machines.length > 0 && { machines }),
  };
}

/** The truth as JSON, a fact a line. */
export function truthText(truth: GroundTruth): string {
  const parts = Object.entries(truth).map(([key, value]) => `  ${JSON.stringify(key)}: ${partText(value)}`);
  return `{\n${parts.join(',\n')}\n}\n`;
}

function partText(value: unknown): string {
  if (isOfMachines(value)) return `[\n${value.map(machineText).join(',\n')}\n  ]`;
  if (!Array.isArray(value) || value.length === 0) return JSON.stringify(value);
  const items = value.map((item) => `    ${JSON.stringify(item)}`);
  return `[\n${items.join(',\n')}\n  ]`;
}

const isOfMachines = (value: unknown): value is readonly TrueMachine[] =>
  Array.isArray(value) &&
  value.some((one: unknown) => typeof one === 'object' && one !== null && 'noise_addresses' in one);

/** A fact a line as well. */
function machineText(machine: TrueMachine): string {
  const parts = Object.entries(machine).map(([key, value]: [string, unknown]) => {
    const isList = Array.isArray(value) && value.length > 0 && typeof value[0] === 'object';
    const items = isList ? value.map((item) => `        ${JSON.stringify(item)}`) : [];
    return `      ${JSON.stringify(key)}: ${isList ? `[\n${items.join(',\n')}\n      ]` : JSON.stringify(value)}`;
  });
  return `    {\n${parts.join(',\n')}\n    }`;
}

/** What a call of ordinary life made, with the place where it did. */
export function ordinaryResources(
  call: { readonly account: string; readonly region: string } | undefined,
  made: readonly Made[],
): readonly OrdinaryResource[] {
  if (!call) return [];
  return made.map(({ uid, type, shape }) => ({ uid, type, shape, account: call.account, region: call.region }));
}

function rootOf({ scenario, cloud, acts }: Played): GroundTruth['root'] {
  const { root } = scenario;
  const actor = acts.find((act) => act.step.by === root?.member)?.actor;
  if (!root || !actor || !cloud) return null;
  return { identity: named(cloud, actor), credential: credentialOf(actor), how: root.how };
}

/** Of an attack that began on a machine, who came in there. */
function doorOf({ scenario: { root } }: Played, machines: readonly TrueMachine[]): GroundTruth['root'] {
  const entered = machines.find(({ door }) => door !== null);
  if (!root || !entered?.door) return null;
  const { user, credential } = entered.door;
  return { identity: { uid: `${entered.name}/${user}`, name: user }, credential, how: root.how };
}

/** The users whom an intruder was on machines, and whether their owners worked there as well. */
function usersOf(machines: readonly PlayedMachine[]): GroundTruth['identities'] {
  return machines.flatMap(({ machine, story, happenings }) => {
    const signIns = story.filter(({ happening: { deed } }) => deed.is === 'sign-in' && deed.outcome === 'accepted');
    const theirs = new Set(signIns.filter(({ side }) => side === 'intruder').map(({ happening }) => happening));
    const userOf = ({ deed }: (typeof happenings)[number]): string =>
      deed.is === 'sign-in' && deed.outcome === 'accepted' ? deed.user : '';
    return distinct([...theirs].map(userOf)).map((user) => {
      const isShared = happenings.some(
        (one) => userOf(one) === user && ![...theirs].some(({ time }) => time === one.time),
      );
      const role = isShared ? ('shared' as const) : ('intruder' as const);
      return { uid: `${machine.name}/${user}`, name: user, account: machine.account, role };
    });
  });
}

function uidsOf(acts: readonly PlayedAct[], side: Side): readonly string[] {
  return acts.filter((act) => act.side === side).flatMap((act) => act.calls.map((call) => call.uid));
}

function identitiesOf(cloud: CloudSimulation, acts: readonly PlayedAct[]): GroundTruth['identities'] {
  const shared = new Set(acts.filter((act) => act.side === 'owner').map((act) => named(cloud, act.actor).uid));
  const found = new Map<string, GroundTruth['identities'][number]>();
  for (const act of acts) {
    if (act.side !== 'intruder') continue;
    const { account } = cloud.identify(act.actor);
    const who = named(cloud, act.actor);
    found.set(who.uid, { ...who, account, role: shared.has(who.uid) ? 'shared' : 'intruder' });
    for (const { uid, name, type } of act.answer.made) {
      if (!/:(?:user|role)$/.test(type)) continue;
      found.set(uid, { uid, name: name ?? uid, account, role: 'intruder' });
    }
  }
  return [...found.values()];
}

/** Every step by which the intruder came to another identity or session. */
function hopsOf(cloud: CloudSimulation, acts: readonly PlayedAct[]): readonly TrueHop[] {
  return acts.flatMap((act) => {
    const { opens, deed, isOfItsSession } = act.answer;
    if (!opens || isOfItsSession || act.openedFor !== 'intruder') return [];
    const { account, session } = cloud.identify(opens);
    // Who takes over a machine gets its session: the way there is the launch.
    const launch = acts.find((one) => one.answer.made.some(({ uid }) => uid === session));
    const step = act.side === 'intruder' ? act : launch;
    if (!step) return [];
    return [
      {
        from: withSession(cloud, step.actor),
        to: withSession(cloud, opens),
        how: step === act ? deed.operation : step.answer.deed.operation,
        account,
        time: instant(timeOf(step)),
        events: atOnceOf(step).map((call) => call.uid),
        ...laterOf(step),
        ...(step.step.hides && { hides: step.step.hides }),
        ...(step.step.lateMinutes !== undefined && { late_minutes: step.step.lateMinutes }),
      },
    ];
  });
}

function resourcesOf(acts: readonly PlayedAct[]): readonly TrueResource[] {
  const found = new Map<string, TrueResource>();
  for (const act of acts.toSorted((a, b) => timeOf(a) - timeOf(b))) {
    const call = act.calls[0];
    if (!call) continue;
    const placed = (uid: string): string => `${call.account}/${call.region}/${uid}`;
    const isTheirs = act.side === 'intruder' || act.side === 'machine';
    for (const made of isTheirs ? act.answer.made : []) {
      found.set(placed(made.uid), {
        uid: made.uid,
        name: made.name,
        type: made.type,
        shape: made.shape,
        account: call.account,
        region: call.region,
        state: made.runs ? 'running' : 'active',
        first_seen: instant(call.time),
        respawned_by: act.side === 'machine' ? (act.step.madeBy ?? null) : null,
        event: call.uid,
      });
    }
    for (const { uid, state } of act.answer.changed) {
      const known = found.get(placed(uid));
      if (known) found.set(placed(uid), { ...known, state });
    }
  }
  return [...found.values()];
}

function containmentOf(act: PlayedAct): GroundTruth['containment'] {
  const call = act.calls[0];
  if (!call || call.isRead || (act.side !== 'provider' && act.side !== 'responder')) return [];
  return [{ time: instant(call.time), operation: call.operation, by: act.side, event: call.uid, ...laterOf(act) }];
}

/** The records of a call after its first one; those of other accounts are copies of that. */
function laterOf({ answer, calls }: PlayedAct): { readonly also?: readonly string[] } {
  const count = answer.deed.later?.length ?? 0;
  return count === 0 ? {} : { also: calls.slice(-count).map(({ uid }) => uid) };
}

const atOnceOf = ({ answer, calls }: PlayedAct): PlayedAct['calls'] =>
  calls.slice(0, calls.length - (answer.deed.later?.length ?? 0));

function markOf(act: PlayedAct): Mark {
  const call = act.calls[0];
  return {
    time: instant(timeOf(act)),
    operation: call?.operation ?? '',
    account: call?.account ?? '',
    region: call?.region ?? '',
    event: call?.uid ?? '',
    ...laterOf(act),
  };
}

/** The user or role, not its session. */
function named(cloud: CloudSimulation, actor: Actor): Named {
  const { uid, name } = cloud.identify(actor);
  return { uid, name };
}

function withSession(cloud: CloudSimulation, actor: Actor): Named {
  const { uid, name, session } = cloud.identify(actor);
  return { uid, name: session === undefined ? name : `${name}/${session}` };
}

function credentialOf(actor: Actor): string | null {
  return 'credential' in actor && actor.credential ? actor.credential : null;
}

const timeOf = (act: PlayedAct): number => act.calls[0]?.time ?? 0;

function instant(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort(compareText);
}
