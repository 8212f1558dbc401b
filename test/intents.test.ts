import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadRules } from '../src/detect/sigma/load.ts';
import { levels } from '../src/model/rule.ts';
import { readOwnRules } from '../src/registry/rules.ts';
import { holds } from './oracle/predicate.ts';
import { projectRoot } from './project-copy.ts';
import { hasTestData, readTestData, testDataIn } from './test-data.ts';

const labelled = 'labelled/AWS.CloudTrail.jsonl';
const stratus = 'cloudtrail/stratus';

const tableSchema = z.strictObject({
  claimed: z.record(z.string(), z.array(z.string()).min(1)),
  'not claimed': z.record(z.string(), z.string().min(1)),
  differences: z.array(z.strictObject({ rule: z.string(), name: z.string(), why: z.string().min(1) })),
  techniques: z.record(z.string(), z.array(z.string()).min(1)),
  quiet: z.array(z.strictObject({ rule: z.string(), name: z.string(), why: z.string().min(1) })),
});
const table = tableSchema.parse(parse(readFileSync(join(import.meta.dirname, 'intents.yml'), 'utf8')));

const loaded = loadRules(await readOwnRules(), { resolve: (name) => ({ path: name.split('.') }) });
const rules = loaded.rules.filter(
  ({ identity }) => identity.path.startsWith('rules/aws/') && !loaded.silent.has(identity.uid),
);
const folderOf = (path: string): string => path.split('/').at(-2) ?? '';
const levelOf = new Map(rules.map(({ identity }) => [folderOf(identity.path), identity.level]));
const isGrave = (folder: string): boolean =>
  levels.indexOf(levelOf.get(folder) ?? 'informational') >= levels.indexOf('medium');

/** Folders of our rules that fire on a record. */
const firing = (record: unknown): readonly string[] =>
  rules.filter(({ predicate }) => holds(predicate, record)).map(({ identity }) => folderOf(identity.path));

const keyOf = ({ rule, name }: { readonly rule: string; readonly name: string }): string => `${rule} · ${name}`;

describe('the table of intents', () => {
  test('names rules that exist', () => {
    const named = [...Object.values(table.claimed), ...Object.values(table.techniques)].flat();
    expect(named.filter((folder) => !levelOf.has(folder))).toEqual([]);
  });
});

/** Names of operations that are daily work, and of which a refusal shows no parameters. */
const ordinaryWhenRefused = new Set([
  'DeleteLogStream',
  'PutRetentionPolicy',
  'DeleteAlarms',
  'DisableAlarmActions',
  'UpdateClusterConfig',
]);
const recordSchema = z.looseObject({
  eventName: z.string(),
  eventSource: z.string(),
  errorCode: z.string().optional(),
});

const readTwin = (rulePath: string): readonly z.infer<typeof recordSchema>[] =>
  readFileSync(join(projectRoot, dirname(rulePath), 'malicious.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => recordSchema.parse(JSON.parse(line)));

describe('a refused attempt', () => {
  test('at blinding is of medium or more', () => {
    const blinding = rules.filter(
      ({ identity }) =>
        isGrave(folderOf(identity.path)) && identity.techniques.some(({ id }) => id.startsWith('T1685')),
    );
    const missed = blinding
      // A refusal to remove the quarantine names the quarantine in its message, which another rule reads.
      .filter(({ identity }) => folderOf(identity.path) !== 'quarantine-policy-removed')
      .flatMap(({ identity }) => readTwin(identity.path))
      .filter(({ eventName, errorCode }) => errorCode === undefined && !ordinaryWhenRefused.has(eventName))
      .map((record) => ({ ...record, errorCode: 'AccessDenied', responseElements: null }))
      .filter((record) => !firing(record).some(isGrave))
      .map(({ eventSource, eventName }) => `${eventSource} ${eventName}`);
    expect([...new Set(missed)]).toEqual([]);
    expect(blinding.length).toBeGreaterThan(15);
  });
});

const rowSchema = z.object({ rule: z.string(), name: z.string(), expected: z.boolean(), event: z.unknown() });

describe.skipIf(!hasTestData(labelled))('labelled CloudTrail (skipped without BEEWOLF_TEST_DATA)', () => {
  const rows = (hasTestData(labelled) ? readTestData(labelled).trim().split('\n') : []).map((line) =>
    rowSchema.parse(JSON.parse(line)),
  );

  test('speaks of intents each of which the table claims or declines', () => {
    const intents = [...new Set(rows.map(({ rule }) => rule))].toSorted();
    expect([...Object.keys(table.claimed), ...Object.keys(table['not claimed'])].toSorted()).toEqual(intents);
  });

  test('is judged as labelled where the table claims it, but for the differences that it explains', () => {
    const differing = rows.filter(({ rule, expected, event }) => {
      const answering = table.claimed[rule];
      return answering !== undefined && expected !== firing(event).some((folder) => answering.includes(folder));
    });
    expect(differing.map(keyOf).toSorted()).toEqual(table.differences.map(keyOf).toSorted());
  });
});

describe.skipIf(!hasTestData(stratus))('recorded techniques (skipped without BEEWOLF_TEST_DATA)', () => {
  test('each raise a finding of medium or more that names what was done', () => {
    const found = testDataIn(stratus).map((file) => {
      const records = z.array(z.unknown()).parse(JSON.parse(readTestData(`${stratus}/${file}`)));
      return [file.replace('.json', ''), [...new Set(records.flatMap(firing))].filter(isGrave).toSorted()] as const;
    });
    expect(Object.fromEntries(found)).toEqual(table.techniques);
  });
});

const ordinary = 'cloudtrail/c7n';
const envelope = z.object({ detail: z.unknown().optional() });

describe.skipIf(!hasTestData(ordinary))('recorded ordinary changes (skipped without BEEWOLF_TEST_DATA)', () => {
  test('raise at most five findings of medium or more, each of which the table explains', () => {
    const found = testDataIn(ordinary).flatMap((name) => {
      const given: unknown = JSON.parse(readTestData(`${ordinary}/${name}`));
      const folders = firing(envelope.parse(given).detail ?? given);
      return folders.filter(isGrave).map((rule) => ({ rule, name }));
    });
    expect(found.length).toBeLessThanOrEqual(5);
    expect(found.map(keyOf).toSorted()).toEqual(table.quiet.map(keyOf).toSorted());
  });
});
