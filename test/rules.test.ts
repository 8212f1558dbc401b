import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { CompiledRule } from '../src/detect/sigma/compile.ts';
import { loadRules } from '../src/detect/sigma/load.ts';
import { ownAttackVersion } from '../src/detect/sigma/metadata.ts';
import { checkPredicates } from '../src/lake/duckdb/check-regexes.ts';
import { emitPredicate } from '../src/lake/duckdb/emit.ts';
import { openDuckDb } from '../src/lake/duckdb/engine.ts';
import type { Engine } from '../src/lake/engine.ts';
import { literal } from '../src/lake/sql.ts';
import { ownRulesFolder, readOwnRules } from '../src/registry/rules.ts';
import { oracleMatches } from './oracle/sigma.ts';
import { holds } from './oracle/predicate.ts';
import { weakened } from './rule-clauses.ts';

const files = await readOwnRules();
const { rules, refused } = loadRules(files, { resolve: (name) => ({ path: name.split('.') }) });
const packageFolder = dirname(ownRulesFolder());

function records(rulePath: string, twin: 'malicious' | 'benign'): readonly unknown[] {
  const text = readFileSync(join(packageFolder, dirname(rulePath), `${twin}.ndjson`), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}

/** One-based numbers of the records for which it is otherwise than it should be. */
const wrong = (found: readonly unknown[], isRight: (record: unknown) => boolean): readonly number[] =>
  found.flatMap((record, index) => (isRight(record) ? [] : [index + 1]));

describe('our rules', () => {
  test('all compile', () => {
    expect(refused).toEqual([]);
    expect(rules.length).toBe(files.length);
    expect(rules.length).toBeGreaterThanOrEqual(60);
  });

  test('stand in folders that hold a rule and its twins, and nothing else', () => {
    const folders = files.map(({ path }) => dirname(path));
    const odd = folders.filter(
      (folder) =>
        readdirSync(join(packageFolder, folder)).toSorted().join(' ') !== 'benign.ndjson malicious.ndjson rule.yml',
    );
    expect(odd).toEqual([]);
  });

  test('have titles of their own', () => {
    expect(new Set(rules.map(({ identity }) => identity.title)).size).toBe(rules.length);
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
    const engine = await openDuckDb({ memoryMiB: 512, threads: 2, tempDirectory: tmpdir() });
    try {
      expect(
        await checkPredicates(
          engine,
          rules.map(({ predicate }) => predicate),
        ),
      ).toEqual(rules.map(() => null));
      const answers = await Promise.all(
        rules.map(async (rule) => [rule.identity.path, await firing(engine, rule)] as const),
      );
      const expected = rules.map(
        ({ identity: { path } }) => [path, { malicious: records(path, 'malicious').length, benign: 0 }] as const,
      );
      expect(Object.fromEntries(answers)).toEqual(Object.fromEntries(expected));
    } finally {
      await engine.close();
    }
  });
});

/** How many records of each twin the rule's SQL finds. */
async function firing(engine: Engine, { identity: { path }, predicate }: CompiledRule): Promise<unknown> {
  const count = async (twin: 'malicious' | 'benign') => {
    const lines = `read_ndjson_objects(${literal(join(packageFolder, dirname(path), `${twin}.ndjson`))})`;
    const rows = await engine.rows(
      `SELECT count(*) AS n FROM (SELECT json AS raw FROM ${lines}) WHERE ${emitPredicate(predicate)}`,
    );
    return rows[0]?.['n'];
  };
  return { malicious: await count('malicious'), benign: await count('benign') };
}
