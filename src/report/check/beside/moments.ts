import type { Incident } from '../../../model/incident.ts';
import { responders } from '../readers/happening-words.ts';
import type { Of } from '../statement.ts';
import { clockText, timeText } from './amount-text.ts';
import { besideCheck, contradicted, ofKind, supported, unsupported } from './beside-check.ts';
import type { Setting, Weighed } from './beside-check.ts';
import { exactly, isAbove, isBelow, meets } from './bounds.ts';
import { nearestTo, occasionAt, shiftOf, slackOf } from './clock-fit.ts';
import { beyondRecords, happeningWords, ofTheReport } from './happening-words.ts';
import { occasionsOf } from './occasions.ts';
import type { Occasions } from './occasions.ts';
import { occasionOf } from './occasion.ts';
import type { Occasion } from './occasion.ts';
import { plainWords } from './own-words.ts';
import { perIncident } from './per-incident.ts';
import { readLogs, readLogsText, short } from './told.ts';

/** Every time of the report against the record of what it is the time of. */
export const moments = besideCheck(
  { id: 'moments', asks: 'Did it happen when the report says?', about: 'moment' },
  (setting) => {
    const { incident } = setting;
    const occasions = occasionsOf(incident);
    const shift = shiftOf(setting.statements, occasions);
    const weigh = (moment: Of<'moment'>) => weighMoment(moment, knownOf(moment, occasions), { ...setting, shift });
    const all = ofKind(setting.statements, 'moment');
    return (moment) => {
      const weighed = weigh(moment);
      if (weighed?.verdict !== 'contradicted') return weighed;
      // Several readings of one time are of one deed: where one is borne out, the others were not meant.
      return (
        all
          .filter((one) => one !== moment && (isSameTime(one, moment) || isTimeOfQuoted(one, moment, incident)))
          .map(weigh)
          .find((one) => one?.verdict === 'supported') ?? weighed
      );
    };
  },
);

const isSameTime = (one: Of<'moment'>, other: Of<'moment'>): boolean =>
  one.quote.passage.line === other.quote.passage.line && one.at.said === other.at.said;

/** `Started to terminate the machines` is of the end of machines, whatever else it reads like. */
function knownOf({ of, quote }: Of<'moment'>, occasions: Occasions): readonly Occasion[] {
  const isOfAnEnd = of === 'launch' && /\b(?:terminat|delet|shut|stopp)/i.test(quote.text);
  return [...(occasions.get(of) ?? []), ...(isOfAnEnd ? (occasions.get('termination') ?? []) : [])];
}

/** A row that repeats an entry of the timeline has its time; other digits in it are none. */
const isTimeOfQuoted = (one: Of<'moment'>, other: Of<'moment'>, incident: Incident): boolean =>
  one.quote.passage.line === other.quote.passage.line && occasionAt(one, quotedOf(other, incident), 0) !== null;

interface Clocked extends Setting {
  readonly shift: number;
}

function weighMoment(moment: Of<'moment'>, known: readonly Occasion[], clocked: Clocked): Weighed | null {
  const { incident, shift } = clocked;
  if (ofTheReport.has(moment.of)) return null;
  if (/\b(?:due|deadline)\b/i.test(moment.quote.passage.label ?? '')) return planned(moment, incident);
  const quoted = quotedOf(moment, incident);
  const match =
    occasionAt(moment, known, shift) ??
    occasionAt(moment, quoted, shift) ??
    quoted.find(({ from }) => moment.quote.text.includes(clockText(from).slice(0, 16)));
  if (match !== undefined) return supported(`${clockText(match.from)}: ${short(match.text)}`, match.evidence);
  const nearest = nearestTo(moment, known, shift);
  if (nearest === null || isOutOfReach(moment, clocked))
    return unsupported(
      beyondRecords[moment.of] ??
        `the logs that were read (${readLogsText(incident)}) hold no record of ${happeningWords[moment.of]} at that time`,
      readLogs(incident),
    );
  const { occasion, time, later } = nearest;
  const told = `by the records ${happeningWords[moment.of]} was ${timeText(later / 1000)} ${later > 0 ? 'later' : 'earlier'}, at ${clockText(time)}: ${short(occasion.text)}${entryText(moment, clocked)}`;
  return isBeforeAll(moment, known, shift) || isAfterAll(moment, known, shift) || !isRepeated(moment, known)
    ? contradicted(told, occasion.evidence)
    : unsupported(
        `no record shows it at that time; the nearest is of ${clockText(time)}: ${short(occasion.text)}`,
        occasion.evidence,
      );
}

/** Of what goes on for long or comes again and again, not every time is a record of its own. */
const repeated: ReadonlySet<string> = new Set([
  'activity',
  'access',
  'containment',
  'data-read',
  'failed-access',
  'hiding',
  'notice',
  'outage',
]);

const isRepeated = ({ of }: Of<'moment'>, known: readonly Occasion[]): boolean => repeated.has(of) && known.length > 1;

function isBeforeAll({ at, of }: Of<'moment'>, known: readonly Occasion[], shift: number): boolean {
  return isBelow(at, Math.min(...known.map(({ from }) => from)) - shift - slackOf(at, of));
}

/** No act of any kind is later; of others of the repeated ones, records may have ended before them. */
function isAfterAll({ at, of }: Of<'moment'>, known: readonly Occasion[], shift: number): boolean {
  return of === 'activity' && isAbove(at, Math.max(...known.map(({ to }) => to)) - shift + slackOf(at, of));
}

/** Entries of the timeline that the report repeats in its words: what they are read as does not matter. */
function quotedOf({ quote }: Of<'moment'>, incident: Incident): readonly Occasion[] {
  const words = plainWords(quote.text);
  return plainTimeline(incident).flatMap(({ text, entry }) => (words.includes(text) ? [occasionOf(entry)] : []));
}

const plainTimeline = perIncident(({ timeline }) => timeline.map((entry) => ({ entry, text: plainWords(entry.text) })));

/** A time by which something has to be done is none at which it happened. */
function planned({ at }: Of<'moment'>, { manual_steps: steps }: Incident): Weighed | null {
  const step = steps.find(({ due }) => due !== null && meets(at, exactly(Date.parse(due)), 60_000));
  return step === undefined ? null : supported(`due then by the plan: ${short(step.text)}`, step.evidence);
}

/** The first act may be a refused try; when he was let in belongs beside it. */
const entryText = ({ of }: Of<'moment'>, { incident: { entry, first_seen: first } }: Clocked): string =>
  of === 'compromise' && entry !== null && entry.time !== first
    ? `; he was let in at ${clockText(Date.parse(entry.time))}`
    : '';

const day = 86_400_000;

/**
 * A day and more before the first act nothing is the intruder's: the machine's own launch, an older alert. What
 * responders did after the logs end no record can show.
 */
const isOutOfReach = ({ at, of, isDated }: Of<'moment'>, { incident }: Clocked): boolean =>
  isDated &&
  (isBelow(at, Date.parse(incident.first_seen) - day) || (responders.has(of) && isAbove(at, lastRecord(incident))));

const lastRecord = ({ coverage, last_seen: last }: Incident): number =>
  coverage.reduce((latest, one) => Math.max(latest, Date.parse(one.last ?? last)), Date.parse(last));
