import type { Happening } from '../../model/machine-simulation.ts';
import type { Random } from '../../model/simulation.ts';
import { type Host, type Load, happening } from './host.ts';

const minuteMs = 60_000;

export interface Measured {
  readonly loads: readonly Load[];
  readonly happenings: readonly Happening[];
  readonly everyMinutes: number;
  readonly random: Random;
}

/** What a metrics service says of a machine: what runs takes the processor, and connections carry the bytes. */
export function measure(host: Host, { loads, happenings, everyMinutes, random }: Measured): readonly Happening[] {
  const stepMs = everyMinutes * minuteMs;
  const first = Math.ceil(host.since / stepMs) * stepMs;
  const steps = Math.max(0, Math.floor((host.until - first) / stepMs));
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
  return Array.from({ length: steps }, (_, step) => {
    const time = first + step * stepMs;
    const at = (values: Float64Array): number => values[step] ?? 0;
    const idle = 1.5 + 3 * random.fraction();
    return [
      happening(host, time, { is: 'measure', metric: 'cpu', value: round(Math.min(99.4, idle + at(series.cpu))) }),
      happening(host, time, {
        is: 'measure',
        metric: 'memory',
        value: round(Math.min(98, 21 + random.fraction() + at(series.memory))),
      }),
      happening(host, time, {
        is: 'measure',
        metric: 'bytes-out',
        value: Math.round(everyMinutes * random.between(9_000, 26_000) + at(series.out)),
      }),
      happening(host, time, {
        is: 'measure',
        metric: 'bytes-in',
        value: Math.round(everyMinutes * random.between(7_000, 21_000) + at(series.in)),
      }),
    ];
  }).flat();
}

const round = (value: number): number => Math.round(value * 100) / 100;
