import { AppError } from '../model/errors.ts';
import type {
  Actor,
  Answer,
  Call,
  CloudSimulation,
  Json,
  JsonObject,
  Made,
  Presence,
  Random,
} from '../model/simulation.ts';
import { laterCalls } from './later-calls.ts';
import { isWeekend } from './rhythm.ts';
import { type Scenario, type Step, isCall } from './scenario.ts';
import { timeOf } from './scenario-time.ts';
import type { Side } from './side.ts';

/** One act of a scenario that was played, with what it left behind. */
export interface PlayedAct {
  readonly step: Step;
  readonly side: Side;
  readonly actor: Actor;
  readonly answer: Answer;
  /** As every account that took part records it, the account that was called first; then what is told of it later. */
  readonly calls: readonly Call[];
  /** Whose the session is that it opened. */
  readonly openedFor: Side | null;
}

interface Setting {
  readonly scenario: Scenario;
  readonly cloud: CloudSimulation;
  readonly random: Random;
}

interface Stage extends Setting {
  readonly members: Map<string, Member>;
  readonly things: Map<string, readonly Made[]>;
}

interface Member extends Presence {
  readonly side: Side;
  /** Calls another account than that of the identity. */
  readonly isGuest: boolean;
  /** Where somebody calls who belongs to no account, such as a service of the provider. */
  readonly account: string | null;
}

/** One making of a step that may be repeated. */
interface Turn {
  readonly region: string;
  readonly time: number;
  /** From 0, over all regions and repetitions. */
  readonly index: number;
}

/**
 * Plays the routines and then the acts of a scenario, each in the order in which they stand: each may
 * use what earlier ones made. So routines draw the same chance whether or not there are acts.
 */
export function play(scenario: Scenario, cloud: CloudSimulation, random: Random): readonly PlayedAct[] {
  const stage: Stage = { scenario, cloud, random, members: assemble({ scenario, cloud, random }), things: new Map() };
  const everyDay = (scenario.routines ?? []).flatMap((routine) => playRoutine(stage, routine));
  return [
    ...everyDay,
    ...scenario.acts.filter(isCall).flatMap((step) => playStep(stage, step, timeOf(scenario, step.at))),
  ];
}

function playRoutine(stage: Stage, routine: NonNullable<Scenario['routines']>[number]): readonly PlayedAct[] {
  const { from = 1, until = stage.scenario.days, isWeekdaysOnly = false, jitterSeconds = 0, acts } = routine;
  const days = Array.from({ length: until - from + 1 }, (_, index) => from + index);
  return days.flatMap((day) => {
    const delay = stage.random.between(0, jitterSeconds) * 1000;
    if (isWeekdaysOnly && isWeekend(timeOf(stage.scenario, `${day} 00:00:00`))) return [];
    return acts
      .filter(isCall)
      .flatMap((step) => playStep(stage, step, timeOf(stage.scenario, `${day} ${step.at}`) + delay));
  });
}

function assemble(setting: Setting): Map<string, Member> {
  const members = new Map<string, Member>();
  for (const [name, member] of Object.entries(setting.scenario.cast)) {
    const { network, agent, side } = member;
    const actor = member.as === undefined ? newActor(setting, name) : members.get(member.as)?.actor;
    if (!actor)
      throw new AppError('usage.invalid', `cast.${name} is to be '${member.as ?? ''}', who does not stand before it`);
    const account = member.account === undefined ? null : accountUid(setting.scenario, member.account);
    const isGuest = member.as !== undefined && account !== null;
    members.set(name, { actor, network, agent, side, account, isGuest });
  }
  return members;
}

function newActor({ scenario, cloud, random }: Setting, name: string): Actor {
  const member = scenario.cast[name];
  if (!member?.kind) throw new AppError('usage.invalid', `cast.${name} has neither kind nor as`);
  return cloud.cast(random, {
    kind: member.kind,
    name: member.name ?? name,
    account: member.account === undefined ? '' : accountUid(scenario, member.account),
    opened: member.opened === undefined ? 0 : timeOf(scenario, member.opened),
    ...(member.from !== undefined && { from: member.from }),
    ...(member.path !== undefined && { path: member.path }),
    ...(member.session !== undefined && { session: member.session }),
    ...(member.invokedBy !== undefined && { invokedBy: member.invokedBy }),
  });
}

function playStep(stage: Stage, step: Step, start: number): readonly PlayedAct[] {
  const regions = typeof step.in === 'string' ? [step.in] : step.in;
  const turns = regions.flatMap((region) => Array.from({ length: step.times ?? 1 }, () => region));
  const pauseMs = (step.every ?? 1) * 1000;
  const acts = turns.map((region, index) => act(stage, step, { region, time: start + index * pauseMs, index }));
  const made = acts.flatMap((one) => one.answer.made);
  if (step.makes !== undefined) stage.things.set(step.makes, [...(stage.things.get(step.makes) ?? []), ...made]);
  return acts;
}

function act(stage: Stage, step: Step, turn: Turn): PlayedAct {
  const { cloud, random, members } = stage;
  const { region, time } = turn;
  const member = memberOf(stage, step.by, step);
  const { actor, side } = member;
  const network = step.network ?? member.network;
  const account = homeOf(member, stage, step);
  const requestUid = random.uuid();
  const agent = step.agent ?? member.agent;
  const asked = cloud.answer({
    actor,
    network,
    agent,
    account,
    region,
    time,
    requestUid,
    random,
    service: step.on,
    operation: step.do,
    request: fill(stage, step.with ?? null, turn),
    ...(step.fails && { failure: step.fails }),
  });
  const answer = { ...asked, deed: { ...asked.deed, response: without(asked.deed.response, step.hides ?? []) } };
  const user = step.handsTo === undefined ? { ...member, network, agent } : memberOf(stage, step.handsTo, step);
  const isOpened = step.opens !== undefined && answer.opens !== undefined;
  if (step.opens !== undefined && answer.opens) members.set(step.opens, { ...user, actor: answer.opens });

  const sharedUid = answer.copies.length > 0 ? random.uuid() : undefined;
  const recorded = [{ account, actor }, ...answer.copies].map((one): Call => ({
    ...answer.deed,
    ...one,
    network,
    agent: answer.deed.agent ?? agent,
    time,
    region: answer.deed.region ?? region,
    uid: random.uuid(),
    requestUid: answer.deed.requestUid ?? requestUid,
    ...(sharedUid !== undefined && { sharedUid }),
  }));
  const calls = [...recorded, ...recorded.slice(0, 1).flatMap((call) => laterCalls(call, random))];
  return { step: named(stage, step, turn), side, actor, answer, calls, openedFor: isOpened ? user.side : null };
}

/** The step with what makes it anew by its id. */
function named(stage: Stage, step: Step, turn: Turn): Step {
  const madeBy = fill(stage, step.madeBy ?? null, turn);
  return typeof madeBy === 'string' ? { ...step, madeBy } : step;
}

function memberOf({ members }: Stage, name: string, step: Step): Member {
  const member = members.get(name);
  if (member) return member;
  throw new AppError('usage.invalid', `the act at ${step.at} names '${name}', whom nobody knows yet`);
}

/** An answer without the parts of these paths: not every log keeps all that was said. */
function without(answer: Json, paths: readonly string[]): Json {
  return paths.reduce((left, path) => withoutOne(left, path.split('.')), answer);
}

function withoutOne(value: Json, [key = '', ...deeper]: readonly string[]): Json {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const { [key]: part, ...rest } = value as JsonObject;
  if (part === undefined || deeper.length === 0) return rest;
  return { ...rest, [key]: withoutOne(part, deeper) };
}

/** The account that a call is made in: the caller's own, unless it is a guest in another. */
function homeOf({ actor, account, isGuest }: Member, stage: Stage, step: Step): string {
  if (isGuest && account !== null) return account;
  if (actor.is === 'role') return actor.role.account;
  if (actor.is === 'federated') return actor.user.account;
  if (actor.is !== 'foreign' && 'account' in actor && actor.account) return actor.account;
  if (account !== null) return account;
  throw new AppError(
    'usage.invalid',
    `the act at ${step.at} by '${step.by}' is in no account of ${stage.scenario.title}`,
  );
}

const reference = /\$\{([a-z]+)\.([^}]*)\}/g;

/**
 * Fills references in a request: `${account.prod}`, `${name.ci}`, `${credential.ci}`, `${made.key}`
 * (the first thing made) and `${nth.key}` (the one made in the same turn), `${region.}`, `${turn.}` (from
 * 1); and `{ each: gpu, give: … }`, a list with `$uid` filled.
 */
function fill(stage: Stage, value: Json, turn: Turn): Json {
  if (typeof value === 'string')
    return value.replaceAll(reference, (_, kind: string, key: string) => lookUp(stage, { kind, key }, turn));
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => fill(stage, item, turn));
  if (value === null || typeof value !== 'object') return value;
  const { each, give } = value as Readonly<Record<string, Json>>;
  if (typeof each === 'string' && give !== undefined) {
    return thing(stage, each).map((made) => JSON.parse(JSON.stringify(give).replaceAll('$uid', made.uid)) as Json);
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(stage, item, turn)]));
}

function lookUp(stage: Stage, { kind, key }: { readonly kind: string; readonly key: string }, turn: Turn): string {
  if (kind === 'region') return turn.region;
  if (kind === 'turn') return String(turn.index + 1);
  if (kind === 'account') return accountUid(stage.scenario, key);
  if (kind === 'made') return thing(stage, key)[0]?.uid ?? '';
  if (kind === 'nth') return thing(stage, key)[turn.index]?.uid ?? '';
  const actor = stage.members.get(key)?.actor;
  if (!actor) throw new AppError('usage.invalid', `nobody is called '${key}' yet`);
  if (kind === 'name') return stage.cloud.nameOf(actor);
  if (kind === 'credential' && 'credential' in actor && actor.credential) return actor.credential;
  throw new AppError('usage.invalid', `there is no \${${kind}.${key}}`);
}

function thing(stage: Stage, name: string): readonly Made[] {
  const made = stage.things.get(name);
  if (!made) throw new AppError('usage.invalid', `nothing called '${name}' was made yet`);
  return made;
}

function accountUid(scenario: Scenario, name: string): string {
  const account = scenario.accounts[name];
  if (!account) throw new AppError('usage.invalid', `there is no account called '${name}'`);
  return account.uid;
}
