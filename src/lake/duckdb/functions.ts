import { DuckDBScalarFunction, VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import { hash } from 'node:crypto';
import { camelAt, canonicalAt } from '../canonical-json.ts';
import { addressDigits } from './emit-address.ts';

/** Teaches the engine what it cannot do itself, or not within its memory; called only for the few rows that need it. */
export function registerFunctions(connection: DuckDBConnection): void {
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      // documents_hash(json, paths): of what stands at a list of paths, as JSON text, whatever the order of keys and the white space.
      name: 'documents_hash',
      returnType: VARCHAR,
      parameterTypes: [VARCHAR, VARCHAR],
      mainFunction: (_info, input, output) => {
        const texts = input.getColumnVector(0);
        const paths = JSON.parse(String(input.getColumnVector(1).getItem(0))) as readonly (readonly string[])[];
        for (let row = 0; row < input.rowCount; row += 1) {
          const text = texts.getItem(row);
          output.setItem(
            row,
            typeof text === 'string' ? hash('sha256', JSON.stringify(canonicalAt(text, paths))) : null,
          );
        }
        output.flush();
      },
    }),
  );
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      // camel_at(json, paths): with the keys of the objects at a list of paths, as JSON text, in camel case.
      name: 'camel_at',
      returnType: VARCHAR,
      parameterTypes: [VARCHAR, VARCHAR],
      mainFunction: (_info, input, output) => {
        const texts = input.getColumnVector(0);
        const paths = JSON.parse(String(input.getColumnVector(1).getItem(0))) as readonly (readonly string[])[];
        for (let row = 0; row < input.rowCount; row += 1) {
          const text = texts.getItem(row);
          output.setItem(row, typeof text === 'string' ? camelAt(text, paths) : null);
        }
        output.flush();
      },
    }),
  );
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      // address_digits(text): the address in 32 hex digits, NULL for what is none. In SQL it takes 12 ms to plan.
      name: 'address_digits',
      returnType: VARCHAR,
      parameterTypes: [VARCHAR],
      mainFunction: (_info, input, output) => {
        const texts = input.getColumnVector(0);
        for (let row = 0; row < input.rowCount; row += 1) {
          const text = texts.getItem(row);
          output.setItem(row, typeof text === 'string' ? addressDigits(text) : null);
        }
        output.flush();
      },
    }),
  );
}
