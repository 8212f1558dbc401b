import type { Passage } from '../passage.ts';

/** `[21:14] ana:` at the beginning of a line of a chat: when something was written is not when it was done. */
const chatMark = /^\[\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?\] ?<?@?[\p{L}][\w.-]{0,30}>?:\s+/iu;
const fewestOfAChat = 3;

export function withoutChatMarks(passages: readonly Passage[]): readonly Passage[] {
  if (passages.filter(({ text }) => chatMark.test(text)).length < fewestOfAChat) return passages;
  return passages.map((passage) => ({ ...passage, text: passage.text.replace(chatMark, '') }));
}

/** `1318 user added, 1325 sudoers`: four figures of a clock, before words. */
const bareClock =
  /(^\W*|, )([01]\d|2[0-3])([0-5]\d)(?:Z|h|hrs)?(?= (?!(?:times|failed|attempts|records|events|log)\b)[\p{L}~"])/gu;
const fewestOfALog = 4;

/** Notes that begin line after line with such a time get colons, as other times have; fewer may be numbers. */
export function withColons(passages: readonly Passage[]): readonly Passage[] {
  const begins = passages.flatMap(({ text }) => {
    const [first] = text.matchAll(bareClock);
    return first?.index === 0 ? [`${first[2]}${first[3]}`] : [];
  });
  const isRising = begins.every((clock, index) => clock >= (begins[index - 1] ?? ''));
  if (begins.length < fewestOfALog || !isRising) return passages;
  return passages.map((passage) => ({ ...passage, text: passage.text.replace(bareClock, '$1$2:$3') }));
}
