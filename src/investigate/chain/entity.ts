import type { MadeResource } from './reach.ts';

/** What stands behind the last slash or colon of a full name or path. */
export const lastPart = (id: string): string => id.split(/[/:]/).at(-1) ?? id;

/** Something that an act may be aimed at, as a record names it. */
export interface Entity {
  readonly account: string | null;
  /** What the id is only unique within, outermost first; none where it stands for itself. */
  readonly parents: readonly string[];
  readonly id: string;
}

export const entityKey = ({ account, parents, id }: Entity): string => JSON.stringify([account, parents, id]);

/** The forms in which a resource's id may stand in another record: whole, by name, and its last part. */
export const namesOf = ({ uid, name }: Pick<MadeResource, 'uid' | 'name'>): readonly string[] =>
  [...new Set([uid, name ?? uid, lastPart(uid)])].filter((text) => text !== '');

/** The same as entities. A path stands for itself; a name that others may have elsewhere only beside its parents. */
export const entitiesOf = (one: MadeResource): readonly Entity[] =>
  namesOf(one).map((id) => ({
    account: one.account,
    parents: id === one.uid && id !== lastPart(id) ? [] : one.parents,
    id,
  }));

/** What an act upon an id may mean: the thing of that id, or the one of that name within the same parents. */
export const meantBy = ({ account, parents, id }: Entity): readonly Entity[] =>
  parents.length === 0
    ? [{ account, parents, id }]
    : [
        { account, parents, id },
        { account, parents: [], id },
      ];
