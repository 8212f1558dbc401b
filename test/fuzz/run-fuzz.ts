import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOwnRules } from '../../src/registry/rules.ts';
import type { Tried } from './child.ts';
import { logMutant } from './log-mutant.ts';
import { machineMutant } from './machine-mutant.ts';
import { readMachineLogs } from './machine-records.ts';
import type { Fault, LogMutant, RuleMutant } from './mutant.ts';
import { readMaterial } from './records.ts';
import { isMachineRound, isRuleRound, roundsOf } from './rounds.ts';
import { ruleMutant } from './rule-mutant.ts';
import { shrink } from './shrink.ts';
import { WatchedChild } from './watched-child.ts';

export interface FuzzOptions {
  readonly seed: string;
  /** Which mutants to try. */
  readonly numbers: readonly number[];
  readonly onProgress?: (tried: number) => void;
}

/** One mutant that fails, or several that fail only together. */
export interface Failure {
  readonly numbers: readonly number[];
  readonly faults: readonly Fault[];
  /** Where its files lie, and its faults in words. */
  readonly kept: string;
}

export interface Report {
  readonly seed: string;
  readonly mutants: Tried['mutants'];
  readonly failures: readonly Failure[];
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** The rounds that cost most, dearest first. */
  readonly dearest: readonly { readonly numbers: readonly number[]; readonly cpuSeconds: number }[];
}

/** Failures that are looked into one by one; more would only say the same. */
const mostFailures = 20;
/** A mutant that costs more by itself hangs for all that its user knows. */
const mutantCpuSeconds = 15;
const roundCpuSeconds = 30;
const shrinkTries = 60;

/** Tries mutants in rounds, and finds out which of a failing round are at fault. */
export async function runFuzz({ seed, numbers, onProgress }: FuzzOptions): Promise<Report> {
  const started = performance.now();
  const child = new WatchedChild();
  const mutants: Tried['mutants'][number][] = [];
  const costs: { numbers: readonly number[]; cpuSeconds: number }[] = [];
  const failures: Failure[] = [];
  try {
    for (const round of roundsOf(numbers)) {
      const tried = await child.attempt({ seed, ...round, bytes: null });
      mutants.push(...tried.mutants);
      costs.push({ numbers: round.numbers, cpuSeconds: tried.cpuSeconds });
      if (tried.faults.length > 0 || tried.cpuSeconds > roundCpuSeconds)
        failures.push(...(await failuresIn(round.numbers, { seed, tried, child })));
      onProgress?.(mutants.length);
      if (failures.length >= mostFailures) break;
    }
  } finally {
    child.close();
  }
  return {
    seed,
    mutants,
    failures,
    cpuSeconds: costs.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    wallSeconds: (performance.now() - started) / 1000,
    dearest: costs.toSorted((a, b) => b.cpuSeconds - a.cpuSeconds).slice(0, 3),
  };
}

interface Looking {
  readonly seed: string;
  readonly child: WatchedChild;
}

/** The mutants of a round that fail alone, or else the fewest that fail together. */
async function failuresIn(
  numbers: readonly number[],
  { tried, ...looking }: Looking & { readonly tried: Tried },
): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  for (const number of numbers) {
    const faults = await faultsOf([number], looking);
    if (faults.length > 0) failures.push(await keep([number], faults, looking));
  }
  if (failures.length > 0 || tried.faults.length === 0) return failures;
  let together = numbers;
  for (const half of [together.slice(0, together.length / 2), together.slice(together.length / 2)])
    if ((await faultsOf(half, looking)).length > 0) together = half;
  return [await keep(together, tried.faults, looking)];
}

async function faultsOf(
  numbers: readonly number[],
  { seed, child }: Looking,
  bytes: Buffer | null = null,
): Promise<readonly Fault[]> {
  const { isByCommand = false } = roundsOf(numbers)[0] ?? {};
  const tried = await child.attempt({ seed, numbers, isByCommand, bytes: bytes?.toString('base64') ?? null });
  if (tried.cpuSeconds <= mutantCpuSeconds * numbers.length) return tried.faults;
  return [...tried.faults, { kind: 'hang', what: `${tried.cpuSeconds.toFixed(1)} CPU seconds`, mutants: numbers }];
}

/** Faults that a smaller mutant shows in the same way: what else is expected of a mutant holds for its own bytes only. */
const shrinkable: ReadonlySet<Fault['kind']> = new Set(['crash', 'sums', 'again', 'contract', 'stray', 'command']);

/** Keeps the files of what fails, the smallest that still does beside them. */
async function keep(numbers: readonly number[], faults: readonly Fault[], looking: Looking): Promise<Failure> {
  const folder = join(tmpdir(), 'beewolf-fuzz', `${looking.seed}-${numbers[0] ?? 0}`);
  rmSync(folder, { recursive: true, force: true });
  for (const number of numbers) {
    const mutant = await mutantOf(looking.seed, number);
    mkdirSync(join(folder, String(number)), { recursive: true });
    for (const { name, bytes } of mutant.files) writeFileSync(join(folder, String(number), name), bytes);
  }
  const [number] = numbers;
  const [fault] = faults;
  if (number !== undefined && numbers.length === 1 && fault && shrinkable.has(fault.kind)) {
    const [main] = (await mutantOf(looking.seed, number)).files;
    const isFailing = async (bytes: Buffer): Promise<boolean> =>
      (await faultsOf([number], looking, bytes)).some(({ kind }) => kind === fault.kind);
    if (main) writeFileSync(join(folder, 'smallest'), await shrink(main.bytes, isFailing, shrinkTries));
  }
  writeFileSync(join(folder, 'faults.txt'), faults.map(({ kind, what }) => `${kind}: ${what}\n`).join(''));
  return { numbers, faults, kept: folder };
}

/** Any mutant, made again. */
export async function mutantOf(seed: string, number: number): Promise<LogMutant | RuleMutant> {
  if (isMachineRound(number)) return machineMutant(seed, number, readMachineLogs());
  if (!isRuleRound(number)) return logMutant(seed, number, readMaterial());
  return ruleMutant(
    seed,
    number,
    (await readOwnRules()).map(({ text }) => text),
  );
}
