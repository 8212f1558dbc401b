import { defineCommand } from '../command.ts';
import { choice, required, text } from '../options.ts';

export const checkReport = defineCommand({
  name: 'check-report',
  summary: 'hold a report by any author to its evidence, to itself and to arithmetic',
  details: `
FILE is an incident report or a ticket: text, Markdown, HTML, .docx, or JSON of Jira; - for standard
input. The form is told by its content. Each statement in it is supported, contradicted, impossible
(by physics or economics, with the sum) or unsupported, and what contradicts itself is shown.
DIR is where investigate wrote: the incident that the report speaks of is chosen and named. Without
it the report is held against itself and against arithmetic. Reports are read in English.

  beewolf check-report report.docx --against .beewolf/incidents
  beewolf check-report ticket.json --against incidents/7c1e90a3f2b1 -o md`,
  arguments: {
    file: required('file', 'the report: text, Markdown, HTML, .docx or JSON of Jira; - for standard input'),
  },
  options: {
    against: text('--against <dir>', "investigate's folder, or one incident's in it"),
    output: choice('-o, --output <format>', 'form of the answer', ['text', 'md', 'json']),
  },
  run: async ({ arguments: { file }, options }, { cwd, stdin, output, terminal, progress }) => {
    const { runCheckReport } = await import('../../app/check-report.ts');
    const { prices } = await import('../../registry/prices.ts');
    const { products } = await import('../../registry/products.ts');
    const checked = await runCheckReport({ file, cwd, stdin, against: options.against, prices, products });
    for (const note of checked.notes) progress.note(`  ${note}`);
    if (options.output === 'json') await output.json(checked);
    else if (options.output === 'md') {
      const { checkedReportMarkdown } = await import('../checked-report-markdown.ts');
      await output.write(checkedReportMarkdown(checked));
    } else {
      const { checkedReportText } = await import('../checked-report-text.ts');
      await output.line(checkedReportText(checked, terminal));
    }
    return 0;
  },
});
