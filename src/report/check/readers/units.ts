import type { NumberFound } from './numbers.ts';

/** What a number is a number of, by the sign or word that stands with it. */
export interface UnitFound {
  readonly kind: 'duration' | 'money' | 'hash-rate' | 'percent' | 'bytes' | 'processors' | 'count';
  readonly unit: string;
  /** How much one of the written unit is, as least and as most: `GB` is said of 10⁹ and of 2³⁰ bytes. */
  readonly worth: readonly [low: number, high: number];
  readonly start: number;
  readonly end: number;
}

const seconds: readonly (readonly [RegExp, number])[] = [
  [/[\s-]?(?:milliseconds?|ms)(?![\w/])/iy, 0.001],
  [/[\s-]?(?:seconds?|secs?|s)(?![\w/])/iy, 1],
  [/[\s-]?(?:minutes?|mins?|m)(?![\w/])/iy, 60],
  [/[\s-]?(?:of\s)?(?:an\s)?(?:hours?|hrs?|h)(?:(?![\w/])|(?=\d{1,2}\s?m))/iy, 3600],
  [/[\s-]?(?:days?|d)(?:(?![\w/])|(?=\d{1,2}\s?h))/iy, 86_400],
  [/[\s-]?(?:weeks?|wks?)(?![\w/])/iy, 604_800],
  [/[\s-]?months?(?![\w/])/iy, 2_592_000],
];

const bytes: Readonly<Record<string, readonly [number, number]>> = {
  k: [1e3, 2 ** 10],
  m: [1e6, 2 ** 20],
  g: [1e9, 2 ** 30],
  t: [1e12, 2 ** 40],
};
const bytesUnit = /\s?(?:([kmgt])(i?)b(?:ytes?)?|(kilo|mega|giga|tera)bytes?|(bytes?))(?![\w])/iy;

const hashUnit = /\s?([kmgt]?)(?:h\/s(?:ec)?|h\/second|hash(?:es)?(?:\/s(?:ec)?| per second| a second)|hps)(?![\w])/iy;
const hashes: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

const percentUnit = /\s?(?:%|per ?cent\b|pct\b)/iy;
const processorUnit = /[\s-]?(?:[ov]?CPUs?|(?:v|virtual |CPU )?cores?|threads)(?![\w])/iy;

const moneyAfter = /\s?(USD|EUR|GBP|XMR|BTC|ETH|(?:US )?(?:dollars?|cents?)|bucks|euros?|pounds?)(?![\w])/iy;
const moneyBefore = /(US\$|[$€£]|\b(?:USD|EUR|GBP))\s?$/i;
const currencies: Readonly<Record<string, string>> = {
  us$: 'USD',
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  dollar: 'USD',
  dollars: 'USD',
  bucks: 'USD',
  cent: 'USD',
  cents: 'USD',
  'us cent': 'USD',
  'us cents': 'USD',
  'us dollar': 'USD',
  'us dollars': 'USD',
  euro: 'EUR',
  euros: 'EUR',
  pound: 'GBP',
  pounds: 'GBP',
};

/** The unit at a number; a number without one is a `count`. Null for `a` and `an` where no time follows. */
export function unitAt(text: string, number: NumberFound): UnitFound | null {
  // The hour of `$3 an hour` is another's.
  const money = number.isArticle ? null : moneyAt(text, number);
  if (money !== null) return money;
  const duration = durationAt(text, number);
  if (duration !== null || number.isArticle) return duration;
  return measureAt(text, number) ?? found(number, { kind: 'count', unit: 'count', worth: [1, 1] });
}

function durationAt(text: string, number: NumberFound): UnitFound | null {
  for (const [pattern, worth] of seconds) {
    const match = matchAt(pattern, text, number.end);
    if (match !== null) return found(number, { kind: 'duration', unit: 'second', worth: [worth, worth] }, match);
  }
  return null;
}

function moneyAt(text: string, number: NumberFound): UnitFound | null {
  const before = moneyBefore.exec(text.slice(Math.max(0, number.digitsAt - 5), number.digitsAt));
  const after = matchAt(moneyAfter, text, number.end);
  const name = (before?.[1] ?? after?.[1])?.toLowerCase();
  if (name === undefined) return null;
  const money = found(
    number,
    {
      kind: 'money',
      unit: currencies[name] ?? name.toUpperCase(),
      worth: /cents?$/.test(name) ? [0.01, 0.01] : [1, 1],
    },
    after,
  );
  return { ...money, start: Math.min(number.start, number.digitsAt - (before?.[0].length ?? 0)) };
}

function measureAt(text: string, number: NumberFound): UnitFound | null {
  const hash = matchAt(hashUnit, text, number.end);
  if (hash !== null) {
    const worth = hashes[(hash[1] ?? '').toLowerCase()] ?? 1;
    return found(number, { kind: 'hash-rate', unit: 'H/s', worth: [worth, worth] }, hash);
  }
  const volume = matchAt(bytesUnit, text, number.end);
  if (volume !== null) return found(number, { kind: 'bytes', unit: 'byte', worth: worthOf(volume) }, volume);
  const percent = matchAt(percentUnit, text, number.end);
  if (percent !== null) return found(number, { kind: 'percent', unit: 'percent', worth: [1, 1] }, percent);
  const processors = matchAt(processorUnit, text, number.end);
  return processors === null ? null : found(number, { kind: 'processors', unit: 'count', worth: [1, 1] }, processors);
}

/** `GB` is said of both; `GiB` of one. */
function worthOf([, letter, binary, word]: RegExpExecArray): UnitFound['worth'] {
  const [decimal, power] = bytes[(letter ?? word?.[0] ?? '').toLowerCase()] ?? [1, 1];
  return binary === '' || binary === undefined ? [decimal, power] : [power, power];
}

const found = (
  { start, end }: NumberFound,
  unit: Pick<UnitFound, 'kind' | 'unit' | 'worth'>,
  match: RegExpExecArray | null = null,
): UnitFound => ({ ...unit, start, end: end + (match?.[0].length ?? 0) });

/** Matches a sticky pattern at a place. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
