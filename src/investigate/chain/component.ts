import { compareInstants, compareText } from '../../model/instant.ts';
import { textIn, textOf, textsOf } from '../../lake/cells.ts';
import { earliest, latest, sqlIn } from '../cells.ts';
import { fillStrands, relations } from '../scope.ts';
import { uses } from '../uses.ts';
import type { Scope } from '../scope.ts';
import { entitiesOf, entityKey, meantBy } from './entity.ts';
import type { Entity } from './entity.ts';
import { hostileStrands } from './group.ts';
import type { Group } from './group.ts';
import type { Hop } from './hop.ts';
import type { Web } from './web.ts';
import type { MadeResource } from './reach.ts';
import { onOneMachine } from './machines.ts';
import type { Visit } from './machines.ts';
import { machineOf } from './session-machine.ts';
import { byFirst, isIndirect, strandId, strandKeyOf } from './strands.ts';
import type { Strand } from './strands.ts';

/** What one intruder, or several who share identities or resources, held and made. */
export interface Component {
  /** Ordered by first act. */
  readonly strands: readonly Strand[];
  readonly groups: readonly Group[];
  /** Hops that lead into its groups, the ones that were not followed too. */
  readonly hops: readonly Hop[];
  readonly made: readonly MadeResource[];
  readonly respawned: Web['respawned'];
  /** The machines on which it was at work. */
  readonly haunts: readonly Haunt[];
}

/** A machine on which somebody was at work, by what it is known by, from when to when. */
export interface Haunt {
  readonly machine: string;
  readonly first: string;
  readonly last: string;
}

/** What the anchoring acts of one strand did, and to what. */
interface Deed {
  readonly strand: string;
  readonly verb: string;
  readonly targets: readonly Entity[];
}

/**
 * Splits what was found into components that share an identity, credential, session, resource or machine; by an
 * address only the sessions of one role or of one name, where nobody else works from it.
 */
export async function componentsOf(scope: Scope, web: Web, visits: readonly Visit[]): Promise<readonly Component[]> {
  const deeds = await deedsOf(scope);
  const bonds = { deeds, lairs: await lairsOf(scope, web), visits };
  const sets = unite(scope, web, bonds);
  return [...sets.values()].map((ids) => componentOf(web, new Set(ids), visits)).toSorted((a, b) => compareFirst(a, b));
}

const compareFirst = (a: Component, b: Component): number => {
  const [left, right] = [a.strands[0], b.strands[0]];
  return left === undefined || right === undefined ? 0 : byFirst(left, right);
};

async function deedsOf({ engine }: Scope): Promise<readonly Deed[]> {
  const rows =
    await engine.rows(`SELECT key, network, agent, verb, account, parents, list(DISTINCT target ORDER BY target) FILTER (target IS NOT NULL) AS targets
    FROM (SELECT key, network, agent, verb, account, parents, unnest(CASE WHEN len(targets) > 0 THEN targets ELSE [NULL] END) AS target FROM ${relations.anchors})
    GROUP BY key, network, agent, verb, account, parents ORDER BY ALL`);
  return rows.map((row) => ({
    strand: strandId(strandKeyOf(row)),
    verb: textOf(row['verb']) ?? 'other',
    targets: textsOf(row['targets']).map((id) => ({
      account: textOf(row['account']),
      parents: textsOf(row['parents']),
      id,
    })),
  }));
}

/** The networks of direct hostile strands from which, in all these logs, no credential in other hands is used. */
async function lairsOf({ engine }: Scope, web: Web): Promise<ReadonlySet<string>> {
  const strands = [...web.groups.values()].flatMap(hostileStrands).filter((strand) => !isIndirect(strand));
  const networks = [...new Set(strands.map(({ network }) => network))];
  const whole = strands.filter(({ window }) => window === null).map((strand) => ({ incident: 0, strand }));
  await fillStrands(engine, relations.frontier, whole);
  const rows =
    await engine.rows(`SELECT DISTINCT network FROM ${uses.name} WHERE ${sqlIn('network', networks)} AND credential IS NOT NULL
    AND (key, network, agent) NOT IN (SELECT key, network, agent FROM ${relations.frontier})`);
  const shared = new Set(rows.map((row) => textIn(row, 'network')));
  return new Set(networks.filter((network) => !shared.has(network)));
}

interface Bonds {
  readonly deeds: readonly Deed[];
  readonly lairs: ReadonlySet<string>;
  readonly visits: readonly Visit[];
}

function unite({ links, semantics }: Scope, web: Web, { deeds, lairs, visits }: Bonds): Map<string, string[]> {
  const parent = new Map<string, string>();
  const find = (node: string): string => {
    const up = parent.get(node);
    if (up === undefined || up === node) return node;
    const top = find(up);
    parent.set(node, top);
    return top;
  };
  const union = (a: string, b: string) => {
    const [left, right] = [find(a), find(b)];
    // The smaller name leads, so that the order of joining is without effect.
    if (left !== right) parent.set(left < right ? right : left, left < right ? left : right);
  };
  const ownTypes = new Set(links.flatMap(({ ownActorTypes }) => ownActorTypes));
  const owner = new Map<string, string>();
  const members = [...web.groups.values()].flatMap((group) => {
    const strands = hostileStrands(group);
    for (const strand of strands) {
      owner.set(strandId(strand), group.id);
      if (strand.actorUid !== null && ownTypes.has(strand.actorType ?? '')) union(group.id, `own:${strand.actorUid}`);
      for (const hand of handsOf(strand, lairs)) union(group.id, hand);
    }
    const machine = machineBehind(group, web, semantics);
    if (machine !== null) union(group.id, machine);
    return strands.length > 0 ? [group.id] : [];
  });
  const isMember = new Set(members);
  for (const hop of web.hops)
    if (isOneHand(hop) && isMember.has(hop.from) && isMember.has(hop.to)) union(hop.from, hop.to);
  const makers = new Map(
    web.made.flatMap((one) =>
      entitiesOf(one).map((entity) => [entityKey(entity), owner.get(strandId(one.strand))] as const),
    ),
  );
  for (const { strand, verb, targets } of deeds) {
    const group = owner.get(strand);
    // Who ends or switches off what another made is no accomplice of his.
    if (group === undefined || containing.has(verb) || verb === 'impair') continue;
    for (const entity of targets.flatMap(meantBy)) {
      const maker = makers.get(entityKey(entity));
      if (maker !== undefined) union(maker, group);
    }
  }
  for (const [one, other] of onOneMachine(visits)) {
    const [left, right] = [owner.get(one.strand), owner.get(other.strand)];
    if (left !== undefined && right !== undefined) union(left, right);
  }
  // Who is at work on a machine that an intruder launched, whenever that is, is one with him.
  const launched = new Map(web.made.map(({ uid, strand }) => [uid, owner.get(strandId(strand))] as const));
  for (const { strand, machine } of visits) {
    const [guest, maker] = [owner.get(strand), launched.get(machine)];
    if (guest !== undefined && maker !== undefined) union(guest, maker);
  }
  const sets = new Map<string, string[]>();
  for (const id of members) sets.set(find(id), [...(sets.get(find(id)) ?? []), id]);
  return sets;
}

/**
 * By what else than itself one knows whose hand a strand is. A role is shared, and so is an address: the same role, or
 * the same name of a session under several, from where nobody else works is one hand.
 */
function handsOf({ actorUid, sessionName, network }: Strand, lairs: ReadonlySet<string>): readonly string[] {
  if (!lairs.has(network)) return [];
  return [
    ...(actorUid === null ? [] : [JSON.stringify([actorUid, network])]),
    ...(sessionName === null ? [] : [JSON.stringify(['session', sessionName, network])]),
  ];
}

/** A machine is given one session after the other: whoever holds two of them was at that machine. */
function machineBehind(group: Group, web: Web, semantics: Scope['semantics']): string | null {
  const machine = machineOf(hostileStrands(group)[0], semantics);
  if (machine === null || web.unexplained.get(group.id) !== 'missing') return null;
  return JSON.stringify(['machine', group.strands[0]?.actorUid, machine]);
}

/** A credential in strange hands, and a session that its rightful user opened with it and that was taken. */
const isOneHand = ({ isFollowed, isProvider, confidence }: Hop): boolean =>
  isFollowed || (!isProvider && confidence !== 'possible');

function componentOf(web: Web, ids: ReadonlySet<string>, visits: readonly Visit[]): Component {
  const groups = [...web.groups.values()].filter(({ id }) => ids.has(id)).toSorted((a, b) => compareText(a.id, b.id));
  const strands = groups.flatMap(hostileStrands).toSorted(byFirst);
  const keys = new Set(strands.map(strandId));
  const isOurs = ({ strand }: MadeResource) => keys.has(strandId(strand));
  const made = web.made.filter(isOurs);
  return {
    groups,
    strands,
    made,
    hops: web.hops.filter(({ to }) => ids.has(to)),
    respawned: respawnedBy(made, web.respawned),
    haunts: hauntsIn(visits.filter(({ strand }) => keys.has(strand))),
  };
}

/** What these launchers launched, and what those launched in turn. */
function respawnedBy(made: readonly MadeResource[], all: Web['respawned']): Web['respawned'] {
  const place = (uid: string, account: string | null) => JSON.stringify([uid, account]);
  const known = new Set(made.flatMap(({ uid, account }) => [uid, place(uid, account)]));
  const isKnown = ({ cause, account, isElsewhere }: Web['respawned'][number]) =>
    known.has(isElsewhere ? cause : place(cause, account));
  for (let before = -1; before < known.size;) {
    before = known.size;
    for (const one of all) if (isKnown(one)) known.add(place(one.uid, one.account));
  }
  return all.filter(isKnown);
}

const hauntsIn = (visits: readonly Visit[]): readonly Haunt[] =>
  [...Map.groupBy(visits, ({ machine }) => machine)]
    .map(([machine, same]) => ({
      machine,
      first: earliest(same.map(({ first }) => first)),
      last: latest(same.map(({ last }) => last)),
    }))
    .toSorted((a, b) => compareInstants(a.first, b.first) || compareText(a.machine, b.machine));

/** Verbs by which an intrusion is held back or cleaned up. */
export const containing: ReadonlySet<string> = new Set([
  'contain',
  'restrict',
  'revoke',
  'disable-credential',
  'stop',
  'terminate',
  'delete',
  'restore',
]);
/**
 * Everything of an intrusion that another's act may be aimed at: its identities, credentials and resources, and the
 * machine that a session is named after.
 */
export function entitiesIn({ strands, made, respawned }: Component): readonly Entity[] {
  const held = strands.flatMap(({ actorAccount: account, actorUid, actorName, credential, sessionName }) =>
    [actorUid, actorName, credential, sessionName].flatMap((id) => (id === null ? [] : [{ account, parents: [], id }])),
  );
  const all = [...held, ...[...made, ...respawned].flatMap(entitiesOf)];
  return [...new Map(all.map((one) => [entityKey(one), one])).values()];
}
