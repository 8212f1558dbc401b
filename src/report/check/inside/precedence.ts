import type { Check } from '../check.ts';
import type { Happening, Statement } from '../statement.ts';
import { clash, found } from './found.ts';
import type { Reproach } from './found.ts';
import { momentReach } from './reach.ts';
import { clockOf, isComparable, startsOf } from './told.ts';
import type { Point } from './told.ts';

/** The first of `earlier` must not lie after the first of `later`. */
interface Precedence {
  readonly earlier: readonly Happening[];
  readonly later: readonly Happening[];
  readonly why: string;
  /** Words that either must have, where the kinds alone are too wide. */
  readonly only?: RegExp;
  /** Words of either side that say that it is something else. */
  readonly unlessEarlier?: RegExp;
  readonly unlessLater?: RegExp;
}

const miner = /\bmin(er|ers|ing)\b|xmrig/i;
const entry = /\b(entry|initial|first|gain(s|ed)?|start(s|ed)?|attacker|intruder|malicious)\b/i;
/** What is done about a key that leaked, and when that was noticed. */
const aftermath =
  /\b(revok|rotat|disabl|deactivat|delet|remov|notif|report|f[oi]u?nd|discover|detect|alert|e-?mail|used|abus|scan)/i;
const byItself = /automat|quarantine|provider/i;

/** What can only happen after something else has. */
const precedences: readonly Precedence[] = [
  { earlier: ['download'], later: ['install'], why: 'software is downloaded before it is installed', only: miner },
  { earlier: ['access'], later: ['mining', 'install', 'download', 'hiding'], why: 'an intruder acts after he is in' },
  {
    earlier: ['access'],
    later: ['user-made', 'key-added', 'rights-raised', 'persistence', 'credential-made'],
    why: 'an intruder acts after he is in',
    only: entry,
  },
  {
    earlier: ['exposure'],
    later: ['access'],
    why: 'a key is used after it is exposed',
    unlessEarlier: aftermath,
  },
  {
    earlier: ['alert', 'notice'],
    later: ['isolation', 'containment', 'investigation', 'credential-revoked', 'user-disabled', 'rebuild'],
    why: 'the response follows the detection',
    unlessLater: byItself,
  },
  { earlier: ['impairment'], later: ['logging-resumed'], why: 'a log is started again after it was stopped' },
  { earlier: ['alert', 'notice'], later: ['resolution'], why: 'an incident is resolved after it is detected' },
  {
    earlier: ['isolation', 'containment'],
    later: ['resolution'],
    why: 'an incident is resolved after it is contained',
  },
];

/** Causes before effects. */
export const precedence: Check = {
  id: 'effect-before-cause',
  asks: 'Does anything happen before what it needs?',
  run: (statements) => found(precedences.map((rule) => turned(rule, statements))),
};

function turned(rule: Precedence, statements: readonly Statement[]): Reproach | null {
  const [first] = startsOf(statements, rule.earlier).filter(isMeant(rule, rule.earlier));
  const [later] = startsOf(statements, rule.later).filter(isMeant(rule, rule.later));
  if (first === undefined || later === undefined || !isComparable(later, first)) return null;
  if (later.at.high >= first.at.low || isWithin(first, later)) return null;
  const why = `${clockOf(later)} lies before ${clockOf(first)}, but ${rule.why}`;
  return clash(why, [later.statement, first.statement]);
}

/** `08:15–08:35 installed and configured` holds its download. */
const isWithin = (first: Point, { statement }: Point): boolean =>
  statement.about === 'span' && first.at.low <= momentReach(statement.to).high;

/** The words that are needed are asked of the first side where it is an access, else of both. */
function isMeant(rule: Precedence, side: readonly Happening[]): (point: Point) => boolean {
  const isEarlier = side === rule.earlier;
  const only = rule.earlier.includes('access') && !isEarlier ? undefined : rule.only;
  const unless = isEarlier ? rule.unlessEarlier : rule.unlessLater;
  return ({ statement: { quote } }) => {
    const words = `${quote.passage.label ?? ''} ${quote.text}`;
    return (only === undefined || only.test(words)) && !(unless?.test(words) ?? false);
  };
}
