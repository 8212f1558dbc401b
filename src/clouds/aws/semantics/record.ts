import type { Act, Verb } from '../../../model/semantics.ts';

/** A place in what the caller asked. */
export const req = (path: string): string => `requestParameters.${path}`;

/** A place in what the service answered. */
export const res = (path: string): string => `responseElements.${path}`;

type Places = Omit<Act, 'verb' | 'kind'>;

export const act = (verb: Verb, kind: string, places: Places = {}): Act => ({ verb, kind, ...places });

/** An act upon one thing that the request names. */
export const on = (verb: Verb, kind: string, ...target: readonly string[]): Act => ({
  verb,
  kind,
  target: target.map(req),
});

/** Terms: what is to be run, where the log shows it. Start-up scripts of machines are blanked out. */
export const commandsAt = (...places: readonly string[]) => ({ commands: places.map(req) });
