import type { TimelineEntry } from '../../../model/act.ts';
import type { Incident } from '../../../model/incident.ts';
import type { Happening } from '../statement.ts';
import { answerSigns, deedSigns } from './deed-signs.ts';
import type { Sign } from './deed-signs.ts';
import { partOccasions } from './part-occasions.ts';
import { isShared, occasionOf } from './occasion.ts';
import type { Found, Occasion } from './occasion.ts';
import { perIncident } from './per-incident.ts';
import { claimsOf } from './told.ts';

export type Occasions = ReadonlyMap<Happening, readonly Occasion[]>;

/** All that an incident knows the time of, by what happened; nothing is listed where it knows of none. */
export const occasionsOf = perIncident((incident): Occasions => {
  const found = [...entryOccasions(incident), ...partOccasions(incident)];
  const byHappening = Map.groupBy(found, ([happening]) => happening);
  return new Map(
    [...byHappening].map(([happening, own]) => [
      happening,
      own.map(([, occasion]) => occasion).toSorted((a, b) => a.from - b.from),
    ]),
  );
});

/** An act of the intruder that was refused, or only tried out. */
const refused = /and was refused|only to try it out|tried to sign in/;

function entryOccasions(incident: Incident): readonly Found[] {
  const answered = new Set(incident.containment.map(markOf));
  const sensors = new Set(incident.alerts.map(({ source }) => source));
  return incident.timeline.flatMap((entry): readonly Found[] => {
    if (answered.has(markOf(entry))) return answerOf(incident, entry);
    const occasion = occasionOf(entry);
    if (entry.actor !== null && sensors.has(entry.actor.uid))
      return [
        ['alert', occasion],
        ['notice', occasion],
      ];
    const words = wordsOf(entry);
    if (refused.test(entry.text))
      return [['failed-access', occasion], ...signed(deedSigns, words, occasion).filter(([of]) => of === 'launch')];
    return signed(deedSigns, words, occasion);
  });
}

const markOf = ({ time, action, text }: Pick<TimelineEntry, 'time' | 'action' | 'text'>): string =>
  JSON.stringify([time, action, text]);

const signed = (signs: readonly Sign[], words: string, occasion: Occasion): readonly Found[] =>
  signs.filter((sign) => sign.words.test(words)).flatMap((sign) => sign.of.map((of): Found => [of, occasion]));

/** `create access key` of `CreateAccessKey`, `add user` of `ADD_USER`, then the sentence. */
const wordsOf = ({ action, text }: Pick<TimelineEntry, 'action' | 'text'>): string =>
  `${action
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[._:/-]+/g, ' ')
    .toLowerCase()}: ${text}`;

const phaseHappenings: Readonly<Record<string, readonly Happening[]>> = {
  deny: ['isolation', 'credential-revoked', 'user-disabled'],
  disable: ['credential-revoked', 'user-disabled'],
  revoke: ['credential-revoked', 'user-disabled'],
  isolate: ['isolation'],
  stop: ['termination'],
  terminate: ['termination'],
  remove: ['termination', 'user-disabled'],
  drain: ['termination'],
};

/** What an answer was: as the investigation counts it, as the plan has it done, else by its words. */
function answerOf(incident: Incident, entry: TimelineEntry): readonly Found[] {
  const occasion = occasionOf(entry);
  const kinds = (
    [
      ['response-isolation', ['isolation']],
      ['response-credentials', ['credential-revoked', 'user-disabled']],
      ['response-removal', ['termination']],
    ] as const
  ).flatMap(([kind, happenings]) =>
    claimsOf(incident, kind).some(({ evidence }) => isShared(evidence, entry.evidence)) ? happenings : [],
  );
  const planned = (incident.plan?.steps ?? [])
    .filter(({ done }) => done.some((one) => one.time === entry.time && one.action === entry.action))
    .flatMap(({ phase }) => phaseHappenings[phase] ?? []);
  const said = [...kinds, ...planned];
  // Where it was done is no part of what was done.
  const words = wordsOf({ ...entry, text: entry.text.replace(/ in [\w-]+, account .*$/, '') });
  const ofRights = /^[^:]*\b(?:keys?|users?|role|policy|tokens?|credentials?|passwords?|login profile)\b/.test(words);
  const read = answerSigns
    .filter(
      (sign) =>
        sign.words.test(words) &&
        (said.length === 0 || (ofRights && sign.isOfRights) || sign.of.includes('logging-resumed')),
    )
    .flatMap((sign) => sign.of);
  return [...new Set<Happening>(['containment', ...said, ...read])].map((of): Found => [of, occasion]);
}
