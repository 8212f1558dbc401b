import type { Instant } from '../model/instant.ts';
import type { Block, Card, Fact, Line, Section, Text } from './document.ts';

type Change = (text: string) => string;

const instant = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z/g;
const clockRun = /(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?: – (?:(\d{4}-\d{2}-\d{2}) )?(\d{2}:\d{2}:\d{2}))?( UTC)?/g;

/**
 * How the sentences of a report tell times: in UTC to the second, and with the local time beside it where a zone is
 * chosen (IANA name). Values out of records are never touched, nor what is shorter than a second.
 */
export function timesIn(zone: string | null): Change {
  const inUtc: Change = (text) => text.replace(instant, (one) => `${one.slice(0, 10)} ${one.slice(11, 19)} UTC`);
  if (zone === null) return inUtc;
  const local = localClock(zone);
  return (text) =>
    inUtc(text).replace(clockRun, (run: string, ...groups: readonly (string | undefined)[]) => {
      const [day = '', from = '', lastDay, to] = groups;
      const first = local(`${day}T${from}Z`);
      const last = to === undefined ? null : local(`${lastDay ?? day}T${to}Z`);
      // A time of day that no clock shows stays as it is written.
      if (first === null || (to !== undefined && last === null)) return run;
      const begin = first.day === day ? first.time : `${first.day} ${first.time}`;
      if (last === null) return `${run} (${begin} ${first.zone})`;
      const end = last.day === first.day ? last.time : `${last.day} ${last.time}`;
      return `${run} (${begin} – ${end} ${last.zone})`;
    });
}

interface Local {
  readonly day: string;
  readonly time: string;
  /** `EST`, or `GMT+1` where the zone has no short name in English. */
  readonly zone: string;
}

function localClock(zone: string): (at: Instant) => Local | null {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  });
  return (at) => {
    const time = Date.parse(at);
    if (Number.isNaN(time)) return null;
    const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
    return {
      day: `${parts['year']}-${parts['month']}-${parts['day']}`,
      time: `${parts['hour']}:${parts['minute']}:${parts['second']}`,
      zone: parts['timeZoneName'] ?? zone,
    };
  };
}

interface Told {
  readonly summary: readonly Line[];
  readonly facts: readonly Fact[];
  readonly cards: readonly Card[];
  readonly sections: readonly Section[];
}

/** The same parts with their sentences changed, and nothing that is data. */
export function retold({ summary, facts, cards, sections }: Told, change: Change): Told {
  const text = (spans: Text): Text =>
    spans.map((span) => (span.as === 'data' ? span : { ...span, text: change(span.text) }));
  const line = <One extends Line>(one: One): One => ({ ...one, text: text(one.text) });
  const fact = (one: Fact): Fact => ({ ...one, line: line(one.line) });
  const block = (one: Block): Block => {
    switch (one.is) {
      case 'heading':
        return one;
      case 'facts':
        return { ...one, rows: one.rows.map(fact) };
      case 'list':
        return { ...one, lines: one.lines.map(line) };
      case 'table':
        return { ...one, rows: one.rows.map((row) => ({ ...row, cells: row.cells.map(text) })) };
      case 'statement':
      case 'unknown':
      case 'pending':
        return line(one);
    }
  };
  return {
    summary: summary.map(line),
    facts: facts.map(fact),
    cards: cards.map((card) => ({ ...card, lines: card.lines.map(line) })),
    sections: sections.map((section) => ({ ...section, blocks: section.blocks.map(block) })),
  };
}
