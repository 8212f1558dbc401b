import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { incidentSchema, type Incident } from '../src/model/incident.ts';
import { summarySchema, type Summary } from '../src/model/summary.ts';
import { beewolf, temporaryFolder } from './cli/beewolf.ts';
import { violationsInText } from './contract.ts';

/** Lines by the name of their file. */
export type Files = Readonly<Record<string, readonly string[]>>;

export interface InvestigatedFiles {
  /** The text of each incident, in order of their ids. */
  readonly texts: readonly string[];
  readonly incidents: readonly Incident[];
  readonly summary: Summary;
}

/**
 * What is told of logs that come in these runs, by the command itself. Every incident is checked against the contract.
 * `rule` is the text of one beside our own.
 */
export async function investigatedFiles(
  name: string,
  runs: readonly Files[],
  rule?: string,
): Promise<InvestigatedFiles> {
  const folder = join(temporaryFolder(), name);
  const out = join(folder, 'out');
  const rules = rule === undefined ? [] : ['--rules', join(folder, 'rules')];
  if (rule !== undefined) {
    mkdirSync(join(folder, 'rules'), { recursive: true });
    writeFileSync(join(folder, 'rules', 'own.yml'), rule);
  }
  for (const [run, files] of runs.entries()) {
    const logs = join(folder, `logs-${run}`);
    mkdirSync(logs, { recursive: true });
    for (const [file, lines] of Object.entries(files)) writeFileSync(join(logs, file), `${lines.join('\n')}\n`);
    const ran = await beewolf(['investigate', logs, '-w', join(folder, 'case'), '--out', out, '--force', ...rules], {
      cwd: folder,
    });
    expect(ran.status, ran.stderr).toBe(0);
  }
  const texts = readdirSync(out)
    .filter((entry) => entry !== 'summary.json')
    .toSorted()
    .map((uid) => readFileSync(join(out, uid, 'incident.json'), 'utf8'));
  for (const text of texts) expect(violationsInText('incident', text)).toEqual([]);
  return {
    texts,
    incidents: texts.map((text) => incidentSchema.parse(JSON.parse(text))),
    summary: summarySchema.parse(JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'))),
  };
}
