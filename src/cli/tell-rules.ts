import type { Finding } from '../model/finding.ts';
import { levels, type Level } from '../model/rule.ts';
import { inert } from '../model/inert.ts';
import { counted } from './counted.ts';
import { byline } from './finding-table.ts';
import type { Progress } from './progress.ts';
import { shorten, widthOf } from './terminal.ts';

/** How many findings a rule made. */
interface RuleCount {
  readonly title: string;
  /** Empty for a rule of ours. */
  readonly author: string;
  readonly level: Level;
  count: number;
}

/** By the uid of their rule; filled while findings are printed. */
export type RuleCounts = Map<string, RuleCount>;

/** The findings as they are, each counted on its way. */
export async function* countingRules(findings: AsyncIterable<Finding>, counts: RuleCounts): AsyncGenerator<Finding> {
  for await (const finding of findings) {
    const { uid, title } = finding.rule;
    const known = counts.get(uid);
    if (known === undefined)
      counts.set(uid, { title, author: byline(finding.rule), level: finding.severity, count: 1 });
    else known.count += 1;
    yield finding;
  }
}

/** Whether a rule of this level or a graver one made a finding. */
export const isAsGrave = (counts: RuleCounts, limit: Level): boolean =>
  [...counts.values()].some(({ level }) => gravity(level) >= gravity(limit));

const gravity = (level: Level): number => levels.indexOf(level);

/** More rules than this are summed up in a last line. */
const rulesShown = 5;

/** Says on standard error how many findings there are, and which rules make the most of them. */
export function noteRules(
  counts: RuleCounts,
  { progress, width }: { readonly progress: Progress; readonly width: number },
): void {
  if (counts.size === 0) return progress.note('  no findings');
  const rules = [...counts.values()].toSorted((a, b) => b.count - a.count || gravity(b.level) - gravity(a.level));
  const perLevel = levels.toReversed().flatMap((level) => {
    const count = sumOf(rules.filter((rule) => rule.level === level));
    return count === 0 ? [] : [`${count.toLocaleString('en-US')} ${level === 'informational' ? 'info' : level}`];
  });
  progress.note(`  ${counted(sumOf(rules), 'finding')} of ${counted(rules.length, 'rule')}: ${perLevel.join(', ')}`);
  const loudest = rules.slice(0, rulesShown).map((rule) => ({ ...rule, digits: rule.count.toLocaleString('en-US') }));
  const widest = Math.max(...loudest.map(({ level }) => level.length));
  const indent = 4 + (loudest[0]?.digits.length ?? 0);
  for (const { digits, level, title, author } of loudest) {
    const head = `${digits.padStart(indent)}  ${level.padEnd(widest)}  `;
    progress.note(head + titled({ title, author }, width - head.length));
  }
  const quiet = rules.slice(rulesShown);
  if (quiet.length === 0) return;
  progress.note(
    `${' '.repeat(indent)}  and ${counted(sumOf(quiet), 'finding')} of ${counted(quiet.length, 'other rule')}`,
  );
}

/** The title gives way before the author does. */
function titled({ title, author }: Pick<RuleCount, 'title' | 'author'>, room: number): string {
  if (author === '') return shorten(inert(title), room);
  const by = shorten(inert(author), Math.floor(room / 2));
  return `${shorten(inert(title), room - widthOf(by) - 1)} ${by}`;
}

const sumOf = (rules: readonly RuleCount[]): number => rules.reduce((sum, { count }) => sum + count, 0);
