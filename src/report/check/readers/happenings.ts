import { moodAt } from './clauses.ts';
import { happeningWords, intruders, responders } from './happening-words.ts';
import type { Happening } from '../statement.ts';
import { anyOf } from './phrases.ts';

const byResponder = new RegExp(
  String.raw`\b${anyOf`
    soc|csirt|cirt|dfir|analysts?|we
    our (?:team|engineers?)
    ${anyOf`
      security|ir|response
      incident response
      platform|devops|cloud|ops|on-?call
    `} (?:team|engineers?|operations)
    engineers?|responders?|on-?call|forensics?|(?<!\ban |\bas )administrators?(?! (?:rights?|privileges?|access|role|polic))
  `}\b`,
  'i',
);
const byIntruder =
  /\b(?:attackers?|intruders?|threat actors?|adversar(?:y|ies)|actor|hackers?|malicious|perpetrators?|unauthorized (?:party|user)|they)\b/i;

/** Whose a thing is says nothing of who did something to it. */
const ofIntruder = new RegExp(
  anyOf`
    \b${anyOf`
      of
      belonging to
      (?:launched|started|created|made|used|added|run) by
    `} (?:the |an? )?(?:attackers?|intruders?|threat actors?|adversar(?:y|ies)|hackers?)\b
    \b(?:attackers?|intruders?|threat actors?|adversar(?:y|ies)|hackers?)[’']s?\b
  `,
  'gi',
);

/** What only says of which thing, when or why: its words are no deeds of this time. */
const aside = new RegExp(
  String.raw`\b${anyOf`
    via|using
    by means of
    after|following|because
    due to
    pending|before
    prior to
    that (?:had|was|were)
    which (?:had|was|were)
    who (?:had|was)
    in response to
    upon
    based on
    for|while|when|during|until|since
    confirmed that
    showing|indicating|suggesting
    caused by
    related to
    associated with
    responsible for
  `}\b`,
  'i',
);

/** An end, not a beginning. */
const ended =
  /\b(?:stop(?:s|ped)|end(?:s|ed)|ceas(?:es|ed)|last seen|last observed|finish(?:es|ed)|halt(?:s|ed)|kill(?:s|ed)|no longer|eradicat\w+|removed)\b/i;
const continuing: ReadonlySet<Happening> = new Set<Happening>([
  'mining',
  'access',
  'pool-connection',
  'hiding',
  'persistence',
  'outage',
]);

const seen: readonly Happening[] = ['alert', 'notice', 'investigation'];

/** The deeds and states that some words tell as facts; where one is doubtful it is left out. */
export function happeningsIn(words: string): readonly Happening[] {
  const cut = aside.exec(words);
  const told = cut === null || cut.index < 4 ? words : words.slice(0, cut.index);
  const found = happeningWords.flatMap(([happening, pattern]) => {
    const match = pattern.exec(told);
    return match !== null &&
      moodAt(words, match.index + Math.max(0, match[0].length - 1)) === 'told' &&
      moodAt(words, match.index) === 'told'
      ? [happening]
      : [];
  });
  return consistent(found, told);
}

/** Drops what another reading of the same words explains better. */
function consistent(found: readonly Happening[], words: string): readonly Happening[] {
  const has = (...some: readonly Happening[]): boolean => some.some((one) => found.includes(one));
  const responder = byResponder.test(words);
  const intruder = byIntruder.test(words.replace(ofIntruder, ''));
  const isSeen = has(...seen);
  const isRaised =
    /alert\w*\s(?:was |is |has )?(?:fire|raise|trigger|generate|receiv)|(?:fired|fires|raised|raises|triggered|triggers|generated)\b/i.test(
      words,
    );
  return found.filter((happening) => {
    if (intruders.has(happening) && (responder || isSeen)) return false;
    if (responders.has(happening) && intruder && !responder && happening !== 'notice')
      return /unauthori|malicious|rogue/i.test(words);
    if (continuing.has(happening) && ended.test(words)) return false;
    if (happening === 'alert')
      return isRaised || !has('notice', 'investigation', 'containment', 'resolution', 'isolation', 'impairment');
    if (happening === 'launch') return !has('rebuild', 'mining', 'install', 'termination');
    if (happening === 'install' || happening === 'key-added') return !has('rebuild');
    if (happening === 'access')
      return !has('failed-access', 'compromise', 'data-read', 'impairment', 'logging-resumed');
    if (happening === 'persistence') return !has('key-added', 'rights-raised', 'user-made');
    if (happening === 'data-read') return !has('download');
    if (happening === 'failed-access') return !/\bsuccess/i.test(words);
    if (happening === 'outage') return !has('isolation', 'termination');
    if (happening === 'pool-connection') return !/\b(?:block|den[iy])/i.test(words);
    return true;
  });
}
