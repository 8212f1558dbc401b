import type { Check } from '../check.ts';
import type { Passage } from '../passage.ts';
import { clash, found } from './found.ts';
import type { Reproach } from './found.ts';
import { plainNumber } from './number-words.ts';
import { written } from './written.ts';

/** `6 × 3.37 h × $1.45 = about $29`, `$642 + $1,200 = $1,842`. */
const equation =
  /((?:[$€£]?\d[\d,.]{0,15}[^\d=×*+÷]{0,20}(?:×|\*|\+|\sx\s)\s{0,2}(?:(?:about|around|roughly|~|≈)\s{0,2})?){1,12}[$€£]?\d[\d,.]{0,15}[^=\d]{0,20})=\s{0,2}((?:about|approximately|around|roughly|~|≈)?)\s{0,2}[$€£]?(\d[\d,.]{0,15})/gi;
/** Units that are not those of the result. */
const converted = /\d\s?(?:%|k|m|g|min|minutes|seconds|days?|bps|\/\s?\d)(?![a-z])|÷/i;

/** `24 instances in 3 regions: 10 in one, 8 in two and 6 in three`. */
const counted =
  /(\d[\d,]{0,8})\s(?:[\w-]{1,20}\s){0,3}?(?:instances|machines|vms|servers|hosts|nodes|containers|keys|users|accounts|objects|attempts)\b([^:.]{0,80}):\s((?:\d[\d,]{0,8}\s(?:in|on|for|of|to|from)\s[\w.-]{2,40}(?:,\s(?:and\s)?|\sand\s|;\s)?){2,24})/gi;

/** A sum that a report writes out comes to what it says. */
export const writtenSums: Check = {
  id: 'written-sum',
  asks: 'Does a sum that is written out come to what it says?',
  run(statements, { passages }) {
    const all = passages ?? [...new Set(statements.map(({ quote }) => quote.passage))];
    return found(all.flatMap((passage) => [...equations(passage), ...lists(passage)]));
  },
};

function equations(passage: Passage): readonly (Reproach | null)[] {
  return [...passage.text.matchAll(equation)].map(({ index, 0: words, 1: left = '', 2: near = '', 3: right = '' }) => {
    // The rest of a longer sum that is not read.
    if (/[÷/(^−-]\s?[$€£]?$/.test(passage.text.slice(Math.max(0, index - 4), index))) return null;
    const sum = valueOf(left);
    const said = numberOf(right);
    if (sum === null || said === null || converted.test(left)) return null;
    const slack = near === '' ? Math.max(sum * 0.03, 0.51) : sum * 0.25;
    if (Math.abs(sum - said) <= slack) return null;
    const why = `${left.trim()} = ${plainNumber(sum)}, not ${plainNumber(said)}`;
    return clash(why, [written(passage, left, sum), written(passage, words.slice(left.length), said)]);
  });
}

/** Products first, then their sum; null where a factor has no number. */
function valueOf(words: string): number | null {
  const products = words.split('+').map((product) => {
    const factors = product.split(/×|\*|\sx\s/i).map((factor) => numberOf(/\d[\d,.]*/.exec(factor)?.[0] ?? ''));
    return factors.every((factor) => factor !== null) ? factors.reduce((all, factor) => all * factor, 1) : null;
  });
  return products.every((product) => product !== null) ? products.reduce((all, product) => all + product, 0) : null;
}

function numberOf(words: string): number | null {
  const plain = words.replaceAll(',', '').replace(/\.$/, '');
  return plain === '' || Number.isNaN(Number(plain)) ? null : Number(plain);
}

function lists(passage: Passage): readonly (Reproach | null)[] {
  return [...passage.text.matchAll(counted)].map(([words, head = '', between = '', items = '']) => {
    const said = numberOf(head);
    const parts = [...items.matchAll(/(\d[\d,]*)\s(?:in|on|for|of|to|from)\s/gi)].map(
      ([, part = '']) => numberOf(part) ?? 0,
    );
    const sum = parts.reduce((all, part) => all + part, 0);
    if (said === null || said === sum || some.test(between)) return null;
    const why = `${parts.map(plainNumber).join(' + ')} = ${plainNumber(sum)}, not ${plainNumber(said)}`;
    const total = words.slice(0, words.length - items.length);
    return clash(why, [written(passage, total, said), written(passage, items, sum)]);
  });
}

const some = /includ|among|such as|mainly|mostly|at least|over|more than/i;
