import type { Sign } from '../../model/baseline.ts';

/** `1 launch`, `34 launches`. */
export function counted(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  return `${count.toLocaleString('en')} ${noun}${/(?:s|x|ch)$/.test(noun) ? 'es' : 's'}`;
}

/** `a, b and c`. */
export const listed = (items: readonly string[]): string =>
  items.length <= 1 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;

/** The stretch in which something was counted. */
export function within(seconds: number): string {
  if (seconds < 1) return 'at once';
  if (seconds < 60) return `within ${counted(seconds, 'second')}`;
  return `within ${counted(Math.round(seconds / 60), 'minute')}`;
}

/** `in the 20 days on record`, and what to think of fewer than enough. */
export const history = ({ historyDays, isShort }: Sign, enough: number): string =>
  `in ${counted(historyDays, 'earlier day')} on record${isShort ? ` (too few to weigh much: ${enough} are enough)` : ''}`;

/** What there was at most, and whose past that is. */
export function atMost({ against, compared }: Sign, unit: string): string {
  const most = against === 0 ? 'none' : `at most ${against.toLocaleString('en')} ${unit}`;
  if (compared === 'self') return `against ${most} by itself`;
  if (compared === 'identity') return `against ${most} by any session of the same identity`;
  return `against ${most} by anyone in the account`;
}

/** What was known until then, and how many more. */
export function onlyKnown({ known, against }: Sign, most = 3): string {
  const shown = known.slice(0, most);
  const more = against - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : listed(shown);
}
