import type { Answer, Deed, JsonObject, Question } from '../../../model/simulation.ts';
import type { Notes } from '../sources/audit/render.ts';
import { type Answered, type Answers, ask, askText, compartmentOf, objectOf } from './answered.ts';
import { compute } from './compute.ts';
import { identity } from './identity.ts';
import { network } from './network.ts';
import { platforms } from './platforms.ts';
import { watch } from './watch.ts';

const answers: Answers = { ...compute, ...identity, ...network, ...platforms, ...watch };
const readers = /^(?:Get|List|Head|Summarize|Search)/;

/** Answers a call as Oracle Cloud would. What is not known here is a call without an answer, as reads are. */
export function answer(question: Question): Answer {
  const { service, operation, failure, requestUid } = question;
  const isRead = readers.test(operation);
  const told: Answered = answers[service]?.[operation]?.(question) ?? plainRead(question);
  const base: Deed = {
    service,
    operation,
    isRead,
    request: told.parameters ?? {},
    response: null,
    requestUid,
    notes: { ...notesOf(question, told) },
  };
  const nothing: Pick<Answer, 'made' | 'changed' | 'copies'> = { made: [], changed: [], copies: [] };
  const isRefused = failure !== undefined && (failure.code !== null || !told.work);
  if (isRefused)
    return { deed: { ...base, notes: { ...notesOf(question, { ...told, ...unknown(told) }) }, failure }, ...nothing };
  const deed: Deed = {
    ...base,
    response: told.payload ?? {},
    ...(told.work && { kind: 'begin', later: [endOf(base, told, failure !== undefined)] }),
    ...(failure && { failure }),
  };
  if (failure) return { deed, ...nothing };
  return {
    deed,
    made: told.made ?? [],
    changed: told.changed ?? [],
    copies: [],
    ...(told.opens && { opens: told.opens }),
    ...(told.isOfItsSession && { isOfItsSession: true }),
  };
}

/** Of what was refused only that is told which the call itself named. */
function unknown({ resource, made }: Answered): Answered {
  if (made === undefined && resource !== undefined) return { resource, current: {} };
  return { current: {} };
}

/** The record that the work of a call ends in. */
function endOf(base: Deed, { work }: Answered, hasFailed: boolean): NonNullable<Deed['later']>[number] {
  const { seconds = 0, becomes = {}, orElse = {} } = work ?? {};
  const current = hasFailed ? orElse : becomes;
  return { afterMs: seconds * 1000, deed: { ...base, kind: 'end', response: {}, notes: { ...base.notes, current } } };
}

/** Reads name in their request what they look at, and what they ask for. */
function plainRead({ request }: Question): Answered {
  const uid = askText(request, 'id');
  const asked = Object.entries(objectOf(request, 'id', 'compartment', 'path'));
  return {
    ...(uid && { resource: { uid, name: askText(request, 'name') || null } }),
    parameters: Object.fromEntries(
      asked.map(([key, value]) => [key, [typeof value === 'string' ? value : JSON.stringify(value)]]),
    ),
  };
}

const actions: readonly (readonly [RegExp, string])[] = [
  [/^(?:Get|List)/, 'GET'],
  [/^Head/, 'HEAD'],
  [/^Update/, 'PUT'],
  [/^(?:Delete|Terminate|Remove[UI])/, 'DELETE'],
];

function notesOf(question: Question, told: Answered): { readonly [Key in keyof Notes]: Notes[Key] } {
  const { request, operation, account } = question;
  const { resource, current = null, previous = null } = told;
  const tags = ask(request, 'freeformTags');
  const isEmpty = current !== null && Object.keys(current).length === 0;
  return {
    compartmentId: compartmentOf(question) || account,
    compartmentName: askText(request, 'compartment') || 'example',
    resourceId: resource?.uid ?? null,
    resourceName: resource?.name ?? null,
    availabilityDomain: told.availabilityDomain ?? null,
    freeformTags: tags === null ? null : (tags as JsonObject),
    previous,
    current: isEmpty ? null : current,
    additionalDetails: told.details ?? null,
    path: told.path ?? (askText(request, 'path') || pathOf(question, resource?.uid)),
    ...(told.consoleSessionId !== undefined && { consoleSessionId: told.consoleSessionId }),
    action: actions.find(([pattern]) => pattern.test(operation))?.[1] ?? 'POST',
  };
}

/** `/20160918/instances` of ListInstances, with the id of what is asked for. */
function pathOf({ operation }: Question, uid: string | undefined): string {
  const noun = operation.replace(/^[A-Z][a-z]+/, '');
  const plural = noun.endsWith('s') ? noun : `${noun}s`;
  return `/20160918/${plural.charAt(0).toLowerCase()}${plural.slice(1)}${uid === undefined ? '' : `/${uid}`}`;
}
