import { defineCommand } from '../command.ts';
import { logsourceText } from '../logsource-text.ts';
import { choice } from '../options.ts';

export const sources = defineCommand({
  name: 'sources',
  summary: 'the logs that can be read',
  arguments: {},
  options: { output: choice('-o, --output <format>', 'form of the list', ['table', 'json']) },
  run: async ({ options }, { output, terminal }) => {
    const { sources: known } = await import('../../registry/sources.ts');
    const listed = known.map(({ id, title, sigma }) => ({
      id,
      title,
      sigma: sigma.map(({ when: _, ...logsource }) => logsource),
    }));
    if (options.output === 'json') {
      await output.json(listed);
      return 0;
    }
    const rows = listed.map(({ id, title, sigma }) => [id, title, sigma.map(logsourceText).join(', ')]);
    const columns = [
      { title: 'source' },
      { title: 'what it is', wraps: true },
      { title: 'Sigma logsource', wraps: true },
    ];
    await output.line(terminal.table(columns, rows));
    return 0;
  },
});
