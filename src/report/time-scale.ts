import type { Instant } from '../model/instant.ts';

/** Where on a line of a given width a moment stands; long silences are cut to a short break. */
export interface TimeScale {
  readonly place: (instant: Instant) => number;
  readonly breaks: readonly Break[];
  readonly ticks: readonly Instant[];
  /** Milliseconds between two ticks. */
  readonly step: number;
}

export interface Break {
  readonly from: Instant;
  readonly to: Instant;
  /** Middle of the break on the line. */
  readonly at: number;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

const breakWidth = 84;
/** A silence longer than this part of the whole is cut: at most three can be. */
const longSilence = 1 / 4;

/** `instants` in order, at least one. */
export function timeScale(instants: readonly Instant[], width: number): TimeScale {
  const times = instants.map((instant) => Date.parse(instant)).toSorted((a, b) => a - b);
  const stretches = stretchesOf(times);
  const busy = Math.max(
    60_000,
    stretches.reduce((sum, { from, to }) => sum + to - from, 0),
  );
  const scale = (width - (stretches.length - 1) * breakWidth) / busy;
  const starts = stretches.map((_, index) => {
    const before = stretches.slice(0, index);
    return before.reduce((sum, { from, to }) => sum + (to - from) * scale + breakWidth, 0);
  });
  const place = (instant: Instant): number => {
    const time = Date.parse(instant);
    const index = Math.max(
      0,
      stretches.findLastIndex(({ from }) => from <= time),
    );
    const { from, to } = stretches[index] ?? { from: time, to: time };
    return (starts[index] ?? 0) + (Math.min(Math.max(time, from), to) - from) * scale;
  };
  const step = stepOf(busy);
  return {
    place,
    breaks: breaksOf(stretches, starts),
    ticks: stretches.flatMap((stretch) => ticksOf(stretch, step)),
    step,
  };
}

function stretchesOf(times: readonly number[]): readonly Stretch[] {
  const [first = 0, last = first] = [times[0], times.at(-1)];
  const limit = Math.max((last - first) * longSilence, 60_000);
  const stretches: Stretch[] = [{ from: first, to: first }];
  for (const time of times) {
    const open = stretches.at(-1);
    if (open === undefined || time - open.to > limit) stretches.push({ from: time, to: time });
    else stretches[stretches.length - 1] = { from: open.from, to: time };
  }
  return stretches;
}

function breaksOf(stretches: readonly Stretch[], starts: readonly number[]): readonly Break[] {
  return stretches.slice(1).map(({ from }, index) => ({
    from: new Date(stretches[index]?.to ?? from).toISOString(),
    to: new Date(from).toISOString(),
    at: (starts[index + 1] ?? 0) - breakWidth / 2,
  }));
}

const minute = 60_000;
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 43_200, 525_600].map(
  (minutes) => minutes * minute,
);

const stepOf = (busy: number): number => steps.find((step) => busy / step <= 10) ?? busy / 10;

function ticksOf({ from, to }: Stretch, step: number): readonly Instant[] {
  const ticks: Instant[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(new Date(at).toISOString());
  return ticks.length > 0 ? ticks : [new Date(from).toISOString()];
}
