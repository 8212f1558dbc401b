/** JSON as a provider's record holds it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** A seeded source of chance: the same seed gives the same values on every platform. */
export interface Random {
  /** In [0, 1). */
  fraction(): number;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  text(alphabet: string, length: number): string;
  hex(length: number): string;
  uuid(): string;
  /** A stream of its own for a label, whatever was drawn here before. */
  fork(label: string): Random;
}

export interface Role {
  readonly uid: string;
  readonly name: string;
  readonly account: string;
  /** Where the provider files it, such as `/service-role/`; `/` by default. */
  readonly path?: string;
}

/** What a record says of the session that a call was made in. */
export interface Session {
  /** Milliseconds since 1970, UTC. */
  readonly opened: number;
  readonly hasMfa: boolean;
  readonly isConsole?: boolean;
  /** Set by the first caller of a chain and carried on. */
  readonly sourceIdentity?: string;
  readonly onBehalfOf?: { readonly user: string; readonly directory: string };
  /** The machine that the credentials were handed to, and the version of the hand-over. */
  readonly carrier?: { readonly kind: string; readonly uid: string; readonly delivery: string };
  readonly web?: { readonly provider: string; readonly audience: string };
}

/** Who makes a call, in words that fit every provider; each has its own way to write them. */
export type Actor =
  | { readonly is: 'root'; readonly account: string; readonly credential?: string; readonly session?: Session }
  | {
      readonly is: 'user';
      readonly uid: string;
      readonly name: string;
      readonly account: string;
      readonly credential?: string;
      readonly session?: Session;
      readonly invokedBy?: string;
    }
  | {
      readonly is: 'role';
      readonly role: Role;
      /** The session's name, chosen by whoever opened it. */
      readonly name: string;
      readonly credential: string;
      readonly session: Session;
      readonly invokedBy?: string;
    }
  /** A session that a user made for somebody under a name of its own. */
  | {
      readonly is: 'federated';
      readonly name: string;
      readonly user: { readonly uid: string; readonly name: string; readonly account: string };
      readonly credential: string;
      readonly session: Session;
    }
  | { readonly is: 'saml'; readonly provider: string; readonly subject: string }
  | { readonly is: 'web'; readonly provider: string; readonly audience: string; readonly subject: string }
  /** A person of the organisation's directory, before any role. */
  | {
      readonly is: 'directory-user';
      readonly account: string;
      readonly user: string;
      readonly directory: string;
      readonly credential: string;
    }
  | { readonly is: 'service'; readonly name: string }
  /** How another account's principal appears to the account that is called. */
  | { readonly is: 'foreign'; readonly account: string; readonly uid: string }
  | { readonly is: 'unknown'; readonly account: string; readonly name: string };

/** A resource that a call touches. */
export interface Target {
  readonly uid: string;
  readonly kind: string;
  readonly account?: string;
  /** `uid` is only the beginning of the ids touched. */
  readonly isPrefix?: boolean;
}

/** Why a call was refused. Some records, such as those of sign-ins, give a message and no code. */
export interface Failure {
  readonly code: string | null;
  readonly message: string;
}

/** What is asked and answered, before time, place and caller are known. */
export interface Deed {
  /** The provider's own names. */
  readonly service: string;
  readonly operation: string;
  readonly isRead: boolean;
  readonly request: Json;
  readonly response: Json;
  readonly failure?: Failure;
  readonly targets?: readonly Target[];
  /** What else the provider notes beside request and response. */
  readonly notes?: JsonObject;
  /** The provider's own class of record, where it is not a plain call. */
  readonly kind?: string;
  /** A call on data, not on the management of resources. */
  readonly isData?: boolean;
  /** The name that the client asked for, where it is not the service's own. */
  readonly host?: string;
  /** The private way that the call took, and its owner. */
  readonly endpoint?: { readonly uid: string; readonly account: string };
  /** The region that records it, where it is not the caller's. */
  readonly region?: string;
  /** How the client named itself, where not as in the rest of the session. */
  readonly agent?: string;
  readonly requestUid?: string;
  /** What came into being, where it is worth telling apart from what an intruder made. */
  readonly made?: readonly Made[];
  /** What the log says of the same call later on, such as the end of the work that it began. */
  readonly later?: readonly Later[];
}

/** A further record of a call, so many milliseconds after it. */
export interface Later {
  readonly afterMs: number;
  readonly deed: Deed;
}

/** Who calls, and how the provider sees the caller. */
export interface Presence {
  readonly actor: Actor;
  /** An address, or the name of a service of the provider. */
  readonly network: string;
  readonly agent: string;
}

/** One call as one account records it. */
export interface Call extends Omit<Deed, 'agent' | 'requestUid'>, Presence {
  /** Milliseconds since 1970, UTC. */
  readonly time: number;
  /** The account that records it. */
  readonly account: string;
  readonly region: string;
  readonly uid: string;
  readonly requestUid: string;
  /** The same on every copy of a call that several accounts record. */
  readonly sharedUid?: string;
}

export interface StoredObject {
  /** Where the provider would store it, with `/` between folders. */
  readonly key: string;
  readonly text: string;
  readonly isCompressed: boolean;
}

/** One delivery of a log: records of one account and region. */
export interface Delivery {
  readonly account: string;
  readonly region: string;
  /** When it was delivered; milliseconds since 1970, UTC. */
  readonly time: number;
  readonly random: Random;
}

/**
 * How a source writes down calls in its provider's own form.
 * Copy a render.ts below src/clouds as an example.
 */
export interface Render {
  readonly source: string;
  /** The record of one call as JSON text. */
  readonly record: (call: Call) => string;
  /** The object that such records are delivered in. */
  readonly object: (delivery: Delivery, records: readonly string[]) => StoredObject;
}

/** An account of the organisation that is simulated. */
export interface SimulatedAccount {
  readonly uid: string;
  readonly name: string;
  /** Where sign-ins and tools go first. */
  readonly home: string;
  /** How the account's work is spread over regions, as weights. */
  readonly regions: Readonly<Record<string, number>>;
  /** Its part of all that happens, as a weight. */
  readonly share: number;
  /** Residents that live only where they are named. */
  readonly also?: readonly string[];
}

export interface Organisation {
  readonly name: string;
  readonly domain: string;
  readonly accounts: readonly SimulatedAccount[];
}

/** When somebody works: in UTC office hours, always, by night, or when the hour begins. */
export type Rhythm = 'office' | 'steady' | 'nightly' | 'hourly';

/** What a resident sees when it acts. */
export interface Scene extends Presence {
  readonly random: Random;
  readonly time: number;
  readonly region: string;
  readonly requestUid: string;
}

/** What is known when a session opens. */
export interface Opening {
  readonly random: Random;
  readonly time: number;
  readonly region: string;
  /** Which of the residents of this kind, from 0. */
  readonly index: number;
}

/** A deed of somebody else, or as another account records it. */
export interface RecordedDeed extends Deed, Partial<Presence> {
  readonly account?: string;
  /** Deeds of one opening with the same mark are copies of one call. */
  readonly shared?: string;
}

/** A kind of inhabitant of an account: person, pipeline, machine or service of the provider. */
export interface Resident {
  readonly name: string;
  /** How many of its kind there are. */
  readonly count: number;
  /** Its part of the account's events, as a weight, while its rhythm is at its height. */
  readonly share: number;
  readonly rhythm: Rhythm;
  /** Least and most calls of one visit, and milliseconds between two calls. */
  readonly calls: readonly [number, number];
  readonly paceMs: readonly [number, number];
  /** After this a new session with new credentials opens. */
  readonly sessionMinutes: number;
  /** Works in the account's home region only. */
  readonly isAtHome?: boolean;
  /** Has a session for each region. */
  readonly isRegional?: boolean;
  /** Makes its calls in the order in which they are listed. */
  readonly isOrderly?: boolean;
  readonly arrive: (opening: Opening) => Presence;
  /** The records of how the session came to be. */
  readonly open?: (scene: Scene) => readonly RecordedDeed[];
  readonly habits: readonly Habit[];
}

export interface Habit {
  readonly weight: number;
  readonly make: (scene: Scene) => Deed;
}

/** A call of a scenario, to be answered as the provider would. */
export interface Question extends Presence {
  readonly service: string;
  readonly operation: string;
  readonly request: Json;
  readonly account: string;
  readonly region: string;
  readonly time: number;
  readonly requestUid: string;
  readonly random: Random;
  readonly failure?: Failure;
}

export interface Made {
  readonly uid: string;
  readonly name: string | null;
  /** `service:kind`. */
  readonly type: string;
  readonly shape: string | null;
  /** It runs and costs until somebody stops it. */
  readonly runs?: boolean;
}

export interface Named {
  /** The provider's own id. */
  readonly uid: string;
  readonly name: string;
}

export interface Answer {
  readonly deed: Deed;
  readonly made: readonly Made[];
  /** Resources whose state the call changed. */
  readonly changed: readonly { readonly uid: string; readonly state: string }[];
  /** The session or user that the call opened the way to. */
  readonly opens?: Actor;
  /** The record of the call is already the first of the session that it opens: it is no way to another one. */
  readonly isOfItsSession?: true;
  /** The other accounts that record the call, and as whose. */
  readonly copies: readonly { readonly account: string; readonly actor: Actor }[];
}

/**
 * What a provider's folder offers so that life in its cloud can be played.
 * Copy simulation.ts of any folder of src/clouds as an example.
 */
export interface CloudSimulation {
  readonly cloud: string;
  readonly render: Render;
  /** Who lives in an account, and what they do all day. */
  readonly settle: (random: Random, account: SimulatedAccount, organisation: Organisation) => readonly Resident[];
  readonly answer: (question: Question) => Answer;
  /** A user or role of a scenario, with ids of the provider's form. */
  readonly cast: (random: Random, member: CastMember) => Actor;
  /** How the provider writes the id of such an identity in requests. */
  readonly nameOf: (actor: Actor) => string;
  /** The user or role itself, and the name of its session where it acts in one that has a name. */
  readonly identify: (actor: Actor) => Named & { readonly account: string; readonly session?: string };
}

/** An identity that a scenario names. A role's actor is a session that was opened before the scenario begins. */
export interface CastMember {
  readonly kind: 'root' | 'user' | 'role' | 'service' | 'outsider';
  readonly name: string;
  readonly account: string;
  /** The account that an outsider calls from. */
  readonly from?: string;
  readonly path?: string;
  readonly session?: string;
  readonly opened: number;
  readonly invokedBy?: string;
  readonly hasCredential?: boolean;
}
