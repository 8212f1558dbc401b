import type { IndicatorNamed } from '../statement.ts';
import type { Clause } from './clauses.ts';
import { indicatorsIn } from './indicators.ts';
import type { IndicatorFound } from './indicators.ts';

type Role = NonNullable<IndicatorNamed['role']>;

const roles: readonly (readonly [Role, RegExp])[] = [
  ['c2', /\b(?:c2|c&c|command[- ]and[- ]control|proxy|beacon\w*|reverse shell)\b/gi],
  ['pool', /\b(?:pools?|stratum|xmrpool|mining (?:server|endpoint|proxy))\b/gi],
  ['download', /\b(?:download\w*|wget|curl|payload|dropper|staging|fetched|pastebin|hosted (?:at|on))\b/gi],
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
  return found.map((indicator) => ({
    about: 'indicator',
    type: indicator.type,
    value: indicator.value,
    isListed,
    role: roleOf(clause, indicator),
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

/** What a label says of its value is read with it: `Account: 1234-5678-9012`. */
function withLabel({ label, text }: Clause): readonly IndicatorFound[] {
  const before = label === '' ? '' : `${label}: `;
  return indicatorsIn(`${before}${text}`).flatMap((found) => {
    const start = found.start - before.length;
    return start < 0 ? [] : [{ ...found, start, end: found.end - before.length }];
  });
}

/** A title such as `Users:` or `SSH keys:` says what the names below it are. */
export function listedNames(clause: Clause): readonly IndicatorFound[] {
  const found = withLabel(clause);
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
