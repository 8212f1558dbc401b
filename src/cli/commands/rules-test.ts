import type { RuleTest } from '../../app/test-rules.ts';
import type { Context } from '../command.ts';
import { defineCommand } from '../command.ts';
import { choice, rest, text } from '../options.ts';
import { paintedCell, wrap } from '../terminal.ts';
import { inert } from '../../model/inert.ts';

export const rulesTest = defineCommand({
  name: 'rules test',
  summary: 'whether rules fire on their malicious records and on no benign one',
  details: `
A folder holds a rule and two logs, malicious.* and benign.*, in any form that hunt reads. Every
record of the first must match the rule, none of the second; where the rule is a correlation, they
are counted together. Without PATH our own rules are tested. The exit status is 1 when one fails.

  beewolf rules test ./my-rules
  beewolf rules test ./my-rules/gpu-launch/rule.yml -o json`,
  arguments: { paths: rest('path', 'folders of rules with their fixtures, or rule files') },
  options: {
    placeholders: text('--placeholders <file>', 'values for the %names% in rules that expand them: YAML or JSON'),
    output: choice('-o, --output <format>', 'form of the answer', ['table', 'json']),
  },
  run: async ({ arguments: { paths }, options }, context) => {
    const { tests, untested } = await run(paths, options.placeholders, context);
    const failed = tests.filter(({ failures }) => failures.length > 0);
    if (options.output === 'json') {
      await context.output.json({ tested: tests.length, failed: failed.length, untested, rules: tests });
    } else {
      for (const test of failed) await tell(test, context);
    }
    context.progress.note(summaryOf(tests, { failed: failed.length, untested }));
    return failed.length > 0 ? 1 : 0;
  },
});

async function run(
  paths: readonly string[],
  placeholders: string | null,
  { cwd, signal, progress }: Context,
): Promise<{ readonly tests: readonly RuleTest[]; readonly untested: number }> {
  const { dirname, resolve } = await import('node:path');
  const { AppError } = await import('../../model/errors.ts');
  const { placeholdersOf } = await import('../../app/read-rules.ts');
  const { findRuleFixtures } = await import('../../app/rule-fixtures.ts');
  const { testRules } = await import('../../app/test-rules.ts');
  const { knowledge } = await import('../../registry/knowledge.ts');
  const { ownRulesFolder } = await import('../../registry/rules.ts');
  const own = { path: ownRulesFolder(), shownFrom: dirname(ownRulesFolder()), origin: 'beewolf' };
  const asked = paths.map((path) => ({ path: resolve(cwd, path), shownFrom: cwd, origin: path }));
  const { fixtures, untested } = await findRuleFixtures(asked.length === 0 ? [own] : asked);
  if (fixtures.length === 0) {
    throw new AppError('input.not-found', `no rule with fixtures in ${paths.join(', ')}`, {
      hint: 'a rule is tested on malicious.* and benign.* beside it; beewolf new rule makes all three',
    });
  }
  progress.show(`  testing ${fixtures.length} rules`);
  const values = await placeholdersOf({ placeholders, cwd });
  return { tests: await testRules(fixtures, { knowledge, signal, placeholders: values }), untested };
}

/** More failures of one rule than this are for a program to read. */
const failuresShown = 6;
const indent = ' '.repeat('failed  '.length);

/** The rule, then what is wrong with it, a line each. */
async function tell({ folder, titles, failures }: RuleTest, { output, terminal }: Context): Promise<void> {
  const { colours, width } = terminal;
  const say = async (text: string): Promise<void> => {
    const [first = '', ...more] = wrap(inert(text), width - indent.length - 2);
    for (const line of [first, ...more.map((part) => `  ${part}`)]) await output.line(indent + line);
  };
  await output.line(`${paintedCell({ text: 'failed', paint: colours.red })}  ${inert(folder)}`);
  await say(titles.join(' / '));
  for (const { path, record, trouble } of failures.slice(0, failuresShown)) {
    const file = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
    const place = [...(file === folder ? [] : [file]), ...(record === null ? [] : [`record ${record}`])];
    await say([...place, trouble].join(' '));
  }
  const hidden = failures.length - failuresShown;
  if (hidden > 0) await say(`and ${hidden} more; -o json lists all`);
}

function summaryOf(
  tests: readonly RuleTest[],
  { failed, untested }: { readonly failed: number; readonly untested: number },
): string {
  const sum = (twin: 'malicious' | 'benign'): number => tests.reduce((total, { events }) => total + events[twin], 0);
  const parts = [
    `${tests.length} tested on ${sum('malicious')} malicious and ${sum('benign')} benign events`,
    `${failed} failed`,
    ...(untested > 0 ? [`${untested} without fixtures`] : []),
  ];
  return `  ${parts.join(' · ')}`;
}
