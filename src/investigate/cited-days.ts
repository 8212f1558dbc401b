import type { Incident } from '../model/incident.ts';
import type { PlanFacts } from '../model/plan-facts.ts';
import type { Component } from './chain/component.ts';
import type { Departure } from './departures.ts';
import type { ActGroup } from './timeline/act-group.ts';

interface Told {
  readonly incident: Incident;
  readonly facts: PlanFacts;
  readonly component: Component;
  /** The intruder's, and others' on what he touched. */
  readonly acts: readonly ActGroup[];
  readonly departures: readonly Departure[];
}

/** UTC days, YYYY-MM-DD, on which what an incident cites was recorded: nearly all of it, so whoever looks it up looks here first. */
export function citedDays({ incident, facts, component, acts, departures }: Told): readonly string[] {
  const { groups, hops } = component;
  const times = [
    ...[...acts, ...departures].flatMap(({ citations }) => citations.map(({ time }) => time)),
    ...groups.flatMap(({ strands }) => strands.map(({ first }) => first)),
    ...hops.map(({ time }) => time),
    ...[...facts.uses.values()].flat().flatMap(({ first, last }) => [first, last]),
    ...incident.timeline.map(({ time }) => time),
    ...incident.findings.flatMap(({ first_seen: first, last_seen: last }) => [first, last]),
  ];
  return [...new Set(times.map((time) => time.slice(0, 10)))].toSorted();
}
