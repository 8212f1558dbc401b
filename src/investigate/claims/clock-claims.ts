import type { AssumedClock } from '../../lake/assumed-clocks.ts';
import type { AssumedOwner } from '../../lake/settle-hosts.ts';
import { plainInstant } from '../cells.ts';
import type { MachineFacts } from '../machines/machine-facts.ts';
import { isNamed } from '../machines/machine.ts';
import { plainText } from '../plain-text.ts';
import type { Draft } from './claims.ts';

/** How times without a zone, or without a year, were read: what else is said of when something was on these machines rests on it. */
export function clockClaims(
  clocks: readonly AssumedClock[],
  facts: readonly Pick<MachineFacts, 'machine'>[],
  zone: string,
): readonly Draft[] {
  const own = clocks.filter(({ host }) => facts.some(({ machine }) => isNamed(machine, host)));
  return own.map((clock, index) => ({
    key: `clock-${index + 1}`,
    subject: clock.host ?? clock.source,
    text: `Times of ${plainText(clock.source)} on ${plainText(clock.host ?? 'a machine without a name')} name no zone and are read as ${zone}${yearText(clock)}`,
    value: zone,
    unit: null,
    confidence: 'likely',
    method: clock.isYearAssumed
      ? 'the zone of --timezone, else UTC; the latest year by which the last line is not a day or more after the newest record with a date'
      : 'the zone of --timezone, else UTC',
    citations: [clock.first, clock.last, ...(clock.isYearAssumed && clock.newest !== null ? [clock.newest] : [])].map(
      ({ uid: ref, time }) => ({ ref, time }),
    ),
  }));
}

const becauseOf = {
  'sign-ins': ['the same sign-ins, of the same processes, stand in its other log', 'likely'],
  path: ['the path of the log names it', 'likely'],
  alone: ['no such log of the case names another machine', 'possible'],
  unnamed: ['no record of the case names a machine, and it is taken that all come from one', 'possible'],
} as const satisfies Record<AssumedOwner['by'], readonly [string, Draft['confidence']]>;

/** Whose the logs are that name no machine: what is said to be done there rests on it. */
export function ownerClaims(
  owners: readonly AssumedOwner[],
  facts: readonly Pick<MachineFacts, 'machine'>[],
): readonly Draft[] {
  const own = owners.filter(({ host }) => facts.some(({ machine }) => isNamed(machine, host)));
  return own.map(({ source, host, by, first, last }, index) => {
    const [because, confidence] = becauseOf[by];
    return {
      key: `log-owner-${index + 1}`,
      subject: host,
      text: `Records of ${plainText(source)} that name no machine are read as those of ${plainText(host)}: ${because}`,
      value: host,
      unit: null,
      confidence,
      method:
        'sign-ins of one process number and address within a day, else the path of the log, else the only machine that is named',
      citations: [first, last].map(({ uid: ref, time }) => ({ ref, time })),
    };
  });
}

function yearText({ isYearAssumed, first, last, newest }: AssumedClock): string {
  if (!isYearAssumed) return '';
  const [from, to] = [first.time.slice(0, 4), last.time.slice(0, 4)];
  const years = from === to ? from : `${from} to ${to}`;
  const because =
    newest === null
      ? 'nothing in the case has a date of its own'
      : `the newest record with a date is of ${plainInstant(newest.time)}`;
  return `; they name no year, and ${years} is assumed, since ${because}`;
}
