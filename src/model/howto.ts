import type { Phase } from './plan.ts';
import type { Verb, Where } from './semantics.ts';

/** One thing that a step acts on, with all that a command may need to name it. */
export interface Subject {
  readonly uid: string;
  readonly name: string;
  /** `service:kind`, the same words as in semantics. */
  readonly type: string;
  readonly account: string | null;
  readonly region: string | null;
  /** The name of whose it is, for a credential. */
  readonly owner: string | null;
  /** What the record of its making or change holds, by the names under `Howto.details`. */
  readonly details: Details;
}

export type Details = Readonly<Record<string, readonly string[]>>;

/** What a command is written for: subjects of one account and region. */
export interface Order {
  readonly subjects: readonly Subject[];
  readonly incidentUid: string;
}

type Lines = (order: Order) => readonly string[];

/** One way to contain, as a responder would do it by hand. Copy howto/identity.ts of any folder of src/clouds as an example. */
export interface Remedy {
  /** The id of the action, such as `<cloud>.disable-access-key`. */
  readonly id: string;
  readonly phase: Phase;
  /** Types of subject that it is for: what the intruder held or made. */
  readonly on?: readonly string[];
  /** Or the calls of the intruder that it takes back, as `service operation`; the subject is what they were aimed at. */
  readonly takesBack?: readonly string[];
  /** In the imperative; the names of the subjects follow. */
  readonly does: string;
  readonly permissions: readonly string[];
  readonly isReversible: boolean;
  /** What it acts on is gone afterwards: only after its evidence is kept. */
  readonly isDestructive?: true;
  /** What is kept is lost once the subject is gone; a definition stands in the logs as well. */
  readonly keeps?: 'disk' | 'definition';
  readonly breaks: 'every-use' | 'open-sessions' | 'nothing';
  /** Verbs by which others may have done it already. */
  readonly doneBy: readonly Verb[];
  /** Details that such an act must share with the one that is taken back. */
  readonly sameDetails?: readonly string[];
  /** Only the provider does this: it is told where it happened, and never proposed. */
  readonly isProviders?: true;
  readonly cli: Lines;
  readonly undo: { readonly text: string; readonly cli?: Lines } | null;
  readonly terraform?: (order: Order) => string;
  readonly verify: { readonly text: string; readonly cli?: Lines };
}

/** What a person has to do at or through the provider. */
export type ManualNeed =
  | 'provider-case'
  | 'capture-memory'
  | 'deny-by-hand'
  | 'detach-role'
  | 'take-back'
  | 'lower-quota'
  | 'short-lived'
  | 'other-copies';

/** How to contain in one cloud, as data: which calls and permissions it takes, and how it is undone. */
export interface Howto {
  /** As records have it; null for machines, whose records name none. */
  readonly cloud: string | null;
  /** `service operation` → names of details → where they stand in the record. */
  readonly details: Readonly<Record<string, Readonly<Record<string, Where>>>>;
  /** The type under which remedies know an identity or credential; null where it cannot be acted on by itself. */
  readonly typeOf: (one: {
    readonly type: string;
    readonly name: string;
    readonly ownerType: string | null;
  }) => string | null;
  /** Of a session that the provider opens for a machine again and again: the machine, by the session's name; or null. */
  readonly hostOf: (sessionName: string) => string | null;
  /** Within a phase they are taken in this order. */
  readonly remedies: readonly Remedy[];
  readonly byHand: Readonly<Partial<Record<ManualNeed, string>>>;
}

export const defineHowto = (howto: Howto): Howto => howto;
