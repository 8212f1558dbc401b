/** `npm run fuzz`: mutated logs and rules go through the real pipeline; whatever fails is told and kept. */
import { parseArgs } from 'node:util';
import { mutantOf, runFuzz } from './run-fuzz.ts';
import { summaryText } from './summary.ts';

const usage = `npm run fuzz -- [--seed S] [--mutants N] [--only N,N…] [--show]
  --seed     where chance begins; by default another one each time
  --mutants  how many to try, from number 0; by default 1000
  --only     these numbers instead, such as the one that failed
  --show     write the mutated file of --only to standard output, and try nothing
`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    mutants: { type: 'string' },
    only: { type: 'string' },
    show: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
if (values.help) process.stdout.write(usage);
else await main(values.seed ?? String(Date.now() % 1_000_000));

async function main(seed: string): Promise<void> {
  const numbers =
    values.only?.split(',').map(Number) ?? Array.from({ length: Number(values.mutants ?? 1000) }, (_, n) => n);
  if (numbers.some((number) => !Number.isInteger(number) || number < 0))
    throw new Error(`not a number of a mutant\n${usage}`);
  if (values.show) return show(seed, numbers);
  process.stderr.write(`seed ${seed}\n`);
  const isShowing = process.stderr.isTTY;
  const report = await runFuzz({
    seed,
    numbers,
    onProgress: (tried) => isShowing && process.stderr.write(`\r${tried} of ${numbers.length}`),
  });
  if (isShowing) process.stderr.write('\r\u001b[K');
  process.stdout.write(summaryText(report));
  if (report.failures.length > 0) process.exitCode = 1;
}

async function show(seed: string, numbers: readonly number[]): Promise<void> {
  for (const number of numbers) {
    const { level, form, mutation, files } = await mutantOf(seed, number);
    process.stderr.write(`mutant ${number}: ${level}, ${form}: ${mutation}\n`);
    process.stdout.write(files[0]?.bytes ?? '');
  }
}
