import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { levels, type Level } from '../src/model/rule.ts';

/** The pages of our rules, made of nothing but what stands in each rule.yml. */
export interface Page {
  /** Relative to docs/rules/, `/` between its parts. */
  readonly path: string;
  readonly text: string;
}

/** A rule file of ours: `rules/<where>/<name>/rule.yml`. */
export interface RuleText {
  readonly path: string;
  readonly text: string;
}

const texts = z.array(z.string());
const head = z.looseObject({
  title: z.string(),
  id: z.string(),
  status: z.string(),
  description: z.string(),
  why: z.string(),
  references: texts,
  author: z.string(),
  date: z.string(),
  tags: texts,
  attack_version: z.string(),
  logsource: z.record(z.string(), z.string()).optional(),
  falsepositives: texts,
  next: texts,
  level: z.enum(levels),
});

interface PagedRule extends z.infer<typeof head> {
  /** `aws/gpu-launch`. */
  readonly name: string;
  readonly file: string;
  readonly techniques: readonly string[];
  /** What the rule asks for, as its file has it. */
  readonly asks: readonly string[];
}

const generated = '<!-- Made by `node tools/generate-rule-pages.ts`; edit rule.yml instead. -->';

/** A page for each rule, the index and the coverage of ATT&CK. Throws where a rule.yml lacks what a page needs. */
export function rulePages(files: readonly RuleText[]): readonly Page[] {
  const rules = files.map(readRule).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return [
    { path: 'README.md', text: indexPage(rules) },
    { path: 'attack-coverage.md', text: coveragePage(rules) },
    ...rules.map((rule) => ({ path: `${rule.name}.md`, text: rulePage(rule) })),
  ];
}

function readRule({ path, text }: RuleText): PagedRule {
  const documents = parseAllDocuments(text).map((document) => document.toJS() as unknown);
  // Where a file holds a correlation and the rules that it joins, it is the correlation that finds.
  const main = documents.find((one) => typeof one === 'object' && one !== null && 'correlation' in one) ?? documents[0];
  const read = head.safeParse(main);
  if (!read.success) throw new Error(`${path}: ${z.prettifyError(read.error)}`);
  const techniques = read.data.tags.flatMap((tag) => /^attack\.(t\d{4}(?:\.\d{3})?)$/.exec(tag)?.[1] ?? []);
  return {
    ...read.data,
    name: path.replace(/^rules\//, '').replace(/\/rule\.yml$/, ''),
    file: path,
    techniques: techniques.map((technique) => technique.toUpperCase()),
    asks: blocksOf(text, ['logsource', 'detection', 'correlation']),
  };
}

/** The top-level blocks of these keys, line by line as they stand. */
function blocksOf(text: string, keys: readonly string[]): readonly string[] {
  const blocks = text.split(/^(?=[^\s#])/m).filter((block) => keys.some((key) => block.startsWith(`${key}:`)));
  return blocks.map((block) => block.trimEnd());
}

function rulePage(rule: PagedRule): string {
  const up = '../'.repeat(rule.name.split('/').length + 1);
  const facts: readonly (readonly [string, string])[] = [
    ['level', rule.level],
    ['ATT&CK', `${rule.techniques.map(techniqueLink).join(', ')} (version ${rule.attack_version})`],
    ['status', rule.status],
    ['id', `\`${rule.id}\``],
    ['author, date', `${rule.author}, ${rule.date}`],
    ['file', `[${rule.file}](${up}${rule.file})`],
  ];
  return page([
    `# ${plain(rule.title)}`,
    generated,
    plain(rule.description),
    table(['', ''], facts),
    '## Why',
    plain(rule.why),
    '## What it asks for',
    ['```yaml', ...rule.asks, '```'].join('\n'),
    '## What is innocent and looks the same',
    list(rule.falsepositives.map(plain)),
    '## What to look at next',
    list(rule.next.map(plain)),
    '## Sources',
    list(rule.references.map((reference) => `<${reference}>`)),
  ]);
}

const gravest = (a: PagedRule, b: PagedRule): number =>
  gravity(b.level) - gravity(a.level) || (a.name < b.name ? -1 : 1);
const gravity = (level: Level): number => levels.indexOf(level);

function indexPage(rules: readonly PagedRule[]): string {
  const byPlace = Map.groupBy(rules, ({ name }) => name.split('/')[0] ?? '');
  const sections = [...byPlace].flatMap(([place, here]) => [
    `## ${place}`,
    table(
      ['level', 'rule', 'ATT&CK'],
      here.toSorted(gravest).map((rule) => [rule.level, ruleLink(rule), rule.techniques.map(techniqueLink).join(' ')]),
    ),
  ]);
  return page([
    '# Rules',
    generated,
    `${rules.length} rules of our own, the gravest first: ${countsOf(rules)}. [ATT&CK coverage](attack-coverage.md) lists them by technique; [add a rule](../guides/add-a-rule.md) says how another one comes.`,
    ...sections,
  ]);
}

function countsOf(rules: readonly PagedRule[]): string {
  const counts = levels.map((level) => ({ level, count: rules.filter((rule) => rule.level === level).length }));
  return counts
    .toReversed()
    .filter(({ count }) => count > 0)
    .map(({ level, count }) => `${count} ${level}`)
    .join(', ');
}

function coveragePage(rules: readonly PagedRule[]): string {
  const versions = [...new Set(rules.map((rule) => rule.attack_version))].toSorted();
  const techniques = [...new Set(rules.flatMap((rule) => rule.techniques))].toSorted();
  const rows = techniques.map((technique) => {
    const here = rules.filter((rule) => rule.techniques.includes(technique)).toSorted(gravest);
    const versionsHere = [...new Set(here.map((rule) => rule.attack_version))].toSorted();
    const named = here.map((rule) => `${ruleLink(rule)} (${rule.level})`);
    return [techniqueLink(technique), versionsHere.join(', '), String(here.length), named.join('<br>')];
  });
  return page([
    '# ATT&CK coverage',
    generated,
    `${techniques.length} techniques of ATT&CK ${versions.join(', ')} are named by [${rules.length} rules](README.md). That a technique stands here says that a rule fires on some of the ways in which it is done, not on all of them; each rule's page says which.`,
    table(['technique', 'version', 'rules', 'which'], rows),
  ]);
}

const ruleLink = ({ name, title }: PagedRule): string => `[${plain(title)}](${name}.md)`;
const techniqueLink = (technique: string): string =>
  `[${technique}](https://attack.mitre.org/techniques/${technique.replace('.', '/')}/)`;

const page = (parts: readonly string[]): string => `${parts.join('\n\n')}\n`;
const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');

function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heading), line(heading.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Text of a rule as Markdown that shows just that text, on one line. */
const plain = (text: string): string =>
  text
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_[\]<>|#]/g, '\\$&');
