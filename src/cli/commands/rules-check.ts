import { askedRules } from '../asked-rules.ts';
import { defineCommand } from '../command.ts';
import { choice, rest, text } from '../options.ts';
import { paintedCell } from '../terminal.ts';

export const rulesCheck = defineCommand({
  name: 'rules check',
  summary: 'whether rules can be used, and why not',
  details: `
Without DIR our own rules are checked. Every rule is compiled and shown to the engine; one that is
refused is named by file and line, and the exit status is then 1.

  beewolf rules check ./sigma`,
  arguments: { folders: rest('dir', 'folders or files of Sigma rules') },
  options: {
    placeholders: text('--placeholders <file>', 'values for the %names% in rules that expand them: YAML or JSON'),
    output: choice('-o, --output <format>', 'form of the answer', ['table', 'json']),
  },
  run: async ({ arguments: { folders }, options }, context) => {
    const { output, terminal, progress } = context;
    const { rules, refused } = await askedRules({ folders, placeholders: options.placeholders }, context);
    const unserved = rules.filter(({ sources }) => sources.length === 0).length;
    if (options.output === 'json') {
      const told = refused.map(({ path, line, document, code, message, hint }) => ({
        path,
        line,
        document,
        code,
        reason: reasonOf(message, path),
        hint,
      }));
      await output.json({ usable: rules.length, without_source: unserved, refused: told });
    } else {
      for (const { path, line, message, hint } of refused) {
        await output.line(
          `${paintedCell(`${path}:${line}`)}: ${paintedCell({ text: reasonOf(message, path), paint: terminal.colours.red })}`,
        );
        if (hint !== null) await output.line(`  ${paintedCell({ text: hint, paint: terminal.colours.dim })}`);
      }
    }
    progress.note(
      `  ${rules.length} usable · ${refused.length} refused · ${unserved} of the usable without a source here`,
    );
    return refused.length > 0 ? 1 : 0;
  },
});

/** Messages begin with their place, which stands on its own here. */
function reasonOf(message: string, path: string): string {
  return message.startsWith(path) ? message.slice(path.length).replace(/^(?::\d+)?:\s*/, '') : message;
}
