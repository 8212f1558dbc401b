import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project-copy.ts';

/** Records of many kinds of trouble: what our own rules fire on, a line each. */
export function troubleLines(): string {
  const rules = join(projectRoot, 'rules/aws');
  return readdirSync(rules)
    .toSorted()
    .map((name) => readFileSync(join(rules, name, 'malicious.ndjson'), 'utf8'))
    .join('');
}
