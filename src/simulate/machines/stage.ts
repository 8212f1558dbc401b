import { AppError } from '../../model/errors.ts';
import type { Happening, SimulatedProcess } from '../../model/machine-simulation.ts';
import type { Side } from '../side.ts';
import type { Session } from './deeds.ts';
import { type Host, type Load, fingerprintOf } from './host.ts';
import type { FarEnd, MachineStep, PersonPlan } from './schema.ts';

/** What happened on a machine as part of the story, whose doing it was, and by which act. */
export interface Lived {
  readonly happening: Happening;
  readonly side: Side;
  readonly step: MachineStep;
}

/** A process that goes on running. */
export interface Running {
  readonly name: string;
  readonly process: SimulatedProcess;
  readonly user: string;
  readonly from: number;
  readonly cpu: number;
  readonly memory: number;
  readonly keeps: readonly FarEnd[];
  readonly reconnectMs: number;
  readonly side: Side;
  readonly step: MachineStep;
}

export interface Timetable {
  readonly user: string;
  readonly uid: number;
  readonly line: string;
  readonly everyMinutes: number;
  readonly from: number;
  readonly side: Side;
  readonly step: MachineStep;
}

/** A machine while its story is played. */
export interface Stage {
  readonly host: Host;
  readonly sessions: Map<string, Session>;
  readonly running: Map<string, Running>;
  readonly timetables: Map<string, Timetable>;
  /** Parents of what nobody who is signed in started, by their program. */
  readonly services: Map<string, SimulatedProcess['parent']>;
  readonly lived: Lived[];
  readonly loads: Load[];
  /** When nothing goes in or out any longer, and when it is gone; `host.until` until then. */
  isolated: number;
  stopped: number;
}

/** Somebody who is at work on machines. */
export interface Person {
  readonly name: string;
  readonly user: string;
  readonly uid: number;
  readonly key: { readonly type: string; readonly fingerprint: string } | null;
  readonly from: readonly string[];
  readonly side: Side;
}

export interface Cue {
  readonly stage: Stage;
  readonly step: MachineStep;
  readonly person: Person;
  readonly time: number;
}

export const openStage = (host: Host): Stage => ({
  host,
  sessions: new Map(),
  running: new Map(),
  timetables: new Map(),
  services: new Map(),
  lived: [],
  loads: [],
  isolated: host.until,
  stopped: host.until,
});

/** Everybody of a scenario who is at work on machines. Errors: `usage.invalid`. */
export function gather(plans: Readonly<Record<string, PersonPlan>>, seed: string): ReadonlyMap<string, Person> {
  const people = new Map<string, Person>();
  for (const [name, plan] of Object.entries(plans)) {
    const other = plan.as === undefined ? undefined : people.get(plan.as);
    if (plan.as !== undefined && !other)
      throw new AppError('usage.invalid', `people.${name} is to be '${plan.as}', who does not stand before`);
    people.set(name, {
      name,
      user: plan.user ?? other?.user ?? name,
      uid: plan.uid ?? other?.uid ?? 1000,
      key: plan.key ? { type: plan.key.type, fingerprint: fingerprintOf(seed, plan.key.name) } : (other?.key ?? null),
      from: plan.from ?? other?.from ?? [],
      side: plan.side,
    });
  }
  return people;
}

/** Notes what an act led to. */
export function tell({ stage, step, person }: Cue, done: readonly Happening[]): void {
  stage.lived.push(...done.map((happening) => ({ happening, side: person.side, step })));
}

export const fault = (step: MachineStep, what: string): AppError =>
  new AppError('usage.invalid', `the act at ${step.at} by '${step.by}' on ${step.machine}: ${what}`);
