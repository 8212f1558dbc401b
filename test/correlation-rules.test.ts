import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { ownAttackVersion } from '../src/detect/sigma/metadata.ts';
import { readOwnRules } from '../src/registry/rules.ts';
import { oracleFindings, type OracleCorrelation, type OracleEvent } from './oracle/correlation.ts';
import { oracleMatches } from './oracle/sigma.ts';
import { weakened } from './rule-clauses.ts';
import { readTwins, type TwinRecord } from './twin-records.ts';
import { hasTestData, readTestData } from './test-data.ts';

const seconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const timespan = z.string().transform((text) => {
  const [, count, unit] = z
    .tuple([z.string(), z.string(), z.enum(['s', 'm', 'h', 'd'])])
    .parse(/^(\d+)(.)$/.exec(text));
  return Number(count) * seconds[unit];
});
const correlationSchema = z.object({
  name: z.string(),
  correlation: z.object({
    type: z.enum(['event_count', 'value_count', 'temporal', 'temporal_ordered', 'value_sum']),
    rules: z.array(z.string()),
    'group-by': z.array(z.string()),
    timespan,
    aliases: z.record(z.string(), z.record(z.string(), z.string())).default({}),
    condition: z.object({ gte: z.number(), field: z.string().optional() }).optional(),
  }),
});
const ruleSchema = z.looseObject({ name: z.string(), detection: z.unknown() });
const recordSchema = z.looseObject({ eventID: z.string(), eventTime: z.string() });

/** The rules of one file: the first document is the correlation that speaks, the others feed it. */
interface Family {
  readonly correlations: readonly OracleCorrelation[];
  readonly rules: ReadonlyMap<string, unknown>;
}

const documents = (text: string): readonly unknown[] =>
  z.array(z.unknown()).parse(parseAllDocuments(text).map((one): unknown => one.toJS() as unknown));

const files = (await readOwnRules()).filter(({ text }) => /^correlation:/m.test(text));

function familyOf(text: string): Family {
  const all = documents(text);
  const correlations = all.flatMap((one) => {
    const found = correlationSchema.safeParse(one).data;
    if (found === undefined) return [];
    const { condition, ...rest } = found.correlation;
    const { field, gte = rest.rules.length } = condition ?? {};
    return [{ name: found.name, ...rest, condition: { gte, ...(field !== undefined && { field }) } }];
  });
  const rules = all.flatMap((one) => {
    const rule = ruleSchema.safeParse(one).data;
    return rule === undefined || !('detection' in rule) ? [] : [[rule.name, one] as const];
  });
  return { correlations, rules: new Map(rules) };
}

const twinsOf = await readTwins(files);

/** The values at a dotted path; arrays are looked through. */
function valuesAt(value: unknown, path: readonly string[]): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one: unknown) => valuesAt(one, path));
  const [key, ...rest] = path;
  if (key === undefined) return value === null ? [] : [typeof value === 'string' ? value : JSON.stringify(value)];
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? valuesAt((value as Readonly<Record<string, unknown>>)[key], rest)
    : [];
}

/** Uids of the records that the first correlation cites. */
function cited({ correlations, rules }: Family, given: readonly TwinRecord[]): ReadonlySet<string> {
  const named = correlations.flatMap((one) => [...one['group-by'], one.condition.field ?? []].flat());
  const aliased = correlations.flatMap(({ aliases }) => Object.values(aliases).flatMap(Object.values<string>));
  const paths = [...new Set([...named, ...aliased])];
  const events = given.map(({ uid, time, record }): OracleEvent => ({
    uid,
    time,
    rules: [...rules].flatMap(([name, rule]) => (oracleMatches(rule, record) ? [name] : [])),
    fields: Object.fromEntries(
      paths.flatMap((path) => {
        const values = valuesAt(record, path.split('.'));
        return values.length === 0 ? [] : [[path, values] as const];
      }),
    ),
  }));
  const byName = new Map(correlations.map((one) => [one.name, one]));
  const found = oracleFindings(correlations[0]?.name ?? '', { correlations: byName, events });
  return new Set([...found.values()].flat());
}

interface Twins {
  readonly malicious: readonly TwinRecord[];
  readonly benign: readonly TwinRecord[];
}

const isRight = (family: Family, { malicious, benign }: Twins): boolean =>
  cited(family, malicious).size === malicious.length && cited(family, benign).size === 0;

/** The family once for each piece of it, without that piece or with a figure moved. */
function weaker({ correlations, rules }: Family): readonly (readonly [string, Family])[] {
  const clauses = [...rules].flatMap(([name, rule]) =>
    weakened(rule).map(
      (less) => [`${name} ${less.without}`, { correlations, rules: new Map([...rules, [name, less.rule]]) }] as const,
    ),
  );
  const changed = correlations.flatMap((one, index) => {
    const put = (what: string, change: Partial<OracleCorrelation>): readonly (readonly [string, Family])[] => [
      [`${one.name} ${what}`, { rules, correlations: correlations.with(index, { ...one, ...change }) }],
    ];
    const { gte = 0 } = one.condition;
    return [
      ...put('with a lower bound', { condition: { ...one.condition, gte: gte - 1 } }),
      ...(one.type.startsWith('temporal')
        ? []
        : put('with a higher bound', { condition: { ...one.condition, gte: gte + 1 } })),
      ...put('with a longer timespan', { timespan: one.timespan * 2 }),
      ...one['group-by'].flatMap((field) =>
        put(`without its group by ${field}`, { 'group-by': one['group-by'].filter((other) => other !== field) }),
      ),
    ];
  });
  return [...clauses, ...changed];
}

describe.each(files)('$path', ({ path, text }) => {
  const family = familyOf(text);
  const twins = { malicious: twinsOf(path, 'malicious'), benign: twinsOf(path, 'benign') };

  test('says who wrote it, why, what is innocent and what to look at next', () => {
    expect(documents(text)[0]).toMatchObject({
      author: 'Beewolf',
      level: expect.any(String) as unknown,
      why: expect.stringMatching(/\w/) as unknown,
      falsepositives: expect.arrayContaining([expect.any(String)]) as unknown,
      next: expect.arrayContaining([expect.any(String)]) as unknown,
      tags: expect.arrayContaining([expect.stringMatching(/^attack\.t/)]) as unknown,
      attack_version: ownAttackVersion,
    });
  });

  test('cites every malicious record', () => {
    const all = twins.malicious.map(({ uid }) => uid);
    expect(new Set(all).size).toBe(all.length);
    expect([...cited(family, twins.malicious)].toSorted()).toEqual(all.toSorted());
  });

  test('stays silent on its benign twin', () => {
    expect([...cited(family, twins.benign)]).toEqual([]);
  });

  test('needs each of its clauses, bounds and groups', () => {
    const needless = weaker(family).filter(([, less]) => isRight(less, twins));
    expect(needless.map(([what]) => what)).toEqual([]);
  });
});

const stolen = 'cloudtrail/stratus/aws.credential-access.secretsmanager-retrieve-secrets.json';
test.skipIf(!hasTestData(stolen))('a recorded theft of secrets is seen (skipped without BEEWOLF_TEST_DATA)', () => {
  const file = files.find(({ path }) => path.includes('/secrets-read-in-numbers/'));
  const given = z
    .array(recordSchema)
    .parse(JSON.parse(readTestData(stolen)))
    .map((record) => ({ uid: record.eventID, time: Date.parse(record.eventTime), record }));
  expect(cited(familyOf(file?.text ?? ''), given).size).toBe(20);
});
