import { tableRef } from '../../model/evidence.ts';
import type { Citation } from '../../model/evidence.ts';
import { compareInstants } from '../../model/instant.ts';
import { earliest, secondsBetween } from '../cells.ts';
import type { MiningSign } from '../machines/machine-facts.ts';
import type { MachineStory } from '../machines/machine-story.ts';
import { cited, rounded } from '../machines/load.ts';
import type { Plateau, Usual } from '../machines/load.ts';
import { counted, plainText } from '../plain-text.ts';
import { between, hoursOfSeconds, percentText } from './amounts.ts';
import type { Draft } from './claims.ts';

/** What else is known of the incident. */
export interface Told {
  readonly detectedAt: string | null;
}

/** How busy a machine was before and since, when it began to mine, and for how long it can have mined. */
export const loadClaims = (story: MachineStory, number: number, told: Told): readonly Draft[] => [
  ...cpuClaims(story, number, told),
  ...miningClaims(story, number),
];

function cpuClaims(story: MachineStory, number: number, told: Told): readonly Draft[] {
  const { facts, begin, usual, plateau } = story;
  const since = facts.cpu.filter(({ time }) => compareInstants(time, begin) >= 0);
  const before = usual === null ? [] : [usualClaim(story, usual, number)];
  if (plateau !== null) return [...before, ...plateauClaims(story, plateau, { number, ...told })];
  if (usual === null || since.length === 0) return before;
  const most = Math.max(...since.map(({ value }) => value));
  return [
    ...before,
    {
      ...percentOf(story),
      key: `cpu-level-${number}`,
      text: `Since then they were not busier than before for any time: at most ${percentText(most)}`,
      value: rounded(most),
      method: `${counted(since.length, 'measurement')} from the first act on`,
      citations: since.map(cited),
    },
  ];
}

const percentOf = ({ facts }: MachineStory) => ({
  subject: facts.machine.name,
  unit: 'percent',
  confidence: 'confirmed' as const,
});

const usualClaim = (story: MachineStory, usual: Usual, number: number): Draft => ({
  ...percentOf(story),
  key: `cpu-usual-${number}`,
  text: `Before the intrusion the processors of ${plainText(story.facts.machine.name)} were busy at ${percentText(usual.low)} to ${percentText(usual.high)}`,
  value: rounded(usual.high),
  method: `5th to 95th percentile of ${counted(usual.count, 'measurement')} over ${counted(usual.days, 'day')} before the first act`,
  citations: usual.citations,
});

function plateauClaims(
  story: MachineStory,
  plateau: Plateau,
  { number, detectedAt }: Told & { readonly number: number },
): readonly Draft[] {
  const alerted =
    detectedAt === null || compareInstants(detectedAt, plateau.from) <= 0
      ? ''
      : `; when the first alert was raised, it had lasted ${between(plateau.from, detectedAt)}`;
  const holes = plateau.missing === 0 ? '' : `; ${counted(plateau.missing, 'measurement')} missing in between`;
  return [
    {
      ...percentOf(story),
      key: `cpu-level-${number}`,
      text: `From ${plateau.from} on the processors of ${plainText(story.facts.machine.name)} were busy at ${percentText(plateau.median)} (${percentText(plateau.low)} to ${percentText(plateau.high)})${story.usual === null ? '; nothing is known of before' : ''}`,
      value: rounded(plateau.median),
      method: `median of ${counted(plateau.citations.length, 'measurement')} of the longest time near the height of the measure${holes}`,
      citations: plateau.citations,
    },
    {
      ...percentOf(story),
      key: `cpu-time-${number}`,
      text: `That lasted ${between(plateau.from, plateau.to)}, until ${plateau.to}${plateau.isOpen ? ', where the measurements end' : ''}${alerted}`,
      value: hoursOfSeconds(secondsBetween(plateau.from, plateau.to)),
      unit: 'hour',
      method: 'end of the last measurement at that level minus time of the first',
      citations: [plateau.citations[0] ?? [], plateau.citations.at(-1) ?? []].flat(),
    },
  ];
}

const names = {
  handled: 'a miner was first laid down',
  command: 'a miner was first run',
  connection: 'a pool was first spoken to',
  lookup: 'the name of a pool was first asked for',
  alert: 'a sensor first spoke of mining',
} as const satisfies Readonly<Record<MiningSign['is'], string>>;

/** Each sign of mining by its first record, and the time that mining can have gone on. */
function miningClaims({ facts, begin, mining, plateau }: MachineStory, number: number): readonly Draft[] {
  const { machine, signs } = facts;
  const name = plainText(machine.name);
  const firsts = Object.entries(names).flatMap(([is, text]): readonly Draft[] => {
    const own = signs.filter((sign) => sign.is === is);
    const [first] = own;
    if (first === undefined) return [];
    return [
      {
        key: `mining-${is}-${number}`,
        subject: machine.name,
        text: `On ${name} ${text} at ${first.time}, ${between(begin, first.time)} after the intruder's first successful act: ${plainText(first.what)}`,
        value: first.time,
        unit: null,
        confidence: is === 'command' || is === 'handled' ? 'confirmed' : 'likely',
        method: 'first record that a rule calls mining, or that leads to a pool which such a command names',
        citations: own.map(({ uid, time }) => ({ ref: uid, time })),
      },
    ];
  });
  if (mining === null) return firsts;
  const since = earliest([...signs.map(({ time }) => time), ...(plateau === null ? [] : [plateau.from])]);
  const last: Draft = {
    key: `mining-time-${number}`,
    subject: machine.name,
    text: `${name} can have mined for ${between(mining.from, mining.to)}, from ${mining.from} to ${mining.to}, while the intruder had access for ${between(begin, mining.to)} by then`,
    value: hoursOfSeconds(secondsBetween(mining.from, mining.to)),
    unit: 'hour',
    confidence: plateau === null ? 'possible' : 'likely',
    method: `${plateau === null ? 'first to last sign of mining; no measurement of the processors tells more' : 'time at which the processors were busy as never before'}; the first sign of mining is of ${since}`,
    citations: mining.citations,
  };
  return [...firsts, last];
}

/** A table as evidence. */
export const tableCitation = ({ name, date }: { readonly name: string; readonly date: string }): Citation => ({
  ref: tableRef(name, date),
  time: null,
});
