import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../lake/engine.ts';
import { inBounds } from '../lake/in-bounds.ts';
import type { Partition } from '../lake/manifest.ts';
import { identifier, literal } from '../lake/sql.ts';
import { eventColumns } from '../model/event.ts';
import type { Source } from '../model/source.ts';
import { keepCorrelated } from './correlations/keep-correlated.ts';
import { feedNeeds } from './correlations/feeds.ts';
import { hitSources } from './feed-sources.ts';
import { asColumns, noValue, valueColumns } from './field-values.ts';
import { askedSql, keptSql, matchInto, matchedColumns, placeOf, type AskedRule, type Keeping } from './kept-matches.ts';
import {
  dropStale,
  matchFileName,
  openPairs,
  readMatchIndex,
  writeMatchIndex,
  type MatchEntry,
  type OpenPairs,
} from './match-cache.ts';
import { ruleInSource } from './rule-in-source.ts';
import type { CompiledRule } from './sigma/compile.ts';
import { hashOfValue } from './sigma/hash-of-value.ts';
import type { Correlation } from './sigma/link.ts';
import { servedBy } from './sigma/logsource.ts';

export interface DetectOptions {
  readonly engine: Engine;
  readonly lake: string;
  readonly partitions: readonly Partition[];
  readonly sources: readonly Source[];
  readonly rules: readonly CompiledRule[];
  /** Of these rules; those that others name stand first. */
  readonly correlations?: readonly Correlation[];
  /** Uids of rules and correlations whose matches only feed correlations. */
  readonly silent?: ReadonlySet<string>;
  /** Folder of the cache of matches; a scratch folder on the same disk. */
  readonly matches: string;
  readonly scratch: string;
}

/**
 * Tries every rule on every event of the sources that it is written for, then every correlation on what
 * its rules matched. Leaves the view `matches(rule INTEGER, …matchedColumns)`, where `rule` counts the
 * rules given from 0 and correlations after them, a row for each event of each; and the view `correlated`
 * (correlations/keep-correlated.ts). What a rule found in a partition is kept, as neither ever changes; a
 * rule that matches very many events is asked again instead.
 */
export async function detect(options: DetectOptions): Promise<void> {
  const { engine, matches, rules, correlations = [], silent = new Set() } = options;
  mkdirSync(matches, { recursive: true, mode: 0o700 });
  const asked = askedOf(options.sources);
  const told = rules.flatMap((rule, number) => (silent.has(rule.identity.uid) ? [] : [{ ...asked(rule), number }]));
  const feeds = feedNeeds(correlations).flatMap((needs) => {
    const rule = rules.find(({ identity }) => identity.uid === needs.rule);
    return rule === undefined ? [] : [{ ...needs, ...asked(rule, needs.fields) }];
  });
  const keeping = await completeCache([...told, ...feeds], options);
  await keepCorrelated(engine, {
    correlations,
    silent,
    feeds: feeds.map((feed) => ({
      ...feed,
      relation: `(${relationOfRule(feed, keeping)})`,
      mayHaveSeveral: options.sources.some((source) =>
        ruleInSource(feed, source).fields.some((field) => 'path' in placeOf(field, source)),
      ),
    })),
    sources: hitSources(feeds, keeping),
    firstRule: rules.length,
    folder: join(matches, 'correlated'),
    scratch: options.scratch,
    partitions: options.partitions.map(({ file }) => file),
  });
  await engine.run(`CREATE OR REPLACE TEMP VIEW matches AS ${matchesSql(told, keeping)}
    UNION ALL SELECT rule, ${columns} FROM correlated_once`);
}

const columns = matchedColumns.map(identifier).join(', ');

/**
 * A rule as it is kept: its matches are others with values of fields than without, and where a source names
 * its fields in another way or holds other records for its logsource.
 */
const askedOf =
  (sources: readonly Source[]) =>
  ({ identity, predicate, hash }: CompiledRule, fields: AskedRule['fields'] = []): AskedRule => {
    const rule = { hash, logsource: identity.logsource, predicate, fields };
    const meanings = sources
      .filter(({ sigma }) => servedBy(rule.logsource, sigma))
      .map((source) => [source.id, ruleInSource(rule, source)] as const)
      .filter(([, inSource]) => inSource !== rule);
    const more = [...(fields.length > 0 ? [fields] : []), ...(meanings.length > 0 ? [meanings] : [])];
    return more.length === 0 ? rule : { ...rule, hash: hashOfValue([hash, ...more]) };
  };

/** Lets every rule meet every partition that it has not met yet. */
async function completeCache(rules: readonly AskedRule[], options: DetectOptions): Promise<Keeping> {
  const { matches } = options;
  const standing = new Set(options.partitions.map(({ file }) => file));
  const holds = JSON.stringify(matchedColumns);
  let entries: readonly MatchEntry[] = dropStale(matches, readMatchIndex(matches, holds), standing);
  for (const source of options.sources) {
    const served = rules
      .filter(({ logsource }) => servedBy(logsource, source.sigma))
      .map((rule) => ruleInSource(rule, source));
    const partitions = options.partitions.filter((partition) => partition.source === source.id).map(({ file }) => file);
    const open = openPairs([...new Set(served.map(({ hash }) => hash))], partitions, entries);
    for (const pairs of open.flatMap((each) => inGroups(each, options.partitions))) {
      const meeting = {
        ...pairs,
        source,
        rules: pairs.rules.flatMap((hash) => served.find((rule) => rule.hash === hash) ?? []),
      };
      const file = matchFileName(pairs);
      const broad = await matchInto(file, meeting, options);
      entries = [...entries, { file, broad: [...broad], rules: [...pairs.rules], partitions: [...pairs.partitions] }];
    }
  }
  writeMatchIndex(matches, holds, entries);
  return { ...options, entries, standing };
}

/** The same pairs, few enough partitions at a time for what any rule matches in them. */
function inGroups({ rules, partitions }: OpenPairs, all: readonly Partition[]): readonly OpenPairs[] {
  const wanted = new Set(partitions);
  return inBounds(all.filter(({ file }) => wanted.has(file))).map((group) => ({
    rules,
    partitions: group.map(({ file }) => file),
  }));
}

/** SQL of `(rule, …matchedColumns)`: what was kept, and what broad rules match. */
function matchesSql(rules: readonly (AskedRule & { readonly number: number })[], keeping: Keeping): string {
  if (keeping.entries.length === 0 || rules.length === 0)
    return `SELECT CAST(NULL AS INTEGER) AS rule, ${matchedColumns.map((column) => `CAST(NULL AS ${eventColumns[column].type}) AS ${identifier(column)}`).join(', ')} WHERE false`;
  const numbers = rules.map(({ hash, number }) => `(${literal(hash)}, ${number})`).join(', ');
  const kept = `SELECT numbered.rule, ${columns} FROM (${keptSql(keeping.entries, [], keeping)}) AS kept
    JOIN (VALUES ${numbers}) AS numbered(rule_hash, rule) USING (rule_hash)`;
  return [kept, ...askedSql(rules, keeping)].join('\nUNION ALL\n');
}

/** SQL of the matches of one rule, with the values of its fields. */
function relationOfRule(rule: AskedRule, keeping: Keeping): string {
  const entries = keeping.entries.filter(({ rules, broad }) => rules.includes(rule.hash) && !broad.includes(rule.hash));
  const all = [...matchedColumns.map(identifier), ...valueColumns(rule.fields)].join(', ');
  const kept =
    entries.length === 0
      ? []
      : [`SELECT ${all} FROM (${keptSql(entries, rule.fields, keeping)}) WHERE rule_hash = ${literal(rule.hash)}`];
  const again = askedSql([{ ...rule, number: 0 }], keeping).map((sql) => `SELECT ${all} FROM (${sql})`);
  if (kept.length + again.length > 0) return [...kept, ...again].join('\nUNION ALL\n');
  const types = [
    ...matchedColumns.map((column) => `CAST(NULL AS ${eventColumns[column].type}) AS ${identifier(column)}`),
    ...asColumns(rule.fields.map(() => noValue)),
  ];
  return `SELECT ${types.join(', ')} WHERE false`;
}
