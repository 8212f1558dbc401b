import { DuckDBScalarFunction, VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import { hash } from 'node:crypto';
import { canonicalMembers } from '../canonical-json.ts';

/** Teaches the engine what it cannot do itself, or not within its memory; called only for the few rows that need it. */
export function registerFunctions(connection: DuckDBConnection): void {
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      // canonical_hash(json, key): SHA-256 of the canonical value of a key at the top of a JSON document, or NULL.
      name: 'canonical_hash',
      returnType: VARCHAR,
      parameterTypes: [VARCHAR, VARCHAR],
      mainFunction: (_info, input, output) => {
        const [texts, keys] = [input.getColumnVector(0), input.getColumnVector(1)];
        for (let row = 0; row < input.rowCount; row += 1) output.setItem(row, hashAt(texts.getItem(row), keys.getItem(row)));
        output.flush();
      },
    }),
  );
}

function hashAt(text: unknown, key: unknown): string | null {
  if (typeof text !== 'string' || typeof key !== 'string') return null;
  const [value] = canonicalMembers(text, [key]);
  return typeof value === 'string' ? hash('sha256', value) : null;
}
