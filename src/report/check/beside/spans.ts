import type { Happening, Of } from '../statement.ts';
import { clockText } from './amount-text.ts';
import { besideCheck, contradicted, supported, unsupported } from './beside-check.ts';
import type { Setting, Weighed } from './beside-check.ts';
import { isAbove, isBelow } from './bounds.ts';
import { shiftOf, slackOf } from './clock-fit.ts';
import { beyondRecords, happeningWords, ofTheReport } from './happening-words.ts';
import type { Occasion } from './occasion.ts';
import { occasionsOf } from './occasions.ts';
import type { Occasions } from './occasions.ts';
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
  const known = occasions.get(of) ?? [];
  if (known.length === 0) {
    if (of === 'outage') return endsAt(span, [occasions.get('isolation') ?? [], []], clocked);
    return unsupported(beyondRecords[of] ?? `no record of these logs shows ${happeningWords[of]}`, readLogs(incident));
  }
  return lasting.has(of) ? during(span, known, clocked) : within(span, known, clocked);
}

/** What goes on from its first sign to its last. */
const lasting: ReadonlySet<Happening> = new Set(['mining', 'pool-connection']);

function during({ from, of }: Of<'span'>, known: readonly Occasion[], { incident, shift }: Clocked): Weighed {
  const runs = claimsOf(incident, 'mining-command');
  const first = known.find(({ text }) => runs.some((run) => run.text === text)) ?? known[0];
  if (first === undefined) return unsupported('no record shows when it began', readLogs(incident));
  const begin = first.from - shift;
  if (isBelow(from, begin - slackOf(from, of)))
    return contradicted(
      `the first sign of it on record is of ${clockText(first.from)}: ${short(first.text)}`,
      first.evidence,
    );
  return supported(`it went on from ${clockText(first.from)}: ${short(first.text)}`, first.evidence);
}

/** What was done, once or more often, in the window or not at all. */
function within({ from, to, of }: Of<'span'>, known: readonly Occasion[], { shift }: Clocked): Weighed {
  const isIn = (one: Occasion): boolean =>
    !isAbove(from, one.to - shift + slackOf(from, of)) && !isBelow(to, one.from - shift - slackOf(to, of));
  const fitting = known.find(isIn);
  if (fitting !== undefined) return supported(`${clockText(fitting.from)}: ${short(fitting.text)}`, fitting.evidence);
  const [nearest] = known.toSorted(
    (a, b) => Math.abs(a.from - shift - from.said) - Math.abs(b.from - shift - from.said),
  );
  if (nearest === undefined) return unsupported(`no record shows ${of}`, []);
  return contradicted(
    `by the records it was at ${clockText(nearest.from)}, outside of that window: ${short(nearest.text)}`,
    nearest.evidence,
  );
}

/** A span whose ends are each the time of something. */
function endsAt(
  { from, to, of }: Of<'span'>,
  [begins, ends]: readonly [readonly Occasion[], readonly Occasion[]],
  { incident, shift }: Clocked,
): Weighed {
  const off = (
    [
      [from, begins],
      [to, ends],
    ] as const
  ).flatMap(([end, known]) => {
    const [first] = known;
    const isAt = known.some(
      (one) => !isAbove(end, one.from - shift + slackOf(end, of)) && !isBelow(end, one.from - shift - slackOf(end, of)),
    );
    return first === undefined || isAt ? [] : [first];
  });
  const [wrong] = off;
  if (begins.length + ends.length === 0)
    return unsupported('no record shows its beginning or its end', readLogs(incident));
  return wrong === undefined
    ? supported('both ends fit the records', [...(begins[0]?.evidence ?? []), ...(ends[0]?.evidence ?? [])])
    : contradicted(`by the records that end is of ${clockText(wrong.from)}: ${short(wrong.text)}`, wrong.evidence);
}
