import { pythonTool } from '../published/python-tool.ts';

/** A rule as a parser of Suricata's rules reads it. */
export interface ParsedRule {
  readonly sid: number;
  readonly action: string;
  readonly header: string;
  readonly options: readonly (readonly [string, string | null])[];
}

const ask = pythonTool({
  name: 'blocklist-parsers',
  packages: ['python-hcl2==8.1.4', 'suricataparser==1.0.0'],
  script: `
import hcl2, json, suricataparser, sys
def read(name, text):
    try:
        if name.endswith('.tf'):
            return {'blocks': json.loads(json.dumps(hcl2.loads(text), default=str))}
        lines = [line for line in text.split('\\n') if line]
        rules = [suricataparser.parse_rule(line) for line in lines]
        return {'rules': [None if rule is None else
            {'sid': rule.sid, 'action': rule.action, 'header': rule.header,
             'options': [[one.name, None if one.value is None else str(one.value)] for one in rule.options]}
            for rule in rules]}
    except Exception as error:
        return {'error': repr(error)[:500]}
json.dump([read(name, text) for name, text in json.load(sys.stdin)], sys.stdout)
`,
});

export type Parsed =
  | { readonly error: string }
  | { readonly blocks: Readonly<Record<string, unknown>> }
  | { readonly rules: readonly (ParsedRule | null)[] };

/** Reads files of Terraform and of Suricata as programs of others do; null where these cannot be had. */
export const parseAll =
  ask === null
    ? null
    : (files: readonly (readonly [name: string, text: string])[]): readonly Parsed[] => ask(files) as readonly Parsed[];
