import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { calledIn } from '../../lake/acts.ts';
import { textIn } from '../../lake/cells.ts';
import { moveDurably } from '../../lake/durable.ts';
import type { Engine } from '../../lake/engine.ts';
import type { Partition } from '../../lake/manifest.ts';
import { list, literal } from '../../lake/sql.ts';
import type { Links } from '../../model/links.ts';
import type { Semantics } from '../../model/semantics.ts';
import { inBounds } from '../in-bounds.ts';
import {
  dropStale,
  matchFileName,
  openPairs,
  readMatchIndex,
  writeMatchIndex,
  type MatchEntry,
} from '../match-cache.ts';
import { dropStage, factNames, factSql, stageFacts, type FactName } from './fact-kinds.ts';

export interface FactsOptions {
  readonly engine: Engine;
  readonly lake: string;
  readonly partitions: readonly Partition[];
  readonly semantics: readonly Semantics[];
  readonly links: readonly Links[];
  /** Folder where facts are kept; a scratch folder on the same disk. */
  readonly facts: string;
  readonly scratch: string;
}

/** Raised when a fact gets another meaning. */
const factsVersion = 1;

/**
 * Leaves the views `fact_<name>` of fact-kinds.ts: what baselines need to know of the events, a hundredth
 * of them in size. Facts of a partition are kept, since neither changes; only new partitions are read.
 */
export async function layFacts(options: FactsOptions): Promise<void> {
  const { engine, facts, partitions } = options;
  mkdirSync(facts, { recursive: true, mode: 0o700 });
  const standing = new Set(partitions.map(({ file }) => file));
  let entries = dropStale(facts, readMatchIndex(facts, await meaningOf(options)), standing);
  const open = openPairs(factNames, [...standing], entries).flatMap((pairs) => inBounds(pairs, partitions));
  for (const { rules, partitions: files } of open) {
    const relation = relationOf(files, options);
    const knowing = { ...options, called: await calledIn(engine, `${relation} e`) };
    await stageFacts(relation, knowing);
    for (const name of factNames.filter((one) => rules.includes(one))) {
      const pairs = { rules: [name], partitions: files };
      const file = matchFileName(pairs);
      const written = join(options.scratch, file);
      await engine.run(
        `COPY (${await factSql(name, relation, knowing)}) TO ${literal(written)} (FORMAT parquet, COMPRESSION snappy)`,
      );
      moveDurably(written, join(facts, file));
      entries = [...entries, { file, broad: [], rules: [name], partitions: [...files] }];
    }
  }
  await dropStage(options);
  writeMatchIndex(facts, await meaningOf(options), entries);
  for (const name of factNames) await engine.run(await viewSql(name, entries, options));
}

/** Hashes mean the same in one version of the engine only. */
async function meaningOf({ engine, semantics, links }: FactsOptions): Promise<string> {
  const [row] = await engine.rows('SELECT version() AS version');
  const content = JSON.stringify([factsVersion, textIn(row, 'version'), semantics, links]);
  return createHash('sha256').update(content).digest('hex');
}

function relationOf(files: readonly string[], { lake }: FactsOptions): string {
  const paths = list(files.map((file) => literal(join(lake, file))));
  return `(SELECT * EXCLUDE (path) REPLACE (nullif(credential, '') AS credential), hash(substr(path, ${[...lake].length + 2})) AS partition
    FROM read_parquet(${paths}, hive_partitioning = false, filename = 'path'))`;
}

async function viewSql(name: FactName, entries: readonly MatchEntry[], options: FactsOptions): Promise<string> {
  const view = `CREATE OR REPLACE TEMP VIEW fact_${name} AS`;
  const own = entries.filter(({ rules }) => rules.includes(name));
  const files = list(own.map(({ file }) => literal(join(options.facts, file))));
  if (name === 'words') return `${view} SELECT * FROM read_parquet(${files}, hive_partitioning = false)`;
  const standing = options.partitions.map(({ file }) => `(hash(${literal(file)}))`).join(', ');
  return `${view} SELECT * EXCLUDE (partition) FROM read_parquet(${files}, hive_partitioning = false)
    SEMI JOIN (VALUES ${standing}) AS standing(partition) USING (partition)`;
}
