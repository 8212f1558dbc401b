import { DuckDBScalarFunction, VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import { canonicalJson } from '../canonical-json.ts';

/** Teaches the engine what it cannot do itself; called only for the few rows that need it. */
export function registerFunctions(connection: DuckDBConnection): void {
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: 'canonical_json',
      returnType: VARCHAR,
      parameterTypes: [VARCHAR],
      mainFunction: (_info, input, output) => {
        const texts = input.getColumnVector(0);
        for (let row = 0; row < input.rowCount; row += 1) {
          const text = texts.getItem(row);
          output.setItem(row, typeof text === 'string' ? canonicalJson(text) : null);
        }
        output.flush();
      },
    }),
  );
}
