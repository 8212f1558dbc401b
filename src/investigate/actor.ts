import type { Identity } from '../model/identity.ts';

/** The identity that a record names, by id and readable name; null where it names none. */
export function actorOf({
  actorUid,
  actorName,
}: {
  readonly actorUid: string | null;
  readonly actorName: string | null;
}): Identity | null {
  const uid = actorUid ?? actorName;
  return uid === null ? null : { uid, name: actorName ?? uid };
}
