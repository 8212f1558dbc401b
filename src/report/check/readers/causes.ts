import { causes } from '../statement.ts';
import type { CauseNamed } from '../statement.ts';
import type { Clause } from './clauses.ts';
import { imperative, moodAt } from './clauses.ts';
import { anyOf } from './phrases.ts';

type Cause = (typeof causes)[number];

const key = String.raw`(?:${anyOf`
  access|api|ssh|iam|private
  service[- ]account
  developer|secret|signing|long-lived|static|[a-z]{3}|cloud
`}[ -]){0,4}(?:keys?|credentials?|secrets?|tokens?|pem file)`;
const place = anyOf`
  git(?:hub|lab)?|bitbucket|repo(?:s|sitor(?:y|ies))?|public(?:ly)?|paste(?:bin)?|npm|pypi
  docker ?hub
  container image
  open source
  internet
`;
const near = String.raw`[^.;]{0,60}?`;

const patterns: Readonly<Record<Cause, RegExp>> = {
  'brute-force': /\bbrute[- ]?forc\w*|\bpassword[- ]spray\w*|\bcredential[- ]stuffing\b|\bdictionary attack\b/gi,
  'leaked-key': new RegExp(
    anyOf`
      \b${key}${near}\b${anyOf`
        leaked|exposed|committed|published|pushed|posted|stored
        checked in
        hard-?coded|left|found|embedded|saved|lay|lying|sat|sitting
      `}\b${near}\b${place}\b
      \b${anyOf`
        leaked|exposed|committed|published|pushed|posted
        checked in
        saved
      `}\b[^.;]{0,40}?\b${key}${near}\b${place}\b
      \bleaked (?:\w+ ){0,3}${key}
      \b${key} (?:\w+ ){0,2}(?:was |were |had been |been |is )?(?:accidentally |publicly |inadvertently )?leaked\b
      \b(?:credential|key|secret) leak(?:age)?\b
      \bexposed (?:[\w-]+ ){0,2}(?:keys?|credentials?|secrets?|tokens?)\b
      \bkey exposed\b
    `,
    'gi',
  ),
  'stolen-key': new RegExp(
    anyOf`
      \bstolen (?:\w+ ){0,3}${key}
      \b${key}${near}\b(?:was |were |been )?(?:stolen|exfiltrated|harvested)\b
      \b(?:stole|theft of|harvested|exfiltrated) (?:\w+ ){0,3}${key}
      \binfostealer\w*
    `,
    'gi',
  ),
  'weak-passphrase': new RegExp(
    anyOf`
        \b(?:weak|guessable|short|simple|trivial|empty|missing) (?:\w+ ){0,2}passphrase\b
        \b(?:had|has|have|with|using) no passphrase\b
        \bno passphrase (?:was |is )?set\b
        \bpassphrase (?:was |is )?(?:weak|guessable|simple|trivial|empty)\b
        \bwithout (?:a )?passphrase\b
      `,
    'gi',
  ),
  'password-guessed': new RegExp(
    anyOf`
        \b(?:guess\w*|crack\w*) (?:\w+ ){0,3}passwords?\b
        \bpasswords? (?:\w+ ){0,3}(?:guessed|cracked|guessing|cracking)\b
        \b(?:weak|default|guessable|simple|trivial|easily guessed) (?:\w+ ){0,2}passwords?\b
      `,
    'gi',
  ),
  phishing: /\b(?:spear-?)?phish\w*|\bsocial engineering\b|\bvishing\b|\bmalicious (?:link|attachment|email)\b/gi,
  vulnerability: new RegExp(
    anyOf`
        \bexploit(?:ed|ing|ation|s)?\b(?! detection)
        \bCVE-\d{4}-\d{4,7}\b
        \bunpatched\b
        \bremote code execution\b
        \bRCE\b
        \bzero[- ]day\b
        \b(?:software|known|critical|application) vulnerabilit(?:y|ies)\b
      `,
    'gi',
  ),
  'exposed-service': new RegExp(
    anyOf`
        \b${anyOf`
          ssh|rdp
          port \d{1,5}
          docker (?:api|daemon|socket)
          kubelet
          kubernetes (?:api|dashboard)
          jupyter|redis|jenkins
          management (?:interface|port)
          console
          api server
          service|dashboard
        `}\b[^.;]{0,40}?\b(?:open|exposed|reachable|accessible|available)\b[^.;]{0,30}?\b${anyOf`
          internet|public(?:ly)?|world|0\.0\.0\.0\/0|anyone
        `}\b
        \bpublic(?:ly)? (?:ip|exposed|accessible|reachable)\b[^.;]{0,40}?\b${anyOf`
          ssh|rdp|docker|kubernetes|jupyter|redis|port|open
        `}\b
        \bexposed (?:docker|kubernetes|jupyter|redis|ssh|rdp|management)\b
        \bopen to (?:the )?(?:internet|world)\b
      `,
    'gi',
  ),
  insider: /\binsider\b|\bdisgruntled\b|\b(?:former|ex-)employee\b|\bmalicious employee\b/gi,
  'metadata-service':
    /\b(?:instance )?metadata (?:service|endpoint|api|server)\b|\bIMDS(?:v1)?\b|\b169\.254\.169\.254\b|\bSSRF\b/gi,
  misconfiguration: new RegExp(
    anyOf`
        \bmis-?configur\w+
        \boverly permissive\b
        \bno mfa\b
        \bmfa (?:was )?(?:not (?:enabled|enforced|required)|missing|disabled)\b
        \bwithout mfa\b
        \black of mfa\b
        \bover-?privileged\b
      `,
    'gi',
  ),
  'supply-chain': new RegExp(
    anyOf`
        \bsupply[- ]chain\b
        \b(?:malicious|trojani[sz]ed|compromised|poisoned|backdoored) (?:\w+ ){0,2}${anyOf`
          package|dependency|image|library
          container image
          extension|action
        `}\b
      `,
    'gi',
  ),
};

/** Denials in words of their own: a failed attempt was not the way in. */
const failedOnly = new RegExp(
  String.raw`\b${anyOf`
    fail(?:ed|ing)|unsuccessful|unrelated|blocked|rejected|background|noise
    no success\w*
    did not succeed
    never succeeded
    not success\w*
    without success
    false positive
  `}\b`,
  'i',
);
const isDeniedAfter = new RegExp(
  String.raw`\b${anyOf`
    ${anyOf`
      was|were|is|are
      has been
      have been
      had been
      could be
      can be
    `} ${anyOf`
      ruled out
      excluded
      not ${anyOf`
        the|involved|used|successful|observed|found|seen
        the cause
      `}
    `}
    ruled out
    excluded
    did not succeed
    not successful
    unsuccessful
    all failed
    failed
    was rejected
    ${anyOf`
      was|were|is|are
    `} (?:only |just |mere |ordinary |usual |unrelated |the usual )*(?:background )?noise
    in vain
    unrelated
    not related
  `}\b`,
  'i',
);
/** Wherever it stands in the sentence. */
const notTheWay =
  /\b(?:was|were|is|are) (?:not|never) (?:the |his |their )?(?:way in|door|entry(?: point)?|root cause|cause|vector|initial access)\b/i;
/** What is not proven is neither told nor denied. */
const notProven = new RegExp(
  String.raw`\b${anyOf`
    not (?:yet )?${anyOf`
      proven|known|clear|established|certain|confirmed|determined
    `}
    unproven|unclear|unknown
    nobody knows
    (?:can(?:not|'t)|could not) ${anyOf`
      say|tell|determine|establish|rule
    `}
  `}\b[^.;]*$`,
  'i',
);
const isControl = new RegExp(
  String.raw`\b${anyOf`
    protection|prevention|detection|training|awareness|scanning|policy|policies|rule(?:s|set)?
    control(?:s)?|mitigation|signature|module|defen[cs]e
    guard against
    protect\w*|hardening|management
  `}\b`,
  'i',
);

/** How the intruder came in, as a sentence tells or denies it. */
export function causesIn(clause: Clause, text: string): readonly CauseNamed[] {
  // `Not brute force: …` and `Brute force: ruled out` say it in the label.
  if (/^(?:not|no)\b/i.test(clause.label)) return causesOf(clause, `${clause.label}: ${text}`);
  if (clause.label !== '' && answersNo.test(text)) return causesOf(clause, `no ${clause.label}: ${text}`);
  return causesOf(clause, text);
}

const answersNo = /^\W*(?:no|none|not (?:seen|observed|found|involved|the cause)|ruled out|excluded)\W*$/i;

function causesOf(clause: Clause, text: string): readonly CauseNamed[] {
  if (imperative.test(text)) return [];
  return causes.flatMap((cause): readonly CauseNamed[] => {
    const found = [...text.matchAll(patterns[cause])].flatMap((match) => said(clause, text, { cause, match }) ?? []);
    const first = found[0];
    return first === undefined ? [] : [found.find(({ isDenied }) => !isDenied) ?? first];
  });
}

function said(
  { label }: Clause,
  text: string,
  { cause, match }: { readonly cause: Cause; readonly match: RegExpExecArray },
): CauseNamed | null {
  const start = match.index;
  const end = start + match[0].length;
  const after = text.slice(end, end + 80).split(/[;,]|\b(?:but|and|while|which|so)\b/)[0] ?? '';
  const before = text.slice(Math.max(0, start - 40), start);
  if (isControl.test(after.slice(0, 24)) || /\b(?:against|anti-?|for|about|on)\s{1,2}$/i.test(before)) return null;
  if (notProven.test(text.slice(0, start))) return null;
  if (isDeniedAfter.test(after) || notTheWay.test(text.slice(end))) return { about: 'cause', cause, isDenied: true };
  const mood = moodAt(`${text.slice(0, start)}#${text.slice(end)}`, start);
  const isOwn = selfDenying.has(cause);
  if (mood === 'open' || (!isOwn && moodAt(match[0], match[0].length) === 'open')) return null;
  if (mood === 'denied' || (!isOwn && /\b(?:not|never)\b|n[’']t\b/i.test(match[0])))
    return { about: 'cause', cause, isDenied: true };
  if (cause === 'brute-force' && failedOnly.test(`${before.split(/[,;.]\s/).at(-1) ?? ''} ${match[0]} ${after}`))
    return { about: 'cause', cause, isDenied: true };
  return /\b(?:ruled out|rejected|excluded|discarded|alternatives?)\b/i.test(label)
    ? { about: 'cause', cause, isDenied: true }
    : { about: 'cause', cause, isDenied: false };
}

/** Their own words hold a negation: `no MFA`, `no passphrase`. */
const selfDenying: ReadonlySet<Cause> = new Set<Cause>([
  'misconfiguration',
  'weak-passphrase',
  'vulnerability',
  'exposed-service',
]);
