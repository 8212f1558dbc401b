import type { Bounds, Happening, Of } from '../statement.ts';
import { clockText } from './amount-text.ts';
import { besideCheck, contradicted, supported, unsupported } from './beside-check.ts';
import type { Setting, Weighed } from './beside-check.ts';
import { exactly, isAbove, isBelow, meets } from './bounds.ts';
import { asRead, shiftOf, slackOf } from './clock-fit.ts';
import { beyondRecords, happeningWords, ofTheReport } from './happening-words.ts';
import type { Occasion } from './occasion.ts';
import { occasionsOf } from './occasions.ts';
import type { Occasions } from './occasions.ts';
import { outagesOf, type Outage } from './outages.ts';
import { claimsOf, readLogs, short } from './told.ts';

/** A window of time against the acts that are said to lie in it. */
export const spans = besideCheck(
  { id: 'spans', asks: 'Did it begin, end or take place then?', about: 'span' },
  (setting) => {
    const occasions = occasionsOf(setting.incident);
    const shift = shiftOf(setting.statements, occasions);
    return (span) => weighSpan(span, occasions, { ...setting, shift });
  },
);

interface Clocked extends Setting {
  readonly shift: number;
}

function weighSpan(span: Of<'span'>, occasions: Occasions, clocked: Clocked): Weighed | null {
  const { of } = span;
  const { incident } = clocked;
  if (of !== 'dwell' && ofTheReport.has(of)) return null;
  if (of === 'dwell') return endsAt(span, [occasions.get('access') ?? [], occasions.get('alert') ?? []], clocked);
  if (of === 'outage') return outOfService(span, occasions, clocked);
  const known = occasions.get(of) ?? [];
  if (known.length === 0)
    return unsupported(beyondRecords[of] ?? `no record of these logs shows ${happeningWords[of]}`, readLogs(incident));
  const ends = occasions.get('termination') ?? [];
  return lasting.has(of) ? during(span, { known, ends }, clocked) : within(span, known, clocked);
}

interface Course {
  readonly known: readonly Occasion[];
  readonly ends: readonly Occasion[];
}

/** What goes on from its first sign to its last. */
const lasting: ReadonlySet<Happening> = new Set(['mining', 'pool-connection']);

function during(span: Of<'span'>, { known, ends }: Course, { incident, shift }: Clocked): Weighed {
  const { from, to, of } = span;
  const runs = claimsOf(incident, 'mining-command');
  const first = known.find(({ text }) => runs.some((run) => run.text === text)) ?? known[0];
  if (first === undefined) return unsupported('no record shows when it began', readLogs(incident));
  const begin = readAs(span, from, { time: first.from, shift });
  if (isBelow(from, begin - slackOf(from, of)))
    return contradicted(
      `the first sign of it on record is of ${clockText(first.from)}: ${short(first.text)}`,
      first.evidence,
    );
  const end = ends.at(-1);
  const last = Math.max(Date.parse(incident.last_seen), end?.to ?? 0);
  if (end !== undefined && isAbove(to, readAs(span, to, { time: last, shift }) + slackOf(to, of)))
    return contradicted(`by the records all was ended by ${clockText(end.to)}: ${short(end.text)}`, end.evidence);
  return supported(`it went on from ${clockText(first.from)}: ${short(first.text)}`, first.evidence);
}

/** What was done, once or more often, in the window or not at all. */
function within(span: Of<'span'>, known: readonly Occasion[], { shift }: Clocked): Weighed {
  const { from, to, of } = span;
  const isIn = (one: Occasion): boolean =>
    !isAbove(from, readAs(span, from, { time: one.to, shift }) + slackOf(from, of)) &&
    !isBelow(to, readAs(span, from, { time: one.from, shift }) - slackOf(to, of));
  const fitting = known.find(isIn);
  if (fitting !== undefined) return supported(`${clockText(fitting.from)}: ${short(fitting.text)}`, fitting.evidence);
  const off = ({ from: time }: Occasion): number => Math.abs(readAs(span, from, { time, shift }) - from.said);
  const [nearest] = known.toSorted((a, b) => off(a) - off(b));
  if (nearest === undefined) return unsupported(`no record shows ${of}`, []);
  return contradicted(
    `by the records it was at ${clockText(nearest.from)}, outside of that window: ${short(nearest.text)}`,
    nearest.evidence,
  );
}

/** So much longer than the records tell people may have waited until all served again. */
const waitShare = 0.1;

/** From the first act that cut it off, or any after it, until the records let it serve again. */
function outOfService(span: Of<'span'>, occasions: Occasions, clocked: Clocked): Weighed {
  const { from, to, of } = span;
  const timeOf = (time: number, end = from): number => readAs(span, end, { time, shift: clocked.shift });
  const off = (one: Outage): number => Math.abs(timeOf(one.from) - from.said);
  const [outage] = outagesOf(clocked.incident).toSorted((a, b) => off(a) - off(b));
  if (outage === undefined) return endsAt(span, [occasions.get('isolation') ?? [], []], clocked);
  const begins = [outage, ...(occasions.get('isolation') ?? []), ...(occasions.get('termination') ?? [])];
  const hasBegun = begins.some((one) => meets(from, exactly(timeOf(one.from)), slackOf(from, of)));
  if (!hasBegun || isBelow(to, timeOf(outage.to, to) - slackOf(to, of)))
    return contradicted(outage.text, outage.evidence);
  const wait = (outage.to - outage.from) * waitShare;
  return !outage.isOver || isAbove(to, timeOf(outage.to, to) + wait + slackOf(to, of))
    ? unsupported(`${outage.text}; no record tells that it lasted so long`, outage.evidence)
    : supported(outage.text, outage.evidence);
}

/** A span whose ends are each the time of something. */
function endsAt(
  span: Of<'span'>,
  [begins, ends]: readonly [readonly Occasion[], readonly Occasion[]],
  { incident, shift }: Clocked,
): Weighed {
  const { from, to, of } = span;
  const isAt = (end: Bounds, time: number): boolean =>
    meets(end, exactly(readAs(span, end, { time, shift })), slackOf(end, of));
  const off = (
    [
      [from, begins],
      [to, ends],
    ] as const
  ).flatMap(([end, known]) => {
    const [first] = known;
    return first === undefined || known.some((one) => isAt(end, one.from)) ? [] : [first];
  });
  const [wrong] = off;
  if (begins.length + ends.length === 0)
    return unsupported('no record shows its beginning or its end', readLogs(incident));
  return wrong === undefined
    ? supported('both ends fit the records', [...(begins[0]?.evidence ?? []), ...(ends[0]?.evidence ?? [])])
    : contradicted(`by the records that end is of ${clockText(wrong.from)}: ${short(wrong.text)}`, wrong.evidence);
}

/** A time of the evidence on the report's clock and, where it names no day, on the day of that end. */
function readAs(
  span: Of<'span'>,
  at: Bounds,
  { time, shift }: { readonly time: number; readonly shift: number },
): number {
  return asRead({ at, isDated: span.isDated !== false }, time, shift);
}
