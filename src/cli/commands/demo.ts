import { defineCommand } from '../command.ts';
import { packageVersion, resourcePath } from '../resources.ts';
import { noteAccounting } from '../tell-accounting.ts';
import { incidentLines, labelled } from '../tell-incidents.ts';

const scenarioName = 'oci-build-server';

export const demo = defineCommand({
  name: 'demo',
  summary: 'play a synthetic attack and investigate it, in .beewolf-demo/ of this folder',
  arguments: {},
  options: {},
  run: async (_, { cwd, signal, progress, output, terminal }) => {
    const { join, relative } = await import('node:path');
    const { runDemo } = await import('../../app/run-demo.ts');
    const { knowledge } = await import('../../registry/knowledge.ts');
    const { machineRenders } = await import('../../registry/machine-renders.ts');
    const { simulations } = await import('../../registry/simulations.ts');
    const { readOwnRules } = await import('../../registry/rules.ts');
    const started = performance.now();
    const now = new Date().toISOString();
    const folder = join(cwd, '.beewolf-demo');
    const { written, investigation } = await runDemo({
      scenario: resourcePath(`scenarios/${scenarioName}`),
      clouds: simulations,
      renders: machineRenders,
      rules: { folders: [], cwd, own: await readOwnRules() },
      knowledge,
      hasBaselines: true,
      folder,
      now,
      signal,
      tell: progress,
      tool: { version: packageVersion(), node: process.versions.node, started_at: now },
    });
    progress.note(
      `  Synthetic: nobody was attacked. "${written.title}" was written as ${written.events} records in ${written.files} files.`,
    );
    noteAccounting(investigation.summary, { progress, earlierEvents: 0, elapsedMs: performance.now() - started });
    for (const line of incidentLines(investigation, terminal, cwd)) await output.line(line);
    await output.line('');
    for (const [label, text] of [
      ['logs', relative(cwd, written.logs)],
      ['truth', relative(cwd, written.truthPath)],
      ['next', 'beewolf evidence <event uid> -w .beewolf-demo'],
    ] as const) {
      for (const line of labelled(label, text, terminal)) await output.line(line);
    }
    return 0;
  },
});
