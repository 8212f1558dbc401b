import { AppError } from '../../model/errors.ts';
import type { MachineRender } from '../../model/machine-simulation.ts';
import type { StoredObject } from '../../model/simulation.ts';
import { createRandom } from '../random.ts';
import type { PlayedMachine } from './stage-machines.ts';

const dayMs = 86_400_000;

export interface DeliveredRecords extends StoredObject {
  readonly records: number;
}

/** The objects of every source that sees a machine, each with the records of a span. Errors: `usage.invalid`. */
export function* deliverMachine(
  { plan, machine, happenings }: PlayedMachine,
  renders: readonly MachineRender[],
  seed: string,
): Generator<DeliveredRecords> {
  for (const source of plan.seenBy) {
    const render = renders.find((one) => one.source === source);
    if (!render)
      throw new AppError('usage.invalid', `${machine.name} is to be seen by '${source}', which cannot be written`);
    const random = createRandom(`${seed}/machine/${machine.name}/${source}`);
    const spanMs = (render.spanDays ?? 1) * dayMs;
    const spans = new Map<number, { readonly records: string[]; time: number }>();
    for (const happening of happenings) {
      const records = render.records(happening, random);
      if (records.length === 0) continue;
      const number = Math.floor((happening.time + machine.offsetMinutes * 60_000) / spanMs);
      const span = spans.get(number) ?? { records: [], time: 0 };
      spans.set(number, span);
      span.records.push(...records);
      span.time = happening.time;
    }
    // The newest has the number 0.
    for (const [index, { records, time }] of [...spans.values()].toReversed().entries())
      yield { ...render.object({ machine, time, index, random }, records), records: records.length };
  }
}
