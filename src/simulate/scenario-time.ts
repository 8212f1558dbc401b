import { AppError } from '../model/errors.ts';
import type { Scenario } from './scenario.ts';

const dayMs = 86_400_000;

/** Milliseconds since 1970 of a day and time of a scenario, such as `2 11:02:41`. Errors: `usage.invalid`. */
export function timeOf(scenario: Pick<Scenario, 'start'>, at: string): number {
  const match = /^(\d+) (\d\d):(\d\d):(\d\d)$/.exec(at);
  if (!match) throw new AppError('usage.invalid', `'${at}' is no day and time; write it as '2 11:02:41'`);
  const [day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  return Date.parse(scenario.start) + (day - 1) * dayMs + ((hour * 60 + minute) * 60 + second) * 1000;
}

/** When a scenario ends, in milliseconds since 1970. */
export const endOf = ({ start, days }: Pick<Scenario, 'start' | 'days'>): number => Date.parse(start) + days * dayMs;
