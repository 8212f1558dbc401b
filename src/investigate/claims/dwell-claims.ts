import { compareInstants } from '../../model/instant.ts';
import type { Citation } from '../../model/evidence.ts';
import { answers, type Answer } from '../../model/act.ts';
import type { TouchingAct } from '../blast/touching.ts';
import { secondsBetween } from '../cells.ts';
import { counted } from '../plain-text.ts';
import type { ActGroup } from '../timeline/act-group.ts';
import { answererOf, answerOf } from '../timeline/answers.ts';
import { sentenceOf } from '../timeline/timeline.ts';
import { between } from './amounts.ts';
import type { Draft } from './claims.ts';

interface Dwelling {
  readonly incidentUid: string;
  /** The intruder's first act that was let in. */
  readonly begin: ActGroup | undefined;
  readonly detected: { readonly time: string; readonly citations: readonly Citation[] } | null;
  /** In order of time. */
  readonly containing: readonly TouchingAct[];
}

/** How long the intruder was inside until somebody was told, and until somebody held him back. */
export function dwellClaims({ incidentUid, begin, detected, containing }: Dwelling): readonly Draft[] {
  const [came] = begin?.citations ?? [];
  if (begin === undefined || came === undefined) return [];
  const contained = containing.find(({ time }) => compareInstants(time, begin.time) >= 0);
  const claim = (key: string, said: Pick<Draft, 'text' | 'method' | 'citations'>, seconds: number): Draft => ({
    key,
    subject: incidentUid,
    ...said,
    value: Math.round(seconds / 60),
    unit: 'minute',
    confidence: 'confirmed',
  });
  const untilAlert =
    detected &&
    claim(
      'dwell-detection',
      {
        text: `${between(begin.time, detected.time)} passed from the intruder's first successful act at ${begin.time} to the first alert at ${detected.time}`,
        method: 'first alert that reports this intrusion minus first act that was let in',
        citations: [came, ...detected.citations],
      },
      secondsBetween(begin.time, detected.time),
    );
  const untilContained =
    contained &&
    claim(
      'dwell-containment',
      {
        text: `The first answer came ${between(begin.time, contained.time)} after the intruder's first successful act, at ${contained.time}: ${sentenceOf(contained)}`,
        method:
          'first act that withdraws, restricts or removes what the intruder held or made minus first act that was let in',
        citations: [came, ...contained.citations],
      },
      secondsBetween(begin.time, contained.time),
    );
  const untilAnswer =
    contained &&
    detected &&
    compareInstants(contained.time, detected.time) >= 0 &&
    claim(
      'dwell-answer',
      {
        text: `The first answer came ${between(detected.time, contained.time)} after the first alert`,
        method: 'first act that withdraws, restricts or removes what the intruder held or made minus first alert',
        citations: [...detected.citations, ...contained.citations],
      },
      secondsBetween(detected.time, contained.time),
    );
  return [untilAlert || [], untilContained || [], untilAnswer || [], windowClaims(incidentUid, containing)].flat();
}

/** What responders did, by its kind, each with its window of time. */
const windows = {
  isolation: 'held the intrusion back',
  credentials: 'took credentials and rights away',
  removal: 'stopped, ended or removed things',
} as const satisfies Readonly<Record<Answer, string>>;

const answerers = { response: 'Responders', provider: 'The provider' } as const;

function windowClaims(incidentUid: string, containing: readonly TouchingAct[]): readonly Draft[] {
  const kinds = Object.entries(answerers).flatMap(([whose, who]) =>
    answers.map((answer) => [`${whose}-${answer}`, who, answer] as const),
  );
  return kinds.flatMap(([key, who, answer]): readonly Draft[] => {
    const own = containing.filter(
      (act) => answerOf(act) === answer && (answererOf(act) === 'provider') === (who === answerers.provider),
    );
    const [first, last] = [own[0], own.at(-1)];
    if (first === undefined || last === undefined) return [];
    const span = first.time === last.last ? `at ${first.time}` : `from ${first.time} to ${last.last}`;
    return [
      {
        key,
        subject: incidentUid,
        text: `${who} ${windows[answer]} in ${counted(own.length, 'act')} ${span}`,
        value: Math.round(secondsBetween(first.time, last.last) / 60),
        unit: 'minute',
        confidence: 'confirmed',
        method: 'first to last act of others, by what it does',
        citations: own.flatMap(({ citations }) => citations),
      },
    ];
  });
}
