import { openDuckDb } from '../lake/duckdb/engine.ts';

/** Opens the embedded engine, asks it one question and closes it; answers with its version, throws what it throws. */
export async function checkEngine(tempDirectory: string): Promise<string> {
  const engine = await openDuckDb({ memoryMiB: 64, threads: 1, tempDirectory });
  try {
    const [row] = await engine.rows(`SELECT version() AS version, sum(n)::INTEGER AS total FROM range(10) t(n)`);
    const { version, total } = row ?? {};
    if (typeof version !== 'string' || total !== 45) throw new Error(`the engine answers ${JSON.stringify(row)}`);
    return version;
  } finally {
    await engine.close();
  }
}
