import { defineBaseline } from '../../../model/baseline.ts';
import { signsSql } from '../sign-columns.ts';
import { history, listed, within } from '../wording.ts';

const historyDays = 7;

/** Who does it more often than on one day in so many is left alone. */
const daysAnOverlap = 7;

/** Each credential's stay in a network in an hour of the clock; only hours with several. */
const stays = `SELECT * FROM (
    SELECT key, narrow, wide, hour, network, label, version, min(first_at) AS first_at, max({'happened': last_at, 'address': address}) AS last
    FROM fact_stays JOIN baseline_networks USING (address)
    WHERE (key, hour) IN (SELECT (key, hour) FROM fact_stays GROUP BY key, hour HAVING count(DISTINCT address) > 1) GROUP BY ALL)`;

/** Each stay with the longest of the others that began before it. */
const paired = `SELECT *, max({'happened': last.happened, 'network': network, 'label': label, 'version': version, 'address': last.address, 'first_at': first_at})
    OVER (PARTITION BY key, hour ORDER BY first_at, network, narrow, wide, label, version ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS other FROM (${stays})`;

/** One went on after the other had begun. Where networks are not known, IPv4 and IPv6 of one caller look like two. */
const overlaps = `SELECT *, date_trunc('day', hour) AS day FROM (${paired})
  WHERE other.happened > first_at AND (version IS NULL OR other.version IS NULL OR version = other.version)`;

/** The newer of the two networks is the guest; without a first use of either, that which came later. */
const guests = `(WITH shared_hours AS MATERIALIZED (${overlaps}),
    first_uses AS MATERIALIZED (SELECT narrow, network, min(happened) AS happened FROM baseline_origins WHERE narrow IN (SELECT narrow FROM shared_hours) GROUP BY ALL),
    habits AS (SELECT *, row_number() OVER (PARTITION BY wide ORDER BY day) - 1 AS overlap_days FROM (SELECT DISTINCT wide, day FROM shared_hours))
  SELECT o.narrow, least(o.first_at, o.other.first_at) AS since, greatest(o.last.happened, o.other.happened) AS told_at, coalesce(mine.happened >= theirs.happened, true) AS is_mine, habits.overlap_days,
    CASE WHEN is_mine THEN o.last.happened ELSE o.other.happened END AS seen, CASE WHEN is_mine THEN o.last.address ELSE o.other.address END AS address,
    CASE WHEN is_mine THEN [o.label, o.other.label] ELSE [o.other.label, o.label] END AS what,
    CASE WHEN self.earlier >= ${historyDays} THEN 'self' ELSE 'identity' END AS compared, greatest(self.earlier, identity.earlier) AS history
  FROM shared_hours o JOIN habits ON habits.wide = o.wide AND habits.day = o.day
  LEFT JOIN first_uses mine ON mine.narrow = o.narrow AND mine.network = o.network
  LEFT JOIN first_uses theirs ON theirs.narrow = o.narrow AND theirs.network = o.other.network
  JOIN baseline_days self ON self.level = 'self' AND self.subject = o.narrow AND self.day = o.day
  JOIN baseline_days identity ON identity.level = 'identity' AND identity.subject = o.wide AND identity.day = o.day
  WHERE overlap_days * ${daysAnOverlap} <= history)`;

/**
 * One credential at work in two networks at the same time: used in one, then in the other, then in the
 * first again, within an hour of the clock. Subject: the key or token itself; unit: networks, as in
 * new-origin; history: earlier UTC days with records of the credential or its identity; rarity: on at most
 * one day in seven was it so before. It is told at the last of the three uses; the event that is marked is
 * of the network that is newer to the credential. A session is judged from its first hour on.
 */
export const baseline = defineBaseline({
  id: 'two-networks',
  title: 'One credential at work in two networks at once',
  why: 'Owner and thief use the same key at the same time.',
  kind: 'peak',
  unit: 'network',
  level: 'low',
  techniques: ['T1078.004'],
  falsePositives: ['A computer that changes between a private network and a tunnel, a job spread over two sites.'],
  historyDays,
  query: signsSql(guests, {
    time: 'seen',
    narrow: 'narrow',
    source_ip: 'address',
    told_at: 'told_at',
    value: '2',
    seconds: `date_diff('second', since, told_at)`,
    against: 'overlap_days',
    history: 'history',
    compared: 'compared',
    what: 'what',
  }),
  explain: (sign) =>
    `${sign.subject} was at work from ${listed(sign.what)} at once, ${within(sign.seconds)}; the same was seen on ${sign.against === 0 ? 'no day' : `${sign.against} days`} ${history(sign, historyDays)}`,
});
