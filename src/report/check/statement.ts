import type { Quote } from './passage.ts';

/**
 * What a report says, one fact each, free of how it was put. Readers make them out of passages, checks weigh them.
 * Moments are epoch milliseconds in UTC. A statement that a reader is not sure of is not made: silence is
 * better than a false reproach.
 */
export type Statement = { readonly quote: Quote } & About;

export type About =
  | Moment
  | Span
  | Duration
  | Amount
  | IndicatorNamed
  | TechniqueNamed
  | CauseNamed
  | Denial
  | Deed
  | Rating
  | Naming;

export type Of<Kind extends About['about']> = Extract<Statement, { readonly about: Kind }>;

/** A value with what its words leave open: `about 15`, `6+`, `2.3` (2.25 to 2.35). Both ends are within; null is open. */
export interface Bounds {
  readonly low: number | null;
  readonly high: number | null;
  /** The number as written, for the sentence that tells of it. */
  readonly said: number;
  readonly isRough: boolean;
}

/** What can have a time. Names are of the deed or state, never of a provider. */
export const happenings = [
  // Any act, as a first or a last one.
  'activity',
  'exposure',
  'compromise',
  'failed-access',
  'access',
  'key-added',
  'user-made',
  'rights-raised',
  'download',
  'install',
  'persistence',
  'hiding',
  'mining',
  'pool-connection',
  'launch',
  'credential-made',
  'data-read',
  'impairment',
  'alert',
  'notice',
  'investigation',
  'isolation',
  'credential-revoked',
  'user-disabled',
  'termination',
  'logging-resumed',
  'rebuild',
  'outage',
  'containment',
  'resolution',
  'report',
] as const;
export type Happening = (typeof happenings)[number];

/** Something began, was done or was seen at a time. `low` to `high` is what its precision leaves open. */
export interface Moment {
  readonly about: 'moment';
  readonly of: Happening;
  readonly at: Bounds;
  /** False where the report names no day and it was taken from elsewhere in the report. */
  readonly isDated: boolean;
  /** As in a list in order of time: the place of the entry there, or null. */
  readonly order: { readonly list: number; readonly place: number } | null;
  /** True where neither the words nor the report name a zone, so that the moment may be off by hours. */
  readonly isZoneAssumed?: boolean;
}

/** From one time to another. */
export interface Span {
  readonly about: 'span';
  readonly of: Happening | 'dwell';
  readonly from: Bounds;
  readonly to: Bounds;
  /** As in a moment. */
  readonly isDated?: boolean;
  readonly isZoneAssumed?: boolean;
}

/**
 * How long, in seconds. `dwell` is access (or compromise) to detection; `containment` and `isolation` are
 * from detection until then; `access` is from exposure until then; the others are how long it lasted.
 */
export interface Duration {
  readonly about: 'duration';
  readonly of: Happening | 'dwell' | 'cpu' | 'exposure';
  readonly seconds: Bounds;
}

/** What is counted by the piece. */
export const countedMeasures = [
  'machines',
  'accelerated',
  'resources',
  'regions',
  'accounts',
  'identities',
  'credentials',
  'addresses',
  'attempts',
  'failures',
  'records-read',
  'users',
] as const satisfies readonly Measure[];

export type Measure =
  | 'cost'
  | 'cost-per-hour'
  | 'earnings'
  | 'hash-rate'
  | 'cpu'
  | 'cpu-usual'
  | 'egress'
  | 'egress-usual'
  | 'processors'
  | 'memory'
  | 'machines'
  // Machines with accelerators.
  | 'accelerated'
  // Whatever is made and paid for, machines among it.
  | 'resources'
  | 'regions'
  | 'accounts'
  | 'identities'
  | 'credentials'
  | 'addresses'
  | 'attempts'
  | 'failures'
  | 'records-read'
  | 'users'
  | 'events';

/** A number of something. Units: money `USD` and the like, `H/s`, `percent`, `byte`, `count`. */
export interface Amount {
  readonly about: 'amount';
  readonly of: Measure;
  readonly value: Bounds;
  readonly unit: string;
  /** Over which time, in seconds, where the words say so: `in last hour`, `a day`, `in 6 hours`. */
  readonly within: number | null;
  /** What is said to have caused it: `pool traffic`, `exfiltration`; null where nothing is said. */
  readonly cause: 'mining' | 'data-theft' | 'other' | null;
  /** What it is counted of or bounded to (an address, a shape, a region), as written. */
  readonly scope: string | null;
}

export interface IndicatorNamed {
  readonly about: 'indicator';
  readonly type:
    | 'ip'
    | 'domain'
    | 'url'
    | 'port'
    | 'file'
    | 'hash'
    | 'account'
    | 'user'
    | 'key'
    | 'machine'
    | 'image'
    | 'wallet'
    | 'user-agent'
    | 'schedule'
    | 'region';
  /** Armed again: no brackets, no `hxxp`. A cut hash ends in `…`. */
  readonly value: string;
  /** Whether it stands in a list of indicators (IoCs). */
  readonly isListed: boolean;
  /** What the report says that it is. */
  readonly role: 'attacker' | 'pool' | 'c2' | 'download' | 'miner' | 'victim' | 'responder' | null;
}

export interface TechniqueNamed {
  readonly about: 'technique';
  readonly id: string;
  readonly name: string | null;
}

export const causes = [
  'brute-force',
  'leaked-key',
  'stolen-key',
  'weak-passphrase',
  'password-guessed',
  'phishing',
  'vulnerability',
  'exposed-service',
  'insider',
  'metadata-service',
  'misconfiguration',
  'supply-chain',
] as const;
/** How the intruder came in, as the report says. `exposed-service` and `misconfiguration` only help the others. */
export interface CauseNamed {
  readonly about: 'cause';
  readonly cause: (typeof causes)[number];
  readonly isDenied: boolean;
}

/** That something did not happen, or is no more. */
export interface Denial {
  readonly about: 'denial';
  readonly of:
    | 'data-read'
    | 'persistence'
    | 'lateral-movement'
    | 'other-regions'
    | 'reputation'
    | 'remaining-access'
    | 'cost';
}

/** That something was done, without a time. */
export interface Deed {
  readonly about: 'deed';
  readonly of: Happening | 'snapshot' | 'traffic-blocked' | 'rapid-detection' | 'blocklist';
  readonly by: 'intruder' | 'responder' | 'provider' | null;
}

/** A severity or priority. `of` 100 where a score says so. */
export interface Rating {
  readonly about: 'rating';
  readonly scale: 'severity' | 'priority' | 'score';
  readonly word: 'critical' | 'high' | 'medium' | 'low' | 'informational' | null;
  readonly score: Bounds | null;
}

/** A product, log or shape that is named, as written; a cloud as `Product.cloud` has it. */
export interface Naming {
  readonly about: 'naming';
  readonly of: 'log' | 'sensor' | 'shape' | 'cloud' | 'software' | 'currency';
  readonly name: string;
}
