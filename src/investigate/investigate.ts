import type { Engine } from '../lake/engine.ts';
import type { EventsWithin } from '../lake/events-within.ts';
import type { Explained } from '../model/explained.ts';
import type { Baseline } from '../model/baseline.ts';
import type { Finding } from '../model/finding.ts';
import type { Howto } from '../model/howto.ts';
import type { Incident } from '../model/incident.ts';
import { compareInstants, compareText } from '../model/instant.ts';
import type { Links } from '../model/links.ts';
import type { MiningRates } from '../model/mining.ts';
import type { Prices } from '../model/prices.ts';
import type { PlanFacts } from '../model/plan-facts.ts';
import type { UnmatchedAlerts } from '../model/unmatched-alert.ts';
import type { RuleIdentity } from '../model/rule.ts';
import type { Semantics } from '../model/semantics.ts';
import { readAlerts } from './alerts/alerted.ts';
import { unmatchedAlerts } from './alerts/unmatched-alerts.ts';
import type { Alerted } from './alerts/alerted.ts';
import { anchorMarks, hasAnchors, layAnchors, marksOf } from './anchors.ts';
import { leaveOwnEnds } from './explained/leave-own-ends.ts';
import { leaveRoutines } from './explained/leave-routines.ts';
import { noticesOf, setAside } from './explained/notices.ts';
import type { Notices } from './explained/notices.ts';
import { createdCredentials } from './blast/created-credentials.ts';
import { resourcesOf } from './blast/resources.ts';
import { answersTo } from './blast/answers-to.ts';
import { layTouchingActs } from './blast/touching.ts';
import { componentsOf } from './chain/component.ts';
import { machineCalls } from './chain/machine-calls.ts';
import { dropHandovers } from './chain/handovers.ts';
import { dropResponders } from './chain/responders.ts';
import { dropRotations } from './chain/rotations.ts';
import { withoutResponses } from './chain/responses.ts';
import { visitsBy, visitsOf } from './chain/machines.ts';
import type { Component } from './chain/component.ts';
import { followChain } from './chain/frontier.ts';
import type { Web } from './chain/web.ts';
import { strandsNamed } from './chain/named.ts';
import { strandId } from './chain/strands.ts';
import type { Mark } from './chain/lead.ts';
import { coverageOf, loggedReads } from './coverage/coverage.ts';
import { plainInstant } from './cells.ts';
import { sharedActors } from './identities.ts';
import { uploadActs } from './commands/upload-acts.ts';
import { departuresOf } from './departures.ts';
import { earlierLaunches } from './economics/earlier.ts';
import { withDefinitionsOfOthers } from './economics/redefined.ts';
import { saidOf } from './alerts/looked-up.ts';
import { machineLaunches } from './economics/used-machines.ts';
import { incidentOf } from './incident.ts';
import { tracesOf } from './indicators/indicators.ts';
import { withoutOthers } from './indicators/others-addresses.ts';
import { layMatched, matchedOnMachines, matchedRulesOf } from './matched-rules.ts';
import { endedWithMachines, endsOf } from './machines/ends.ts';
import { machineFactsOf } from './machines/machine-facts.ts';
import { clockGaps } from './machines/clocks.ts';
import type { ClockGap } from './machines/clocks.ts';
import { groundsOf, inhabitedOf, namesOn } from './machines/grounds.ts';
import type { Grounds } from './machines/grounds.ts';
import { inhabitedResources } from './machines/inhabited.ts';
import { matchedBy, observedOf, observedOn } from './machines/observed.ts';
import type { Observed } from './machines/observed.ts';
import { onMachines } from './machines/on-machines.ts';
import { readMachines } from './machines/read-machines.ts';
import { planFactsOf } from './plan-facts/plan-facts.ts';
import { citedDays } from './cited-days.ts';
import { closeScope, openScope } from './scope.ts';
import type { Scope } from './scope.ts';
import { actGroupsOf, keepIncidents, layIncidentActs } from './timeline/act-group.ts';
import { asDeeds } from './timeline/deeds.ts';

export interface Investigation {
  /** The rules that `matches.rule` counts. */
  readonly rules: readonly RuleIdentity[];
  readonly findings: readonly Finding[];
  /** What `signs.baseline` counts; none where there is no such view. */
  readonly baselines?: readonly Baseline[];
  readonly semantics: readonly Semantics[];
  readonly links: readonly Links[];
  readonly prices: readonly Prices[];
  readonly mining: MiningRates;
  readonly howtos: readonly Howto[];
  readonly asOf: string;
  /** Logs whose times name no zone or year, and the zone in which they were read. */
  readonly clocks?: Scope['clocks'];
  /** The same events as the relation `events`, where few files need to be opened; it is asked itself by default. */
  readonly eventsWithin?: EventsWithin;
  /** Key, uid, user, role, session name or address; only incidents of one of these are told. None: all incidents. */
  readonly identities: readonly string[];
  /** Findings from here and until there begin incidents; what they lead to is told whole. */
  readonly since: string | null;
  readonly until: string | null;
}

/** An incident, and what the lake says beyond it for whoever plans its containment. */
export interface Investigated {
  readonly incident: Incident;
  readonly facts: PlanFacts;
  /** UTC days on which nearly all that it cites was recorded. */
  readonly days: readonly string[];
}

/** All that an investigation found. */
export interface Outcome {
  /** The gravest first. */
  readonly investigated: readonly Investigated[];
  /** What findings from medium upwards speak of and is no incident, with the reason; in order of time. */
  readonly explained: readonly Explained[];
  /** Alerts that no incident bears out; null where there are none, or not all incidents are told. */
  readonly unmatched: UnmatchedAlerts | null;
}

/**
 * Findings in, incidents out. Reads the engine's relations `events` (model/event.ts),
 * `matches` (detect/detect.ts) and the summaries `uses` and `calls` of the events up to
 * the as-of time, and changes none.
 * What is returned depends only on the distinct events, the matches and the options.
 */
export async function investigate(engine: Engine, investigation: Investigation): Promise<Outcome> {
  const { rules, semantics, links, prices, mining, identities, since, until } = investigation;
  const { eventsWithin = () => 'SELECT * FROM events' } = investigation;
  const asOf = plainInstant(investigation.asOf);
  try {
    const known = { engine, eventsWithin, rules, semantics, links, prices, mining, clocks: investigation.clocks };
    const opened = await openScope({ ...known, asOf, since, until });
    await layAnchors(opened);
    const scope = { ...opened, machines: await readMachines(opened) };
    await dropResponders(scope);
    await dropRotations(scope);
    await dropHandovers(scope);
    // What is usual is asked only where the past was compared.
    const routines = investigation.baselines?.length
      ? [...(await leaveRoutines(scope)), ...(await leaveOwnEnds(scope))]
      : [];
    const alerted = await readAlerts(engine);
    if (identities.length === 0 && !(await hasAnchors(scope)))
      return { ...nothingFound, explained: routines, unmatched: unmatchedAlerts(alerted, []) };
    const seeds = await anchorMarks(scope);
    if (identities.length === 0) {
      const all = await incidentsFrom(scope, investigation, { seeds, only: null });
      const incidents = all.investigated.map(({ incident }) => incident);
      const explained = inTime([...all.explained, ...routines]);
      return { ...all, explained, unmatched: unmatchedAlerts(alerted, incidents) };
    }
    const named = await strandsNamed(scope, identities);
    const only = new Set(named.map(strandId));
    const found = await incidentsFrom(scope, investigation, { seeds, only });
    // An identity without any finding is looked at all the same, with all its uses.
    return found.investigated.length > 0
      ? found
      : await incidentsFrom(scope, investigation, { seeds: marksOf(named), only });
  } finally {
    await closeScope({ engine });
  }
}

const inTime = (explained: readonly Explained[]): readonly Explained[] =>
  explained.toSorted((a, b) => compareInstants(a.first_seen, b.first_seen));

const nothingFound: Outcome = { investigated: [], explained: [], unmatched: null };

interface Beginning {
  readonly seeds: readonly Mark[];
  /** Strands of which an incident must hold one; null for any. */
  readonly only: ReadonlySet<string> | null;
}

async function incidentsFrom(
  scope: Scope,
  { findings, baselines = [], semantics, howtos }: Investigation,
  { seeds, only }: Beginning,
): Promise<Outcome> {
  const visits = await visitsOf(scope);
  const calls = await machineCalls(scope, visits);
  const web = await followChain(scope, [...seeds, ...calls.map(({ mark }) => mark)]);
  const all = await componentsOf(scope, web, [...visits, ...visitsBy(calls)]);
  const isNamed = ({ strands }: Component) => only === null || strands.some((one) => only.has(strandId(one)));
  if (!all.some(isNamed)) return nothingFound;
  // The others too: what is theirs is nobody's rightful use, so that an incident is told alike by itself and among all.
  await layIncidentActs(scope, all);
  const components = await withoutResponses(scope, all);
  if (!components.some(isNamed)) return nothingFound;
  if (components.length < all.length) await keepIncidents(scope, all, components);
  await layMatched(scope);
  const notices = await noticesOf(scope, components, baselines);
  // Who asks for an identity is told everything.
  const isTold = (component: Component, number: number) =>
    isNamed(component) && (only !== null || !notices.get(number)?.work);
  const told = new Set(components.flatMap((one, number) => (isTold(one, number) ? [number] : [])));
  const explained = await setAside(scope, new Map([...notices].filter(([number]) => !told.has(number))));
  const grounds = await groundsOf(scope);
  await layTouchingActs(scope, components, grounds);
  const shared = {
    web,
    findings,
    baselines,
    semantics,
    howtos,
    coverage: await coverageOf(scope),
    loggedReads: await loggedReads(scope),
    notices,
    createdCredentials: await createdCredentials(scope),
    sharedActors: await sharedActors(scope),
    alerted: await readAlerts(scope.engine),
    grounds,
    observed: await observedOn(scope, grounds),
    clocks: await clockGaps(scope, grounds),
  };
  const incidents: Investigated[] = [];
  for (const [number, component] of components.entries()) {
    if (told.has(number)) incidents.push(await tell(scope, { number, component, ...shared }));
  }
  return { investigated: inOrder(incidents), explained: only === null ? explained : [], unmatched: null };
}

const inOrder = (incidents: readonly Investigated[]): readonly Investigated[] =>
  incidents.toSorted(
    ({ incident: a }, { incident: b }) =>
      b.severity.score - a.severity.score ||
      compareInstants(a.first_seen, b.first_seen) ||
      compareText(a.incident_uid, b.incident_uid),
  );

interface Told {
  readonly semantics: readonly Semantics[];
  readonly howtos: readonly Howto[];
  readonly number: number;
  readonly component: Component;
  readonly web: Web;
  readonly findings: readonly Finding[];
  readonly baselines: readonly Baseline[];
  readonly coverage: Awaited<ReturnType<typeof coverageOf>>;
  readonly loggedReads: ReadonlySet<string>;
  readonly createdCredentials: ReadonlySet<string>;
  readonly sharedActors: ReadonlySet<string>;
  readonly alerted: readonly Alerted[];
  readonly notices: Notices;
  readonly grounds: Grounds;
  readonly observed: readonly Observed[];
  readonly clocks: ReadonlyMap<string, ClockGap>;
}

async function tell(scope: Scope, { number, semantics, howtos, notices, ...known }: Told): Promise<Investigated> {
  const acts = asDeeds(await actGroupsOf(scope, number), superusersOf(scope));
  const touching = await answersTo(scope, number, { acts, superusers: superusersOf(scope) });
  const traces = await tracesOf(scope, number);
  const earlier = await earlierLaunches(scope, acts);
  const launcherOf = new Map(known.component.respawned.map(({ eventUid, cause }) => [eventUid, cause]));
  const made = resourcesOf(acts, touching, launcherOf);
  const grounds = known.grounds.get(number) ?? [];
  const observed = observedOf(known.observed, grounds, scope.machines);
  const departures = await departuresOf(scope, known.baselines, { number, names: namesOn(grounds, scope.machines) });
  const seen = [...(await matchedRulesOf(scope, number)), ...matchedBy(observed)];
  const matched = [...seen, ...matchedOnMachines(departures, seen, scope.rules)];
  const machineFacts = await machineFactsOf(scope, acts, scope.machines);
  const begin = machineFacts.length === 0 ? '' : (acts.find(({ host }) => host !== null)?.time ?? '');
  const launches = await machineLaunches(
    scope,
    machineFacts.map(({ machine }) => machine),
    begin,
  );
  const ends = await endsOf(
    scope,
    machineFacts.map(({ machine }) => machine),
    { touching, first: begin },
  );
  const inhabited = inhabitedResources(inhabitedOf(grounds), { acts, touching, resources: made });
  const resources = await withDefinitionsOfOthers(scope, endedWithMachines([...made, ...inhabited], ends), acts);
  const said = await saidOf(
    scope,
    known.alerted,
    machineFacts.map(({ machine }) => machine),
  );
  const uploads = uploadActs(acts);
  const found = {
    acts,
    touching,
    resources,
    traces,
    matched,
    departures,
    earlier,
    machineFacts,
    launches,
    said,
    ends,
    uploads,
  };
  const { tickets = [], held = null } = notices.get(number) ?? {};
  const told = incidentOf(scope, { ...known, ...found, tickets, held });
  const indicators = await withoutOthers(scope, told.indicators, traces);
  const incident = onMachines({ ...told, indicators }, { grounds, observed, clocks: known.clocks });
  const { component, coverage } = known;
  const facts = await planFactsOf(
    scope,
    { incident, component, acts, touching, resources, coverage },
    { semantics, howtos },
  );
  const days = citedDays({ incident, facts, component, acts: [...acts, ...touching], departures });
  return { incident, facts, days };
}

const superusersOf = ({ semantics }: Scope): readonly string[] => semantics.flatMap((one) => one.superuser ?? []);
