import type { TracedIncident } from '../model/traced.ts';
import type { Block, Line, Section } from './document.ts';
import { runningLine } from './executive.ts';
import { groundFor } from './grounds.ts';
import { firstRows, moreThan } from './technical-analysis.ts';
import { toldClaims, toldOfResponse } from './told-claims.ts';
import {
  clock,
  data,
  heading,
  lasting,
  many,
  nameOf,
  prose,
  row,
  say,
  section,
  span,
  state,
  unknown,
} from './wording.ts';

type Act = TracedIncident['containment'][number];

/** The parts of section 4: the acts of each, and what is unknown where there are none. */
const answered: readonly {
  readonly title: string;
  readonly missing: string | null;
  readonly kinds: readonly string[];
  readonly holds: (act: Act) => boolean;
}[] = [
  {
    title: 'Immediate containment',
    missing: 'whether the intruder was held back; the records read hold no such act of a responder',
    kinds: ['response-isolation'],
    holds: ({ by, does }) => by !== 'provider' && does === 'isolation',
  },
  {
    title: 'Credential remediation',
    missing: 'whether credentials were withdrawn; the records read hold no such act of a responder',
    kinds: ['response-credentials'],
    holds: ({ by, does }) => by !== 'provider' && does === 'credentials',
  },
  {
    title: 'Instance remediation',
    missing: 'whether anything was stopped or removed; the records read hold no such act of a responder',
    kinds: ['response-removal'],
    holds: ({ by, does }) => by !== 'provider' && does === 'removal',
  },
  {
    title: 'By the provider',
    missing: null,
    kinds: ['provider-isolation', 'provider-credentials', 'provider-removal'],
    holds: ({ by }) => by === 'provider',
  },
  {
    title: 'Tried, or of another kind',
    missing: null,
    kinds: [],
    holds: ({ by, does }) => by !== 'provider' && does === undefined,
  },
];

/** Section 4: what responders and the provider did, each in its window of time, and what is left. */
export function containmentActions(incident: TracedIncident): Section {
  const left = [
    heading('What is left'),
    { is: 'facts', rows: [{ label: 'Still running', line: runningLine(incident) }] },
  ] as const;
  if (incident.containment.length === 0) {
    return section(
      '4. Containment Actions',
      unknown(prose('how it was answered; the records read hold no act of containment')),
      ...left,
    );
  }
  return section(
    '4. Containment Actions',
    ...toldClaims(incident, toldOfResponse),
    answered.flatMap(({ title, missing, kinds, holds }): readonly Block[] => {
      const acts = incident.containment.filter(holds);
      if (acts.length > 0) return [heading(title), windowLine(incident, acts, kinds), actsTable(title, acts)];
      return missing === null ? [] : [heading(title), unknown(prose(missing))];
    }),
    ...left,
  );
}

function windowLine(incident: TracedIncident, acts: readonly Act[], kinds: readonly string[]): Line {
  const [first, last] = [acts[0], acts.at(-1)];
  const [from, to] = [first?.time ?? incident.first_seen, last?.time ?? incident.last_seen];
  const length = from === to ? '' : `, ${lasting(from, to)}`;
  return state(say`${many(acts.length, 'act')}, ${prose(`${span(from, to)} UTC`)}${prose(length)}.`, [
    ...groundFor(incident, kinds, []),
    ...acts,
  ]);
}

const actsTable = (title: string, acts: readonly Act[]): Block => ({
  is: 'table',
  caption: `${title}: who did what`,
  columns: ['Time (UTC)', 'Who', 'Operation', 'What'],
  rows: firstRows(acts).map((act) =>
    row(act, prose(clock(act.time)), nameOf(act.actor), data(act.action), prose(act.text)),
  ),
  more: moreThan(acts.length, 'incident.json'),
});
