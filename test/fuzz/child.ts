/** The process that tries mutants: what it was told to try last is what it died of, or hangs at. */
import { rmSync } from 'node:fs';
import { readOwnRules } from '../../src/registry/rules.ts';
import { logMutant } from './log-mutant.ts';
import { machineMutant } from './machine-mutant.ts';
import { readMachineLogs } from './machine-records.ts';
import { isMachineRound, isRuleRound } from './rounds.ts';
import type { Fate, Fault, LogMutant, RuleMutant } from './mutant.ts';
import { readMaterial } from './records.ts';
import { ruleMutant } from './rule-mutant.ts';
import { openBench, tryLogs } from './try-logs.ts';
import { openRuleBench, tryRules } from './try-rules.ts';

/** Mutants to try together; by their numbers alone they are made again. */
export interface Task {
  readonly seed: string;
  readonly numbers: readonly number[];
  readonly isByCommand: boolean;
  /** Bytes to try in the place of the first file of the only mutant, while it is made smaller. */
  readonly bytes: string | null;
}

export interface Tried {
  readonly faults: readonly Fault[];
  /** What became of each. */
  readonly mutants: readonly (Pick<LogMutant | RuleMutant, 'number' | 'level' | 'form' | 'mutation'> & {
    readonly fate: Fate;
  })[];
  readonly cpuSeconds: number;
}

const material = readMaterial();
const machineLogs = readMachineLogs();
const rules = (await readOwnRules()).map(({ text }) => text);
const bench = await openBench(material.scenario);
const ruleBench = await openRuleBench([...material.scenario.slice(60, 180), ...material.others.slice(0, 120)]);
process.on('exit', () => rmSync(ruleBench.folder, { recursive: true, force: true }));
process.on('disconnect', () => process.exit());
process.on('message', (task: Task) => void attempt(task));
process.send?.('ready');

async function attempt({ seed, numbers, isByCommand, bytes }: Task): Promise<void> {
  const before = process.cpuUsage();
  const isRules = isRuleRound(numbers[0] ?? 0);
  const logs = isRules ? [] : numbers.map((number) => given(madeOf(seed, number), bytes));
  const ruleFiles = isRules ? numbers.map((number) => given(ruleMutant(seed, number, rules), bytes)) : [];
  const { faults, fates } = isRules
    ? await tryRules(ruleFiles, ruleBench, isByCommand)
    : await tryLogs(logs, bench, isByCommand);
  const { user, system } = process.cpuUsage(before);
  process.send?.({
    faults,
    mutants: [...logs, ...ruleFiles].map(({ number, level, form, mutation }) => ({
      number,
      level,
      form,
      mutation,
      fate: fates.get(number) ?? 'failed',
    })),
    cpuSeconds: (user + system) / 1e6,
  } satisfies Tried);
}

const madeOf = (seed: string, number: number): LogMutant =>
  isMachineRound(number) ? machineMutant(seed, number, machineLogs) : logMutant(seed, number, material);

/** The mutant with other bytes for its first file, of which nothing more is expected than what holds for any. */
function given<One extends LogMutant | RuleMutant>(mutant: One, bytes: string | null): One {
  if (bytes === null) return mutant;
  const [main, ...others] = mutant.files;
  const files = main ? [{ ...main, bytes: Buffer.from(bytes, 'base64') }, ...others] : [];
  return { ...mutant, files, ...(mutant.is === 'logs' && { records: [], intact: [], leastRead: 0 }) };
}
