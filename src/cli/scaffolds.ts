import { randomUUID } from 'node:crypto';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../model/errors.ts';
import type { Logsource } from '../model/rule.ts';
import { pathOfSign, type Expression, type Path, type Source } from '../model/source.ts';

/** Files to be made in a new folder, and what its author does next. */
export interface Scaffold {
  /** Relative to the caller's folder, `/` between its parts. */
  readonly folder: string;
  /** What must stand in the caller's folder for this one to make sense there. */
  readonly beside: string | null;
  /** Text by path inside the folder. */
  readonly files: Readonly<Record<string, string>>;
  readonly next: readonly string[];
}

const word = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Where the sources of a provider, sensor or platform lie. */
const families: Readonly<Record<string, readonly string[]>> = {
  clouds: ['aws', 'gcp', 'azure', 'oci'],
  hosts: ['linux', 'falco', 'osquery', 'crowdstrike', 'process-list'],
  platforms: ['k8s', 'dns', 'suricata', 'github'],
};

/** Those that write one log only: its source bears their name and lies in their folder. */
const singles: ReadonlySet<string> = new Set(['falco', 'osquery', 'crowdstrike', 'process-list', 'dns', 'suricata']);

/**
 * A rule that already fires on its malicious record and stays silent on its benign one, for its
 * author to change. `name` is `<folder>/<rule>`; the folder is the first word of a source's id, or `host`;
 * `today` is a date as 2026-01-31.
 */
export function newRule(name: string, sources: readonly Source[], today: string): Scaffold {
  const [folder = '', rule = '', ...more] = name.split('/');
  if (!word.test(folder) || !word.test(rule) || more.length > 0) {
    throw new AppError('usage.invalid', `a rule is named <folder>/<rule> in small letters and hyphens, not ${name}`);
  }
  const shared = families[`${folder}s`] ?? [];
  const source =
    sources.find(({ id }) => id === folder || id.startsWith(`${folder}.`)) ??
    // A rule for all machines begins with a record of one of their sensors.
    sources.find(({ id, lines }) => lines === undefined && shared.includes(id.split('.')[0] ?? ''));
  if (source === undefined) {
    const folders = [...new Set(sources.map(({ id }) => id.split('.')[0]))];
    throw new AppError('usage.invalid', `no source of ${folder} is known, only of ${folders.join(', ')}`);
  }
  const field = fieldName(source, pathOf(source.columns.operation) ?? []);
  // Without conditions where there is one: a sample would hardly meet them.
  const logsource = source.sigma.find(({ when }) => when === undefined) ?? source.sigma[0] ?? {};
  return {
    folder: `rules/${folder}/${rule}`,
    beside: null,
    files: {
      'rule.yml': ruleText(titleOf(rule), today, { logsource, field }),
      'malicious.ndjson': `${JSON.stringify(sampleRecord(source, 'ExampleOperation'))}\n`,
      'benign.ndjson': `${JSON.stringify(sampleRecord(source, 'OtherOperation'))}\n`,
    },
    next: [`edit the three files, then: beewolf rules check rules/${folder}/${rule}`, 'docs/guides/add-a-rule.md'],
  };
}

/** What a rule calls what stands at a path. */
function fieldName({ sigmaFields = {} }: Source, path: Path): string {
  const same = Object.entries(sigmaFields).find(([, place]) => JSON.stringify(place) === JSON.stringify(path));
  return same?.[0] ?? path.join('.');
}

function ruleText(
  title: string,
  today: string,
  asked: { readonly logsource: Logsource; readonly field: string },
): string {
  const { product, service, category } = asked.logsource;
  const logsource = Object.entries({ product, service, category }).filter(([, value]) => value !== undefined);
  return `title: ${title}
id: ${randomUUID()}
status: experimental
description: What the record shows, in a sentence.
why: >-
  Why somebody does this, and what it costs the one it is done to.
references:
  - https://example.com/the-source-of-this-knowledge
author: Beewolf
license: Apache-2.0
date: ${today}
tags:
  - attack.t1496.001
attack_version: '19.1'
logsource:
${logsource.map(([key, value]) => `  ${key}: ${value}`).join('\n')}
detection:
  selection:
    ${asked.field}: ExampleOperation
  condition: selection
falsepositives:
  - What is innocent and looks the same; see the benign twin.
next:
  - What does an analyst look at next?
level: medium
`;
}

/** A record that the source recognises and maps, with made-up values. */
function sampleRecord(source: Source, operation: string): unknown {
  const record: Record<string, unknown> = {};
  const put = (expression: Expression | undefined, value: string): void => {
    const path = pathOf(expression);
    if (path !== null) setAt(record, path, value);
  };
  put(source.uid, randomUUID());
  put(source.columns.time, '2026-01-02T03:04:05Z');
  put(source.columns.operation, operation);
  put(source.columns.account, '123456789012');
  put(source.columns.source_ip, '192.0.2.10');
  put(source.columns.user_agent, 'example/1.0');
  for (const sign of source.recognise[0] ?? []) setAt(record, pathOfSign(sign), 'example');
  return record;
}

/** The first place in the record that an expression looks at, or null where it looks at none. */
function pathOf(expression: Expression | undefined): Path | null {
  if (expression === undefined || expression.make === 'constant') return null;
  if (expression.make === 'at' || expression.make === 'by') return expression.path;
  const inner = 'make' in expression.of ? [expression.of] : expression.of;
  return inner.map(pathOf).find((path) => path !== null) ?? null;
}

function setAt(record: Record<string, unknown>, path: Path, value: string): void {
  const [key = '', ...deeper] = path;
  if (deeper.length === 0) {
    record[key] ??= value;
    return;
  }
  const inner = record[key] ?? {};
  record[key] = inner;
  if (isRecord(inner)) setAt(inner, deeper, value);
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** A source that maps the few columns every log has. `name` is its id, such as `aws.cloudtrail` or `falco`. */
export function newSource(name: string): Scaffold {
  const [provider = '', log, ...more] = name.split('.');
  const family = Object.keys(families).find((key) => families[key]?.includes(provider));
  const isNamed = log === undefined ? singles.has(provider) : word.test(log) && !singles.has(provider);
  if (!isNamed || more.length > 0 || family === undefined) {
    const [alone, others] = [[...singles], Object.values(families).flat()].map((list) => list.join(', '));
    throw new AppError(
      'usage.invalid',
      `a source is named <where>.<log>, where one of ${others}, or ${alone} alone, not ${name}`,
    );
  }
  const folder = `src/${family}/${provider}${log === undefined ? '' : `/sources/${log}`}`;
  return {
    folder,
    beside: 'src/model/source.ts',
    files: {
      'source.ts': sourceText(name, folder),
      'fixtures/records.ndjson': `${JSON.stringify({ exampleId: 'e-1', exampleTime: '2026-01-02T03:04:05Z', exampleOperation: 'Create' })}\n`,
      'README.md': `# ${name}\n\nWhat this log is, who writes it, how late it arrives, where its format is documented.\n`,
    },
    next: [`add it to src/registry/sources.ts, the one line that is shared`, 'docs/guides/add-a-source.md'],
  };
}

function sourceText(id: string, folder: string): string {
  const [product = '', service] = id.split('.');
  const up = '../'.repeat(folder.split('/').length - 1);
  return `import { at, defineSource, instant } from '${up}model/source.ts';

/** https://example.com/where-the-provider-documents-it */
export const source = defineSource({
  id: '${id}',
  title: '${titleOf(service ?? product)}',
  recognise: [['exampleId', 'exampleTime', 'exampleOperation']],
  envelopes: [],
  uid: at('exampleId'),
  documents: [],
  columns: {
    time: instant('exampleTime'),
    operation: at('exampleOperation'),
  },
  facets: ['operation'],
  sigma: [{ product: '${product}'${service === undefined ? '' : `, service: '${service}'`} }],
});
`;
}

/** Makes the folder and its files, and answers with their paths; never touches what is there already. */
export async function writeScaffold(cwd: string, { folder, beside, files }: Scaffold): Promise<readonly string[]> {
  if (beside !== null && !(await isThere(join(cwd, beside)))) {
    throw new AppError('usage.invalid', `${folder} belongs into a clone of Beewolf, and this folder is none`);
  }
  const path = join(cwd, folder);
  if (await isThere(path))
    throw new AppError('output.exists', `${folder} exists already`, { hint: 'choose another name' });
  await mkdir(path, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text, { flag: 'wx' });
  }
  return Object.keys(files).map((name) => `${folder}/${name}`);
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

const titleOf = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');
