import type { CheckedRule } from '../../app/check-rules.ts';
import { askedRules } from '../asked-rules.ts';
import { defineCommand } from '../command.ts';
import { logsourceText } from '../logsource-text.ts';
import { choice, rest, text } from '../options.ts';
import { severityCell } from '../severity-cell.ts';
import { twoLineTable } from '../two-line-table.ts';

export const rulesList = defineCommand({
  name: 'rules list',
  summary: 'the rules that are hunted with',
  details: `
Without DIR these are ours. A rule with no source asks for logs that Beewolf cannot read yet.

  beewolf rules list
  beewolf rules list ./sigma -o json`,
  arguments: { folders: rest('dir', 'folders or files of Sigma rules') },
  options: {
    placeholders: text('--placeholders <file>', 'values for the %names% in rules that expand them: YAML or JSON'),
    output: choice('-o, --output <format>', 'form of the list', ['table', 'json']),
  },
  run: async ({ arguments: { folders }, options }, context) => {
    const { output, terminal, progress } = context;
    const { rules, refused } = await askedRules({ folders, placeholders: options.placeholders }, context);
    if (options.output === 'json') await output.json(rules.map(listed));
    else {
      const rows = rules.map(({ rule, sources }) => ({
        cells: [severityCell(rule.level, terminal.colours)],
        what: rule.title,
        uid: rule.uid,
        about: [
          sources.length > 0 ? sources.join(', ') : `no source for ${logsourceText(rule.logsource)}`,
          rule.techniques.map(({ id }) => id).join(' '),
          rule.author ?? '',
        ],
      }));
      await output.line(twoLineTable([{ title: 'level' }], rows, terminal));
    }
    if (refused.length > 0) progress.note(`  ${refused.length} refused; beewolf rules check says why`);
    return 0;
  },
});

function listed({ rule, sources }: CheckedRule): unknown {
  const { uid, level, title, logsource, author, techniques, origin, path, document } = rule;
  return {
    uid,
    level,
    title,
    logsource,
    sources,
    author,
    techniques: techniques.map(({ id }) => id),
    origin,
    path,
    document,
  };
}
