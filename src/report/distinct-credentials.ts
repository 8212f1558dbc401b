import type { Credential } from '../model/exposure.ts';

interface Distinct<Key> {
  readonly one: Key;
  /** `held, created` of a key that was made and then used. */
  readonly access: string;
  readonly ground: readonly Key[];
}

/** Every credential once, in the order in which they stand first. */
export function distinctCredentials<Key extends Credential>(credentials: readonly Key[]): readonly Distinct<Key>[] {
  const same = Map.groupBy(credentials, ({ uid, account }) => JSON.stringify([uid, account]));
  return [...same.values()].flatMap((ground) => {
    const [one] = ground;
    return one === undefined
      ? []
      : [{ one, access: [...new Set(ground.map(({ access }) => access))].join(', '), ground }];
  });
}
