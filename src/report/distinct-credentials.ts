import type { Cited } from '../model/evidence.ts';
import type { Credential } from '../model/exposure.ts';

interface Distinct {
  readonly one: Credential;
  /** `held, created` of a key that was made and then used. */
  readonly access: string;
  readonly ground: readonly Cited[];
}

/** Every credential once, in the order in which they stand first. */
export function distinctCredentials(credentials: readonly Credential[]): readonly Distinct[] {
  const same = Map.groupBy(credentials, ({ uid, account }) => JSON.stringify([uid, account]));
  return [...same.values()].flatMap((ground) => {
    const [one] = ground;
    return one === undefined
      ? []
      : [{ one, access: [...new Set(ground.map(({ access }) => access))].join(', '), ground }];
  });
}
