import type { Happening } from '../../model/machine-simulation.ts';
import type { Random } from '../../model/simulation.ts';
import { type Host, type Load, happening } from './host.ts';
import type { MachinePlan } from './schema.ts';

const minuteMs = 60_000;

export interface Measured {
  readonly loads: readonly Load[];
  readonly happenings: readonly Happening[];
  /** From when on nothing leaves the machine: its agent tells no more. */
  readonly until: number;
  readonly plan: MachinePlan;
  readonly random: Random;
}

/** What a metrics service says of a machine: what runs takes the processor, and connections carry the bytes. */
export function measure(host: Host, { loads, happenings, until: end, plan, random }: Measured): readonly Happening[] {
  const { everyMinutes = 1, metrics = ['cpu', 'memory', 'bytes-out', 'bytes-in'] } = plan.measured ?? {};
  const stepMs = everyMinutes * minuteMs;
  const first = Math.ceil(host.since / stepMs) * stepMs;
  const steps = Math.max(0, Math.floor((end - first) / stepMs));
  const series = {
    cpu: new Float64Array(steps),
    memory: new Float64Array(steps),
    out: new Float64Array(steps),
    in: new Float64Array(steps),
  };
  /** Adds a value for the part of each step that a span covers. */
  const spread = (into: Float64Array, span: { from: number; until: number }, value: (part: number) => number): void => {
    const [from, until] = [Math.max(span.from, first), Math.min(span.until, first + steps * stepMs)];
    for (let step = Math.floor((from - first) / stepMs); first + step * stepMs < until; step += 1) {
      const begin = first + step * stepMs;
      const part = Math.min(until, begin + stepMs) - Math.max(from, begin);
      into[step] = (into[step] ?? 0) + value(part);
    }
  };
  for (const load of loads) {
    spread(series.cpu, load, (part) => (load.cpu * part) / stepMs);
    spread(series.memory, load, (part) => (load.memory * part) / stepMs);
  }
  for (const { time, deed } of happenings) {
    if (deed.is !== 'connection') continue;
    const lasts = Math.max(1, deed.seconds * 1000);
    const span = { from: time, until: time + lasts };
    spread(series.out, span, (part) => (deed.bytesOut * part) / lasts);
    spread(series.in, span, (part) => (deed.bytesIn * part) / lasts);
  }
  const { idleCpu = 3 } = plan;
  return Array.from({ length: steps }, (_, step) => {
    const at = (values: Float64Array): number => values[step] ?? 0;
    const [idle, quiet] = [idleCpu * (0.9 + 0.4 * random.fraction()), random.fraction()];
    const values = {
      cpu: round(Math.min(97.6 + quiet, idle + at(series.cpu))),
      memory: round(Math.min(98, 21 + quiet + at(series.memory))),
      'bytes-out': Math.round(everyMinutes * random.between(9_000, 26_000) + at(series.out)),
      'bytes-in': Math.round(everyMinutes * random.between(7_000, 21_000) + at(series.in)),
    };
    return metrics.map((metric) =>
      happening(host, first + step * stepMs, { is: 'measure', metric, value: values[metric] }),
    );
  }).flat();
}

const round = (value: number): number => Math.round(value * 100) / 100;
