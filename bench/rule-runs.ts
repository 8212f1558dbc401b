import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import type { DataSet } from './data-sets.ts';
import { type Cost, measure } from './measure.ts';
import { compiledSchema } from './compile-rules.ts';
import type { RuleSets } from './rule-sets.ts';

const root = join(import.meta.dirname, '..');

/** A process that compiled rules: what it cost, and the part of it that compiling took. */
export interface Compiling {
  readonly cost: Cost;
  readonly compiled: z.infer<typeof compiledSchema>;
}

/** What rules cost: whole hunts with few and with many of them, and compiling very many. */
export interface RuleRuns {
  readonly set: DataSet;
  readonly fifty: Cost;
  readonly threeHundred: Cost;
  /** Three thousand, that nobody has compiled before. */
  readonly cold: Compiling;
  /** The same again. */
  readonly kept: Compiling;
}

/** A hunt with rules alone, and one with correlations of them, on copies of one lake that no rule has met. */
interface Compared {
  readonly without: Cost;
  readonly with: Cost;
}

/** What correlations cost: fifty over rules that match every third event, and those of our own pack. */
export interface CorrelationRuns extends Compared {
  readonly set: DataSet;
  readonly ingest: Cost;
  readonly own: Compared & { readonly correlations: number };
}

export async function measureRules(set: DataSet, sets: RuleSets, cache: string): Promise<RuleRuns> {
  process.stderr.write(`measuring rules on ${set.name}\n`);
  return inFolder(cache, async (folder) => {
    const place = (name: string): string => join(folder, name);
    const hunt = async (name: string, rules: string): Promise<Cost> => {
      const cost = await measure(huntOf([set.path], place(name), [rules]));
      rmSync(place(name), { recursive: true, force: true });
      return cost;
    };
    return {
      set,
      fifty: await hunt('fifty', sets.fifty),
      threeHundred: await hunt('three-hundred', sets.threeHundred),
      cold: await compile(sets.threeThousand, place('compiled')),
      kept: await compile(sets.threeThousand, place('compiled')),
    };
  });
}

export async function measureCorrelations(set: DataSet, sets: RuleSets, cache: string): Promise<CorrelationRuns> {
  process.stderr.write(`measuring correlations on ${set.name}\n`);
  return inFolder(cache, async (folder) => {
    const lake = join(folder, 'lake');
    const hunt = async (rules: readonly string[]): Promise<Cost> => {
      const copy = join(folder, 'copy');
      cpSync(lake, copy, { recursive: true });
      const cost = await measure(huntOf([], copy, rules));
      rmSync(copy, { recursive: true });
      return cost;
    };
    const { fed, correlations, own } = sets;
    return {
      set,
      ingest: await measure(huntOf([set.path], lake, [])),
      without: await hunt([fed]),
      with: await hunt([fed, correlations]),
      own: {
        correlations: own.correlations,
        without: await hunt([own.counted]),
        with: await hunt([own.correlated]),
      },
    };
  });
}

/** Only the rules that are given speak, so that the figures are of these. */
function huntOf(paths: readonly string[], workspace: string, rules: readonly string[]): readonly string[] {
  const asked = rules.flatMap((folder) => ['--rules', folder]);
  return [
    join(root, 'beewolf'),
    'hunt',
    ...paths,
    '-w',
    workspace,
    '--no-builtin',
    ...asked,
    '-o',
    'jsonl',
    '--no-color',
  ];
}

async function compile(rules: string, kept: string): Promise<Compiling> {
  const cost = await measure([process.execPath, join(import.meta.dirname, 'compile-rules.ts'), rules, kept]);
  if (cost.exitCode !== 0) throw new Error(`the rules were not compiled: ${cost.stderr}`);
  return { cost, compiled: compiledSchema.parse(JSON.parse(cost.stdout)) };
}

async function inFolder<Result>(cache: string, use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(cache, 'workspace-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
