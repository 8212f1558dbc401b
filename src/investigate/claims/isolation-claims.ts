import { compareInstants } from '../../model/instant.ts';
import type { MachineStory } from '../machines/machine-story.ts';
import { counted, listed, plainText } from '../plain-text.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import type { Draft } from './claims.ts';

const isolating: ReadonlySet<string> = new Set(['contain', 'restrict']);

/** Whether a machine that was cut off was silent from then on: a changed filter leaves open connections alive, and another may still allow. */
export function isolationClaims(
  { facts: { machine, sent } }: MachineStory,
  number: number,
  containing: readonly ActGroup[],
): readonly Draft[] {
  const cut = containing.find(
    ({ verb, outcome, targets }) =>
      isolating.has(verb) && outcome === 'accepted' && targets.some((target) => machine.ids.includes(target)),
  );
  const until = sent?.hours.at(-1)?.time;
  if (cut === undefined || sent === null || until === undefined) return [];
  const name = plainText(machine.name);
  const still = sent.destinations.filter(({ isInside, last }) => !isInside && compareInstants(last, cut.time) > 0);
  const places = listed(
    still.map(({ address, port }) => plainText(port === null ? address : `${address} port ${port}`)),
    3,
  );
  // The end of an hour in which flows were recorded: with none later nothing says that the log went on.
  const isWatched = Date.parse(until) + 3_600_000 > Date.parse(cut.time);
  if (still.length === 0 && !isWatched) return [];
  return [
    {
      key: `isolation-${number}`,
      subject: machine.name,
      text:
        still.length > 0
          ? `${name} went on to send after it was cut off at ${cut.time}: flows to ${places} were still accepted`
          : `No flow from ${name} to outside is on record after it was cut off at ${cut.time}`,
      value: still.length,
      unit: 'destination',
      confidence: still.length > 0 ? 'confirmed' : 'likely',
      method: `accepted flows of ${sent.source} to ${counted(sent.destinations.length, 'destination')} that took the most, by their last`,
      citations: [...cut.citations, ...still.flatMap(({ citations }) => citations.slice(-1))],
    },
  ];
}
