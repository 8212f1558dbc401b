import type {
  Call,
  CloudSimulation,
  Habit,
  Organisation,
  Presence,
  Random,
  RecordedDeed,
  Resident,
  Scene,
  SimulatedAccount,
} from '../model/simulation.ts';
import { laterCalls } from './later-calls.ts';
import { createRandom } from './random.ts';
import { activity } from './rhythm.ts';

const slotMs = 5 * 60_000;

export interface Span {
  /** Milliseconds since 1970, UTC; `until` is not included. */
  readonly since: number;
  readonly until: number;
  /** How many calls to play: exactly these. */
  readonly events: number;
  readonly seed: string;
}

/** Whose life: an account, and the organisation that it is part of. */
export interface Household {
  readonly organisation: Organisation;
  readonly account: SimulatedAccount;
}

/**
 * The ordinary life of one account as calls, slot by slot of five minutes; within a slot they are in
 * no strict order, as in a real log. Each account draws from a stream of its own, so that accounts
 * can be played in any order or at once.
 */
export function* ordinaryLife(cloud: CloudSimulation, household: Household, span: Span): Generator<Call> {
  const town = found(cloud, household, span.seed);
  const curve = busyness(town.residents, span);
  let played = 0;
  let due = 0;

  for (const [slot, part] of curve.entries()) {
    due += part * span.events;
    const target = slot === curve.length - 1 ? span.events : Math.round(due);
    for (const call of slotOf(town, span.since + slot * slotMs, target - played)) {
      if (played === span.events) return;
      yield call;
      played += 1;
    }
  }
}

/** Visits until at least so many calls are made: the last visit may make more. */
function* slotOf(town: Town, start: number, target: number): Generator<Call> {
  const { random, residents } = town;
  const now = cumulative(
    residents.map((resident) => ({ item: resident, weight: resident.visits * activity(resident.rhythm, start) })),
  );
  for (let made = 0; made < target;) {
    for (const call of visit(town, draw(random, now), start + random.between(0, slotMs - 1))) {
      yield call;
      made += 1;
    }
  }
}

function found(cloud: CloudSimulation, { organisation, account }: Household, seed: string): Town {
  const random = createRandom(`${seed}/${account.uid}`);
  return {
    account,
    random,
    residents: cloud.settle(random.fork('settle'), account, organisation).map(withWeights),
    regions: cumulative(Object.entries(account.regions).map(([name, weight]) => ({ item: name, weight }))),
    sessions: new Map(),
  };
}

interface Town {
  readonly account: SimulatedAccount;
  readonly random: Random;
  readonly residents: readonly Neighbour[];
  readonly regions: Weighted<string>;
  readonly sessions: Map<string, { readonly presence: Presence; readonly expires: number }>;
}

interface Neighbour extends Resident {
  /** Visits, not events: a share of events is divided by how many calls a visit has. */
  readonly visits: number;
  readonly weightedHabits: Weighted<Habit>;
}

function withWeights(resident: Resident): Neighbour {
  const [least, most] = resident.calls;
  return {
    ...resident,
    visits: resident.share / ((least + most) / 2),
    weightedHabits: cumulative(resident.habits.map((habit) => ({ item: habit, weight: habit.weight }))),
  };
}

/** What part of all events falls into each slot. */
function busyness(residents: readonly Neighbour[], span: Span): readonly number[] {
  const slots = Math.max(1, Math.ceil((span.until - span.since) / slotMs));
  const raw = Array.from({ length: slots }, (_, slot) =>
    residents.reduce(
      (sum, resident) => sum + resident.share * activity(resident.rhythm, span.since + slot * slotMs),
      0,
    ),
  );
  const total = raw.reduce((sum, part) => sum + part, 0);
  return raw.map((part) => part / total);
}

function* visit(town: Town, resident: Neighbour, start: number): Generator<Call> {
  const { random, account } = town;
  const region = resident.isAtHome ? account.home : draw(random, town.regions);
  const index = random.between(0, resident.count - 1);
  const key = `${resident.name}/${index}${resident.isRegional ? `/${region}` : ''}`;

  let session = town.sessions.get(key);
  if (!session || session.expires <= start) {
    const opened = start - random.between(400, 2_500);
    session = {
      presence: resident.arrive({ random, time: opened, region, index }),
      expires: opened + resident.sessionMinutes * 60_000,
    };
    town.sessions.set(key, session);
    if (resident.open)
      yield* opening(town, resident.open, {
        ...session.presence,
        random,
        time: opened,
        region,
        requestUid: random.uuid(),
      });
  }

  const count = random.between(resident.calls[0], resident.calls[1]);
  const first = random.between(0, resident.habits.length - 1);
  let time = start;
  for (let made = 0; made < count; made += 1) {
    const habit = resident.isOrderly
      ? resident.habits[(first + made) % resident.habits.length]
      : draw(random, resident.weightedHabits);
    if (!habit) return;
    const scene: Scene = { ...session.presence, random, time, region, requestUid: random.uuid() };
    const call = toCall(habit.make(scene), scene, account.uid);
    yield call;
    yield* laterCalls(call, random);
    time += random.between(resident.paceMs[0], resident.paceMs[1]);
  }
}

function* opening(town: Town, open: (scene: Scene) => readonly RecordedDeed[], scene: Scene): Generator<Call> {
  const shared = new Map<string, string>();
  for (const deed of open(scene)) {
    const mark = deed.shared;
    if (mark === undefined) {
      yield toCall(deed, { ...scene, ...presenceOf(deed, scene) }, deed.account ?? town.account.uid);
      continue;
    }
    const sharedUid = shared.get(mark) ?? town.random.uuid();
    shared.set(mark, sharedUid);
    yield { ...toCall(deed, { ...scene, ...presenceOf(deed, scene) }, deed.account ?? town.account.uid), sharedUid };
  }
}

function presenceOf(deed: RecordedDeed, scene: Scene): Presence {
  return { actor: deed.actor ?? scene.actor, network: deed.network ?? scene.network, agent: deed.agent ?? scene.agent };
}

function toCall(deed: Deed, scene: Scene, account: string): Call {
  return {
    ...deed,
    actor: scene.actor,
    network: scene.network,
    agent: deed.agent ?? scene.agent,
    time: scene.time,
    account,
    region: deed.region ?? scene.region,
    uid: scene.random.uuid(),
    requestUid: deed.requestUid ?? scene.requestUid,
  };
}

type Deed = ReturnType<Habit['make']>;

interface Weighted<T> {
  readonly items: readonly T[];
  readonly sums: readonly number[];
}

function cumulative<T>(entries: readonly { readonly item: T; readonly weight: number }[]): Weighted<T> {
  let sum = 0;
  return { items: entries.map((entry) => entry.item), sums: entries.map((entry) => (sum += entry.weight)) };
}

function draw<T>(random: Random, from: Weighted<T>): T {
  const total = from.sums[from.sums.length - 1] ?? 0;
  const mark = random.fraction() * total;
  const found = from.sums.findIndex((sum) => sum > mark);
  const item = from.items[found === -1 ? from.items.length - 1 : found];
  if (item === undefined) throw new RangeError('nothing to draw from');
  return item;
}
