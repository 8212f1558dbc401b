import type { Claim } from '../../model/claim.ts';
import { cite } from '../../model/evidence.ts';
import { isDeedSql } from '../../lake/calls.ts';
import { needed, textIn } from '../../lake/cells.ts';
import { instantOf, shiftSeconds, sqlIn, sqlInstant } from '../cells.ts';
import type { Timed } from '../cells.ts';
import { plainText } from '../plain-text.ts';
import { relations } from '../scope.ts';
import type { Scope } from '../scope.ts';
import type { Ground, Grounds } from './grounds.ts';
import { inhabitedOf } from './grounds.ts';
import { hostName } from './host-name.ts';

/** Somebody came to a machine from an address: by the machine's own log, or by what the network saw of it. */
export interface Coming extends Timed {
  readonly machine: string;
  readonly address: string;
}

/** By how much a machine's clock differs from that of its provider. */
export interface ClockGap {
  readonly host: string;
  /** Seconds by which the machine's clock is behind; negative where it is ahead. */
  readonly behindSeconds: number;
  readonly citations: readonly Timed[];
  /** How many sign-ins say so. */
  readonly count: number;
}

/** Clocks that are wrong by a zone are so by whole half-hours; flows are told by the minute. */
const [stepSeconds, slackSeconds, mostSteps] = [1800, 120, 28];

/**
 * The one shift of whole half-hours under which every sign-in has a connection from its address beside it, where none
 * has one as the clocks stand; null where they agree, or where more than one shift would do.
 */
export function clockGap(signIns: readonly Coming[], seen: readonly Coming[]): Omit<ClockGap, 'host'> | null {
  const pairs = signIns.map((signIn) => ({
    signIn,
    gaps: seen
      .filter(({ address }) => address === signIn.address)
      .map((one) => ({ one, seconds: (Date.parse(one.time) - Date.parse(signIn.time)) / 1000 })),
  }));
  const telling = pairs.filter(({ gaps }) => gaps.length > 0);
  const fitting = (steps: number) =>
    telling.map(({ signIn, gaps }) => {
      const match = gaps.find(({ seconds }) => Math.abs(seconds - steps * stepSeconds) <= slackSeconds);
      return match === undefined ? null : { signIn, match: match.one };
    });
  if (telling.length === 0 || fitting(0).some((fit) => fit !== null)) return null;
  const shifts = Array.from({ length: 2 * mostSteps + 1 }, (_, index) => index - mostSteps).filter((steps) =>
    fitting(steps).every((fit) => fit !== null),
  );
  const [steps, ...others] = shifts;
  if (steps === undefined || others.length > 0) return null;
  const fits = fitting(steps).flatMap((fit) => fit ?? []);
  return {
    behindSeconds: steps * stepSeconds,
    citations: fits.flatMap(({ signIn, match }) => [signIn, match]).map(({ ref, time }) => ({ ref, time })),
    count: fits.length,
  };
}

/** Machines of incidents whose clocks differ from those of what their provider tells of them, by the host's name. */
export async function clockGaps(scope: Scope, grounds: Grounds): Promise<ReadonlyMap<string, ClockGap>> {
  const stays = [...grounds.values()].flatMap((own) => inhabitedOf(own));
  const found = new Map<string, ClockGap>();
  for (const { host, ids } of stays) {
    if (found.has(host)) continue;
    const signIns = await signInsOn(scope, host);
    const gap = signIns.length === 0 ? null : clockGap(signIns, await seenAt(scope, { host, ids, signIns }));
    if (gap !== null) found.set(host, { host, ...gap });
  }
  return found;
}

async function signInsOn({ engine }: Scope, host: string): Promise<readonly Coming[]> {
  const rows = await engine.rows(`SELECT event_uid, time, source_ip FROM ${relations.arrivals}
    WHERE ${sqlIn('machine', [hostName(host)])} AND source_ip <> '' ORDER BY time, event_uid LIMIT 1000`);
  return rows.map((row) => comingOf(row, host));
}

interface Sought {
  readonly host: string;
  readonly ids: readonly string[];
  readonly signIns: readonly Coming[];
}

/** Connections from the addresses of those who signed in, as they were seen at the machine from outside. */
async function seenAt({ engine, eventsWithin }: Scope, { host, ids, signIns }: Sought): Promise<readonly Coming[]> {
  const times = signIns.map(({ time }) => time).toSorted();
  const reach = (mostSteps + 1) * stepSeconds;
  const from = shiftSeconds(times[0] ?? '', -reach);
  const to = shiftSeconds(times.at(-1) ?? '', reach);
  const addresses = [...new Set(signIns.map(({ address }) => address))];
  const rows =
    await engine.rows(`SELECT event_uid, time, source_ip FROM (${eventsWithin({ from, to })}) e WHERE time BETWEEN ${sqlInstant(from)} AND ${sqlInstant(to)}
    AND ${sqlIn('source_ip', addresses)} AND ${sqlIn('host_uid', ids)} AND cloud IS NOT NULL AND alert IS NULL AND NOT ${isDeedSql('e')} ORDER BY time, event_uid LIMIT 10000`);
  return rows.map((row) => comingOf(row, host));
}

const comingOf = (row: Parameters<typeof textIn>[0], machine: string): Coming => ({
  machine,
  ref: textIn(row, 'event_uid'),
  time: needed(instantOf(row?.['time']), 'time'),
  address: textIn(row, 'source_ip'),
});

/** What is to be known of a machine's times before they are compared with others. */
export function clockClaims(
  incidentUid: string,
  grounds: readonly Ground[],
  gaps: ReadonlyMap<string, ClockGap>,
): readonly Claim[] {
  const own = grounds.flatMap(({ host }) => gaps.get(host) ?? []);
  return own.map(({ host, behindSeconds, citations, count }, index) => ({
    claim_uid: `${incidentUid}-clock-gap-${index + 1}`,
    subject: host,
    text: `The clock of ${plainText(host)} seems to be ${hours(Math.abs(behindSeconds))} ${behindSeconds > 0 ? 'behind' : 'ahead'}, or its log of another zone than was assumed: its times stand here as it wrote them`,
    value: behindSeconds,
    unit: 'second',
    confidence: count > 1 ? 'likely' : 'possible',
    method: 'sign-ins in its own log against connections from the same addresses, as the network saw them',
    ...cite(citations),
    contradicts: [],
  }));
}

const hours = (seconds: number): string => `${seconds / 3600} h`;
