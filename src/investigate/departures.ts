import type { Baseline, Compared, Sign } from '../model/baseline.ts';
import { compareText } from '../model/instant.ts';
import { countIn, needed, textIn, textOf, textsOf } from '../lake/cells.ts';
import type { Engine, Row } from '../lake/engine.ts';
import { citationsOf, instantOf } from './cells.ts';
import type { Timed } from './cells.ts';
import { relations } from './scope.ts';

/** How the intruder's acts departed from the past: one sign of a baseline, with the acts that make it up. */
export interface Departure {
  readonly baseline: Baseline;
  readonly sign: Sign;
  readonly citations: readonly Timed[];
}

/** What is left out is in the findings. */
const mostDepartures = 20;

/**
 * The signs on acts of an incident, of each baseline, subject and account the greatest; those with enough
 * history first. Reads the table `signs`, whose `baseline` counts the baselines given.
 */
export async function departuresOf(
  engine: Engine,
  baselines: readonly Baseline[],
  incident: number,
): Promise<readonly Departure[]> {
  if (baselines.length === 0) return [];
  const rows = await engine.rows(`WITH own AS (
      SELECT s.* FROM signs s SEMI JOIN (SELECT event_uid FROM ${relations.acts} WHERE incident = ${incident}) a USING (event_uid)
    ), grouped AS (
      SELECT baseline, subject, account, list({'ref': event_uid, 'time': "time"}) AS citations, list_sort(list_distinct(flatten(list(what)))) AS whats
      FROM own GROUP BY baseline, subject, account
    )
    SELECT own.*, citations, whats FROM own JOIN grouped g ON g.baseline = own.baseline AND g.subject = own.subject AND g.account IS NOT DISTINCT FROM own.account
    QUALIFY row_number() OVER (PARTITION BY own.baseline, own.subject, own.account ORDER BY is_short, value DESC, told_at, event_uid) = 1
    ORDER BY is_short, told_at, own.baseline, own.subject, own.account LIMIT ${mostDepartures}`);
  return rows.flatMap((row) => {
    const baseline = baselines[countIn(row, 'baseline')];
    return baseline === undefined ? [] : [{ baseline, sign: signOf(row), citations: citationsOf(row['citations']) }];
  });
}

function signOf(row: Row): Sign {
  const [own, all] = [textsOf(row['what']), textsOf(row['whats'])];
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
    // A first time may be one of several: all that was new is named, the first of it first.
    what: own.length === 1 && countIn(row, 'value') === 1 ? all : own,
    known: textsOf(row['known']),
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
