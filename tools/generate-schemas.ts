import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { checkReportSchema } from '../src/model/check-report.ts';
import { findingSchema } from '../src/model/finding.ts';
import { incidentSchema } from '../src/model/incident.ts';
import { planSchema } from '../src/model/plan.ts';
import { summarySchema } from '../src/model/summary.ts';

const folder = new URL('../docs/reference/', import.meta.url);

const published = {
  'check-report': { schema: checkReportSchema, title: 'check-report -o json' },
  finding: { schema: findingSchema, title: 'A line of hunt -o jsonl' },
  incident: { schema: incidentSchema, title: 'incident.json' },
  plan: { schema: planSchema, title: 'plan.json' },
  summary: { schema: summarySchema, title: 'summary.json' },
} as const;

export type Published = keyof typeof published;
export const publishedNames = Object.keys(published) as readonly Published[];

export const schemaUrl = (name: Published): URL => new URL(`${name}.schema.json`, folder);

/** The JSON Schema (draft 2020-12) of one output, as text: what docs/reference/ must hold. */
export function schemaText(name: Published): string {
  const { schema, title } = published[name];
  const { $schema, id: _own, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12' });
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
}

/** Writes what differs and returns the names of those files. */
export async function generateSchemas(): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const name of publishedNames) {
    const text = schemaText(name);
    if (text === (await readFile(schemaUrl(name), 'utf8').catch(() => null))) continue;
    await writeFile(schemaUrl(name), text);
    changed.push(name);
  }
  return changed;
}

if (import.meta.main) {
  for (const name of await generateSchemas()) console.error(`wrote docs/reference/${name}.schema.json`);
}
