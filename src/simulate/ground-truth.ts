import type { Actor, CloudSimulation } from '../model/simulation.ts';
import { compareText } from '../model/instant.ts';
import type { PlayedAct } from './play.ts';
import type { Scenario, Side } from './scenario.ts';

interface Named {
  readonly uid: string;
  readonly name: string;
}

/** What really happened in a scenario, to hold a finding against. */
export interface GroundTruth {
  readonly synthetic: true;
  readonly title: string;
  readonly seed: string;
  readonly root: { readonly identity: Named; readonly credential: string | null; readonly how: string };
  readonly first_seen: string;
  readonly last_seen: string;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly networks: readonly string[];
  readonly identities: readonly (Named & { readonly account: string; readonly role: 'intruder' | 'shared' })[];
  readonly chains: readonly {
    readonly from: string;
    readonly to: string;
    readonly how: string;
    readonly account: string;
    readonly time: string;
    readonly events: readonly string[];
  }[];
  readonly resources: readonly TrueResource[];
  readonly failed: readonly {
    readonly time: string;
    readonly operation: string;
    readonly account: string;
    readonly region: string;
    readonly error: string;
    readonly event: string;
  }[];
  readonly persistence: readonly Mark[];
  readonly impairment: readonly Mark[];
  readonly containment: readonly {
    readonly time: string;
    readonly operation: string;
    readonly by: 'provider' | 'responder';
    readonly event: string;
  }[];
  /** Event ids as the log has them, by whose act they are; `ordinary` is only counted. */
  readonly events: Readonly<Record<Side, readonly string[]>>;
  readonly ordinary_events: number;
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

interface Mark {
  readonly time: string;
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  readonly event: string;
}

export interface Played {
  readonly scenario: Scenario;
  readonly cloud: CloudSimulation;
  readonly acts: readonly PlayedAct[];
  readonly seed: string;
  readonly ordinaryEvents: number;
  readonly root: Actor;
}

/** Reads the truth off the acts that were played. */
export function groundTruth({ scenario, cloud, acts, seed, ordinaryEvents, root }: Played): GroundTruth {
  const hostile = acts.filter((act) => act.side === 'intruder');
  const times = hostile.map((act) => act.calls[0]?.time ?? 0);
  return {
    synthetic: true,
    title: scenario.title,
    seed,
    root: { identity: identityOf(root, cloud), credential: credentialOf(root), how: scenario.root.how },
    first_seen: instant(Math.min(...times)),
    last_seen: instant(Math.max(...times)),
    accounts: distinct(hostile.flatMap((act) => act.calls.map((call) => call.account))),
    regions: distinct(hostile.flatMap((act) => act.calls.map((call) => call.region))),
    networks: distinct(hostile.map((act) => act.calls[0]?.network ?? '')),
    identities: identitiesOf(cloud, acts),
    chains: hostile.flatMap((act) => chainOf(act, cloud)),
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
    ordinary_events: ordinaryEvents,
  };
}

function uidsOf(acts: readonly PlayedAct[], side: Side): readonly string[] {
  return acts.filter((act) => act.side === side).flatMap((act) => act.calls.map((call) => call.uid));
}

function identitiesOf(cloud: CloudSimulation, acts: readonly PlayedAct[]): GroundTruth['identities'] {
  const shared = new Set(acts.filter((act) => act.side === 'owner').map((act) => identityOf(act.actor, cloud).uid));
  const found = new Map<string, GroundTruth['identities'][number]>();
  for (const act of acts) {
    if (act.side !== 'intruder') continue;
    const who = identityOf(act.actor, cloud);
    found.set(who.uid, {
      ...who,
      account: act.calls[0]?.account ?? '',
      role: shared.has(who.uid) ? 'shared' : 'intruder',
    });
    for (const made of act.answer.made) {
      if (!made.type.endsWith(':user')) continue;
      found.set(made.uid, {
        uid: made.uid,
        name: made.name ?? made.uid,
        account: act.calls[0]?.account ?? '',
        role: 'intruder',
      });
    }
  }
  return [...found.values()];
}

function chainOf(act: PlayedAct, cloud: CloudSimulation): GroundTruth['chains'] {
  const { opens, deed } = act.answer;
  const call = act.calls[0];
  if (opens?.is !== 'role' || !call) return [];
  return [
    {
      from: cloud.nameOf(act.actor),
      to: cloud.nameOf(opens),
      how: deed.operation,
      account: opens.role.account,
      time: instant(call.time),
      events: act.calls.map((one) => one.uid),
    },
  ];
}

function resourcesOf(acts: readonly PlayedAct[]): readonly TrueResource[] {
  const found = new Map<string, TrueResource>();
  const ordered = [...acts].sort((a, b) => (a.calls[0]?.time ?? 0) - (b.calls[0]?.time ?? 0));
  for (const act of ordered) {
    const call = act.calls[0];
    if (!call) continue;
    const isTheirs = act.side === 'intruder' || act.side === 'machine';
    for (const made of isTheirs ? act.answer.made : []) {
      found.set(made.uid, {
        ...made,
        account: call.account,
        region: call.region,
        state: made.type.endsWith(':instance') ? 'running' : 'active',
        first_seen: instant(call.time),
        respawned_by: act.side === 'machine' ? (act.step.madeBy ?? null) : null,
        event: call.uid,
      });
    }
    for (const { uid, state } of act.answer.changed) {
      const known = found.get(uid);
      if (known) found.set(uid, { ...known, state });
    }
  }
  return [...found.values()];
}

function containmentOf(act: PlayedAct): GroundTruth['containment'] {
  const call = act.calls[0];
  if (!call || call.isRead || (act.side !== 'provider' && act.side !== 'responder')) return [];
  return [{ time: instant(call.time), operation: call.operation, by: act.side, event: call.uid }];
}

function markOf(act: PlayedAct): Mark {
  const call = act.calls[0];
  return {
    time: instant(call?.time ?? 0),
    operation: call?.operation ?? '',
    account: call?.account ?? '',
    region: call?.region ?? '',
    event: call?.uid ?? '',
  };
}

/** The user or role, not its session. */
function identityOf(actor: Actor, cloud: CloudSimulation): Named {
  if (actor.is === 'role') return { uid: actor.role.uid, name: actor.role.name };
  if (actor.is === 'user') return { uid: actor.uid, name: actor.name };
  return { uid: cloud.nameOf(actor), name: actor.is };
}

function credentialOf(actor: Actor): string | null {
  return 'credential' in actor && actor.credential ? actor.credential : null;
}

function instant(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort(compareText);
}
