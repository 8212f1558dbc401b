import { Ajv2020 } from 'ajv/dist/2020.js';
import { pythonTool } from '../published/python-tool.ts';

/** What is wrong with an event, a line each. */
export type Validate = (event: unknown) => readonly string[];

const ask = pythonTool({
  name: 'ocsf-schemas',
  packages: ['ocsf-json-schema==1.2.0'],
  script: `
import json, sys
from ocsf_json_schema import get_ocsf_schema, OcsfJsonSchemaEmbedded
schemas = OcsfJsonSchemaEmbedded(get_ocsf_schema(version='1.8.0'))
json.dump([schemas.get_class_schema(one['name'], one['profiles']) for one in json.load(sys.stdin)], sys.stdout)
`,
});

/** The schema that OCSF 1.8.0 publishes for a class, as the PyPI package ocsf-json-schema ships it; null where it cannot be had. */
export function publishedClass(name: string, profiles: readonly string[]): Validate | null {
  if (ask === null) return null;
  const [schema] = ask([{ name, profiles }]) as readonly object[];
  const validate = new Ajv2020({ allErrors: true, strict: false }).compile(schema ?? false);
  return (event) =>
    validate(event) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
