import type { Sql } from '../../lake/duckdb/emit-text.ts';
import { countIn } from '../../lake/cells.ts';
import type { Engine } from '../../lake/engine.ts';
import type { Correlation } from '../sigma/link.ts';
import { writeEvidence } from './evidence.ts';
import type { Feed } from './feeds.ts';
import { layHits, type HitSource } from './hits.ts';
import { itemsSql, type Held, type Laid } from './items.ts';
import { momentsSql } from './moments.ts';
import { lowestFigure } from './promising.ts';
import { carriedColumns, groupColumns } from './span.ts';

export interface Correlating {
  /** Those that others name stand first. */
  readonly correlations: readonly Correlation[];
  /** Uids of those that raise no findings. */
  readonly silent: ReadonlySet<string>;
  readonly feeds: readonly Feed[];
  /** Where all matches of the feeds stand. */
  readonly sources: readonly HitSource[];
  /** An empty folder, for what is found: see evidence.ts. */
  readonly into: string;
  /** Folder for files that are not needed afterwards. */
  readonly scratch: string;
  /** Up to how many matches are put in order without a look for those that can meet the condition; 10,000 if absent. */
  readonly fewItems?: number;
}

/**
 * Finds where correlations hold, and leaves a file for each that raises findings and did, with the columns
 * of `writeEvidence`. What is found depends on the set of matches only.
 */
export async function correlate(engine: Engine, correlating: Correlating): Promise<void> {
  const { correlations, silent, feeds, into, fewItems = 10_000 } = correlating;
  const moments = new Map<string, Held>();
  const laid = { feeds, hits: await layHits(engine, correlating), moments, engine, into, fewItems };
  for (const [number, correlation] of correlations.entries()) {
    const { table, held } = await layMoments(engine, correlation, { name: `correlation_${number}_moments`, laid });
    moments.set(correlation.identity.uid, { correlation, table, held });
    if (held === 0 || silent.has(correlation.identity.uid)) continue;
    await writeEvidence(number, correlation, laid);
  }
  for (const number of correlations.keys()) await engine.run(`DROP TABLE IF EXISTS correlation_${number}_moments`);
}

/** Items that are put in order at a time: more would not fit into the engine's memory. */
const itemsAPass = 3_000_000;

/** @returns when the correlation holds, as a table or a query of no rows, and at how many times */
async function layMoments(
  engine: Engine,
  correlation: Correlation,
  { name, laid }: { readonly name: Sql; readonly laid: Laid & { readonly fewItems: number } },
): Promise<Pick<Held, 'table' | 'held'>> {
  const keys = groupColumns(correlation);
  const columns = [...keys, ...carriedColumns(correlation)];
  if (!mayHold(correlation, laid)) {
    const none = [...columns.map((column) => `CAST(NULL AS UBIGINT) AS ${column}`), 'CAST(NULL AS BIGINT) AS t'];
    return { table: `(SELECT ${[...none, 'false AS begins'].join(', ')} WHERE false)`, held: 0 };
  }
  const typed = columns.map((column) => `${column} UBIGINT`);
  await engine.run(`CREATE OR REPLACE TEMP TABLE ${name} (${[...typed, 't BIGINT', 'begins BOOLEAN'].join(', ')})`);
  const items = itemsSql(correlation, laid);
  const hits = hitsOf(correlation, laid);
  const passes = keys.length === 0 ? 1 : Math.max(1, Math.ceil(hits / itemsAPass));
  for (let pass = 0; pass < passes; pass += 1) {
    const some = passes === 1 ? items : `SELECT * FROM (${items}) WHERE hash(${keys.join(', ')}) % ${passes} = ${pass}`;
    await engine.run(`INSERT INTO ${name} ${momentsSql(correlation, some, hits <= laid.fewItems)}`);
  }
  const [held] = await engine.rows(`SELECT count(*) AS n FROM ${name}`);
  return { table: name, held: countIn(held, 'n') };
}

/** Most correlations lack matches in most logs: a count tells, where a query takes a hundredth of a second to say so. */
function mayHold(correlation: Correlation, laid: Laid): boolean {
  const { bases, kind, bounds } = correlation;
  const counts = bases.map((base) =>
    'rule' in base ? hitsOf({ ...correlation, bases: [base] }, laid) : (laid.moments.get(base.correlation)?.held ?? 0),
  );
  if (
    countsItems(correlation, laid) &&
    counts.reduce((sum, count) => sum + count, 0) < (lowestFigure(correlation) ?? 0)
  )
    return false;
  const met = counts.filter((count) => count > 0);
  const needsAll =
    (kind === 'temporal' || kind === 'temporal_ordered') &&
    bounds.some(({ op, number }) => op === 'gte' && number >= bases.length);
  return needsAll ? met.length === bases.length : met.length > 0;
}

/** Whether each match adds one to the figure at most: an event with several values of a field adds each of them. */
const countsItems = ({ bases, kind }: Correlation, { feeds }: Laid): boolean =>
  kind === 'event_count' ||
  (kind === 'value_count' &&
    !bases.some((base) => 'rule' in base && feeds.some((feed) => feed.rule === base.rule && feed.mayHaveSeveral)));

/** How many matches of rules a correlation looks at; those of correlations are few beside them. */
function hitsOf({ bases }: Correlation, { feeds, hits }: Laid): number {
  return bases
    .flatMap((base) => ('rule' in base ? (hits.get(feeds.findIndex(({ rule }) => rule === base.rule)) ?? []) : []))
    .reduce((sum, { count }) => sum + count, 0);
}
