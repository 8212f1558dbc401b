import type { Plan, RightfulUse, Step } from '../model/plan.ts';
import type { Traced, TracedIncident } from '../model/traced.ts';
import type { Block, Section, Text } from './document.ts';
import { firstRows, moreThan } from './technical-analysis.ts';
import {
  blank,
  clock,
  data,
  heading,
  listed,
  many,
  nameOf,
  orUnknown,
  pending,
  prose,
  row,
  say,
  section,
  state,
} from './wording.ts';

/** The draft of the containment plan: what is open, in its order, the lines for it, and what is done. */
export function planSection({ plan }: TracedIncident): Section {
  if (plan === null) return section('Containment Plan', pending(prose('No plan has been drafted.')));
  const open = plan.steps.filter(({ status }) => status === 'open');
  const past = plan.steps.filter(({ status }) => status !== 'open');
  return section(
    'Containment Plan',
    pending(
      prose(
        'A draft: nothing of it has been applied, and it is bound to what is observed before anyone approves it. Its lines name each account as the profile of the command line.',
      ),
    ),
    open.length === 0
      ? pending(prose('No step is open.'))
      : state(say`${many(open.length, 'step')} open, in this order`, open),
    openSteps(open),
    [heading('Lines for the open steps'), ...lines(open)],
    past.length === 0 ? [] : [heading('Done or too late'), pastSteps(past)],
    whoUses(plan),
  );
}

function openSteps(open: readonly Traced<Step>[]): readonly Block[] {
  if (open.length === 0) return [];
  return [
    {
      is: 'table',
      caption: 'Steps still to be taken; evidence is kept before anything ends',
      columns: ['No.', 'Phase', 'Step', 'Where', 'Why', 'Undo', 'What it breaks'],
      rows: firstRows(open).map((step) =>
        row(
          step,
          say`${step.order}`,
          prose(step.phase),
          prose(step.title),
          placeOf(step),
          say`${prose(step.reason.text)} (${listed(step.reason.claims)})`,
          prose(undoOf(step)),
          prose(step.breaks.text),
        ),
      ),
      more: moreThan(open.length, 'plan.json'),
    },
  ];
}

/** Identities stand in no region, and a sweep goes through all accounts. */
function placeOf({ account, region }: Step): Text {
  if (account === null) return prose('everywhere');
  return region === null ? data(account) : say`${region} of ${account}`;
}

function undoOf({ is_reversible: isReversible, undo }: Step): string {
  if (undo !== null) return undo.text;
  return isReversible ? 'nothing to undo' : 'no';
}

/** The most lines of one step that a report shows; the rest are alike and stand in plan.json. */
const mostLines = 2;
/** A longer line would be cut, and half a command is worse than none. */
const longestLine = 400;

function lines(open: readonly Traced<Step>[]): readonly Block[] {
  if (open.length === 0) return [pending(prose('None.'))];
  return [
    {
      is: 'table',
      caption: 'Command lines, and what shows that they worked; Terraform where there is one stands in plan.json',
      columns: ['No.', 'Lines', 'Needs', 'Expected'],
      rows: firstRows(open).map((step) =>
        row(
          step,
          say`${step.order}`,
          linesOf(step),
          step.permissions.length === 0 ? blank : listed(step.permissions),
          prose(step.verify.text),
        ),
      ),
      more: moreThan(open.length, 'plan.json'),
    },
  ];
}

function linesOf({ cli }: Step): Text {
  if (cli.length === 0) return prose('by hand, in the console of the service');
  const shown = cli.slice(0, mostLines).filter((line) => line.length <= longestLine);
  const rest = cli.length - shown.length;
  const told = shown.flatMap((line, index): Text => (index === 0 ? data(line) : [...prose(', then '), ...data(line)]));
  if (rest === 0) return told;
  return [...told, ...prose(shown.length === 0 ? `${rest} in plan.json` : `, and ${rest} more in plan.json`)];
}

function pastSteps(past: readonly Traced<Step>[]): Block {
  return {
    is: 'table',
    caption: 'Steps that responders or the provider have taken, and those that came too late',
    columns: ['No.', 'Step', 'Where', 'State', 'By', 'When (UTC)'],
    rows: firstRows(past).map((step) =>
      row(
        step,
        say`${step.order}`,
        prose(step.title),
        placeOf(step),
        prose(step.status === 'done' ? 'done' : `too late: ${step.reason.text}`),
        step.done[0] === undefined ? blank : nameOf(step.done[0].actor),
        step.done[0] === undefined ? blank : prose(clock(step.done[0].time)),
      ),
    ),
    more: moreThan(past.length, 'plan.json'),
  };
}

/** Rightful users of what the plan cuts: they are told before. */
function whoUses({ steps, uses_since: since }: Traced<Plan>): readonly Block[] {
  const uses = new Map<string, Traced<RightfulUse>>();
  for (const step of steps)
    for (const use of step.breaks.uses) uses.set(JSON.stringify([use.who, use.session, use.network, use.agent]), use);
  if (uses.size === 0) return [];
  return [
    heading('Who else uses what is cut'),
    {
      is: 'table',
      caption: `Uses by others since ${clock(since)} UTC`,
      columns: ['Identity', 'Session', 'Network', 'Program', 'Calls', 'Most often', 'Last (UTC)'],
      rows: firstRows([...uses.values()]).map((use) =>
        row(
          use,
          data(use.who.name),
          use.session === null ? blank : data(use.session),
          data(use.network),
          orUnknown(use.agent),
          say`${use.uses}`,
          use.operations.length === 0 ? blank : listed(use.operations),
          prose(clock(use.last)),
        ),
      ),
      more: moreThan(uses.size, 'plan.json'),
    },
  ];
}
