import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { moveDurably } from '../../lake/durable.ts';
import { literal } from '../../lake/sql.ts';
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

interface RaiseSigns extends SummaryPlace {
  readonly sources: readonly Source[];
  readonly semantics: readonly Semantics[];
  readonly links: readonly Links[];
  readonly baselines: readonly Baseline[];
  readonly networks: NetworkIndex | null;
  /** Whose addresses and names connections of machines are met with. */
  readonly intel: readonly IntelList[];
  /** The clock of the case, RFC 3339; null for the newest event. */
  readonly until: string | null;
  /** The first number that `matches.rule` does not count yet. */
  readonly firstNumber: number;
}

/**
 * Asks every baseline, leaves the view `signs` (columns in find-signs.ts), and adds its events to the view
 * `matches` under the numbers from `firstNumber` on, in the order of `detectorsOf`. A finding has enough
 * history if one of its signs has. The signs of the last time are kept for the same events and questions.
 */
export async function raiseSigns(options: RaiseSigns): Promise<void> {
  const { engine, baselines, firstNumber } = options;
  if (baselines.length === 0) return;
  await laySigns(options);
  await engine.run('ALTER VIEW matches RENAME TO rule_matches');
  await engine.run(`CREATE OR REPLACE TEMP VIEW matches AS SELECT * FROM rule_matches UNION ALL BY NAME
    SELECT CAST(${firstNumber} + 2 * baseline + min(CAST(is_short AS INTEGER)) OVER (PARTITION BY baseline, actor_uid, account, CAST("time" AS DATE)) AS INTEGER) AS rule,
      event_uid, "time", account, region, actor_uid, session_uid FROM signs`);
}

async function laySigns(options: RaiseSigns): Promise<void> {
  const { engine, baselines, partitions, summaries, scratch, until } = options;
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
  await engine.run(
    `CREATE OR REPLACE TEMP VIEW signs AS FROM read_parquet(${literal(file)}, hive_partitioning = false)`,
  );
}

/** Costs nothing where no source tells of machines. */
async function findMachineSigns(options: RaiseSigns): Promise<void> {
  const partitions = machinePartitions(options.partitions, options.sources);
  if (partitions.length === 0) return;
  await layMachineFacts({ ...options, partitions });
  await addMachineSigns(options);
  await dropMachineFacts(options.engine);
}

type Knowing = Pick<RaiseSigns, 'semantics' | 'links' | 'networks' | 'intel'>;

/** Two for each baseline: with enough history, and with too little. */
export function detectorsOf(
  baselines: readonly Baseline[],
  { semantics, links, networks, intel }: Knowing,
): readonly Detector[] {
  const lists = hashOf(intel);
  return baselines.flatMap((baseline) => {
    const { level, historyDays, query, isOfMachines } = baseline;
    const asked = [level, historyDays, query, semantics, links, networks?.date];
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
