import { hasCode } from '../model/errors.ts';
import type { Engine } from './engine.ts';

/** What a statement may have that does not fit into the usual limit; the process then peaks at about twice this. */
const roomyMiB = 2_048;

/**
 * An engine that gives a statement more memory, once and for the rest of the run, rather than fail: some
 * functions hold a few thousand whole records at a time, and records may be very long.
 */
export function roomyEngine(engine: Engine): Engine {
  const withRoom = async <Result>(attempt: () => Promise<Result>): Promise<Result> => {
    try {
      return await attempt();
    } catch (error) {
      if (!hasCode(error, 'engine.no-memory')) throw error;
      await engine.run(`SET memory_limit = '${roomyMiB}MiB'`);
      return attempt();
    }
  };
  return {
    ...engine,
    run: async (sql) => withRoom(async () => engine.run(sql)),
    runBeside: async (sql) => withRoom(async () => engine.runBeside(sql)),
    beside: async () => roomyEngine(await engine.beside()),
    rows: async (sql) => withRoom(async () => engine.rows(sql)),
  };
}
