import type { Cited } from './evidence.ts';
import type { Details } from './howto.ts';
import type { Identity } from './identity.ts';
import type { Instant } from './instant.ts';
import type { RightfulUse } from './plan.ts';
import type { Verb } from './semantics.ts';

/** One accepted act, with what its record says of its target. */
export interface Deed extends Cited {
  readonly time: Instant;
  readonly service: string;
  /** The provider's name for it, as the record has it. */
  readonly operation: string;
  /** The same without the part that says nothing, such as an API version. */
  readonly plainOperation: string;
  readonly verb: Verb;
  /** `service:kind` of what it made or was aimed at. */
  readonly kind: string;
  readonly account: string | null;
  readonly region: string | null;
  readonly actor: Identity | null;
  readonly made: readonly string[];
  readonly names: readonly string[];
  readonly targets: readonly string[];
  readonly details: Details;
}

/** A session of the intruder, by its name. */
export interface HeldSession extends Cited {
  readonly identity: Identity;
  readonly name: string;
  readonly account: string | null;
}

/** What the lake says beyond the incident, for whoever plans its containment. */
export interface PlanFacts {
  readonly asOf: Instant;
  /** The intruder's acts that leave something behind. */
  readonly deeds: readonly Deed[];
  /** What responders and the provider did to what he held, made and impaired. */
  readonly responses: readonly Deed[];
  /** Resources that the intruder made, or services for him, each by `resourceKey`. Others were there before him. */
  readonly made: ReadonlySet<string>;
  /** The owner's machines that he was on, by `resourceKey` as well. */
  readonly inhabited: ReadonlySet<string>;
  /** The intruder's last accepted act, by the uid of the identity and by credential. */
  readonly lastAccepted: ReadonlyMap<string, Instant>;
  /** The sessions that he held, by the identity behind each. */
  readonly sessions: readonly HeldSession[];
  /** How others use the same keys and roles, by the uid of the identity or the credential. */
  readonly uses: ReadonlyMap<string, readonly RightfulUse[]>;
  /** From when on such uses were looked for. */
  readonly usesSince: Instant;
  /** He was on machines, whose users and keys belong to no account. */
  readonly onMachines: boolean;
}

/** A resource by all that tells it from one of the same id elsewhere. */
export const resourceKey = ({
  type,
  account,
  region,
  uid,
}: {
  readonly type: string;
  readonly account: string | null;
  readonly region: string | null;
  readonly uid: string;
}): string => JSON.stringify([type, account, region, uid]);
