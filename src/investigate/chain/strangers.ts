import { needed, textIn } from '../../lake/cells.ts';
import { compareInstants } from '../../model/instant.ts';
import { instantOf, sqlIn } from '../cells.ts';
import type { Scope } from '../scope.ts';
import { uses } from '../uses.ts';
import type { Issuance } from './issuance.ts';

/**
 * Issuances that let in strangers only: no account that calls with credentials in these logs, and none that
 * called before it was let in, since it comes for reasons of its own.
 */
export async function lettingInStrangers<One extends Issuance>(
  { engine }: Scope,
  issuances: readonly One[],
): Promise<readonly One[]> {
  const accounts = [...new Set(issuances.flatMap(({ admitted }) => admitted))];
  if (accounts.length === 0) return issuances;
  const rows = await engine.rows(`SELECT actor_account, min(first) AS first, bool_or(credential IS NOT NULL) AS is_own
    FROM ${uses.name} WHERE ${sqlIn('actor_account', accounts)} GROUP BY actor_account`);
  const since = new Map(
    rows
      .filter((row) => row['is_own'] !== true)
      .map((row) => [textIn(row, 'actor_account'), needed(instantOf(row['first']), 'first')]),
  );
  return issuances.map((one) => ({
    ...one,
    admitted: one.admitted.filter((account) => {
      const first = since.get(account);
      return first !== undefined && compareInstants(first, one.citation.time) >= 0;
    }),
  }));
}
