import { cite } from '../model/evidence.ts';
import type { Citation } from '../model/evidence.ts';
import type { InvolvedIdentity } from '../model/incident.ts';
import { compareText } from '../model/instant.ts';
import type { Semantics } from '../model/semantics.ts';
import type { Component } from './chain/component.ts';
import { hostileStrands } from './chain/group.ts';
import { identityOf } from './chain/root.ts';
import { isAsker, strandId } from './chain/strands.ts';
import type { Strand } from './chain/strands.ts';
import { uses } from './uses.ts';
import { isWithinSql, relations } from './scope.ts';
import type { Scope } from './scope.ts';
import { textOf } from '../lake/cells.ts';
import type { ActGroup } from './timeline/act-group.ts';

interface Use {
  readonly uid: string;
  readonly name: string;
  readonly type: string;
  readonly account: string | null;
  readonly isShared: boolean;
  readonly citation: Citation;
}

/** A machine's daemon writes down the steps of a sign-in, each without a key, within this time of what is done. */
const signInHours = 1;

/**
 * Identities of which any use is not an intruder's. The provider's own acts under their name are none, nor are the
 * steps of a sign-in of his own: without a credential, from where and when he came under that name.
 */
export async function sharedActors({ engine }: Scope): Promise<ReadonlySet<string>> {
  const rows = await engine.rows(`SELECT DISTINCT actor_uid FROM ${uses.name} s
    WHERE actor_uid IN (SELECT actor_uid FROM ${relations.acts} WHERE NOT is_respawn) AND NOT starts_with(network, 'via:')
      AND NOT EXISTS (SELECT 1 FROM ${relations.hostile} h WHERE h.key = s.key AND h.network = s.network AND h.agent = s.agent AND ${isWithinSql('s', 'h')})
      AND NOT (credential IS NULL AND EXISTS (SELECT 1 FROM (SELECT actor_uid, network, min(time) AS first, max(time) AS last FROM ${relations.acts}
        WHERE host IS NOT NULL GROUP BY actor_uid, network) a
        WHERE a.actor_uid = s.actor_uid AND a.network = s.network AND s.first >= a.first - INTERVAL ${signInHours} HOUR AND s.last <= a.last + INTERVAL ${signInHours} HOUR))`);
  return new Set(rows.flatMap(({ actor_uid: uid }) => textOf(uid) ?? []));
}

const addressAlone = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:]*)$/i;

/**
 * Who asks for a name is known by an address alone, or as a machine: that is nobody's identity. Nor is that of a
 * program for which nobody signed in.
 */
function isSomebody(strand: Strand, unattended: readonly RegExp[]): boolean {
  const { actorUid, actorName, credential } = strand;
  if (credential !== null) return true;
  if (actorName !== null) return !unattended.some((name) => name.test(actorName));
  return !isAsker(strand) && !addressAlone.test(actorUid ?? '');
}

/** What is known beside an incident's own acts. */
interface Beside {
  /** Identities of which any use is not an intruder's. */
  readonly sharedActors: ReadonlySet<string>;
  readonly semantics: readonly Semantics[];
}

/** Identities that the intruder used or made; `shared` where others rightfully use the same one. */
export function identitiesOf(
  { groups, strands }: Component,
  acts: readonly ActGroup[],
  { sharedActors, semantics }: Beside,
): readonly InvolvedIdentity[] {
  const own = new Set(strands.map(strandId));
  const unattended = semantics.flatMap((one) => (one.unattended === undefined ? [] : new RegExp(one.unattended)));
  const used = groups.flatMap((group): readonly Use[] => {
    const hostile = hostileStrands(group).filter(
      (strand) => own.has(strandId(strand)) && isSomebody(strand, unattended),
    );
    return hostile.map((strand) => ({
      ...identityOf(strand),
      type: strand.actorType ?? 'unknown',
      account: strand.actorAccount,
      isShared: sharedActors.has(strand.actorUid ?? ''),
      citation: { ref: strand.firstUid, time: strand.first },
    }));
  });
  const created = acts.filter(({ verb, outcome }) => verb === 'create-identity' && outcome === 'accepted');
  const made = created.flatMap((act) =>
    act.made.slice(0, 1).flatMap((uid): readonly Use[] =>
      act.citations.map((citation) => ({
        uid,
        name: act.names[0] ?? uid,
        type: act.kind,
        account: act.account,
        isShared: false,
        citation,
      })),
    ),
  );
  const byUid = Map.groupBy([...used, ...made], ({ uid, account }) => `${uid}\n${account ?? ''}`);
  return [...byUid.values()]
    .flatMap((uses): readonly InvolvedIdentity[] => {
      const [one] = uses;
      if (one === undefined) return [];
      const role = uses.some(({ isShared }) => isShared) ? 'shared' : 'intruder';
      return [
        {
          uid: one.uid,
          name: one.name,
          type: one.type,
          account: one.account,
          role,
          ...cite(uses.map(({ citation }) => citation)),
        },
      ];
    })
    .toSorted((a, b) => compareText(a.uid, b.uid) || compareText(a.account ?? '', b.account ?? ''));
}
