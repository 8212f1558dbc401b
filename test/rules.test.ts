import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { findRuleFixtures } from '../src/app/rule-fixtures.ts';
import { testRules } from '../src/app/test-rules.ts';
import { loadRules } from '../src/detect/sigma/load.ts';
import { ownAttackVersion } from '../src/detect/sigma/metadata.ts';
import { knowledge } from '../src/registry/knowledge.ts';
import { ownRulesFolder, readOwnRules } from '../src/registry/rules.ts';
import { oracleMatches } from './oracle/sigma.ts';
import { holds } from './oracle/predicate.ts';
import { weakened } from './rule-clauses.ts';
import { readTwins, type Twin } from './twin-records.ts';

const files = await readOwnRules();
const {
  rules: all,
  correlations,
  silent,
  refused,
} = loadRules(files, { resolve: (name) => ({ path: name.split('.') }) });
/** Those that speak of single events; the others feed correlations and are tested with them. */
const rules = all.filter(({ identity }) => !silent.has(identity.uid));
const speaking = [...rules, ...correlations].filter(({ identity }) => !silent.has(identity.uid));
const packageFolder = dirname(ownRulesFolder());

const twins = await readTwins(files);
const records = (rulePath: string, twin: Twin): readonly unknown[] => twins(rulePath, twin).map(({ record }) => record);

/** One-based numbers of the records for which it is otherwise than it should be. */
const wrong = (found: readonly unknown[], isRight: (record: unknown) => boolean): readonly number[] =>
  found.flatMap((record, index) => (isRight(record) ? [] : [index + 1]));

describe('our rules', () => {
  test('all compile', () => {
    expect(refused).toEqual([]);
    expect(speaking.length).toBe(files.length);
    expect(rules.length).toBeGreaterThanOrEqual(60);
  });

  test('stand in folders that hold a rule and its twins, and nothing else', () => {
    const folders = files.map(({ path }) => dirname(path));
    const odd = folders.filter(
      (folder) =>
        !/^benign\.(\w+) malicious\.\1 rule\.yml$/.test(readdirSync(join(packageFolder, folder)).toSorted().join(' ')),
    );
    expect(odd).toEqual([]);
  });

  test('have titles of their own', () => {
    expect(new Set(speaking.map(({ identity }) => identity.title)).size).toBe(files.length);
  });
});

describe.each(rules.map((rule) => ({ path: rule.identity.path, rule })))('$path', ({ path, rule }) => {
  const document: unknown = parse(files.find((file) => file.path === path)?.text ?? '');
  const malicious = records(path, 'malicious');
  const benign = records(path, 'benign');

  test('says who wrote it, why, what is innocent and what to look at next', () => {
    expect(document).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/) as unknown,
      author: 'Beewolf',
      date: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) as unknown,
      level: expect.any(String) as unknown,
      why: expect.stringMatching(/\w/) as unknown,
      description: expect.stringMatching(/\w/) as unknown,
      falsepositives: expect.arrayContaining([expect.any(String)]) as unknown,
      next: expect.arrayContaining([expect.any(String)]) as unknown,
      references: expect.arrayContaining([expect.stringMatching(/^https:/)]) as unknown,
    });
    expect(rule.identity.techniques).not.toEqual([]);
    expect(rule.identity.techniques.map(({ attackVersion }) => attackVersion)).toEqual(
      rule.identity.techniques.map(() => ownAttackVersion),
    );
  });

  test('fires on every malicious record', () => {
    expect(malicious).not.toEqual([]);
    expect(wrong(malicious, (record) => holds(rule.predicate, record))).toEqual([]);
    expect(wrong(malicious, (record) => oracleMatches(document, record))).toEqual([]);
  });

  test('stays silent on its benign twin', () => {
    expect(benign).not.toEqual([]);
    expect(wrong(benign, (record) => !holds(rule.predicate, record))).toEqual([]);
    expect(wrong(benign, (record) => !oracleMatches(document, record))).toEqual([]);
  });

  test('needs each of its clauses', () => {
    const needless = weakened(document).filter(
      (weaker) =>
        malicious.every((record) => oracleMatches(weaker.rule, record)) &&
        !benign.some((record) => oracleMatches(weaker.rule, record)),
    );
    expect(needless.map(({ without }) => without)).toEqual([]);
  });
});

describe('the engine', () => {
  test('finds the malicious records of every rule among its twins, and no other', async () => {
    const place = { path: ownRulesFolder(), shownFrom: packageFolder, origin: 'beewolf' };
    const { fixtures, untested } = await findRuleFixtures([place]);
    const tests = await testRules(fixtures, { knowledge, signal: new AbortController().signal });
    expect(tests.flatMap(({ failures }) => failures)).toEqual([]);
    expect(untested).toBe(0);
    const expected = files.map(({ path }) => [
      dirname(path),
      { malicious: records(path, 'malicious').length, benign: records(path, 'benign').length },
    ]);
    expect(Object.fromEntries(tests.map(({ folder, events }) => [folder, events]))).toEqual(
      Object.fromEntries(expected),
    );
  });
});
