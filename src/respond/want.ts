import type { Cited } from '../model/evidence.ts';
import type { Remedy, Subject } from '../model/howto.ts';
import { compareInstants } from '../model/instant.ts';
import type { Instant } from '../model/instant.ts';
import type { Deed } from '../model/plan-facts.ts';
import type { RightfulUse, Step } from '../model/plan.ts';
import type { Verb } from '../model/semantics.ts';

/** One remedy for one subject, before alike ones become a step. */
export interface Want {
  readonly remedy: Remedy;
  readonly subject: Subject;
  readonly status: Step['status'];
  /** The acts that did it. */
  readonly done: readonly Deed[];
  readonly why: string;
  /** Claims that say so, by the end of their uid; the first that the incident holds is cited. */
  readonly claims: readonly string[];
  readonly cited: readonly Cited[];
  /** Of others, lately; null where nobody asked. */
  readonly uses: readonly RightfulUse[] | null;
  /** Hops from the root: doors are closed from the outside in. */
  readonly depth: number;
}

type Told = Omit<Want, 'status' | 'done' | 'uses' | 'depth'> & Partial<Pick<Want, 'uses' | 'depth'>>;

interface Answer {
  readonly responses: readonly Deed[];
  /** Only what was done from then on counts. */
  readonly since: Instant | null;
  /** Further verbs that make the remedy needless. */
  readonly orBy?: readonly Verb[];
}

/** A want as it stands: open, unless an act of others that fits is found. */
export function wanted(told: Told, answer: Answer): Want {
  const done = doneBy(told, answer);
  return { uses: null, depth: 0, ...told, status: done.length > 0 ? 'done' : 'open', done };
}

/** Acts of others that did what a remedy does. */
function doneBy(
  { remedy, subject }: Pick<Want, 'remedy' | 'subject'>,
  { responses, since, orBy = [] }: Answer,
): readonly Deed[] {
  return responses.filter(
    (act) =>
      act.kind === subject.type &&
      act.account === subject.account &&
      (subject.region === null || act.region === subject.region) &&
      (remedy.doneBy.includes(act.verb) || orBy.includes(act.verb)) &&
      (since === null || compareInstants(act.time, since) >= 0) &&
      isAimedAt(act, subject) &&
      (remedy.sameDetails ?? []).every((name) => isSame(act.details[name], subject.details[name])),
  );
}

/** Calls name the same thing by id, name, full name or path. */
export function isAimedAt({ targets }: Deed, { uid, name }: Pick<Subject, 'uid' | 'name'>): boolean {
  const ids = new Set([uid, name, lastPart(uid)]);
  return targets.some((target) => ids.has(target) || ids.has(lastPart(target)));
}

/** What stands behind the last slash or colon of a full name or path. */
export const lastPart = (id: string): string => id.split(/[/:]/).at(-1) ?? id;

const isSame = (a: readonly string[] = [], b: readonly string[] = []): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index]);
