import { AppError } from '../model/errors.ts';
import type { Actor, Answer, Call, CloudSimulation, Json, Made, Presence, Random } from '../model/simulation.ts';
import type { Scenario, Side, Step } from './scenario.ts';

const dayMs = 86_400_000;

/** One act of a scenario that was played, with what it left behind. */
export interface PlayedAct {
  readonly step: Step;
  readonly side: Side;
  readonly actor: Actor;
  readonly answer: Answer;
  /** As every account that took part records it; the first is the account that was called. */
  readonly calls: readonly Call[];
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
}

/** Plays the acts of a scenario in the order in which they stand: each may use what earlier ones made. */
export function play(scenario: Scenario, cloud: CloudSimulation, random: Random): readonly PlayedAct[] {
  const stage: Stage = { scenario, cloud, random, members: assemble({ scenario, cloud, random }), things: new Map() };
  return scenario.acts.flatMap((step) => playStep(stage, step));
}

/** Milliseconds since 1970 of a day and time of a scenario, such as `2 11:02:41`. */
function timeOf(scenario: Scenario, at: string): number {
  const match = /^(\d+) (\d\d):(\d\d):(\d\d)$/.exec(at);
  if (!match) throw new AppError('usage.invalid', `'${at}' is no day and time; write it as '2 11:02:41'`);
  const [day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  return Date.parse(scenario.start) + (day - 1) * dayMs + ((hour * 60 + minute) * 60 + second) * 1000;
}

function assemble(setting: Setting): Map<string, Member> {
  const members = new Map<string, Member>();
  for (const [name, member] of Object.entries(setting.scenario.cast)) {
    const { network, agent, side } = member;
    const actor = member.as === undefined ? newActor(setting, name) : members.get(member.as)?.actor;
    if (!actor)
      throw new AppError('usage.invalid', `cast.${name} is to be '${member.as ?? ''}', who does not stand before it`);
    members.set(name, { actor, network, agent, side });
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
    ...(member.path !== undefined && { path: member.path }),
    ...(member.session !== undefined && { session: member.session }),
    ...(member.invokedBy !== undefined && { invokedBy: member.invokedBy }),
  });
}

function playStep(stage: Stage, step: Step): readonly PlayedAct[] {
  const regions = typeof step.in === 'string' ? [step.in] : step.in;
  const acts: PlayedAct[] = [];
  let time = timeOf(stage.scenario, step.at);
  for (const region of regions) {
    for (let turn = 0; turn < (step.times ?? 1); turn += 1) {
      acts.push(act(stage, step, { region, time }));
      time += (step.every ?? 1) * 1000;
    }
  }
  const made = acts.flatMap((one) => one.answer.made);
  if (step.makes !== undefined) stage.things.set(step.makes, [...(stage.things.get(step.makes) ?? []), ...made]);
  return acts;
}

function act(
  stage: Stage,
  step: Step,
  { region, time }: { readonly region: string; readonly time: number },
): PlayedAct {
  const { cloud, random, members } = stage;
  const member = members.get(step.by);
  if (!member) throw new AppError('usage.invalid', `the act at ${step.at} is by '${step.by}', whom nobody knows yet`);
  const { actor, side } = member;
  const network = step.network ?? member.network;
  const account = homeOf(actor, stage, step);
  const requestUid = random.uuid();
  const agent = step.agent ?? member.agent;
  const answer = cloud.answer({
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
    request: fill(stage, step.with ?? null, region),
    ...(step.fails && { failure: step.fails }),
  });
  if (step.opens !== undefined && answer.opens) members.set(step.opens, { actor: answer.opens, network, agent, side });

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
  return { step, side, actor, answer, calls: recorded };
}

/** The account that a call is made in: the caller's own. */
function homeOf(actor: Actor, stage: Stage, step: Step): string {
  if (actor.is === 'role') return actor.role.account;
  if (actor.is === 'federated') return actor.user.account;
  if ('account' in actor && actor.account) return actor.account;
  throw new AppError(
    'usage.invalid',
    `the act at ${step.at} by '${step.by}' is in no account of ${stage.scenario.title}`,
  );
}

const reference = /\$\{([a-z]+)\.([^}]+)\}/g;

/**
 * Fills references in a request: `${account.prod}`, `${name.ci}`, `${credential.ci}`, `${made.key}`
 * (the first thing made), `${region.}`; and `{ each: gpu, give: … }`, a list with `$uid` filled.
 */
function fill(stage: Stage, value: Json, region: string): Json {
  if (typeof value === 'string')
    return value.replaceAll(reference, (_, kind: string, key: string) =>
      kind === 'region' ? region : lookUp(stage, kind, key),
    );
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => fill(stage, item, region));
  if (value === null || typeof value !== 'object') return value;
  const { each, give } = value as Readonly<Record<string, Json>>;
  if (typeof each === 'string' && give !== undefined) {
    return thing(stage, each).map((made) => JSON.parse(JSON.stringify(give).replaceAll('$uid', made.uid)) as Json);
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(stage, item, region)]));
}

function lookUp(stage: Stage, kind: string, key: string): string {
  if (kind === 'account') return accountUid(stage.scenario, key);
  if (kind === 'made') return thing(stage, key)[0]?.uid ?? '';
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
