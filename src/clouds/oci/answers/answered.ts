import type { Answer, Json, JsonObject, Made, Question } from '../../../model/simulation.ts';
import { compartmentUid, newUid } from '../ids.ts';

/** What an operation answers, beside what every call has. */
export interface Answered {
  /** What was made, or acted upon. */
  readonly resource?: { readonly uid: string; readonly name: string | null };
  /** What it is after the call, and was before. */
  readonly current?: JsonObject;
  readonly previous?: JsonObject;
  /** Of path and query: the body of a request is not recorded. */
  readonly parameters?: JsonObject;
  readonly payload?: Json;
  readonly details?: JsonObject;
  readonly path?: string;
  readonly availabilityDomain?: string;
  readonly consoleSessionId?: string;
  /** Work that goes on after the answer, and ends in a record of its own. */
  readonly work?: Work;
  readonly made?: readonly Made[];
  readonly changed?: Answer['changed'];
  readonly opens?: NonNullable<Answer['opens']>;
  readonly isOfItsSession?: true;
}

export interface Work {
  readonly seconds: number;
  /** What it is in the end, and if the work fails. */
  readonly becomes: JsonObject;
  readonly orElse: JsonObject;
}

/** Service → operation → how it is answered. */
export type Answers = Readonly<Record<string, Readonly<Record<string, (question: Question) => Answered>>>>;

/** A field of a request; null where it is absent. */
export function ask(from: Json, key: string): Json {
  if (from === null || typeof from !== 'object' || Array.isArray(from)) return null;
  return (from as JsonObject)[key] ?? null;
}

/** The same as text; empty where it is absent. */
export function askText(from: Json, key: string): string {
  const value = ask(from, key);
  return typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
}

/** The fields of a request without these. */
export function objectOf(request: Json, ...without: readonly string[]): JsonObject {
  if (request === null || typeof request !== 'object' || Array.isArray(request)) return {};
  return Object.fromEntries(Object.entries(request as JsonObject).filter(([key]) => !without.includes(key)));
}

export const compartmentOf = ({ request, account }: Question): string =>
  compartmentUid(account, askText(request, 'compartment'));

export const instantOf = ({ time }: Question): string => new Date(time).toISOString();

/** How a kind of thing is made: the last part of its type, such as `network:vcn`, its kind in ids, and the state it comes into. */
export interface Making {
  readonly type: string;
  readonly kind: string;
  readonly path: string;
  readonly isGlobal?: boolean;
  /** Seconds that it takes to make, where that is told by a record of its own. */
  readonly seconds?: number;
  readonly states?: readonly [string, string];
  readonly runs?: boolean;
  readonly shapeOf?: (request: Json) => string;
  /** What the model of the thing has, where it is not what was asked for. */
  readonly model?: (question: Question) => JsonObject;
}

/** Makes a thing that is what was asked for, with an id, a place and a state. */
export const making =
  (how: Making) =>
  (question: Question): Answered => {
    const { request, random, region } = question;
    const uid = newUid(random, how.kind, how.isGlobal ? null : region);
    const name = askText(request, 'displayName') || askText(request, 'name') || null;
    const [first = 'ACTIVE', last = first] = how.states ?? ['ACTIVE'];
    const asked = how.model ? how.model(question) : objectOf(request, 'compartment', 'freeformTags');
    const current: JsonObject = {
      ...asked,
      id: uid,
      compartmentId: compartmentOf(question),
      timeCreated: instantOf(question),
      lifecycleState: first,
    };
    const shape = how.shapeOf?.(request) || null;
    return {
      resource: { uid, name },
      current,
      payload: { id: uid },
      path: how.path,
      made: [{ uid, name, type: how.type, shape, ...(how.runs && { runs: true }) }],
      ...(how.seconds !== undefined && {
        work: {
          seconds: how.seconds,
          becomes: { ...current, lifecycleState: last },
          orElse: { ...current, lifecycleState: 'FAILED' },
        },
      }),
    };
  };

export interface Changing {
  /** Under which key the request names the thing. */
  readonly by: string;
  readonly path: string;
  /** The state of the thing after it, in the words of a scenario's truth; none where it stays as it was. */
  readonly state?: string;
  readonly states?: readonly [string, string];
  readonly seconds?: number;
  readonly parameters?: readonly string[];
}

/** Acts upon a thing that the request names. */
export const changing =
  (how: Changing) =>
  ({ request }: Question): Answered => {
    const uid = askText(request, how.by);
    const [first = 'ACTIVE', last = first] = how.states ?? ['ACTIVE'];
    const asked = objectOf(request, how.by, 'compartment', 'freeformTags', ...(how.parameters ?? []));
    const current: JsonObject = { ...asked, id: uid, lifecycleState: first };
    const values = (how.parameters ?? []).map((key) => [key, [askText(request, key)]] as const);
    return {
      resource: { uid, name: askText(request, 'displayName') || askText(request, 'name') || null },
      current,
      parameters: Object.fromEntries(values),
      path: `${how.path}/${uid}`,
      ...(how.state !== undefined && { changed: [{ uid, state: how.state }] }),
      ...(how.seconds !== undefined && {
        work: {
          seconds: how.seconds,
          becomes: { ...current, lifecycleState: last },
          orElse: { ...current, lifecycleState: 'FAILED' },
        },
      }),
    };
  };
