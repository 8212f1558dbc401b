import { basename } from 'node:path';
import type { Correlation } from '../detect/sigma/link.ts';
import type { LoadedRules } from '../detect/sigma/load.ts';
import { servedBy } from '../detect/sigma/logsource.ts';
import type { RuleIdentity } from '../model/rule.ts';
import type { Knowledge } from './knowledge.ts';
import { compileRules } from './read-rules.ts';
import { twins, type RuleFixture, type Twin } from './rule-fixtures.ts';
import { openTrialLake, type TriedEvent, type TriedLog, type TrialLake, type TriedRules } from './trial-lake.ts';

/** What is otherwise than it should be. `record` counts from one, as the log has them; null where it is the whole file. */
export interface RuleTestFailure {
  readonly path: string;
  readonly record: number | null;
  readonly kind: 'refused' | 'unserved' | 'no-log' | 'unread' | 'silent' | 'fired';
  readonly trouble: string;
}

export interface RuleTest {
  readonly folder: string;
  /** Of the rules that raise findings. */
  readonly titles: readonly string[];
  /** How many events of each twin the rules were tried on. */
  readonly events: Readonly<Record<Twin, number>>;
  readonly failures: readonly RuleTestFailure[];
}

interface TestParts {
  readonly knowledge: Knowledge;
  readonly signal: AbortSignal;
  /** Values for the placeholders of rules. */
  readonly placeholders?: Parameters<typeof compileRules>[1]['placeholders'];
}

/**
 * Brings the logs of all fixtures into a lake, as any hunt does, asks all rules of them, and says of each
 * fixture where a malicious record did not match any of its rules or a benign one did. A correlation must
 * hold somewhere in a malicious log, and nowhere in a benign one.
 */
export async function testRules(fixtures: readonly RuleFixture[], parts: TestParts): Promise<readonly RuleTest[]> {
  const lake = await openTrialLake(parts);
  try {
    const files = fixtures.flatMap(({ rules }) => rules);
    const { placeholders = new Map<string, readonly string[]>() } = parts;
    const loaded = await compileRules(files, { ...parts.knowledge, engine: lake.engine, placeholders });
    const subjects = fixtures.map((fixture) => subjectOf(fixture, loaded));
    const tried = await tryAll(subjects, loaded, lake);
    return subjects.map((subject) => testOf(subject, { loaded, tried, ...parts.knowledge }));
  } finally {
    await lake.close();
  }
}

/** A fixture and those of its rules that raise findings. */
interface Subject {
  readonly fixture: RuleFixture;
  readonly rules: readonly RuleIdentity[];
  readonly correlations: readonly Correlation[];
}

function subjectOf(fixture: RuleFixture, { rules, correlations, silent }: LoadedRules): Subject {
  const paths = new Set(fixture.rules.map(({ path }) => path));
  const speaks = ({ identity: { path, uid } }: Pick<Correlation, 'identity'>): boolean =>
    paths.has(path) && !silent.has(uid);
  return {
    fixture,
    rules: rules.filter(speaks).map(({ identity }) => identity),
    correlations: correlations.filter(speaks),
  };
}

type Tried = ReadonlyMap<string, TriedLog>;

/** Rules on single events share a lake; what a correlation counts must come from one log alone. */
async function tryAll(subjects: readonly Subject[], loaded: LoadedRules, lake: TrialLake): Promise<Tried> {
  const logsOf = ({ fixture: { logs } }: Subject): readonly string[] => twins.flatMap((twin) => logs[twin]);
  const alone = subjects.filter(({ correlations }) => correlations.length > 0);
  const shared = subjects.filter((subject) => !alone.includes(subject)).flatMap(logsOf);
  const single = { ...loaded, correlations: [] };
  const tried = new Map(await lake.tryRules(single, [...new Set(shared)]));
  for (const subject of alone)
    for (const [log, found] of await lake.tryRules(neededBy(subject, loaded), logsOf(subject))) tried.set(log, found);
  return tried;
}

/** The rules of a subject and all that its correlations are made of, wherever they stand. */
function neededBy({ rules, correlations }: Subject, loaded: LoadedRules): TriedRules {
  const wanted = new Set([...rules, ...correlations.map(({ identity }) => identity)].map(({ uid }) => uid));
  for (const { identity, bases } of loaded.correlations.toReversed()) {
    if (!wanted.has(identity.uid)) continue;
    for (const base of bases) wanted.add('rule' in base ? base.rule : base.correlation);
  }
  const isWanted = ({ identity }: Pick<Correlation, 'identity'>): boolean => wanted.has(identity.uid);
  return {
    rules: loaded.rules.filter(isWanted),
    correlations: loaded.correlations.filter(isWanted),
    silent: loaded.silent,
  };
}

interface Trial extends Pick<Knowledge, 'sources'> {
  readonly loaded: LoadedRules;
  /** By absolute path of the log. */
  readonly tried: Tried;
}

function testOf(subject: Subject, { loaded, tried, sources }: Trial): RuleTest {
  const { fixture, correlations } = subject;
  const paths = new Set(fixture.rules.map(({ path }) => path));
  const refused = loaded.refused
    .filter(({ path }) => paths.has(path))
    .map(({ path, message }) => failure(path, 'refused', `refused: ${message}`));
  const isServed = ({ logsource }: RuleIdentity): boolean => sources.some(({ sigma }) => servedBy(logsource, sigma));
  const unserved = subject.rules
    .filter((rule) => !isServed(rule))
    .map(({ path }) => failure(path, 'unserved', 'no log that it is written for can be read here'));
  const speaking = [...subject.rules.filter(isServed), ...correlations.map(({ identity }) => identity)];
  const asked = { fixture, tried, speaking, isTogether: correlations.length > 0 };
  const count = (twin: Twin): number =>
    fixture.logs[twin].reduce((sum, log) => sum + (tried.get(log)?.events.length ?? 0), 0);
  return {
    folder: fixture.folder,
    titles: [...subject.rules, ...correlations.map(({ identity }) => identity)].map(({ title }) => title),
    events: { malicious: count('malicious'), benign: count('benign') },
    failures: [...refused, ...unserved, ...twins.flatMap((twin) => logFailures(twin, asked)), ...idleRules(asked)],
  };
}

interface Asked {
  readonly fixture: RuleFixture;
  readonly tried: Tried;
  readonly speaking: readonly RuleIdentity[];
  /** Whether records count together, so that no single one of them must match. */
  readonly isTogether: boolean;
}

const expected = {
  malicious: 'nothing shows that the rule fires',
  benign: 'nothing shows that the rule can stay silent',
} as const;

function logFailures(twin: Twin, asked: Asked): readonly RuleTestFailure[] {
  const { folder, logs } = asked.fixture;
  if (logs[twin].length === 0) return [failure(folder, 'no-log', `has no ${twin}.*: ${expected[twin]}`)];
  return logs[twin].flatMap((log) => {
    const path = `${folder}/${basename(log)}`;
    const { events, troubles } = asked.tried.get(log) ?? { events: [], troubles: [] };
    const unread = troubles.map((trouble) => failure(path, 'unread', trouble));
    if (events.length === 0) return [...unread, failure(path, 'no-log', `holds no event: ${expected[twin]}`)];
    if (asked.speaking.length === 0 || (asked.isTogether && twin === 'malicious')) return unread;
    return [...unread, ...events.flatMap((event) => eventFailure(event, { path, twin, asked }))];
  });
}

function eventFailure(
  { record, about, matchedBy }: TriedEvent,
  { path, twin, asked }: { readonly path: string; readonly twin: Twin; readonly asked: Asked },
): readonly RuleTestFailure[] {
  const matching = asked.speaking.filter(({ uid }) => matchedBy.includes(uid)).map(({ title }) => title);
  if (matching.length > 0 === (twin === 'malicious')) return [];
  const by = asked.speaking.length > 1 ? `, by ${matching.join(' and ')}` : '';
  const [kind, verb] =
    twin === 'malicious' ? (['silent', 'did not match'] as const) : (['fired', `matched${by}`] as const);
  return [{ path, record: record + 1, kind, trouble: `${verb}: ${about}` }];
}

/** Where rules share a folder, or records count together, each rule must be seen to fire. */
function idleRules({ fixture: { folder, logs }, tried, speaking, isTogether }: Asked): readonly RuleTestFailure[] {
  const events = logs.malicious.flatMap((log) => tried.get(log)?.events ?? []);
  if (events.length === 0 || (speaking.length < 2 && !isTogether)) return [];
  const fired = new Set(events.flatMap(({ matchedBy }) => matchedBy));
  return speaking
    .filter(({ uid }) => !fired.has(uid))
    .map(({ title }) => failure(folder, 'silent', `no malicious record matches: ${title}`));
}

const failure = (path: string, kind: RuleTestFailure['kind'], trouble: string): RuleTestFailure => ({
  path,
  record: null,
  kind,
  trouble,
});
