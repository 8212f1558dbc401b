import type { Happening } from '../statement.ts';
import { intruderWords } from './intruder-words.ts';
import { responderWords } from './responder-words.ts';

/** Whose deeds they are: a responder's words about an intruder's deed, and the reverse, are not read. */
export const intruders: ReadonlySet<Happening> = new Set<Happening>([
  'activity',
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
]);
export const responders: ReadonlySet<Happening> = new Set<Happening>([
  'notice',
  'investigation',
  'isolation',
  'credential-revoked',
  'user-disabled',
  'termination',
  'logging-resumed',
  'rebuild',
  'containment',
  'resolution',
  'report',
]);

/** The words of each deed or state, in the past or present, active or passive. */
export const happeningWords: readonly (readonly [Happening, RegExp])[] = [...intruderWords, ...responderWords];
