import type { Answer } from '../model/act.ts';
import type { TracedIncident } from '../model/traced.ts';
import type { Line, Section } from './document.ts';
import { gravest } from './grounds.ts';
import { notAssigned, statedFact } from './stated.ts';
import { toldClaims } from './told-claims.ts';
import { counted, pending, prose, say, section, state, strong, unknown } from './wording.ts';

/** Section 7: the case in short, what is contained, and whether it can be closed. */
export function conclusion(incident: TracedIncident): Section {
  const { title, severity } = incident;
  return section(
    '7. Conclusion',
    state(
      say`${strong(title)}. Its severity is ${prose(severity.level)}, ${severity.score} of 100: ${prose(severity.why)}.`,
      gravest(incident),
    ),
    toldClaims(incident, ['dwell-detection', 'contained-from']),
    {
      is: 'facts',
      rows: [
        { label: 'Done so far', line: containedLine(incident) },
        { label: 'Still open', line: openLine(incident) },
        ...statedFact(incident, { label: 'Closure rationale', kind: 'closing' }, closureLine(incident)),
        ...statedFact(incident, { label: 'Analyst', kind: 'analyst' }, notAssigned),
        ...statedFact(incident, { label: 'Ticket', kind: 'ticket' }, notAssigned),
      ],
    },
  );
}

function containedLine({ containment }: TracedIncident): Line {
  const done = containment.filter(({ does }) => does !== undefined);
  if (done.length === 0)
    return unknown(prose('whether anything was; the records read hold no accepted act of containment'));
  const kinds = [...Map.groupBy(done, ({ does }) => does)].map(
    ([does, acts]) => `${does === undefined ? '' : contained[does]} (${counted(acts.length, 'act')})`,
  );
  return state(prose(kinds.join('; ')), done);
}
const contained = {
  isolation: 'the intruder was held back',
  credentials: 'credentials or rights were withdrawn',
  removal: 'things were stopped or removed',
} as const satisfies Readonly<Record<Answer, string>>;

function openLine({ plan, recommendations, manual_steps: byHand, questions }: TracedIncident): Line {
  const steps = plan?.steps.filter(({ status }) => status === 'open') ?? [];
  const open = [
    [steps, 'step of the plan', 'steps of the plan'],
    [recommendations, 'recommendation', 'recommendations'],
    [byHand, 'step for a person', 'steps for a person'],
    [questions, 'question', 'questions'],
  ] as const;
  const told = open.flatMap(([all, one, more]) => (all.length > 0 ? [counted(all.length, one, more)] : []));
  const ground = [...steps, ...recommendations, ...byHand, ...questions];
  return ground.length === 0
    ? pending(prose('nothing that these records show'))
    : state(prose(told.join(', ')), ground);
}

function closureLine({ status, containment }: TracedIncident): Line {
  if (status === 'closed' && containment.length > 0) return state(prose('closed'), containment);
  return pending(
    prose(
      status === 'contained'
        ? 'Not closed: it is contained as far as the records tell, and a person closes it when what is open is answered.'
        : 'Not closed: it is not contained as far as the records tell.',
    ),
  );
}
