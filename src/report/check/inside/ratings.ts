import type { Check, Judgement } from '../check.ts';
import type { Of, Statement } from '../statement.ts';
import { clash, found, judged } from './found.ts';
import type { Reproach } from './found.ts';
import { plainNumber } from './number-words.ts';
import { told } from './told.ts';

type Word = NonNullable<Of<'rating'>['word']>;

const levels: readonly Word[] = ['informational', 'low', 'medium', 'high', 'critical'];

/** One incident, one weight. */
export const ratings: Check = {
  id: 'severity-scales',
  asks: 'Do severity, score and priority say the same?',
  run: (statements) => {
    const all = told(statements, 'rating').filter(({ quote }) => !/\bCVE-/.test(quote.text));
    return found([severityAgainstPriority(all), ...all.map(scoreAgainstWord), sameLabel(all)]);
  },
};

/** The word itself must stand there: what P1 means is each house's own. */
const saysWord = ({ word, quote }: Of<'rating'>): boolean =>
  word !== null && new RegExp(String.raw`\b${word}\b`, 'i').test(quote.text);

function severityAgainstPriority(all: readonly Of<'rating'>[]): Reproach | null {
  const severities = all.filter((rating) => rating.scale !== 'priority' && saysWord(rating));
  const priorities = all.filter((rating) => rating.scale === 'priority' && saysWord(rating));
  const [severity] = severities;
  const [priority] = priorities;
  if (severity === undefined || priority === undefined) return null;
  if (severities.some(({ word }) => priorities.some((other) => other.word === word))) return null;
  const why = `The severity is ${severity.word ?? ''}${scoreWords(severity)}, the priority ${priority.word ?? ''}: two scales that do not say the same`;
  return clash(why, [severity, priority]);
}

const scoreWords = ({ score }: Of<'rating'>): string => (score === null ? '' : ` (${plainNumber(score.said)})`);

/** Scales differ by vendor; two levels apart is no scale's. */
function scoreAgainstWord(rating: Of<'rating'>): Judgement | null {
  const { word, score } = rating;
  if (word === null || score === null) return null;
  const level = levelOf(score.said);
  if (score.said < 0 || score.said > 100) {
    return judged('impossible', rating, { why: 'A score has no such value', arithmetic: `${score.said} of 100` });
  }
  if (Math.abs(levels.indexOf(level) - levels.indexOf(word)) < 2) return null;
  return judged('contradicted', rating, {
    why: `A score of ${score.said} is ${level}, not ${word}`,
    arithmetic: '90 and more critical, 70 high, 40 medium, 20 low',
  });
}

function levelOf(score: number): Word {
  if (score >= 90) return 'critical';
  if (score >= 70) return 'high';
  if (score >= 40) return 'medium';
  return score >= 20 ? 'low' : 'informational';
}

/** Two fields of one name, of which a report has one. */
function sameLabel(all: readonly Of<'rating'>[]): Reproach | null {
  const fields = all.filter(
    (rating) => rating.quote.passage.row === null && saysWord(rating) && labelOf(rating) !== '',
  );
  for (const one of fields) {
    const same = fields.filter((other) => labelOf(other) === labelOf(one));
    const other = same.find(({ word, scale }) => word !== one.word && scale === one.scale);
    if (other !== undefined && same.length === 2) {
      return clash(`One field has two values: ${one.word ?? ''} and ${other.word ?? ''}`, [one, other]);
    }
  }
  return null;
}

const labelOf = ({ quote }: Statement): string => (quote.passage.label ?? '').trim().toLowerCase();
