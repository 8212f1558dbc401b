import type { Advice } from '../model/incident.ts';
import type { Traced, TracedIncident } from '../model/traced.ts';
import type { DataExposure } from '../model/exposure.ts';
import type { ManualStep } from '../model/plan.ts';
import type { Block, Line, Section } from './document.ts';
import { runningLine } from './executive.ts';
import { costDetails, costLine, earningsLine } from './money.ts';
import { toldClaims, toldOfResponse } from './told-claims.ts';
import { firstRows, moreThan } from './technical-analysis.ts';
import {
  blank,
  clock,
  counted,
  data,
  heading,
  many,
  nameOf,
  pending,
  prose,
  row,
  say,
  section,
  span,
  state,
  strong,
  unknown,
} from './wording.ts';

/** Section 4: what responders and the provider did, in its window of time, and what is left. */
export function containmentActions(incident: TracedIncident): Section {
  const { containment } = incident;
  const left = { is: 'facts', rows: [{ label: 'Still running', line: runningLine(incident) }] } as const;
  if (containment.length === 0) {
    return section(
      '4. Containment Actions',
      unknown(prose('what was contained; the records read hold no act of containment')),
      left,
    );
  }
  const [first, last] = [containment[0], containment.at(-1)];
  return section(
    '4. Containment Actions',
    first && last
      ? state(
          say`${many(containment.length, 'act')} of containment, ${prose(span(first.time, last.time))} UTC`,
          containment,
        )
      : [],
    ...toldClaims(incident, toldOfResponse),
    {
      is: 'table',
      caption: 'What responders and the provider did',
      columns: ['Time (UTC)', 'Who', 'Operation', 'What'],
      rows: firstRows(containment).map((act) =>
        row(act, prose(clock(act.time)), nameOf(act.actor), data(act.action), prose(act.text)),
      ),
      more: moreThan(containment.length, 'incident.json'),
    },
    left,
  );
}

/** Section 5: money, service, data and name; what no record can tell is said to be unknown. */
export function businessImpact(incident: TracedIncident): Section {
  return section(
    '5. Business Impact',
    {
      is: 'facts',
      rows: [
        { label: 'Financial', line: costLine(incident) },
        ...(incident.earnings === null ? [] : [{ label: 'Earned by the intruder', line: earningsLine(incident) }]),
        { label: 'Operational', line: unknown(prose('the records do not say which services suffered')) },
        { label: 'Data exposure', line: exposure(incident) },
        { label: 'Reputational', line: unknown(prose('no record can tell')) },
      ],
    },
    costDetails(incident),
    exposureDetails(incident),
  );
}

function exposure({ data_exposure: exposed }: TracedIncident): Line {
  if (exposed === null) return unknown(prose('not examined'));
  if (exposed.read.length > 0)
    return state(say`${many(exposed.read.length, 'resource')} read by the intruder, listed below`, exposed.read);
  return exposed.unknown.length > 0
    ? unknown(prose(unread(exposed).join('; ')))
    : state(prose('no read of data in the logs that record reads'), exposed);
}

/** What cannot be said to have been read or not, each reason once. */
const unread = ({ unknown: parts }: Pick<DataExposure, 'unknown'>): readonly string[] =>
  [...Map.groupBy(parts, ({ why }) => why)].map(([why, same]) => `${same.map(({ what }) => what).join(', ')}: ${why}`);

function exposureDetails({ data_exposure: exposed }: TracedIncident): readonly Block[] {
  if (exposed === null || exposed.read.length === 0) return [];
  const gaps: readonly Block[] =
    exposed.unknown.length === 0 ? [] : [{ is: 'list', lines: unread(exposed).map((text) => unknown(prose(text))) }];
  return [
    {
      is: 'table',
      caption: 'Data that the intruder read',
      columns: ['First to last (UTC)', 'Who', 'Resource', 'Objects', 'Bytes'],
      rows: firstRows(exposed.read).map((read) =>
        row(
          read,
          prose(span(read.first, read.last)),
          nameOf(read.actor),
          data(read.resource),
          say`${read.objects}`,
          read.bytes === null ? prose('unknown') : say`${read.bytes}`,
        ),
      ),
      more: moreThan(exposed.read.length, 'incident.json'),
    },
    ...gaps,
  ];
}

/** Section 6: what is done, what is to be done, and what is still to be found out. */
export function remediation(incident: TracedIncident): Section {
  const done: Block =
    incident.containment.length === 0
      ? unknown(prose('what was done; the records read hold no act of containment'))
      : {
          is: 'list',
          lines: incident.containment
            .slice(0, 50)
            .map((act) => state(say`${data(act.action)}: ${prose(act.text)}`, act)),
        };
  return section(
    '6. Remediation & Prevention',
    [heading('Completed actions'), done],
    [heading('Recommended'), recommended(incident)],
    incident.manual_steps.length === 0 ? [] : [heading('Steps for a person'), manualSteps(incident.manual_steps)],
    [
      heading('Open questions'),
      advice(incident.questions, 'Evidence still missing, and how to get it', 'No open question is recorded.'),
    ],
  );
}

function recommended({ recommendations, plan, manual_steps: manual }: TracedIncident): Block {
  const open = plan?.steps.filter((step) => step.status === 'open') ?? [];
  if (recommendations.length > 0) return advice(recommendations, 'What to do, in this order', '');
  if (open.length > 0)
    return state(
      say`Nothing beyond the plan: ${many(open.length, 'step')} ${prose(open.length === 1 ? 'is' : 'are')} open under Containment Plan`,
      open,
    );
  return pending(
    prose(manual.length > 0 ? 'Nothing beyond the steps for a person below.' : 'Nothing is recommended yet.'),
  );
}

function advice(all: readonly Traced<Advice>[], caption: string, none: string): Block {
  if (all.length === 0) return pending(prose(none));
  return {
    is: 'table',
    caption,
    columns: ['', 'What', 'Why', 'How'],
    rows: all.map((one, index) =>
      row(one, say`${index + 1}`, prose(one.text), prose(one.why), one.how === null ? blank : data(one.how)),
    ),
    more: null,
  };
}

function manualSteps(all: readonly Traced<ManualStep>[]): Block {
  return {
    is: 'table',
    caption: 'What no program can do for you, by when and by whom',
    columns: ['', 'What', 'Why', 'How', 'Who', 'Due (UTC)'],
    rows: all.map((one, index) =>
      row(
        one,
        say`${index + 1}`,
        prose(one.text),
        prose(one.why),
        one.how === null ? blank : data(one.how),
        prose(one.owner),
        prose(clock(one.due)),
      ),
    ),
    more: null,
  };
}

/** Section 7: the case in two sentences, and whether it can be closed. */
export function conclusion(incident: TracedIncident): Section {
  const steps = incident.plan?.steps.filter(({ status }) => status === 'open') ?? [];
  const open = [
    [steps, 'step of the plan', 'steps of the plan'],
    [incident.recommendations, 'recommendation', 'recommendations'],
    [incident.manual_steps, 'step for a person', 'steps for a person'],
    [incident.questions, 'question', 'questions'],
  ] as const;
  const told = open.flatMap(([all, one, more]) => (all.length > 0 ? [counted(all.length, one, more)] : []));
  const closure: Line =
    incident.status === 'closed'
      ? state(prose('The incident is closed.'), incident.timeline)
      : pending(
          prose(
            `Not closed (${incident.status}): ${told.length === 0 ? 'no closure is recorded' : `still open: ${told.join(', ')}`}.`,
          ),
        );
  return section(
    '7. Conclusion',
    state(
      say`${strong(incident.title)}. Its severity is ${prose(incident.severity.level)}, ${incident.severity.score} of 100: ${prose(incident.severity.why)}.`,
      incident.timeline,
    ),
    {
      is: 'facts',
      rows: [
        { label: 'Closure', line: closure },
        { label: 'Analyst', line: pending(prose('not assigned')) },
      ],
    },
  );
}
