import type { Check } from '../check.ts';
import type { Of } from '../statement.ts';
import { clash, found, nothingFound } from './found.ts';
import { told } from './told.ts';

type Cause = Of<'cause'>['cause'];

/** What is not a door, but leaves one open. */
const helpers: readonly Cause[] = ['exposed-service', 'misconfiguration'];

/** Doors that one way in can pass, one after the other or as two words for the same. */
const together: readonly (readonly [Cause, Cause, string])[] = [
  ['brute-force', 'password-guessed', 'trying passwords ends in a guessed one'],
  ['leaked-key', 'stolen-key', 'a leaked key is stolen by whoever finds it'],
  ['leaked-key', 'weak-passphrase', 'the passphrase of a key file that was found gives way'],
  ['stolen-key', 'weak-passphrase', 'the passphrase of a key file that was taken gives way'],
  ['phishing', 'stolen-key', 'what is phished is stolen'],
  ['phishing', 'leaked-key', 'what is phished may be a key'],
  ['vulnerability', 'metadata-service', 'a forged request reaches the metadata service'],
  ['vulnerability', 'stolen-key', 'keys are read through a hole'],
  ['metadata-service', 'stolen-key', 'the metadata service hands out keys'],
  ['metadata-service', 'leaked-key', 'the metadata service hands out keys'],
  ['supply-chain', 'stolen-key', 'a poisoned package reads keys'],
  ['supply-chain', 'leaked-key', 'a poisoned package sends keys out'],
  ['supply-chain', 'vulnerability', 'a poisoned package opens a hole'],
  ['insider', 'leaked-key', 'one of the house lets a key out'],
  ['insider', 'stolen-key', 'one of the house takes a key'],
];

/** Why two doors are two. */
const apart: Partial<Record<Cause, string>> = {
  'brute-force': 'brute force tries passwords at the service and needs no key',
  'password-guessed': 'a guessed password needs no key',
  'leaked-key': 'a leaked key opens at the first attempt',
  'stolen-key': 'a stolen key opens at the first attempt',
  'weak-passphrase': 'a passphrase only matters to whoever holds the key file',
  phishing: 'phishing gets the secret from its owner',
  vulnerability: 'a hole in the software needs no secret',
  insider: 'one of the house has the rights already',
  'metadata-service': 'the metadata service is asked from within a machine',
  'supply-chain': 'a poisoned package runs inside without any log-in',
};

const guess =
  /\b(possibl[ey]|likely either|suspect\w*|hypothes\w*|consider\w*|could|may|might|unclear|whether|ruled out|reject\w*|alternativ\w*)\b/i;
const futile =
  /\b(unsuccess\w*|fail\w*|unrelated|background|noise|no success|blocked|without success|attempts? from)\b/i;
const advice =
  /\b(recommend\w*|prevent\w*|lessons|next steps|follow.?up|action items|hardening|alternativ\w*|glossary|references)\b/i;

/** How the intruder came in is one story. */
export const causesCheck: Check = {
  id: 'several-doors',
  asks: 'Does the report name root causes that exclude each other?',
  run(statements) {
    const doors = told(statements, 'cause').filter(isDoor);
    const excluded = doors.filter((door) => doors.some((other) => excludes(door, other)));
    const distinct = excluded.filter(
      ({ cause }, index) => excluded.findIndex((other) => other.cause === cause) === index,
    );
    if (distinct.length < 2) return nothingFound;
    const reasons = distinct.flatMap(({ cause }) => apart[cause] ?? []);
    return found([
      clash(`These are different doors, and one intruder came in by one: ${reasons.join('; ')}`, distinct),
    ]);
  },
};

const isDoor = ({ cause, isDenied, quote }: Of<'cause'>): boolean =>
  !isDenied &&
  !helpers.includes(cause) &&
  !guess.test(quote.text) &&
  !futile.test(quote.text) &&
  !advice.test(quote.passage.headings.at(-1) ?? '');

/** A sentence that goes on with the story of the one before. */
const sequel = /\b(then|afterwards|later|next|also|additionally|from there|subsequently)\b/i;
const goesOn = /\b(then|afterwards|later|next|from there|subsequently|after that)\b/i;
const guesses: readonly Cause[] = ['brute-force', 'password-guessed'];
const keys: readonly Cause[] = ['leaked-key', 'stolen-key'];

/** Told in one breath, two doors are one story. */
function excludes(a: Of<'cause'>, b: Of<'cause'>): boolean {
  if (a.cause === b.cause || isOneStory(a, b)) return false;
  if (isWeakPassword(a) || isWeakPassword(b)) return false;
  return !together.some(
    ([one, other]) => (one === a.cause && other === b.cause) || (one === b.cause && other === a.cause),
  );
}

function isOneStory(a: Of<'cause'>, b: Of<'cause'>): boolean {
  const [one, other] = [a.quote, b.quote];
  if (one.passage.line !== other.passage.line) return false;
  const isSequel = (words: RegExp): boolean => words.test(one.text) || words.test(other.text);
  // Guessing and a key are two doors, even in one breath, unless one led to the other.
  const isGuessAndKey =
    [a, b].some(({ cause }) => guesses.includes(cause)) && [a, b].some(({ cause }) => keys.includes(cause));
  return isGuessAndKey ? isSequel(goesOn) : one.text === other.text || isSequel(sequel);
}

/** A weak password, unlike the passphrase of a key, is what brute force looks for. */
const isWeakPassword = ({ cause, quote }: Of<'cause'>): boolean =>
  cause === 'weak-passphrase' && !/phrase|key/i.test(quote.text);
