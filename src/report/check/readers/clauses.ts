import type { Passage } from '../passage.ts';
import { tells } from '../telling-label.ts';
import { anyOf } from './phrases.ts';

/** What a sentence does: tells a fact, denies one, or does neither (advice, supposition, question, policy). */
export type Mood = 'told' | 'denied' | 'open';

/** One sentence of a passage, and the words around it that say what it speaks of. */
export interface Clause {
  readonly passage: Passage;
  readonly text: string;
  /** The same length as `text`, with what stands in quotation marks blanked out: names and rules, not assertions. */
  readonly plain: string;
  /** `cpu usage` of `CPU usage: 98%`, with the first cell of its row. */
  readonly label: string;
  /** All titles above, innermost last. */
  readonly headings: string;
  /** The sentence before it in the passage, which may say what a bare number is of. */
  readonly before: string;
  readonly title: string;
  /** Whole sections that recommend, plan or define assert nothing. */
  readonly isOpen: boolean;
}

const longestSentence = 1500;
const longestPassage = 40_000;

const openTitle = new RegExp(
  String.raw`\b${anyOf`
    recommend\w*
    next steps?
    lessons?(?: learn(?:ed|t))?(?=\s*(?:$|[/&,:]|and\b))
    action items?
    follow[- ]?ups?
    to[- ]?dos?
    open (?:items|questions|actions)
    future|planned|roadmap|improvements?|glossary|definitions?|references?|polic(?:y|ies)(?=\s*(?:$|[/&,:]))|playbook
    runbook|background|appendix|unknowns?
    what could
    how to
    about (?:us|this)
    disclaimer
    related articles
    plans?
    steps for
    manual steps
    contradict\w*|suggest\w*
    what (?:we|you) ask
    questions?
  `}\b`,
  'i',
);
const doneTitle = /\b(?:completed?|done|taken|performed|implemented|findings?|incident background)\b/i;

const openLabel = new RegExp(
  String.raw`^${anyOf`
    sla|target|goal|policy|to-?do
    to do
    open|recommendation|recommended|planned
    next(?: steps?)?
    next step
    action item
    question
    note to
    example|hypothesis|assumed|assumption
    it says
    due
  `}s?\b`,
  'i',
);

/** What is so in general is no fact of this incident: `a build needs 60 % CPU for 20 minutes`. */
const general = /^(?:an?|any|most|such) (?:[\w-]+ ){1,4}(?:needs?|requires?|takes|costs|lasts|consumes?)\b/i;

/** What is said to be unknown is not told. */
const openStart = /^(?:unknown|not known|open|pending|tbd|to be (?:confirmed|determined))\b/i;

/** The sentences of a passage, with their surroundings. `first` is the first cell of a table row, else empty. */
export function clausesOf(passage: Passage, first = ''): readonly Clause[] {
  const { label, text } = split(passage);
  const words = withoutQuoted([first, label].filter((part) => part !== '').join(' '));
  const title = passage.headings.at(-1) ?? '';
  const headings = passage.headings.join(' / ');
  const isOpen = (openTitle.test(headings) && !doneTitle.test(title)) || openLabel.test(label) || openLabel.test(first);
  const all = sentences(text.slice(0, longestPassage));
  return all.map((whole, place) => {
    const { label: own, text: sentence } =
      place === 0 ? { label: '', text: whole } : split({ ...passage, label: null, text: whole });
    return {
      passage,
      text: sentence,
      plain: withoutQuoted(sentence),
      label: own === '' ? words : own,
      headings,
      before: all[place - 1] ?? '',
      title,
      isOpen:
        isOpen ||
        openLabel.test(own) ||
        openStart.test(sentence) ||
        general.test(sentence) ||
        /\?["”)]?\s*$/.test(sentence),
    };
  });
}

const ownLabel = /^([A-Z][A-Za-z0-9 /&()'’.-]{1,48}?)\s?:\s+(?=\S)/;

/** A label that was not split off yet: up to five words before a colon. */
function split({ label, text }: Passage): { readonly label: string; readonly text: string } {
  if (label !== null) return { label, text };
  const own = ownLabel.exec(text)?.[1];
  if (own === undefined || own.split(' ').length > 5 || tells.test(own)) return { label: '', text };
  return { label: own, text: text.replace(ownLabel, '') };
}

const abbreviation = new RegExp(
  String.raw`${anyOf`
    \b${anyOf`
      e\.g|i\.e|approx|vs|etc|no|dr|mr|ms|inc|ltd|st|cf|fig|a\.m|p\.m|jan|feb|mar|apr|jun|jul|aug
      sept?|oct|nov|dec|ca|c|incl|excl|resp|esp|ver|vol|dept|corp|misc|cont
    `}
    \b[A-Z]
  `}\.$`,
  'i',
);

function sentences(text: string): readonly string[] {
  const found: string[] = [];
  let from = 0;
  for (const { index, 0: mark } of text.matchAll(
    /[.!?]["”)]?\s+(?=["“(]?[A-Z0-9/])|(?<=[\p{L}\d]{2})\.\s+(?=\p{Ll})|;\s/gu,
  )) {
    const end = index + mark.trimEnd().length;
    if (mark.startsWith('.') && abbreviation.test(text.slice(Math.max(from, index - 8), index + 1))) continue;
    found.push(...pieces(text.slice(from, end)));
    from = index + mark.length;
  }
  return [...found, ...pieces(text.slice(from))];
}

/** What has no end is cut, so that no reader sees more than a sentence at once. */
function pieces(text: string): readonly string[] {
  if (text.trim() === '') return [];
  const count = Math.ceil(text.length / longestSentence);
  return Array.from({ length: count }, (_, index) =>
    text.slice(index * longestSentence, (index + 1) * longestSentence),
  );
}

const identifier =
  /\b[0-9a-f]{6,40}(?:-[a-z0-9]{1,40}){1,8}\b|\bT\d{4}(?:\.\d{3})?\b(?: [A-Z][A-Za-z]+(?: (?:[A-Z][A-Za-z]+|or|and|of|for)){0,8})?/g;
const quoted = /"[^"“”]{1,200}"|“[^"“”]{1,200}”|«[^«»]{1,200}»|`[^`]{1,200}`/g;

const withoutQuoted = (text: string): string =>
  [quoted, identifier].reduce((words, pattern) => words.replace(pattern, (part) => '_'.repeat(part.length)), text);

/** A sentence that begins with a bare verb asks for something. */
export const imperative = new RegExp(
  String.raw`^\W*(?:step \d+\s?[:.)-]\s*)?(?:please )?${anyOf`
    cut|check|verify|investigate|determine|review|assess|ensure|identify|look|scan|monitor|educate
    train|implement|enforce|enable|deploy|restrict|rotate|add|harden|improve|block|prevent|detect
    find|call|ask|tell|see|read|fetch|use|open|contact|delete|remove|revoke|disable|replace|isolate
    terminate|reset|search|confirm
    rule out
    test|rebuild|stop|take|snapshot|launch|start|create|install|download|connect|hide|run
  `}\b(?!ed|ing)`,
  'i',
);

const breaks =
  /;|\b(?:but|however|although|though|whereas|while|(?<=, )(?:yet|so(?! that))|except|instead|nevertheless)\b/gi;
const opens = new RegExp(
  String.raw`\b${anyOf`
    should|could|would|might
    may(?= \w)
    must|shall|will
    can(?=not|'t| \w)
    recommend\w*
    need(?:s|ed)? to
    to be(?! (?:launched|started|created))
    if|whether|unless
    plans? to
    planned|planning
    (?:is|are|still|remains?) pending
    to-?do|tbd|consider\w*(?! (?:the )?most likely)
    (?:we|i) suggest
    suggested (?:action|step|fix)\w*
    suspect\w*
    at first
    initially (?:thought|believed|assumed)
    assumed
    believed to
    propos\w+|ensure|potential(?:ly)?|possibly|possible|perhaps|presum\w+|theor\w+|hypothe\w+
    suppos\w+
    in case
    in order to
    attempt(?:s|ed)? to
    tried to
    expected? to
    expects?|sla|policy|slo
    target time
    typical(?:ly)?
    in general
    generally|historically
    previous incident
    earlier incident
    last year
    similar incidents?
    example
    for instance
    not yet(?! (?:removed|terminated|stopped|deleted))
    tomorrow|tonight|yesterday
    next (?:week|month|quarter|sprint)
    upcoming
    unknown (?:if|whether|how|when|who)
    (?:is|are|was|remains?) (?:still )?(?:unknown|unclear)
    unconfirmed|unverified
    to determine
    to check
    investigating whether
    as [\w.-]{1,60} says
    is said to
    allegedly
    claims? to
    false positives?
    industry (?:\w+ )?(?:figures?|averages?|statistics|reports?|data|benchmarks?|stud(?:y|ies)|surveys?)
    (?:surveys?|studies|statistics) (?:show|suggest|say|speak|put)
    researchers (?:have |had )?(?:seen|observed|found|report(?:ed)?|measured)
    worldwide|globally
    compared (?:with|to) (?:the |an? |last |our )?(?:\w+ )?(?:incident|case|breach|attack|year)
    (?:other|another|similar) (?:compan(?:y|ies)|organi[sz]ations?|victims?|customers)
    others were not
    an? (?:start-?up|victim|company) (?:lost|paid)
  `}\b`,
  'gi',
);
const negates = new RegExp(
  anyOf`
    \b${anyOf`
      no(?!\. ?\d| (?:less|fewer|more|longer) than)
      not(?! (?:only|less than|fewer than|more than|exceeding|yet (?:removed|terminated|stopped|deleted)))
      never|none|nothing|nobody|without|nor|neither|cannot|can't|didn't|wasn't|weren't|isn't|hasn't
      haven't|hadn't|don't|doesn't
      did not
      ruled out
      excluded|unlikely
      lack of
      absence of
      fail(?:ed|s|ure)? to
      unable to
      prevent(?:ed|s)|den(?:y|ies|ied)|avoid(?:ed|s)|neither
    `}\b
    n’t\b
  `,
  'gi',
);
const fragmentEnd = /[,:]\s|\s[–—-]\s|\band\b|\bas\b|\bbecause\b|\bso\b|\bwhich\b|\bwho\b/i;

/**
 * How what stands at a place of a sentence is meant. A denial reaches to the next comma for sure; beyond it
 * nobody knows, and the mood is open. Advice reaches to the end of its part.
 */
export function moodAt(sentence: string, at: number): Mood {
  const start = lastMatch(breaks, sentence.slice(0, at))?.end ?? 0;
  const before = sentence.slice(start, at);
  const after = upTo(sentence.slice(at));
  if (lastMatch(opens, before) !== null || lastMatch(opens, after) !== null) return 'open';
  if (lastMatch(negates, after) !== null) return 'denied';
  const denial = lastMatch(negates, before);
  if (denial === null) return 'told';
  return /[,:]\s|\s[–—-]\s/.test(before.slice(denial.end)) ? 'open' : 'denied';
}

/** To the end of the fragment, and never past a break. */
function upTo(after: string): string {
  const fragment = after.slice(0, fragmentEnd.exec(after)?.index ?? after.length);
  return fragment.split(breaks)[0] ?? fragment;
}

function lastMatch(pattern: RegExp, text: string): { readonly start: number; readonly end: number } | null {
  let last: { readonly start: number; readonly end: number } | null = null;
  for (const { index, 0: words } of text.matchAll(pattern)) last = { start: index, end: index + words.length };
  return last;
}
