import { AppError } from '../../model/errors.ts';
import { defineCommand } from '../command.ts';
import { factor, required, text } from '../options.ts';
import { resourcePath } from '../resources.ts';
import { labelled } from '../tell-incidents.ts';

export const simulate = defineCommand({
  name: 'simulate',
  summary: 'write synthetic logs: the ordinary life of an organisation, and an attack in it',
  details: `
SCENARIO is the name of one that comes with Beewolf, or a folder with a scenario.yaml. What is written is
synthetic: DIR/logs as providers and machines would store them, and DIR/truth.json, what really happened. The same
seed and scale write the same bytes. --scale makes more or less of the ordinary life, and leaves the attack
as it is.

  beewolf simulate aws-role-chain --out ./played
  beewolf investigate ./played/logs`,
  arguments: { scenario: required('scenario', 'the name of a scenario, or a folder that holds one') },
  options: {
    out: text('--out <dir>', 'where logs/ and truth.json are written'),
    seed: text('--seed <n>', 'another seed draws other people, ids and times', 'demo'),
    scale: factor('--scale <n>', 'how much ordinary life, as a factor', 1),
  },
  run: async ({ arguments: { scenario }, options: { out, seed, scale } }, { cwd, output, progress, terminal }) => {
    if (out === null) throw new AppError('usage.invalid', 'simulate needs --out <dir>, where the logs are written');
    const { existsSync, readdirSync } = await import('node:fs');
    const { join, relative, resolve } = await import('node:path');
    const { runSimulate } = await import('../../app/run-simulate.ts');
    const { machineRenders } = await import('../../registry/machine-renders.ts');
    const { simulations } = await import('../../registry/simulations.ts');
    const own = readdirSync(resourcePath('scenarios')).toSorted();
    const folder = own.includes(scenario) ? resourcePath(join('scenarios', scenario)) : resolve(cwd, scenario);
    if (!existsSync(join(folder, 'scenario.yaml')))
      throw new AppError('input.not-found', `there is no scenario called ${scenario}, and no such folder`, {
        hint: `those that come with Beewolf: ${own.join(', ')}`,
      });
    progress.show('  writing synthetic logs');
    const played = { clouds: simulations, renders: machineRenders, seed, scale };
    const written = runSimulate({ scenario: folder, out: resolve(cwd, out), ...played });
    progress.note(
      `  Synthetic: nobody was attacked. "${written.title}" was written as ${written.events} records in ${written.files} files.`,
    );
    for (const [label, path] of [
      ['logs', written.logs],
      ['truth', written.truthPath],
    ] as const) {
      for (const line of labelled(label, relative(cwd, path), terminal)) await output.line(line);
    }
    return 0;
  },
});
