import { inert } from '../model/inert.ts';

const longest = 120;

/** Foreign text inside a sentence of ours: one line, nothing active, not endless. */
export function named(text: string): string {
  const line = inert(text);
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}

/** `a, b and c`; of more than four the rest as a number. */
export function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, 4).map(named);
  if (texts.length > shown.length) return `${shown.join(', ')} and ${texts.length - shown.length} more`;
  return shown.length <= 1 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** How what was contained is looked at again: `new-logs` is the folder of what was delivered since. */
export const sweepLine = ({ asOf }: { readonly asOf: string }): string =>
  `beewolf investigate new-logs --since ${asOf}`;

/** Where a thing belongs, behind it; nothing where no record says. */
export const ofAccount = (account: string | null): string => (account === null ? '' : ` of account ${named(account)}`);
export const inAccount = (account: string | null): string => (account === null ? '' : ` in account ${named(account)}`);

/** Who answers for it. */
export const ownerOf = (account: string | null): string =>
  account === null ? 'owner of the machine' : `owner of account ${named(account)}`;
