import type { Howto, Remedy } from '../model/howto.ts';
import type { Incident } from '../model/incident.ts';
import type { PlanFacts } from '../model/plan-facts.ts';

/** All that a plan is drawn up from. */
export interface Case {
  readonly incident: Incident;
  readonly facts: PlanFacts;
  readonly howtos: readonly Howto[];
}

/** How to contain in the cloud of an account; of all clouds together where no log says which it is, and in none where there is no account. What is of no account, where the intruder was on machines, is theirs. */
export function howtosOf({ incident, facts, howtos }: Case, account: string | null): readonly Howto[] {
  if (account === null && facts.onMachines) return howtos.filter((one) => one.cloud === null);
  const cloud = incident.coverage.find((cell) => cell.account === account && cell.cloud !== null)?.cloud?.toLowerCase();
  const ofClouds = howtos.filter((one) => one.cloud !== null);
  const own = ofClouds.filter((one) => one.cloud?.toLowerCase() === cloud);
  return own.length > 0 || incident.accounts.length === 0 ? own : ofClouds;
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
