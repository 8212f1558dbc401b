import { operationsSql } from '../../lake/acts.ts';
import { cite } from '../../model/evidence.ts';
import { compareInstants } from '../../model/instant.ts';
import type { TouchedResource } from '../blast/resources.ts';
import type { TouchingAct } from '../blast/touching.ts';
import { sqlIn, sqlInstant } from '../cells.ts';
import { layActs, narrowed, nothing, relations, withStrandSql } from '../scope.ts';
import type { Scope } from '../scope.ts';
import { actGroupOf } from '../timeline/act-group.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { isNamed } from './machine.ts';
import type { Machine } from './machine.ts';

/** That somebody ended a machine, and the copies of disks and machines that were made in its account before. */
export interface End {
  readonly machine: Machine;
  readonly act: ActGroup;
  /** From the intruder's first act until the end, of anything. */
  readonly copies: readonly ActGroup[];
  /** The call that ended it says that its disks are to stay. */
  readonly keepsDisks: boolean;
}

/** The ends of machines whose id is known, by the acts of others upon them. */
export async function endsOf(
  scope: Scope,
  machines: readonly Machine[],
  { touching, first }: { readonly touching: readonly TouchingAct[]; readonly first: string },
): Promise<readonly End[]> {
  const ends = machines.flatMap((machine) => {
    const act = touching.find(
      ({ verb, outcome, targets }) =>
        verb === 'terminate' && outcome === 'accepted' && targets.some((id) => machine.ids.includes(id)),
    );
    return act === undefined ? [] : [{ machine, act }];
  });
  if (ends.length === 0) return [];
  const copies = await copiesSince(
    scope,
    ends.flatMap(({ act }) => act.account ?? []),
    first,
  );
  return ends.map(({ machine, act }) => ({
    machine,
    act,
    copies: copies.filter(({ account, time }) => account === act.account && compareInstants(time, act.time) <= 0),
    keepsDisks: act.terms['keeps-disks']?.some((value) => value.toLowerCase() === 'true') ?? false,
  }));
}

/** The call that ended the machine on which an act was done, and its disks with it. */
export const endOfMachineOf = ({ host, time }: ActGroup, ends: readonly End[]): ActGroup | null =>
  ends.find(
    ({ machine, keepsDisks, act }) => !keepsDisks && isNamed(machine, host) && compareInstants(act.time, time) >= 0,
  )?.act ?? null;

/** What was made or changed on a machine is gone with it. */
export const endedWithMachines = (
  resources: readonly TouchedResource[],
  ends: readonly End[],
): readonly TouchedResource[] =>
  resources.map((one) => {
    const end = one.isInhabited ? null : endOfMachineOf(one.maker, ends);
    if (end === null || isGone(one.state)) return one;
    const citations = [...one.citations, ...end.citations];
    return { ...one, state: 'deleted', last_seen: end.last, citations, ...cite(citations) };
  });

const isGone = (state: TouchedResource['state']): boolean => state === 'deleted' || state === 'terminated';

async function copiesSince(scope: Scope, accounts: readonly string[], first: string): Promise<readonly ActGroup[]> {
  const copying = operationsSql(scope.semantics, ({ verb }) => verb === 'preserve');
  const where = `time >= ${sqlInstant(first)} AND ${sqlIn('account', [...new Set(accounts)])} AND ${copying}`;
  const events = copying === 'false' ? null : await narrowed(scope, { where, bounds: { from: first } });
  await layActs(scope, {
    table: relations.launches,
    events: withStrandSql(events ?? nothing),
    condition: `outcome = 'accepted' AND verb = 'preserve'`,
  });
  const rows = await scope.engine
    .rows(`SELECT *, time AS last, 1 AS count, [{'ref': event_uid, 'time': time}] AS citations,
    false AS is_respawn FROM ${relations.launches} ORDER BY time, event_uid`);
  return rows.map(actGroupOf);
}
