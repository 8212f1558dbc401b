import type { Passage } from '../passage.ts';

/** Words that English sentences are held together by; names, paths and logs in any language have few of them. */
const english =
  /\b(?:the|of|and|to|was|were|is|are|from|with|by|for|on|at|in|no|not|that|this|has|had|been|after|before|via|which|an|a)\b/gi;

const leastLetters = 80;
/** Below this a guess counts only where English is far behind: of 1, the language's own. */
const fewLetters = 240;
const farBehind = 0.75;
const leastShare = 0.08;

/**
 * The language that a document is in, by its English name, where it is plainly not English; null where it is
 * English or there is too little to tell.
 */
export async function foreignLanguage(passages: readonly Passage[]): Promise<string | null> {
  const text = sample(passages);
  const words = text.match(/\p{L}+/gu)?.length ?? 0;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  const isOfOtherLetters = latin < letters / 2;
  if (letters < (isOfOtherLetters ? 30 : leastLetters)) return null;
  if (!isOfOtherLetters && (text.match(english)?.length ?? 0) >= words * leastShare) return null;
  const { francAll } = await import('franc-min');
  const guesses = francAll(text, { minLength: 20 });
  const code = guesses[0]?.[0] ?? 'und';
  const likeEnglish = guesses.find(([language]) => language === 'eng')?.[1] ?? 0;
  if (!isOfOtherLetters && letters < fewLetters && likeEnglish > farBehind) return null;
  if (code === 'eng' || code === 'und') return isOfOtherLetters ? 'another language' : null;
  return new Intl.DisplayNames('en', { type: 'language', fallback: 'code' }).of(code) ?? code;
}

/** Sentences, where there are any: what has spaces and few signs. An even spread of a long document. */
function sample(passages: readonly Passage[]): string {
  const sentences = passages
    .map(({ text }) => text)
    .filter((text) => /\p{L}{2}/u.test(text) && !/[\\/{}=<>_]{2}/.test(text));
  const step = Math.max(1, Math.ceil(sentences.length / 400));
  return sentences
    .filter((_, at) => at % step === 0)
    .map((text) => text.replace(/\S*[\d@/\\_[\]=]\S*/g, ' '))
    .join(' ')
    .slice(0, 20_000);
}
