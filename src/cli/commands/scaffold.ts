import { defineCommand } from '../command.ts';
import { required, requiredChoice } from '../options.ts';

export const scaffold = defineCommand({
  name: 'new',
  summary: 'begin a rule or a source: its folder, with everything that it needs',
  details: `
beewolf new rule aws/key-used-from-new-country    makes rules/aws/key-used-from-new-country/
beewolf new source aws.vpcflow                    makes src/clouds/aws/sources/vpcflow/
Folders are made in the current one; what exists is never overwritten.`,
  arguments: {
    kind: requiredChoice('kind', 'what to begin', ['rule', 'source']),
    name: required('name', 'its name: <folder>/<rule> or <cloud>.<log>, in small letters and hyphens'),
  },
  options: {},
  run: async ({ arguments: { kind, name } }, { cwd, output, progress }) => {
    const { newRule, newSource, writeScaffold } = await import('../scaffolds.ts');
    const { sources } = await import('../../registry/sources.ts');
    const today = new Date().toISOString().slice(0, 10);
    const planned = kind === 'rule' ? newRule(name, sources, today) : newSource(name);
    for (const path of await writeScaffold(cwd, planned)) await output.line(path);
    for (const step of planned.next) progress.note(`next: ${step}`);
    return 0;
  },
});
