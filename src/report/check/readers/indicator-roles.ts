import type { IndicatorNamed } from '../statement.ts';
import { literalPattern } from './literal-pattern.ts';
import type { Clause } from './clauses.ts';
import { blank } from './blank.ts';
import { indicatorsIn } from './indicators.ts';
import type { IndicatorFound } from './indicators.ts';
import { anyOf } from './phrases.ts';

type Role = NonNullable<IndicatorNamed['role']>;

const roles: readonly (readonly [Role, RegExp])[] = [
  ['c2', /\b(?:c2|c&c|command[- ]and[- ]control|proxy|beacon\w*|reverse shell)\b/gi],
  ['pool', /\b(?:pools?|stratum|xmrpool|mining (?:server|endpoint|proxy))\b/gi],
  [
    'download',
    /\b(?:download\w*|wget|(?<!\b(?:by|via) )curl|payload|dropper|staging|fetched|pastebin|hosted (?:at|on))\b/gi,
  ],
  ['miner', /\b(?:miner|xmrig|mining (?:process\w*|software|binary)|cryptominer)\b/gi],
  [
    'responder',
    /\b(?:analyst|soc|responders?|vpn|corporate|bastion|allow-?list\w*|whitelist\w*|our office|jump host)\b/gi,
  ],
  [
    'attacker',
    /\b(?:attackers?|intruders?|threat actor|adversary|malicious|hostile|source ip|unauthori[sz]ed|log-?in from|brute[- ]?forc\w*|sign-?in from|rogue|backdoor|suspicious)\b/gi,
  ],
  [
    'victim',
    /\b(?:victim|compromised (?:instance|host|server|vm)|affected (?:instance|host|server|account)|our|internal|instance name)\b/gi,
  ],
];

const listTitle = /\b(?:iocs?|indicators?(?: of (?:compromise|attack))?|observables?|artifacts|artefacts)\b/i;

/** Indicators of a clause, whether they stand in a list of them, and what the nearest words call them. */
export function namedIndicators(clause: Clause, found: readonly IndicatorFound[]): readonly IndicatorNamed[] {
  const isListed = listTitle.test(clause.headings) || listTitle.test(clause.label);
  // Their own names say nothing: a miner's file stands beside `pool.example.com`.
  const words = blank(clause.text, found);
  return found.map((indicator) => ({
    about: 'indicator',
    type: indicator.type,
    value: indicator.value,
    isListed,
    role: roleOf({ ...clause, text: words }, indicator),
  }));
}

/** The last such word before it in the clause, else the first after it, else its label's and title's. */
function roleOf({ text, label, title }: Clause, { start, end }: IndicatorFound): Role | null {
  const before = text.slice(Math.max(0, start - 100), start);
  const after = text.slice(end, end + 40).split(/[,;.]\s/)[0] ?? '';
  return nearest(before, true) ?? nearest(after, false) ?? nearest(label, true) ?? nearest(title, true);
}

function nearest(words: string, isLast: boolean): Role | null {
  const hits = roles.flatMap(([role, pattern]) => [...words.matchAll(pattern)].map(({ index }) => ({ role, index })));
  const ordered = hits.toSorted((a, b) => (isLast ? b.index - a.index : a.index - b.index));
  return ordered[0]?.role ?? null;
}

/** Finds names that are known beside the report, wherever they are mentioned. */
export type KnownNames = (text: string) => readonly IndicatorFound[];

/** Names that are also words, such as `admin`, are left to the words around them. */
export function knownNames(names: Readonly<Record<'machine' | 'user', readonly string[]>>): KnownNames {
  const types = new Map(
    (['machine', 'user'] as const).flatMap((type) =>
      names[type]
        .filter((name) => name.length > 3 && /[-_.@\d]/.test(name))
        .map((name) => [name.toLowerCase(), type] as const),
    ),
  );
  if (types.size === 0) return () => [];
  const longestFirst = [...types.keys()].toSorted((a, b) => b.length - a.length).map((name) => literalPattern(name));
  const pattern = new RegExp(String.raw`(?<![\w.@-])(?:${longestFirst.join('|')})(?![\w@-]|\.\w)`, 'gi');
  return (text) =>
    [...text.matchAll(pattern)].map(({ index, 0: name }) => ({
      type: types.get(name.toLowerCase()) ?? 'machine',
      value: name,
      start: index,
      end: index + name.length,
    }));
}

/** What a label says of its value is read with it: `Account: 1234-5678-9012`. */
function withLabel({ label, text, passage, before: sentence }: Clause): readonly IndicatorFound[] {
  if (ofPeople.test(passage.label ?? label)) return [];
  const before = label === '' ? '' : `${label}: `;
  const named = sentence === '' && passage.label !== null ? indicatorsIn(passage.label) : [];
  const inLabel = named.map((found) => ({ ...found, start: 0, end: 0 }));
  const inText = indicatorsIn(`${before}${text}`).flatMap((found) => {
    const start = found.start - before.length;
    return start < 0 ? [] : [{ ...found, start, end: found.end - before.length }];
  });
  return [...inLabel, ...inText];
}

/** Who wrote and who got the report. */
const ofPeople = new RegExp(
  String.raw`^${anyOf`
      from|to|cc|bcc|reply-to|sender|authors?|reporter|assignee|analysts?|contacts?
      (?:prepared|approved|reported|reviewed|written|created|updated) (?:by|for)
      distribution|owner
      incident (?:lead|commander|manager)
      comment by .*
    `}$`,
  'i',
);

/** A title such as `Users:` or `SSH keys:` says what the names below it are. */
export function listedNames(clause: Clause, known: KnownNames): readonly IndicatorFound[] {
  const read = withLabel(clause);
  const mentioned = known(clause.text).filter(
    ({ start, end }) => !read.some((one) => one.start < end && start < one.end),
  );
  const found = [...read, ...mentioned].toSorted((a, b) => a.start - b.start);
  const type = /\busers?\b|\baccounts? created\b/i.test(clause.title)
    ? 'user'
    : /^hosts?\b|\binstances?\b|\bservers?\b/i.test(clause.title)
      ? 'machine'
      : null;
  if (type === null || !listTitle.test(clause.headings)) return found;
  const match = /^[\s–—•*-]{0,4}["“`]?([A-Za-z_][\w.-]{2,60})["”`]?(?=\s*(?:\(|$|[–—,:-]\s))/.exec(clause.text);
  const value = match?.[1];
  if (value === undefined || match === null || found.some(({ start }) => start < match[0].length)) return found;
  const start = match[0].indexOf(value);
  return [{ type, value, start, end: start + value.length }, ...found];
}
