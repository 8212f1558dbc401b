import type { Howto } from '../model/howto.ts';
import type { Advice, Incident } from '../model/incident.ts';
import type { PlanFacts } from '../model/plan-facts.ts';
import { planSchemaVersion } from '../model/plan.ts';
import type { Plan, Step } from '../model/plan.ts';
import type { Resource } from '../model/resource.ts';
import { howtosOf } from './case.ts';
import type { Case } from './case.ts';
import { deedWants } from './deed-wants.ts';
import { cuttingWants } from './identity-wants.ts';
import { manualStepsOf } from './manual-steps.ts';
import { citeAll, claimsOf, stepsOf } from './steps.ts';
import type { Draft } from './steps.ts';
import { inAccount, listed, sweepLine } from './words.ts';
import { workloadWants } from './workload-wants.ts';

interface Told {
  readonly incident: Incident;
  readonly facts: PlanFacts;
}

/**
 * The ordered containment of one incident, as a proposal: what others have done stands in it as done, and
 * nothing is applied. The same incident and facts give the same plan.
 */
export function draftPlan({ incident, facts }: Told, howtos: readonly Howto[]): Plan {
  const one: Case = { incident, facts, howtos };
  const drafts = stepsOf(one, [...cuttingWants(one), ...workloadWants(one), ...deedWants(one)]);
  const steps = inOrder(one, drafts);
  return {
    schema_version: planSchemaVersion,
    plan_uid: `${incident.incident_uid}-plan`,
    incident_uid: incident.incident_uid,
    status: 'draft',
    as_of: facts.asOf,
    uses_since: facts.usesSince,
    steps,
    manual_steps: manualStepsOf(one, steps),
  };
}

/** The incident with its plan, the steps that only a person can do, and what planning leaves open. */
export function withPlan(told: Told, howtos: readonly Howto[]): Incident {
  const { incident, facts } = told;
  const plan = draftPlan(told, howtos);
  const questions = [...incident.questions, ...lostCopies({ incident, facts, howtos }, plan.steps)];
  return { ...incident, questions, manual_steps: plan.manual_steps, plan };
}

/** What was ended before anybody kept its disk may lie in a copy that these logs do not know of. */
function lostCopies(one: Case, steps: readonly Step[]): readonly Advice[] {
  const lost = steps.filter(({ status }) => status === 'too-late');
  const accounts = Map.groupBy(lost, ({ account }) => account);
  return [...accounts].map(([account, same]) => ({
    text: `Is there another copy of ${listed(same.flatMap(({ targets }) => targets.map(({ uid }) => uid)))}${inAccount(account)}?`,
    why: 'they were ended before a snapshot of them was taken, as far as these logs say',
    how: howtosOf(one, account)[0]?.byHand['other-copies'] ?? null,
    ...citeAll(same),
  }));
}

function inOrder(one: Case, drafts: readonly Draft[]): readonly Step[] {
  const steps = drafts.map((draft, index) => ({ ...draft, order: index + 1, after: waitsFor(one, draft, drafts) }));
  const sweep = sweepOf(one, drafts);
  return sweep === null ? steps : [...steps, { ...sweep, order: steps.length + 1 }];
}

/** Open steps that must be finished before: those that keep a target's evidence, and what brings it back. */
function waitsFor({ incident }: Case, step: Draft, all: readonly Draft[]): readonly string[] {
  if (step.status !== 'open' || !endings.has(step.phase)) return [];
  const own = new Set(step.targets.map(thing));
  const launchers = new Set(
    incident.resources.flatMap((one) => (own.has(thing(one)) && isBeside(step, one) ? (one.respawned_by ?? []) : [])),
  );
  const isConcerned = (target: Step['targets'][number]): boolean =>
    own.has(thing(target)) || launchers.has(target.uid) || launchers.has(target.name);
  return all
    .slice(0, all.indexOf(step))
    .filter((other) => other.status === 'open' && isBeside(step, other) && other.targets.some(isConcerned))
    .map(({ step_uid: uid }) => uid);
}
const thing = ({ type, uid }: Step['targets'][number] | Resource): string => `${type} ${uid}`;

type Place = Pick<Step, 'account' | 'region'>;
/** In the same account and region, or in one where either is said to be none. */
const isBeside = (a: Place, b: Place): boolean =>
  a.account === b.account && (a.region === b.region || a.region === null || b.region === null);

const endings: ReadonlySet<string> = new Set(['check-copies', 'drain', 'stop', 'terminate', 'remove']);

/** The last step of every plan: what was contained is looked at again, everywhere. */
function sweepOf(one: Case, drafts: readonly Draft[]): Omit<Step, 'order'> | null {
  const { incident, facts } = one;
  if (drafts.length === 0 || incident.accounts.length === 0) return null;
  return {
    step_uid: `${incident.incident_uid}-sweep`,
    phase: 'sweep',
    action: 'beewolf.investigate',
    title: 'Look at every account and region of the incident again, in logs delivered since',
    targets: incident.accounts.map((uid) => ({ uid, name: uid, type: 'cloud:account' })),
    account: null,
    region: null,
    status: 'open',
    done: [],
    reason: {
      text: 'an answer of a provider proves no containment; a region that was not asked is not clean',
      claims: claimsOf(one, ['accounts', 'regions']),
    },
    permissions: [],
    is_reversible: true,
    undo: null,
    breaks: { text: 'nothing', uses: [] },
    cli: [sweepLine(facts)],
    terraform: null,
    verify: { text: 'Every cell of account and region is seen and clean, or said to be denied or off', cli: [] },
    after: drafts.filter(({ status }) => status === 'open').map(({ step_uid: uid }) => uid),
    ...citeAll(incident.timeline),
  };
}
