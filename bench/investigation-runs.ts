import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { simulation } from '../src/clouds/aws/simulation.ts';
import { writeScenario } from '../src/simulate/write-scenario.ts';
import type { DataSet } from './data-sets.ts';
import { deepChainKey, writeDeepChain } from './deep-chain.ts';
import { type Cost, measure } from './measure.ts';

const root = join(import.meta.dirname, '..');
const siblings = 10_000;

/** What an investigation costs in a lake that already met the rules: of one identity, of everything, of a deep chain. */
export interface InvestigationRuns {
  readonly set: DataSet;
  /** The hunt that made the lake, the intrusion's few records left out. */
  readonly hunt: Cost;
  readonly identity: Cost;
  readonly everything: Cost;
  readonly deep: Cost;
  /** Hops in the incident of the deep chain: a fast run that lost some is none. */
  readonly deepHops: number;
}

const incidentSchema = z.object({
  chains: z.array(z.unknown()),
  root: z.object({ credential: z.string().nullable() }),
});

/** Puts the records of a leaked key among the set's events, and asks for it. */
export async function measureInvestigation(set: DataSet, cache: string): Promise<InvestigationRuns> {
  process.stderr.write(`measuring investigations on ${set.name}\n`);
  const folder = mkdtempSync(join(cache, 'workspace-'));
  try {
    const place = (name: string): string => join(folder, name);
    const hunt = await beewolf('hunt', [set.path, '-w', place('case'), '-o', 'jsonl']);
    const intrusion = writeScenario(join(root, 'scenarios/aws-leaked-key'), place('intrusion'), {
      clouds: [simulation],
      seed: 'bench',
      scale: 0,
    });
    await beewolf('hunt', [intrusion.logs, '-w', place('case'), '-o', 'jsonl']);
    const asked = intrusion.truth.root?.credential ?? '';
    const identity = await beewolf('investigate', ['-w', place('case'), '--identity', asked, '--out', place('one')]);
    const everything = await beewolf('investigate', ['-w', place('case'), '--out', place('all')]);
    mkdirSync(place('chain-logs'));
    writeDeepChain(place('chain-logs'), siblings);
    await beewolf('hunt', [place('chain-logs'), '-w', place('chain'), '-o', 'jsonl']);
    const deep = await beewolf('investigate', ['-w', place('chain'), '--out', place('chain-out')]);
    return { set, hunt, identity, everything, deep, deepHops: hopsOf(place('chain-out')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const beewolf = (command: string, rest: readonly string[]): Promise<Cost> =>
  measure([join(root, 'beewolf'), command, ...rest, '--no-color']);

function hopsOf(out: string): number {
  const incidents = readdirSync(out, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => incidentSchema.parse(JSON.parse(readFileSync(join(out, name, 'incident.json'), 'utf8'))));
  return incidents.find((incident) => incident.root.credential === deepChainKey)?.chains.length ?? 0;
}
