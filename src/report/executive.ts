import { notSeen } from '../model/coverage-words.ts';
import type { Coverage } from '../model/coverage.ts';
import type { Traceable, Traced, TracedIncident } from '../model/traced.ts';
import type { Advice } from '../model/incident.ts';
import { compareInstants } from '../model/instant.ts';
import { ownHops } from '../model/own-hops.ts';
import type { Step } from '../model/plan.ts';
import { waysBack } from '../model/ways-back.ts';
import { isLive, nowhere, runningIn } from './blast-map.ts';
import { claimsOfKind, gravest, groundFor, windowGround } from './grounds.ts';
import { distinctCredentials } from './distinct-credentials.ts';
import type { Card, Fact, Line, Text } from './document.ts';
import { statedLines } from './stated.ts';
import { costInShort, ofKind, usdOf } from './money.ts';
import {
  counted,
  data,
  lasting,
  listed,
  many,
  moment,
  pending,
  prose,
  say,
  span,
  state,
  strong,
  unknown,
} from './wording.ts';

/** The line under the title: when it began and ended, how long it went unseen, and where it stands. */
export function headFacts(incident: TracedIncident): readonly Fact[] {
  return [
    { label: 'Kind', line: state(prose(incident.kind), gravest(incident)) },
    { label: 'Status', line: statusLine(incident) },
    { label: 'Intruder active', line: activeLine(incident) },
    { label: 'Detected', line: detected(incident) },
    ...statedLines(incident, 'analyst').map((line) => ({ label: 'Analyst', line })),
    ...statedLines(incident, 'ticket').map((line) => ({ label: 'Ticket', line })),
  ];
}

/** That it is contained is a statement; that nobody has closed or contained it is none. */
function statusLine(incident: TracedIncident): Line {
  const { status, containment } = incident;
  const ground = groundFor(incident, [status === 'closed' ? 'stated-closing' : 'contained-from'], containment);
  return status === 'new' || ground.length === 0 ? pending(prose(status)) : state(prose(status), ground);
}

/** From the intruder's first to the last act. */
export function activeLine(incident: TracedIncident): Line {
  const ground = windowGround(incident);
  const { first_seen: first, last_seen: last } = incident;
  if (ground.length === 0) return unknown(prose('from when to when'));
  return state(prose(`${span(first, last)} UTC, ${lasting(first, last)}`), ground);
}

export function detected({ detected_at: at, first_seen: first, entry, alerts, claims }: TracedIncident): Line {
  if (alerts.length === 0) return unknown(prose('when; no alert is among the records read'));
  if (at === null) return unknown(prose('when; the alerts among the records read speak of settings only'));
  const [since, what] = entry === null ? [first, 'the first act'] : [entry.time, 'the intruder was let in'];
  const ground = groundFor({ claims }, ['dwell-detection'], entry === null ? alerts : [entry, ...alerts]);
  return state(
    say`${moment(at)}, ${prose(compareInstants(at, since) < 0 ? `before ${what}` : `${lasting(since, at)} after ${what}`)}`,
    ground,
  );
}

/** What an analyst must know before anything else. */
export function executiveCards(incident: TracedIncident): readonly Card[] {
  return [
    { title: 'Who', tone: 'plain', isOrdered: false, lines: whoLines(incident) },
    { title: 'How', tone: 'plain', isOrdered: false, lines: howLines(incident) },
    { title: 'Where', tone: 'plain', isOrdered: false, lines: whereLines(incident) },
    { title: 'Still running', tone: 'danger', isOrdered: false, lines: runningLines(incident) },
    { title: 'What it cost', tone: 'plain', isOrdered: false, lines: costLines(incident) },
    { title: 'Unknown', tone: 'caution', isOrdered: false, lines: unknownLines(incident) },
    { title: 'Next', tone: 'action', isOrdered: true, lines: nextLines(incident) },
  ];
}

function whoLines(incident: TracedIncident): readonly Line[] {
  const shared = incident.identities.filter(({ role }) => role === 'shared');
  const used: readonly Line[] =
    incident.identities.length === 0
      ? []
      : [
          state(
            say`${many(incident.identities.length, 'identity', 'identities')} used, made or taken over by the intruder`,
            incident.identities,
          ),
        ];
  const owners: readonly Line[] =
    shared.length === 0
      ? []
      : [state(say`${listed(shared.map(({ name }) => name))}: in use by its owner as well`, shared)];
  return [rootLine(incident), ...used, ...owners];
}

export function rootLine({ root, root_absent_reason: reason }: TracedIncident): Line {
  if (root === null) return unknown(say`the root identity: ${prose(reason ?? 'no reason is recorded')}`);
  const key: Text = root.credential === null ? prose('; its credential is not recorded') : say`, by ${root.credential}`;
  return state(say`${strong(root.identity.name)}${key}`, root);
}

function howLines(incident: TracedIncident): readonly Line[] {
  const { entry, root_cause: cause } = incident;
  const chains = ownHops(incident);
  const way: Line =
    entry === null
      ? unknown(prose('the way in'))
      : state(
          say`First let in by ${entry.how}${entry.address === null ? prose('') : say` from ${entry.address}`}, ${moment(entry.time)}`,
          entry,
        );
  const reason: Line =
    cause === null ? unknown(prose('the root cause')) : state(prose(cause.text), cause, cause.confidence);
  const weak = chains.filter(({ confidence }) => confidence !== 'confirmed').length;
  const into = new Set(chains.map(({ account }) => account)).size;
  const hops: readonly Line[] =
    chains.length === 0
      ? []
      : [
          state(
            say`${many(chains.length, 'hop')} into ${many(into, 'account')}${prose(weak === 0 ? '' : `, ${weak} of them not confirmed`)}`,
            chains,
          ),
        ];
  return [way, reason, ...hops];
}

function whereLines(incident: TracedIncident): readonly Line[] {
  const { accounts, regions, resources, timeline, claims } = incident;
  const machines = claimsOfKind(claims, 'machines');
  const onMachines = machines.map((claim) => state(prose(claim.text), claim, claim.confidence));
  // A machine's own log names neither.
  const isInCloud = machines.length === 0 || accounts.length + regions.length > 0;
  const places: readonly Line[] = !isInCloud
    ? []
    : [
        accounts.length === 0
          ? unknown(prose('which accounts; the records name none'))
          : state(
              say`${strong(counted(accounts.length, 'account'))}: ${listed(accounts, 6)}`,
              groundFor(incident, ['accounts'], timeline),
            ),
        regions.length === 0
          ? unknown(prose('which regions; the records name none'))
          : state(
              say`${strong(counted(regions.length, 'region'))}: ${listed(regions, 8)}`,
              groundFor(incident, ['regions'], timeline),
            ),
      ];
  return [
    ...onMachines,
    ...places,
    ...someOf(resources, (count) => say`${many(count, 'resource')} made, changed or taken over`),
  ];
}

function runningLines(incident: TracedIncident): readonly Line[] {
  const back = waysBack(incident.persistence);
  const keys = distinctCredentials(incident.credentials)
    .map(({ one }) => one)
    .filter((credential) => credential.state === 'active');
  const ran = incident.claims.filter(({ claim_uid: uid }) => uid.endsWith('-launched') || uid.endsWith('-running'));
  return [
    ...ran.map((claim) => state(prose(claim.text), claim, claim.confidence)),
    runningLine(incident),
    ...placesLines(incident),
    ...(back.length === 0
      ? []
      : [
          state(
            say`${strong(counted(back.length, 'way'))} back in: ${listed(
              back.map(({ name }) => name),
              4,
            )}`,
            back.flatMap(({ acts }) => acts),
          ),
        ]),
    ...someOf(
      keys,
      (count) =>
        say`${many(count, 'credential')} still active: ${listed(
          keys.map(({ uid }) => uid),
          4,
        )}`,
    ),
    ...someOf(
      incident.impairment,
      (count) =>
        say`${many(count, 'defence')} touched: ${listed(
          incident.impairment.map(({ operation }) => operation),
          4,
        )}`,
    ),
  ];
}

/** How many of the resources are live, as far as the records tell. */
export function runningLine({ resources }: TracedIncident): Line {
  if (resources.length === 0) return unknown(prose('what runs; the records read name no resource of the intruder'));
  const live = resources.filter(isLive);
  const unclear = resources.filter((resource) => resource.state === 'unknown').length;
  const rest = unclear === 0 ? '' : `; the state of ${unclear} is unknown`;
  return state(
    say`${strong(`${live.length} of ${resources.length}`)} resources made, changed or taken over are still there, as far as the records tell${prose(rest)}`,
    live.length > 0 ? live : resources,
  );
}

/** What of it computes, by kind and place, the most first. */
function placesLines(incident: TracedIncident): readonly Line[] {
  const running = incident.resources.filter(runningIn(incident));
  const groups = Map.groupBy(running, ({ shape, type, region, account }) =>
    JSON.stringify([shape === null ? type : `${type} ${shape}`, region ?? nowhere, account ?? nowhere]),
  );
  const ordered = [...groups].toSorted(([, a], [, b]) => b.length - a.length);
  const lines = ordered.slice(0, mostPlaces).map(([key, same]) => {
    const [kind = '', region = '', account = ''] = JSON.parse(key) as readonly string[];
    return state(say`${strong(String(same.length))} × ${kind} in ${region} of ${account}`, same);
  });
  const rest = ordered.slice(mostPlaces).flatMap(([, same]) => same);
  return rest.length === 0 ? lines : [...lines, state(say`and ${rest.length} more elsewhere`, rest)];
}
const mostPlaces = 4;

/** The sum, its range, and the lines that make most of it. */
function costLines(incident: TracedIncident): readonly Line[] {
  const { cost, claims } = incident;
  if (cost === null) return [costInShort(incident)];
  const range: readonly Line[] =
    cost.low === cost.high
      ? []
      : [
          state(
            prose(`At least ${usdOf(cost.low)} and at most ${usdOf(cost.high)} ${cost.currency}, at list prices`),
            cost,
          ),
        ];
  return [
    costInShort(incident),
    ...range,
    ...[...ofKind(claims, 'cost-line').slice(0, 3), ...ofKind(claims, 'bills-on').slice(0, 2)].map((claim) =>
      state(prose(claim.text), claim, claim.confidence),
    ),
  ];
}

/** What nobody can say from these records: cells that were not seen first, then open questions. */
function unknownLines(incident: TracedIncident): readonly Line[] {
  const unseen = incident.coverage.filter((cell) => cell.state !== 'seen');
  const blind = Map.groupBy(unseen, (cell) => cell.state);
  // What happened in a cell that was not seen is asked by its line already.
  const asked = new Set(unseen.flatMap(({ evidence }) => evidence));
  const further = incident.questions.filter(({ evidence }) => !evidence.every((ref) => asked.has(ref)));
  const cells = [...blind].map(([how, all]) =>
    state(say`${many(all.length, 'log')} ${prose(notSeen[how])}: ${listed(all.map(placeOf), 3)}`, all),
  );
  const untold: readonly Line[] = [
    ...(incident.coverage.length === 0 ? [unknown(prose('which logs exist beside those read'))] : []),
    ...(incident.data_exposure === null ? [unknown(prose('whether data was read; not examined'))] : []),
  ];
  return [...cells, ...further.slice(0, 3).map((question) => state(prose(question.text), question)), ...untold];
}

const placeOf = ({ account, region, source }: Coverage): string =>
  `${account ?? nowhere} / ${region ?? nowhere} / ${source}`;

/** The plan's open steps and what people have to do; people first where nothing but a last look is left of the plan. */
function nextLines({ plan, recommendations, manual_steps: steps }: TracedIncident): readonly Line[] {
  const open = plan?.steps.filter(({ status }) => status === 'open') ?? [];
  if (open.length + recommendations.length + steps.length === 0)
    return [pending(prose('Nothing is recommended yet: read the timeline, then the open questions'))];
  const planned = open.length === 0 ? [] : planLines(open);
  const isLastLook = open.every(({ phase }) => phase === 'sweep');
  // What the plan does is not recommended a second time.
  const people = isLastLook ? peopleLines([...recommendations, ...steps], 3) : peopleLines(steps, 1);
  return isLastLook ? [...people, ...planned] : [...planned, ...people];
}

/** The first of these, and how many more there are. */
function peopleLines(all: readonly Traced<Advice>[], most: number): readonly Line[] {
  const lines = all
    .slice(0, most)
    .map((advice) =>
      state(
        advice.how === null || advice.how.length > 200
          ? prose(advice.text)
          : say`${prose(advice.text)}: ${data(advice.how)}`,
        advice,
      ),
    );
  return all.length > most
    ? [...lines, state(say`${many(all.length - most, 'further step')} for people, in section 6`, all.slice(most))]
    : lines;
}

/** The first step of each of the next phases, with its line where that is one. */
function planLines(open: readonly Traced<Step>[]): readonly Line[] {
  const phases = [...Map.groupBy(open, ({ phase }) => phase).values()].slice(0, 4);
  const lines = phases.flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const [line] = first.cli;
    const command = first.cli.length === 1 && line !== undefined && line.length <= 200 ? say`: ${line}` : prose('');
    const more =
      same.length > 1 ? say` (and ${many(same.length - 1, 'more step', 'more steps')} of this phase)` : prose('');
    return [state([...prose(first.title), ...command, ...more], same)];
  });
  return [...lines, state(say`${many(open.length, 'step')} open in all, under Containment Plan`, open)];
}

function someOf<Part extends Traceable>(parts: readonly Part[], write: (count: number) => Text): readonly Line[] {
  return parts.length === 0 ? [] : [state(write(parts.length), parts)];
}
