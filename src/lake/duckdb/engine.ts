import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import type { Cell, Engine, Row } from '../engine.ts';

interface DuckDbOptions {
  /** Hard limit of the engine's own buffers, in MiB; what does not fit is spilled to `tempDirectory`. */
  readonly memoryMiB: number;
  readonly threads: number;
  readonly tempDirectory: string;
}

/** Opens an embedded engine in memory; it can read no extension and no network. */
export async function openDuckDb(options: DuckDbOptions): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${options.memoryMiB}MiB`,
    threads: String(options.threads),
    temp_directory: options.tempDirectory,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  });
  const connection = await instance.connect();
  await connection.run(`SET TimeZone = 'UTC'`);
  return {
    run: async (sql) => void (await connection.run(sql)),
    rows: (sql) => readRows(connection, sql),
    close: async () => {
      connection.disconnectSync();
      instance.closeSync();
    },
  };
}

async function readRows(connection: DuckDBConnection, sql: string): Promise<readonly Row[]> {
  const reader = await connection.runAndReadAll(sql);
  const names = reader.deduplicatedColumnNames();
  return reader.getRowsJS().map((row) =>
    Object.fromEntries(names.map((name, column) => [name, cellOf(row[column] as DuckDBValue | Date)])),
  );
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(cellOf);
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cellOf(item)]));
  }
  return value as Cell;
}
