import { countBounds } from './bounds.ts';
import type { Rating } from '../statement.ts';
import type { Clause } from './clauses.ts';

const words: Readonly<Record<string, Rating['word']>> = {
  critical: 'critical',
  severe: 'critical',
  high: 'high',
  major: 'high',
  medium: 'medium',
  moderate: 'medium',
  low: 'low',
  minor: 'low',
  info: 'informational',
  informational: 'informational',
};
const levels: readonly Rating['word'][] = ['critical', 'high', 'medium', 'low', 'informational'];

const level = String.raw`(critical|severe|high|major|medium|moderate|low|minor|info(?:rmational)?)`;
const value = new RegExp(
  String.raw`^\W{0,3}(?:(p|s|sev)?-?\s?([0-5])\b)?(?:\/5\b)?[\s–—:(/-]{0,5}(?:${level}\b)?`,
  'i',
);
const hasOwn = new RegExp(String.raw`^\W{0,3}(?:(?:p|s|sev)?-?\s?[0-5]\b|${level}\b)`, 'i');
const anywhere = /\b(p|sev|s)-?\s?([0-5])\b()/i;
const score = /(?<![\d.])(\d{1,3}(?:\.\d{1,2})?)\s?(?:\/|out of|of)\s?(100|10)(?!\d)/i;
const inText = new RegExp(
  String.raw`\b(severity|priority|sev|prio)\b(?: rating| level)?(?: in [\w-]{2,20})?\s?(?:of|is|was|:|=|–|-)?\s?(?:set to |rated )?(?:(?:p|sev)-?[0-5]|[0-5]\/5)?[\s–(-]{0,3}\b${level}\b|\brated (?:as )?(?:a )?${level}\b|\b${level}[- ](severity|priority)\b`,
  'gi',
);

/** `Severity: CRITICAL (95/100)`, `Priority: P1 – HIGH`, `a high-severity incident`. */
export function ratingsIn({ label, passage }: Clause, text: string): readonly Rating[] {
  // A column of severities rates the findings of its rows, not the incident.
  if (
    passage.row !== null &&
    !/\b(?:severity|priority|risk)\b/i.test(label.slice(0, label.length - (passage.label?.length ?? 0)))
  )
    return [];
  const scale = /\bpriority\b/i.test(label)
    ? 'priority'
    : /\b(?:severity|sev|risk(?: level| score)?|level|criticality|rating|score|urgency)\b/i.test(label)
      ? 'severity'
      : null;
  const own = scale !== null && text.length < 80 ? labelled(scale, text) : [];
  // Another scale may follow in the same line.
  const others = [...text.matchAll(inText)].flatMap((match) => toldIn(match, text));
  return [...own, ...others.filter((other) => !own.some((one) => one.scale === other.scale))];
}

function toldIn(match: RegExpExecArray, text: string): readonly Rating[] {
  if (/\b(?:vulnerabilit|finding|cve|alerts)\b/i.test(text.slice(match.index, match.index + match[0].length + 15)))
    return [];
  const word = words[(match[2] ?? match[3] ?? match[4] ?? '').toLowerCase()] ?? null;
  const of = /prio/i.test(match[0]) ? 'priority' : 'severity';
  const end = match.index + match[0].length;
  return word === null ? [] : [{ about: 'rating', scale: of, word, score: scoreIn(text.slice(end, end + 20)) }];
}

function labelled(scale: 'priority' | 'severity', text: string): readonly Rating[] {
  const [, kind, number, name] = (hasOwn.test(text) ? value : anywhere).exec(text) ?? [];
  const points = scoreIn(text);
  const word = name === undefined || name === '' ? byNumber(kind, number) : (words[name.toLowerCase()] ?? null);
  if (word === null && points === null) return [];
  return [{ about: 'rating', scale: word === null ? 'score' : scale, word, score: points }];
}

/** P1 and S1 are the first of their scales, wherever those begin; what follows is not agreed on. */
function byNumber(kind: string | undefined, number: string | undefined): Rating['word'] {
  if (kind === undefined || number === undefined) return null;
  const place = Number(number);
  return place === 0 ? 'critical' : (levels[place - 1] ?? null);
}

function scoreIn(text: string): Rating['score'] {
  const match = score.exec(text);
  if (match?.[1] === undefined) return null;
  const by = match[2] === '10' ? 10 : 1;
  return countBounds({ value: Number(match[1]) * by, step: 1 }, 'exact');
}
