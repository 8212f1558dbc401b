import type { Duration } from '../statement.ts';
import type { Clause } from './clauses.ts';
import { moodAt } from './clauses.ts';
import type { Quantity } from './quantities.ts';
import { anyOf } from './phrases.ts';

type Of = Duration['of'];

/** By label: `Dwell Time: 6 hours`. */
const labels: readonly (readonly [RegExp, Of])[] = [
  [
    /^(?:duration of |length of )?(?:the )?(?:unauthori[sz]ed|malicious|hostile|attacker|intruder)(?:[’']s)? (?:activity|access|use|active|session)$|^(?:intruder|attacker) (?:was )?active(?: for)?$/i,
    'compromise',
  ],
  [/^(?:first|initial) response(?: time)?$|^response time$/i, 'containment'],
  [
    /^(?:mean )?time to (?:contain(?:ment)?|respond|isolat\w+)|^(?:alert|detection) to (?:containment|isolation)|\bmttc\b/i,
    'containment',
  ],
  [/\bdwell|undetected|time to detect|detection (?:time|delay|gap|lag)|\bmttd\b/i, 'dwell'],
  [/\bdowntime|outage|offline|unavailab|interruption/i, 'outage'],
  [
    /\b(?:mining|miner|cryptomin\w+|cryptojack\w+) (?:duration|time|period)|duration of (?:the )?(?:mining|crypto\w+)/i,
    'mining',
  ],
  [/\b(?:key|credential|secret|token)? ?(?:exposure|exposed)(?: (?:time|window|period|duration))?/i, 'exposure'],
];

/** By the words before and after it, in the same part of the sentence. `_` stands for the duration. */
const phrases: readonly (readonly [RegExp, Of])[] = [
  [
    /\bdetect\w*\b[^;]{0,60}#[^,;]{0,6}\bafter (?:the )?(?:first|initial|compromise|entry|attacker|intruder|log-?in)/i,
    'dwell',
  ],
  [
    new RegExp(
      anyOf`
        \bdwell(?:[- ]?time)?\b
        \b${anyOf`
          undetected|unnoticed|before\b[^,;]{0,30}\bdetect\w*
          before (?:being |it was |they were |we |anyone )?(?:detect\w*|discover\w*|notic\w*|caught|found)
        `}\b
        \btime to detect\b
        #[^,;]{0,16}\bfrom (?:the )?(?:intruder[’']s |attacker[’']s )?${anyOf`
          first|initial|entry|compromise|access
        `}\b[^,;]{0,60}\bto (?:the )?(?:first )?(?:alert|detect\w*)
        \bdetect(?:ed|ion)\b[^,;]{0,30}\b(?:after|took|within)\b[^,;]{0,6}#
        \btook\b[^,;]{0,12}#[^,;]{0,12}\bto (?:detect|notice|discover)
      `,
      'i',
    ),
    'dwell',
  ],
  [
    new RegExp(
      anyOf`
        \b(?:contain\w*|isolat\w*)\b[^,;]{0,40}\b(?:within|in|took|after)\b[^,;]{0,10}#
        \b(?:contain\w*|isolat\w*)\b[^,;]{0,20}#[^,;]{0,4}\b(?:after|from|of) (?:the )?(?:first )?(?:alert|detection|finding|page)
        #[^,;]{0,30}\bfrom (?:detection|alert) to (?:containment|isolation)
      `,
      'i',
    ),
    'containment',
  ],
  [
    /\b(?:offline|unavailable|down|outage|downtime|interruption|disruption|out of service|not available|unreachable)\b/i,
    'outage',
  ],
  [
    new RegExp(
      anyOf`
        \b(?:exposed|public(?:ly)?|leaked|online|visible|accessible)\b[^,;]{0,40}#
        #[^,;]{0,20}\b${anyOf`
          exposed
          of exposure
          before (?:the )?(?:attack|first (?:use|abuse|misuse)|it was (?:used|abused))
        `}
      `,
      'i',
    ),
    'exposure',
  ],
  [
    new RegExp(
      anyOf`
        \b${anyOf`
          attackers?|intruders?
          threat actors?
          adversary|they|attack|intrusion
        `} (?:was|were|had been|remained|stayed|lasted|went on|ran|spent)\b[^,;]{0,24}#
        #[^,;]{0,12}\b${anyOf`
          of (?:attacker|intruder|hostile|malicious) activity
          inside the (?:account|environment|network|host)
        `}
      `,
      'i',
    ),
    'compromise',
  ],
  [
    /\b(?:outsider|attackers?|intruders?|someone|somebody|unknown (?:person|party)|third party)\b.{0,60}\b(?:made use of|misused|abused|used|controlled|had access)\b[^,;]{0,60}\bfor\b[^,;]{0,20}#/i,
    'compromise',
  ],
  [
    /\b(?:logging|trails?|audit logs?)\b[^,;]{0,40}\b(?:off|stopped|disabled|interrupted|suspended|dark|silent)\b[^,;]{0,30}\bfor\b[^,;]{0,12}#/i,
    'impairment',
  ],
  [/\b(?:cpu|processors?|utili[sz]ation|load|pegged|saturated|sustained)\b/i, 'cpu'],
  [/\b(?:mined|mining|miners?|cryptomin\w*|cryptojack\w*|monero)\b/i, 'mining'],
];

const ofResponse = new RegExp(
  String.raw`\b${anyOf`
    sla
    hours of (?:work|effort|engineering)
    person|man-hours
    engineer(?:ing)? (?:time|hours)
    overtime|retention|retained|interval
    every #
    cadence|timeout|lookback|look-back|meeting
    next #
    last #
    past #
    previous #
    baseline|history
    records? (?:of|for)
    logs? (?:of|for)
    price|billed|scan(?:s|ned)?
    per #
    (?<!(?:attack|intrusion|mining|cryptojacking|abuse|incident|compromise|outage|load|that|it|this) )lasted
    lifetime|ttl|validity
    valid for
  `}\b`,
  'i',
);

/** `raised its alert at 14:30, six hours after the first sign-in` */
const afterEntry =
  /^\s?after (?:the )?(?:(?:first|initial|attacker[’']s|intruder[’']s) ){0,2}(?:sign-?in|log-?in|access|compromise|entry|act)\b/i;

/** How long something lasted, by the words around the duration. */
export function durationsIn(clause: Clause, text: string, quantities: readonly Quantity[]): readonly Duration[] {
  return quantities.flatMap((quantity): readonly Duration[] => {
    if (quantity.kind !== 'duration' || quantity.bounds.said === 0 || moodAt(text, quantity.start) !== 'told')
      return [];
    const of = kindOf(clause, text, { quantity, quantities });
    return of === null ? [] : [{ about: 'duration', of, seconds: within(quantity, text, of) }];
  });
}

interface Among {
  readonly quantity: Quantity;
  readonly quantities: readonly Quantity[];
}

function kindOf(clause: Clause, text: string, { quantity, quantities }: Among): Of | null {
  const part = partAround(text, quantity);
  if (ofResponse.test(part) || /#\s?(?:ago|on average)\b|#\s?(?:later|prior|earlier|into)\b/.test(part)) return null;
  // `$50 in 6 hours` and `2.3 GB in 6 hours` bound the other number; they last nothing themselves.
  if (
    quantities.some(
      ({ kind, within: bound }) => kind !== 'percent' && kind !== 'duration' && bound === quantity.bounds.said,
    )
  )
    return null;
  if (
    afterEntry.test(text.slice(quantity.end, quantity.end + 50)) &&
    /\b(?:alert\w*|detect\w*)\b/i.test(text.slice(0, quantity.start))
  )
    return 'dwell';
  const label = labels.find(([pattern]) => pattern.test(clause.label));
  const phrase = phrases.find(([pattern]) => pattern.test(part));
  if (label !== undefined && (phrase === undefined || quantity.start < 30)) return label[1];
  if (phrase?.[1] === 'cpu' && !/\b(?:cpu|processors?|utili[sz]ation|load)\b|%/i.test(`${clause.label} ${part}`))
    return null;
  if (phrase === undefined) return null;
  // `first seen mining 6 minutes after the login`: how much later, not how long.
  if (['mining', 'cpu'].includes(phrase[1]) && /#\s?(?:after|when|before|by the time)\b|\bwithin #/i.test(part))
    return null;
  if (
    phrase[1] === 'mining' &&
    !/\b(?:for|lasted|during|over|ran|continued|approximately|about|total|of mining)\b|^\W*#/i.test(part)
  )
    return null;
  return phrase[1];
}

/** `contained within 15 minutes`: at most. */
function within({ bounds, start }: Quantity, text: string, of: Of): Duration['seconds'] {
  const isMost = /\bwithin\s{1,2}(?:the first\s)?$/i.test(text.slice(Math.max(0, start - 20), start));
  return isMost && of === 'containment' && bounds.low !== null ? { ...bounds, low: null, isRough: true } : bounds;
}

/** The part of the sentence, up to the commas and brackets around, with `#` for the duration. */
function partAround(text: string, { start, end }: Quantity): string {
  const before =
    text
      .slice(Math.max(0, start - 120), start)
      .split(/[,;()]\s|\s[–—]\s|\s(?:and|but|while)\s/)
      .at(-1) ?? '';
  const after = text.slice(end, end + 80).split(/[,;()]\s?|\s[–—]\s|\.(?:\s|$)|\s(?:and|but|while)\s/)[0] ?? '';
  const within = /^within\b/i.test(text.slice(start, start + 7)) ? 'within ' : '';
  return `${before}${within}#${after}`;
}
