import { currentId } from '../../model/attack-names.ts';
import type { Traceable, TracedIncident } from '../../model/traced.ts';
import { claimsOfKind } from '../grounds.ts';

/** What would have hindered, shown or shortened an intrusion like this one. Copy any of measures.ts as an example. */
export interface Measure {
  readonly id: string;
  /** In the imperative. */
  readonly what: string;
  readonly why: string;
  /** What of the incident shows the need; empty where nothing does, and then it is not advised. */
  readonly shownBy: (incident: TracedIncident) => readonly Traceable[];
}

/** A technique with its sub-techniques. */
export const techniques =
  (...ids: readonly string[]): Measure['shownBy'] =>
  ({ techniques: all }) =>
    all.filter(({ id }) => ids.some((one) => currentId(id) === one || currentId(id).startsWith(`${one}.`)));

export const claims =
  (...kinds: readonly string[]): Measure['shownBy'] =>
  (incident) =>
    kinds.flatMap((kind) => claimsOfKind(incident.claims, kind));

/** The first that shows anything. */
export const either =
  (...ways: readonly Measure['shownBy'][]): Measure['shownBy'] =>
  (incident) =>
    ways.map((way) => way(incident)).find((shown) => shown.length > 0) ?? [];
