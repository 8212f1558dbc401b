import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesOf } from '../src/app/write-incident.ts';
import { openPageSetter } from '../src/report/page-setter.ts';
import { largeIncident } from './large-incident.ts';

/** Writes every rendering of the large incident and says how long that took: what \`npm run bench -- --only reports\` measures. */
const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), 'beewolf-reports-'));
const incident = largeIncident();
const begun = performance.now();
const pages = openPageSetter();
const files = await filesOf(incident, { providerCases: [] }, pages);
await pages.close();
for (const [name, content] of Object.entries(files))
  if (!name.includes('/')) writeFileSync(join(folder, name), content);
const seconds = (performance.now() - begun) / 1000;
const sizes = Object.entries(files).map(([name, content]) => [name, content.length] as const);
if (process.argv[2] === undefined) rmSync(folder, { recursive: true });
process.stdout.write(`${JSON.stringify({ seconds, sizes: Object.fromEntries(sizes) })}\n`);
