/** Run by the bench as a process of its own: compiles a folder of rules as hunt does, and prints how long it took. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readRuleInput, readRules } from '../src/app/read-rules.ts';
import { openDuckDb } from '../src/lake/duckdb/engine.ts';

export const compiledSchema = z.object({ rules: z.int(), refused: z.int(), seconds: z.number() });

if (import.meta.main) {
  const [rules = '', kept = ''] = parseArgs({ allowPositionals: true }).positionals;
  process.stdout.write(`${JSON.stringify(await compile(rules, kept))}\n`);
}

/** From files to rules that can be asked, by the wall; starting Node and the engine is not in it. */
async function compile(folder: string, kept: string): Promise<z.infer<typeof compiledSchema>> {
  const tempDirectory = mkdtempSync(join(tmpdir(), 'beewolf-compile-'));
  const engine = await openDuckDb({ memoryMiB: 400, threads: 1, tempDirectory });
  try {
    const started = performance.now();
    const inputs = { folders: [folder], cwd: process.cwd(), own: [] };
    const { rules, refused } = await readRules(await readRuleInput(inputs), { engine, kept });
    return { rules: rules.length, refused: refused.length, seconds: (performance.now() - started) / 1000 };
  } finally {
    await engine.close();
    rmSync(tempDirectory, { recursive: true, force: true });
  }
}
