import { needed, textIn, textOf } from '../lake/cells.ts';
import type { Engine } from '../lake/engine.ts';
import type { Baseline } from '../model/baseline.ts';
import type { Finding } from '../model/finding.ts';
import { signGroups } from './departures.ts';
import { plainTextUpTo } from './plain-text.ts';

/** Of a finding that rests on more signs, these many are told. */
const mostSigns = 3;
const longestText = 1500;

type Keyed = Pick<Finding, 'rule' | 'actors' | 'accounts' | 'first_seen'>;

/**
 * What baselines saw, in their own words, for each finding of theirs: the gravest signs of that actor, account and
 * day. Reads the view `signs`; findings of rules have no text.
 */
export async function findingTexts(
  engine: Engine,
  baselines: readonly Baseline[],
): Promise<(finding: Keyed) => string | null> {
  if (baselines.length === 0) return () => null;
  const rows = await engine.rows(`SELECT *, CAST(CAST("time" AS DATE) AS VARCHAR) AS day, [] AS citations FROM signs
    QUALIFY row_number() OVER (PARTITION BY baseline, actor_uid, account, day, subject, what ORDER BY is_short, value DESC, told_at, event_uid) = 1
    ORDER BY is_short, value DESC, told_at, event_uid`);
  const groups = Map.groupBy(rows, (row) =>
    keyOf([
      `baselines/${needed(baselines[Number(row['baseline'])] ?? null, 'baseline').id}`,
      textOf(row['actor_uid']),
      textOf(row['account']),
      textIn(row, 'day'),
    ]),
  );
  const texts = new Map(
    [...groups].map(([key, same]) => {
      const told = signGroups(same, baselines).map(({ baseline, sign }) => baseline.explain(sign));
      const more = told.length - mostSigns;
      return [key, `${told.slice(0, mostSigns).join('; ')}${more > 0 ? `; and ${more} more` : ''}`] as const;
    }),
  );
  return ({ rule, actors, accounts, first_seen: first }) => {
    const text = texts.get(keyOf([rule.uid, actors[0] ?? null, accounts[0] ?? null, first.slice(0, 10)]));
    return text === undefined ? null : plainTextUpTo(longestText, text);
  };
}

const keyOf = (parts: readonly (string | null)[]): string => JSON.stringify(parts);
