import type { Measure } from '../statement.ts';
import type { Clause } from './clauses.ts';
import type { Quantity } from './quantities.ts';
import { anyOf } from './phrases.ts';

const adjectives = String.raw`(?:\s+(?:of\s+the\s+)?(?!and\b|or\b|in\b|of\b|to\b|for\b|from\b|were\b|was\b|hours?\b|minutes?\b|days?\b)[\w.*/-]{1,24}){0,4}?`;

/** What is counted, by the noun that follows the number. */
const nouns: readonly (readonly [RegExp, Measure])[] = [
  [
    new RegExp(
      anyOf`
        ^${adjectives}\s+(?:failed|unsuccessful|rejected|refused|denied|invalid)(?:\s[\w-]+){0,3}\s${anyOf`
          attempts|log-?ins|logons|sign-?ins|authentications|passwords|calls|requests
        `}\b
        ^(?:\s[\w-]+){0,3}\s(?:log-?in|logon|sign-?in|authentication) failures\b
        ^(?:\s[\w-]+){0,2}\s${anyOf`
          (?:api )?calls?|requests?|launch(?:es)?|log-?ins?|logons?|sign-?ins?
        `} (?:(?:were|was|had been|have been) )?(?:refused|denied|rejected|failed|blocked)\b
      `,
      'i',
    ),
    'failures',
  ],
  [new RegExp(String.raw`^${adjectives}\s+(?:attempts|guesses|tries)\b`, 'i'), 'attempts'],
  [
    new RegExp(
      String.raw`^(?: of (?:them|which|these|those|the \w+))?(?: instances| machines| vms| nodes| servers)? ${anyOf`
        with|have|had|has|carry|carried|having|using
      `} (?:an? |\w+ )?(?:gpus?|accelerators?)\b`,
      'i',
    ),
    'accelerated',
  ],
  [new RegExp(String.raw`^${adjectives}\s+(?:resources?)\b`, 'i'), 'resources'],
  [
    new RegExp(
      String.raw`^${adjectives}\s+${anyOf`
        (?:iam|rogue|new|backdoor|local|admin) users?
        service accounts?
        service principals?
        identit(?:y|ies)|principals|roles
        backdoor users?
        managed identities
      `}\b`,
      'i',
    ),
    'identities',
  ],
  [
    new RegExp(
      String.raw`^${adjectives}\s+(?:access keys?|api keys?|keys?|credentials?|tokens?|secrets?|passwords?)\b`,
      'i',
    ),
    'credentials',
  ],
  [new RegExp(String.raw`^${adjectives}\s+(?:ip addresses|ips|addresses|source ips|unique ips)\b`, 'i'), 'addresses'],
  [new RegExp(String.raw`^${adjectives}\s+(?:regions?)\b`, 'i'), 'regions'],
  [new RegExp(String.raw`^${adjectives}\s+(?:accounts?|subscriptions?|projects?|tenanc(?:y|ies))\b`, 'i'), 'accounts'],
  [
    new RegExp(
      String.raw`^${adjectives}\s+(?:instances?|vms?|virtual machines?|servers?|hosts?|machines?|nodes?)\b`,
      'i',
    ),
    'machines',
  ],
  [new RegExp(String.raw`^${adjectives}\s+(?:objects?|records?|files?|documents?|rows?)\b`, 'i'), 'records-read'],
  [new RegExp(String.raw`^${adjectives}\s+(?:users?|customers?)\b`, 'i'), 'users'],
  [new RegExp(String.raw`^${adjectives}\s+(?:api calls?|events)\b`, 'i'), 'events'],
];

/** What makes a count one of the incident, and not of the estate or the response. */
const needed: Partial<Readonly<Record<Measure, RegExp>>> = {
  machines: new RegExp(
    String.raw`\b${anyOf`
        launch\w*|start\w*|created?s?|made|makes|spun|provision\w*|deploy\w*|compromis\w*
        affected|impacted|unauthori[sz]ed|malicious|rogue|attacker\w*|intruder\w*
        min(?:ing|ed|er|ers)|hijacked|involved|infected|running
      `}\b`,
    'i',
  ),
  resources: /\b(?:launch\w*|start(?:ed|s)|creat\w+|made|makes|spun|provision\w*|deploy\w*)\b/i,
  regions: new RegExp(
    String.raw`\b${anyOf`
        launch\w*
        start(?:ed|s)
        created|spun|affected|impacted|attacker\w*|intruder\w*|across|instances?|vms?|activity|abuse\w*
        in
        min(?:ing|ed)
      `}\b`,
    'i',
  ),
  accounts:
    /\b(?:compromis\w*|affected|impacted|attacker\w*|intruder\w*|across|spread|moved|involved|reached|launch\w*)\b/i,
  identities: /\b(?:created|compromis\w*|used|attacker\w*|intruder\w*|backdoor|abused|assumed|affected)\b/i,
  credentials: /\b(?:leaked|expos\w*|compromis\w*|stolen|created|attacker\w*|abused|used by)\b/i,
  addresses: /\b(?:from|attack\w*|source|malicious|attempts?|log-?ins?)\b/i,
  'records-read': /\b(?:read|accessed|exfiltrat\w*|downloaded|stolen|copied|listed|taken)\b/i,
  users: /\b(?:affect\w*|impact\w*|notified)\b/i,
  events: /\b(?:attacker\w*|intruder\w*|made|malicious|unauthori[sz]ed|suspicious)\b/i,
};

const elsewhere = new RegExp(
  String.raw`\b${anyOf`
    our (?:fleet|estate)
    fleet of
    we (?:run|operate|have|own)
    in total we
    reviewed
    review of
    scanned|checked|audited|unaffected
    not affected
    clean|onboarded
    deployed (?:on|to|across)
    rolled out
    monitored|remaining|other|another|additional|more|extra|rest|further|terminated|deleted|stopped
    shut|isolated|rotated|revoked|disabled|removed|blocked|replaced|quota|limit|maximum|minimum
    capacity|per
    up to
    each|rebuilt|restored|stored|contains?|supports?
  `}\b`,
  'i',
);

interface Noun {
  readonly noun: string;
  readonly measure: Measure;
}

/** What a bare number counts; null where the words do not say it, or say it of something else. */
export function countMeasure(clause: Clause, text: string, { start, end }: Quantity): Measure | null {
  const after = text.slice(end, end + 90);
  // The nearest noun is the one that is counted.
  const found = nouns
    .flatMap(([pattern, measure]) =>
      pattern.exec(after) === null ? [] : [{ noun: pattern.exec(after)?.[0] ?? '', measure }],
    )
    .reduce<Noun | undefined>(
      (best, one) => (best === undefined || one.noun.length < best.noun.length ? one : best),
      undefined,
    );
  const before = partBefore(text, start);
  const times = /^ times\b/i.test(after) ? failedTimes.exec(before) : null;
  if (times !== null) return 'failures';
  if (found === undefined) return labelMeasure(clause, text, { start, end });
  const { noun, measure } = found;
  const rest =
    text.slice(end + noun.length, end + noun.length + 60).split(/[,;.](?:\s|$)|\s(?:and|while|but)\s/)[0] ?? '';
  // `Of the 24 instances only this one was affected`: so many there are.
  if (/\bof (?:the|our|its|all|all the)\s*$/i.test(before) && /^[^.;]{0,60}\b(?:only|just|none|no other)\b/i.test(rest))
    return null;
  const isOfOthers = notOfIncident.test(`${before} ${noun}`);
  if (measure === 'machines' && !isOfOthers && wasEnded.test(rest)) return measure;
  const part = `${before} ${noun} ${rest}`;
  if (elsewhere.test(measure === 'failures' ? part.replace(/\bblocked\b/gi, '') : part)) return null;
  const word = needed[measure];
  // `31 resources were launched, among them 24 machines`: what was done stands before.
  if (word !== undefined && backward.test(before) && word.test(text.slice(0, start))) return measure;
  return word === undefined || word.test(`${part} ${clause.label}`) ? measure : null;
}

const wasEnded = /^\s*(?:(?:were|was|have been|had been|are) )?(?:terminated|shut down|deleted)\b/i;
const notOfIncident = new RegExp(
  String.raw`\b${anyOf`
    remaining|other|another|further|more|last|rest|unused|old|test|legacy|own|our|idle|orphaned|unrelated
  `}\b`,
  'i',
);
/** `was refused nine times` */
const failedTimes = /\b(?:failed|(?:was|were) (?:refused|denied|rejected))\b[^.;,]{0,16}$/i;

const backward = /\b(?:of (?:which|them|these|those)|among(?:st)? (?:them|which|these)|including|namely)\b/i;

const labels: readonly (readonly [RegExp, Measure])[] = [
  [
    /^(?:of which |of these |of them |thereof )?(?:(?:instances|vms|machines|servers) )?(?:terminated|(?:still )?running|launched|stopped)(?: (?:instances|vms|machines))?$/i,
    'machines',
  ],
  [
    /^(?:number of )?(?:rogue|backdoor|unauthori[sz]ed|malicious|new) (?:iam |admin |user )?(?:accounts|users|identities)(?: (?:created|made|added))?$/i,
    'users',
  ],
  [
    new RegExp(
      String.raw`^(?:number of |no\. of |total )?(?:${anyOf`
        rogue|malicious|unauthori[sz]ed|affected|compromised|impacted|virtual|gpu|[a-z]{2}\d|compute
      `} ){0,2}(?:instances|vms|hosts|servers|machines)(?: ${anyOf`
        launched|affected|compromised|impacted|created
      `})?$`,
      'i',
    ),
    'machines',
  ],
  [
    /^(?:number of )?(?:affected |impacted |compromised )?regions(?: (?:affected|impacted|used|touched|reached|involved|abused))?$/i,
    'regions',
  ],
  [
    /^(?:number of )?(?:affected |impacted |compromised )?(?:accounts|projects|subscriptions|tenancies)(?: (?:affected|compromised|impacted|touched|reached|involved))?$/i,
    'accounts',
  ],
  [/^(?:api )?calls? (?:refused|denied|rejected)$/i, 'failures'],
  [/^(?:of which )?with (?:gpus?|accelerators?)$/i, 'accelerated'],
  [/^(?:number of )?failed (?:log-?ins|log-?in attempts|attempts|authentications|sign-?ins)$/i, 'failures'],
  [/^(?:customers|users) (?:affected|impacted)$|^affected (?:customers|users)$/i, 'users'],
];

/** `Regions affected: 6`. */
function labelMeasure(
  { label }: Clause,
  text: string,
  { start, end }: Pick<Quantity, 'start' | 'end'>,
): Measure | null {
  if (/\p{L}/u.test(text.slice(0, start)) || !/^(?:\s*[(,;.]|\s*$)/.test(text.slice(end))) return null;
  return labels.find(([pattern]) => pattern.test(label.trim()))?.[1] ?? null;
}

function partBefore(text: string, at: number): string {
  return (
    text
      .slice(Math.max(0, at - 80), at)
      // `3 users and 5 keys` are counted by one verb.
      .replace(
        /((?:regions|accounts|projects|subscriptions|instances|vms|machines|users|keys|roles|identities|credentials)) and (?=\D{0,12}$)/i,
        '$1 ',
      )
      .split(/[,;.](?:\s)|\s(?:and|while|but)\s/)
      .at(-1) ?? ''
  );
}
