const number = new Intl.NumberFormat('en-US');

/** A number and its noun, as `1 event` and `2,000 events`. */
export const counted = (count: number, noun: string): string =>
  `${number.format(count)} ${noun}${count === 1 ? '' : 's'}`;
