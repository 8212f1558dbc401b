import type { Incident, IncidentKind } from '../model/incident.ts';
import { compareText } from '../model/instant.ts';
import type { Level } from '../model/rule.ts';
import { levelOf } from '../model/severity.ts';
import { kindsOf, pointsOf } from './departures.ts';
import type { Departure } from './departures.ts';
import type { Figures } from './figures.ts';
import { counted, listed, plainText } from './plain-text.ts';

interface Ground {
  readonly points: number;
  readonly why: string;
}

/** What a finding says. */
interface Told {
  readonly severity: Level;
  readonly rule: { readonly title: string };
}

/** What else weighs beside the figures. */
interface Circumstances {
  /** The owner goes on using the credential elsewhere. */
  readonly isBeside: boolean;
  readonly departures?: readonly Departure[];
  /** Those of the incident's findings that say more than the figures. */
  readonly findings: readonly Told[];
  /** That announce all of it; none where anything speaks against them. */
  readonly tickets?: readonly string[];
  /** What else speaks against waking anybody. */
  readonly held?: string | null;
}

/** An incident is at least as grave as its gravest finding: the lowest score of that level. */
const floors: Readonly<Record<Level, number>> = { informational: 0, low: 20, medium: 40, high: 70, critical: 90 };

/**
 * How grave an incident is: by what was done and accepted, each ground named with its points; where its gravest
 * finding asks for more, by that finding, which is named.
 */
export function severityOf(
  figures: Figures,
  { isBeside, findings, departures = [], tickets = [], held = null }: Circumstances,
): Incident['severity'] {
  const grave = [...groundsOf(figures, isBeside), unlikeThePast(departures)];
  const deeds = grave.filter(({ points }) => points > 0);
  const sum = deeds.reduce((total, { points }) => total + points, 0);
  const floor = Math.max(0, ...findings.map(({ severity }) => floors[severity]));
  const asked = Math.max(floor, sum);
  const reason = tickets.length > 0 ? announced(tickets) : held;
  const score = Math.min(reason === null ? 100 : mostAnnounced, asked);
  const done = deeds.map(({ why, points }) => `${why} (${points})`).join(', ');
  const why = floor > sum ? `${leastBy(findings, floor)}; what was done comes to ${sum}: ${done}` : done;
  if (score === asked) return { score, level: levelOf(score), why };
  const limit = reason === null ? `${asked} in all, of at most ${score}` : `held at ${score}: ${reason}`;
  return { score, level: levelOf(score), why: `${why}; ${limit}` };
}

function leastBy(findings: readonly Told[], floor: number): string {
  const gravest = findings.filter(({ severity }) => floors[severity] === floor);
  const titles = [...new Set(gravest.map(({ rule }) => `“${plainText(rule.title)}”`))].toSorted(compareText);
  return `at least ${floor}, since ${listed(titles)} ${titles.length === 1 ? 'is' : 'are'} ${gravest[0]?.severity ?? ''}`;
}

/** Announced work wants a look, and nobody out of bed. */
const mostAnnounced = floors.high - 1;

const announced = (tickets: readonly string[]): string =>
  `${listed(tickets.map(plainText))} ${tickets.length === 1 ? 'announces' : 'announce'} it, and others work from the same addresses`;

const unlikeThePast = (departures: readonly Departure[]): Ground => ({
  points: pointsOf(departures),
  why: `${counted(kindsOf(departures).length, 'departure')} from the past`,
});

const groundsOf = (figures: Figures, isBeside: boolean): readonly Ground[] => [
  { points: 10, why: 'findings on a misused identity' },
  ...takenInto(figures),
  ...doneTo(figures),
  { points: isBeside ? 10 : 0, why: 'the same credential is used elsewhere by others' },
];

/** What was set to work, and how far it reached. */
function takenInto(figures: Figures): readonly Ground[] {
  const { launched, launchedInADay: busiest, gpu, large, refusedLaunches, refused, called } = figures;
  const { accounts, regions } = figures;
  const ran = launched.count;
  return [
    // A few each day are somebody's daily work before they are an attack.
    {
      points: busiest >= 10 ? 45 : busiest >= 3 ? 35 : ran > 0 ? 25 : 0,
      why: `${counted(ran, 'launched resource')}${busiest < ran ? `, at most ${busiest} in a day` : ''}`,
    },
    {
      points: ran === 0 && refusedLaunches.count > 0 ? 20 : 0,
      why: `${counted(refusedLaunches.count, 'refused launch')}`,
    },
    {
      points: gpu.count > 0 ? 10 : large.count > 0 ? 5 : 0,
      why: gpu.count > 0 ? `${gpu.count} with accelerators` : `${large.count} very large`,
    },
    {
      points: called.count >= resold ? 45 : called.count >= manyCalled ? 25 : called.count > 0 ? 10 : 0,
      why: `${counted(called.count, 'call')} of AI models`,
    },
    { points: ran > 0 ? (regions.length >= 3 ? 10 : 0) : 0, why: counted(regions.length, 'region') },
    { points: accounts.length >= 2 ? 10 : 0, why: counted(accounts.length, 'account') },
    { points: refused.count >= 10 ? 10 : 0, why: counted(refused.count, 'refused call') },
  ];
}

/** What the owner had, knew or relied on. */
function doneTo(figures: Figures): readonly Ground[] {
  const { persistence, impairment, secrets, reads, shared, sentAway, destroyed, ruined } = figures;
  return [
    { points: persistence.count > 0 ? 15 : 0, why: `${counted(persistence.count, 'way')} back in` },
    { points: impairment.count > 0 ? 15 : 0, why: `${counted(impairment.count, 'act')} against defences` },
    {
      points: secrets.count > 0 ? (secrets.count >= 10 ? 20 : 15) : 0,
      why: `secrets read in ${counted(secrets.count, 'call')}`,
    },
    {
      points: reads.count + shared.count > 0 ? 15 : 0,
      why: `${counted(reads.count + shared.count, 'act')} that read or shared data`,
    },
    { points: sentAway.count > 0 ? 15 : 0, why: `${counted(sentAway.count, 'upload')} of files from a machine` },
    { points: destroyed.count > 0 ? 15 : 0, why: `${counted(destroyed.count, 'resource')} of the owner destroyed` },
    {
      points: ruined.count >= manyRuined ? 20 : ruined.count > 0 ? 10 : 0,
      why: `data deleted or encrypted in ${counted(ruined.count, 'call')}`,
    },
  ];
}

/** Fewer may be traces, or a try. */
export const manyRuined = 10;

/** Fewer may be tries; more than a thousand are customers. */
export const manyCalled = 20;
const resold = 1000;

/** What the intruder was after: the first of these that the acts show. On a machine only rules know a miner from any program. */
export function kindOf(figures: Figures, isMining = false): IncidentKind {
  const {
    launched,
    gpu,
    large,
    refusedLaunches,
    impairment,
    persistence,
    secrets,
    reads,
    shared,
    sentAway,
    destroyed,
    ruined,
    called,
    looks,
  } = figures;
  if (figures.hosts.length + figures.ran.count > 0 && isMining) return 'cryptojacking';
  const tried = launched.count + refusedLaunches.count;
  if (tried >= 3 || (tried > 0 && gpu.count + large.count > 0)) return 'cryptojacking';
  if (destroyed.count > 0 || ruined.count >= manyRuined) return 'sabotage';
  if (reads.count + shared.count + secrets.count + sentAway.count > 0) return 'data-theft';
  if (impairment.count > 0) return 'sabotage';
  if (persistence.count + tried + looks.count + called.count > 0) return 'credential-abuse';
  return isMining ? 'cryptojacking' : 'other';
}
