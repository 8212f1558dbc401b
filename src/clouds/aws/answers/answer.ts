import type { Answer, Question } from '../../../model/simulation.ts';
import type { Answered, Answers } from './answered.ts';
import { compute } from './compute.ts';
import { identity } from './identity.ts';
import { learning } from './learning.ts';
import { platforms } from './platforms.ts';
import { serverless } from './serverless.ts';

const answers: Answers = { ...compute, ...identity, ...learning, ...platforms, ...serverless };
const readers = /^(?:Get|List|Describe|Lookup|Search|BatchGet|Head)/;

/** Answers a call as AWS would. What is not known here is a call without an answer, as reads are. */
export function answer(question: Question): Answer {
  const { service, operation, request, failure, requestUid } = question;
  const known = answers[service]?.[operation];
  const isRead = readers.test(operation);
  const base = { service, operation, request: service === 'signin.amazonaws.com' ? null : request, requestUid };
  if (failure) {
    const told = known?.(question);
    const { region, kind, notes, host } = told?.deed ?? {};
    // A refusal by IAM or STS keeps nothing of what was asked.
    const kept = failure.code === 'AccessDenied' ? null : base.request;
    return {
      deed: {
        ...base,
        request: kept,
        isRead: isRead || operation === 'AssumeRole',
        // Only sign-in answers a refusal with more than its error.
        response: kind === undefined ? null : (told?.response ?? null),
        failure,
        ...(region !== undefined && { region }),
        ...(kind !== undefined && { kind }),
        ...(notes && { notes }),
        ...(host !== undefined && { host }),
      },
      made: [],
      changed: [],
      copies: [],
    };
  }
  const answered: Answered = known ? known(question) : {};
  return {
    deed: { ...base, ...answered.deed, isRead: answered.isRead ?? isRead, response: answered.response ?? null },
    made: answered.made ?? [],
    changed: answered.changed ?? [],
    copies: answered.copies ?? [],
    ...(answered.opens && { opens: answered.opens }),
  };
}
