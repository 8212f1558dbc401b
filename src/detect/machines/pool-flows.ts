import { machineOf } from './machine-signs.ts';

/** Bytes an hour in either direction: a miner sends and gets some hundred thousand, jobs and results. */
const thinBytes = 5_000_000;

/** With fewer minutes an hour that carry traffic, a connection is no steady one. */
const steadyMinutes = 4;

/** Seconds until a rhythm speaks, and until it speaks clearly. */
const rhythmSeconds = { short: 1200, long: 7200 } as const;

/** Seconds around the beginning of a connection, whose record may bear the minute, within which its name was asked for. */
const asked = { before: 120, after: 75 } as const;

/** Who asks for so many listed names within a day collects them: a sensor, or an analyst's tool. */
const collectedNames = 10;

/**
 * SQL of names that were asked for or shown and that lists, or their own look, lay to a pool, by machine: without
 * what others' resolvers pass on, and without what sensors look up.
 */
export const namesOfPools = `(WITH found AS MATERIALIZED (SELECT n.*, i.* EXCLUDE (domain) FROM machine_names n JOIN intel_names i USING (domain)),
    resolvers AS (SELECT DISTINCT destination FROM machine_names WHERE port = 53 AND destination IS DISTINCT FROM address),
    collectors AS (SELECT DISTINCT machine FROM (SELECT machine, date_trunc('day', seen) AS day, count(DISTINCT domain) AS listed FROM found GROUP BY ALL) WHERE listed > ${collectedNames})
  SELECT * FROM found WHERE (address IS NULL OR address NOT IN (SELECT destination FROM resolvers WHERE destination IS NOT NULL))
    AND machine NOT IN (SELECT machine FROM collectors))`;

/** An address to which more names lead serves many. */
const mostNames = 5;

/** Addresses to which names of pools led, whoever asked: a resolver of the machine's own, or of all. */
const leads = `SELECT a.destination, a.seen, a.last_at, i.* FROM machine_answers a JOIN intel_names i USING (domain)
  WHERE a.destination NOT IN (SELECT o.destination FROM machine_answers o GROUP BY o.destination HAVING count(DISTINCT o.domain) > ${mostNames})`;

/** SQL: how much of a list's weight is left, when it speaks of a time after it went stale. */
export const freshness = (at: string, expires: string): string => `CASE WHEN ${at} > ${expires} THEN 0.25 ELSE 1 END`;

/** SQL: how a list is cited, and whether it had gone stale. */
export const citedSql = (row: string, at: string): string =>
  `' is in the list ' || ${row}.list || coalesce(' of ' || ${row}.as_of, ', which bears no date') || CASE WHEN ${at} > ${row}.expires THEN ', stale since ' || strftime(${row}.expires, '%Y-%m-%d') ELSE '' END`;

/** Connections of which anything at all may say that they lead to a pool, so that no other is looked at. */
const candidates = `SELECT DISTINCT machine, address, destination, port, protocol FROM machine_links WHERE protocol IS DISTINCT FROM 'UDP'
  AND (port IN (SELECT p.port FROM intel_ports p) OR destination IN (SELECT a.destination FROM intel_addresses a) OR destination IN (SELECT n.destination FROM names n WHERE n.destination IS NOT NULL AND n.port <> 53)
    OR destination IN (SELECT d.destination FROM leads d) OR (machine, hour) IN (SELECT (machine, near) FROM askers) OR (address, hour) IN (SELECT (address, near) FROM askers))`;

const hours = `SELECT l.machine, ${machineOf}, l.address, l.destination, l.port, l.protocol, hour, bit_count(bit_or(minutes)) AS minutes,
    sum(bytes_out) AS bytes_out, sum(bytes_in) AS bytes_in, min(seen) AS seen, max(last_at) AS last_at, arg_min(event_uid, (seen, event_uid)) AS event_uid
  FROM machine_links l SEMI JOIN candidates c ON c.machine = l.machine AND c.address IS NOT DISTINCT FROM l.address AND c.destination = l.destination AND c.port = l.port AND c.protocol IS NOT DISTINCT FROM l.protocol
  GROUP BY l.machine, l.address, l.destination, l.port, l.protocol, hour`;

/** What came back where the source does not say it itself: the same two addresses the other way round. */
const withReplies = `SELECT h.* REPLACE (coalesce(h.bytes_in, r.bytes_out) AS bytes_in) FROM hours h
  LEFT JOIN (SELECT address, destination, hour, sum(bytes_out) AS bytes_out FROM machine_replies GROUP BY ALL) r USING (address, destination, hour)`;

/** After two hours without traffic a connection begins anew. */
const runs = `SELECT *, min(seen) OVER run AS since, arg_min(event_uid, (seen, event_uid)) OVER run AS first_uid, sum(minutes) OVER so_far AS told_minutes, count(*) OVER so_far AS told_hours,
    date_diff('hour', min(hour) OVER run, hour) + 1 AS span_hours, sum(bytes_out) OVER so_far AS sent, sum(bytes_in) OVER so_far AS got,
    max(bytes_out) OVER so_far AS most, median(bytes_out) OVER so_far AS middle
  FROM (SELECT *, sum(is_new) OVER (PARTITION BY machine, address, destination, port, protocol ORDER BY hour) AS number FROM (
    SELECT *, CASE WHEN hour - lag(hour) OVER (PARTITION BY machine, address, destination, port, protocol ORDER BY hour) <= INTERVAL 2 HOUR THEN 0 ELSE 1 END AS is_new FROM whole))
  WINDOW run AS (PARTITION BY machine, address, destination, port, protocol, number),
    so_far AS (PARTITION BY machine, address, destination, port, protocol, number ORDER BY hour)`;

const rhythm = `SELECT *, date_diff('second', since, last_at) AS seconds,
    CASE WHEN sent > ${thinBytes} * told_hours OR got > ${thinBytes} * told_hours OR told_hours < span_hours OR told_minutes < greatest(10, ${steadyMinutes} * (told_hours - 1))
        OR (told_hours >= 3 AND most > 5 * middle) THEN 0
      WHEN seconds >= ${rhythmSeconds.long} THEN 2 WHEN seconds >= ${rhythmSeconds.short} THEN 1 ELSE 0 END AS rhythm
  FROM runs`;

const namedBy = 'n.domain, n.entry, n.list, n.as_of, n.expires, n.weight, n.is_site';

/**
 * Names of pools by which connections went: one that led to the address within a day, one that an encrypted
 * connection showed, and, where no answer is known, one that the machine asked for as the connection began.
 */
const called = `SELECT c.*, ${namedBy}, n.domain || ' led there' AS how FROM begun c JOIN leads n ON n.destination = c.destination
    AND n.seen <= c.since + INTERVAL ${asked.after} SECOND AND n.last_at >= c.since - INTERVAL 1 DAY
  UNION ALL SELECT c.*, ${namedBy}, 'it was called ' || n.domain FROM begun c JOIN names n ON n.destination = c.destination AND n.port <> 53
    AND (n.machine = c.machine OR n.address = c.address) AND n.seen <= c.since + INTERVAL ${asked.after} SECOND
  UNION ALL SELECT c.*, ${namedBy}, 'the machine asked for ' || n.domain || ' as it began' FROM begun c JOIN names n ON (n.machine = c.machine OR n.address = c.address)
    AND n.seen <= c.since + INTERVAL ${asked.after} SECOND AND n.last_at >= c.since - INTERVAL ${asked.before} SECOND
    AND n.domain NOT IN (SELECT a.domain FROM machine_answers a)`;

/** The best that lists say of the address, and of the name that was asked for as the connection began. */
const said = `SELECT r.*, a.points AS address_points, a.reason AS address_reason, n.points AS name_points, n.reason AS name_reason,
    r.port IN (SELECT p.port FROM intel_ports p) AS is_pool_port,
    dense_rank() OVER (PARTITION BY r.destination, r.port, r.hour, rhythm ORDER BY r.machine) + dense_rank() OVER (PARTITION BY r.destination, r.port, r.hour, rhythm ORDER BY r.machine DESC) - 1 AS fleet
  FROM rhythm r
  LEFT JOIN (SELECT destination, port, since, max(points) AS points, arg_max(reason, (points, reason)) AS reason FROM (
      SELECT c.*, 3 * i.weight * ${freshness('c.since', 'i.expires')} * CASE WHEN i.shared IS NOT NULL THEN 0 WHEN i.port <> c.port THEN 0.5 ELSE 1 END AS points,
        i.entry || ${citedSql('i', 'c.since')} || CASE WHEN i.shared IS NOT NULL THEN ', an address of ' || i.shared || ' that many share' ELSE '' END AS reason
      FROM (SELECT DISTINCT destination, port, since FROM rhythm) c JOIN intel_addresses i ON i.destination = c.destination) GROUP BY ALL) a
    ON a.destination = r.destination AND a.port = r.port AND a.since = r.since
  LEFT JOIN (SELECT machine, address, destination, port, since, max(points) AS points, arg_max(reason, (points, reason)) AS reason FROM (
      SELECT n.*, CASE WHEN n.entry IS NULL THEN CASE WHEN NOT n.is_site AND n.port IN (SELECT p.port FROM intel_ports p) THEN 1 ELSE 0 END
          ELSE 3 * n.weight * ${freshness('n.since', 'n.expires')} * CASE WHEN n.is_site THEN 0.25 ELSE 1 END END AS points,
        n.how || CASE WHEN n.entry IS NULL THEN ', which reads like a pool' ELSE ', which' || ${citedSql('n', 'n.since')} END AS reason
      FROM (${called}) n) GROUP BY ALL) n
    ON n.machine = r.machine AND n.address IS NOT DISTINCT FROM r.address AND n.destination = r.destination AND n.port = r.port AND n.since = r.since`;

/**
 * SQL of connections to what may be a pool, a row for each hour that they have lasted, with `points`: up to
 * three for an address or a name that a list has, or one for a name that reads like a pool's where the port is a pool's too; one for a port
 * that pools offer; two for a steady and thin flow over hours, one over twenty minutes. A port alone is one.
 * `history` counts the days before on which the machine is on record, `is_usual` that many machines hold the same.
 */
export const poolFlows = `(WITH names AS MATERIALIZED (SELECT * FROM ${namesOfPools}),
    leads AS MATERIALIZED (${leads}), askers AS MATERIALIZED (SELECT machine, address, unnest([hour - INTERVAL 1 HOUR, hour, hour + INTERVAL 1 HOUR]) AS near FROM names),
    candidates AS MATERIALIZED (${candidates}), hours AS MATERIALIZED (${hours}), whole AS MATERIALIZED (${withReplies}), runs AS (${runs}), rhythm AS MATERIALIZED (${rhythm}),
    begun AS (SELECT DISTINCT machine, address, destination, port, since FROM rhythm), said AS (${said}),
    days AS (SELECT machine, day, row_number() OVER (PARTITION BY machine ORDER BY day) - 1 AS earlier FROM (SELECT DISTINCT machine, date_trunc('day', seen) AS day FROM machine_links))
  SELECT s.*, greatest(coalesce(address_points, 0), coalesce(name_points, 0)) + CAST(is_pool_port AS INTEGER) + rhythm AS points, d.earlier AS history, fleet >= 5 AS is_usual,
    list_filter([CASE WHEN is_pool_port THEN 'port ' || s.port || ' is one that pools offer' END, address_reason, name_reason,
      CASE WHEN fleet >= 5 THEN fleet || ' machines hold the same connection, as agents do' END], lambda reason: reason IS NOT NULL) AS reasons
  FROM said s JOIN days d ON d.machine = s.machine AND d.day = date_trunc('day', s.since))`;

/** The columns of signs over `poolFlows`. */
export const poolSign = {
  told_at: 'last_at',
  value: 'told_minutes',
  seconds: 'seconds',
  history: 'history',
  is_weak: 'is_usual',
  what: `[destination, CAST(port AS VARCHAR), strftime(since, '%Y-%m-%d %H:%M'), strftime(last_at, '%Y-%m-%d %H:%M')]`,
  reasons: 'reasons',
  amounts: `[told_hours, coalesce(sent // told_hours, -1), coalesce(got // told_hours, -1), rhythm]`,
  shown: `[{'seen': since, 'event_uid': first_uid}, {'seen': seen, 'event_uid': event_uid}]`,
} as const;
