import type { Denial } from '../statement.ts';
import type { Clause } from './clauses.ts';
import { anyOf } from './phrases.ts';

type Of = Denial['of'];

const no = String.raw`\b(?:no|none|without|nor|neither|zero)\b`;
const noSign = String.raw`\b${anyOf`
  no (?:\w+ ){0,2}${anyOf`
    evidence|sign|signs|indication|indications|trace|traces|proof
  `}
  nothing (?:suggests|indicates)
`}\b`;

const patterns: readonly (readonly [Of, RegExp])[] = [
  [
    'data-read',
    new RegExp(
      anyOf`
        ${no}(?! (?:log|record|entry|line|event)s? (?:(?:that )?(?:was|were) )?${anyOf`
          read|of|that|in|tells?|shows?|names?|holds?|contains?|exists?|confirms?|proves?
        `}\b)[^.;:]{0,60}?\b${anyOf`
          data|records?|files?|information|secrets?|buckets?|objects?|documents?
        `}\b[^.;:]{0,40}?\b${anyOf`
          access\w*|read|exfiltrat\w*|stolen|taken|compromised|exposed|breach\w*|lost|leak\w*
          affected|viewed|touched|downloaded|disclosed|impacted
        `}
        \bdata\b[^.;]{0,30}?\b(?:was|were) not\b[^.;]{0,20}?\b${anyOf`
          access\w*|read|exfiltrat\w*|exposed|touched|affected|compromised
        `}
        \bno data (?:breach|loss|theft|exfiltration|exposure|access|leak\w*)\b
        \bno (?:\w+ ){0,2}access (?:to|of) (?:\w+ ){0,3}(?:data|records|buckets?|storage|secrets)\b
        ${noSign}[^.;]{0,50}?\b(?:exfiltration|data (?:access|theft|breach|loss)|access to (?:\w+ ){0,3}data)
        \b(?:did not|never|didn't) ${anyOf`
          access|read|touch|exfiltrate|view|download|copy
        `}\b[^.;:]{0,40}?\b(?:data|records?|files?|buckets?|objects?|secrets?)
        \b(?:nobody|no one)[’']s (?:\w+ )?data\b[^.;]{0,20}\b(?:access|read|taken|stolen|touch|expos|affect)\w*
        \bno (?:\w+ ){0,2}(?:data|files?|records?) (?:\w+ ){0,2}${anyOf`
          left
          went out
          was sent
          were sent
          was transferred
          was copied out
        `}\b
        \bonly compute (?:was )?(?:used|abused|affected)
      `,
      'i',
    ),
  ],
  [
    'persistence',
    new RegExp(
      anyOf`
        \bno (?:\w+ ){0,3}(?:persistence|backdoors?|footholds?)\b
        ${noSign}[^.;]{0,50}?\b(?:persistence|backdoors?|footholds?)\b
        \bdid not (?:\w+ )?(?:establish|achieve|install) (?:\w+ ){0,2}(?:persistence|backdoors?)
      `,
      'i',
    ),
  ],
  [
    'lateral-movement',
    new RegExp(
      anyOf`
        \b(?:no|without) (?:\w+ ){0,3}lateral movement\b
        ${noSign}[^.;]{0,50}?\b(?:lateral movement|movement to|spread|pivot\w*)\b
        \bdid not (?:move laterally|spread|pivot)\b
        \bno other ${anyOf`
          hosts?|instances?|systems?|servers?|machines?|accounts?|workloads?|resources?|projects?
          subscriptions?
        `}\b[^.;]{0,40}?\b(?:affected|compromised|impacted|involved|touched|accessed)
        \blimited to (?:a single|one|this) (?:host|instance|server|account|machine|vm)\b
        \blateral movement\b[^.;]{0,12}\b(?:none|not observed|was not|ruled out)\b
      `,
      'i',
    ),
  ],
  [
    'other-regions',
    new RegExp(
      anyOf`
        \bno other regions?\b
        ${noSign}[^.;]{0,50}?\b(?:other|additional) regions?\b
        \b(?:other|remaining) regions (?:were |are )?(?:unaffected|clean|not affected)\b
        \bonly (?:one|a single) region (?:was )?(?:affected|used|impacted|involved)
        \blimited to (?:one|a single) region\b
        \bno (?:\w+ ){0,3}in (?:any )?other regions\b
      `,
      'i',
    ),
  ],
  [
    'reputation',
    new RegExp(
      anyOf`
        \bno (?:\w+ ){0,2}reputation\w* (?:impact|damage|harm|loss|effect)\b
        \breputation\w* (?:impact|damage|harm)?\s?(?:is |was |: ?)?${anyOf`
          none
          no impact
          nil|negligible
          not affected
        `}\b
      `,
      'i',
    ),
  ],
  [
    'remaining-access',
    new RegExp(
      anyOf`
        \b(?:the )?(?:attacker|intruder|adversary|threat actor)(?:'s|’s)? ${anyOf`
          no longer has
          has no (?:remaining|further|more)
          (?:lost|was denied) all
        `} (?:any )?access\b
        \bno ${anyOf`
          remaining|residual|further|ongoing|continued
        `} (?:\w+ ){0,2}(?:access|foothold|presence|threat|backdoors?)\b
        \bno (?:\w+ ){0,2}(?:instance|machine|vm|server|resource|workload)s? (?:still )?(?:runs?|(?:is|are) (?:still )?running|remains?)\b
        \bnothing (?:of (?:his|theirs|the (?:attacker|intruder)[’']?s?) )?(?:is )?(?:still )?(?:runs?|running|left running)\b
        \ball (?:\w+ ){0,2}(?:access|footholds?) (?:\w+ ){0,5}${anyOf`
          removed|revoked|closed|eradicated|eliminated
          cut off
        `}\b
        \bfully (?:eradicated|evicted|contained|remediated)\b
        \bthreat (?:was |is |has been )?(?:fully |completely )?eradicated\b
      `,
      'i',
    ),
  ],
  [
    'cost',
    new RegExp(
      anyOf`
        \bno (?:\w+ ){0,2}(?:cost|costs|charges|financial (?:impact|loss|cost)|additional spend)\b
        \bfinancial impact (?:is |was )?(?:none|nil|zero)\b
      `,
      'i',
    ),
  ],
];

const labels: readonly (readonly [Of, RegExp])[] = [
  ['reputation', /\breputation/i],
  [
    'data-read',
    /\bdata (?:exposure|access|breach|loss|exfiltration|theft|impact|accessed|compromised)\b|\bexfiltration\b/i,
  ],
  ['lateral-movement', /\blateral movement\b|\bspread\b/i],
  ['persistence', /\bpersistence\b/i],
  ['other-regions', /\bother regions\b/i],
  ['cost', /\bfinancial (?:impact|loss)\b|\bcosts?\b/i],
];

/** The whole answer is no. */
const none = new RegExp(
  String.raw`^\W*${anyOf`
    none|no|nil|n\/a
    not? ${anyOf`
      observed|found|seen|detected|identified|affected|impact\w*
    `}
    no (?:impact|evidence)
    zero|negligible|false
  `}\b(?: ${anyOf`
    known|observed|identified|found|detected|seen|expected
    at this time
    to date
    so far
    confirmed
  `})*\s*[.;]?\s*$`,
  'i',
);

const unsure = new RegExp(
  anyOf`
    \bcan(?:not|[’']t| not)\b
    \b${anyOf`
      not yet
      so far unknown
      nor do we know
      (?:no|not a) (?:proof|guarantee) that no
      could not (?:be )?(?:determine\w*|establish\w*|confirm\w*|verif\w*|rule\w*)
      cannot be (?:determined|ruled out|excluded|proven|confirmed)
      can(?:not|'t) (?:rule|exclude)
      unknown whether
      if no
      should|must|would
      to ensure
      ensure that
      so that (?:no|nothing|nobody|none)
      whether|unknown|unproven|unclear
      not (?:proven|known|certain)
    `}\b
  `,
  'i',
);

/** What a sentence says did not happen, or is no more. */
export function denialsIn({ label }: Clause, text: string): readonly Denial[] {
  if (unsure.test(text)) return [];
  const said = patterns.filter(([, pattern]) => pattern.test(text)).map(([of]) => of);
  const answered = none.test(text)
    ? labels
        .filter(([, pattern]) => pattern.test(label))
        .map(([of]) => of)
        .slice(0, 1)
    : [];
  return [...new Set([...said, ...answered])].map((of) => ({ about: 'denial', of }));
}
