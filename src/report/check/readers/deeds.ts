import type { Deed } from '../statement.ts';
import type { Clause } from './clauses.ts';
import { imperative, moodAt } from './clauses.ts';
import { intruders, responders } from './happening-words.ts';
import { happeningsIn } from './happenings.ts';
import { anyOf } from './phrases.ts';

/** Deeds that have no time of their own in reports. */
const others: readonly (readonly [Deed['of'], RegExp])[] = [
  [
    'snapshot',
    new RegExp(
      anyOf`
        \b${anyOf`
          snapshots?
          disk images?
          memory (?:dump|image|capture)
          forensic (?:image|copy|snapshot)s?
          volume copies
        `}\b[^.;]{0,40}\b(?:taken|captured|created|acquired|preserved|collected|made|secured)\b
        \b(?:took|captured|created|acquired|preserved|collected|imaged|secured)\b[^.;]{0,40}\b${anyOf`
          snapshots?
          disk images?
          memory (?:dump|image)
          forensic (?:image|copy|snapshot)s?
          boot[- ]volumes?
          disks?
        `}\b
        \bsnapshotted\b
      `,
      'i',
    ),
  ],
  [
    'traffic-blocked',
    new RegExp(
      anyOf`
        \bblocked\b[^.;]{0,40}\b(?:traffic|inbound|outbound|egress|ingress|connections)\b
        \b(?:traffic|inbound|outbound|egress|connections)\b[^.;]{0,40}\b(?:blocked|denied|cut off|dropped)\b
      `,
      'i',
    ),
  ],
  [
    'rapid-detection',
    new RegExp(
      anyOf`
        \b${anyOf`
          rapid(?:ly)?|quick(?:ly)?|prompt(?:ly)?|swift(?:ly)?|early|immediate(?:ly)?|fast
        `}\b[^.;]{0,20}\bdetect(?:ion|ed)\b
        \bdetection was (?:rapid|quick|prompt|swift|fast|early|immediate)
        \bdetected\b[^.;]{0,20}\b${anyOf`
          rapidly|quickly|promptly|swiftly|immediately|early
          within minutes
          in real time
        `}\b
      `,
      'i',
    ),
  ],
  [
    'blocklist',
    new RegExp(
      anyOf`
        \b(?:iocs?|indicators|addresses|ips?|domains?)\b[^.;]{0,40}\b${anyOf`
          added to
          placed on
          blocked|blocklisted|blacklisted
        `}\b
        \badded\b[^.;]{0,40}\b(?:block-?lists?|deny-?lists?|black-?lists?)\b
        \bblock-?listed\b
      `,
      'i',
    ),
  ],
];

/** Rules, capabilities and titles speak of deeds in general. */
const inGeneral =
  /\b(?:implement\w*|enhanc\w*|improv\w*|automat\w*|capabilit\w*|playbooks?|procedures?|rules?|introduced|rolled out|enabled)\b/i;

/** The noun alone names a step or a title; that it was done takes a verb. */
const done: Partial<Readonly<Record<Deed['of'], RegExp>>> = {
  isolation: /\b(?:isolated|quarantined|cordoned|disconnected|removed|cut off|revoked|blocked)\b/i,
  containment: /\bcontained\b/i,
  resolution: /\b(?:resolved|closed|restored|recovered|back online)\b/i,
  rebuild:
    /\b(?:rebuilt|re-?imaged|re-?deployed|re-?provisioned|re-?created|restored|replaced|launched|installed|new)\b/i,
  termination: /\b(?:terminated|destroyed|deleted|shut ?down|stopped|killed|decommissioned|removed)\b/i,
  'credential-revoked': /\b(?:rotated|revoked|disabled|deactivated|deleted|invalidated|reset|removed|terminated)\b/i,
};

/** What a clause without a time says was done. `hasTime` keeps what moments already tell out of it. */
export function deedsIn(clause: Clause, text: string, hasTime: boolean): readonly Deed[] {
  const { label } = clause;
  const isNamed =
    /\b(?:added|created|modified|changed|deleted|installed|disabled|stopped|fast|rapid|quick|immediate|prompt|swift|taken)$/i.test(
      label,
    ) && !/^\W*(?:no|none|n\/a|nil|0)\b/i.test(text);
  return deedsOf(clause, isNamed ? `${label}: ${text}` : text, hasTime);
}

function deedsOf(clause: Clause, text: string, hasTime: boolean): readonly Deed[] {
  if (imperative.test(text) || inGeneral.test(text)) return [];
  const extra = others.flatMap(([of, pattern]) => {
    const match = pattern.exec(text);
    return match !== null &&
      !/\bbefore (?:an? |any |the )?$/i.test(text.slice(0, match.index)) &&
      moodAt(text, match.index) === 'told' &&
      moodAt(text, match.index + match[0].length - 1) === 'told'
      ? [of]
      : [];
  });
  const told = hasTime
    ? []
    : happeningsIn(text).filter(
        (of) => deeds.has(of) && isAboutThis(clause, text, of) && (done[of]?.test(text) ?? true),
      );
  return [...new Set<Deed['of']>([...extra, ...told])].map((of) => ({ about: 'deed', of, by: doer(text, of) }));
}

const deeds: ReadonlySet<Deed['of']> = new Set<Deed['of']>([
  'key-added',
  'user-made',
  'rights-raised',
  'download',
  'install',
  'hiding',
  'pool-connection',
  'launch',
  'credential-made',
  'impairment',
  'data-read',
  'isolation',
  'credential-revoked',
  'user-disabled',
  'termination',
  'rebuild',
  'containment',
  'resolution',
]);

const hostile = new RegExp(
  String.raw`\b${anyOf`
    attacker\w*|intruder\w*
    threat actor
    adversary|malicious|unauthori[sz]ed|rogue|backdoor|miner\w*|xmrig|mining|hidden|suspicious
    masquerad\w*
    cron(?:tab| job)?
    sudoers|authorized_keys
  `}\b`,
  'i',
);
const hostileTitle =
  /\b(?:attack\w*|user activity|technical analysis|compromise|persistence|intruder|adversary|kill chain|process(?:es)?|findings?)\b/i;

/** An intruder's deed needs a word that says so, here or in the title; a responder's is one by its nature. */
function isAboutThis({ title, label }: Clause, text: string, of: Deed['of']): boolean {
  if (!intruders.has(of as never))
    return !/\b(?:status|priority|severity|resolution)\b/i.test(label) || of === 'containment';
  return (
    hostile.test(text) ||
    hostile.test(label) ||
    (hostileTitle.test(title) && !/\b(?:contain|remediat|prevent|complet|control)/i.test(title))
  );
}

function doer(text: string, of: Deed['of']): Deed['by'] {
  if (of === 'rapid-detection') return null;
  if (/\b(?:by (?:the )?(?:cloud )?provider|provider (?:has |had )?(?:quarantined|suspended|disabled))\b/i.test(text))
    return 'provider';
  if (intruders.has(of as never)) return 'intruder';
  return responders.has(of as never) || /^(?:snapshot|traffic-blocked|blocklist)$/.test(of) ? 'responder' : null;
}
