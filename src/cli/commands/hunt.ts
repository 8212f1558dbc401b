import type { Finding } from '../../model/finding.ts';
import { levels } from '../../model/rule.ts';
import type { Context } from '../command.ts';
import { defineCommand } from '../command.ts';
import { uidLength } from '../two-line-table.ts';
import { findingTable } from '../finding-table.ts';
import { choice, flag, list, optionalChoice, rest, text, zone } from '../options.ts';
import { packageVersion } from '../resources.ts';
import { noteAccounting, statusFor } from '../tell-accounting.ts';
import { countingRules, isAsGrave, noteRules, type RuleCounts } from '../tell-rules.ts';
import { noteIntel } from '../tell-intel.ts';
import { noteSuppressed } from '../tell-suppressed.ts';

const formats = ['table', 'json', 'jsonl', 'csv', 'sarif', 'ocsf'] as const;

export const hunt = defineCommand({
  name: 'hunt',
  summary: 'find signs of miners and misused credentials in logs',
  details: `
PATH is a file, a folder, a glob or - for standard input; .gz and .zip are read as they are, and
formats are recognised by content. Findings speak of all that the workspace holds.

  beewolf hunt ./logs
  aws cloudtrail lookup-events | beewolf hunt - -o jsonl
  beewolf hunt ./logs --rules ./sigma --no-builtin --fail-on high
  beewolf hunt ./logs --suppress known.yml -o sarif > findings.sarif

jsonl and ocsf (OCSF 1.8, Detection Finding) print a finding a line; json, csv and sarif (2.1.0) are
one document. The author of each rule stands in all of them.`,
  arguments: { paths: rest('path', 'logs: files, folders, globs, - for standard input') },
  options: {
    rules: list('--rules <dir>', 'Sigma rules of your own beside ours'),
    placeholders: text('--placeholders <file>', 'values for the %names% in rules that expand them: YAML or JSON'),
    isBare: flag('--no-builtin', 'switch off everything of ours that can raise a finding'),
    isPerEvent: flag('--per-event', 'one line for each rule and event that matched'),
    suppress: list('--suppress <file>', 'what is known to be innocent: YAML, each entry with a reason and an expiry'),
    intel: list('--intel <path>', 'addresses, names and ports of miners: a list, or a folder of lists'),
    timezone: zone('--timezone <zone>', 'of clocks that name none, such as America/New_York'),
    output: choice('-o, --output <format>', 'form of the findings', formats),
    failOn: optionalChoice('--fail-on <level>', 'exit with 3 when a finding is this grave or graver', levels),
  },
  run: async ({ arguments: { paths }, options }, context) => {
    const { readIntel } = await import('../../app/read-intel.ts');
    const { readSuppressions } = await import('../../app/read-suppressions.ts');
    const { runHunt } = await import('../../app/run-hunt.ts');
    const { knowledge } = await import('../../registry/knowledge.ts');
    const { readOwnRules } = await import('../../registry/rules.ts');
    const started = performance.now();
    const rules = { folders: options.rules, placeholders: options.placeholders };
    const { cwd, workspace, stdin, signal, progress } = context;
    const suppressions = await readSuppressions(options.suppress, cwd);
    const intel = await readIntel(options.intel, cwd);
    noteIntel(intel, progress);
    return runHunt(
      {
        logs: { paths, cwd, stdin },
        rules: { ...rules, cwd, own: options.isBare ? [] : await readOwnRules() },
        suppressions,
        intel,
        knowledge,
        hasBaselines: !options.isBare,
        asOf: null,
        timezone: options.timezone,
        folder: workspace,
        isPerEvent: options.isPerEvent,
        now: new Date().toISOString(),
        signal,
        tell: progress,
      },
      async ({ accounting, earlierEvents, rules, refusedRules, suppressed, findings }) => {
        noteAccounting(accounting, { progress, earlierEvents, elapsedMs: performance.now() - started });
        for (const { message } of refusedRules) progress.note(`  rule refused: ${message}`);
        if (rules.length === 0) progress.note('  no rule was asked: --rules names a folder of them');
        const { width } = context.terminal;
        noteSuppressed(suppressed, suppressions, { progress, width });
        const counts: RuleCounts = new Map();
        const told = untilUnread(countingRules(findings, counts), context);
        if (options.output === 'table') await printTable(told, context);
        else {
          const { findingForms } = await import('../../app/finding-forms.ts');
          const byUid = new Map(rules.map((rule) => [rule.uid, rule]));
          const about = { version: packageVersion(), rules: byUid, sources: knowledge.sources };
          await findingForms[options.output](told, context.output, about);
        }
        if (!context.output.isClosed()) noteRules(counts, { progress, width });
        if (options.failOn !== null && isAsGrave(counts, options.failOn)) return 3;
        return statusFor(accounting, context);
      },
    );
  },
});

/** Stops once nobody reads the output any more. */
async function* untilUnread(findings: AsyncIterable<Finding>, { output }: Context): AsyncGenerator<Finding> {
  for await (const finding of findings) {
    yield finding;
    if (output.isClosed()) return;
  }
}

/** More than this is for a program to read: the table then says how many there are. */
const tableRows = 200;

async function printTable(findings: AsyncIterable<Finding>, { output, terminal, progress }: Context): Promise<void> {
  const shown: Finding[] = [];
  let total = 0;
  for await (const finding of findings) {
    total += 1;
    if (shown.length < tableRows) shown.push(finding);
  }
  if (total === 0) return;
  await output.line(findingTable(shown, terminal));
  progress.note(
    `  beewolf evidence ${shown[0]?.finding_uid.slice(0, uidLength) ?? ''} shows what the first of them rests on`,
  );
  if (total > shown.length) progress.note(`  ${total - shown.length} more; -o jsonl prints all ${total}`);
}
