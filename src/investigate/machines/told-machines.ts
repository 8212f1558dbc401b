import { cite } from '../../model/evidence.ts';
import type { TouchingAct } from '../blast/touching.ts';
import type { Coverage } from '../../model/coverage.ts';
import type { Advice, Incident, Measurement } from '../../model/incident.ts';
import { compareInstants } from '../../model/instant.ts';
import type { Draft } from '../claims/claims.ts';
import { doorClaims, doorQuestions } from '../claims/door-claims.ts';
import { dwellClaims } from '../claims/dwell-claims.ts';
import { isolationClaims } from '../claims/isolation-claims.ts';
import { loadClaims } from '../claims/load-claims.ts';
import { machineQuestions } from '../claims/machine-questions.ts';
import { sentClaims } from '../claims/sent-claims.ts';
import { latest, shiftSeconds } from '../cells.ts';
import { firstLetIn } from '../let-in.ts';
import type { Scope } from '../scope.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { cited, hoursOf, usualBefore } from './load.ts';
import type { Point } from './load.ts';
import type { MachineFacts } from './machine-facts.ts';
import { isNamed } from './machine.ts';
import { doorOf } from './door.ts';
import type { Door } from './door.ts';
import type { TakenAway } from './taken-away.ts';
import { machineStory } from './machine-story.ts';
import type { MachineStory } from './machine-story.ts';

/** What the machines of an incident add to it. */
export interface ToldMachines {
  readonly stories: readonly MachineStory[];
  readonly doors: readonly Door[];
  readonly drafts: readonly Draft[];
  readonly measurements: readonly Measurement[];
  readonly questions: readonly Advice[];
}

interface Known {
  readonly incidentUid: string;
  /** The intruder's own acts, and what others did against them. */
  readonly own: readonly ActGroup[];
  readonly containing: readonly TouchingAct[];
  readonly taken: readonly TakenAway[];
  readonly alerts: Incident['alerts'];
  readonly detected_at: string | null;
}

interface Found {
  readonly machineFacts: readonly MachineFacts[];
  readonly launches: ReadonlyMap<string, ActGroup>;
  readonly loggedReads: ReadonlySet<string>;
  readonly coverage: readonly Coverage[];
}

/** What ends the use of a machine. */
const ending: ReadonlySet<string> = new Set(['contain', 'stop', 'terminate']);

/** Tells how long the intruder was inside and what the machines did meanwhile. */
export function toldMachines(
  { mining, asOf }: Pick<Scope, 'mining' | 'asOf'>,
  found: Found,
  known: Known,
): ToldMachines {
  const { incidentUid, own, containing, alerts, detected_at: detectedAt } = known;
  const begin = firstLetIn(own) ?? own[0];
  const detected =
    detectedAt === null
      ? null
      : { time: detectedAt, citations: alerts.flatMap(({ evidence }) => evidence).map((ref) => ({ ref, time: null })) };
  const endOf = ({ machine }: MachineFacts): string | null =>
    containing.find(
      ({ verb, time, outcome, targets }) =>
        ending.has(verb) &&
        outcome === 'accepted' &&
        (machine.tie !== 'one' || targets.some((target) => machine.ids.includes(target))) &&
        begin !== undefined &&
        compareInstants(time, begin.time) > 0,
    )?.time ?? null;
  const stories = found.machineFacts.map((facts) => {
    const first = firstLetIn(own.filter(({ host }) => isNamed(facts.machine, host))) ?? begin;
    return machineStory(facts, first?.time ?? asOf, endOf(facts));
  });
  const doors = found.machineFacts.flatMap((facts) => {
    const first = firstLetIn(own.filter(({ host }) => isNamed(facts.machine, host)));
    return first === undefined ? [] : [doorOf(facts, first)];
  });
  const told = { detectedAt, pool: mining.poolBytesAMinute, taken: known.taken };
  return {
    stories,
    doors,
    drafts: [
      ...dwellClaims({ incidentUid, begin, detected, containing }),
      ...doors.flatMap((door, index) => doorClaims(door, index + 1)),
      ...stories.flatMap((story, index) => [
        ...loadClaims(story, index + 1, told),
        ...sentClaims(story, index + 1, told),
        ...isolationClaims(story, index + 1, containing),
      ]),
    ],
    measurements: stories.flatMap((story) => measurementsOf(story, asOf)),
    questions: [
      ...doors.flatMap(doorQuestions),
      ...stories.flatMap((story) => machineQuestions(story, { ...found, taken: known.taken })),
    ],
  };
}

const dayBefore = -24 * 3600;

/** From a day before the intruder came until a few hours after, as far as anything was measured. */
function measurementsOf({ facts, begin, plateau, mining }: MachineStory, asOf: string): readonly Measurement[] {
  const { machine, cpu, bytesOut, sent } = facts;
  const ends = [plateau?.to, mining?.to].flatMap((time) => time ?? []);
  const to = ends.length === 0 ? asOf : shiftSeconds(latest(ends), 2 * 3600);
  const draw = (
    measure: Measurement['measure'],
    points: readonly Point[],
    by: 'mean' | 'sum',
  ): readonly Measurement[] => {
    const from = shiftSeconds(begin, dayBefore);
    const within = points.filter(({ time }) => compareInstants(time, from) >= 0 && compareInstants(time, to) <= 0);
    if (within.length === 0) return [];
    const usual = usualBefore(by === 'mean' ? points : perHour(points), begin);
    return [
      {
        machine: machine.name,
        measure,
        ...hoursOf(within, { from, to, by }),
        usual: usual && { low: usual.low, high: usual.high },
        ...cite(within.map(cited)),
      },
    ];
  };
  return [...draw('cpu-percent', cpu, 'mean'), ...draw('bytes-out', sent?.hours ?? bytesOut, 'sum')];
}

const perHour = (points: readonly Point[]): readonly Point[] =>
  [...Map.groupBy(points, ({ time }) => time.slice(0, 13))].flatMap(([hour, own]) => {
    const [first] = own;
    const value = own.reduce((sum, one) => sum + one.value, 0);
    return first === undefined ? [] : [{ time: `${hour}:00:00Z`, value, uid: first.uid }];
  });
