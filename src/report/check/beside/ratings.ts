import { besideCheck, supported, unsupported } from './beside-check.ts';
import { evidenceOf } from './told.ts';

/** A rating is no record: another scale is told, never reproached. */
export const ratings = besideCheck(
  { id: 'ratings', asks: 'Is it as grave by what the records show?', about: 'rating' },
  ({ incident }) =>
    ({ scale, word, score }) => {
      const { level, score: own } = incident.severity;
      const evidence = evidenceOf(incident.findings.length > 0 ? incident.findings : incident.timeline);
      const isSame = (word === null || word === level) && (score === null || Math.abs(score.said - own) <= 5);
      const told = `by the acts on record it is ${level}, ${own} of 100`;
      return isSame
        ? supported(told, evidence)
        : unsupported(
            scale === 'priority' ? `${told}; a priority is a scale of its own` : `${told}; a rating is no record`,
            evidence,
          );
    },
);
