import type { Verb } from '../../model/semantics.ts';
import { lastPart } from '../chain/entity.ts';
import type { ActGroup } from '../timeline/act-group.ts';

/** One thing with all that was done to it. */
export interface Thing {
  readonly uid: string;
  readonly name: string | null;
  /** What its name is only unique within, outermost first. */
  readonly parents: readonly string[];
  readonly acts: readonly ActGroup[];
  /** The act that made it, or the first that touched it. */
  readonly maker: ActGroup;
  readonly isMade: boolean;
}

const making: ReadonlySet<Verb> = new Set(['launch', 'create', 'create-identity', 'create-credential']);

/** Whether an act made things. A right is a thing where the grant made what holds it, such as a policy. */
export const isMaking = ({ verb, made }: Pick<ActGroup, 'verb' | 'made'>): boolean =>
  making.has(verb) || (verb === 'grant' && made.length > 0);

type Named = Pick<Thing, 'uid' | 'name' | 'isMade'>;

interface OpenThing extends Thing {
  readonly acts: ActGroup[];
}

interface Catalogue {
  readonly things: OpenThing[];
  /** By whole ids and by short ones, each with kind and place. */
  readonly byUid: Map<string, OpenThing>;
  readonly byName: Map<string, OpenThing[]>;
}

/**
 * Things that accepted acts made or changed, each once, with the acts of others on them. An id that is only
 * unique within a parent, such as a service's name within its cluster, is told apart by that; one that
 * several things may mean is a thing of its own, or with others' acts no thing at all.
 */
export function gatherThings(acts: readonly ActGroup[], others: readonly ActGroup[]): readonly Thing[] {
  const catalogue: Catalogue = { things: [], byUid: new Map(), byName: new Map() };
  for (const act of acts) for (const named of namedIn(act)) note(catalogue, act, named);
  for (const act of others) for (const uid of act.targets) find(catalogue, act, uid)?.acts.push(act);
  return catalogue.things;
}

function namedIn(act: ActGroup): readonly Named[] {
  if (!isMaking(act)) return act.targets.map((uid) => ({ uid, name: null, isMade: false }));
  return act.made.length > 0
    ? act.made.map((uid, index) => ({ uid, name: act.names[index] ?? null, isMade: true }))
    : act.targets.slice(0, 1).map((uid) => ({ uid, name: uid, isMade: true }));
}

function note(catalogue: Catalogue, act: ActGroup, named: Named): void {
  const known = find(catalogue, act, named.uid);
  if (known !== null) {
    known.acts.push(act);
    return;
  }
  const { things, byUid, byName } = catalogue;
  const thing = { ...named, parents: act.parents, acts: [act], maker: act };
  things.push(thing);
  byUid.set(placed(act, act.parents, named.uid), thing);
  for (const name of new Set([named.name ?? named.uid, lastPart(named.uid)])) {
    const place = placed(act, [], name);
    const alike = byName.get(place);
    if (alike === undefined) byName.set(place, [thing]);
    else alike.push(thing);
  }
}

/** The thing that an act means by an id: the very id, else the last one of that name where no other can be meant. */
function find({ byUid, byName }: Catalogue, act: ActGroup, uid: string): OpenThing | null {
  const exact = byUid.get(placed(act, act.parents, uid));
  if (exact !== undefined) return exact;
  const alike = (byName.get(placed(act, [], lastPart(uid))) ?? []).filter((thing) => mayBe(thing, uid));
  const parents = JSON.stringify(act.parents);
  const beside = alike.findLast((thing) => JSON.stringify(thing.parents) === parents);
  if (beside !== undefined) return beside;
  const possible = act.parents.length === 0 ? alike : alike.filter((thing) => thing.parents.length === 0);
  const isOne = new Set(possible.map((thing) => JSON.stringify(thing.parents))).size === 1;
  return isOne ? (possible.at(-1) ?? null) : null;
}

/** Of two paths one has to be the end of the other; a bare name may be the end of any. */
function mayBe(thing: Thing, uid: string): boolean {
  if (lastPart(uid) === uid || lastPart(thing.uid) === thing.uid) return true;
  return isEndOf(uid, thing.uid) || isEndOf(thing.uid, uid);
}

const isEndOf = (end: string, path: string): boolean =>
  path === end || path.endsWith(`/${end}`) || path.endsWith(`:${end}`);

const placed = ({ kind, account, region }: ActGroup, parents: readonly string[], id: string): string =>
  JSON.stringify([kind, account, region, parents, id]);
