import type { Finding } from '../../model/finding.ts';
import { levels } from '../../model/rule.ts';
import type { Context } from '../command.ts';
import { defineCommand } from '../command.ts';
import { uidLength } from '../two-line-table.ts';
import { findingTable } from '../finding-table.ts';
import { choice, flag, list, optionalChoice, rest } from '../options.ts';
import { noteAccounting, statusFor } from '../tell-accounting.ts';

const formats = ['table', 'json', 'jsonl', 'csv'] as const;

export const hunt = defineCommand({
  name: 'hunt',
  summary: 'find signs of miners and misused credentials in logs',
  details: `
PATH is a file, a folder, a glob or - for standard input; .gz and .zip are read as they are, and
formats are recognised by content. Findings speak of all that the workspace holds.

  beewolf hunt ./logs
  aws cloudtrail lookup-events | beewolf hunt - -o jsonl
  beewolf hunt ./logs --rules ./sigma --no-builtin --fail-on high`,
  arguments: { paths: rest('path', 'logs: files, folders, globs, - for standard input') },
  options: {
    rules: list('--rules <dir>', 'Sigma rules of your own beside ours'),
    isBare: flag('--no-builtin', 'switch off everything of ours that can raise a finding'),
    isPerEvent: flag('--per-event', 'one line for each rule and event that matched'),
    output: choice('-o, --output <format>', 'form of the findings', formats),
    failOn: optionalChoice('--fail-on <level>', 'exit with 3 when a finding is this grave or graver', levels),
  },
  run: async ({ arguments: { paths }, options }, context) => {
    const { runHunt } = await import('../../app/run-hunt.ts');
    const { knowledge } = await import('../../registry/knowledge.ts');
    const { readOwnRules } = await import('../../registry/rules.ts');
    const started = performance.now();
    const { cwd, workspace, stdin, signal, progress } = context;
    return runHunt(
      {
        logs: { paths, cwd, stdin },
        rules: { folders: options.rules, cwd, own: options.isBare ? [] : await readOwnRules() },
        knowledge,
        hasBaselines: !options.isBare,
        folder: workspace,
        isPerEvent: options.isPerEvent,
        now: new Date().toISOString(),
        signal,
        tell: progress,
      },
      async ({ accounting, earlierEvents, refusedRules, findings }) => {
        noteAccounting(accounting, { progress, earlierEvents, elapsedMs: performance.now() - started });
        for (const { message } of refusedRules) progress.note(`  rule refused: ${message}`);
        const worst = await print(findings, options.output, context);
        if (options.failOn !== null && worst >= levels.indexOf(options.failOn)) return 3;
        return statusFor(accounting, context);
      },
    );
  },
});

/** @returns the place of the gravest finding among the levels, -1 for none */
async function print(
  findings: AsyncIterable<Finding>,
  format: (typeof formats)[number],
  context: Context,
): Promise<number> {
  let worst = -1;
  const watched = async function* (): AsyncGenerator<Finding> {
    for await (const finding of findings) {
      worst = Math.max(worst, levels.indexOf(finding.severity));
      yield finding;
      if (context.output.isClosed()) return;
    }
  };
  await printers[format](watched(), context);
  return worst;
}

type Printer = (findings: AsyncIterable<Finding>, context: Context) => Promise<void>;

const printers: Readonly<Record<(typeof formats)[number], Printer>> = {
  jsonl: async (findings, { output }) => {
    for await (const finding of findings) await output.jsonLine(finding);
  },
  json: async (findings, { output }) => {
    let separator = '[\n';
    for await (const finding of findings) {
      await output.write(separator);
      await output.jsonLine(finding);
      separator = ',';
    }
    await output.write(separator === ',' ? ']\n' : '[]\n');
  },
  csv: async (findings, { output }) => {
    const { findingsAsCsv } = await import('../../app/findings-csv.ts');
    for await (const line of findingsAsCsv(findings)) await output.write(line);
  },
  table: printTable,
};

/** More than this is for a program to read: the table then says how many there are. */
const tableRows = 200;

async function printTable(findings: AsyncIterable<Finding>, { output, terminal, progress }: Context): Promise<void> {
  const shown: Finding[] = [];
  let total = 0;
  for await (const finding of findings) {
    total += 1;
    if (shown.length < tableRows) shown.push(finding);
  }
  if (total === 0) {
    progress.note('  no findings');
    return;
  }
  await output.line(findingTable(shown, terminal));
  progress.note(
    `  beewolf evidence ${shown[0]?.finding_uid.slice(0, uidLength) ?? ''} shows what the first of them rests on`,
  );
  if (total > shown.length) progress.note(`  ${total - shown.length} more; -o jsonl prints all ${total}`);
}
