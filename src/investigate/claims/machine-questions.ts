import type { Coverage } from '../../model/coverage.ts';
import type { Advice } from '../../model/incident.ts';
import type { MachineFacts } from '../machines/machine-facts.ts';
import type { MachineStory } from '../machines/machine-story.ts';
import type { TakenAway } from '../machines/taken-away.ts';
import { counted, listed, plainText } from '../plain-text.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { advice } from './how-to.ts';

interface Known {
  readonly launches: ReadonlyMap<string, ActGroup>;
  /** Services of which somebody's reads of data are logged. */
  readonly loggedReads: ReadonlySet<string>;
  /** Of all that was read. */
  readonly coverage: readonly Coverage[];
  readonly taken: readonly TakenAway[];
}

/** What the records of a machine leave open, and what would answer it. */
export function machineQuestions(
  { facts, mining }: MachineStory,
  { launches, loggedReads, coverage, taken }: Known,
): readonly Advice[] {
  const { machine, sources, sent, cpu, bytesOut } = facts;
  const name = plainText(machine.name);
  const citations = sources.flatMap((one) => one.citations);
  const seen = `read of it: ${listed(
    sources.map(({ source, count }) => `${source} (${counted(count, 'record')})`),
    10,
  )}`;
  const isTaken = taken.some((one) => one.machine === machine.name);
  const missing = missingOf(facts, loggedReads);
  return [
    ...advice(missing.length > 0, {
      text: isTaken
        ? `What else was read on ${name}, or taken away from it?`
        : `Was data read on ${name}, or taken away from it?`,
      why: `that ${isTaken ? 'nothing more' : 'none'} was is not proven: there is no record of ${listed(missing)}; ${seen}; of others: ${othersOf(facts, coverage)}`,
      how: 'flow logs of its network, access logs of the stores of objects and databases that it could reach, and its disk',
      citations,
    }),
    ...advice(mining !== null && launches.get(machine.short) === undefined, {
      text: `How many processors has ${name}, and what is paid for it?`,
      why: 'no record of its launch is among those read: without its size neither cost nor yield can be told',
      how: 'the record of its launch, or its threads and price under machines[] in a file given by --prices',
      citations,
    }),
    ...advice(cpu.length === 0, {
      text: `How busy was ${name} before, and since when was it busier?`,
      why: `no measurement of its processors was read; ${seen}`,
      how: 'its processor measurements from a week before on, minute by minute',
      citations,
    }),
    ...advice(sent === null && bytesOut.length === 0, {
      text: `How much did ${name} send, and where to?`,
      why: `neither flows nor measurements of what it sent were read; ${seen}`,
      how: 'flow logs of its network interface, from a week before on',
      citations,
    }),
  ];
}

function missingOf({ sent, sources }: MachineFacts, loggedReads: ReadonlySet<string>): readonly string[] {
  return [
    sent === null ? 'a flow that names where it sent to' : null,
    loggedReads.size === 0 ? 'a read of stored objects by anybody, so that such reads may not be logged at all' : null,
    sources.length === 0 ? 'anything by itself' : null,
  ].flatMap((one) => one ?? []);
}

/** Logs in which other things are told of, with their records. */
function othersOf({ sources }: MachineFacts, coverage: readonly Coverage[]): string {
  const own = new Set(sources.map(({ source }) => source));
  const others = Map.groupBy(
    coverage.filter(({ source, count }) => !own.has(source) && count > 0),
    ({ source }) => source,
  );
  const told = [...others].map(
    ([source, cells]) =>
      `${source} (${counted(
        cells.reduce((sum, { count }) => sum + count, 0),
        'record',
      )})`,
  );
  return told.length === 0 ? 'nothing' : listed(told.toSorted(), 10);
}
