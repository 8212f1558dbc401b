import type { Happening } from '../statement.ts';
import { happeningsIn } from './happenings.ts';
import { anyOf } from './phrases.ts';

/** Labels of a single time, as tickets and summaries have them. */
const labels: readonly (readonly [RegExp, Happening | null])[] = [
  [
    /\b(?:created|updated|modified|opened) ?(?:by|on|at|date)?$|^(?:last )?(?:updated|modified)\b|due|version|expir\w+/i,
    null,
  ],
  [/\b(?:alert|detection|detected|first alert|time of detection|finding)\b/i, 'alert'],
  [/\b(?:first seen|last seen)\b/i, null],
  [
    new RegExp(
      String.raw`^(?:(?:the )?last ${anyOf`
        (?:(?:known|observed|confirmed|recorded) )?${anyOf`
          malicious|unauthori[sz]ed|hostile|suspicious|attacker|intruder
        `}(?:[’']s)? (?:activity|access|acts?|actions?|calls?|events?|use)
        (?:known |observed |recorded )?activity
      `}|start of (?:the )?incident|end of (?:the )?(?:incident|intrusion|attack|compromise|breach)|incident (?:start|began)|start(?:ed)?|began|onset)(?: \([^)]*\))?$`,
      'i',
    ),
    'activity',
  ],
  [
    new RegExp(
      String.raw`\b${anyOf`
        initial access
        entry
        (?:start|beginning) of (?:the )?${anyOf`
          unauthori[sz]ed|malicious|hostile|attacker|intruder
        `} (?:activity|access|use)
        first (?:${anyOf`
          malicious|unauthori[sz]ed|hostile|known|observed|suspicious|confirmed
        `} )?(?:api )?${anyOf`
          access|log-?in|sign-?in|activity|calls?|requests?|acts?|actions?|use|misuse|abuse
        `}
      `}\b`,
      'i',
    ),
    'access',
  ],
  [
    new RegExp(
      String.raw`\b${anyOf`
        compromised?
        compromise (?:time|start)
        start of (?:the )?(?:compromise|attack)
        breach(?:ed)?|intrusion|attack
      `} ?(?:time|date|start(?:ed)?|began|window|occurred)?$`,
      'i',
    ),
    'compromise',
  ],
  [/\b(?:launch|instance launch|launched)\b/i, 'launch'],
  [/\b(?:mining|miner)\b.*\b(?:start\w*|began|window|period|activity|time|from)\b|^mining$/i, 'mining'],
  [/\b(?:acknowledged|notified|notification|reported by|escalated|triaged|validated)\b/i, 'notice'],
  [/\binvestigation\b/i, 'investigation'],
  [/\b(?:isolat\w+|quarantin\w+)\b/i, 'isolation'],
  [/\bcontain\w+\b/i, 'containment'],
  [/\b(?:resolved|resolution|closed|closure|recovered)\b/i, 'resolution'],
  [/\b(?:outage|downtime|offline)\b/i, 'outage'],
  [/\b(?:key )?(?:exposed|exposure|leaked|leak)\b/i, 'exposure'],
  [/^(?:report )?(?:date|dated)$|\b(?:report|prepared|issued|published)\b/i, 'report'],
];

/** What a labelled time is the time of; null where the label does not say. */
export function labelHappening(label: string, hasClock: boolean): Happening | null {
  // A day alone may be the incident's.
  if (!hasClock && /^dated?$/i.test(label)) return null;
  const known = labels.find(([pattern]) => pattern.test(label));
  if (known !== undefined) return known[1];
  const found = happeningsIn(label);
  // `Terminated and rebuilt` is one step.
  if (found.every((of) => of === 'termination' || of === 'rebuild')) return found.at(-1) ?? null;
  return found.length === 1 ? (found[0] ?? null) : null;
}
