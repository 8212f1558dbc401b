import { levels } from './mutant.ts';
import type { Failure, Report } from './run-fuzz.ts';

const columns = 80;

/** What a run of the fuzzer tried and found, for a terminal of eighty columns. */
export function summaryText(report: Report): string {
  const { seed, mutants, failures, cpuSeconds, wallSeconds, dearest } = report;
  return [
    `fuzz  seed ${seed} · ${mutants.length} mutants · ${cpuSeconds.toFixed(0)} CPU s · ${wallSeconds.toFixed(0)} s`,
    '',
    ...table(
      'level',
      count(
        mutants.map(({ level }) => level),
        levels,
      ),
    ),
    '',
    ...table('form', count(mutants.map(({ form }) => form.replace(/,.*/, '')))),
    '',
    ...table('outcome', count(mutants.map(({ fate }) => fate))),
    '',
    `  dearest rounds: ${dearest.map(({ numbers, cpuSeconds: cost }) => `${numbers[0]}–${numbers.at(-1)} ${cost.toFixed(1)} s`).join(', ')}`,
    failures.length === 0 ? '  nothing failed' : `  ${failures.length} FAILED`,
    ...failures.flatMap((failure) => failureLines(failure, report)),
    '',
  ].join('\n');
}

function count(names: readonly string[], order: readonly string[] = []): readonly (readonly [string, number])[] {
  const groups = [...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length] as const);
  return groups.toSorted((a, b) => (order.length > 0 ? order.indexOf(a[0]) - order.indexOf(b[0]) : b[1] - a[1]));
}

/** Names with their numbers, as many beside one another as fit. */
function table(title: string, rows: readonly (readonly [string, number])[]): readonly string[] {
  const cells = rows.map(([name, number]) => `${name} ${number}`);
  const lines: string[] = [];
  let line = `  ${title.padEnd(8)}`;
  for (const cell of cells) {
    if (line.length + cell.length + 3 > columns) {
      lines.push(line);
      line = ' '.repeat(10);
    }
    line += line.trim() === '' || line.trim() === title ? cell : ` · ${cell}`;
  }
  return [...lines, line];
}

function failureLines({ numbers, faults, kept }: Failure, { seed, mutants }: Report): readonly string[] {
  const [number] = numbers;
  const mutant = mutants.find((one) => one.number === number);
  const name = numbers.length === 1 ? `mutant ${number}` : `mutants ${numbers.join(', ')} together`;
  return [
    '',
    `  ${name}: ${mutant?.level ?? ''}, ${mutant?.form ?? ''}`,
    `    ${(mutant?.mutation ?? '').slice(0, columns - 4)}`,
    ...faults.slice(0, 5).map(({ kind, what }) => `    ${kind}: ${what.split('\n')[0] ?? ''}`.slice(0, columns)),
    `    kept in ${kept}, all that is wrong in faults.txt`,
    `    again: npm run fuzz -- --seed ${seed} --only ${numbers.join(',')}`,
  ];
}
