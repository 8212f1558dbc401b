import { compareInstants } from '../../model/instant.ts';
import { secondsBetween } from '../cells.ts';
import type { Instance } from './tie-machines.ts';

/** Whoever builds a machine anew does so within a day; later it may be any other of that name. */
const mostSeconds = 24 * 3600;

/**
 * The instance that took the place of another: the only one of the same name, kind, size, account, region and
 * compartment that was launched within a day of `since`. Null where none, or several, may be it.
 */
export function successorOf(old: Instance, all: readonly Instance[], since: string): Instance | null {
  const fitting = all.filter((one) => one.uid !== old.uid && isAlike(one, old) && isSoonAfter(one.begun, since));
  const [only, ...others] = fitting;
  return only === undefined || others.length > 0 ? null : only;
}

const alike = ['kind', 'cloud', 'account', 'region', 'shape', 'compartment'] as const;

const isAlike = (one: Instance, other: Instance): boolean =>
  one.shape !== null &&
  alike.every((field) => one[field] === other[field]) &&
  one.names.some((name) => other.names.includes(name));

const isSoonAfter = (begun: string | null, since: string): boolean =>
  begun !== null && compareInstants(begun, since) > 0 && secondsBetween(since, begun) <= mostSeconds;
