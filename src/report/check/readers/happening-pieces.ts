import { anyOf } from './phrases.ts';

/** A key or secret of any kind. */
export const key = String.raw`(?:access |api |ssh |service[- ]account |private |public |iam |signing )?${anyOf`
  keys?|credentials?|tokens?|secrets?|passwords?
  key pairs?
`}`;
/** Whatever runs work. */
export const machine = anyOf`
  instances?|vms?
  virtual machines?
  servers?|nodes?|hosts?|machines?|clusters?|workloads?|resources?|box(?:es)?|fleets?|droplets?
  containers?|pods?
`;
/** Whoever may sign in. */
export const user = String.raw`(?:users?|accounts?|principals?|identit(?:y|ies))`;
/** Mining, or what mines (a pool is neither). */
export const miner = anyOf`
  (?:crypto)?-?(?:mining(?! (?:pools?|proxy|pool))|miners?)
  xmrig|cryptomin\w+|cryptojack\w+|coin-?miners?
`;
/** Words of a start, or of being seen at work. */
export const begin = anyOf`
  start(?:s|ed|ing)?|beg[aiu]ns?|beginning|commenc\w+|launch(?:es|ed)|r[au]n(?:s|ning)?|execut\w+
  continu\w+|resum\w+|activ\w+|observed|seen|spawn\w*
  kick\w* off
`;
/** A few words between two that belong together. */
export const near = String.raw`\b[^.,;]{0,40}?\b`;

/** A page, a log or an attempt of that name is no entry; nor is a region's own sign-in page. */
export const notEntry = String.raw`(?! ${anyOf`
  attempt|fail|session|log|event|page|url|portal|screen|profile|shell
  (?:the )?[a-z]{2}-[a-z]+-\d
`})`;
/** A few words between, with none about a key. */
export const noKey = String.raw`(?:(?!key|credential|token|polic|instance|profile)[^.,;]){0,40}?`;
/** A few words between, with none that turn the deed to another thing. */
export const noWork = String.raw`(?:(?!${anyOf`
  process|mining|miner|investigat|isolat|forensic|session|response|alert|user|key|container
`})[^.,;]){0,60}?`;

/** The pattern of a deed's phrases, a line each; each begins at a word's edge. */
export const words = (text: TemplateStringsArray, ...pieces: readonly string[]): RegExp =>
  new RegExp(String.raw`\b${anyOf(text, ...pieces)}`, 'i');
