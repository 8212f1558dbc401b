import { cite } from '../../model/evidence.ts';
import type { Claim } from '../../model/claim.ts';
import type { Incident } from '../../model/incident.ts';
import { inert } from '../../model/inert.ts';
import { compareInstants } from '../../model/instant.ts';
import { bytesText, percentText, timeText, between } from '../claims/amounts.ts';
import { secondsBetween } from '../cells.ts';
import type { Timed } from '../cells.ts';
import { cited, sumOf } from '../machines/load.ts';
import type { MachineStory } from '../machines/machine-story.ts';
import { sentBefore, usualDay } from '../machines/volume.ts';
import { counted, listed, plainTextUpTo } from '../plain-text.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import type { Said } from './looked-up.ts';
import type { Statement } from './statements.ts';

/** What records say of one statement, and how that was worked out. */
interface Weighed {
  readonly verdict: 'supported' | 'contradicted' | 'unsupported';
  readonly why: string;
  readonly citations: readonly Timed[];
}

export interface WeighedAlerts {
  readonly alerts: Incident['alerts'];
  readonly claims: readonly Claim[];
  readonly contradictions: Incident['contradictions'];
}

interface Known {
  readonly incidentUid: string;
  readonly stories: readonly MachineStory[];
  readonly severity: Incident['severity'];
  /** Names of users that the intruder made, with the records. */
  readonly made: ReadonlyMap<string, readonly Timed[]>;
  /** What raised the intruder's rights or wrote down who has them. */
  readonly granted: readonly Timed[];
}

/** What of an intruder's acts made users, and what gave them rights. */
export function changedUsers(acts: readonly ActGroup[]): Pick<Known, 'made' | 'granted'> {
  const accepted = acts.filter(({ outcome, host }) => outcome === 'accepted' && host !== null);
  const making = accepted.filter(({ verb }) => verb === 'create-identity');
  return {
    made: new Map(making.flatMap(({ made, citations }) => made.map((name) => [name, citations] as const))),
    granted: accepted
      .filter(({ command }) => command !== null && /\bsudoers\b/.test(command))
      .flatMap(({ citations }) => citations),
  };
}

const longest = 300;

/** Each statement of each alert against the records: one may hold where its neighbour does not. */
export function weighAlerts(said: readonly Said[], known: Known): WeighedAlerts {
  const all = said.flatMap((one, index) => {
    const story = known.stories[one.machine];
    if (story === undefined) return [];
    const weighed = weigh(one, story, known);
    const words = plainTextUpTo(longest, inert(wordsOf(one.statement)));
    const evidence = cite(weighed.citations.length > 0 ? weighed.citations : one.alert.citations);
    return [
      {
        ...weighed,
        source: one.alert.source,
        subject: one.alert.uid,
        words,
        evidence,
        uid: `${known.incidentUid}-alert-said-${index + 1}`,
      },
    ];
  });
  const verdicts = {
    supported: 'is borne out',
    contradicted: 'is contradicted',
    unsupported: 'cannot be proven from these records',
  };
  return {
    alerts: all.map(({ source, words, verdict, evidence }) => ({ source, claim: words, verdict, ...evidence })),
    claims: all.map(({ uid, subject, source, words, verdict, why, evidence }) => ({
      claim_uid: uid,
      subject,
      text: `That ${words}, as ${source} says, ${verdicts[verdict]}: ${why}`,
      value: verdict,
      unit: null,
      confidence: verdict === 'unsupported' ? 'possible' : 'confirmed',
      method: "the alert's own words against the records of the machine, the alert's own left out",
      ...evidence,
      contradicts: [],
    })),
    contradictions: all.flatMap(({ verdict, source, words, why, evidence }) =>
      verdict === 'contradicted' ? [{ statements: [`${source}: ${words}`, `records: ${why}`], why, ...evidence }] : [],
    ),
  };
}

function wordsOf(statement: Statement): string {
  switch (statement.is) {
    case 'process':
      return `${statement.path} ran`;
    case 'endpoint':
      return `there was traffic with ${statement.host}${statement.port === null ? '' : ` port ${statement.port}`}`;
    case 'cpu-level':
      return `the processors were busy at ${statement.percent} %`;
    case 'cpu-usual':
      return `the processors were usually busy at ${statement.low} % to ${statement.high} %`;
    case 'cpu-time':
      return `that load lasted ${statement.hours} hours or more`;
    case 'sent':
      return `${bytesText(statement.bytes)} were sent${statement.within === null ? '' : ` within ${statement.within === 'hour' ? 'an hour' : 'a day'}`}`;
    case 'sent-usual':
      return `${bytesText(statement.bytes)} were usually sent in a day`;
    case 'begin':
      return `it began at ${statement.time}`;
    case 'user':
      return `a user ${statement.name} was made`;
    case 'key':
      return `a key ${statement.name} was added`;
    case 'sudoers':
      return 'the rules of who may act as root were changed';
    case 'severity':
      return `it is rated ${statement.words}`;
  }
}

function weigh({ statement, held, alert }: Said, story: MachineStory, known: Known): Weighed {
  const at = alert.citations[0]?.time ?? '';
  switch (statement.is) {
    case 'process':
    case 'endpoint':
    case 'key':
      return ofHeld(held, story);
    case 'user':
      return ofMade(known.made.get(statement.name) ?? [], held, story);
    case 'sudoers':
      return ofMade(known.granted, held, story);
    case 'cpu-level':
      return ofLevel(statement.percent, story);
    case 'cpu-usual':
      return ofUsual(statement, story);
    case 'cpu-time':
      return ofTime(statement.hours, story, at);
    case 'sent':
      return ofSent(statement, story, at);
    case 'sent-usual':
      return ofUsualSent(statement.bytes, story);
    case 'begin':
      return ofBegin(statement.time, story);
    case 'severity':
      return ofSeverity(known);
  }
}

const readText = ({ facts: { sources } }: MachineStory): string =>
  `read of it: ${listed(
    sources.map(({ source }) => source),
    10,
  )}`;
const unproven = (why: string): Weighed => ({ verdict: 'unsupported', why, citations: [] });

function ofHeld(held: Said['held'], story: MachineStory): Weighed {
  if (held === null) return unproven(`no other record of the machine names it; ${readText(story)}`);
  const sent = held.bytes > 0 ? `, ${bytesText(held.bytes)} sent` : '';
  return {
    verdict: 'supported',
    why: `${counted(held.count, 'record')} of ${listed(held.sources)}, the first at ${held.first}${sent}`,
    citations: held.citations,
  };
}

const ofMade = (made: readonly Timed[], held: Said['held'], story: MachineStory): Weighed =>
  made[0] === undefined
    ? ofHeld(held, story)
    : { verdict: 'supported', why: `${counted(made.length, 'record')}, the first at ${made[0].time}`, citations: made };

/** Per cent by which two measures of one load may differ, each with its own mean. */
const near = 5;

function ofLevel(percent: number, { facts: { cpu }, plateau }: MachineStory): Weighed {
  if (cpu.length === 0) return unproven('no measurement of the processors was read');
  if (plateau === null) {
    const most = Math.max(...cpu.map(({ value }) => value));
    return {
      verdict: most >= percent - near ? 'unsupported' : 'contradicted',
      why: `at most ${percentText(most)} was measured, and for no time more than before`,
      citations: cpu.map(cited),
    };
  }
  const isNear = Math.abs(plateau.median - percent) <= near;
  return {
    verdict: isNear ? 'supported' : 'contradicted',
    why: `${percentText(plateau.median)} was measured (${percentText(plateau.low)} to ${percentText(plateau.high)}) from ${plateau.from} to ${plateau.to}`,
    citations: plateau.citations,
  };
}

function ofUsual({ low, high }: { readonly low: number; readonly high: number }, { usual }: MachineStory): Weighed {
  if (usual === null) return unproven('no or too few measurements of before were read');
  const isNear = Math.abs(usual.low - low) <= 2 * near && Math.abs(usual.high - high) <= 2 * near;
  return {
    verdict: isNear ? 'supported' : 'contradicted',
    why: `${percentText(usual.low)} to ${percentText(usual.high)} in ${counted(usual.count, 'measurement')} of ${counted(usual.days, 'day')} before`,
    citations: usual.citations,
  };
}

const minute = 60;

/** By the time at which it was said. */
function ofTime(hours: number, { plateau, facts: { cpu } }: MachineStory, at: string): Weighed {
  if (cpu.length === 0) return unproven('no measurement of the processors was read');
  if (plateau === null)
    return { verdict: 'contradicted', why: 'no such load was measured for any time', citations: cpu.map(cited) };
  const until = compareInstants(at, plateau.to) < 0 ? at : plateau.to;
  const lasted = compareInstants(until, plateau.from) <= 0 ? 0 : secondsBetween(plateau.from, until);
  const short = hours * 3600 - lasted;
  return {
    verdict: short <= minute ? 'supported' : 'contradicted',
    why: `from ${plateau.from} until ${until} it had lasted ${timeText(lasted)}${short <= minute ? '' : `, ${timeText(short)} less`}`,
    citations: [plateau.citations[0] ?? [], plateau.citations.at(-1) ?? []].flat(),
  };
}

/** As a share: amounts are rounded when they are told. */
const roughly = 0.15;
const isRoughly = (said: number, found: number): boolean => Math.abs(found - said) <= roughly * Math.max(said, 1);

function ofSent(
  { bytes, within }: { readonly bytes: number; readonly within: 'hour' | 'day' | null },
  story: MachineStory,
  at: string,
): Weighed {
  const hours = within === 'hour' ? 1 : within === 'day' ? 24 : Math.max(1, secondsBetween(story.begin, at) / 3600);
  const points = sentBefore(story.facts, at, hours);
  if (points.length === 0) return unproven('neither flows nor measurements of what the machine sent were read');
  const found = sumOf(points);
  const when = within === null ? 'since the first act' : `in the ${hours === 1 ? 'hour' : 'day'} before the alert`;
  return {
    verdict: isRoughly(bytes, found) ? 'supported' : 'contradicted',
    why: `${bytesText(found)} ${when}`,
    citations: points.map(cited),
  };
}

function ofUsualSent(bytes: number, { facts, begin }: MachineStory): Weighed {
  const usual = usualDay(facts, begin);
  if (usual === null) return unproven('nothing was read of what the machine sent before');
  const isLike = isRoughly(bytes, usual.median) || (bytes >= usual.least && bytes <= usual.most);
  return {
    verdict: isLike ? 'supported' : 'contradicted',
    why: `${bytesText(usual.median)} in the median of ${counted(usual.days, 'day')} before, ${bytesText(usual.least)} to ${bytesText(usual.most)}`,
    citations: usual.citations,
  };
}

const slackSeconds = 5 * minute;

/** Before the first act nothing of it can have been. */
function ofBegin(time: string, { begin, mining, facts: { signIns, sources } }: MachineStory): Weighed {
  const came = signIns
    .filter(({ isAccepted, first }) => isAccepted && first === begin)
    .flatMap(({ citations }) => citations.slice(0, 1));
  const citations = came.length > 0 ? came : sources.flatMap((one) => one.citations.slice(0, 1));
  const isNear = (moment: string): boolean => secondsBetween(moment, time) <= slackSeconds;
  if (isNear(begin)) return { verdict: 'supported', why: `the intruder's first act was at ${begin}`, citations };
  if (mining !== null && isNear(mining.from))
    return {
      verdict: 'supported',
      why: `it began to mine at ${mining.from}, ${between(begin, mining.from)} after the intruder's first act`,
      citations,
    };
  const order = compareInstants(time, begin) < 0 ? 'before' : 'after';
  return {
    verdict: 'contradicted',
    why: `that is ${between(time, begin)} ${order} the intruder's first act at ${begin}`,
    citations,
  };
}

const ofSeverity = ({ severity }: Known): Weighed =>
  unproven(
    `a rating is no record; by the acts that the records show it is ${severity.level}, ${severity.score} of 100`,
  );
