import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { moveDurably } from '../../lake/durable.ts';
import { literal } from '../../lake/sql.ts';
import type { Engine } from '../../lake/engine.ts';
import type { SummaryPlace } from '../../lake/summaries.ts';
import type { Baseline } from '../../model/baseline.ts';
import type { IntelList } from '../../model/intel.ts';
import type { NetworkIndex } from '../../model/network-index.ts';
import type { Links } from '../../model/links.ts';
import type { RuleIdentity } from '../../model/rule.ts';
import type { Semantics } from '../../model/semantics.ts';
import type { Source } from '../../model/source.ts';
import { dropMachineFacts, layMachineFacts, machinePartitions } from '../machines/machine-facts.ts';
import { addMachineSigns } from '../machines/machine-signs.ts';
import { layFacts } from './facts.ts';
import { findSigns } from './find-signs.ts';

/** Whatever raises findings, as findings tell of it; `hash` changes with what it asks. */
export interface Detector {
  readonly identity: RuleIdentity;
  readonly hash: string;
}

interface KeepSigns extends SummaryPlace {
  readonly sources: readonly Source[];
  readonly semantics: readonly Semantics[];
  readonly links: readonly Links[];
  readonly baselines: readonly Baseline[];
  readonly networks: NetworkIndex | null;
  /** Whose addresses and names connections of machines are met with. */
  readonly intel: readonly IntelList[];
  /** The clock of the case, RFC 3339; null for the newest event. */
  readonly until: string | null;
}

/**
 * Asks every baseline, of the events alone: what rules match does not matter to it.
 * @returns the file of the signs (columns in find-signs.ts), which is kept for the same events and questions; null where nothing is asked
 */
export async function keepSigns(options: KeepSigns): Promise<string | null> {
  const { engine, baselines, partitions, summaries, scratch, until } = options;
  if (baselines.length === 0) return null;
  const asked = [detectorsOf(baselines, options).map(({ hash }) => hash), partitions, until];
  const name = `${createHash('sha256').update(JSON.stringify(asked)).digest('hex').slice(0, 32)}.parquet`;
  const folder = join(summaries, 'signs');
  const file = join(folder, name);
  if (!existsSync(file)) {
    await layFacts(options);
    await findSigns(options);
    await findMachineSigns(options);
    const written = join(scratch, name);
    await engine.run(`COPY signs TO ${literal(written)} (FORMAT parquet, COMPRESSION zstd)`);
    await engine.run('DROP TABLE signs');
    moveDurably(written, file);
    for (const other of readdirSync(folder)) if (other !== name) rmSync(join(folder, other), { force: true });
  }
  return file;
}

/**
 * Leaves the view `signs`, and adds its events to the view `matches` under the numbers from `firstNumber` on, which
 * `matches.rule` does not count yet, in the order of `detectorsOf`. A finding has enough history if one of its signs has.
 */
export async function raiseSigns(engine: Engine, file: string, firstNumber: number): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TEMP VIEW signs AS FROM read_parquet(${literal(file)}, hive_partitioning = false)`,
  );
  await engine.run('ALTER VIEW matches RENAME TO rule_matches');
  await engine.run(`CREATE OR REPLACE TEMP VIEW matches AS SELECT * FROM rule_matches UNION ALL BY NAME
    SELECT CAST(${firstNumber} + 2 * baseline + min(CAST(is_short AS INTEGER)) OVER (PARTITION BY baseline, actor_uid, account, CAST("time" AS DATE)) AS INTEGER) AS rule,
      event_uid, "time", account, region, actor_uid, session_uid FROM signs`);
}

/** Costs nothing where no source tells of machines. */
async function findMachineSigns(options: KeepSigns): Promise<void> {
  const partitions = machinePartitions(options.partitions, options.sources);
  if (partitions.length === 0) return;
  await layMachineFacts({ ...options, partitions });
  await addMachineSigns(options);
  await dropMachineFacts(options.engine);
}

type Knowing = Pick<KeepSigns, 'semantics' | 'links' | 'networks' | 'intel'>;

/** Two for each baseline: with enough history, and with too little. */
export function detectorsOf(
  baselines: readonly Baseline[],
  { semantics, links, networks, intel }: Knowing,
): readonly Detector[] {
  const lists = hashOf(intel);
  const knowledge = hashOf([semantics, links, networks?.date]);
  return baselines.flatMap((baseline) => {
    const { level, historyDays, query, isOfMachines } = baseline;
    const asked = [level, historyDays, query, knowledge];
    const hash = hashOf(isOfMachines ? [...asked, lists] : asked);
    const identity = identityOf(baseline);
    return [
      { identity, hash },
      { identity: { ...identity, severity: 'informational' }, hash },
    ];
  });
}

/** Addresses are numbers that JSON does not know. */
const hashOf = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part)))
    .digest('hex');

const identityOf = ({ id, title, level, techniques, why, falsePositives }: Baseline): RuleIdentity => ({
  uid: `baselines/${id}`,
  title,
  level,
  origin: 'beewolf',
  author: 'Beewolf',
  techniques: techniques.map((technique) => ({ id: technique, attackVersion: '19.1' })),
  description: why,
  references: [],
  falsePositives,
  logsource: {},
  path: `baselines/${id}`,
  document: 1,
});
