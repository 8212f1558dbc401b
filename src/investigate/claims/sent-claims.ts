import type { MiningRates } from '../../model/mining.ts';
import { compareInstants } from '../../model/instant.ts';
import { secondsBetween } from '../cells.ts';
import type { Timed } from '../cells.ts';
import { cited, sumOf } from '../machines/load.ts';
import type { Point } from '../machines/load.ts';
import { sentBefore, usualDay } from '../machines/volume.ts';
import type { Destination } from '../machines/sent.ts';
import type { MachineStory } from '../machines/machine-story.ts';
import { counted, listed, plainText } from '../plain-text.ts';
import { bytesText, timeText } from './amounts.ts';
import type { TakenAway } from '../machines/taken-away.ts';
import type { Draft } from './claims.ts';
import { tableCitation } from './load-claims.ts';
import type { Told } from './load-claims.ts';

interface Known extends Told {
  readonly pool: MiningRates['poolBytesAMinute'];
  readonly taken: readonly TakenAway[];
}

/** What left a machine, where to, against what it sent before, and whether mining accounts for it. */
export function sentClaims(story: MachineStory, number: number, known: Known): readonly Draft[] {
  const { facts, begin } = story;
  // A flow log tells destinations, a measure only sums: the log is asked where there is one.
  const points = facts.sent?.hours ?? facts.bytesOut;
  const since = points.filter(({ time }) => Date.parse(time) + 3_600_000 > Date.parse(begin));
  const later = facts.sent === null ? points.filter(({ time }) => compareInstants(time, begin) >= 0) : since;
  if (later.length === 0) return [];
  const total = facts.sent?.bytes ?? sumOf(later);
  return [
    ...usualClaim(story, number),
    ...totalClaims(story, number, { later, total, ...known }),
    ...destinationClaims(story, number),
    ...volumeClaims(story, number, { total, later, ...known }),
  ];
}

const base = (story: MachineStory) => ({
  subject: story.facts.machine.name,
  unit: 'byte',
  confidence: 'confirmed' as const,
});
const measured = 'measurements of bytes sent, summed as they were handed out';
const sourceText = ({ facts: { sent } }: MachineStory): string =>
  sent === null ? measured : `flows of ${sent.source}, accepted ones`;

function usualClaim(story: MachineStory, number: number): readonly Draft[] {
  const { facts, begin } = story;
  const usual = usualDay(facts, begin);
  if (usual === null) return [];
  return [
    {
      ...base(story),
      key: `sent-usual-${number}`,
      text: `Before the intrusion ${plainText(facts.machine.name)} sent ${bytesText(usual.median)} a day, at most ${bytesText(usual.most)}`,
      value: Math.round(usual.median),
      unit: 'byte a day',
      method: `median of ${counted(usual.days, 'whole day')}, ${facts.bytesOut.length > 0 ? measured : sourceText(story)}`,
      citations: usual.citations,
    },
  ];
}

interface Later extends Known {
  readonly later: readonly Point[];
  readonly total: number;
}

function totalClaims(story: MachineStory, number: number, { later, total, detectedAt }: Later): readonly Draft[] {
  const { facts, begin } = story;
  const name = plainText(facts.machine.name);
  const hours = [...Map.groupBy(later, ({ time }) => time.slice(0, 13))].map(([hour, own]) => ({
    hour: `${hour}:00:00Z`,
    bytes: sumOf(own),
    citations: own.map(cited),
  }));
  const [busiest] = hours.toSorted((a, b) => b.bytes - a.bytes || compareInstants(a.hour, b.hour));
  const before = detectedAt === null ? [] : sentBefore(facts, detectedAt, 1);
  return [
    {
      ...base(story),
      key: `sent-${number}`,
      text: `Since the intruder's first successful act at ${begin} ${name} sent ${bytesText(total)} in all`,
      value: total,
      method: sourceText(story),
      citations: later.map(cited),
    },
    ...(busiest === undefined
      ? []
      : [
          {
            ...base(story),
            key: `sent-peak-${number}`,
            text: `In its busiest hour, from ${busiest.hour}, ${name} sent ${bytesText(busiest.bytes)}`,
            value: busiest.bytes,
            method: `hours of the clock, ${sourceText(story)}`,
            citations: busiest.citations,
          },
        ]),
    ...(before.length === 0 || detectedAt === null
      ? []
      : [
          {
            ...base(story),
            key: `sent-before-alert-${number}`,
            text: `In the hour before the first alert at ${detectedAt} ${name} sent ${bytesText(sumOf(before))}`,
            value: sumOf(before),
            method: facts.bytesOut.length > 0 ? measured : sourceText(story),
            citations: before.map(cited),
          },
        ]),
  ];
}

const mostTold = 5;

function destinationClaims({ facts: { sent, machine } }: MachineStory, number: number): readonly Draft[] {
  if (sent === null) return [];
  const outside = sent.destinations.filter(({ isInside }) => !isInside).slice(0, mostTold);
  return outside.map((one, index) => ({
    key: `sent-to-${number}-${index + 1}`,
    subject: machine.name,
    text: `${plainText(machine.name)} sent ${bytesText(one.bytes)} to ${plainText(portText(one))} in ${counted(one.flows, 'flow')} from ${one.first} to ${one.last}${one.isKnown ? ', to which it had sent before' : ''}`,
    value: one.bytes,
    unit: 'byte',
    confidence: 'confirmed',
    method: `sum of flows of ${sent.source} since the first act`,
    citations: one.citations,
  }));
}

const portText = ({ address, port }: Destination): string => (port === null ? address : `${address} port ${port}`);

/** Beyond this multiple of its bound a volume is no longer mining's. */
const clearly = 2;

/** What mining sends at most in that time, and what is above it. */
function volumeClaims(story: MachineStory, number: number, { total, later, pool, taken }: Later): readonly Draft[] {
  const { facts, mining } = story;
  if (mining === null) return [];
  const seconds = secondsBetween(mining.from, mining.to);
  const pools = new Set(facts.signs.flatMap(({ is, what }) => (is === 'connection' ? what : [])));
  const connections = Math.max(1, pools.size);
  const most = Math.round((seconds / 60) * pool.range.high * connections);
  const table = tableCitation(pool.table);
  const name = plainText(facts.machine.name);
  const evidence =
    facts.sent === null ? later.map(cited) : facts.sent.destinations.flatMap(({ citations }) => citations);
  const toPools =
    facts.sent?.destinations.filter(({ address, port }) => pools.has(port === null ? address : `${address}:${port}`)) ??
    [];
  const bound = `at most ${bytesText(pool.range.high)} a minute and connection: a share, its confirmation and a sign of life are some hundred bytes each`;
  const arithmetic = `${timeText(seconds)} × ${counted(connections, 'connection')} × ${bytesText(pool.range.high)} a minute = ${bytesText(most)}`;
  return [
    {
      key: `mining-volume-${number}`,
      subject: facts.machine.name,
      text: `Mining for ${timeText(seconds)} sends ${bytesText(most)} at most`,
      value: most,
      unit: 'byte',
      confidence: 'likely',
      method: `${arithmetic}; ${bound}`,
      citations: [...mining.citations.slice(0, 1), table],
    },
    ...poolClaim(story, number, toPools),
    unexplained(story, number, { total, most, evidence, table, arithmetic, name, sent: sentFrom(story, taken) }),
  ];
}

function poolClaim(story: MachineStory, number: number, toPools: readonly Destination[]): readonly Draft[] {
  if (toPools.length === 0) return [];
  const bytes = toPools.reduce((sum, one) => sum + one.bytes, 0);
  return [
    {
      ...base(story),
      key: `sent-to-pools-${number}`,
      text: `To ${listed(toPools.map((one) => plainText(portText(one))))}, where it mined, it sent ${bytesText(bytes)}`,
      value: bytes,
      confidence: 'likely',
      method: 'flows to addresses and ports that a rule calls mining, or that a command of the miner names',
      citations: toPools.flatMap(({ citations }) => citations),
    },
  ];
}

interface Volume {
  readonly total: number;
  readonly most: number;
  readonly evidence: readonly Timed[];
  readonly table: ReturnType<typeof tableCitation>;
  readonly arithmetic: string;
  readonly name: string;
  /** What the intruder's commands are known to have sent away from it. */
  readonly sent: number;
}

function unexplained(
  story: MachineStory,
  number: number,
  { total, most, evidence, table, arithmetic, name, sent }: Volume,
): Draft {
  const above = total - most;
  const fits = total <= most * clearly;
  return {
    key: `sent-unexplained-${number}`,
    subject: story.facts.machine.name,
    text: fits
      ? `What ${name} sent, ${bytesText(total)}, is no more than mining and its own work send`
      : `Of what ${name} sent, ${bytesText(above)} are not explained by mining: ${reasonsFor(above, sent)}`,
    value: Math.max(0, above),
    unit: 'byte',
    confidence: 'likely',
    method: `${bytesText(total)} sent − ${arithmetic}${fits ? '' : `, ${Math.round(total / Math.max(1, most))} times as much`}; what it sends by itself is among it`,
    citations: [...evidence, table],
  };
}

const sentFrom = ({ facts: { machine } }: MachineStory, taken: readonly TakenAway[]): number => {
  // Two commands may have sent to one place.
  const places = new Set(
    taken.flatMap(({ flows, isSince, ...one }) =>
      flows === null || !isSince || one.machine !== machine.name ? [] : [flows],
    ),
  );
  return [...places].reduce((sum, { bytes }) => sum + bytes, 0);
};

const reasonsFor = (above: number, sent: number): string =>
  sent === 0
    ? 'a proxy, data taken away or another use of the machine sent them'
    : sent >= above * (1 - shareUntold)
      ? `a command of the intruder's sent ${bytesText(sent)} away`
      : `a command of the intruder's sent ${bytesText(sent)} away; a proxy, more data taken away or another use of the machine sent the rest`;

/** So little of it is the machine's own work. */
const shareUntold = 0.1;
