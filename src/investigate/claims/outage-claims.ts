import { compareInstants } from '../../model/instant.ts';
import type { TouchingAct } from '../blast/touching.ts';
import { secondsBetween } from '../cells.ts';
import type { MachineStory } from '../machines/machine-story.ts';
import { plainText } from '../plain-text.ts';
import { successorOf } from '../machines/successor.ts';
import type { Instance } from '../machines/tie-machines.ts';
import { between } from './amounts.ts';
import type { Draft } from './claims.ts';

const cutting: ReadonlySet<string> = new Set(['contain', 'restrict', 'stop', 'terminate']);
const resuming: ReadonlySet<string> = new Set(['start', 'restore']);
const did: Readonly<Partial<Record<TouchingAct['verb'], string>>> = {
  stop: 'stopped',
  terminate: 'ended',
};

interface Around {
  readonly touching: readonly TouchingAct[];
  /** Those that the intruder did not launch. */
  readonly instances: readonly Instance[];
}

/** From when on a machine that others had in use could not serve them, by the acts of responders upon it, and what took its place. */
export function outageClaims(
  { facts: { machine } }: MachineStory,
  number: number,
  { touching, instances }: Around,
): readonly Draft[] {
  const upon = touching.filter(
    ({ outcome, targets }) => outcome === 'accepted' && targets.some((target) => machine.ids.includes(target)),
  );
  const cut = upon.find(({ verb }) => cutting.has(verb));
  if (cut === undefined) return [];
  const later = upon.filter(({ time }) => compareInstants(time, cut.time) > 0);
  const back = later.find(({ verb }) => resuming.has(verb));
  const end = later.find(({ verb }) => verb === 'terminate');
  const own = instances.find(({ uid }) => machine.ids.includes(uid));
  const anew = back !== undefined || own === undefined ? null : successorOf(own, instances, cut.time);
  const name = plainText(machine.name);
  const since = `${name} was ${did[cut.verb] ?? 'cut off'} at ${cut.time}`;
  const ended = end === undefined ? '' : ` and ended at ${end.time}, ${between(cut.time, end.time)} later`;
  const base = { key: `outage-${number}`, subject: machine.name, confidence: 'likely' as const };
  if (anew !== null && anew.begun !== null)
    return [
      {
        ...base,
        text: `${since}${ended}; ${plainText(anew.uid)}, of the same name, size and place, was launched at ${anew.begun} and took its place as it seems: ${name} was out of service for at least ${between(cut.time, anew.begun)}`,
        ...lasted(cut.time, anew.begun),
        method:
          'first accepted act of others that cuts it off, stops or ends it, until the launch of the one other machine of its name, kind, size, account, region and compartment within a day',
        citations: [...cut.citations, ...(end?.citations ?? []), ...launchOf(anew)],
      },
    ];
  const until = back ?? end;
  return [
    {
      ...base,
      text:
        back !== undefined
          ? `${since} and ${back.verb === 'start' ? 'started again' : 'opened again'} at ${back.time}, after ${between(cut.time, back.time)}`
          : `${since}${ended}; no act upon it since is on record that lets it serve again`,
      ...(until === undefined ? { value: null, unit: null } : lasted(cut.time, until.time)),
      method: 'accepted acts of others upon it: the first that cuts it off, stops or ends it, and what came after',
      citations: [...cut.citations, ...(until?.citations ?? [])],
    },
  ];
}

const lasted = (from: string, to: string) => ({ value: Math.round(secondsBetween(from, to) / 60), unit: 'minute' });

/** The first record that names it. */
const launchOf = ({ sightings }: Instance): Draft['citations'] =>
  sightings
    .map(({ first }) => first)
    .toSorted((a, b) => compareInstants(a.time, b.time))
    .slice(0, 1);
