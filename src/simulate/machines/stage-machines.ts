import { AppError } from '../../model/errors.ts';
import type { Happening, SimulatedMachine } from '../../model/machine-simulation.ts';
import { isWeekend } from '../rhythm.ts';
import { createRandom } from '../random.ts';
import { type Scenario, isCall } from '../scenario.ts';
import { endOf, timeOf } from '../scenario-time.ts';
import { act } from './act.ts';
import { finish } from './endings.ts';
import { type Host, numbersOf } from './host.ts';
import { type Life, liveOn } from './life.ts';
import { measure } from './measures.ts';
import type { MachinePlan, MachineStep } from './schema.ts';
import { type Lived, type Person, type Stage, fault, gather, openStage } from './stage.ts';

/** A machine whose story and ordinary life were played. */
export interface PlayedMachine {
  readonly plan: MachinePlan;
  readonly machine: SimulatedMachine;
  /** All that happened on it, in the order of time. */
  readonly happenings: readonly Happening[];
  /** Of it, what the scenario tells. */
  readonly story: readonly Lived[];
  readonly noiseAddresses: readonly string[];
}

export interface MachineStaging {
  readonly seed: string;
  readonly scale: number;
  /** The id of what a call made, by the name that the scenario gives it; null where nothing is called so. */
  readonly madeBy: (name: string) => string | null;
}

interface Timed {
  readonly step: MachineStep;
  readonly time: number;
}

/** Plays the machines of a scenario. Errors: `usage.invalid`. */
export function stageMachines(scenario: Scenario, staging: MachineStaging): readonly PlayedMachine[] {
  const { seed } = staging;
  const people = gather(scenario.people, seed);
  const steps = stepsOf(scenario, seed);
  for (const { step } of steps) {
    if (!(step.machine in scenario.machines)) throw fault(step, 'there is no such machine');
    if (!people.has(step.by)) throw fault(step, 'there is nobody of that name among people');
  }
  const taken = takenAddresses(scenario);
  return Object.entries(scenario.machines).map(([name, plan]) => {
    const theirs = steps.filter(({ step }) => step.machine === name);
    return playMachine({ scenario, name, plan, people, steps: theirs, taken }, staging);
  });
}

function playMachine(
  given: {
    readonly scenario: Scenario;
    readonly name: string;
    readonly plan: MachinePlan;
    readonly people: ReadonlyMap<string, Person>;
    readonly steps: readonly Timed[];
    readonly taken: ReadonlySet<string>;
  },
  { seed, scale, madeBy }: MachineStaging,
): PlayedMachine {
  const { scenario, name, plan, people, steps, taken } = given;
  const machine = machineOf(plan, madeBy);
  const random = createRandom(`${seed}/machine/${name}`);
  const since = plan.from === undefined ? Date.parse(scenario.start) : timeOf(scenario, plan.from);
  const end = plan.until === undefined ? endOf(scenario) : timeOf(scenario, plan.until);
  const host = (whose: 'story' | 'life', until: number): Host => ({
    machine,
    seed,
    since,
    until,
    numbers: numbersOf(random.fork(`numbers/${whose}`), since, whose),
  });

  const stage = openStage(host('story', end));
  for (const { step, time } of steps) playStep(stage, { step, time }, people);
  finish(stage);

  const alive = host('life', stage.stopped);
  const life: Life = plan.life
    ? liveOn({ host: alive, plan: plan.life, people, random: random.fork('life'), scale, taken })
    : { happenings: [], loads: [], noiseAddresses: [] };
  const ordinary = life.happenings.filter(({ time }) => time < stage.isolated);
  const lived = inOrder([...stage.lived.map(({ happening }) => happening), ...ordinary]);
  const measures = measure(alive, {
    loads: [...stage.loads, ...life.loads],
    happenings: lived,
    until: Math.min(alive.until, stage.isolated),
    plan,
    random: random.fork('measures'),
  });
  return {
    plan,
    machine,
    happenings: inOrder([...lived, ...measures]),
    story: stage.lived.toSorted((a, b) => a.happening.time - b.happening.time),
    noiseAddresses: life.noiseAddresses,
  };
}

function playStep(stage: Stage, { step, time }: Timed, people: ReadonlyMap<string, Person>): void {
  const person = people.get(step.by);
  if (!person) throw fault(step, 'there is nobody of that name among people');
  if (time >= stage.stopped) throw fault(step, 'the machine is gone by then');
  act({ stage, step, person, time });
}

/** All acts on machines, of routines as well, in the order of time. */
function stepsOf(scenario: Scenario, seed: string): readonly Timed[] {
  const told = scenario.acts.flatMap((step) => (isCall(step) ? [] : [{ step, time: timeOf(scenario, step.at) }]));
  const random = createRandom(`${seed}/machines/routines`);
  const daily = (scenario.routines ?? []).flatMap((routine, index) => {
    const { from = 1, until = scenario.days, isWeekdaysOnly = false, jitterSeconds = 0 } = routine;
    return Array.from({ length: until - from + 1 }, (_, day) => from + day).flatMap((day) => {
      if (isWeekdaysOnly && isWeekend(timeOf(scenario, `${day} 00:00:00`))) return [];
      const delay = random.fork(`${index}/${day}`).between(0, jitterSeconds) * 1000;
      return routine.acts.flatMap((step) =>
        isCall(step) ? [] : [{ step, time: timeOf(scenario, `${day} ${step.at}`) + delay }],
      );
    });
  });
  return [...daily, ...told].toSorted((a, b) => a.time - b.time);
}

function machineOf(plan: MachinePlan, madeBy: MachineStaging['madeBy']): SimulatedMachine {
  const { name, uid, account, region, compartment, shape, cores, publicAddress, privateAddress, offsetMinutes } = plan;
  return {
    name,
    uid: uid === undefined ? null : filled(uid, madeBy),
    account: account ?? '',
    region: region ?? '',
    compartment: compartment ?? null,
    shape: shape ?? null,
    cores,
    publicAddress: publicAddress ?? null,
    privateAddress,
    offsetMinutes: offsetMinutes ?? 0,
  };
}

function filled(uid: string, madeBy: MachineStaging['madeBy']): string {
  return uid.replaceAll(/\$\{made\.([^}]*)\}/g, (_, name: string) => {
    const made = madeBy(name);
    if (made === null) throw new AppError('usage.invalid', `nothing called '${name}' was made`);
    return made;
  });
}

/** Addresses that the scenario names anywhere: noise has none of them. */
function takenAddresses(scenario: Scenario): ReadonlySet<string> {
  const text = JSON.stringify(scenario);
  return new Set(text.match(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g));
}

/** By time; no two things happen to one machine in the same millisecond. */
function inOrder(happenings: readonly Happening[]): readonly Happening[] {
  let last = 0;
  return happenings
    .toSorted((a, b) => a.time - b.time)
    .map((happening) => {
      last = Math.max(happening.time, last + 1);
      return last === happening.time ? happening : { ...happening, time: last };
    });
}
