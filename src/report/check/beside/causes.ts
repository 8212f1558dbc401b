import type { Incident } from '../../../model/incident.ts';
import type { Of } from '../statement.ts';
import { besideCheck, contradicted, supported, unsupported } from './beside-check.ts';
import type { Weighed } from './beside-check.ts';
import { claimsOf, evidenceOf, readLogs, short } from './told.ts';

type Cause = Of<'cause'>['cause'];

/** Every cause of the report against the door that the records show. */
export const causes = besideCheck(
  { id: 'causes', asks: 'Did the intruder come in as the report says?', about: 'cause' },
  ({ incident }) =>
    ({ cause, isDenied }) => {
      const weighed = weighersOf[cause](incident);
      return isDenied ? denied(weighed) : weighed;
    },
);

/** What speaks against a cause speaks for its denial. */
function denied(weighed: Weighed | null): Weighed | null {
  if (weighed === null || weighed.verdict === 'unsupported') return weighed;
  return { ...weighed, verdict: weighed.verdict === 'supported' ? 'contradicted' : 'supported' };
}

const unseen =
  (why: string) =>
  (incident: Incident): Weighed => {
    const told = [...claimsOf(incident, 'door-leak'), ...(incident.root_cause === null ? [] : [incident.root_cause])];
    return unsupported(why, told.length > 0 ? told.flatMap(({ evidence }) => evidence) : readLogs(incident));
  };

const weighersOf: Readonly<Record<Cause, (incident: Incident) => Weighed | null>> = {
  'brute-force': (incident) => guessed(incident),
  'password-guessed': (incident) => guessed(incident),
  'leaked-key': (incident) =>
    keyInOtherHands(
      incident,
      'that a key was used by another hand is on record; where it lay open, in a repository or elsewhere, no log tells',
    ),
  'stolen-key': (incident) => stolen(incident),
  'weak-passphrase': unseen(
    'no log knows the passphrase of a key, so that it was weak cannot be proven from these records',
  ),
  phishing: unseen('no record of these logs shows a message or a page by which a secret was taken'),
  vulnerability: (incident) =>
    unsupported(
      incident.entry === null
        ? 'no record of these logs shows that a weakness of software was used'
        : `the first act on record is ${incident.entry.how}${fromAddress(incident)}; no record shows that a weakness of software was used before it`,
      incident.entry?.evidence ?? readLogs(incident),
    ),
  insider: unseen('logs show which credential was used, not who held it: neither an insider nor a stranger is proven'),
  'metadata-service': (incident) => sessionTaken(incident),
  'supply-chain': unseen('no record of these logs shows where a tool or a package came from'),
  'exposed-service': () => null,
  misconfiguration: () => null,
};

const fromAddress = ({ entry }: Incident): string => (entry?.address ? ` from ${entry.address}` : '');

/** What the investigation says of guessing: noise beside the door, or the door. */
function guessed(incident: Incident): Weighed {
  const guesses = claimsOf(incident, 'door-guesses');
  const doors = claimsOf(incident, 'door');
  const byKey = doors.filter(({ text }) => /\bwith the key\b/.test(text));
  const rejected = (incident.root_cause?.alternatives ?? []).find((text) => /^(?:brute force|guess)/i.test(text));
  const noise = guesses.find(({ text }) => /\bnoise\b/.test(text));
  if (noise !== undefined || byKey.length > 0 || rejected !== undefined)
    return contradicted(
      [byKey[0] ?? doors[0], noise].flatMap((told) => (told === undefined ? [] : [told.text])).join('; ') ||
        (rejected ?? ''),
      evidenceOf([...byKey, ...(noise === undefined ? [] : [noise])]).length > 0
        ? evidenceOf([...byKey, ...(noise === undefined ? [] : [noise])])
        : (incident.root_cause?.evidence ?? []),
    );
  const [door] = guesses;
  if (door !== undefined) return supported(door.text, [...door.evidence, ...evidenceOf(doors)]);
  if (incident.root?.credential)
    return contradicted(
      `the intruder came in with the key ${incident.root.credential}${fromAddress(incident)}, which nobody guesses, and no refused sign-in before it is on record`,
      incident.root.evidence,
    );
  return unsupported('no refused sign-ins before the intruder came in are on record', readLogs(incident));
}

const isInOtherHands = ({ root, root_cause: cause }: Incident): boolean =>
  (root !== null && root.credential !== null) || /\bin other hands\b|\bsecond party\b/.test(cause?.text ?? '');

function keyInOtherHands(incident: Incident, why: string): Weighed {
  if (!isInOtherHands(incident)) return unseen(why)(incident);
  const [leak] = claimsOf(incident, 'door-leak');
  return unsupported(
    leak === undefined ? why : leak.text,
    leak?.evidence ?? incident.root_cause?.evidence ?? readLogs(incident),
  );
}

function stolen(incident: Incident): Weighed {
  const { root, root_cause: cause } = incident;
  if (cause === null || root === null || !isInOtherHands(incident))
    return unsupported(
      'no record shows which key was used, or that another than its owner used it',
      readLogs(incident),
    );
  return supported(short(cause.text, 240), cause.evidence);
}

function sessionTaken(incident: Incident): Weighed {
  const rejected = (incident.root_cause?.alternatives ?? []).find((text) => /running session|machine/.test(text));
  return rejected === undefined
    ? unseen('no record shows that the credentials of a machine were taken')(incident)
    : contradicted(rejected, incident.root_cause?.evidence ?? []);
}
