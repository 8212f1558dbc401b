import type { Machines } from './machines.ts';

/**
 * What an operation does, whatever the provider calls it. Chain, blast map and severity read these
 * words only.
 */
export const verbs = [
  'launch',
  'start',
  'stop',
  'terminate',
  'create',
  'modify',
  'delete',
  'create-identity',
  'create-credential',
  'change-credential',
  'disable-credential',
  'assume',
  'login',
  'grant',
  'revoke',
  'restrict',
  'impair',
  'restore',
  'raise-quota',
  'share',
  'read-secret',
  'read-data',
  'destroy-data',
  'list',
  'execute',
  'contain',
  'preserve',
  'other',
] as const;
export type Verb = (typeof verbs)[number];

/**
 * Where values stand in a record: dotted keys, `[*]` after an array. The first place with a value is taken. Of a
 * text that is a path a place may ask for one segment: `request.path#/apiKeys/` is what stands behind `/apiKeys/`.
 */
export type Where = string | readonly string[];

/** A condition on one place of a record. Text is compared without case; an array holds when any element does. */
export type Condition =
  | { readonly at: string; readonly exists: true }
  | { readonly at: string; readonly is: string }
  | { readonly at: string; readonly starts: string }
  | { readonly at: string; readonly contains: string };

/** What one operation does. Every place is optional: what a record does not say stays unknown. */
export interface Act {
  readonly verb: Verb;
  /** `service:kind` of what is made or acted upon, such as `compute:instance`. */
  readonly kind: string;
  /** The variant holds only under these conditions, all of them; the first variant that holds is taken. */
  readonly when?: readonly Condition[];
  /** Ids of the resources, identities or credentials that the call made, or changed the state of. */
  readonly made?: Where;
  /** The names beside those ids, in the same order. */
  readonly names?: Where;
  /** Size or model of what is made. */
  readonly shape?: Where;
  /** How many were asked for. */
  readonly count?: Where;
  /** What the call was aimed at: ids or names as the request writes them. */
  readonly target?: Where;
  /** The accounts that a sharing call lets at it. */
  readonly recipients?: Where;
  /** What such a name is only unique within, outermost first: the cluster of a service, the app and branch of a job. */
  readonly within?: readonly Where[];
  /** Signs that what was accepted came to nothing after all, beside those of all operations. */
  readonly refusedWhen?: readonly Condition[];
  /** Ids of whatever caused this call on somebody's behalf, such as the group that launches. */
  readonly cause?: Where;
  /** Bytes that the call read or sent. */
  readonly bytes?: Where;
  /** What the price of a thing depends on beside its size, by names that the provider's prices know; of its end `keeps-disks`. */
  readonly terms?: Readonly<Record<string, Where>>;
  /** What is made serves on rather than runs: a group, a service, an endpoint. */
  readonly serves?: true;
  /** From an accepted call on, the records of this account and region are missing. */
  readonly blinds?: true;
  /** Nobody did it then: `state` says what is there, `timed` what a timetable of this kind started, `end` that a sign-in is over. */
  readonly nature?: 'state' | 'timed' | 'end';
}

/** A size that says something about intent: machines with accelerators, very large ones. */
export interface ShapeClass {
  readonly class: 'gpu' | 'large';
  /** RE2, found anywhere in the shape. */
  readonly pattern: string;
}

/** Per cent of all processors of a machine; bytes that it sent since the point before. */
export type Measure = 'cpu-percent' | 'bytes-out';

/**
 * What the core must know about a provider's operations, as data: service → operation → act, or
 * several variants of one. Copy semantics.ts of any folder of src/clouds as an example.
 */
export interface Semantics {
  /** As records have it; null where they name none. */
  readonly cloud: string | null;
  /** Who may do all on a machine, and whom others become. */
  readonly superuser?: string;
  /** RE2: what sources call whoever acts without anybody's having signed in. */
  readonly unattended?: string;
  /** Sources whose sessions are numbered by the machine: nobody else's acts bear the same until somebody signs in under it. */
  readonly numberedSessions?: readonly string[];
  /** Of which sources records are meant where they name no cloud. */
  readonly sources?: readonly string[];
  /** RE2: the part of an operation's name that says nothing, such as an API version at its end. */
  readonly ignoredInOperation?: string;
  /** What the error says when a call was only tried out. */
  readonly dryRunErrors: readonly string[];
  /** What the error says when there was no room for what was asked: a limit, or no machine left. */
  readonly shortageErrors?: readonly string[];
  /** Refusals that stand outside the error column. */
  readonly refusedWhen: readonly Condition[];
  /** Where a call that launches or creates writes the tags of what it makes, as objects. */
  readonly tags?: Where;
  /** Where a record names the division of the account in which the thing that it speaks of lies. */
  readonly compartment?: Where;
  readonly acts: Readonly<Record<string, Readonly<Record<string, Act | readonly Act[]>>>>;
  /** Verbs of operations that are not listed, by the beginning of their name. */
  readonly prefixes: readonly { readonly starts: string; readonly verb: Verb }[];
  readonly shapes: readonly ShapeClass[];
  /** What measurements are of, by service and metric. */
  readonly measures?: Readonly<Record<string, Readonly<Record<string, Measure>>>>;
  /** JSON paths to where a record of a process, or of a file, tells what started it, by name and by number, and what the file hashes to. */
  readonly processes?: {
    readonly parent: readonly string[];
    readonly parentUid: readonly string[];
    readonly sha256: readonly string[];
  };
  /** How its machines are known in these and other records. */
  readonly machines?: Machines;
}

export const defineSemantics = (semantics: Semantics): Semantics => semantics;
