import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project-copy.ts';

/** Records of many kinds of trouble: what every fourth rule of ours fires on, so that a table can show all findings. */
export function troubleLines(): string {
  const rules = join(projectRoot, 'rules/aws');
  return readdirSync(rules)
    .toSorted()
    .filter((_, index) => index % 4 === 3)
    .map((name) => readFileSync(join(rules, name, 'malicious.ndjson'), 'utf8'))
    .join('');
}
