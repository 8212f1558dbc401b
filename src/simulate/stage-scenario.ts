import type { Call, CloudSimulation, Organisation } from '../model/simulation.ts';
import { AppError } from '../model/errors.ts';
import { type GroundTruth, type OrdinaryResource, groundTruth, ordinaryResources } from './ground-truth.ts';
import { type PlayedMachine, stageMachines } from './machines/stage-machines.ts';
import { ordinaryLife } from './ordinary-life.ts';
import { type PlayedAct, play } from './play.ts';
import { createRandom } from './random.ts';
import { type Scenario, isCall } from './scenario.ts';

export interface Staging {
  readonly seed: string;
  /** Multiplies the ordinary life, and nothing else. */
  readonly scale: number;
}

export interface StagedScenario {
  readonly acts: readonly PlayedAct[];
  /** An account after the other: its calls in about the order of time, drawn while they are read. */
  readonly households: () => Iterable<Iterable<Call>>;
  /** Calls whose records come later than their neighbours'. */
  readonly late: readonly { readonly lateMinutes: number; readonly calls: readonly Call[] }[];
  readonly machines: readonly PlayedMachine[];
  /** What happened; whole only when all households were read. */
  readonly truth: () => GroundTruth;
}

/**
 * Plays the acts of a scenario and makes ready the ordinary life around them; `cloud` is null where it has none, and
 * all of it happens on machines. Errors: `usage.invalid`.
 */
export function stageScenario(
  scenario: Scenario,
  cloud: CloudSimulation | null,
  { seed, scale }: Staging,
): StagedScenario {
  if (!cloud && scenario.acts.some(isCall)) throw new AppError('usage.invalid', 'calls need a cloud to answer them');
  const acts = cloud ? play(scenario, cloud, createRandom(`${seed}/scenario`)) : [];
  const madeBy = (name: string): string | null =>
    acts.find((act) => act.step.makes === name && act.answer.made.length > 0)?.answer.made[0]?.uid ?? null;
  const machines = stageMachines(scenario, { seed, scale, madeBy });
  const { root } = scenario;
  if (root && ![...acts.map((act) => act.step), ...scenario.acts].some((step) => step.by === root.member))
    throw new AppError('usage.invalid', `root.member '${root.member}' does nothing in this scenario`);
  const punctual = acts.filter((act) => act.step.lateMinutes === undefined).flatMap((act) => act.calls);
  const late = acts.flatMap(({ step, calls }) =>
    step.lateMinutes === undefined ? [] : [{ lateMinutes: step.lateMinutes, calls }],
  );
  const shares = sharesOf(scenario, Math.round(scenario.ordinary * scale));
  let ordinaryEvents = 0;
  const found: OrdinaryResource[] = [];

  function* households(): Generator<Iterable<Call>> {
    for (const { account, events } of shares) {
      const theirs = punctual.filter((call) => call.account === account.uid);
      if (cloud) yield inOrder(theirs, counted(lifeOf(scenario, cloud, { account, events, seed })));
    }
  }
  function* counted(calls: Iterable<Call>): Generator<Call> {
    for (const call of calls) {
      ordinaryEvents += 1;
      if (call.made) found.push(...ordinaryResources(call, call.made));
      yield call;
    }
  }
  const truth = (): GroundTruth =>
    groundTruth({ scenario, cloud, acts, machines, seed, scale, ordinaryEvents, ordinaryResources: found });
  return { acts, households, late, machines, truth };
}

type Account = Organisation['accounts'][number];

interface Share {
  readonly account: Account;
  readonly events: number;
}

const accountsOf = ({ accounts }: Scenario): readonly Account[] =>
  Object.entries(accounts).map(([name, { uid, home, regions, share, also }]) => ({
    name,
    uid,
    home,
    regions,
    share,
    ...(also && { also }),
  }));

/** How many events of ordinary life each account has: rounded sums, so that the parts add up. */
function sharesOf(scenario: Scenario, events: number): readonly Share[] {
  const accounts = accountsOf(scenario);
  const total = accounts.reduce((sum, { share }) => sum + share, 0);
  let before = 0;
  return accounts.map((account) => {
    const from = Math.round((events * before) / total);
    before += account.share;
    return { account, events: Math.round((events * before) / total) - from };
  });
}

function lifeOf(
  scenario: Scenario,
  cloud: CloudSimulation,
  { account, events, seed }: Share & { readonly seed: string },
): Iterable<Call> {
  const organisation: Organisation = { ...scenario.organisation, accounts: accountsOf(scenario) };
  const since = Date.parse(scenario.start);
  const until = since + scenario.days * 86_400_000;
  return ordinaryLife(cloud, { organisation, account }, { since, until, seed, events });
}

/** Acts put among the calls of ordinary life. */
function* inOrder(acts: readonly Call[], life: Iterable<Call>): Generator<Call> {
  const waiting = acts.toSorted((a, b) => a.time - b.time);
  let next = 0;
  for (const call of life) {
    for (let act = waiting[next]; act && act.time <= call.time; act = waiting[next]) {
      yield act;
      next += 1;
    }
    yield call;
  }
  yield* waiting.slice(next);
}
