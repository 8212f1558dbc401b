import type { Baseline, Compared, Sign } from '../model/baseline.ts';
import { compareText } from '../model/instant.ts';
import { countIn, needed, numbersOf, textIn, textOf, textsOf } from '../lake/cells.ts';
import type { Row } from '../lake/engine.ts';
import { literal } from '../lake/sql.ts';
import { citationsOf, instantOf } from './cells.ts';
import type { Timed } from './cells.ts';
import { relations } from './scope.ts';
import type { Scope } from './scope.ts';

/** How the intruder's acts departed from the past: one sign of a baseline, with the acts that make it up. */
export interface Departure {
  readonly baseline: Baseline;
  readonly sign: Sign;
  readonly citations: readonly Timed[];
}

interface IncidentPlace {
  readonly number: number;
  /** By which records may call its machines. */
  readonly names: readonly string[];
}

/** What is left out is in the findings. */
const mostDepartures = 20;

/**
 * The signs on acts of an incident, one for each baseline, subject and account; those with enough history
 * first. Reads the table `signs`, whose `baseline` counts the baselines given; what a suppression took out of
 * `matches` is not told. Asks after `layMatched`.
 */
export async function departuresOf(
  { engine, rules }: Pick<Scope, 'engine' | 'rules'>,
  baselines: readonly Baseline[],
  { number, names }: IncidentPlace,
): Promise<readonly Departure[]> {
  const numbers = numbersOfBaselines(baselines, rules);
  if (numbers.length === 0) return [];
  const rows = await engine.rows(`WITH n(baseline, rule) AS (VALUES ${numbers.join(', ')}),
      own AS MATERIALIZED (SELECT * FROM ${relations.acts} WHERE incident = ${number}),
      told AS (SELECT n.baseline, m.event_uid FROM ${relations.matched} m JOIN n USING (rule) SEMI JOIN own USING (event_uid)
        UNION ${ofMachinesSql(names)})
    SELECT s.*, list({'ref': event_uid, 'time': s."time"}) OVER same AS citations
    FROM signs s SEMI JOIN told USING (baseline, event_uid)
    WINDOW same AS (PARTITION BY baseline, subject, s.account, what)
    QUALIFY row_number() OVER (PARTITION BY baseline, subject, s.account, what ORDER BY is_short, value DESC, told_at, event_uid) = 1
    ORDER BY is_short, told_at, baseline, subject, s.account, what`);
  return signGroups(rows, baselines).slice(0, mostDepartures);
}

/** Each baseline with the numbers of its detectors, as rows of SQL. */
const numbersOfBaselines = (baselines: readonly Baseline[], rules: Scope['rules']): readonly string[] =>
  baselines.flatMap(({ id }, baseline) =>
    rules.flatMap(({ uid }, rule) => (uid === `baselines/${id}` ? [`(${baseline}, ${rule})`] : [])),
  );

/** Seconds before and after the acts of an incident in which what its machines do is looked at. */
const besideSeconds = 24 * 3600;

/** SQL of `(baseline, event_uid)`: signs of machines on which the incident's acts took place; nobody's name ties them to it. */
const ofMachinesSql = (names: readonly string[]): string =>
  `SELECT s.baseline, s.event_uid FROM signs s JOIN n USING (baseline) SEMI JOIN matches m ON m.event_uid = s.event_uid AND m.rule = n.rule
    WHERE list_has_any(s.machines, [${names.map(literal).join(', ')}]::VARCHAR[])
      AND s."time" BETWEEN (SELECT min(time) - INTERVAL ${besideSeconds} SECOND FROM own) AND (SELECT max(time) + INTERVAL ${besideSeconds} SECOND FROM own)`;

/** Rows of `signs`, in order, with `citations`, as what each baseline says of each subject. */
export function signGroups(rows: readonly Row[], baselines: readonly Baseline[]): readonly Departure[] {
  // Of a machine each connection, day or stretch is told; of a caller the greatest.
  const same = Map.groupBy(rows, (row) => {
    const isApart = row['machines'] !== null && baselines[countIn(row, 'baseline')]?.kind === 'peak';
    return JSON.stringify([row['baseline'], row['subject'], row['account'], isApart ? textsOf(row['what'])[0] : null]);
  });
  return [...same.values()].flatMap((group) => {
    const baseline = baselines[countIn(group[0], 'baseline')];
    const [first, ...others] = group.map(signOf);
    if (baseline === undefined || first === undefined) return [];
    const citations = group.flatMap((row) => citationsOf(row['citations']));
    return [
      { baseline, sign: baseline.kind === 'first' ? together(first, others) : greatest(first, others), citations },
    ];
  });
}

/** Several first times of one subject as one sign. */
function together(first: Sign, others: readonly Sign[]): Sign {
  const all = [first, ...others];
  const since = Math.min(...all.map(({ at, seconds }) => Date.parse(at) - seconds * 1000));
  return {
    ...first,
    value: all.reduce((sum, { value }) => sum + value, 0),
    seconds: Math.round((Math.max(...all.map(({ at }) => Date.parse(at))) - since) / 1000),
    what: [...new Set(all.flatMap(({ what }) => what))],
    reasons: [...new Set(all.flatMap(({ reasons }) => reasons))],
  };
}

const greatest = (first: Sign, others: readonly Sign[]): Sign =>
  others.reduce((most, one) => (one.value > most.value ? one : most), first);

/** A row of `signs`. */
export function signOf(row: Row): Sign {
  return {
    subject: textIn(row, 'subject'),
    account: textOf(row['account']),
    region: textOf(row['region']),
    at: needed(instantOf(row['told_at']), 'told_at'),
    value: countIn(row, 'value'),
    seconds: countIn(row, 'seconds'),
    against: countIn(row, 'against'),
    historyDays: countIn(row, 'history'),
    compared: textIn(row, 'compared') as Compared,
    isShort: row['is_short'] === true,
    what: textsOf(row['what']),
    known: textsOf(row['known']),
    reasons: textsOf(row['reasons']),
    amounts: numbersOf(row['amounts']),
  };
}

const enoughPoints = 3;
const shortPoints = 1;
const mostPoints = 10;

/** What departures add to an incident's score: each baseline counts once, one with too little history for less. */
export function pointsOf(departures: readonly Departure[]): number {
  const kinds = Map.groupBy(departures, ({ baseline }) => baseline.id);
  const points = [...kinds.values()].map((same) =>
    same.some(({ sign }) => !sign.isShort) ? enoughPoints : shortPoints,
  );
  return Math.min(
    mostPoints,
    points.reduce((sum, one) => sum + one, 0),
  );
}

/** The baselines that spoke, by name. */
export const kindsOf = (departures: readonly Departure[]): readonly string[] =>
  [...new Set(departures.map(({ baseline }) => baseline.id))].toSorted(compareText);
