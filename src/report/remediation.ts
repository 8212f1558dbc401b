import type { Answer } from '../model/act.ts';
import type { Advice } from '../model/incident.ts';
import type { Traced, TracedIncident } from '../model/traced.ts';
import type { ManualStep } from '../model/plan.ts';
import type { Block, Line, Section } from './document.ts';
import { prevention } from './prevention/prevention.ts';
import {
  blank,
  clock,
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
  unknown,
} from './wording.ts';

type Act = TracedIncident['containment'][number];

/** Section 6: what is done, what is to be done, and what is still to be found out. */
export function remediation(incident: TracedIncident): Section {
  const accepted = incident.containment.filter(({ does }) => does !== undefined);
  const done: Block =
    accepted.length === 0
      ? unknown(prose('what was done; the records read hold no accepted act of containment'))
      : { is: 'list', lines: completed(accepted) };
  return section(
    '6. Remediation & Prevention',
    [heading('Completed actions'), done],
    [heading('Recommended'), recommended(incident)],
    incident.manual_steps.length === 0 ? [] : [heading('Steps for a person'), manualSteps(incident.manual_steps)],
    [heading('Prevention'), prevention(incident)],
    [
      heading('Open questions'),
      advice(incident.questions, 'Evidence still missing, and how to get it', 'No open question is recorded.'),
    ],
  );
}

/** Like acts of one person in one line; what each was aimed at stands in section 4. */
function completed(accepted: readonly Act[]): readonly Line[] {
  const alike = Map.groupBy(accepted, ({ actor, action, by, does }) => JSON.stringify([actor?.uid, action, by, does]));
  const groups = [...alike.values()];
  const lines = groups.slice(0, mostCompleted).flatMap((acts): readonly Line[] => {
    const [first, last] = [acts[0], acts.at(-1)];
    if (first?.does === undefined || last === undefined) return [];
    const who = first.by === 'provider' ? prose('the provider') : nameOf(first.actor);
    const times = acts.length === 1 ? blank : say`${acts.length} times, `;
    const when = prose(`${span(first.time, last.time)} UTC`);
    return [state(say`${prose(doing[first.does])}: ${first.action} by ${who}, ${times}${when}`, acts)];
  });
  const rest = groups.slice(mostCompleted).flat();
  return rest.length === 0 ? lines : [...lines, state(say`and ${many(rest.length, 'further act')} of section 4`, rest)];
}
const mostCompleted = 50;
const doing = {
  isolation: 'Held back',
  credentials: 'Withdrawn',
  removal: 'Stopped or removed',
} as const satisfies Readonly<Record<Answer, string>>;

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
    columns: ['No.', 'What', 'Why', 'How'],
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
    columns: ['No.', 'What', 'Why', 'How', 'Who', 'Due (UTC)'],
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
