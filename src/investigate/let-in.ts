import { strandId } from './chain/strands.ts';
import type { Component } from './chain/component.ts';
import type { ActGroup } from './timeline/act-group.ts';

/** Somebody tried to sign in, and was not let in. */
export const isRattling = ({ verb, outcome }: Pick<ActGroup, 'verb' | 'outcome'>): boolean =>
  verb === 'login' && outcome === 'refused';

/**
 * The component without the names that were only ever tried at a door: nobody held those, and some exist
 * nowhere. Whole where none was let in.
 * @param acts the acts of its strands
 */
export function letIn(component: Component, acts: readonly ActGroup[]): Component {
  const inside = new Set(acts.filter((act) => !isRattling(act)).map(({ strand }) => strandId(strand)));
  const tried = new Set(acts.map(({ strand }) => strandId(strand)).filter((id) => !inside.has(id)));
  const strands = component.strands.filter((strand) => !tried.has(strandId(strand)));
  return strands.length === 0 ? component : { ...component, strands };
}
