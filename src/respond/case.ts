import type { Howto, Remedy } from '../model/howto.ts';
import type { Incident } from '../model/incident.ts';
import type { PlanFacts } from '../model/plan-facts.ts';

/** All that a plan is drawn up from. */
export interface Case {
  readonly incident: Incident;
  readonly facts: PlanFacts;
  readonly howtos: readonly Howto[];
}

/** How to contain in the cloud of an account; of all clouds together where no log says which it is, and in none where there is no account. */
export function howtosOf({ incident, howtos }: Case, account: string | null): readonly Howto[] {
  const cloud = incident.coverage.find((cell) => cell.account === account && cell.cloud !== null)?.cloud?.toLowerCase();
  const own = howtos.filter((one) => one.cloud.toLowerCase() === cloud);
  return own.length > 0 || incident.accounts.length === 0 ? own : howtos;
}

export const remediesOf = (one: Case, account: string | null): readonly Remedy[] =>
  howtosOf(one, account).flatMap(({ remedies }) => remedies);

/** The type under which a howto knows an identity or credential, or null. */
export function typeIn(one: Case, account: string | null, described: Parameters<Howto['typeOf']>[0]): string | null {
  for (const howto of howtosOf(one, account)) {
    const type = howto.typeOf(described);
    if (type !== null) return type;
  }
  return null;
}
