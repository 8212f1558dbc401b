import './allocator.ts';
import { DuckDBInstance, JSDuckDBValueConverter, type DuckDBConnection, type DuckDBDataChunk } from '@duckdb/node-api';
import { AppError } from '../../model/errors.ts';
import type { Cell, Engine, Row } from '../engine.ts';
import { registerFunctions } from './functions.ts';

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
    // The allocator gives memory back by itself (allocator.ts); asking it to after each release costs a tenth of an ingest.
    allocator_flush_threshold: '1GB',
    allocator_bulk_deallocation_flush_threshold: '1GB',
    // Rows that wait for their partition's file: by default half a million, which is a whole batch and more.
    partitioned_write_flush_threshold: '10240',
    // Files are read once or twice in a run, and the system caches them anyway.
    enable_external_file_cache: 'false',
  });
  const connection = await connect(instance);
  // What is registered for one connection holds for all.
  registerFunctions(connection);
  const shared: Shared = {
    instance,
    idle: [],
    busy: new Map(),
    connections: new Set([connection]),
    isInterrupted: false,
  };
  // The first statement of its own begins at once, however busy this thread is then.
  shared.idle.push(await another(shared));
  return engineOn(connection, shared, async () => {
    // What runs beside an error elsewhere is of no use any more.
    for (const each of shared.busy.keys()) each.interrupt();
    await Promise.allSettled(shared.busy.values());
    for (const each of shared.connections) each.disconnectSync();
    instance.closeSync();
  });
}

/** What all that ask one engine have in common. */
interface Shared {
  readonly instance: DuckDBInstance;
  readonly connections: Set<DuckDBConnection>;
  /** Connections for single statements. */
  readonly idle: DuckDBConnection[];
  readonly busy: Map<DuckDBConnection, Promise<unknown>>;
  isInterrupted: boolean;
}

function engineOn(connection: DuckDBConnection, shared: Shared, close: Engine['close']): Engine {
  // Whoever interrupts between two statements means the next one.
  const goOn = (): void => {
    if (shared.isInterrupted) throw new AppError('cancelled', 'interrupted');
  };
  return {
    run: async (sql) => {
      goOn();
      await connection.run(sql).catch(rethrow);
    },
    runBeside: async (sql) => {
      const own = shared.idle.pop() ?? (await another(shared));
      goOn();
      const running = own.run(sql);
      shared.busy.set(own, running);
      try {
        await running.catch(rethrow);
      } finally {
        shared.busy.delete(own);
        shared.idle.push(own);
      }
    },
    beside: async () => {
      const own = await another(shared);
      return engineOn(own, shared, async () => {
        shared.connections.delete(own);
        own.disconnectSync();
      });
    },
    rows: (sql) => readRows(connection, sql).catch(rethrow),
    stream: (sql) => streamRows(connection, sql),
    interrupt: () => {
      shared.isInterrupted = true;
      for (const each of shared.connections) each.interrupt();
    },
    close,
  };
}

async function another(shared: Shared): Promise<DuckDBConnection> {
  const own = await connect(shared.instance);
  shared.connections.add(own);
  return own;
}

async function connect(instance: DuckDBInstance): Promise<DuckDBConnection> {
  const connection = await instance.connect();
  await connection.run(`SET TimeZone = 'UTC'`);
  return connection;
}

/** The engine tells its errors apart only by how their text begins. */
function rethrow(cause: unknown): never {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (/no space left on device|disk quota|file too large/i.test(message)) {
    throw new AppError('workspace.full', 'the disk is full', {
      cause,
      hint: 'make room, or give another folder with --workspace',
    });
  }
  if (message.toUpperCase().startsWith('INTERRUPT')) throw new AppError('cancelled', 'interrupted', { cause });
  if (/^(Invalid Input|Conversion) Error/.test(message)) throw new AppError('engine.bad-data', message, { cause });
  if (message.startsWith('Out of Memory Error')) throw new AppError('engine.no-memory', message, { cause });
  throw new AppError('engine.failed', message, { cause });
}

async function readRows(connection: DuckDBConnection, sql: string): Promise<readonly Row[]> {
  const reader = await connection.runAndReadAll(sql);
  const names = reader.deduplicatedColumnNames();
  return reader.getRowsJS().map((row) => rowOf(names, row));
}

async function* streamRows(connection: DuckDBConnection, sql: string): AsyncGenerator<readonly Row[]> {
  const result = await connection.stream(sql).catch(rethrow);
  const names = result.deduplicatedColumnNames();
  try {
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk())
      for (let start = 0; start < chunk.rowCount; start += rowsAtOnce) yield rowsOf(names, chunk, start);
  } catch (error) {
    rethrow(error);
  }
}

/** Rows may hold long lists: thousands at once would be more garbage than all the rest of a run. */
const rowsAtOnce = 128;

function rowsOf(names: readonly string[], chunk: DuckDBDataChunk, start: number): readonly Row[] {
  const length = Math.min(rowsAtOnce, chunk.rowCount - start);
  return Array.from({ length }, (_, index) =>
    rowOf(names, chunk.convertRowValues(start + index, JSDuckDBValueConverter)),
  );
}

const rowOf = (names: readonly string[], row: readonly unknown[]): Row =>
  Object.fromEntries(names.map((name, column) => [name, cellOf(row[column])]));

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
