import type { DigestGap } from '../../lake/digests.ts';
import type { Coverage } from '../../model/coverage.ts';
import { compareText } from '../../model/instant.ts';

/**
 * The cells with the gaps that digests prove: a cell of which a listed file is not as it was delivered, or
 * was not given, is a gap; one that no record was seen of is added, with the times of what it lacks.
 */
export function withProvenGaps(cells: readonly Coverage[], gaps: readonly DigestGap[]): readonly Coverage[] {
  const nameOf = ({ account, region }: Pick<Coverage, 'account' | 'region'>) => JSON.stringify([account, region]);
  const gapped = new Set(gaps.map(nameOf));
  const seen = new Set(cells.map(nameOf));
  const [any] = cells;
  const unseen = gaps.filter((gap) => !seen.has(nameOf(gap)));
  const added = [...Map.groupBy(unseen, nameOf).values()].flatMap((same): readonly Coverage[] => {
    const [{ account, region } = { account: null, region: null }] = same;
    const kin = cells.find((cell) => cell.account === account) ?? any;
    if (kin === undefined) return [];
    const firsts = same.flatMap(({ first }) => first ?? []).toSorted();
    const lasts = same.flatMap(({ last }) => last ?? []).toSorted();
    return [
      {
        cloud: kin.cloud,
        account,
        region,
        source: kin.source,
        state: 'gap',
        first: firsts[0] ?? null,
        last: lasts.at(-1) ?? null,
        count: 0,
      },
    ];
  });
  const marked = cells.map((cell): Coverage => (gapped.has(nameOf(cell)) ? { ...cell, state: 'gap' } : cell));
  const key = ({ cloud, account, region, source }: Coverage) => [cloud, account, region, source].join('\n');
  return [...marked, ...added].toSorted((a, b) => compareText(key(a), key(b)));
}
