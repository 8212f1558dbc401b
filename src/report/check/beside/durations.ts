import type { Incident } from '../../../model/incident.ts';
import type { Bounds, Of } from '../statement.ts';
import { timeText } from './amount-text.ts';
import { besideCheck, contradicted, supported, unsupported } from './beside-check.ts';
import type { Weighed } from './beside-check.ts';
import { isAbove, isBelow, meets } from './bounds.ts';
import type { Truth } from './bounds.ts';
import { beyondRecords } from './happening-words.ts';
import { occasionsOf } from './occasions.ts';
import type { Occasions } from './occasions.ts';
import { outagesOf, type Outage } from './outages.ts';
import { claimsOf, listed, readLogs } from './told.ts';

const minute = 60;

/** How long something took, against the claims and the records that tell of it. */
export const durations = besideCheck(
  { id: 'durations', asks: 'Did it last that long?', about: 'duration' },
  ({ incident }) => {
    const known: Known = { incident, occasions: occasionsOf(incident) };
    return (duration) => weighersOf[duration.of]?.(duration, known) ?? null;
  },
);

interface Known {
  readonly incident: Incident;
  readonly occasions: Occasions;
}

type Weigh = (duration: Of<'duration'>, known: Known) => Weighed | null;

const weighersOf: Partial<Readonly<Record<Of<'duration'>['of'], Weigh>>> = {
  dwell: (duration, { incident }) =>
    against(
      duration,
      [...truthsOf(incident, ['dwell-detection', 'dwell-containment']), ...sinceFirstAct(incident)],
      incident,
    ),
  cpu: (duration, { incident }) => against(duration, truthsOf(incident, ['cpu-time']), incident),
  compromise: (duration, { incident }) => against(duration, wholeOf(incident), incident),
  mining: (duration, known) => mined(duration, known),
  containment: (duration, known) => answered(duration, known),
  isolation: (duration, known) => answered(duration, known),
  impairment: (duration, known) => silenced(duration, known),
  exposure: (_, { incident }) => unsupported(beyondRecords.exposure ?? '', readLogs(incident)),
  outage: (duration, known) => offline(duration, known),
};

/** From the first act on record to the last, or to the answer: what people call the time that he was active. */
function wholeOf(incident: Incident): readonly Length[] {
  const claims = [...claimsOf(incident, 'first-seen'), ...claimsOf(incident, 'last-seen')];
  const evidence = claims.flatMap(({ evidence: own }) => own);
  const whole = [incident.entry?.time ?? incident.first_seen, incident.first_seen].map((first) => {
    const seconds = (Date.parse(incident.last_seen) - Date.parse(first)) / 1000;
    const text = `${timeText(seconds)} from the first act on record to the last`;
    return { text, seconds: { low: seconds, high: seconds }, evidence };
  });
  return [...whole, ...truthsOf(incident, ['dwell-containment', 'dwell-detection'])];
}

interface Length {
  readonly text: string;
  readonly seconds: Truth;
  readonly evidence: readonly string[];
}

/** From the first act, a refused one too, to the alert and to the first answer. */
function sinceFirstAct(incident: Incident): readonly Length[] {
  const told = claimsOf(incident, 'first-seen');
  const ends = [incident.detected_at, ...claimsOf(incident, 'contained-from').map(({ value }) => value)];
  return ends.flatMap((end) => {
    const seconds = (Date.parse(String(end)) - Date.parse(incident.first_seen)) / 1000;
    return Number.isNaN(seconds) || seconds < 0 || told.length === 0
      ? []
      : [
          {
            text: `${timeText(seconds)} from the first act on record`,
            seconds: { low: seconds, high: seconds },
            evidence: told.flatMap(({ evidence }) => evidence),
          },
        ];
  });
}

const secondsIn: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };

/** What claims state as a length of time, give or take half of their unit. */
const truthsOf = (incident: Incident, kinds: readonly string[]): readonly Length[] =>
  kinds
    .flatMap((kind) => claimsOf(incident, kind))
    .flatMap(({ text, value, unit, evidence }) => {
      const each = secondsIn[unit ?? ''];
      if (each === undefined || typeof value !== 'number') return [];
      const half = unit === 'minute' ? 30 : each / 200;
      return [{ text, seconds: { low: value * each - half, high: value * each + half }, evidence }];
    });

/** Times are read off clocks: a minute or two, and of hours a little more. */
const slackOf = (seconds: number): number => Math.max(2 * minute, seconds * 0.01);

function against({ seconds }: Of<'duration'>, known: readonly Length[], incident: Incident): Weighed {
  const [first] = known;
  if (first === undefined)
    return unsupported('no two records of this incident tell how long it was', readLogs(incident));
  const fitting = known.find((one) => meets(seconds, one.seconds, slackOf(one.seconds.high)));
  return fitting === undefined
    ? contradicted(listed(known.map(({ text }) => text)), first.evidence)
    : supported(fitting.text, fitting.evidence);
}

/** No longer than the processors were busy, give or take, and no longer than he was inside. */
function mined(duration: Of<'duration'>, { incident, occasions }: Known): Weighed {
  const known = truthsOf(incident, ['mining-time', 'cpu-time']);
  const [first] = known;
  const span = (Date.parse(incident.last_seen) - Date.parse(incident.first_seen)) / 1000;
  if (first !== undefined) {
    if (known.some((one) => meets(duration.seconds, one.seconds, one.seconds.high * 0.03)))
      return against(duration, known, incident);
    const [begin] = occasions.get('mining') ?? [];
    // A miner that was seen running when the processors were no longer measured may have gone on.
    const most = begin === undefined ? 0 : (Date.parse(incident.last_seen) - begin.from) / 1000;
    return isAbove(duration.seconds, Math.max(first.seconds.high, most)) ||
      isBelow(duration.seconds, first.seconds.low * 0.8)
      ? contradicted(first.text, first.evidence)
      : unsupported(first.text, first.evidence);
  }
  return unsupported(
    `no record tells how long it mined; from the first to the last act of the intruder ${timeText(span)} passed`,
    readLogs(incident),
  );
}

/** From the alert, or the first act, to any act of containment. */
function answered({ seconds }: Of<'duration'>, { incident, occasions }: Known): Weighed {
  const come = Date.parse(incident.entry?.time ?? incident.first_seen);
  const acts = (occasions.get('containment') ?? []).filter(({ from }) => from >= come);
  const [first] = acts;
  const last = acts.at(-1);
  if (first === undefined || last === undefined)
    return unsupported('no act of containment is on record', readLogs(incident));
  const detected = incident.detected_at === null ? null : Date.parse(incident.detected_at);
  const begins = [come, ...(detected === null ? [] : [detected])];
  const lengths = [
    (last.to - first.from) / 1000,
    ...begins.flatMap((begin) => acts.map(({ from }) => (from - begin) / 1000)),
  ].filter((length) => length >= 0);
  const slack = 2 * minute;
  const told = `the first act of containment was ${timeText((first.from - (detected ?? come)) / 1000)} ${first.from < (detected ?? come) ? 'before' : 'after'} ${detected === null ? "the intruder's first act" : 'the first alert'}, the last ${timeText((last.to - first.from) / 1000)} later`;
  if (lengths.some((length) => meets(seconds, { low: length, high: length }, slack + length * 0.05)))
    return supported(told, [...first.evidence, ...last.evidence]);
  const shortest = Math.min(...lengths.filter((length) => length > 0));
  return isBelow(seconds, shortest - slack) || isAbove(seconds, Math.max(...lengths) + slack)
    ? contradicted(told, [...first.evidence, ...last.evidence])
    : unsupported(told, [...first.evidence, ...last.evidence]);
}

/** From a log's end to its return. */
function silenced(duration: Of<'duration'>, { incident, occasions }: Known): Weighed {
  const resumed = occasions.get('logging-resumed') ?? [];
  const known = (occasions.get('impairment') ?? []).flatMap((stopped): readonly Length[] => {
    const back = resumed.find(({ from }) => from >= stopped.to);
    if (back === undefined) return [];
    const seconds = (back.from - stopped.from) / 1000;
    const text = `${timeText(seconds)} passed until ${back.text}`;
    return [{ text, seconds: { low: seconds, high: seconds }, evidence: [...stopped.evidence, ...back.evidence] }];
  });
  return against(duration, known, incident);
}

/** From when it was cut off or ended until it, or another in its place, served again, where the records tell. */
function offline({ seconds }: Of<'duration'>, { incident, occasions }: Known): Weighed {
  const over = outagesOf(incident).filter(({ isOver }) => isOver);
  if (over.length > 0) return outOfService(seconds, over);
  const down = [...(occasions.get('isolation') ?? []), ...(occasions.get('termination') ?? [])].toSorted(
    (a, b) => a.from - b.from,
  );
  const up = occasions.get('rebuild')?.at(-1);
  const [first] = down;
  const last = down.at(-1);
  if (first === undefined || last === undefined)
    return unsupported('no record tells when it was taken out of service', readLogs(incident));
  const least = (last.to - first.from) / 1000;
  const evidence = [...first.evidence, ...last.evidence, ...(up?.evidence ?? [])];
  const told = `it was cut off or ended from ${new Date(first.from).toISOString()} to ${new Date(last.to).toISOString()}, ${timeText(least)}`;
  if (isBelow(seconds, least - 5 * minute)) return contradicted(`${told}, and was not back before`, evidence);
  if (seconds.high === null && !isAbove(seconds, least + 5 * minute)) return supported(told, evidence);
  if (up === undefined || up.from < last.from)
    return unsupported(`${told}; when another took its place no record of these logs tells`, evidence);
  const whole = (up.from - first.from) / 1000;
  return meets(seconds, { low: least, high: whole }, 5 * minute + whole * 0.1)
    ? supported(`${told}; it was back ${timeText(whole)} after`, evidence)
    : contradicted(`${told}; it was back ${timeText(whole)} after`, evidence);
}

/** People may have waited longer than the records tell until all served again, and never shorter. */
function outOfService(seconds: Bounds, over: readonly Outage[]): Weighed {
  const lengths = over.map((one) => ({ one, length: (one.to - one.from) / 1000 }));
  const slack = 5 * minute;
  const fitting = lengths.find(({ length }) => meets(seconds, { low: length, high: length * 1.1 }, slack));
  if (fitting !== undefined) return supported(fitting.one.text, fitting.one.evidence);
  const texts = listed(over.map(({ text }) => text));
  const evidence = over.flatMap((one) => one.evidence);
  return lengths.every(({ length }) => isBelow(seconds, length - slack))
    ? contradicted(texts, evidence)
    : unsupported(`${texts}; no record tells that it lasted so long`, evidence);
}
