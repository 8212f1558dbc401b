import { compareInstants } from '../../model/instant.ts';
import type { TouchingAct } from '../blast/touching.ts';
import { secondsBetween } from '../cells.ts';
import type { MachineStory } from '../machines/machine-story.ts';
import { plainText } from '../plain-text.ts';
import { between } from './amounts.ts';
import type { Draft } from './claims.ts';

const cutting: ReadonlySet<string> = new Set(['contain', 'restrict', 'stop', 'terminate']);
const resuming: ReadonlySet<string> = new Set(['start', 'restore']);
const did: Readonly<Partial<Record<TouchingAct['verb'], string>>> = {
  stop: 'stopped',
  terminate: 'ended',
};

/** From when on a machine that others had in use could not serve them, by the acts of responders upon it. */
export function outageClaims(
  { facts: { machine } }: MachineStory,
  number: number,
  touching: readonly TouchingAct[],
): readonly Draft[] {
  const upon = touching.filter(
    ({ outcome, targets }) => outcome === 'accepted' && targets.some((target) => machine.ids.includes(target)),
  );
  const cut = upon.find(({ verb }) => cutting.has(verb));
  if (cut === undefined) return [];
  const later = upon.filter(({ time }) => compareInstants(time, cut.time) > 0);
  const back = later.find(({ verb }) => resuming.has(verb));
  const end = later.find(({ verb }) => verb === 'terminate');
  const until = back ?? end;
  const name = plainText(machine.name);
  const since = `${name} was ${did[cut.verb] ?? 'cut off'} at ${cut.time}`;
  return [
    {
      key: `outage-${number}`,
      subject: machine.name,
      text:
        back !== undefined
          ? `${since} and ${back.verb === 'start' ? 'started again' : 'opened again'} at ${back.time}, after ${between(cut.time, back.time)}`
          : `${since}${end === undefined ? '' : ` and ended at ${end.time}, ${between(cut.time, end.time)} later`}; no act upon it since is on record that lets it serve again`,
      value: until === undefined ? null : Math.round(secondsBetween(cut.time, until.time) / 60),
      unit: until === undefined ? null : 'minute',
      confidence: 'likely',
      method: 'accepted acts of others upon it: the first that cuts it off, stops or ends it, and what came after',
      citations: [...cut.citations, ...(until?.citations ?? [])],
    },
  ];
}
