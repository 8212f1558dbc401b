import { countIn, needed, textIn } from '../../lake/cells.ts';
import { earliest, instantOf, latest } from '../cells.ts';
import { relations } from '../scope.ts';
import type { Scope } from '../scope.ts';
import type { KnownMachines } from './known-machines.ts';
import type { Instance, Tie, Tied } from './tie-machines.ts';

/** A host on which an incident's acts are on record, and the instance that it was. */
export interface Ground {
  readonly host: string;
  readonly first: string;
  readonly last: string;
  readonly tied: Tied;
  /** Ids of what belongs to it by its address alone. */
  readonly parts: readonly string[];
}

/** By the number of the incident, in order of time. */
export type Grounds = ReadonlyMap<number, readonly Ground[]>;

/** The machines of all incidents. Asks after the acts are laid. */
export async function groundsOf({ engine, machines }: Scope): Promise<Grounds> {
  const rows =
    await engine.rows(`SELECT incident, lower(host) AS host, min(time) AS first, max(time) AS last FROM ${relations.acts}
    WHERE coalesce(host, '') <> '' AND NOT is_respawn GROUP BY incident, lower(host) ORDER BY incident, first, host`);
  const told = rows.map((row) => {
    const host = textIn(row, 'host');
    const first = needed(instantOf(row['first']), 'first');
    const last = needed(instantOf(row['last']), 'last');
    const ground = { host, first, last, tied: machines.tiedAt(host, first), parts: machines.partsOf(host) };
    return { incident: countIn(row, 'incident'), ground };
  });
  const byIncident = Map.groupBy(told, ({ incident }) => incident);
  return new Map([...byIncident].map(([incident, same]) => [incident, same.map(({ ground }) => ground)]));
}

export const isTie = (tied: Tied): tied is Tie => tied !== null && 'instance' in tied;

/** All names and ids by which records may call the machines of one incident. */
export const namesOn = (grounds: readonly Ground[], machines: KnownMachines): readonly string[] =>
  grounds.flatMap(({ host, tied, parts }) => [
    ...machines.spellingsOf(host),
    ...parts,
    ...(isTie(tied) ? [tied.instance.uid, ...tied.instance.parts] : []),
  ]);

/** An instance that acts of an incident were done on, with when, and under what name. */
export interface Inhabited {
  readonly instance: Instance;
  readonly tie: Tie;
  readonly host: string;
  readonly first: string;
  readonly last: string;
  /** Its own id, and those of what belongs to it. */
  readonly ids: readonly string[];
}

/** Each instance once, whatever names it goes by. */
export function inhabitedOf(grounds: readonly Ground[]): readonly Inhabited[] {
  const tied = grounds.flatMap(({ tied: tie, ...ground }) => (isTie(tie) ? [{ ...ground, tie }] : []));
  return [...Map.groupBy(tied, ({ tie }) => tie.instance.uid).values()].flatMap((same) => {
    const [one] = same;
    if (one === undefined) return [];
    const { host, tie } = one;
    const { instance } = tie;
    return [
      {
        instance,
        tie,
        host,
        first: earliest(same.map(({ first }) => first)),
        last: latest(same.map(({ last }) => last)),
        ids: [...new Set([instance.uid, ...instance.parts, ...same.flatMap(({ parts }) => parts)])],
      },
    ];
  });
}
