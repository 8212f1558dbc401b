import type { Passage } from '../passage.ts';
import { timesIn } from './times.ts';
import { anyOf } from './phrases.ts';

/** A passage with the first cell of its row, and what is to be read in it. */
interface Entry {
  readonly passage: Passage;
  readonly first: string;
  readonly isRead: 'whole' | 'for its times' | 'but for times';
}

/**
 * Passages in their order. A row of a table whose cells are times and events is put together into one line
 * of a timeline, beside its cells, which are read for all but times.
 */
export function entriesOf(passages: readonly Passage[]): readonly Entry[] {
  const entries: Entry[] = [];
  let index = 0;
  while (index < passages.length) {
    const passage = passages[index];
    if (passage === undefined) break;
    const row = rowFrom(passages, index);
    if (row.length < 2) entries.push(...lines(isField(passages, index) ? { ...passage, row: null } : passage));
    else entries.push(...rowEntries(row));
    index += Math.max(1, row.length);
  }
  return entries;
}

/** A row of a name and a value is a field: no column of its kind goes on beside it. */
function isField(passages: readonly Passage[], index: number): boolean {
  const label = passages[index]?.label ?? null;
  const beside = [passages[index - 1], passages[index + 1]].filter((other) => (other?.row ?? null) !== null);
  return label !== null && beside.every((other) => other?.label !== label);
}

function rowFrom(passages: readonly Passage[], from: number): readonly Passage[] {
  const number = passages[from]?.row ?? null;
  if (number === null) return [];
  let end = from;
  while (passages[end]?.row === number) end += 1;
  return passages.slice(from, end);
}

/** `08:15` may have been taken for a label: it is put back before its text. */
function lines(passage: Passage): readonly Entry[] {
  const { label } = passage;
  const time = label === null ? undefined : timesIn(label)[0];
  const isTime = time !== undefined && label !== null && time.end - time.start >= label.trim().length - 4;
  return [
    {
      passage: isTime ? { ...passage, label: null, text: `${label}: ${passage.text}` } : passage,
      first: '',
      isRead: 'whole' as const,
    },
  ];
}

const event =
  /\b(?:event|action|activity|description|what|details?|summary|happened|observation|operation|notes?|message|step)\b/i;
const aside = new RegExp(
  String.raw`\b${anyOf`
      evidence|source|tool|who|actor|user|by|owner|system|severity|status|ip|address|host|region
      account|phase
      ref(?:erence)?
      #|no\.?|id|outcome|target
    `}\b`,
  'i',
);

/** A row of one place is of nothing beyond it, whatever stands before. */
const place = /^(?:region|location|zone)s?$/i;

/** In a row that supposes something the bare values are supposed too. */
const supposes = /\b(?:would|could|might|should)\b/i;
const isBareValue = ({ text }: Passage): boolean => text.length < 40 && /^[~≈$€£]?\s?\d/.test(text);

function rowEntries(cells: readonly Passage[]): readonly Entry[] {
  const row = cells.some(({ text }) => supposes.test(text)) ? cells.filter((cell) => !isBareValue(cell)) : cells;
  const times = row.filter(isTimeCell);
  const first = row.slice(1).find(({ label }) => label !== null && place.test(label)) ?? row[0];
  const head = first === undefined || isTimeCell(first) ? '' : first.text.length <= 60 ? first.text : '';
  const entries = row.map((passage) => ({
    passage,
    first: passage === first ? '' : head,
    isRead: 'but for times' as const,
  }));
  if (times.length === 0 || times.length === row.length)
    return row.map((passage) => ({ passage, first: passage === first ? '' : head, isRead: 'whole' }));
  const rest = row.filter((cell) => !times.includes(cell));
  const told = rest.filter(({ label }) => label !== null && event.test(label));
  const main = rest.filter(({ label }) => label === null || !aside.test(label));
  const words = [told, main, rest].find((some) => some.length > 0)?.map(({ text }) => text);
  const time = times[0];
  if (time === undefined || words === undefined) return entries;
  const line = { ...time, text: `${timeWords(times)} – ${words.join(', ')}` };
  return [
    { passage: line, first: '', isRead: 'for its times' },
    ...entries.filter(({ passage }) => !times.includes(passage)),
  ];
}

/** A date and a clock in two columns are one time; a start and an end are a span. */
function timeWords(times: readonly Passage[]): string {
  const [one, two] = times;
  if (one === undefined || two === undefined) return one?.text ?? '';
  const isSpan = /\b(?:end|to|until|finish|last|stop)\b/i.test(two.label ?? '');
  return isSpan ? `${one.text} - ${two.text}` : `${one.text} ${two.text}`;
}

function isTimeCell({ text }: Passage): boolean {
  const time = timesIn(text.slice(0, 200))[0];
  return time !== undefined && time.end - time.start >= text.trim().length - 10 && text.length < 80;
}
