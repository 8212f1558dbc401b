import type { CheckedRules } from '../../app/check-rules.ts';
import { askedRules } from '../asked-rules.ts';
import type { Context } from '../command.ts';
import { defineCommand } from '../command.ts';
import { choice, rest, text } from '../options.ts';
import { paintedCell } from '../terminal.ts';

export const rulesCheck = defineCommand({
  name: 'rules check',
  summary: 'whether rules can be used, why not, and what is odd about them',
  details: `
Without DIR our own rules are checked. Every rule is compiled and shown to the engine, and looked
through for what its author did not mean: fields that no record has, clauses that can never hold,
searches that no condition asks for, rules that stand twice, missing metadata. What is found is
named by file and line. Refused rules and errors make the exit status 1, warnings do not.

  beewolf rules check ./sigma`,
  arguments: { folders: rest('dir', 'folders or files of Sigma rules') },
  options: {
    placeholders: text('--placeholders <file>', 'values for the %names% in rules that expand them: YAML or JSON'),
    output: choice('-o, --output <format>', 'form of the answer', ['table', 'json']),
  },
  run: async ({ arguments: { folders }, options }, context) => {
    const checked = await askedRules({ folders, placeholders: options.placeholders }, context);
    const { rules, refused, problems } = checked;
    const unserved = rules.filter(({ sources }) => sources.length === 0).length;
    const told = refused.map(({ message, ...rule }) => ({ ...rule, reason: reasonOf(message, rule.path) }));
    if (options.output === 'json') {
      await context.output.json({
        usable: rules.length,
        without_source: unserved,
        refused: told.map(({ path, line, document, code, reason, hint }) => ({
          path,
          line,
          document,
          code,
          reason,
          hint,
        })),
        problems: problems.map(({ path, line, document, severity, kind, message, hint }) => ({
          path,
          line,
          document,
          severity,
          kind,
          reason: message,
          hint,
        })),
      });
    } else {
      const noticed = problems.map(({ message, ...rest }) => ({ ...rest, reason: message }));
      await tell([...told.map((one) => ({ ...one, severity: 'refused' as const })), ...noticed], context);
    }
    context.progress.note(summaryOf(checked, unserved));
    return refused.length > 0 || problems.some(({ severity }) => severity === 'error') ? 1 : 0;
  },
});

interface Told {
  readonly path: string;
  readonly line: number;
  readonly severity: 'refused' | 'error' | 'warning';
  readonly reason: string;
  readonly hint: string | null;
}

/** A line each, as compilers write them, so that an editor leads to the place. */
async function tell(all: readonly Told[], { output, terminal: { colours } }: Context): Promise<void> {
  const ordered = all.toSorted((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
  for (const { path, line, severity, reason, hint } of ordered) {
    const paint = severity === 'warning' ? colours.yellow : colours.red;
    const word = severity === 'refused' ? '' : `${severity}: `;
    await output.line(`${paintedCell(`${path}:${line}`)}: ${paintedCell({ text: word + reason, paint })}`);
    if (hint !== null) await output.line(`  ${paintedCell({ text: hint, paint: colours.dim })}`);
  }
}

function summaryOf({ rules, refused, problems }: CheckedRules, unserved: number): string {
  const count = (severity: 'error' | 'warning'): readonly string[] => {
    const number = problems.filter((problem) => problem.severity === severity).length;
    return number === 0 ? [] : [`${number} ${severity}${number === 1 ? '' : 's'}`];
  };
  const parts = [
    `${rules.length} usable`,
    `${refused.length} refused`,
    ...count('error'),
    ...count('warning'),
    `${unserved} of the usable without a source here`,
  ];
  return `  ${parts.join(' · ')}`;
}

/** Messages begin with their place, which stands on its own here. */
function reasonOf(message: string, path: string): string {
  return message.startsWith(path) ? message.slice(path.length).replace(/^(?::\d+)?:\s*/, '') : message;
}
