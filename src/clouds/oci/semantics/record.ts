import type { Act, Condition, Verb } from '../../../model/semantics.ts';

type Acts = Readonly<Record<string, Act | readonly Act[]>>;
type Places = Omit<Act, 'verb' | 'kind'>;

/** A place in what the thing was after the call; older records have it under the name of its kind. */
export const now = (path: string): string => `data.stateChange.current.${path}`;

/** A place in what the service answered. */
export const res = (path: string): string => `data.response.payload.${path}`;

/** A place in what a record says beside: of an instance, its shape and image. */
export const more = (path: string): string => `data.additionalDetails.${path}`;

/** The values of a parameter of the call; the body of a request is not recorded. */
export const parameter = (name: string): string => `data.request.parameters.${name}[*]`;

/** What the call made: both records of a pair name it alike. Records of version 1 only answer. */
export const made: readonly string[] = [
  now('id'),
  now('Instance.id'),
  res('id'),
  'data.resourceId',
  'responsePayload.id',
];
export const names: readonly string[] = [
  'data.resourceName',
  now('displayName'),
  now('name'),
  now('Instance.displayName'),
  res('displayName'),
  'responsePayload.displayName',
];

/** The thing that the call was aimed at. */
export const thing: readonly string[] = ['data.resourceId', now('id'), 'responsePayload.id', 'data.resourceName'];

export const act = (verb: Verb, kind: string, places: Places = {}): Act => ({ verb, kind, ...places });

/** An act that makes a thing of this kind. */
export const makes = (verb: Verb, kind: string, places: Places = {}): Act =>
  act(verb, kind, { made, names, ...places });

/** An act upon one thing. */
export const on = (verb: Verb, kind: string, places: Places = {}): Act => act(verb, kind, { target: thing, ...places });

/** The condition that a parameter of the call has this value. */
export const asked = (name: string, value: string): Condition => ({ at: parameter(name), is: value });

/** The same operations of a service that records spell in several ways. */
export const spelled = (services: readonly string[], acts: Acts): Readonly<Record<string, Acts>> =>
  Object.fromEntries(services.map((service) => [service, acts]));
