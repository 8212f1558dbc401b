import { defineBaseline } from '../../../model/baseline.ts';
import { daysOf, firstTimesSql } from '../first-times.ts';
import { signsSql } from '../sign-columns.ts';
import { history, listed, onlyKnown } from '../wording.ts';

const historyDays = 14;

/** What a use came from, and how it is called in the sign; the order is that of the sign. */
const origins = [
  { place: 1, value: 'label', label: `'from ' || value` },
  { place: 2, value: 'country', label: `'from the country ' || value` },
  { place: 3, value: 'program', label: `'with the program ' || value` },
] as const;

const firstOf = (value: string, subject: 'narrow' | 'wide', level: 'self' | 'identity'): string =>
  firstTimesSql({
    uses: `SELECT ${subject} AS subject, ${value} AS value, happened, narrow FROM baseline_origins WHERE ${value} <> ''`,
    days: daysOf(level),
    leastKnown: 1,
    leastDays: 1,
  });

/** With fewer days than this, one new thing alone is ordinary: it takes two at once. */
const daysForOne = 3;

/** An identity is asked only where the credential itself has too little past. */
const firsts = origins.map(
  ({ place, value, label }) => `
  SELECT ${place} AS place, narrow, happened, 'self' AS compared, history, known_count, known, ${label} AS what FROM (${firstOf(value, 'narrow', 'self')}) WHERE history >= ${historyDays}
  UNION ALL SELECT ${place}, narrow, happened, 'identity', history, known_count, known, ${label} FROM (SELECT f.*, d.earlier FROM (${firstOf(value, 'wide', 'identity')}) f
    JOIN baseline_days d ON d.level = 'self' AND d.subject = f.narrow AND d.day = date_trunc('day', f.happened)) WHERE earlier < ${historyDays}`,
);

/** One sign for all that is new in one moment; the address is that of the first use. */
const together = `(SELECT n.*, o.address FROM (
    SELECT narrow, happened, list(what ORDER BY place) AS what, min_by(known, place) AS known, min_by(known_count, place) AS known_count,
      max(history) AS history, max(compared) AS compared FROM (${firsts.join(' UNION ALL ')}) GROUP BY narrow, happened) n
  JOIN (SELECT narrow, happened, min(address) AS address FROM baseline_origins GROUP BY narrow, happened) o USING (narrow, happened)
  WHERE len(what) > 1 OR history >= ${daysForOne})`;

/**
 * A network, country or program from which a credential was never used. Subject: a credential, or its
 * identity where that has more past; unit: networks (by AS number where the index of addresses knows it,
 * else /24 and /48), countries (only with that index), programs (the first word of the agent); history:
 * UTC days with records; rarity: first-times.ts, so that who travels, or works from many addresses, is left
 * alone. Private addresses and calls by services on somebody's behalf have no origin.
 */
export const baseline = defineBaseline({
  id: 'new-origin',
  title: 'Credential used from a new network, country or program',
  why: 'A stolen key is used from elsewhere, with other tools, than its owner uses it.',
  kind: 'first',
  unit: 'origin',
  level: 'low',
  techniques: ['T1078.004'],
  falsePositives: ['A journey, a new office or provider, a new version of a pipeline.'],
  historyDays,
  query: signsSql(together, {
    time: 'happened',
    narrow: 'narrow',
    source_ip: 'address',
    value: 'len(what)',
    against: 'known_count',
    history: 'history',
    compared: 'compared',
    what: 'what',
    known: 'known',
  }),
  explain: (sign) =>
    `First use of ${sign.subject} ${listed(sign.what)} ${history(sign, historyDays)}, until then ${onlyKnown(sign)}`,
});
