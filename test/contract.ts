import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { accountingSchema } from '../src/model/summary.ts';
import { incidentSchema } from '../src/model/incident.ts';
import type { Published } from '../tools/generate-schemas.ts';
import { schemaUrl } from '../tools/generate-schemas.ts';

const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false });
const compiled = new Map<Published, ValidateFunction>();

/** What is wrong with an output against its published schema, a line each; empty where it keeps the contract. */
export function violations(name: Published, output: unknown): readonly string[] {
  const validate = validatorOf(name);
  const told = validate(output)
    ? []
    : (validate.errors ?? []).map((error) => `${name}${error.instancePath}: ${error.message ?? error.keyword}`);
  return told.length > 0 ? told : beyondSchema(name, output);
}

/** The same for the text of a file; a finding file may hold many lines. */
export function violationsInText(name: Published, text: string): readonly string[] {
  if (name !== 'finding') return violations(name, JSON.parse(text));
  return text
    .split('\n')
    .flatMap((line, index) =>
      line === '' ? [] : violations(name, JSON.parse(line)).map((told) => `line ${index + 1}: ${told}`),
    );
}

// What JSON Schema cannot say: sums that must add up, a level that follows from its score.
function beyondSchema(name: Published, output: unknown): readonly string[] {
  if (name === 'incident') return issues(incidentSchema.safeParse(output));
  if (name !== 'summary') return [];
  const { objects, records } = output as { objects: unknown; records: unknown };
  return [
    ...issues(accountingSchema.objects.safeParse(objects)),
    ...issues(accountingSchema.records.safeParse(records)),
  ];
}

function issues(
  result:
    | ReturnType<typeof incidentSchema.safeParse>
    | ReturnType<(typeof accountingSchema)['objects' | 'records']['safeParse']>,
): readonly string[] {
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('/')}: ${message}`);
}

function validatorOf(name: Published): ValidateFunction {
  const known = compiled.get(name);
  if (known) return known;
  const validate = ajv.compile(JSON.parse(readFileSync(schemaUrl(name), 'utf8')));
  compiled.set(name, validate);
  return validate;
}
