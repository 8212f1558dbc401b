import { defineBaseline } from '../../../model/baseline.ts';
import { machineOf, machineSignsSql } from '../../machines/machine-signs.ts';
import { atMost, counted, history } from '../wording.ts';

const historyDays = 7;

/** Percent below which no measure of a plateau lies. */
const busyPercent = 90;

/** Hours in a row, none of them usual, from which on a plateau is told. */
const leastHours = 3;

/** Days of the past on which an hour of the clock must have been as busy to be usual; a week before, one is enough. */
const usualDays = 2;

const hours = `SELECT machine, ${machineOf}, hour, sum(points) AS points, min(least) AS least, sum(mean * points) / sum(points) AS mean, min(seen) AS seen, max(last_at) AS last_at,
    arg_min(event_uid, (seen, event_uid)) AS event_uid FROM machine_loads GROUP BY machine, hour`;

const busy = `SELECT *, min(hour) OVER (PARTITION BY machine, run) AS since FROM (
    SELECT *, hour - INTERVAL 1 HOUR * row_number() OVER (PARTITION BY machine ORDER BY hour) AS run FROM hours WHERE least >= ${busyPercent})`;

/** As busy at the same time of the day, give or take an hour, before this plateau began. */
const usual = `SELECT b.machine, b.hour FROM busy b JOIN busy p ON p.machine = b.machine AND p.hour < b.since
    AND (date_diff('hour', p.hour, b.hour) + 1) % 24 <= 2
  GROUP BY b.machine, b.hour HAVING count(DISTINCT CAST(p.hour AS DATE)) >= ${usualDays} OR bool_or(date_diff('hour', p.hour, b.hour) BETWEEN 167 AND 169)`;

/** Hours of a plateau so far, and the longest that the machine had before it. */
const told = `(WITH hours AS MATERIALIZED (${hours}), busy AS MATERIALIZED (${busy}), usual AS (${usual}),
    days AS (SELECT machine, day, row_number() OVER (PARTITION BY machine ORDER BY day) - 1 AS earlier FROM (SELECT DISTINCT machine, CAST(hour AS DATE) AS day FROM hours)),
    lengths AS (SELECT machine, since, count(*) AS length, max(hour) AS until FROM busy GROUP BY machine, since),
    marked AS (SELECT b.*, u.hour IS NULL AS is_odd FROM busy b LEFT JOIN usual u USING (machine, hour)),
    counted AS (SELECT *, count(*) FILTER (is_odd) OVER so_far AS odd, avg(mean) OVER so_far AS level, first_value(seen) OVER so_far AS first_seen, first_value(event_uid) OVER so_far AS first_uid
      FROM marked WINDOW so_far AS (PARTITION BY machine, since ORDER BY hour)),
    before AS (SELECT c.machine, c.since, max(p.length) AS longest FROM (SELECT DISTINCT machine, since FROM busy) c JOIN lengths p ON p.machine = c.machine AND p.until < c.since GROUP BY ALL),
    calm AS (SELECT c.machine, c.since, avg(h.mean) AS mean FROM (SELECT DISTINCT machine, since FROM busy) c JOIN hours h ON h.machine = c.machine AND h.hour < c.since GROUP BY ALL)
  SELECT c.*, d.earlier AS history, coalesce(longest, 0) AS longest, calm.mean AS calm_level, CAST(NULL AS VARCHAR) AS address
  FROM counted c JOIN days d ON d.machine = c.machine AND d.day = CAST(c.since AS DATE)
  LEFT JOIN before b ON b.machine = c.machine AND b.since = c.since LEFT JOIN calm ON calm.machine = c.machine AND calm.since = c.since
  WHERE is_odd AND odd >= ${leastHours} AND odd > coalesce(longest, 0) AND d.earlier >= 1)`;

/**
 * Processors at full load without a break for hours on end. Subject: a machine; unit: hours of the clock in which
 * no measure lay below 90 %; formula: at least three in a row, more than ever in a row before, none counted that
 * was as busy at that time of day on two days before, or a week before (a nightly build or backup); history: UTC
 * days with measures before the plateau began. Source: any metric that names the use of processors, in percent.
 */
export const baseline = defineBaseline({
  id: 'cpu-plateau',
  title: 'Processors at full load for longer than ever before',
  why: 'A miner takes all that there is, without a break, day and night; work of people and programs comes in bursts.',
  kind: 'peak',
  isOfMachines: true,
  isAnswerable: true,
  unit: 'hour',
  level: 'low',
  techniques: ['T1496.001'],
  falsePositives: ['A large computation, a migration, a load test.'],
  historyDays,
  query: machineSignsSql(told, {
    told_at: 'last_at',
    value: 'odd',
    seconds: `date_diff('second', since, last_at)`,
    against: 'longest',
    history: 'history',
    what: `[strftime(since, '%Y-%m-%d %H:%M')]`,
    amounts: '[round(level), round(coalesce(calm_level, -1))]',
    shown: `[{'seen': first_seen, 'event_uid': first_uid}, {'seen': seen, 'event_uid': event_uid}]`,
  }),
  explain: (sign) => {
    const [level = 0, calm = -1] = sign.amounts;
    const past = calm < 0 ? '' : `, where ${calm} % was its average`;
    return `${sign.subject} had its processors at ${level} % for ${counted(sign.value, 'hour')} without a break from ${sign.what[0] ?? ''} on${past}, ${atMost(sign, 'hours in a row')} ${history(sign, historyDays)}`;
  },
});
