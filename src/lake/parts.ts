import { undated, zoneless } from './local-time.ts';

/**
 * Converted records are divided into folders by a number: dividing them by a text costs the engine twice as much.
 * These hold no events.
 */
export const sentinelPart = '-1';
export const restPart = '-2';
export const asidePart = '-3';

/** What a machine's clock leaves open, by its place in a part's number. */
const clocks = ['', zoneless, undated];

const firstDay = '0001-01-01';
const dayMs = 24 * 60 * 60 * 1000;

/**
 * SQL of the part of an event. Events lie by UTC day, those that only read apart from those that can change something:
 * rules and investigations ask for the raw records of the latter, which are few, and pass over files of the former.
 */
export const dayPartSql = `(CAST("time" AS DATE) - DATE '${firstDay}') * ${clocks.length * 2}
  + CASE clock ${clocks.map((clock, index) => `WHEN '${clock}' THEN ${index * 2}`).join(' ')} END + CASE WHEN read_only = 'true' THEN 1 ELSE 0 END`;

/** The part of events that only read is told from its day's other one by this, in the name of its folder. */
export const folderOfPart = (part: string): string => `${dayOfPart(part)}${Number(part) % 2 === 1 ? '.reads' : ''}`;

/** The day of a part that holds events. */
export function dayOfPart(part: string): string {
  const number = Math.floor(Number(part) / 2);
  const day = new Date(Date.parse(firstDay) + Math.floor(number / clocks.length) * dayMs);
  return `${day.toISOString().slice(0, 10)}${clocks[number % clocks.length] ?? ''}`;
}
