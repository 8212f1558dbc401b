import type { Investigation } from '../../app/run-investigate.ts';
import type { Context } from '../command.ts';
import { defineCommand } from '../command.ts';
import { counted } from '../counted.ts';
import { choice, flag, list, moment, rest, text, zone } from '../options.ts';
import { packageVersion } from '../resources.ts';
import { noteAccounting, statusFor } from '../tell-accounting.ts';
import { noteExplained } from '../tell-explained.ts';
import { noteIntel } from '../tell-intel.ts';
import { noteSuppressed } from '../tell-suppressed.ts';
import { noteUnmatched } from '../tell-unmatched.ts';
import { incidentLines } from '../tell-incidents.ts';

export const investigate = defineCommand({
  name: 'investigate',
  summary: 'turn logs into incidents: who, from where, how far, what still runs',
  details: `
Writes a folder for each incident with report.html, report.md, incident.json, plan.json (a draft:
nothing is applied), timeline.csv, indicators.csv, blocklists, tickets and the records it cites, and
summary.json beside them.

  beewolf investigate ./logs
  beewolf investigate ./logs --identity AKIAIOSFODNN7EXAMPLE --as-of 2026-03-04T12:00:00Z`,
  arguments: { paths: rest('path', 'logs: files, folders, globs, - for standard input') },
  options: {
    identities: list('--identity <id>', 'follow this key, ARN, user, role, session name or address'),
    since: moment(
      '--since <time>',
      'findings before begin no incident; each is told whole; a date: from its start',
      'start',
    ),
    until: moment('--until <time>', 'findings after begin no incident; each is told whole; a date: to its end', 'end'),
    asOf: moment('--as-of <time>', 'the clock of the case, a date its end; by default the newest event', 'end'),
    timezone: zone('--timezone <zone>', 'of clocks that name none, such as America/New_York'),
    reportZone: zone('--report-zone <zone>', 'whose local times reports tell beside UTC'),
    notes: text('--notes <file>', 'what people add to an incident: analyst, ticket, verdicts, closing: YAML'),
    prices: text('--prices <file>', 'prices of your own, in USD, before those that are listed'),
    rules: list('--rules <dir>', 'Sigma rules of your own beside ours'),
    placeholders: text('--placeholders <file>', 'values for the %names% in rules that expand them: YAML or JSON'),
    suppress: list('--suppress <file>', 'what is known to be innocent: YAML, each entry with a reason and an expiry'),
    intel: list('--intel <path>', 'addresses, names and ports of miners: a list, or a folder of lists'),
    ticket: text('--ticket <file>', 'project, issue type and other names of your tickets, for jira.json: YAML'),
    isDefanged: flag('--defang', 'write addresses in indicators.csv so that no program follows them'),
    out: text('--out <dir>', 'where to write; by default incidents/ in the workspace'),
    isForced: flag('--force', 'replace what an earlier run wrote there'),
    output: choice('-o, --output <format>', 'form of the summary', ['table', 'json']),
  },
  run: async ({ arguments: { paths }, options }, context) => {
    const { resolve } = await import('node:path');
    const { readIntel } = await import('../../app/read-intel.ts');
    const { checkedNotes } = await import('../../app/check-notes.ts');
    const { formulasOf } = await import('../../app/check-report.ts');
    const { prices } = await import('../../registry/prices.ts');
    const { products } = await import('../../registry/products.ts');
    const { readNotes } = await import('../../app/read-notes.ts');
    const { readSuppressions } = await import('../../app/read-suppressions.ts');
    const { readTicketSettings } = await import('../../app/read-ticket-settings.ts');
    const { runInvestigate } = await import('../../app/run-investigate.ts');
    const { knowledge } = await import('../../registry/knowledge.ts');
    const { readOwnRules } = await import('../../registry/rules.ts');
    const started = performance.now();
    const now = new Date().toISOString();
    const { cwd, workspace, stdin, signal, progress, output } = context;
    const suppressions = await readSuppressions(options.suppress, cwd);
    const intel = await readIntel(options.intel, cwd);
    const ticket = await readTicketSettings(options.ticket, cwd);
    noteIntel(intel, progress);
    const investigation = await runInvestigate({
      logs: { paths, cwd, stdin },
      rules: { folders: options.rules, placeholders: options.placeholders, cwd, own: await readOwnRules() },
      suppressions,
      intel,
      knowledge,
      hasBaselines: true,
      folder: workspace,
      now,
      signal,
      tell: progress,
      identities: options.identities,
      since: options.since,
      until: options.until,
      asOf: options.asOf,
      timezone: options.timezone,
      ownPrices: options.prices,
      notes: await readNotes(options.notes, cwd),
      noteConflicts: checkedNotes(formulasOf({ prices, products })),
      reportZone: options.reportZone === 'UTC' ? null : options.reportZone,
      ticket,
      isDefanged: options.isDefanged,
      out: options.out === null ? null : resolve(cwd, options.out),
      isForced: options.isForced,
      tool: { version: packageVersion(), node: process.versions.node, started_at: now },
    });
    const { summary, earlierEvents, refusedRules, unknownIdentities } = investigation;
    noteAccounting(summary, { progress, earlierEvents, elapsedMs: performance.now() - started });
    for (const { message } of refusedRules) progress.note(`  rule refused: ${message}`);
    noteExplained(summary.explained ?? [], { progress, width: context.terminal.width });
    noteUnmatched(summary.unmatched_alerts, { progress, width: context.terminal.width });
    noteSuppressed(summary.suppressed ?? [], suppressions, { progress, width: context.terminal.width });
    for (const { identity, near } of unknownIdentities)
      progress.note(`  ${identity} does not occur${near.length > 0 ? `; near it: ${near.join(', ')}` : ''}`);
    if (options.output === 'json') await output.json(summary);
    else await tell(investigation, context);
    return statusFor(summary, context);
  },
});

async function tell(
  {
    incidents,
    folder,
    summary,
    graveFindings,
  }: Pick<Investigation, 'incidents' | 'folder' | 'summary' | 'graveFindings'>,
  { output, terminal, progress, cwd }: Context,
): Promise<void> {
  if (incidents.length === 0) {
    const what = summary.explained === undefined ? 'nothing' : 'nothing else';
    progress.note(
      graveFindings > 0 && summary.explained === undefined
        ? `  no incident: ${counted(graveFindings, 'finding')} of medium severity or graver, but none that begins one, as an alert alone does not; beewolf hunt shows what was found`
        : `  no incident: ${what} of medium severity or graver was found in what could be seen`,
    );
    return;
  }
  for (const line of incidentLines({ incidents, folder }, terminal, cwd)) await output.line(line);
}
