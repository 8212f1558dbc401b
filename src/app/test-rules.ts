import { basename } from 'node:path';
import { servedBy } from '../detect/sigma/logsource.ts';
import type { RuleFile } from '../detect/sigma/collection.ts';
import type { Placeholders } from '../detect/sigma/expand.ts';
import type { LoadedRules } from '../detect/sigma/load.ts';
import type { RuleIdentity } from '../model/rule.ts';
import { openTrialLake, type TrialLake, type TriedEvent, type TriedLog } from './trial-lake.ts';
import type { Knowledge } from './knowledge.ts';
import { compileRules } from './compile-rules.ts';
import { twins, type RuleFixture, type Twin } from './rule-fixtures.ts';

/** What is otherwise than it should be. `record` counts from one, as the log has them; null where it is the whole file. */
export interface RuleTestFailure {
  readonly path: string;
  readonly record: number | null;
  readonly kind: 'refused' | 'unserved' | 'no-log' | 'unread' | 'silent' | 'fired';
  readonly trouble: string;
}

export interface RuleTest {
  readonly folder: string;
  readonly titles: readonly string[];
  /** How many events of each twin the rules were tried on. */
  readonly events: Readonly<Record<Twin, number>>;
  readonly failures: readonly RuleTestFailure[];
}

/**
 * Brings the logs of all fixtures into a lake, as any hunt does, asks all rules of them, and says of each
 * fixture where a malicious record did not match any of its rules or a benign one did.
 */
export async function testRules(
  fixtures: readonly RuleFixture[],
  parts: { readonly knowledge: Knowledge; readonly signal: AbortSignal; readonly placeholders?: Placeholders },
): Promise<readonly RuleTest[]> {
  const lake = await openTrialLake(parts);
  try {
    const { placeholders = new Map<string, readonly string[]>() } = parts;
    const compile = (files: readonly RuleFile[]) => compileRules(files, { engine: lake.engine, placeholders });
    const single = fixtures.filter((fixture) => !isCorrelating(fixture));
    const loaded = await compile(single.flatMap(({ rules }) => rules));
    const tried = await lake.tryRules(loaded, [...new Set(single.flatMap(logsOf))]);
    const tests: RuleTest[] = [];
    for (const fixture of fixtures) {
      if (!isCorrelating(fixture)) tests.push(testOf(fixture, { loaded, tried, ...parts.knowledge }));
      else tests.push(testOf(fixture, { ...(await tryApart(fixture, { lake, compile })), ...parts.knowledge }));
    }
    return tests;
  } finally {
    await lake.close();
  }
}

const logsOf = ({ logs }: RuleFixture): readonly string[] => twins.flatMap((twin) => logs[twin]);

const isCorrelating = ({ rules }: RuleFixture): boolean => rules.some(({ text }) => /^correlation:/m.test(text));

/** What happens together is found together: a correlation meets no log but one of its own at a time. */
async function tryApart(
  fixture: RuleFixture,
  { lake, compile }: { readonly lake: TrialLake; compile(files: readonly RuleFile[]): Promise<LoadedRules> },
): Promise<Pick<Trial, 'loaded' | 'tried'>> {
  const loaded = await compile(fixture.rules);
  const tried = new Map<string, TriedLog>();
  for (const log of logsOf(fixture)) for (const [path, one] of await lake.tryRules(loaded, [log])) tried.set(path, one);
  return { loaded, tried };
}

interface Trial extends Pick<Knowledge, 'sources'> {
  readonly loaded: LoadedRules;
  /** By absolute path of the log. */
  readonly tried: ReadonlyMap<string, TriedLog>;
}

function testOf(fixture: RuleFixture, trial: Trial): RuleTest {
  const paths = new Set(fixture.rules.map(({ path }) => path));
  const rules = new Map([...speaking(trial.loaded)].filter(([, { path }]) => paths.has(path)));
  const refused = trial.loaded.refused
    .filter(({ path }) => paths.has(path))
    .map(({ path, message }) => failure(path, 'refused', `refused: ${message}`));
  const isServed = ({ logsource }: RuleIdentity): boolean =>
    trial.sources.some(({ sigma }) => servedBy(logsource, sigma));
  const unserved = trial.loaded.rules
    .filter(({ identity }) => paths.has(identity.path) && !isServed(identity))
    .map(({ identity }) => failure(identity.path, 'unserved', 'no log that it is written for can be read here'));
  const asked = { tried: trial.tried, rules: unserved.length > 0 ? new Map<number, RuleIdentity>() : rules };
  const count = (twin: Twin): number =>
    fixture.logs[twin].reduce((sum, log) => sum + (trial.tried.get(log)?.events.length ?? 0), 0);
  return {
    folder: fixture.folder,
    titles: [...rules.values()].map(({ title }) => title),
    events: { malicious: count('malicious'), benign: count('benign') },
    failures: [
      ...refused,
      ...unserved,
      ...twins.flatMap((twin) => logFailures(fixture, twin, asked)),
      ...(rules.size > 1 ? idleRules(fixture, asked) : []),
    ],
  };
}

/** Rules and correlations that raise findings, by the numbers that `tryRules` tells them by. */
const speaking = ({ rules, correlations, silent }: LoadedRules): ReadonlyMap<number, RuleIdentity> =>
  new Map(
    [...rules, ...correlations]
      .map(({ identity }, number) => [number, identity] as const)
      .filter(([, { uid }]) => !silent.has(uid)),
  );

interface Asked extends Pick<Trial, 'tried'> {
  readonly rules: ReadonlyMap<number, RuleIdentity>;
}

const expected = {
  malicious: 'nothing shows that the rule fires',
  benign: 'nothing shows that the rule can stay silent',
} as const;

function logFailures(fixture: RuleFixture, twin: Twin, { tried, rules }: Asked): readonly RuleTestFailure[] {
  const { folder, logs } = fixture;
  if (logs[twin].length === 0) return [failure(folder, 'no-log', `has no ${twin}.*: ${expected[twin]}`)];
  return logs[twin].flatMap((log) => {
    const path = `${folder}/${basename(log)}`;
    const { events, troubles } = tried.get(log) ?? { events: [], troubles: [] };
    const unread = troubles.map((trouble) => failure(path, 'unread', trouble));
    if (events.length === 0) return [...unread, failure(path, 'no-log', `holds no event: ${expected[twin]}`)];
    if (rules.size === 0) return unread;
    return [...unread, ...events.flatMap((event) => eventFailure(event, { path, twin, rules }))];
  });
}

function eventFailure(
  { record, about, matchedBy }: TriedEvent,
  { path, twin, rules }: { readonly path: string; readonly twin: Twin; readonly rules: Asked['rules'] },
): readonly RuleTestFailure[] {
  const matching = matchedBy.flatMap((rule) => rules.get(rule)?.title ?? []);
  if (matching.length > 0 === (twin === 'malicious')) return [];
  const by = rules.size > 1 ? `, by ${matching.join(' and ')}` : '';
  const [kind, verb] =
    twin === 'malicious' ? (['silent', 'did not match'] as const) : (['fired', `matched${by}`] as const);
  return [{ path, record: record + 1, kind, trouble: `${verb}: ${about}` }];
}

/** Where several rules share a folder, each must be seen to fire. */
function idleRules({ folder, logs }: RuleFixture, { rules, tried }: Asked): readonly RuleTestFailure[] {
  const fired = new Set(
    logs.malicious.flatMap((log) => tried.get(log)?.events.flatMap(({ matchedBy }) => matchedBy) ?? []),
  );
  return [...rules]
    .filter(([rule]) => !fired.has(rule))
    .map(([, { title }]) => failure(folder, 'silent', `no malicious record matches: ${title}`));
}

const failure = (path: string, kind: RuleTestFailure['kind'], trouble: string): RuleTestFailure => ({
  path,
  record: null,
  kind,
  trouble,
});
