import type { Where } from './semantics.ts';

/** A call that hands out a credential or opens a session. */
export interface Issue {
  readonly service: string;
  readonly operation: string;
  /** The id of the credential that the answer holds. */
  readonly credential?: Where;
  /** The uid of the session that the answer opens, as the session's own records carry it. */
  readonly session?: Where;
  /** The session goes on under the caller's own identity: where no credential is recorded, it is known by that and its beginning. */
  readonly keepsCaller?: true;
}

/** A call that makes an identity or a credential, or takes one over: who uses it later is the maker's. */
export interface Making {
  readonly service: string;
  readonly operation: string;
  /** Values that later records carry as their actor: every use of them is the maker's. */
  readonly actor?: Where;
  /** The credential that later records carry. */
  readonly credential?: Where;
  /** The name of the identity that gets a new way to sign in: its sessions that begin later are the maker's. */
  readonly signsInAs?: Where;
  /** Who may come in from now on: text in which the numbers of accounts stand, as `accountPattern` finds them. */
  readonly admits?: Where;
}

/**
 * What a provider makes elsewhere, in other accounts and regions too, for something that a call made: it bears that
 * thing's name.
 */
export interface Spread {
  /** Kind of the thing that was made. */
  readonly of: string;
  /** The call that the provider makes for it. */
  readonly service: string;
  readonly operation: string;
  /** Where that call names what it makes. */
  readonly named: Where;
  /** How such a name begins; `{name}` is that of the thing. */
  readonly begins: string;
  /** RE2 for all that stands behind it: without that, a thing called `base` would be given what is made for `base-2`. */
  readonly ends: string;
}

/** What an analyst may need to find out or to do; a provider says how. */
export const needs = [
  'disable-credential',
  'deny-identity',
  'find-issuer',
  'find-key-creation',
  'find-key-use',
  'find-launched',
  'read-more-logs',
  'switch-on-data-events',
  'restore-defence',
  'remove-persistence',
  'ask-owner',
] as const;
export type Need = (typeof needs)[number];

/**
 * How a provider's records hang together, as data: which calls issue or make what later records carry,
 * and who acts for the provider itself. Copy links.ts of any folder of src/clouds as an example.
 */
export interface Links {
  /** As records have it; null for machines, whose records name none. */
  readonly cloud: string | null;
  readonly issues: readonly Issue[];
  readonly makings: readonly Making[];
  /** RE2 for an account in a text that admits it, of which the first group is the account's number. */
  readonly accountPattern: string;
  /** Seconds by which a session's stated beginning may differ from the time of its issuing record. */
  readonly issueSlackSeconds: number;
  /** Kinds of resource whose id or name is the session name of what runs on them. */
  readonly sessionNamedAfter: readonly string[];
  /** Kinds of resource that launch others by themselves, found by the causes that a launch names. */
  readonly launchers: readonly string[];
  /** By kind of launcher, how the name of the group begins by which it launches; `{name}` is its own. */
  readonly groupsOfLaunchers?: Readonly<Record<string, string>>;
  readonly spreads?: readonly Spread[];
  /** Classes of identity that are one person or program: two misused keys of one belong together. A role is shared. */
  readonly ownActorTypes: readonly string[];
  /** The provider's own work: never an attack by itself. */
  readonly provider: {
    readonly actorTypes: readonly string[];
    /** RE2, found anywhere in the actor's uid or name. */
    readonly actorPattern: string;
    /** Services that act under roles of an account by a regime of their own, and not call by call for whoever calls them. */
    readonly keepers?: readonly string[];
    /** AS numbers of its own networks. */
    readonly networks: readonly number[];
  };
  /** Reads that are logged only where that was switched on: the service, and what stays unseen. */
  readonly dataEvents: readonly { readonly service: string; readonly what: string }[];
  /** Command that shows what a kind of resource was given to run, blanks as below. */
  readonly howToLook: Readonly<Record<string, string>>;
  /** Command that stops a kind of resource, blanks as below. */
  readonly howToStop: Readonly<Record<string, string>>;
  /** Command or console path for a need. `{credential}`, `{identity}`, `{resource}`, `{account}`, `{region}` are filled in. */
  readonly howTo: Readonly<Partial<Record<Need, string>>>;
}

export const defineLinks = (links: Links): Links => links;
